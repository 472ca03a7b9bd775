"""The store in memory that tests of the scheduler run on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.store import LedgerRef
from tests.scheduler.fake import FakeStore
from tests.sync.stores.places import ROWS, TAB, VILLAGE, trimmed


class MemoryPlace:
    """One ledger as a list of rows."""

    powers: frozenset[type] = frozenset()
    may_write = True
    refuses_stale = True
    office = ""

    def __init__(self) -> None:
        self.store = FakeStore({VILLAGE: ROWS})
        self.ref = LedgerRef(VILLAGE, VILLAGE)

    @property
    def _rows(self) -> list[list[str]]:
        return self.store.rows[VILLAGE]

    def shown(self) -> list[list[str]]:
        return [trimmed([str(text) for text in line]) for line in self._rows]

    def type(self, row: int, column: int, text: str) -> None:
        self.store.edit(VILLAGE, lambda rows: rows[row - 1].__setitem__(column, text))

    def insert_row(self, row: int) -> None:
        self.store.edit(VILLAGE, lambda rows: rows.insert(row - 1, [""] * len(rows[row - 1])))

    def drop_column(self, column: int) -> None:
        self.store.edit(VILLAGE, lambda rows: [line.pop(column) for line in rows if column < len(line)])

    def take_away(self) -> None:
        del self.store.rows[VILLAGE]

    def another(self) -> FakeStore:
        return self.store


@contextmanager
def memory_place(folder: Path) -> Iterator[MemoryPlace]:
    del folder
    place = MemoryPlace()
    assert place.store.read(place.ref).sheets[0].name == TAB
    yield place
