"""A header of two rows: upper headings merged across, the others merged down."""

from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.demo.pen import Pen, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def two_tier_header(pen: Pen, sheet: "Worksheet", row: int, *, left: int = 0) -> None:
    """Write the header into *row* and the row below it."""
    style = pen.heading_style()
    sheet.set_row(row, 24)
    sheet.set_row(row + 1, 30)
    place = left
    for over, group in groupby(pen.village.column, key=lambda column: column.over):
        columns = list(group)
        if over:
            pen.across(Spot(sheet, row, place), place + len(columns) - 1, over, style)
        for column in columns:
            if over:
                sheet.write_string(row + 1, place, column.heading, style)
            else:
                sheet.merge_range(row, place, row + 1, place, column.heading, style)
            place += 1
