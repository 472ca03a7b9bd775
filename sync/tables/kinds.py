"""What kind of thing each cell of a worksheet holds, found once per distinct value.

A ledger of 100,000 rows has two million cells and few distinct ones: the whole sheet is turned into
a matrix of small bit sets in one pass, and everything that looks for headers, totals and blanks
then works on whole rows and columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import cast

import numpy as np
from numpy.typing import NDArray

from config.words import words
from sync.cells.text import tidy
from sync.grid import CellValue
from sync.mark_headings import mark_of
from sync.tables.heading_words.headings import HeadingWords, heading_key

FILLED = 1
TEXT = 2
NUMBER = 4
DATE = 8
HEADING = 16  # exactly a heading of the synonym table
SPECIAL = 32  # has a word that totals, footers, notes, examples … are made of: look closer
DITTO = 64  # 同上, 〃
NIL = 128  # 无, /, —, 零报告
LONG = 256  # more than 20 characters
OURS = 512  # the heading of one of our columns

#: Texts longer than this are stories, never headings or row words.
_SHORT = 20

#: The lists whose words begin a row that is no case.
_STARTS = ("total.starts", "subtotal.starts", "note.starts", "example.starts", "footer.starts")


@dataclass(frozen=True, slots=True)
class RowWords:
    """The words of ``config/words/rows.toml``, ready for use."""

    starts: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    exact: Mapping[str, frozenset[str]]
    special: re.Pattern[str]
    hints: re.Pattern[str]  # a character without which nothing is special: quick, and most texts lack it


@cache
def row_words() -> RowWords:
    """Return the row words, compiled once."""
    table = words("rows")
    starts: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    exact: dict[str, frozenset[str]] = {}
    for section, entries in table.items():
        for key, value in entries.items():
            if isinstance(value, str):
                patterns[f"{section}.{key}"] = re.compile(value)
            elif key in ("words", "dashes"):
                exact[f"{section}.{key}"] = frozenset(value)
            else:
                starts[f"{section}.{key}"] = tuple(value)
    hints = [re.escape(word) for name in _STARTS for word in starts[name]]
    inside = [re.escape(word) for word in starts["continued.inside"]]
    ends = "|".join(map(re.escape, (*starts["subtotal.ends"], *starts["section.ends"])))
    nil = patterns["nil.pattern"].pattern
    special = re.compile(f"^(?:{'|'.join(hints)})|{'|'.join(inside)}|(?:{ends})$|{nil}")
    characters = {word[0] for name in _STARTS for word in starts[name]}
    others = ("continued.inside", "subtotal.ends", "section.ends", "nil.begins")
    characters |= {word[0] for name in others for word in starts[name]}
    quick = re.compile(f"[{re.escape(''.join(sorted(characters)))}]")
    return RowWords(starts, patterns, exact, special, quick)


class Kinds(dict[CellValue, int]):
    """The kind of each distinct value of one workbook; filled as values are met."""

    def __init__(self, headings: HeadingWords) -> None:
        super().__init__(_known(headings))
        self._headings = headings.exact
        self._rows = row_words()
        self._hints = self._rows.hints.search

    def __missing__(self, value: CellValue) -> int:
        # A name or a story is met once in every row: this is the one hot path of reading a ledger.
        if not isinstance(value, str):
            kind = _plain_kind(value)
        elif len(value) > 2 * _SHORT:
            kind = FILLED | TEXT | LONG if not value.isspace() else 0
        elif len(value) > _SHORT and len("".join(value.split())) > _SHORT:
            kind = FILLED | TEXT | LONG
        elif value.isascii() and value[0:1].isdigit() and len(value) > 2:
            kind = FILLED | TEXT
        elif value.isalnum() and len(value) <= _SHORT and not value.isascii():
            # Every word as such is known already.
            kind = FILLED | TEXT
            if self._hints(value) and self._rows.special.search(value):
                kind |= SPECIAL
        else:
            kind = self._text(tidy(value))
        self[value] = kind
        return kind

    def _text(self, text: str) -> int:
        if len(text) > _SHORT:
            return FILLED | TEXT | LONG
        return _word(text, self._headings) if text else 0


#: The two thousand words of the table are looked at once, not for every workbook.
@lru_cache(maxsize=8)
def _known(headings: HeadingWords) -> Mapping[CellValue, int]:
    known = [headings.exact, *row_words().exact.values()]
    return {text: _word(text, headings.exact) for text in chain.from_iterable(known)}


def _word(text: str, headings: Mapping[str, object]) -> int:
    kind = FILLED | TEXT
    rows = row_words()
    exact = rows.exact
    if text in exact["ditto.words"]:
        kind |= DITTO
    elif text in exact["nil.words"] or text in exact["nil.dashes"]:
        kind |= NIL
    elif text in exact["example.words"]:
        kind |= SPECIAL
    if text.isascii() and not text[0].isalpha() and text[0] != "[":
        return kind
    if heading_key(text) in headings:
        kind |= HEADING
    if rows.special.search(text):
        kind |= SPECIAL
    if mark_of(text) is not None:
        kind |= OURS
    return kind


def _plain_kind(value: CellValue) -> int:
    if value is None:
        return 0
    if isinstance(value, bool):
        return FILLED
    if isinstance(value, (int, float)):
        # A number that is no number (NaN) is what some stores hand over for a blank.
        return FILLED | NUMBER if value == value else 0
    return FILLED | DATE if isinstance(value, date) else FILLED


def kinds_of(rows: Sequence[Sequence[CellValue]], kinds: Kinds) -> NDArray[np.uint16]:
    """Return the kinds of equally long *rows*, shape (rows, columns), as bit sets of this module's flags."""
    if not rows or not rows[0]:
        return np.zeros((len(rows), 0), dtype=np.uint16)
    count = len(rows) * len(rows[0])
    flat = np.fromiter(map(kinds.__getitem__, chain.from_iterable(rows)), dtype=np.uint16, count=count)
    return flat.reshape(len(rows), len(rows[0]))


def level(rows: Sequence[Sequence[CellValue]]) -> Sequence[Sequence[CellValue]]:
    """Return *rows* as equally long rows; as they are when they already are."""
    widths = set(map(len, rows))
    if len(widths) <= 1:
        return rows
    width = max(widths)
    return [[*row, *cast("list[CellValue]", [""] * (width - len(row)))] for row in rows]
