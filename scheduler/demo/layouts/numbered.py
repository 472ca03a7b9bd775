"""A row of column numbers above the header; the header again on every page; an example in the first row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.demo.case_book import Entry
from scheduler.demo.pen import Pen, Spot
from scheduler.demo.spelling import TypedCell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw page after page on one worksheet."""
    sheet = pen.sheet(pen.village.tab)
    right = len(pen.village.column) - 1
    pen.title(sheet, 0, pen.village.title)
    pen.unit_row(sheet, 1)
    for place in range(right + 1):
        sheet.write_number(2, place, place + 1, pen.boxed(italic=True))
    pen.header(sheet, 3)
    _example(pen, sheet, 4)
    row, breaks = 5, list[int]()
    for start in range(0, len(entries), pen.village.page):
        if start:
            breaks.append(row)
            continued: str = pen.village.title + pen.words["extras"]["continued"]
            pen.across(Spot(sheet, row, 0), right, continued, pen.style(bold=True, align="center"))
            pen.header(sheet, row + 1)
            row += 2
        row = pen.rows(sheet, row, entries[start : start + pen.village.page])
    pen.footer(sheet, row)
    sheet.freeze_panes(4, 1)
    sheet.set_h_pagebreaks(breaks)


def _example(pen: Pen, sheet: "Worksheet", row: int) -> None:
    """Write the row that shows newcomers how to fill the form."""
    extras = pen.words["extras"]
    shown = {"number": extras["example"], "summary": extras["example_story"]}
    sheet.set_row(row, pen.height(2))
    for place, column in enumerate(pen.village.column):
        pen.write(Spot(sheet, row, place), column, TypedCell(str(shown.get(column.shows, ""))))
