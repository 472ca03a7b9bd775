"""Where ledgers live, seen from outside: list, read, write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath
from typing import Protocol, runtime_checkable

from config.errors import LedgerError
from config.our_tabs.tabs import Tab
from config.vocabulary import LedgerProblemCode, Mark
from sync.grid import Grid


@dataclass(frozen=True, slots=True)
class LedgerRef:
    """One ledger in its store.

    Attributes:
        ledger_id: a file name in the folder, or a spreadsheet id.
        title: what people call it: the file's name, or the spreadsheet's title.
        version: equal at two listings when nobody changed it between them; "" when the list cannot tell.
        listed: False: the config names it and no listing shows it; reading tells whether it is there.
    """

    ledger_id: str
    title: str
    version: str = field(default="", compare=False)
    listed: bool = field(default=True, compare=False)

    @property
    def shown(self) -> str:
        """What people see: a file with its ending; of a spreadsheet its title, never its id."""
        return self.ledger_id if PurePath(self.ledger_id).stem == self.title else self.title


@dataclass(frozen=True, slots=True)
class Edit:
    """Put *new* in one of our cells, which held *old* when we looked.

    Attributes:
        sheet: the worksheet's name.
        row: 1-based, as the spreadsheet shows it.
        mark: which of our columns; the store knows where it stands now.
        heading: True for the cell in a table's last header row.
    """

    sheet: str
    row: int
    mark: Mark
    old: str
    new: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table's rows, as far as our columns and colours go; rows are 1-based, both ends included."""

    heading_row: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What a store must know of a worksheet to lay our columns and colours there.

    Attributes:
        sheet: the worksheet's name.
        blocks: its tables, from top to bottom.
        language: of the words the colours go by (``zh-CN`` or ``en``).
        highlight: ``marks`` colours our columns only, ``row`` the whole row.
        copied: people pasted copies of our columns there.
    """

    sheet: str
    blocks: tuple[TableRows, ...]
    language: str = "zh-CN"
    highlight: str = "marks"
    copied: bool = False


@dataclass(slots=True)
class Requests:
    """How many requests a ledger cost; for a folder, reads and writes of its file."""

    read: int = 0
    write: int = 0
    drive: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something people did to our columns, put right by a write."""

    sheet: str
    mark: Mark
    code: LedgerProblemCode = LedgerProblemCode.MARK_RESTORED


class Store(Protocol):
    """A folder of workbooks, a spreadsheet service, a dict in a test.

    Some stores can do more. Each power is a protocol below (and `sync.other_sheets.cell_plan.CellTabs`), and
    a store is asked for it by ``isinstance`` alone. ``tests/sync/stores`` tries every store for all of it.

    Attributes:
        at_once: how many ledgers are best worked on at a time.
        is_near: a look costs no request: what nobody touched may be read all the same.
    """

    at_once: int
    is_near: bool

    def list(self) -> Sequence[LedgerRef]:
        """Return every ledger there is, in a stable order.

        Raises:
            ConfigError: the place itself cannot be reached; carries the remedy.
        """
        ...

    def read(self, ref: LedgerRef) -> Grid:
        """Return every worksheet's cells, with merges and our own columns.

        Raises:
            LedgerBusyError: somebody has it open.
            LedgerUnavailableError: it is gone, broken, or not shared with us.
        """
        ...

    def write(
        self, ref: LedgerRef, grid: Grid, edits: Sequence[Edit], layouts: Sequence[SheetLayout]
    ) -> None:
        """Apply *edits* as one change, or none of them; *grid* is the look they rest on.

        Columns of ours that a worksheet in *layouts* lacks are added after its last used column, and
        its colours are set or mended.

        Raises:
            LedgerBusyError: somebody has it open.
            LedgerChangedError: it is no longer what *grid* shows; read it again. A service that cannot
                compare may write where the look saw the row: our cells alone, and the look after tells.
            LayoutUnknownError: we do not dare to patch it.
        """
        ...

    def detach(self, ref: LedgerRef, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> None:
        """Take everything of ours out again, but for the (sheet, mark) columns in *keep*."""
        ...

    def requests(self, ref: LedgerRef) -> Requests:
        """Return what *ref* has cost so far in this process."""
        ...

    def row_links(self, ledger: str, sheets: Mapping[str, str], folder: Path) -> dict[str, str]:
        """Return an address of a row of each worksheet, as seen from *folder*; ``{row}`` stands for the row.

        Args:
            ledger: its id.
            sheets: worksheet to the store's own id of it (`Sheet.sheet_id`); one that needs an id and has
                none gets no address.
            folder: where the links are to stand.
        """
        ...


@runtime_checkable
class Mending(Protocol):
    """A store whose read already shows whether our colours are in order.

    A pass that finds no cell to write calls `mend` on it, for people delete colour rules too. A store that
    would have to look once more to know has no `mend`; its colours are mended along with the next edits.
    """

    def mend(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> None:
        """Set our colours right where *grid* shows that they are not; all is well: no request, no write.

        Raises:
            As `Store.write`.
        """
        ...


@dataclass(frozen=True, slots=True)
class FillArea:
    """Some rows of a worksheet, 1-based, both ends included, from column A on."""

    sheet: str
    first_row: int
    last_row: int
    columns: int


@runtime_checkable
class Colouring(Protocol):
    """A store whose read leaves the colours of cells out, and which can be asked for them."""

    def fills(self, ref: LedgerRef, areas: Sequence[FillArea]) -> Mapping[str, Callable[[int, int], str]]:
        """Return by worksheet the colours behind the cells of *areas*, as `Sheet.fill`.

        Raises:
            As `Store.read`.
        """
        ...


@runtime_checkable
class Thinning(Protocol):
    """A store that several programs may write at once, so that two of them may both make our columns."""

    def thin(self, ref: LedgerRef, grid: Grid, columns: Collection[tuple[str, int]]) -> None:
        """Take out columns that `Sheet.doubled` names: (worksheet, 0-based column) pairs of *grid*.

        Raises:
            As `Store.write`.
        """
        ...


@runtime_checkable
class Noticing(Protocol):
    """A store that tells what it put right beyond the edits."""

    def notices(self, ref: LedgerRef) -> Sequence[Notice]:
        """Return what people did to our columns of *ref* and writes put right, since the store was made."""
        ...


@runtime_checkable
class Stoppable(Protocol):
    """A store that waits for others, and can be told to wait no longer."""

    def stop(self) -> None:
        """Let no further request go out; what asks for one gets a LedgerBusyError. Any thread may call it."""
        ...

    def go_on(self) -> None:
        """Let requests go out again."""
        ...


@runtime_checkable
class Versioned(Protocol):
    """A store whose listing tells whether a ledger was touched, and which can say so in between."""

    def version(self, ref: LedgerRef) -> str:
        """Return the version that a listing would show for *ref* right now; "" when it cannot be told."""
        ...


@runtime_checkable
class Listing(Protocol):
    """A store that may have listed only a part of what there is."""

    def is_listed_in_full(self) -> bool:
        """Return whether the last listing showed every ledger, so that what it lacks is gone."""
        ...


@runtime_checkable
class Foreseeing(Protocol):
    """A store that can tell before a write whether it would be refused."""

    def obstacle(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> LedgerError | None:
        """Return why we may not write what *layouts* describe; None when nothing is known against it."""
        ...


@runtime_checkable
class Metered(Protocol):
    """A store whose use is limited by quotas."""

    def quota_left(self) -> dict[str, float]:
        """Return how many requests each quota still allows, just now."""
        ...


@runtime_checkable
class Printing(Protocol):
    """A store whose ledgers say what of them is printed."""

    def prints_ours(self, ref: LedgerRef) -> bool:
        """Return whether a worksheet has no print area, so that our columns are printed with it.

        Raises:
            LedgerUnavailableError: gone, or not readable.
        """
        ...


@runtime_checkable
class Dated(Protocol):
    """A store that knows what time it is elsewhere."""

    def server_time(self) -> datetime | None:
        """Return the time by the service's clock, in UTC; None without an answer."""
        ...


@runtime_checkable
class TabsForeseeing(Protocol):
    """A store that can tell beforehand whether reports can be shown in a spreadsheet."""

    def tabs_obstacle(self, spreadsheet: str) -> LedgerError | None:
        """Return why no tab of a spreadsheet could be filled; None where one could. Nothing is written."""
        ...


@runtime_checkable
class Tabs(Protocol):
    """A store in whose spreadsheets reports can be shown."""

    def fill_tab(self, spreadsheet: str, tab: Tab) -> str:
        """Write a tab of ours anew where it differs, and return its address.

        Raises:
            LedgerError: the spreadsheet cannot be reached or written; carries the remedy.
        """
        ...

    def remove_tab(self, spreadsheet: str, key: str) -> None:
        """Take a tab of ours away.

        Raises:
            LedgerError: the spreadsheet cannot be reached or written; carries the remedy.
        """
        ...
