"""The cases of one table, column by column, with 同上 and merged blanks filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, ProblemCode, Role
from sync.cells.text import as_text
from sync.columns import letters
from sync.grid import CellValue, hides_day
from sync.tables.headers import RoleMap
from sync.tables.kinds import DITTO, FILLED, NIL
from sync.tables.view import View

_Reading = TypeVar("_Reading")


@dataclass(frozen=True)
class Body:
    """The case rows of one table.

    Attributes:
        view: the worksheet.
        roles: its columns' roles.
        at: 0-based sheet rows of the cases, ascending.
        sections: for each case the separator row above it, -1 when there is none.
    """

    view: View
    roles: RoleMap
    at: NDArray[np.int64]
    sections: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def _rows(self) -> list[Sequence[CellValue]]:
        rows = self.view.rows
        return [rows[row] for row in self.at.tolist()]

    def problem(
        self, index: int, column: int, role: Role, code: ProblemCode | LedgerProblemCode, suggestion: str = ""
    ) -> Problem:
        """Return what is wrong with one case's cell."""
        row = int(self.at[index]) + 1
        return Problem(self.view.sheet.name, row, letters(column), role, code, suggestion)

    def _merged(self, column: int) -> dict[int, int]:
        """Return the cases (by position) that a cell merged downwards covers, to the row of its value."""
        found: dict[int, int] = {}
        done = 0
        top, left, bottom, right = self._tall
        for one in np.flatnonzero((left <= column) & (column <= right)).tolist():
            first, last = np.searchsorted(self.at, (top[one] + 1, bottom[one] + 1)).tolist()
            # No two merged cells overlap, but where a file says so, no row is gone through twice.
            found.update(dict.fromkeys(range(max(first, done), last), int(top[one])))
            done = max(done, last)
        return found

    @cached_property
    def _tall(self) -> NDArray[np.int64]:
        """Shape (4, n): top, left, bottom, right of the cells merged over several rows, from the top down."""
        tall = sorted(merge for merge in self.view.sheet.merges if merge.bottom > merge.top)
        return np.array(tall, dtype="int64").reshape(-1, 4).T

    def column(self, role: Role) -> int | None:
        """Return the column that is read for *role*."""
        return self.roles.chosen.get(role)

    def kinds(self, column: int) -> NDArray[np.uint16]:
        """Return the kinds of the cases' own cells in *column*."""
        return self.view.kinds[self.at, column]

    def cells(self, column: int) -> list[CellValue]:
        """Return the cases' values in *column*, 同上 and merged blanks filled in from above."""
        if column not in self._cells:
            self._cells[column] = self._read_cells(column)
        return self._cells[column]

    def dates_as_shown(self, column: int) -> list[CellValue]:
        """Return `cells`, with 2026年3月 for a date that shows no day: what was typed had none."""
        values = self.cells(column)
        if not self.view.sheet.may_hide_days():
            return values
        shown = list(values)
        for index, value in enumerate(values):
            if not isinstance(value, date) or value.day != 1:
                continue
            if not isinstance(self._rows[index][column], date):  # filled in from the case above
                shown[index] = shown[index - 1] if index and values[index - 1] == value else value
            elif hides_day(self.view.sheet.number_format(int(self.at[index]), column)):
                shown[index] = f"{value.year}-{value.month}"
        return shown

    def _read_cells(self, column: int) -> list[CellValue]:
        values = list(map(itemgetter(column), self._rows))
        for index, top in self._merged(column).items():
            values[index] = self.view.rows[top][column]
        for index in np.flatnonzero(self.kinds(column) & DITTO).tolist():
            # 同上 means the case above it, as long as no separator stands between them.
            if index and self.sections[index] == self.sections[index - 1]:
                values[index] = values[index - 1]
        return values

    def texts(self, column: int | None) -> list[str]:
        """Return the cases' texts in *column* as a person sees them; blank ones when there is no column."""
        if column is None:
            return [""] * len(self)
        if column not in self._texts:
            self._texts[column] = self._read_texts(column)
        return self._texts[column]

    @cached_property
    def _texts(self) -> dict[int, list[str]]:
        return {}

    @cached_property
    def _cells(self) -> dict[int, list[CellValue]]:
        return {}

    def _read_texts(self, column: int) -> list[str]:
        values = self.cells(column)
        if set(map(type, values)) <= {str}:
            return list(map(str.strip, cast("list[str]", values)))
        # Whole numbers count rows; the rest is read as `as_text` has it.
        return [
            value.strip()
            if isinstance(value, str)
            else str(int(value))
            if type(value) is float and -1e9 < value < 1e9 and value.is_integer()
            else as_text(value).strip()
            for value in values
        ]

    def filled(self, role: Role) -> NDArray[np.bool_]:
        """Whether the cell of *role* says something; 无 and dashes say nothing."""
        column = self.column(role)
        if column is None:
            return np.zeros(len(self), dtype=bool)
        kinds = self.kinds(column)
        filled = ((kinds & FILLED) > 0) & ((kinds & NIL) == 0)
        for index, top in self._merged(column).items():
            filled[index] = bool(self.view.kinds[top, column] & FILLED)
        return filled


def read_each(texts: Sequence[str], read: Callable[[str], _Reading]) -> list[_Reading]:
    """Return *read* of every text, each distinct one read once."""
    known = {text: read(text) for text in set(texts)}
    return [known[text] for text in texts]
