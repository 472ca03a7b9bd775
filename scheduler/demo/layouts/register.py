"""The wide register of petitions: the header right under the title, a filter, a private column hidden."""

from collections.abc import Sequence

from scheduler.demo.case_book import Entry
from scheduler.demo.extras import add_extras
from scheduler.demo.pen import Pen, Spot


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the register."""
    sheet = pen.sheet(pen.village.tab)
    pen.title(sheet, 0, pen.village.title)
    pen.header(sheet, 1)
    row = pen.rows(sheet, 2, entries)
    pen.footer(sheet, row)
    sheet.freeze_panes(2, 3)
    sheet.repeat_rows(0, 1)
    hidden = pen.village.column_of("address")
    if "hidden_column" in pen.village.extras and hidden is not None:
        sheet.set_column(hidden, hidden, pen.village.column[hidden].width, None, {"hidden": True})
    add_extras(pen, Spot(sheet, 2), entries, last_row=row - 1)
