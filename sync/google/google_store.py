"""Ledgers as shared Google spreadsheets: list, read, write, detach."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from config.errors import LedgerChangedError, LedgerError, LedgerUnavailableError
from config.messages import message
from config.vocabulary import Mark
from sync.google.drive import version_of
from sync.google.google_tabs import GoogleTabs
from sync.google.look import look_of
from sync.google.protection import check_unprotected
from sync.google.removal import Removal, plan_removal, plan_thinning
from sync.google.shares import WhichLedgers
from sync.google.sheet_desk import Desk, RefusedError, WriteOrder
from sync.google.transport.courier import GaveUpError, UnknownOutcomeError, Wire
from sync.google.transport.credentials import Account, load_accounts
from sync.google.transport.endpoint import checked_endpoint
from sync.google.transport.quota import Quota
from sync.google.transport.trouble import refused_error, trashed_error
from sync.google.write_plan import WritePlan, plan_write
from sync.grid import Grid
from sync.store import Edit, FillArea, LedgerRef, Notice, SheetLayout

log = logging.getLogger(__name__)
Fills = Mapping[str, Callable[[int, int], str]]


class GoogleStore(GoogleTabs):
    """Every spreadsheet shared with the service accounts, or those of one Drive folder, and the named ones.

    May be used by several threads, each with a ledger of its own.
    """

    def __init__(
        self, accounts: Sequence[Account], which: WhichLedgers | None = None, wire: Wire | None = None
    ) -> None:
        """Make a store; nothing is sent before it is used (`GoogleReach`)."""
        super().__init__(accounts, which, wire)
        self._desk = Desk(self._courier)
        self._lock = threading.Lock()
        self._fills: dict[str, tuple[tuple[FillArea, ...], Fills]] = {}
        self._notices: defaultdict[str, list[Notice]] = defaultdict(list)

    # -- what there is -----------------------------------------------------------------------------------

    def list(self) -> Sequence[LedgerRef]:
        """Return every ledger there is, by title (`Shares.list`).

        Raises:
            ConfigError: no account can list anything; carries the remedy.
            LedgerUnavailableError: Drive does not answer, and no ledger is named.
        """
        found = self._shares.list()
        with self._lock:
            self._fills.clear()
        return found

    # -- reading -----------------------------------------------------------------------------------------

    def read(self, ref: LedgerRef) -> Grid:
        """Return every worksheet in one request, or two (`Desk.look`).

        Raises:
            LedgerUnavailableError: gone, not shared with us, or Google does not answer.
            LedgerBusyError: the program is stopping.
        """
        if self._shares.is_trashed(ref):
            raise trashed_error(ref.title)
        try:
            grid = self._shares.as_any_account(ref, lambda errand: self._desk.look(ref, errand))
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        return replace(grid, read_only=self._only_to_look_at(ref))

    def _only_to_look_at(self, ref: LedgerRef) -> LedgerUnavailableError | None:
        """Return what would let us write; None where an account may, or where Drive does not tell."""
        email = self._shares.viewer_only(ref.ledger_id)
        if email is None:
            return None
        told = message("google_errors.read_only", title=ref.title, email=email)
        return LedgerUnavailableError(told, code="read_only")

    def fills(self, ref: LedgerRef, areas: Sequence[FillArea]) -> Mapping[str, Callable[[int, int], str]]:
        """Return the colours behind cells, one request for each ledger and listing.

        Raises:
            As `read`.
        """
        with self._lock:
            known = self._fills.get(ref.ledger_id)
        if known is not None and known[0] == tuple(areas):
            return known[1]
        try:
            found = self._shares.as_any_account(ref, lambda errand: self._desk.fills(ref, errand, areas))
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        with self._lock:
            self._fills[ref.ledger_id] = (tuple(areas), found)
        return found

    def version(self, ref: LedgerRef) -> str:
        """Return what a listing would show as the version of *ref* right now; "" when Drive does not say.

        Raises:
            LedgerBusyError: the program is stopping.
        """
        try:
            account = self._shares.candidates(ref)[0]
            return version_of(self._courier, self._shares.errand(ref, account), ref.ledger_id)
        except GaveUpError as error:
            log.info("%s: Drive tells no version (%s)", ref.title, error.trouble.said)
            return ""

    # -- writing -----------------------------------------------------------------------------------------

    def write(
        self, ref: LedgerRef, grid: Grid, edits: Sequence[Edit], layouts: Sequence[SheetLayout]
    ) -> None:
        """Put *edits* into our columns and make columns and colours as *layouts* say; or send nothing.

        A write whose outcome is unknown is looked after and repeated only when nothing has changed; when
        not even that look succeeds this returns, and the caller's own next look tells.

        Raises:
            LedgerChangedError: Google refused it as it stands; read again.
            LedgerUnavailableError: we may not write there, it is protected or full, Google does not answer.
            LedgerBusyError: the program is stopping.
        """
        plan = plan_write(grid, edits, layouts)
        if not plan:
            return
        check_unprotected(look_of(grid), ref.title, layouts)
        try:
            job = WriteOrder(plan, edits, layouts)
            self._shares.as_any_account(ref, lambda errand: self._desk.write(ref, errand, grid, job))
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        self._note_restored(ref, plan)

    def obstacle(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> LedgerError | None:
        """Return why a write would be refused, as far as listing and look tell; None for no reason."""
        if only_to_look_at := self._only_to_look_at(ref):
            return only_to_look_at
        try:
            check_unprotected(look_of(grid), ref.title, layouts)
        except LedgerUnavailableError as error:
            return error
        return None

    def mend(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> None:
        """Set our colours right where *grid* shows that they are not; nothing is sent when they are.

        Raises:
            As `write`.
        """
        self.write(ref, grid, (), layouts)

    def _note_restored(self, ref: LedgerRef, plan: WritePlan) -> None:
        for sheet, mark in plan.restored:
            log.info("%s/%s: our column %s had been deleted and is back", ref.title, sheet, mark)
            with self._lock:
                self._notices[ref.ledger_id].append(Notice(sheet, mark))

    # -- taking ours out ---------------------------------------------------------------------------------

    def detach(self, ref: LedgerRef, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> None:
        """Take our columns, metadata and rules out, but for the (sheet, mark) columns in *keep*.

        Always rests on a look of its own: *grid* may be as old as the operator's coffee.

        Raises:
            LedgerChangedError: people moved columns all the while; nothing is half done; try again.
            LedgerUnavailableError: as `write`.
        """
        try:
            self._remove(ref, lambda look, guarded: plan_removal(look, frozenset(keep), guarded=guarded))
        except RefusedError as error:
            raise refused_error(error.trouble, ref.title) from error
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        except UnknownOutcomeError as error:
            raise LedgerUnavailableError(
                message("google_errors.detach_unsure", title=ref.title, said=error.trouble.said),
                code="no_answer",
            ) from error

    def thin(self, ref: LedgerRef, grid: Grid, columns: Collection[tuple[str, int]]) -> None:
        """Take doubles of our columns out: the (worksheet, 0-based column) pairs in *columns*.

        Raises:
            LedgerChangedError: somebody changed the spreadsheet, or may have; look again.
            LedgerUnavailableError: as `write`.
        """
        doubled = ((sheet.title, each) for sheet in look_of(grid).sheets for each in sheet.doubled)
        tags = {each.metadata_id for title, each in doubled if (title, each.column) in columns}
        try:
            self._remove(ref, lambda look, guarded: plan_thinning(look, tags, guarded=guarded))
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        except UnknownOutcomeError as error:
            raise LedgerChangedError(message("google_errors.moved", title=ref.title)) from error

    def _remove(self, ref: LedgerRef, wanted: Callable[[Grid, bool], Removal]) -> None:
        self._shares.as_any_account(ref, lambda errand: self._desk.remove(ref, errand, wanted))

    def notices(self, ref: LedgerRef) -> Sequence[Notice]:
        """Return what people did to our columns of *ref* and writes put right, since the store was made."""
        with self._lock:
            return tuple(self._notices[ref.ledger_id])


def open_google(
    credentials: Sequence[Path],
    which: WhichLedgers | None = None,
    *,
    endpoint: str | None = None,
    meter: Quota | None = None,
) -> GoogleStore:
    """Return the store that township.toml describes.

    Raises:
        ConfigError: a key or the endpoint is wrong.
    """
    return GoogleStore(load_accounts(credentials), which, Wire(checked_endpoint(endpoint), meter=meter))
