"""The table begins at C6; a block of figures stands at its right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.demo.case_book import Case, Entry
from scheduler.demo.extras import add_extras
from scheduler.demo.pen import Pen, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LEFT = 2  # column C
_HEADER = 5  # row 6
_GAP = 1


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the table away from the corner, with the block of figures beside it."""
    sheet = pen.sheet(pen.village.tab, left=_LEFT)
    sheet.set_column(0, 1, 2)
    pen.title(sheet, 1, pen.village.title, left=_LEFT)
    pen.unit_row(sheet, 3, left=_LEFT)
    pen.header(sheet, _HEADER, left=_LEFT)
    row = pen.rows(sheet, _HEADER + 1, entries, left=_LEFT)
    pen.footer(sheet, row + 1, left=_LEFT)
    _side_block(pen, sheet, entries)
    sheet.freeze_panes(_HEADER + 1, _LEFT + 1)
    sheet.repeat_rows(_HEADER)
    add_extras(pen, Spot(sheet, _HEADER + 1, _LEFT), entries, last_row=row - 1)


def _side_block(pen: Pen, sheet: "Worksheet", entries: Sequence[Entry]) -> None:
    """Write how many cases were entered, are closed, are open."""
    extras = pen.words["extras"]
    cases = [entry for entry in entries if isinstance(entry, Case)]
    closed = sum(case.course.ended is not None for case in cases)
    place = _LEFT + len(pen.village.column) + _GAP
    sheet.set_column(place - 1, place - 1, 3)
    sheet.set_column(place, place + 1, 11)
    pen.across(Spot(sheet, _HEADER, place), place + 1, str(extras["side_title"]), pen.heading_style())
    figures = zip(extras["side"], (len(cases), closed, len(cases) - closed), strict=True)
    for row, (label, figure) in enumerate(figures, _HEADER + 1):
        sheet.write_string(row, place, label, pen.boxed())
        sheet.write_number(row, place + 1, figure, pen.boxed())
