"""The traits of a ledger's cases, column by column: each distinct text is read once.

A ledger of 30,000 rows has a few hundred that could be another row's case; only theirs are made in full.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Role, Status
from sync.cases.counted_once.party_words import party_words
from sync.cases.counted_once.traits import (
    Traits,
    bare_count,
    is_telling,
    names_somebody,
    own_number,
    plain,
    without_carried,
)
from sync.cells.text import as_text, text_at, tidy
from sync.columns import column_number
from sync.grid import CellValue, Grid
from sync.ledger import LedgerTable

if TYPE_CHECKING:
    import pandas as pd

#: Statuses a case has when it is over.
_ENDED = (Status.RESOLVED, Status.WITHDRAWN, Status.TRANSFERRED)

_T = TypeVar("_T")


@dataclass(slots=True)
class TraitColumns:
    """The traits of all cases of a ledger, one entry per case in every column; see `Traits`.

    Attributes:
        cases: frame of CASES; its rows are counted from 0 here.
        tables: of the ledger, by number.
        rows: the cells of each case's own row.
    """

    cases: "pd.DataFrame"
    tables: Mapping[int, LedgerTable]
    rows: list[Sequence[CellValue]]
    _known: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @classmethod
    def of(cls, cases: "pd.DataFrame", tables: Mapping[int, LedgerTable], grid: Grid) -> "TraitColumns":
        """Look at the cases of a ledger in the cells it was read from."""
        sheets = {sheet.name: sheet.rows for sheet in grid.sheets}
        places = zip(cases["sheet"].tolist(), cases["row"].tolist(), strict=True)
        return cls(cases, tables, [sheets[sheet][row - 1] for sheet, row in places])

    def column(self, name: str) -> list[str]:
        """Return one of the traits that are texts, of every case."""
        if name not in self._known:
            made = getattr(self, f"_{name}")
            self._known[name] = made()
        return self._known[name]

    def doubtful(self) -> NDArray[np.intp]:
        """Return the positions of the cases that may be the same case as another one.

        Two rows of one case share their number, or day, parties and matter; no other row is one.
        """
        shared = _repeated(self.column("number"), but="")
        left = np.flatnonzero(_repeated(self.column("day")))
        for known in range(2, len(_TELLING) + 1):
            # Each text only of the rows that all texts before could not tell apart.
            texts = (self._at(name, left) for name in _TELLING[:known])
            left = left[_repeated(list(zip(*texts, strict=True)))]
        shared[left] = True
        return np.flatnonzero(shared)

    def of_rows(self, at: Sequence[int]) -> list[Traits]:
        """Return the traits of the cases at these positions, with all that their rows say."""
        return list(map(Traits, *self.told(at)))

    def told(self, at: Sequence[int], *, whole: bool = True) -> list[Iterable[Any]]:
        """Return what makes the traits of the cases at these positions: one column for each of `Traits`.

        Args:
            at: positions among the cases.
            whole: with all that their rows say; else that is "".
        """
        chosen = np.asarray(at, dtype=np.intp)
        texts = [self._at(name, chosen) for name in _TEXTS]
        matters = self._raw(Role.SUMMARY, chosen)
        parties, others = self._raw(Role.PARTY, chosen), self._raw(Role.PARTY_OTHER, chosen)
        named = [
            one or two
            for one, two in zip(*(_each(t, names_somebody) for t in (parties, others)), strict=True)
        ]
        all_said = self._whole(chosen) if whole else repeat("")
        flags = (named, _each(matters, is_telling), self._carried(chosen), self._ended()[chosen].tolist())
        number, count, day, party, other, first, matter, village = texts
        return [number, count, day, party, other, first, matter, all_said, village, *flags]

    def forget(self) -> None:
        """Let go of the texts worked out so far: nobody asks again, and they are many."""
        self._known.clear()

    # -- one column each --

    def _number(self) -> list[str]:
        own = [_each(self.cases[name].tolist(), own_number) for name in ("case_no", "seq")]
        return [case_no or seq for case_no, seq in zip(*own, strict=True)]

    def _count(self) -> list[str]:
        seqs, numbers = self.cases["seq"].tolist(), self.cases["case_no"].tolist()
        named = zip(self.column("number"), seqs, numbers, strict=True)
        return _each(["" if own else seq or case_no for own, seq, case_no in named], bare_count)

    def _day(self) -> list[str]:
        found = self.cases[Role.REGISTERED_DATE.value].to_numpy().astype("datetime64[D]")
        accepted, assigned = (
            self.cases[role.value].to_numpy().astype("datetime64[D]")
            for role in (Role.ACCEPTED_DATE, Role.ASSIGNED_DATE)
        )
        instead = np.where(np.isnat(accepted), assigned, accepted)
        lacking = [n for n, table in self.tables.items() if Role.REGISTERED_DATE not in table.info.roles]
        found = np.where(np.isin(self.cases["table"].to_numpy(), lacking), instead, found)
        days, codes = np.unique(found, return_inverse=True)
        told = ["" if day == "NaT" else day for day in days.astype(str).tolist()]
        return [told[code] for code in codes.tolist()]

    def _party(self) -> list[str]:
        return _each(self._raw(Role.PARTY), plain)

    def _other(self) -> list[str]:
        return _each(self._raw(Role.PARTY_OTHER), plain)

    def _first(self) -> list[str]:
        return [
            one[:1] + two[:1] for one, two in zip(self.column("party"), self.column("other"), strict=True)
        ]

    def _village(self) -> list[str]:
        return self.cases["village"].tolist()

    def _at(self, name: str, at: NDArray[np.intp]) -> list[str]:
        if name == "matter":
            return _each(self._raw(Role.SUMMARY, at), _plain_matter)
        column = self.column(name)
        return column if len(at) == len(column) else [column[index] for index in at.tolist()]

    def _ended(self) -> NDArray[np.bool_]:
        ended = self.cases["status"].isin(list(_ENDED)) & (self.cases["destination"] != "township")
        return np.asarray(ended, dtype=bool)

    # -- cells --

    def _by_table(self, at: NDArray[np.intp]) -> "list[tuple[LedgerTable, NDArray[np.intp]]]":
        numbers = self.cases["table"].to_numpy()[at]
        return [(self.tables[n], np.flatnonzero(numbers == n)) for n in np.unique(numbers).tolist()]

    def _raw(self, role: Role, at: NDArray[np.intp] | None = None) -> list[str]:
        """Return what all columns of a role say, line by line, of the cases at *at*."""
        at = np.arange(len(self.rows)) if at is None else at
        found = [""] * len(at)
        for table, here in self._by_table(at):
            columns = _columns(table, role)
            if not columns:
                continue
            texts = [self._cells(at[here], column) for column in columns]
            joined = texts[0] if len(texts) == 1 else ["\n".join(line) for line in zip(*texts, strict=True)]
            if len(here) == len(found):
                return list(map(str.strip, joined))
            for index, text in zip(here.tolist(), joined, strict=True):
                found[index] = text.strip()
        return found

    def _cells(self, at: NDArray[np.intp], column: int) -> list[str]:
        rows = self.rows if len(at) == len(self.rows) else [self.rows[index] for index in at.tolist()]
        if rows and min(map(len, rows)) > column:
            return [v if type(v) is str else as_text(v) for v in map(itemgetter(column), rows)]
        return [text_at(row, column) for row in rows]

    def _whole(self, at: NDArray[np.intp]) -> list[str]:
        found = [""] * len(at)
        for table, here in self._by_table(at):
            ours = set(table.marks.values())
            columns = [c for letters in table.columns if (c := column_number(letters)) not in ours]
            texts = [_each(self._cells(at[here], column), tidy) for column in columns]
            for index, line in zip(here.tolist(), zip(*texts, strict=True), strict=True):
                found[index] = "\x1f".join(line)
        return found

    def _carried(self, at: NDArray[np.intp]) -> list[bool]:
        """Whether a remark, a matter or any other free cell says that the row was carried over."""
        found = np.zeros(len(at), dtype=bool)
        says = party_words().carried.search
        for table, here in self._by_table(at):
            ours = set(table.marks.values())
            for letters, played in table.columns.items():
                if played.role not in _NO_REMARKS and column_number(letters) not in ours:
                    texts = self._cells(at[here], column_number(letters))
                    if says("\n".join(texts)) is not None:  # most ledgers never say so
                        found[here] |= np.array(_each(texts, lambda text: says(text) is not None), dtype=bool)
        return found.tolist()


#: What two rows that are alike share, in the order of what it costs to know.
_TELLING = ("day", "party", "other", "matter")
#: The texts of `Traits`, ``whole`` apart, in this order.
_TEXTS = ("number", "count", "day", "party", "other", "first", "matter", "village")
#: Columns in which nobody writes where a row comes from.
_NO_REMARKS = frozenset((Role.PARTY, Role.PARTY_OTHER, Role.REGISTERED_DATE, Role.SEQ, Role.CASE_NO))


def _columns(table: LedgerTable, role: Role) -> list[int]:
    return [column_number(letters) for letters, played in table.columns.items() if played.role is role]


def _plain_matter(text: str) -> str:
    return plain(without_carried(text))


def _each(values: Sequence[str], read: Callable[[str], _T]) -> list[_T]:
    known = {value: read(value) for value in set(values)}
    return list(map(known.__getitem__, values))


def _repeated(keys: Sequence[object], but: object = None) -> NDArray[np.bool_]:
    """Whether each key stands more than once, *but* this one."""
    seen: set[object] = set()
    again = {key for key in keys if key in seen or seen.add(key)}
    again.discard(but)
    return np.fromiter((key in again for key in keys), dtype=bool, count=len(keys))
