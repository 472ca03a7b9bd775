"""Ledgers as shared Google spreadsheets: list, read, write, detach."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from config.errors import (
    ConfigError,
    DuesheetError,
    LedgerChangedError,
    LedgerError,
    LedgerUnavailableError,
)
from config.messages import message
from config.our_tabs.tabs import Tab
from config.vocabulary import Mark
from sync.cell_plan import CellPlan, NewTab
from sync.google.cell_desk import CellDesk
from sync.google.drive import can_edit, id_of, is_trashed, list_spreadsheets, version_of
from sync.google.look import look_of
from sync.google.protection import check_unprotected
from sync.google.removal import Removal, plan_removal, plan_thinning
from sync.google.sheet_desk import Desk, RefusedError, WriteOrder
from sync.google.tab_desk import TabDesk
from sync.google.tab_plan import tab_address
from sync.google.transport.courier import Courier, Errand, GaveUpError, UnknownOutcomeError
from sync.google.transport.credentials import Account, load_accounts
from sync.google.transport.endpoint import Endpoint, checked_endpoint, server_time
from sync.google.transport.quota import Quota
from sync.google.transport.timing import Budget, Patience, SystemClock, Timer
from sync.google.transport.trouble import (
    error_for,
    listing_error,
    refused_error,
    trashed_error,
)
from sync.google.write_plan import WritePlan, plan_write
from sync.grid import Grid
from sync.store import Edit, FillArea, LedgerRef, Notice, Requests, SheetLayout

log = logging.getLogger(__name__)
T = TypeVar("T")
Fills = Mapping[str, Callable[[int, int], str]]


class GoogleStore:
    """Every spreadsheet shared with the service accounts, or those of one Drive folder, and the named ones.

    May be used by several threads, each with a ledger of its own.
    """

    is_near = False
    at_once = 8  # spreadsheets cost waiting, which threads share

    def __init__(
        self,
        accounts: Sequence[Account],
        *,
        endpoint: Endpoint | None = None,
        drive_folder: str | None = None,
        named: Sequence[str] = (),
        titles: Mapping[str, str] | None = None,
        exclude: Collection[str] = (),
        patience: Patience | None = None,
        clock: Timer | None = None,
        meter: Quota | None = None,
        seed: int | None = None,
    ) -> None:
        """Make a store; nothing is sent before it is used.

        Args:
            accounts: who asks; several share the load.
            endpoint: what stands in place of Google's hosts.
            drive_folder: id or address; only its spreadsheets are listed, and the named ones.
            named: ids or addresses of ledgers that the config names.
            titles: what people call them, by id or address, where Drive does not list them.
            exclude: ids or addresses that are no ledgers: the coordinator's own spreadsheet.
            patience: tries and time limits.
            clock: for waits and quotas; the machine's by default.
            meter: of the quotas; to be shared when there are several stores.
            seed: of the jitter.
        """
        self._stop = threading.Event()
        self._endpoint = endpoint or Endpoint()
        self._patience = patience or Patience()
        self._courier = Courier(
            accounts,
            self._endpoint,
            clock=clock or SystemClock(self._stop),
            stop=self._stop,
            patience=self._patience,
            meter=meter,
            seed=seed,
        )
        self._desk = Desk(self._courier)
        self._tabs = TabDesk(self._courier)
        self._cells = CellDesk(self._courier)
        self._versions: dict[str, str] = {}
        self._folder = drive_folder
        self._named = tuple(dict.fromkeys(id_of(name) for name in named))
        self._titles = {id_of(name): title for name, title in (titles or {}).items()}
        self._exclude = frozenset(id_of(name) for name in exclude)
        self._lock = threading.Lock()
        self._is_in_full = True
        self._seen_by: dict[str, list[Account]] = {}
        self._editors: dict[str, set[str]] = {}
        self._unlisted = frozenset[str]()
        self._using: dict[str, Account] = {}
        self._budgets: dict[str, Budget] = {}
        self._fills: dict[str, tuple[tuple[FillArea, ...], Fills]] = {}
        self._requests: defaultdict[str, Requests] = defaultdict(Requests)
        self._notices: defaultdict[str, list[Notice]] = defaultdict(list)

    # -- what there is -----------------------------------------------------------------------------------

    def list(self) -> Sequence[LedgerRef]:
        """Return every ledger there is, by title; one Drive request per account and thousand spreadsheets.

        A named spreadsheet that Drive does not list comes last, without a version: reading it says why. While
        Drive's quota is spent, or Drive does not answer, that is all of them.

        Raises:
            ConfigError: no account can list anything; carries the remedy.
            LedgerUnavailableError: Drive does not answer, and no ledger is named.
        """
        found: dict[str, LedgerRef] = {}
        versions: dict[str, str] = {}
        seen_by: dict[str, list[Account]] = defaultdict(list)
        editors: dict[str, set[str]] = defaultdict(set)
        failures: list[DuesheetError] = []
        for account in self._courier.accounts:
            errand = Errand(account, Budget(self._patience), Requests())
            try:
                files = list_spreadsheets(self._courier, errand, None)
                inside = {f.file_id for f in files}
                if self._folder:
                    # Named ledgers may lie elsewhere; the whole list says whether they changed.
                    inside = {f.file_id for f in list_spreadsheets(self._courier, errand, self._folder)}
            except GaveUpError as error:
                failure = listing_error(error.trouble, account.email)
                log.warning("%s: %s", account.email, failure.message)
                failures.append(failure)
                continue
            for file in files:
                seen_by[file.file_id].append(account)
                versions[file.file_id] = file.version
                if file.can_edit:
                    editors[file.file_id].add(account.email)
                if file.file_id in inside or file.file_id in self._named:
                    found[file.file_id] = LedgerRef(file.file_id, file.name, file.version)
        has_failed = len(failures) == len(self._courier.accounts)
        if has_failed and (not self._named or any(isinstance(each, ConfigError) for each in failures)):
            raise failures[0]
        with self._lock:
            self._seen_by = dict(seen_by)
            self._versions = versions
            self._editors = dict(editors)
            self._unlisted = frozenset() if has_failed else frozenset(self._named) - seen_by.keys()
            self._using.clear()
            self._budgets.clear()
            self._fills.clear()
        self._is_in_full = not failures
        listed = sorted(found.values(), key=lambda ref: (ref.title, ref.ledger_id))
        known = {*found, *(ref.title for ref in found.values())}
        unlisted = [
            LedgerRef(name, self._titles.get(name, name)) for name in self._named if name not in known
        ]
        return [ref for ref in (*listed, *unlisted) if ref.ledger_id not in self._exclude]

    def is_listed_in_full(self) -> bool:
        """Return whether every account could list its spreadsheets the last time."""
        return self._is_in_full

    # -- reading -----------------------------------------------------------------------------------------

    def read(self, ref: LedgerRef) -> Grid:
        """Return every worksheet in one request, or two (`Desk.look`).

        Raises:
            LedgerUnavailableError: gone, not shared with us, or Google does not answer.
            LedgerBusyError: the program is stopping.
        """
        if ref.ledger_id in self._unlisted and self._is_trashed(ref):
            raise trashed_error(ref.title)
        try:
            grid = self._as_any_account(ref, lambda errand: self._desk.look(ref, errand))
        except GaveUpError as error:
            raise self._error(ref, error) from error
        return replace(grid, read_only=self._only_to_look_at(ref))

    def _only_to_look_at(self, ref: LedgerRef) -> LedgerUnavailableError | None:
        """Return what would let us write; None where an account may, or where Drive does not tell."""
        with self._lock:
            seen = self._seen_by.get(ref.ledger_id, ())
            editors = self._editors.get(ref.ledger_id)
        if not seen or editors:
            return None
        told = message("google_errors.read_only", title=ref.title, email=seen[0].email)
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
            found = self._as_any_account(ref, lambda errand: self._desk.fills(ref, errand, areas))
        except GaveUpError as error:
            raise self._error(ref, error) from error
        with self._lock:
            self._fills[ref.ledger_id] = (tuple(areas), found)
        return found

    def _is_trashed(self, ref: LedgerRef) -> bool:
        try:
            return is_trashed(self._courier, self._errand(ref, self._candidates(ref)[0]), ref.ledger_id)
        except GaveUpError:
            return False  # not shared, or gone for good: reading it says so

    def version(self, ref: LedgerRef) -> str:
        """Return what a listing would show as the version of *ref* right now; "" when Drive does not say.

        Raises:
            LedgerBusyError: the program is stopping.
        """
        try:
            account = self._candidates(ref)[0]
            return version_of(self._courier, self._errand(ref, account), ref.ledger_id)
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
            self._as_any_account(ref, lambda errand: self._desk.write(ref, errand, grid, job))
        except GaveUpError as error:
            raise self._error(ref, error) from error
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
            raise self._error(ref, error) from error
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
            raise self._error(ref, error) from error
        except UnknownOutcomeError as error:
            raise LedgerChangedError(message("google_errors.moved", title=ref.title)) from error

    def _remove(self, ref: LedgerRef, wanted: Callable[[Grid, bool], Removal]) -> None:
        self._as_any_account(ref, lambda errand: self._desk.remove(ref, errand, wanted))

    # -- tabs of ours in a spreadsheet of the coordinator's ----------------------------------------------

    def fill_tab(self, spreadsheet: str, tab: Tab) -> str:
        """Make or replace one tab of ours and return its address; an equal one costs no write.

        Args:
            spreadsheet: id or address.
            tab: what it should be.

        Raises:
            LedgerUnavailableError: we may not write there, it is gone or full, Google does not answer.
            LedgerChangedError: Google refused it as it stands; try again.
            LedgerBusyError: the program is stopping.
        """
        ref = LedgerRef(id_of(spreadsheet), tab.title)
        return self._on_tabs(ref, lambda errand: self._tabs.fill(ref.ledger_id, errand, tab))

    def remove_tab(self, spreadsheet: str, key: str) -> None:
        """Take a tab of ours away, but for what people wrote to its right; one that is gone costs no write.

        Raises:
            As `fill_tab`.
        """
        ref = LedgerRef(id_of(spreadsheet), key)
        self._on_tabs(ref, lambda errand: self._tabs.remove(ref.ledger_id, errand, key))

    def tabs_obstacle(self, spreadsheet: str) -> LedgerError | None:
        """Return why no tab of a spreadsheet could be filled; None where one could. Nothing is written."""
        ref = LedgerRef(id_of(spreadsheet), spreadsheet)
        trouble: LedgerError | None = None
        accounts = self._candidates(ref)
        for account in accounts:
            try:
                if can_edit(self._courier, self._errand(ref, account), ref.ledger_id):
                    return None
            except GaveUpError as error:
                trouble = error_for(error.trouble, ref.title, account.email)
        told = message("google_errors.tabs_read_only", email=accounts[0].email)
        return trouble or LedgerUnavailableError(told, code="read_only")

    # -- worksheets of ours in which people write too ----------------------------------------------------

    def read_cells(self, spreadsheet: str) -> Grid:
        """Return every tab of the coordinator's spreadsheet in one request.

        Raises:
            LedgerUnavailableError: gone, not shared with us, or Google does not answer.
            LedgerBusyError: the program is stopping.
        """
        ref = LedgerRef(id_of(spreadsheet), "")
        return self._on_tabs(ref, lambda errand: self._cells.read(ref.ledger_id, errand))

    def version_of(self, spreadsheet: str) -> str:
        """Return what the last listing told of a spreadsheet's version; "" for nothing."""
        with self._lock:
            return self._versions.get(id_of(spreadsheet), "")

    def write_cells(self, spreadsheet: str, grid: Grid, plans: Sequence[CellPlan]) -> None:
        """Carry *plans* out if the tabs are still as *grid* shows them.

        Raises:
            LedgerChangedError: people wrote there since.
            Others as `read_cells`.
        """
        ref = LedgerRef(id_of(spreadsheet), plans[0].sheet)
        names = {plan.sheet for plan in plans}
        now = self._on_tabs(ref, lambda errand: self._cells.read(ref.ledger_id, errand))
        if _shown(now, names) != _shown(grid, names):
            raise LedgerChangedError(message("google_errors.moved", title=ref.title))
        self._on_tabs(ref, lambda errand: self._cells.write(ref.ledger_id, errand, now, plans))

    def make_tabs(self, spreadsheet: str, grid: Grid, tabs: Sequence[NewTab]) -> None:
        """Make those tabs that are not there.

        Raises:
            As `read_cells`.
        """
        ref = LedgerRef(id_of(spreadsheet), tabs[0].title)
        self._on_tabs(ref, lambda errand: self._cells.make(ref.ledger_id, errand, grid, tabs))

    def _on_tabs(self, ref: LedgerRef, act: Callable[[Errand], T]) -> T:
        try:
            return self._as_any_account(ref, act)
        except GaveUpError as error:
            raise self._error(ref, error) from error
        except UnknownOutcomeError as error:
            raise LedgerUnavailableError(
                message("google_errors.tab_unsure", title=ref.title, said=error.trouble.said),
                code="no_answer",
            ) from error

    # -- about the store ---------------------------------------------------------------------------------

    def requests(self, ref: LedgerRef) -> Requests:
        """Return what *ref* has cost so far in this process, failed tries included."""
        counted = self._requests[ref.ledger_id]
        return Requests(counted.read, counted.write, counted.drive)

    def notices(self, ref: LedgerRef) -> Sequence[Notice]:
        """Return what people did to our columns of *ref* and writes put right, since the store was made."""
        with self._lock:
            return tuple(self._notices[ref.ledger_id])

    def quota_left(self) -> dict[str, float]:
        """Return how many requests of this minute are left, by account's place in the config and kind."""
        meter = self._courier.meter
        return {
            f"{number} {kind}": meter.left(account.email, account.project, kind)
            for number, account in enumerate(self._courier.accounts, 1)
            for kind in ("read", "write")
        }

    def server_time(self) -> datetime | None:
        """Return what time Google's server says it is, in UTC; None without an answer."""
        return server_time(self._endpoint)

    def row_links(self, ledger: str, sheets: Mapping[str, str], folder: Path) -> dict[str, str]:
        """Return an address of a row of each worksheet that has an id, wherever the links stand."""
        return {sheet: tab_address(ledger, number, "A{row}") for sheet, number in sheets.items() if number}

    def stop(self) -> None:
        """Let no further request go out; waits end at once, what is under way is finished."""
        self._stop.set()

    def go_on(self) -> None:
        """Let requests go out again after `stop`."""
        self._stop.clear()

    def close(self) -> None:
        """Close the connections; the store is not used any more."""
        self._courier.close()

    def _as_any_account(self, ref: LedgerRef, act: Callable[[Errand], T]) -> T:
        """Act as the account that has the most quota left, and as the next one where it has no right to."""
        candidates = self._candidates(ref)
        for i, account in enumerate(candidates):
            try:
                result = act(self._errand(ref, account))
            except GaveUpError as error:
                if error.trouble.status not in (403, 404) or i + 1 == len(candidates):
                    raise
            else:
                with self._lock:
                    self._using[ref.ledger_id] = account
                return result
        raise ConfigError(message("google_errors.no_account"))

    def _candidates(self, ref: LedgerRef) -> Sequence[Account]:
        """Return the accounts to try in turn; a ledger stays with the one that served it."""
        with self._lock:
            using = self._using.get(ref.ledger_id)
            seen = self._seen_by.get(ref.ledger_id) or self._courier.accounts
            editors = self._editors.get(ref.ledger_id, set[str]())
        # One that may only look would be refused when it comes to writing.
        by_load = sorted(
            seen,
            key=lambda account: (
                account.email not in editors,
                self._courier.meter.load(account.email, "read"),
            ),
        )
        return [using, *(account for account in by_load if account is not using)] if using else by_load

    def _errand(self, ref: LedgerRef, account: Account) -> Errand:
        with self._lock:
            budget = self._budgets.setdefault(ref.ledger_id, Budget(self._patience))
            return Errand(account, budget, self._requests[ref.ledger_id])

    def _error(self, ref: LedgerRef, error: GaveUpError) -> Exception:
        account = self._candidates(ref)[0]
        return error_for(error.trouble, ref.title, account.email)


def _shown(grid: Grid, names: Collection[str]) -> list[object]:
    return [(sheet.name, sheet.rows) for sheet in grid.sheets if sheet.name in names]


def open_google(
    credentials: Sequence[Path],
    *,
    endpoint: str | None = None,
    drive_folder: str | None = None,
    named: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    exclude: Collection[str] = (),
    meter: Quota | None = None,
) -> GoogleStore:
    """Return the store that township.toml describes.

    Raises:
        ConfigError: a key or the endpoint is wrong.
    """
    return GoogleStore(
        load_accounts(credentials),
        endpoint=checked_endpoint(endpoint),
        drive_folder=drive_folder,
        named=named,
        titles=titles,
        exclude=exclude,
        meter=meter,
    )
