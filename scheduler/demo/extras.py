"""What else people keep in a workbook: drop-downs, a filter, a note, a roster, a chart, an old table."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from scheduler.demo.case_book import Case, Entry, entered_on
from scheduler.demo.pen import Pen, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SPARE_ROWS = 100  # a drop-down reaches below the last row, for what comes
_HIDDEN_ROWS = 4


def add_extras(pen: Pen, spot: Spot, entries: Sequence[Entry], *, last_row: int) -> None:
    """Add what the village's data file lists to the rows from *spot* to *last_row*."""
    sheet, first_row, left = spot.sheet, spot.row, spot.column
    extras = pen.village.extras
    if "filter" in extras:
        sheet.autofilter(first_row - 1, left, last_row, left + len(pen.village.column) - 1)
    if "comment" in extras:
        note, author = pen.words["extras"]["comment"], pen.words["extras"]["comment_author"]
        sheet.write_comment(first_row - 1, left + 1, note, {"author": author})
    if "dropdown" in extras:
        _add_dropdowns(pen, sheet, first_row, last_row + _SPARE_ROWS, left)
    if "chart" in extras:
        _add_chart(pen, entries)
    if "roster" in extras:
        _add_roster(pen)


def add_hidden_ledger(pen: Pen, entries: Sequence[Entry]) -> None:
    """Add a hidden worksheet with a few closed cases that somebody copied once."""
    sheet = pen.sheet(pen.words["extras"]["hidden_tab"])
    pen.header(sheet, 0)
    closed = [entry for entry in entries if isinstance(entry, Case) and entry.course.outcome == "resolved"]
    pen.rows(sheet, 1, closed[:_HIDDEN_ROWS])
    sheet.hide()


def _add_dropdowns(pen: Pen, sheet: "Worksheet", first_row: int, last_row: int, left: int) -> None:
    words = pen.words
    choices: dict[str, list[str]] = {
        "status": [word for spoken in pen.village.status.values() for word in spoken],
        "complexity": list(words["complexity"].values()),
        "risk": list(words["risk"].values()),
        "satisfaction": list(words["satisfaction"].values()),
    }
    for shows, choice in choices.items():
        place = pen.village.column_of(shows)
        if place is not None:
            rule = {"validate": "list", "source": choice, "error_type": "warning"}
            sheet.data_validation(first_row, left + place, last_row, left + place, rule)


def _add_chart(pen: Pen, entries: Sequence[Entry]) -> None:
    """Add a worksheet with the cases of each month, and a chart of them."""
    extras = pen.words["extras"]
    cases = [entry for entry in entries if isinstance(entry, Case)]
    entered = Counter(f"{entered_on(case):%Y-%m}" for case in cases)
    resolved = Counter(f"{case.course.ended:%Y-%m}" for case in cases if case.course.ended)
    months = sorted(entered)
    tab = str(extras["chart_tab"])
    sheet = pen.book.add_worksheet(tab)
    pen.set_page(sheet)
    sheet.set_column(0, 2, 12)
    for place, heading in enumerate(extras["chart_head"]):
        sheet.write_string(0, place, heading, pen.heading_style())
    for row, month in enumerate(months, 1):
        sheet.write_string(row, 0, month, pen.boxed())
        sheet.write_number(row, 1, entered[month], pen.boxed())
        sheet.write_number(row, 2, resolved[month], pen.boxed())
    chart = pen.book.add_chart({"type": "column"})
    if chart is None:
        return
    for place in (1, 2):
        chart.add_series(
            {
                "name": [tab, 0, place],
                "categories": [tab, 1, 0, len(months), 0],
                "values": [tab, 1, place, len(months), place],
            }
        )
    chart.set_title({"name": extras["chart_title"]})
    chart.set_size({"width": 720, "height": 360})
    sheet.insert_chart("E2", chart)


def _add_roster(pen: Pen) -> None:
    """Add the month's duty roster, which looks like a table and is no ledger."""
    extras, people, today = pen.words["extras"], pen.words["people"]["officials"], pen.today
    sheet = pen.book.add_worksheet(extras["roster_tab"])
    pen.set_page(sheet)
    sheet.set_column(0, 3, 14)
    title: str = extras["roster_title"].format(village=pen.village.name, m=today.month)
    pen.across(Spot(sheet, 0, 0), 3, title, pen.style(font_size=16, bold=True, align="center"))
    for place, heading in enumerate(extras["roster_head"]):
        sheet.write_string(1, place, heading, pen.heading_style())
    for day in range(1, monthrange(today.year, today.month)[1] + 1):
        weekday = date(today.year, today.month, day).weekday()
        on_duty = people[(day - 1) % len(people)], people[day % len(people)]
        cells = [f"{today.month}月{day}日", extras["weekdays"][weekday], *on_duty]
        for place, text in enumerate(cells):
            sheet.write_string(day + 1, place, text, pen.boxed())
