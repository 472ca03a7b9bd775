"""What a pass makes of its ledgers' outcomes together: each case once, filings, sittings, the board."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from config.vocabulary import OutcomeKind, SkipReason
from scheduler.ledgers.case_keys import remembered_cases
from scheduler.ledgers.doubles import Doubles
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.filings import FilingsDesk
from scheduler.marking.outcome import Outcome
from scheduler.passes.counted_elsewhere import Elsewhere, leave_out
from scheduler.passes.failed_ledgers import failed_by_defect
from scheduler.passes.one_ledger import LedgerWork
from scheduler.passes.pass_terms import PassTerms
from scheduler.publishing.apart_desk import ApartDesk
from scheduler.publishing.board_desk import BoardDesk
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.state import State
from scheduler.township import Township
from sync.store import Edit

_AT_REST = (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED)
#: Where the state notes which ledgers the last pass laid beside each other, and in which order.
_LEDGERS_NOTE = "ledgers_laid"


class Gather:
    """Takes one outcome after the other, in the order of the config.

    Attributes:
        changed: whether a ledger came out otherwise than the state knew it.
        board: None in a dry pass, as is *apart*.
    """

    def __init__(
        self, township: Township, terms: PassTerms, sittings: SittingsDesk, chosen: Sequence[Entry]
    ) -> None:
        self._township = township
        self._terms = terms
        self._doubles = Doubles()
        self._elsewhere = Elsewhere(township.state)
        # While nothing but ledgers of the last pass is met, untouched, what counts where is known.
        self._ledgers = _digest(chosen)
        state = township.state
        self._as_before = state is not None and state.noted(_LEDGERS_NOTE) == self._ledgers
        self._deferred: list[tuple[Entry, Outcome]] = []
        self.sittings = sittings
        self.work = LedgerWork(township, terms, sittings, self._elsewhere)
        self.changed = township.state is None
        self.board = None if terms.order.dry else BoardDesk(township)
        self.apart = None if terms.order.dry else ApartDesk(township)
        self.filings = FilingsDesk(village.name for village in township.settings.village)

    def finish(self, entry: Entry, outcome: Outcome) -> None:
        """Count a case that an earlier ledger holds too only there, and remember how this one came out.

        Whatever goes wrong with one ledger here is its own failure; the others are finished all the same.

        Raises:
            StateTroubleError: not even that it failed can be remembered.
        """
        if self._as_before and outcome.recalled is not None:
            self._deferred.append((entry, outcome))
        else:
            self.catch_up()
            again = partial(self._count_once, entry, outcome, recalled=outcome.recalled is not None)
            self._fenced(entry, outcome, again)
        self._fenced(entry, outcome, partial(self._take, outcome))

    def _fenced(self, entry: Entry, outcome: Outcome, act: Callable[[], bool | None]) -> bool:
        try:
            return bool(act())
        except Exception as error:  # noqa: BLE001  as in `LedgerWork`: a defect in one ledger stops no other
            failed = failed_by_defect(entry, error)
            failed.edits = outcome.edits
            _replace(outcome, failed)
            self._take(outcome)
            return False

    def catch_up(self) -> None:
        """Lay the ledgers that were recalled so far beside each other, for one has news."""
        self._as_before = False
        deferred, self._deferred = self._deferred, []
        for entry, outcome in deferred:
            if self._fenced(entry, outcome, partial(self._count_once, entry, outcome, recalled=True)):
                self._fenced(entry, outcome, partial(self._take, outcome))
                if not self._terms.order.keep_rows:
                    outcome.judged = None

    def note_ledgers(self, state: State, *, all_met: bool) -> None:
        """Remember which ledgers this pass laid beside each other."""
        state.note(_LEDGERS_NOTE, self._ledgers if all_met else "")

    def _take(self, outcome: Outcome) -> None:
        self._gather(outcome)
        state = self._township.state
        known = (
            outcome.kind is OutcomeKind.PAUSED
            or outcome.recalled is not None
            or outcome.reason is SkipReason.OTHER_RUN  # the other run remembers it
        )
        if not self._terms.order.dry and state is not None and not known:
            from scheduler.passes.recalled.remembering import remember

            places = self._elsewhere.of(outcome.ledger)
            self.changed |= remember(self._township, state, self._terms.run, outcome, places)
        if self.board is not None:
            self.board.add(outcome)
        if self.apart is not None:
            self.apart.add(outcome)

    def _count_once(self, entry: Entry, outcome: Outcome, *, recalled: bool) -> bool:
        """Take out what an earlier ledger holds too, and mark this one again where its rows say otherwise.

        Returns:
            whether it was looked at (once more) for that.
        """
        cases = outcome.judged.prints if outcome.judged is not None else ()
        if outcome.as_of is not None and self._township.state is not None:
            # It cannot be marked today; what counts in it counts all the same.
            cases = remembered_cases(self._township.state, outcome.ledger)
            self._doubles.repeated(outcome.ledger, entry.ref.title, cases)
            return False
        if recalled and self._township.state is not None:
            cases = remembered_cases(self._township.state, outcome.ledger)
        if not cases:
            return False
        places = self._doubles.repeated(outcome.ledger, entry.ref.title, cases)
        wanted = {(case.sheet, case.row): place for case, place in zip(cases, places, strict=True) if place}
        is_news = wanted != self._elsewhere.of(outcome.ledger)
        if is_news:
            self._elsewhere.note(outcome.ledger, wanted)
            again = self.work.again(entry)
            if recalled:
                _replace(outcome, again)
            elif outcome.kind in _AT_REST:
                _merge(outcome, again, dry=self._terms.order.dry)
        leave_out(outcome, wanted)
        return is_news

    def _gather(self, outcome: Outcome) -> None:
        if outcome.judged is not None:
            self.sittings.add(outcome.ledger, outcome.judged.sittings)
        elif outcome.kind is not OutcomeKind.PAUSED:
            self._recall_sittings(outcome.ledger, outcome.village)
        if outcome.judged is not None:
            self.filings.add(outcome.judged.ledger, outcome.judged.lines)
        elif outcome.recalled is not None:
            self.filings.recall(outcome.recalled.filed)
        elif outcome.kind is OutcomeKind.FAILED or outcome.as_of is not None:
            self.filings.silent(outcome.village)
            self.filings.recall(self._filed_before(outcome))

    def _filed_before(self, outcome: Outcome) -> Mapping[str, Mapping[str, Any]]:
        """Return what a ledger that cannot be read filed by its last good reading."""
        state = self._township.state
        known = state.looks.ledger(outcome.ledger) if state is not None and outcome.as_of else None
        return (known.filed if known is not None else None) or {}

    def _recall_sittings(self, ledger: str, village: str) -> None:
        state = self._township.state
        if state is not None:
            self.sittings.recall(ledger, village, partial(state.looks.standing_of, ledger))

    def others(self, entries: Sequence[Entry], chosen: Sequence[Entry]) -> None:
        """Recall the sittings of ledgers that this pass was not asked to look at."""
        mine = {entry.ref.ledger_id for entry in chosen}
        state = self._township.state
        for entry in entries if state is not None else ():
            ledger = entry.ref.ledger_id
            known = state.looks.ledger(ledger) if state is not None and ledger not in mine else None
            if known is not None and not known.paused:
                self._recall_sittings(ledger, known.village)

    def tell_again(self, chosen: Sequence[Entry], outcomes: Sequence[Outcome]) -> bool:
        """Mark those ledgers once more whose sittings turned out otherwise once all ledgers were known.

        Returns:
            whether each of them was told.
        """
        self.sittings.settle()
        stale = untold = set(self.sittings.stale())
        by_ledger = {outcome.ledger: outcome for outcome in outcomes}
        for entry in chosen:
            outcome = by_ledger.get(entry.ref.ledger_id)
            if outcome is None or entry.ref.ledger_id not in stale:
                continue
            if outcome.kind in _AT_REST:
                _merge(outcome, self.work.again(entry), dry=self._terms.order.dry)
                if outcome.kind in _AT_REST:
                    untold = untold - {outcome.ledger}
        return not untold


def _merge(first: Outcome, again: Outcome, *, dry: bool) -> None:
    """Let an outcome tell of a second marking as well."""
    first.edits = again.edits if dry else _one_after_the_other(first.edits, again.edits)
    if again.kind is not OutcomeKind.UNCHANGED:
        first.kind, first.error, first.reason = again.kind, again.error, again.reason
    if first.judged is not None and again.judged is not None:
        first.version = again.version
        if again.kind is OutcomeKind.WRITTEN:
            first.listed = again.listed
        first.judged = replace(again.judged, elsewhere=first.judged.elsewhere)


def _one_after_the_other(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return what two rounds of writing changed together; a cell written twice is one cell."""
    told = {(edit.sheet, edit.row, edit.mark, edit.heading): edit for edit in first}
    for edit in second:
        place = (edit.sheet, edit.row, edit.mark, edit.heading)
        told[place] = replace(edit, old=told[place].old) if place in told else edit
    return tuple(edit for edit in told.values() if edit.old != edit.new)


def _replace(outcome: Outcome, other: Outcome) -> None:
    """Let an outcome be another one: its ledger had to be looked at after all."""
    for name in Outcome.__dataclass_fields__:
        setattr(outcome, name, getattr(other, name))


def _digest(entries: Sequence[Entry]) -> str:
    names = json.dumps([(entry.ref.ledger_id, entry.ref.title, entry.village) for entry in entries])
    return hashlib.sha256(names.encode()).hexdigest()[:32]
