"""Telling the office from the person in a 责任单位 cell, for summaries name offices and never persons.

Villages write both into one cell: 司法所⏎王某, 综治办/李某. What is not surely a unit is left out; the list
then says that no office is named, and the row's address leads to the cell.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from config.words import words

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN = re.compile(r"[\s/／、，,；;：:|｜()（）\[\]【】+＋&]+")
_CHINESE = re.compile(r"[㐀-鿿]")
_NAME = re.compile(r"[㐀-鿿]{2,4}")
_BETWEEN_OFFICES = "、"
_SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class _OfficeWords:
    endings: tuple[str, ...]
    weak_endings: frozenset[str]
    units: frozenset[str]
    surnames: frozenset[str]


@cache
def _words() -> _OfficeWords:
    read = words("offices")
    weak, surnames = frozenset(read["weak_endings"]), frozenset(read["surnames"])
    return _OfficeWords(tuple(read["endings"]), weak, frozenset(read["units"]), surnames)


def offices(cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return the offices that each cell names; "" where none surely is."""
    return cells.map({cell: office(str(cell)) for cell in cells.unique()}).astype("object")


def office(cell: str) -> str:
    """Return the offices that *cell* names, joined by 、; "" when none surely is one."""
    parts = [part for part in _BETWEEN.split(cell) if part]
    kept = [part for part in parts if _is_office(part)]
    if not kept and len(parts) == 1 and not _may_be_a_person(parts[0]):
        kept = parts
    if not kept and not _CHINESE.search(cell) and not re.search(r"\d{5}", cell):
        return cell.strip()  # another script: a name in it could not be told, and 责任单位 asks for a unit
    return _BETWEEN_OFFICES.join(dict.fromkeys(kept))


def _is_office(part: str) -> bool:
    known = _words()
    if part in known.units:
        return True
    could_be_a_name = (
        len(part) <= _SHORT_NAME and part[0] in known.surnames and part[-1] in known.weak_endings
    )
    return len(part) > 1 and part.endswith(known.endings) and not could_be_a_name


def _may_be_a_person(part: str) -> bool:
    """A short word that begins with a surname, something with a long number, or no Chinese at all."""
    if re.search(r"\d{5}", part) or not _CHINESE.search(part):
        return True
    return bool(_NAME.fullmatch(part)) and part[0] in _words().surnames
