"""What a tab of ours holds: cells, frames and charts, before any spreadsheet service sees them."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import Any

#: Goes up when the same contents are to look different, so that tabs are written anew.
_LAYOUT = 1
#: Rows that a chart covers.
CHART_ROWS = 15


@dataclass(frozen=True, slots=True)
class TabCell:
    """A cell's value and look.

    Attributes:
        value: text stays text whatever it begins with; a date is shown as one.
        url: where it leads; ``#A5:H9`` is a place on the same tab.
        fill: background, ``RRGGBB``; "" for none.
        ink: of the text, likewise.
        size: in points; 0 for the spreadsheet's own.
    """

    value: str | int | date | None = None
    url: str = ""
    fill: str = ""
    ink: str = ""
    bold: bool = False
    centred: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class TabBlock:
    """Rows that stand in a frame, from column A on; 0-based, ends excluded."""

    top: int
    bottom: int
    width: int


@dataclass(frozen=True, slots=True)
class TabChart:
    """A native chart.

    Attributes:
        alt: what it shows, for those who cannot see it.
        lying: bars instead of columns.
        row: 0-based, where it hangs; it is `CHART_ROWS` rows high.
        data: 0-based row of the names of its series: categories below in column A, numbers beside them.
        categories: how many.
        series: how many.
    """

    title: str
    alt: str
    lying: bool
    row: int
    data: int
    categories: int
    series: int


@dataclass(frozen=True)
class Tab:
    """One worksheet of ours.

    Attributes:
        key: what it is, for ever: found again by it.
        title: its name when it is made, unless people have a worksheet of that name.
        widths: of the columns, in pixels; people may change them afterwards.
        frozen: rows and columns that stay in sight.
        stale: a cell (0-based row, column) with a date that turns red when it is more than two days old.
    """

    key: str
    title: str
    rows: Sequence[Sequence[TabCell]]
    widths: Sequence[int]
    frozen: tuple[int, int] = (0, 0)
    blocks: Sequence[TabBlock] = ()
    charts: Sequence[TabChart] = ()
    stale: tuple[int, int] | None = None

    @cached_property
    def digest(self) -> str:
        """Equal when the contents and their looks are."""
        shown: Any = (
            [[astuple(cell) for cell in row] for row in self.rows],
            [astuple(block) for block in self.blocks],
            [astuple(chart) for chart in self.charts],
        )
        return hashlib.sha256(f"{_LAYOUT} {shown!r}".encode()).hexdigest()[:32]
