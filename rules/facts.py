"""The cases as plain arrays, each made when it is first asked for."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.calendar import Days
from config.frames import TableInfo
from config.vocabulary import Destination, Role, Status

if TYPE_CHECKING:
    import pandas as pd

Flags = NDArray[np.bool_]

#: No date.
NAT = np.datetime64("NaT", "D")


class Facts:
    """What some rows say, column by column; dates as ``datetime64[D]``, shape (n,)."""

    def __init__(self, cases: "pd.DataFrame", tables: Sequence[TableInfo]) -> None:
        self._cases = cases
        self._tables = {table.table: table for table in tables}
        self._kept: dict[object, Any] = {}
        self.size = len(cases)

    def _keep(self, key: object, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def day(self, role: Role) -> Days:
        """Return the dates of a role."""
        return self._keep(role, lambda: self._cases[role.value].to_numpy().astype("datetime64[D]"))

    def has(self, role: Role) -> Flags:
        """Return where a role has a date."""
        return self._keep(("has", role), lambda: ~np.isnat(self.day(role)))

    def flag(self, column: str) -> Flags:
        """Return a column of facts that are so or not."""
        return self._keep(column, lambda: self._cases[column].to_numpy(dtype=bool))

    def numbers(self, column: str) -> NDArray[np.int64]:
        """Return a column of counts; -1 where there is none."""
        return self._keep(column, lambda: self._cases[column].to_numpy(dtype="int64", na_value=-1))

    def words(self, column: str) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
        """Return a text column as codes and the texts they stand for."""

        def make() -> tuple[NDArray[np.intp], NDArray[np.object_]]:
            import pandas as pd

            codes, texts = pd.factorize(self._cases[column].to_numpy(dtype=object))
            return codes, np.asarray(texts, dtype=object)

        return self._keep(("words", column), make)

    def where(self, column: str, holds: Callable[[str], bool]) -> Flags:
        """Return where a text column's text passes a test; each distinct text is tested once."""
        codes, texts = self.words(column)
        # The extra entry answers code -1, a text that is missing altogether.
        passed = np.array([*(holds(text) for text in texts), False], dtype=bool)
        return passed[codes]

    def is_one_of(self, column: str, values: Collection[str]) -> Flags:
        """Return where a text column holds one of *values*."""
        return self.where(column, lambda text: text in values)

    def filled(self, column: str) -> Flags:
        """Return where a text column says anything."""
        return self._keep(("filled", column), lambda: self.where(column, bool))

    def in_tables(self, holds: Callable[[TableInfo], bool]) -> Flags:
        """Return the rows whose table passes a test."""
        tables = self._tables
        table = self._keep("table", lambda: self._cases["table"].to_numpy())
        if all(map(holds, tables.values())):
            return np.ones(self.size, dtype=bool)
        passed = np.zeros(max(tables) + 1, dtype=bool)
        passed[[number for number, info in tables.items() if holds(info)]] = True
        return passed[table]

    @property
    def begins_table(self) -> Flags:
        """The first of these rows in each table."""

        def make() -> Flags:
            first = np.zeros(self.size, dtype=bool)
            first[np.unique(self._cases["table"].to_numpy(), return_index=True)[1]] = True
            return first

        return self._keep("begins_table", make)

    def first_day(self, roles: Sequence[Role]) -> Days:
        """Return each row's first readable date among *roles*."""

        def make() -> Days:
            days = self.day(roles[0])
            for role in roles[1:]:
                days = np.where(np.isnat(days), self.day(role), days)
            return days

        return self._keep(tuple(roles), make)

    # Where a case stands.

    @property
    def is_resolved(self) -> Flags:
        """Closed by being settled or answered."""
        return self._keep("resolved", lambda: self.is_one_of("status", (Status.RESOLVED,)))

    @property
    def is_gone(self) -> Flags:
        """Withdrawn, or passed on to somebody outside the township."""

        def make() -> Flags:
            passed_on = self.is_one_of("status", (Status.TRANSFERRED,)) & ~self.is_township
            return self.is_one_of("status", (Status.WITHDRAWN,)) | passed_on

        return self._keep("gone", make)

    @property
    def is_township(self) -> Flags:
        """Handed up to the township, or on within it: still live."""

        def make() -> Flags:
            here = self.is_one_of("destination", (Destination.TOWNSHIP,))
            return here & self.is_one_of("status", (Status.TRANSFERRED,))

        return self._keep("township", make)

    @property
    def is_refused(self) -> Flags:
        """Not accepted (不予受理): nothing was handed over."""
        refused = (Destination.REFUSED,)
        return self._keep("refused", lambda: self.is_gone & self.is_one_of("destination", refused))

    @property
    def is_live(self) -> Flags:
        """Open, on hold, or handed up to the township."""
        return self._keep("live", lambda: ~(self.is_resolved | self.is_gone))
