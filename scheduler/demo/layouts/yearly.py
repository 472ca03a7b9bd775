"""A worksheet for each year: one with a header of two merged rows, one with headings broken by hand."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.demo.case_book import Entry, entered_on
from scheduler.demo.extras import add_hidden_ledger
from scheduler.demo.layouts.tiers import two_tier_header
from scheduler.demo.pen import Pen

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_KEPT_ROWS = 6


def by_year(entries: Sequence[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """Yield each year and what was entered in it."""
    for year, group in groupby(entries, key=lambda entry: entered_on(entry).year):
        yield year, list(group)


def year_sheet(pen: Pen, year: int) -> "Worksheet":
    """Add the worksheet of a year, with its title."""
    sheet = pen.sheet(pen.village.tab.format(y=year))
    pen.title(sheet, 0, pen.village.title.format(y=year))
    return sheet


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw each year under a header of two rows; the current one keeps numbered rows for later."""
    for year, of_year in by_year(entries):
        sheet = year_sheet(pen, year)
        pen.unit_row(sheet, 1)
        two_tier_header(pen, sheet, 2)
        row = pen.rows(sheet, 4, of_year)
        if year == entered_on(entries[-1]).year:
            row = pen.blank_rows(sheet, row, _KEPT_ROWS, _cases(of_year) + 1)
        pen.footer(sheet, row + 1)
        sheet.freeze_panes(4, 2)
        sheet.repeat_rows(2, 3)
        if year == entered_on(entries[-1]).year:
            sheet.activate()
    if "hidden" in pen.village.extras:
        add_hidden_ledger(pen, entries)


def draw_two_line(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw each year as a register without unit row, footer or colour."""
    for year, of_year in by_year(entries):
        sheet = year_sheet(pen, year)
        pen.header(sheet, 1, height=40)
        pen.rows(sheet, 2, of_year)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)


def _cases(entries: Sequence[Entry]) -> int:
    return sum(hasattr(entry, "course") for entry in entries)
