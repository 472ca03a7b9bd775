"""One table under one header row: title, unit row, header, rows, signatures."""

from collections.abc import Sequence

from scheduler.demo.case_book import Entry
from scheduler.demo.extras import add_extras
from scheduler.demo.pen import Pen, Spot

_HEADER = 2
_KEPT_ROWS = 5


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the table with its unit row, and whatever else the village keeps in the workbook."""
    sheet = pen.sheet(pen.village.tab)
    pen.title(sheet, 0, pen.village.title)
    pen.unit_row(sheet, 1)
    pen.header(sheet, _HEADER)
    row = pen.rows(sheet, _HEADER + 1, entries)
    if "prenumbered" in pen.village.extras:
        row = pen.blank_rows(sheet, row, _KEPT_ROWS, row - _HEADER)
    pen.footer(sheet, row)
    sheet.freeze_panes(_HEADER + 1, 2)
    sheet.repeat_rows(0, _HEADER)
    add_extras(pen, Spot(sheet, _HEADER + 1), entries, last_row=row - 1)


def draw_bare(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the table right under its title, without unit row, signatures or frozen panes."""
    sheet = pen.sheet(pen.village.tab)
    pen.title(sheet, 0, pen.village.title)
    pen.header(sheet, 1)
    pen.rows(sheet, 2, entries)
    sheet.repeat_rows(0, 1)
