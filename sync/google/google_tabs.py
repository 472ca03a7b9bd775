"""The coordinator's spreadsheet: tabs of ours in it, and worksheets in which people write too."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from config.errors import LedgerChangedError, LedgerError, LedgerUnavailableError
from config.messages import message
from config.our_tabs.tabs import Tab
from sync.google.drive import can_edit, id_of
from sync.google.google_reach import GoogleReach
from sync.google.shares import WhichLedgers
from sync.google.tabs.cell_desk import CellDesk
from sync.google.tabs.tab_desk import TabDesk
from sync.google.transport.courier import Errand, GaveUpError, UnknownOutcomeError, Wire
from sync.google.transport.credentials import Account
from sync.google.transport.trouble import error_for
from sync.grid import Grid
from sync.other_sheets.cell_plan import CellPlan, NewTab
from sync.store import LedgerRef

T = TypeVar("T")


class GoogleTabs(GoogleReach):
    """What a store does in the coordinator's spreadsheet."""

    def __init__(
        self, accounts: Sequence[Account], which: WhichLedgers | None = None, wire: Wire | None = None
    ) -> None:
        """Begin (`GoogleReach`)."""
        super().__init__(accounts, which, wire)
        self._tabs = TabDesk(self._courier)
        self._cells = CellDesk(self._courier)

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
        accounts = self._shares.candidates(ref)
        for account in accounts:
            try:
                if can_edit(self._courier, self._shares.errand(ref, account), ref.ledger_id):
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
        return self._shares.version_of(id_of(spreadsheet))

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
            return self._shares.as_any_account(ref, act)
        except GaveUpError as error:
            raise self._shares.error(ref, error) from error
        except UnknownOutcomeError as error:
            raise LedgerUnavailableError(
                message("google_errors.tab_unsure", title=ref.title, said=error.trouble.said),
                code="no_answer",
            ) from error


def _shown(grid: Grid, names: Collection[str]) -> list[object]:
    return [(sheet.name, sheet.rows) for sheet in grid.sheets if sheet.name in names]
