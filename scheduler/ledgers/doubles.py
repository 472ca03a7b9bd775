"""One case in two ledgers: reported, and counted once, in the ledger that comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Role
from sync.columns import column_number
from sync.grid import CellValue, Grid
from sync.ledger import Ledger, Table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

#: What two rows must share to be one case; a blank story and no names make no match.
_SHARED = (Role.REGISTERED_DATE, Role.CASE_NO, Role.PARTY, Role.PARTY_OTHER, Role.SUMMARY)
_TELLING = frozenset({Role.PARTY.value, Role.SUMMARY.value})


def fingerprints(ledger: Ledger, grid: Grid) -> "NDArray[np.int64]":
    """Return one number per case, the same for the same case in this process; 0 where nothing tells.

    Returns:
        int64, shape (n,), in the order of ``ledger.cases``.
    """
    found = no_fingerprints(ledger)
    rows_of = {sheet.name: sheet.rows for sheet in grid.sheets}
    tables = {table.info.table: table for sheet in ledger.sheets for table in sheet.tables}
    numbers = ledger.cases["table"].to_numpy()
    sheet_rows = ledger.cases["row"].to_numpy()
    for number in np.unique(numbers):
        here = np.flatnonzero(numbers == number)
        table = tables[int(number)]
        found[here] = _of_table(table, rows_of[table.info.sheet], sheet_rows[here].tolist())
    return found


def no_fingerprints(ledger: Ledger) -> "NDArray[np.int64]":
    """Return a 0 for every case: none can be told from another."""
    return np.zeros(len(ledger.cases), dtype=np.int64)


def _of_table(table: Table, rows: Sequence[Sequence[CellValue]], numbers: Sequence[int]) -> list[int]:
    columns = {role: column_number(letters) for letters, role in table.columns.items()}
    telling = [column for role, column in columns.items() if role in _TELLING]
    shared = [columns[role.value] for role in _SHARED if role.value in columns]
    if not telling:
        return [0] * len(numbers)
    lines = (rows[number - 1] for number in numbers)
    # Python's own hash is enough: it is compared within this process and kept nowhere.
    return [
        hash(tuple([line[column] for column in shared])) if any(line[column] for column in telling) else 0
        for line in lines
    ]


@dataclass(slots=True)
class Doubles:
    """Every case seen so far in a pass, by its fingerprint, with the ledger it was seen in."""

    _seen: dict[int, str] = field(default_factory=dict[int, str])

    def repeated(self, ledger: str, prints: "NDArray[np.int64]") -> "NDArray[np.bool_]":
        """Say which cases stood in another ledger before, and remember the others as *ledger*'s.

        Returns:
            bool, shape (n,), in the order of *prints*. A case twice in one ledger is no double: its
            number, if anything, is the problem there.
        """
        known = [self._seen.setdefault(number, ledger) if number else ledger for number in prints.tolist()]
        return np.array([first != ledger for first in known], dtype=np.bool_)

    def first(self, number: int) -> str:
        """Return the ledger in which a fingerprint was seen first."""
        return self._seen[number]


def double_problems(
    cases: "pd.DataFrame", prints: "NDArray[np.int64]", repeated: "NDArray[np.bool_]", doubles: Doubles
) -> list[Problem]:
    """Return one problem for each case that another ledger holds too; names that ledger."""
    places = zip(cases["sheet"], cases["row"], prints.tolist(), repeated.tolist(), strict=True)
    return [
        Problem(sheet, int(row), "", "", LedgerProblemCode.CASE_IN_TWO_LEDGERS, detail=doubles.first(number))
        for sheet, row, number, again in places
        if again
    ]
