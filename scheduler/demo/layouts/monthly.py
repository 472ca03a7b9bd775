"""A worksheet for each month; a month without a case says so in one merged line."""

from collections.abc import Sequence
from itertools import groupby

from scheduler.demo.case_book import Case, Entry, entered_on
from scheduler.demo.pen import Pen, Spot


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the months, the newest first to be seen."""
    sheet = None
    for (year, month), group in groupby(entries, key=_month):
        of_month = list(group)
        sheet = pen.sheet(pen.village.tab.format(y=year, m=month))
        pen.title(sheet, 0, pen.village.title.format(y=year, m=month))
        pen.header(sheet, 1)
        if any(isinstance(entry, Case) for entry in of_month):
            pen.rows(sheet, 2, of_month)
        else:
            last = len(pen.village.column) - 1
            pen.across(Spot(sheet, 2, 0), last, str(pen.words["nil"]["month"]), pen.boxed())
        sheet.freeze_panes(2, 0)
    if sheet is not None:
        sheet.activate()
        sheet.set_first_sheet()


def _month(entry: Entry) -> tuple[int, int]:
    day = entered_on(entry)
    return day.year, day.month
