"""The state is a tick in one of four columns; a row names each month, a subtotal ends it."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from config.colours import TOTAL
from scheduler.demo.case_book import Case, Entry, entered_on
from scheduler.demo.layouts.tiers import two_tier_header
from scheduler.demo.pen import Pen, Spot
from scheduler.demo.spelling import TypedCell, han_number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_HEADER = 1
_BAND = f"#{TOTAL}"


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the months one below the other on one worksheet."""
    sheet = pen.sheet(pen.village.tab)
    right = len(pen.village.column) - 1
    pen.title(sheet, 0, pen.village.title)
    two_tier_header(pen, sheet, _HEADER)
    row, seq = _HEADER + 2, 1
    for (year, month), group in groupby(entries, key=_month):
        of_month = list(group)
        named: str = pen.words["extras"]["month_row"].format(m=han_number(month))
        text = f"{year}年{named}" if month == 1 or row == _HEADER + 2 else named
        sheet.set_row(row, pen.height(1))
        pen.across(Spot(sheet, row, 0), right, text, pen.boxed(bold=True, bg_color=_BAND))
        row = pen.rows(sheet, row + 1, of_month, first_seq=seq)
        cases = [entry for entry in of_month if isinstance(entry, Case)]
        seq += len(cases)
        if cases:
            _count_row(pen, sheet, row, cases, str(pen.words["extras"]["subtotal"]))
            row += 1
    every = [entry for entry in entries if isinstance(entry, Case)]
    _count_row(pen, sheet, row, every, str(pen.words["extras"]["total"]))
    pen.footer(sheet, row + 1)
    sheet.freeze_panes(_HEADER + 2, 0)
    sheet.repeat_rows(_HEADER, _HEADER + 1)


def _count_row(pen: Pen, sheet: "Worksheet", row: int, cases: Sequence[Case], label: str) -> None:
    """Write how many cases there were, and how many ticks in each column."""
    sheet.set_row(row, pen.height(1))
    for place, column in enumerate(pen.village.column):
        cell = TypedCell("")
        if column.shows == "seq":
            cell = TypedCell(label)
        elif column.shows == "summary":
            cell = TypedCell(f"{len(cases)}件")
        elif column.shows.startswith("tick:"):
            cell = TypedCell(sum(bool(pen.facts.cell(column.shows, case, 0).value) for case in cases))
        pen.write(Spot(sheet, row, place), column, cell, fill=_BAND)


def _month(entry: Entry) -> tuple[int, int]:
    day = entered_on(entry)
    return day.year, day.month
