"""Small counts withheld: which cells of a table are not shown, so that none of them can be worked out.

A 1 or 2 in a category may name a person to whoever knows the place. Rows and columns have totals, so a cell
that is left out alone is had by subtraction; others go with it until each small count could be another one
as well, for all that is shown. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Counts below this are small.
SMALL = 3

_Place = tuple[int, int]
_Cells = NDArray[np.bool_]

#: More than any count, and more than any cost.
_STEP, _NEVER = 2**40, 2**50


@dataclass(frozen=True, slots=True)
class Withheld:
    """The cells that are not shown, by row and column; a total's row or column comes after the last one.

    Attributes:
        small: counts of 1 or 2, shown as such.
        beside: cells that go with them, of which nothing is said.
    """

    small: frozenset[_Place] = frozenset()
    beside: frozenset[_Place] = frozenset()

    @property
    def all(self) -> frozenset[_Place]:
        """Every cell that is not shown."""
        return self.small | self.beside


def withhold(rows: Sequence[Sequence[int]]) -> Withheld:
    """Return which cells of a table are withheld; its totals by row and by column are shown beside it.

    Args:
        rows: counts, without the totals; all rows of one length.

    Returns:
        Small cells, and those that go with them. A total goes only where no other cell of its row or column
        is left to go; the grand total never. Where even that would not do, nothing is said of any of them.
    """
    if not any(0 < number < SMALL for row in rows for number in row):
        return Withheld()
    puzzle = _Puzzle.of(rows)
    small = frozenset(_places(puzzle.hidden))
    for place in sorted(small):
        # What is withheld more frees cells and never fixes one: each is seen to once.
        while not puzzle.is_open(place):
            added = puzzle.companion(place)
            if added is None:
                return Withheld(beside=frozenset(_places(puzzle.hidden)))
            puzzle.hidden[added] = True
    return Withheld(small, frozenset(_places(puzzle.hidden)) - small)


def _places(cells: _Cells) -> list[_Place]:
    return [(row, column) for row, column in np.argwhere(cells).tolist()]


@dataclass(frozen=True, slots=True)
class _Puzzle:
    """A table with its totals, as a reader has it who wants to know what is hidden.

    Hidden cells are lines between their row and their column. Another filling that fits all that is shown
    differs from the true one by rings of them, along which one goes up and the next goes down. A county's
    table may have hundreds of rows, so whole rows and columns are looked at at once.

    Attributes:
        cost: of each cell but for where it stands: totals last, then noughts, then the greater count.
        rises: cells that may go up where a ring passes from their row to their column.
        falls: cells that may go down there.
        hidden: as far as it is known by now; the only part that changes.
    """

    cost: NDArray[np.int64]
    rises: _Cells
    falls: _Cells
    hidden: _Cells

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "_Puzzle":
        """Begin with the small cells alone hidden."""
        counts = np.array(rows, dtype=np.int64)
        table = np.pad(counts, ((0, 1), (0, 1)))
        table[:-1, -1] = counts.sum(axis=1)
        table[-1, :] = table[:-1].sum(axis=0)
        total = np.zeros(table.shape, dtype=bool)
        total[-1, :] = total[:, -1] = True
        small = (table > 0) & (table < SMALL) & ~total
        up, down = ~small | (table < SMALL - 1), table > small
        cost = table + _STEP * (table == 0) + 4 * _STEP * total
        cost[-1, -1] = _NEVER
        # A total stands on the other side of its sum: it goes the other way.
        return cls(cost, np.where(total, down, up), np.where(total, up, down), small)

    def is_open(self, place: _Place) -> bool:
        """Tell whether a cell could hold another count."""
        row, column = place
        others = self.hidden.copy()
        others[place] = False
        rises, falls = others & self.rises, others & self.falls
        if self.rises[place] and _reached(rises, falls, column=column)[0][row]:
            return True
        return bool(self.falls[place] and _reached(rises, falls, row=row)[1][column])

    def companion(self, place: _Place) -> _Place | None:
        """Return the cell to hide next for the sake of one that is not open yet."""
        rows, columns = _reached(self.hidden, self.hidden, *place)
        in_row, in_column = rows[:, None], columns[None, :]
        # One that closes a ring goes before one that leads on to another line.
        cost = self.cost + 2 * _STEP * ~(in_row & in_column)
        cost[~(in_row | in_column)] = _NEVER
        cost[self.hidden] = _NEVER
        found = int(cost.argmin())
        if cost.flat[found] >= _NEVER:
            return None
        return found // cost.shape[1], found % cost.shape[1]


def _reached(
    rises: _Cells, falls: _Cells, row: int | None = None, column: int | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows and columns one reaches from a row, a column or both.

    Args:
        rises: cells that lead from their row to their column.
        falls: cells that lead from their column to their row.
        row: begun from.
        column: begun from.
    """
    rows, columns = (np.zeros(size, dtype=bool) for size in rises.shape)
    if row is not None:
        rows[row] = True
    if column is not None:
        columns[column] = True
    known = 0
    while (count := int(rows.sum() + columns.sum())) > known:
        known = count
        columns |= rises[rows].any(axis=0)
        rows |= falls[:, columns].any(axis=1)
    return rows, columns
