"""What tells one case from another: the number, day, parties and matter of a row, as rows are compared.

Texts of people: they are compared here, and leave the ledger as salted keys only.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from config.vocabulary import Role, Status
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import as_text, tidy
from sync.columns import column_number
from sync.grid import CellValue, Grid
from sync.ledger import LedgerTable

if TYPE_CHECKING:
    import pandas as pd

#: Statuses a case has when it is over.
_ENDED = (Status.RESOLVED, Status.WITHDRAWN, Status.TRANSFERRED)

_PUNCTUATION = re.compile(r"[\W_]+")
#: 第3号, No.3, 三: the place in a list, whatever stands round it.
_COUNT = re.compile(r"(?:第|no\.?|№|#)?(\d{1,4})(?:号|\.|、)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traits:
    """One row as it is compared; "" is blank, or says nothing.

    Attributes:
        number: a number of its own (〔2026〕第3号, XF2026001), never a bare 序号.
        count: a bare 序号.
        day: ISO date of registration, or the date that stands for it.
        party: who it is about, and ``other`` the other side.
        first: the first sign of each of the two, all that a masked name tells.
        matter: what it is about.
        whole: every cell of a person's in the row.
        village: whose row it is.
        is_named: one of the parties names somebody.
        is_telling: the matter says more than its kind.
        is_carried: a word of the row says that it comes from an earlier tab or file.
        is_ended: settled, withdrawn or passed on.
    """

    number: str = ""
    count: str = ""
    day: str = ""
    party: str = ""
    other: str = ""
    first: str = ""
    matter: str = ""
    whole: str = ""
    village: str = ""
    is_named: bool = False
    is_telling: bool = False
    is_carried: bool = False
    is_ended: bool = False

    @property
    def deed(self) -> tuple[str, str, str, str] | None:
        """Day, parties and matter, where all three are there: equal in two rows, they are alike."""
        if not (self.day and self.matter and (self.party or self.other)):
            return None
        return self.day, self.party, self.other, self.matter

    @property
    def pasted(self) -> tuple[str, str, str] | None:
        """All that a row says, where it says enough: equal in two rows, one was pasted from the other."""
        count = self.number or self.count
        if not count or not (self.day or self.party or self.matter):
            return None
        return count, self.whole, self.village


def agree(one: Traits, two: Traits) -> bool:
    """Whether nothing speaks against two rows of one number being one case."""
    if not (_fits(one.day, two.day) and _fits(one.matter, two.matter)):
        return False
    if one.is_named and two.is_named:
        return _fits(one.party, two.party) and _fits(one.other, two.other)
    return _fits(one.first, two.first)


def _fits(one: str, two: str) -> bool:
    return not one or not two or one == two


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the texts of one table stand, 0-based."""

    party: tuple[int, ...]
    other: tuple[int, ...]
    matter: tuple[int, ...]
    remarks: tuple[int, ...]
    everything: tuple[int, ...]


def traits_of(cases: "pd.DataFrame", table: LedgerTable, rows: Sequence[Sequence[CellValue]]) -> list[Traits]:
    """Return the traits of *cases*, all of one table.

    Args:
        cases: rows of CASES.
        table: theirs.
        rows: the worksheet's cells.
    """
    columns = _columns(table)
    day = cases[Role.REGISTERED_DATE.value]
    if Role.REGISTERED_DATE not in table.info.roles:
        day = cases[Role.ACCEPTED_DATE.value].fillna(cases[Role.ASSIGNED_DATE.value])
    days = ["" if one == "NaT" else one for one in day.to_numpy().astype("datetime64[D]").astype(str)]
    ended = cases["status"].isin(list(_ENDED)).to_numpy(dtype=bool) & (cases["destination"] != "township")
    ended = np.asarray(ended, dtype=bool)
    facts = (cases["row"].tolist(), cases["seq"].tolist(), cases["case_no"].tolist())
    return [
        replace(
            _traits(rows[row - 1], columns, seq, case_no),
            day=day,
            is_ended=bool(is_ended),
            village=village,
        )
        for row, seq, case_no, day, is_ended, village in zip(
            *facts, days, ended, cases["village"].tolist(), strict=True
        )
    ]


def row_traits(ledger_cases: "pd.DataFrame", tables: Mapping[int, LedgerTable], grid: Grid) -> list[Traits]:
    """Return the traits of every case of a ledger, in the order of its frame."""
    rows_of = {sheet.name: sheet.rows for sheet in grid.sheets}
    found = [Traits()] * len(ledger_cases)
    numbers = ledger_cases["table"].to_numpy()
    for number in np.unique(numbers).tolist():
        here = np.flatnonzero(numbers == number)
        table = tables[number]
        made = traits_of(ledger_cases.iloc[here], table, rows_of[table.info.sheet])
        for index, traits in zip(here.tolist(), made, strict=True):
            found[index] = traits
    return found


def _columns(table: LedgerTable) -> _Columns:
    ours = set(table.marks.values())

    def of(*roles: Role) -> tuple[int, ...]:
        wanted = {role.value for role in roles}
        return tuple(column_number(letters) for letters, role in table.columns.items() if role in wanted)

    everything = tuple(c for letters in table.columns if (c := column_number(letters)) not in ours)
    known = {*of(Role.PARTY, Role.PARTY_OTHER, Role.REGISTERED_DATE, Role.SEQ, Role.CASE_NO)}
    remarks = tuple(column for column in everything if column not in known)
    return _Columns(of(Role.PARTY), of(Role.PARTY_OTHER), of(Role.SUMMARY), remarks, everything)


def _traits(cells: Sequence[CellValue], columns: _Columns, seq: str, case_no: str) -> Traits:
    number = next((told for text in (case_no, seq) if (told := own_number(text))), "")
    party, other = _joined(cells, columns.party), _joined(cells, columns.other)
    matter = _joined(cells, columns.matter)
    remarks = "".join(as_text(cells[c]) for c in columns.remarks if c < len(cells))
    return Traits(
        number=number,
        count="" if number else _bare_count(seq or case_no),
        party=_plain(party),
        other=_plain(other),
        first=_plain(party)[:1] + _plain(other)[:1],
        matter=_plain(_without_carried(matter)),
        whole="\x1f".join(tidy(as_text(cells[c])) if c < len(cells) else "" for c in columns.everything),
        is_named=names_somebody(party) or names_somebody(other),
        is_telling=is_telling(matter),
        is_carried=any(word in remarks for word in _listed("carried")),
    )


def _joined(cells: Sequence[CellValue], columns: Sequence[int]) -> str:
    return "\n".join(as_text(cells[column]) for column in columns if column < len(cells)).strip()


def _without_carried(matter: str) -> str:
    """A matter without the note that it was carried over: （上月结转）."""
    return _carried_note().sub("", matter)


@cache
def _carried_note() -> re.Pattern[str]:
    either = "|".join(map(re.escape, _listed("carried")))
    return re.compile(rf"[（(【\[][^（()）】\]]{{0,8}}(?:{either})[^（()）】\]]{{0,8}}[)）】\]]")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", tidy(text)).casefold() if text else ""


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(words("parties")[name])


def own_number(text: str) -> str:
    """Return a case's number as numbers are compared; "" for a bare 序号, which every table begins anew."""
    plain = _plain(text)
    if not plain or _COUNT.fullmatch(plain) or _COUNT.fullmatch(with_arabic_numerals(plain)):
        return ""
    return plain if any(sign.isdigit() for sign in with_arabic_numerals(plain)) else ""


def _bare_count(text: str) -> str:
    found = _COUNT.fullmatch(with_arabic_numerals(_plain(text)))
    return str(int(found[1])) if found else _plain(text)


@lru_cache(maxsize=4096)
def names_somebody(text: str) -> bool:
    """Whether a party's cell names a person or a firm; 赵某, 张女士 and 群众 are nobody."""
    return any(_is_name(part) for part in _between().split(text) if part)


@cache
def _between() -> re.Pattern[str]:
    return re.compile(words("parties")["between"])


def _is_name(text: str) -> bool:
    name = re.sub(r"[\W\d_]+", "", tidy(re.sub(r"[（(].*?[)）]", "", text)))
    listed = words("parties")
    if len(name) < 2 or name in listed["nobody"] or any(mask in text for mask in listed["masks"]):
        return False
    if len(name) == 2 and name[0] in listed["familiar"]:
        return False
    return re.fullmatch(rf".{{1,2}}?(?:{listed['titles']})", name) is None or len(name) > 4


@lru_cache(maxsize=4096)
def is_telling(text: str) -> bool:
    """Whether a matter says more than its kind: 「邻里纠纷」 does not."""
    left = _plain(text)
    for kind in sorted(_listed("kinds"), key=len, reverse=True):
        left = left.replace(kind, "")
    return len(left) >= 2


def keyed(traits: Traits, key_of: "KeyOf") -> Traits:
    """Return traits whose texts are keys: equal where the texts are, and nothing to read."""
    return replace(
        traits,
        **{name: key_of(text) for name in _TEXTS if (text := getattr(traits, name))},
    )


class KeyOf:
    """From a text to its key, each worked out once."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return the key of a text, 16 hexadecimal digits."""
        found = self._known.get(text)
        if found is None:
            from hashlib import blake2b

            found = blake2b(text.encode(), digest_size=8, key=self._salt).hexdigest()
            self._known[text] = found
        return found


#: Attributes that are texts of people, the day apart.
_TEXTS = ("number", "count", "party", "other", "first", "matter", "whole", "village")
