"""Where the contract of stores is tried: a store with one ledger in it, and a person who edits that ledger.

A third store comes with a `Place` of its own and a row in `known_places`; every test of the contract asks it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from config.vocabulary import MARK_HEADINGS
from sync.store import LedgerRef, Store

VILLAGE, TAB = "青石村", "台账"
TITLE = f"{VILLAGE}矛盾纠纷台账"
HEADINGS = ("编号", "登记日期", "当事人", "简要情况", "办理状态")
CASES = tuple((f"{n:04d}", "2026-03-05", f"赵{n}", "邻里纠纷", "在办") for n in range(1, 7))
#: What every ledger holds, cell by cell; headings in row 2.
ROWS = ((TITLE, "", "", "", ""), HEADINGS, *CASES)
OURS = frozenset(text for words in MARK_HEADINGS.values() for text in words.values())


class Place(Protocol):
    """A store with one ledger in it, seen past the store.

    Attributes:
        store: what is tried.
        ref: its one ledger, with the rows of `ROWS` on the worksheet `TAB`.
        powers: which protocols of `sync.store` and `sync.other_sheets.cell_plan` it keeps.
        may_write: False where the ledger is only read.
        refuses_stale: a write is refused whole where anything changed since the look; elsewhere it may land
            where it was planned, and the look after puts it right.
        office: id of a spreadsheet of the coordinator's; "" where the store knows none.
    """

    store: Store
    ref: LedgerRef
    powers: frozenset[type]
    may_write: bool
    refuses_stale: bool
    office: str

    def shown(self) -> list[list[str]]:
        """Return the cells as people see them, without trailing blanks of a row."""
        ...

    def type(self, row: int, column: int, text: str) -> None:
        """Let a person type into a cell; 1-based row, 0-based column."""
        ...

    def insert_row(self, row: int) -> None:
        """Let a person insert a blank row above *row*, 1-based."""
        ...

    def drop_column(self, column: int) -> None:
        """Let a person delete a column, 0-based."""
        ...

    def take_away(self) -> None:
        """Let a person delete the ledger."""
        ...

    def another(self) -> Store:
        """Return the store as another program opens it."""
        ...


Opener = Callable[[Path], AbstractContextManager[Place]]


def people_see(place: Place) -> list[list[str]]:
    """Return the cells that are people's: all but those of columns of ours."""
    rows = place.shown()
    ours = {column for line in rows for column, text in enumerate(line) if text in OURS}
    theirs = [[text for column, text in enumerate(line) if column not in ours] for line in rows]
    return [trimmed(line) for line in theirs]


def trimmed(line: list[str]) -> list[str]:
    """Return a row without the blanks at its end."""
    while line and line[-1] == "":
        line = line[:-1]
    return line


def our_cells(place: Place) -> Iterator[str]:
    """Yield every text in a column of ours, headings included."""
    rows = place.shown()
    ours = {column for line in rows for column, text in enumerate(line) if text in OURS}
    for line in rows:
        yield from (text for column, text in enumerate(line) if column in ours and text)
