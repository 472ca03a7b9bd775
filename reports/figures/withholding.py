"""Small counts withheld: which cells of a table are not shown, so that none of them can be worked out.

A 1 or 2 in a category may name a person to whoever knows the place. Rows and columns have totals, so a cell
that is left out alone is had by subtraction; others go with it until each small count could be another one
as well, for all that is shown. Pure.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

#: Counts below this are small.
SMALL = 3

_Place = tuple[int, int]
#: A row (True) or a column, and its number.
_Line = tuple[bool, int]


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
    small = {(r, c) for r, row in enumerate(rows) for c, number in enumerate(row) if 0 < number < SMALL}
    if not small:
        return Withheld()
    puzzle = _Puzzle(_with_totals(rows), small, set(small))
    for place in sorted(small):
        # What is withheld more frees cells and never fixes one: each is seen to once.
        while not puzzle.is_open(place):
            added = puzzle.companion(place)
            if added is None:
                return Withheld(beside=frozenset(puzzle.hidden))
            puzzle.hidden.add(added)
    return Withheld(frozenset(small), frozenset(puzzle.hidden - small))


def _with_totals(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    table = [[*row, sum(row)] for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


@dataclass(slots=True)
class _Puzzle:
    """A table with its totals, as a reader has it who wants to know what is hidden.

    Hidden cells are lines between their row and their column. Another filling that fits all that is shown
    differs from the true one by rings of them, along which one goes up and the next goes down.
    """

    table: Sequence[Sequence[int]]
    small: set[_Place]
    hidden: set[_Place] = field(default_factory=set[_Place])

    def is_open(self, place: _Place) -> bool:
        """Tell whether a cell could hold another count."""
        row, column = (True, place[0]), (False, place[1])
        return (self._may_turn(place, up=True) and self._leads(column, row, place)) or (
            self._may_turn(place, up=False) and self._leads(row, column, place)
        )

    def companion(self, place: _Place) -> _Place | None:
        """Return the cell to hide next for the sake of one that is not open yet."""
        height, width = len(self.table) - 1, len(self.table[0]) - 1
        linked = self._linked(place)
        rows = {number for is_row, number in linked if is_row}
        columns = {number for is_row, number in linked if not is_row}
        near = {(r, c) for r in rows for c in range(width + 1)}
        near |= {(r, c) for c in columns for r in range(height + 1)}

        def cost(other: _Place) -> tuple[bool, bool, bool, int, _Place]:
            number = self.table[other[0]][other[1]]
            closes = other[0] in rows and other[1] in columns
            return self._is_total(other), not closes, number == 0, number, other

        return min(near - self.hidden - {(height, width)}, key=cost, default=None)

    def _is_total(self, place: _Place) -> bool:
        return place[0] == len(self.table) - 1 or place[1] == len(self.table[0]) - 1

    def _may_turn(self, place: _Place, *, up: bool) -> bool:
        """Tell whether a cell may go up (or down) where a ring passes it from its row to its column.

        A total stands on the other side of its sum: it goes the other way.
        """
        number = self.table[place[0]][place[1]]
        if up != self._is_total(place):
            return place not in self.small or number < SMALL - 1
        return number > (1 if place in self.small else 0)

    def _leads(self, start: _Line, end: _Line, without: _Place) -> bool:
        """Tell whether hidden cells lead from a line to another, each turned as it may be."""
        seen, waiting = {start}, deque([start])
        while waiting:
            line = waiting.popleft()
            if line == end:
                return True
            is_row, number = line
            for place in self.hidden:
                if place == without or place[0 if is_row else 1] != number:
                    continue
                if self._may_turn(place, up=is_row):
                    other = (not is_row, place[1 if is_row else 0])
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return False

    def _linked(self, place: _Place) -> set[_Line]:
        """Return every row and column that hidden cells tie to a cell's."""
        found: set[_Line] = {(True, place[0]), (False, place[1])}
        while True:
            more = {
                line
                for row, column in self.hidden
                if {(True, row), (False, column)} & found
                for line in ((True, row), (False, column))
            }
            if more <= found:
                return found
            found |= more
