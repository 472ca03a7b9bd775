"""Which case a row holds, as a salted key: the same after sorting, inserting and everyday editing.

The key is of what stays with a case: its number, its parties, its story. It is kept where the texts
themselves must not be (state, published figures), and cannot be turned back.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from config.vocabulary import Role
from scheduler.ledgers.doubles import PlacedCase
from scheduler.state import State
from sync.cases.counted_once.traits import KeyOf, Traits
from sync.cells.text import as_text
from sync.columns import column_number
from sync.grid import CellValue, Grid
from sync.ledger import Ledger, LedgerTable

#: What stays with a case. Running numbers do not: they shift when a row is inserted.
_LASTING = (Role.CASE_NO, Role.PARTY, Role.PARTY_OTHER, Role.SUMMARY)
#: What is left where a ledger has none of these, or leaves them blank.
_OTHERWISE = (Role.SEQ, Role.REGISTERED_DATE)


class RowKeys:
    """Salted keys of the rows of one ledger, as one look found it."""

    def __init__(
        self, ledger: Ledger, sheets: Mapping[str, Sequence[Sequence[CellValue]]], salt: bytes
    ) -> None:
        self._cases = ledger.cases
        self._sheets = sheets
        self._salt = salt
        self._tables: dict[str, list[LedgerTable]] = {
            sheet.name: list(sheet.tables) for sheet in ledger.sheets
        }
        self._columns = {
            id(table): (_columns(table, _LASTING), _columns(table, _OTHERWISE))
            for tables in self._tables.values()
            for table in tables
        }

    def of_cases(self) -> list[str]:
        """Return the key of each case of the ledger, in the order of its rows."""
        places = zip(self._cases["sheet"].tolist(), self._cases["row"].tolist(), strict=True)
        return [self.key(sheet, row) for sheet, row in places]

    def key(self, sheet: str, row: int) -> str:
        """Return the key of a 1-based row."""
        rows = self._sheets[sheet]
        cells = rows[row - 1] if row <= len(rows) else ()
        table = self._table(sheet, row)
        if table is not None:
            for columns in self._columns[id(table)]:
                found = _texts(cells, columns)
                if found:
                    return _hash(found, self._salt)
        ours = set(table.marks.values()) if table is not None else set[int]()
        return _hash(_texts(cells, (c for c in range(len(cells)) if c not in ours)), self._salt)

    def _table(self, sheet: str, row: int) -> LedgerTable | None:
        for table in self._tables[sheet]:
            if table.info.first_row <= row <= table.info.last_row:
                return table
        return next(iter(self._tables[sheet]), None) if not self._is_heading(sheet, row) else None

    def _is_heading(self, sheet: str, row: int) -> bool:
        return any(row in table.info.header_rows for table in self._tables[sheet])


def _columns(table: LedgerTable, roles: Collection[Role]) -> list[int]:
    return [column_number(letters) for letters, played in table.columns.items() if played.role in roles]


def _texts(cells: Sequence[CellValue], columns: Iterable[int]) -> list[str]:
    return [text for column in columns if column < len(cells) and (text := as_text(cells[column]))]


def _hash(texts: Sequence[str], salt: bytes) -> str:
    return hmac.digest(salt, "\x1f".join(texts).encode(), "sha256").hex()[:32]


def keyed(salt: bytes, *texts: str) -> str:
    """Return what stands for a name where the name must not."""
    return _hash(texts, salt)[:20]


def split_key(key: str) -> tuple[str, int]:
    """Return the case and the number of the sitting that a line of 调解排期 is of; "" and 0 for none."""
    case, _, rest = key.rpartition("-")
    number = rest.partition(".")[0]
    return (case, int(number)) if case and number.isdecimal() else ("", 0)


def placed_cases(ledger: Ledger, grid: Grid, salt: bytes) -> list[PlacedCase]:
    """Return every case of a ledger by what tells it from another, as salted keys."""
    from sync.cases.counted_once.repeats import trait_columns  # with it comes all that understands a sheet

    columns = trait_columns(ledger, grid)
    told = columns.told(range(len(ledger.cases)), whole=False)
    columns.forget()
    places = zip(ledger.cases["sheet"].tolist(), ledger.cases["row"].tolist(), strict=True)
    return [
        PlacedCase(sheet, row, traits)
        for (sheet, row), traits in zip(places, map(Traits, *_keyed(told, salt)), strict=True)
    ]


def _keyed(told: Sequence[Iterable[Any]], salt: bytes) -> list[Iterable[Any]]:
    """Return columns of traits in which texts, but for the day, are keys: equal where the texts are."""
    key_of = KeyOf(salt)
    key_of[""] = ""
    named = zip(fields(Traits), told, strict=True)
    return [map(key_of.__getitem__, values) if each.name in _TEXTS else values for each, values in named]


#: Attributes of `Traits` that are texts of people.
_TEXTS = frozenset(("number", "count", "party", "other", "first", "matter", "whole", "village"))
#: What is remembered of a case's traits, in this order; the flags as one text.
_KEPT = ("number", "count", "day", "party", "other", "first", "matter", "village")
_FLAGS = {"n": "is_named", "t": "is_telling", "c": "is_carried", "e": "is_ended"}


def identity_of(traits: Traits) -> list[str]:
    """Return traits as the state keeps them."""
    flags = "".join(flag for flag, name in _FLAGS.items() if getattr(traits, name))
    return [*(getattr(traits, name) for name in _KEPT), flags]


def traits_from(identity: Sequence[str]) -> Traits:
    """Return what `identity_of` kept."""
    if not identity:
        return Traits()
    number, count, day, party, other, first, matter, village, flags = identity
    return Traits(
        *(number, count, day, party, other, first, matter),
        village=village,
        is_named="n" in flags,
        is_telling="t" in flags,
        is_carried="c" in flags,
        is_ended="e" in flags,
    )


def told_apart(traits: Traits) -> tuple[str, ...]:
    """Return what tells a case from another, but for the village: a file may have it by its name."""
    return (traits.number, traits.day, traits.party, traits.other, traits.matter)


def remembered_cases(state: State, ledger: str) -> list[PlacedCase]:
    """Return the cases of a ledger that nobody has touched, as `placed_cases` found them."""
    return [
        PlacedCase(sheet, row, traits_from(known)) for sheet, row, known in state.looks.identities(ledger)
    ]
