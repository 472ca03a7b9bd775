"""Two tables one below the other, each with a heading, a header and the village merged down its side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.demo.case_book import Case, Entry
from scheduler.demo.pen import Pen, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SECOND_EVERY = 3
_BETWEEN = 2


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the village's own finds above, what the township handed down below."""
    sheet = pen.sheet(pen.village.tab)
    right = len(pen.village.column) - 1
    pen.title(sheet, 0, pen.village.title)
    pen.unit_row(sheet, 1)
    row = 2
    for heading, part in zip(pen.village.sections, _parts(entries), strict=True):
        pen.across(Spot(sheet, row, 0), right, heading, pen.style(bold=True, align="left"))
        sheet.set_row(row, 24)
        pen.header(sheet, row + 1)
        below = pen.rows(sheet, row + 2, part)
        _merge_village(pen, sheet, row + 2, below - 1)
        row = below + _BETWEEN
    pen.footer(sheet, row - 1)


def _parts(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Split the entries; nil reports belong to the village's own."""
    below = [entry for entry in entries if isinstance(entry, Case) and entry.number % _SECOND_EVERY == 0]
    return [entry for entry in entries if entry not in below], [*below]


def _merge_village(pen: Pen, sheet: "Worksheet", first: int, last: int) -> None:
    place = pen.village.column_of("village")
    if place is not None and last > first:
        sheet.merge_range(first, place, last, place, pen.village.name, pen.boxed())
