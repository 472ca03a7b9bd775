"""One ledger's writes, from plan to done: what is sent, in which order, and what a doubtful answer means."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config.errors import LedgerChangedError
from config.messages import message
from sync.google.colour_rules import mend_after, restore
from sync.google.fills import fills_of, fills_query
from sync.google.look import AFTER_MASK, MASK, Json, SpreadsheetLook, grid_of, look_of, looks_after, texts_of
from sync.google.removal import Removal, leftover_guards
from sync.google.short_days import Places, behind_of, fits, places_in_question, values_query
from sync.google.transport.client import Answer
from sync.google.transport.courier import Courier, Errand, GaveUpError, UnknownOutcomeError
from sync.google.transport.endpoint import spreadsheet_url
from sync.google.transport.timing import StoppedError
from sync.google.write_plan import WritePlan, plan_write, values_body
from sync.grid import Grid
from sync.store import Edit, FillArea, LedgerRef, SheetLayout

log = logging.getLogger(__name__)

#: How often we start again because people moved columns or rules meanwhile.
_ROUNDS = 3


def digest_of(*bodies: bytes) -> str:
    """Return what is equal when nothing that was read has changed."""
    return hashlib.sha256(b"\x00".join(bodies)).hexdigest()


class RefusedError(GaveUpError):
    """Google refuses a change although nobody moved anything: asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class WriteOrder:
    """A plan, and what it was made of."""

    plan: WritePlan
    edits: Sequence[Edit]
    layouts: Sequence[SheetLayout]


class Desk:
    """Reads and writes single spreadsheets through a `Courier`."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def look(self, ref: LedgerRef, errand: Errand) -> Grid:
        """Read the whole spreadsheet; errors as `Courier.get`.

        One request; two where some day is shown without its year, or so that it may be read two ways.
        """
        rounds_left = _ROUNDS
        while True:
            answer = self._courier.get(
                errand, "read", spreadsheet_url(ref.ledger_id), {"fields": MASK, "prettyPrint": "false"}
            )
            texts = texts_of(answer.json)
            places = places_in_question(texts)
            if not places:
                return grid_of(answer.json, texts, digest_of(answer.body), {})
            values = self._behind(ref, errand, places, is_last=not rounds_left)
            behind = behind_of(places, values.json) if values else {}
            if values and (fits(texts, behind) or not rounds_left):
                return grid_of(answer.json, texts, digest_of(answer.body, values.body), behind)
            rounds_left -= 1

    def fills(
        self, ref: LedgerRef, errand: Errand, areas: Sequence[FillArea]
    ) -> Mapping[str, Callable[[int, int], str]]:
        """Read the colours behind the cells of *areas*; errors as `Courier.get`."""
        return fills_of(
            self._courier.get(errand, "read", spreadsheet_url(ref.ledger_id), fills_query(areas)).json
        )

    def _behind(self, ref: LedgerRef, errand: Errand, places: Places, *, is_last: bool) -> Answer | None:
        try:
            return self._courier.get(
                errand, "read", f"{spreadsheet_url(ref.ledger_id)}/values:batchGet", values_query(places)
            )
        except GaveUpError as error:
            if error.trouble.status == 400 and not is_last:
                return None  # a worksheet was renamed in this very moment
            raise

    def write(self, ref: LedgerRef, errand: Errand, grid: Grid, job: WriteOrder) -> None:
        """Carry a plan out. It may end early without a word once something took effect: look again.

        Raises:
            GaveUpError: nothing of it took effect.
            LedgerChangedError: columns moved while they were tagged; none of our texts was written.
            StoppedError: the program is stopping; nothing was written.
        """
        plan = job.plan
        for _ in range(_ROUNDS):
            if plan.batch and not self._batch_surely(ref, errand, grid, plan):
                return
            if not plan.tags:
                break
            # A tag that hit the wrong column is taken away after this look; a right one now carries texts.
            grid = self.look(ref, errand)
            plan = plan_write(grid, job.edits, job.layouts)
        else:
            raise LedgerChangedError(message("google_errors.moved", title=ref.title))
        if not plan.values:
            return
        body = values_body(plan.values)
        if not plan.batch:
            self._surely(ref, errand, grid, lambda: self._values(ref, errand, body))
            return
        try:
            # Since the batch the spreadsheet is no longer as *grid* shows it: a doubtful outcome, and a
            # refusal as well, is left to the caller's next look. What the batch wrote is written.
            self._surely(ref, errand, None, lambda: self._values(ref, errand, body))
        except (GaveUpError, StoppedError) as error:
            log.warning("%s: columns made, texts not yet written (%s)", ref.title, error)

    def _batch_surely(self, ref: LedgerRef, errand: Errand, grid: Grid, plan: WritePlan) -> bool:
        return self._surely(ref, errand, grid, lambda: self._batch(ref, errand, plan.batch, plan.colours))

    def _surely(self, ref: LedgerRef, errand: Errand, grid: Grid | None, send: Callable[[], None]) -> bool:
        """Send a write until its outcome is known; False when it is left to the caller's next look.

        Raises:
            GaveUpError: it surely had no effect, and no try is left.
        """
        errand.tries = 0
        while True:
            try:
                send()
            except UnknownOutcomeError as unknown:
                log.warning("%s: outcome of a write unknown (%s)", ref.title, unknown.trouble.said)
                if grid is None or not self._is_untouched(ref, errand, grid, unknown):
                    return False
                if errand.tries >= self._courier.patience.tries or not errand.budget.left:
                    raise GaveUpError(unknown.trouble) from unknown
            else:
                return True

    def _is_untouched(self, ref: LedgerRef, errand: Errand, grid: Grid, unknown: UnknownOutcomeError) -> bool:
        """Look after a write: True when everything is as *grid* shows it, so that it may be sent again."""
        try:
            self._courier.wait_after_unknown(errand, unknown.trouble)
            tries = errand.tries
            now = self.look(ref, errand)
        except (GaveUpError, StoppedError):
            return False  # nobody knows; the caller's own look, now or in the next pass, will tell
        errand.tries = tries
        return look_of(now).digest == look_of(grid).digest

    def _batch(
        self,
        ref: LedgerRef,
        errand: Errand,
        requests: Sequence[Json],
        colours: Mapping[int, SheetLayout] | None = None,
    ) -> None:
        """Send a batch; then put right at once what went to a place that people had moved meanwhile."""
        answer = self._post_batch(ref, errand, requests, with_looks=bool(colours))
        try:
            for _ in range(_ROUNDS):
                # People's rules that a stale index hit come back first, before anything else moves.
                requests = restore(requests, answer.get("replies", []))
                if requests:
                    log.warning("%s: %d colour rules of people's put back", ref.title, len(requests))
                else:
                    requests = mend_after(looks_after(answer), colours or {})
                if not requests:
                    return
                answer = self._post_batch(ref, errand, requests, with_looks=bool(colours))
        except (GaveUpError, UnknownOutcomeError, StoppedError) as error:
            # The batch itself took effect, and that is what the caller must know.
            log.warning("%s: colour rules not yet in order (%s)", ref.title, error)

    def _post_batch(
        self, ref: LedgerRef, errand: Errand, requests: Sequence[Json], *, with_looks: bool
    ) -> Json:
        url = f"{spreadsheet_url(ref.ledger_id)}:batchUpdate"
        body: Json = {"requests": requests}
        if with_looks:
            return self._courier.post(
                errand, url, {"fields": AFTER_MASK}, {**body, "includeSpreadsheetInResponse": True}
            )
        return self._courier.post(errand, url, {"fields": "replies"}, body)

    def _values(self, ref: LedgerRef, errand: Errand, body: Json) -> None:
        url = f"{spreadsheet_url(ref.ledger_id)}/values:batchUpdateByDataFilter"
        self._courier.post(errand, url, {"fields": "totalUpdatedCells"}, body)

    def remove(self, ref: LedgerRef, errand: Errand, wanted: Callable[[Grid, bool], Removal]) -> None:
        """Take columns of ours out, and what *wanted* names besides; it is asked anew after each look.

        Args:
            ref: of which spreadsheet.
            errand: for whom.
            wanted: from a look, and whether to guard the columns, to what is to go.

        Raises:
            GaveUpError: it cannot be done.
            RefusedError: Google does not want it, and not because anybody moved a column.
            UnknownOutcomeError: it may have been done.
            LedgerChangedError: people moved columns in every round; nothing was taken out.
        """
        first: SpreadsheetLook | None = None
        guarded = True
        refused: GaveUpError | None = None
        for _ in range(_ROUNDS):
            grid = self.look(ref, errand)
            look = look_of(grid)
            if refused is not None and first is not None and look.digest == first.digest:
                raise RefusedError(refused.trouble) from refused
            first = first or look
            removal = wanted(grid, guarded)
            if removal.guards:
                guarded = self._refusal(ref, errand, removal.guards) is None
                grid = self.look(ref, errand)
                removal = wanted(grid, guarded)
            if not removal.batch:
                return
            if not removal.guards:
                refused = self._refusal(ref, errand, removal.batch)
                if refused is None:
                    return
            leftovers = leftover_guards(look_of(self.look(ref, errand)), first)
            if leftovers:
                self._refusal(ref, errand, leftovers)
        raise LedgerChangedError(message("google_errors.moving", title=ref.title))

    def _refusal(self, ref: LedgerRef, errand: Errand, requests: Sequence[Json]) -> GaveUpError | None:
        """Send a batch; return what Google says against it where columns may have moved, else None."""
        errand.tries = 0
        try:
            self._batch(ref, errand, requests)
        except GaveUpError as error:
            if error.trouble.status != 400 or "protected" in error.trouble.said:
                raise
            return error
        return None
