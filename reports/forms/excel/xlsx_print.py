"""What of a worksheet is printed: the beginnings of long lists, no column of places, one page wide.

Everything stays on the worksheet for whoever works with it; a printer alone leaves out the rest of a list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs

from reports.content import Table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Rows of a list that are printed: with two lines each they take three quarters of a landscape page.
MOST_PRINTED = 15
#: Height to width of what a landscape page prints, and the share of it below which a page looks empty.
_SHAPE, _SPARSE = 510 / 770, 0.25
#: A page filled less than this looks thin.
_THIN = 0.4
_A4 = 9
_AREA = "_xlnm.Print_Area"


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table stands on its worksheet; rows are 0-based.

    Attributes:
        top: its caption.
        header: first and last row of its header; None when it has no rows.
        printed: the last row that is printed.
        bottom: its last row.
        right: the last column that is printed.
        height: of what is printed, in points.
    """

    top: int
    header: tuple[int, int] | None
    printed: int
    bottom: int
    right: int
    height: float

    @property
    def is_cut(self) -> bool:
        """Whether a printer shows its beginning alone."""
        return self.printed < self.bottom


def is_cut(table: Table) -> bool:
    """Whether a printer shows the beginning of *table* alone; one with a total is always whole."""
    return table.total is None and not table.is_whole and len(table.rows) > MOST_PRINTED


def in_print_order(tables: Sequence[Table]) -> list[Table]:
    """Put short tables first and cut ones last, so that no few lines stand on a page of their own."""
    return sorted(tables, key=lambda table: (is_cut(table), len(table.rows) > MOST_PRINTED))


def print_ranges(blocks: Sequence[Block], last_row: int, width: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of rows that are printed: first and last row, each run on pages of its own.

    A run ends behind a cut list, and before a table that would not fit on the run's page; no run is left
    thin that can take a table from the one before.

    Args:
        blocks: the tables from top to bottom.
        last_row: the last row of all that is printed.
        width: of what is printed, in points; it is shrunk to the page's.
    """
    page = width * _SHAPE
    runs = _runs(blocks, page)
    for at, run in enumerate(runs):
        ends = at == len(runs) - 1 and not run[-1].is_cut
        yield (run[0].top if at else 0), (last_row if ends else run[-1].printed)
    if not runs:
        yield 0, last_row


def _runs(blocks: Sequence[Block], page: float) -> list[list[Block]]:
    """Put blocks on pages; a thin page gets the last table of the page before, where both stay filled."""
    runs: list[list[Block]] = []
    for block in blocks:
        last = runs[-1] if runs and not runs[-1][-1].is_cut else None
        if last is not None and (_height(last) <= _SPARSE * page or _height([*last, block]) <= page):
            last.append(block)
        else:
            runs.append([block])
    for before, thin in pairwise(runs):
        *rest, moved = before
        fits = _height([moved, *thin]) <= page and not moved.is_cut
        if rest and fits and _height(thin) < _THIN * page <= _height(rest):
            before[:] = rest
            thin.insert(0, moved)
    return runs


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)


def set_page(sheet: "Worksheet") -> None:
    """Print landscape on A4, one page wide, numbered."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)


def set_print_area(
    book: "Workbook", sheet: "Worksheet", blocks: Sequence[Block], end: tuple[int, int], width: float
) -> None:
    """Print *sheet* up to row and column *end*, but the rest of its long lists; *width* is in points.

    The header of a long table is repeated on the pages that follow, where no other table stands there.
    """
    quoted = "'" + str(sheet.get_name()).replace("'", "''") + "'"
    last_row, last_column = end
    ranges = [
        f"{quoted}!{xl_range_abs(first, 0, last, last_column)}"
        for first, last in print_ranges(blocks, last_row, width)
    ]
    book.define_name(f"{quoted}!{_AREA}", "=" + ",".join(ranges))
    last = blocks[-1] if blocks else None
    if last is not None and last.header is not None and last.printed - last.top > MOST_PRINTED + 3:
        sheet.repeat_rows(*last.header)
