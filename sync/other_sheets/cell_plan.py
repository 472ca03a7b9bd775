"""What a write changes on a worksheet of ours, cell by cell: for both stores. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sync.grid import Grid


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Cells of ours on one worksheet; people's are not among them.

    Attributes:
        sheet: the worksheet's name.
        edits: 1-based row to 0-based column to what comes there; "" clears.
        added: new rows, likewise by column, from row *end* on.
        end: the first row, 1-based, below everything that is filled.
        columns: every column of the table; cells of a new row look as those of *pattern* do.
        pattern: a row, 1-based, whose looks new rows take on.
    """

    sheet: str
    edits: Mapping[int, Mapping[int, str | int]]
    added: Sequence[Mapping[int, str | int]]
    end: int
    columns: Sequence[int]
    pattern: int

    def __bool__(self) -> bool:
        return bool(self.edits or self.added)

    @property
    def count(self) -> int:
        """How many cells change and rows come."""
        return sum(map(len, self.edits.values())) + len(self.added)


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How a column of a new tab looks.

    Attributes:
        width: in characters.
        choices: of its drop-down; a word of one's own may stand there as well.
    """

    width: int
    is_ours: bool
    is_hidden: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewTab:
    """A tab to be made in a spreadsheet.

    Attributes:
        rows: texts, headings and lines.
        headed: how many of the rows are above the first line.
        columns: looks, from A on; none: as the spreadsheet has them.
        numbers: 0-based columns whose lines are whole numbers.
    """

    title: str
    rows: Sequence[Sequence[str]]
    headed: int
    columns: Sequence[ColumnLook] = ()
    numbers: Sequence[int] = ()


@runtime_checkable
class CellTabs(Protocol):
    """A store that can keep worksheets of ours, and people's cells beside ours, in a spreadsheet."""

    def read_cells(self, spreadsheet: str) -> Grid:
        """Return every tab of a spreadsheet."""
        ...

    def version_of(self, spreadsheet: str) -> str:
        """Return what the last listing told of a spreadsheet's version; "" for nothing."""
        ...

    def write_cells(self, spreadsheet: str, grid: Grid, plans: Sequence[CellPlan]) -> None:
        """Carry plans out; *grid* is what they rest on."""
        ...

    def make_tabs(self, spreadsheet: str, grid: Grid, tabs: Sequence[NewTab]) -> None:
        """Make those tabs that are not there."""
        ...
