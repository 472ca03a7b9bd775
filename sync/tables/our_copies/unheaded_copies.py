"""Copies of our columns that were pasted without their headings, to the right of ours or below them.

Such a copy is our columns moved by so many rows and columns: what stands there equals what stands in ours.
A text of 说明, which begins with the row's own number, or a light that only we write shows by how many.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.vocabulary import Mark
from sync.cells.text import text_at
from sync.grid import CellValue
from sync.tables.our_copies.our_words import is_light_of_ours_alone, may_say

#: By how many rows and columns a copy was moved.
_Move = tuple[int, int]
#: Fewer cells than this may be what a person noted down.
_FEWEST = 3
#: More copies than this are not taken out at once: pasted and sorted anew, each row was moved by its own way.
_MOST = 12
#: So many rows below our last word are looked through.
_BELOW = 5_000


@dataclass(frozen=True, slots=True)
class OursThere:
    """Where our columns of a worksheet stand; rows and columns are 0-based.

    Attributes:
        rows: the worksheet's cells.
        heading: the row of the headings.
        columns: each of ours.
        known: every column that is ours, of other tables too.
    """

    rows: Sequence[Sequence[CellValue]]
    heading: int
    columns: Mapping[Mark, int]
    known: Collection[int]

    def text(self, row: int, column: int) -> str:
        """Return a cell's text; "" beyond the edges."""
        return text_at(self.rows[row], column).strip() if column >= 0 else ""


def unheaded_copies(ours: OursThere) -> list[dict[tuple[int, int], Mark]]:
    """Return the cells of each copy, as 0-based (row, column), with what each is a copy of."""
    found: list[dict[tuple[int, int], Mark]] = []
    for move, _ in Counter(_moves(ours)).most_common(_MOST):
        cells = {at: mark for at, mark in _moved(ours, move) if not any(at in other for other in found)}
        if len(cells) >= _FEWEST:
            found.append(cells)
    return found


def _moves(ours: OursThere) -> Iterator[_Move]:
    """Yield how far a text that can only be ours stands from its place."""
    said: dict[str, int] | None = None
    why, light = ours.columns.get(Mark.WHY), ours.columns.get(Mark.LIGHT)
    for row, column, text in _candidates(ours):
        if light is not None and column > light and is_light_of_ours_alone(text):
            if text == ours.text(row, light):
                yield 0, column - light
        elif why is not None and may_say(Mark.WHY, text):
            if said is None:
                said = {ours.text(at, why): at for at in range(ours.heading + 1, len(ours.rows))}
            if text in said:
                yield row - said[text], column - why


def _candidates(ours: OursThere) -> Iterator[tuple[int, int, str]]:
    """Yield the texts to the right of our columns under no heading, and those below our last word."""
    right, last = max(ours.known) + 1, len(ours.rows) - 1
    while last > ours.heading and not any(ours.text(last, column) for column in ours.known):
        last -= 1
    if last == ours.heading:
        return
    for row in range(ours.heading + 1, min(len(ours.rows), last + _BELOW)):
        cells = ours.rows[row]
        is_below = row > last
        for column in range(0 if is_below else right, len(cells)):
            value = cells[column]
            if type(value) is not str or not value or column in ours.known:
                continue
            if is_below or not ours.text(ours.heading, column):
                yield row, column, value.strip()


def _moved(ours: OursThere, move: _Move) -> Iterator[tuple[tuple[int, int], Mark]]:
    """Yield the cells that say what ours say, moved."""
    down, right = move
    first = ours.heading + 1
    for row in range(max(first, first + down), min(len(ours.rows), len(ours.rows) + down)):
        for mark, column in ours.columns.items():
            text = ours.text(row, column + right)
            if text and column + right not in ours.known and text == ours.text(row - down, column):
                yield (row, column + right), mark
