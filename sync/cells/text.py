"""Cells as text, and text without the accidents of typing."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isnan

from sync.grid import CellValue

# Zero-width characters and other format marks (category Cf) come with text pasted from chats and web pages.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0f]"
)
_SPACE = re.compile(r"\s+")
_KANGXI = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xFF61: "。",
    0xFF64: "、",
    0xFF65: "·",
}


def as_text(value: CellValue) -> str:
    """Return the cell as a person sees it: 3.0 is "3", a date is ISO, a truth value is TRUE or FALSE."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def text_at(cells: Sequence[CellValue], column: int) -> str:
    """Return a cell of a row as text, *column* 0-based; "" beyond the row's end."""
    return as_text(cells[column]) if column < len(cells) else ""


def _number(value: float) -> str:
    if isnan(value):
        return ""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


#: Headings and status words repeat and are worth remembering; stories are neither, and are not kept.
_SHORT = 40


def tidy(text: str) -> str:
    """Return *text* in NFKC, without white space, line breaks and invisible characters."""
    return _tidy_short(text) if len(text) <= _SHORT else _tidy(text)


def _tidy(text: str) -> str:
    bare = _SPACE.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    # A blank that stood between a letter and its accent kept them apart.
    return bare if bare.isascii() else unicodedata.normalize("NFKC", bare)


_tidy_short = lru_cache(maxsize=4096)(_tidy)


def narrow(text: str) -> str:
    """Return *text* with full-width forms made narrow and white space made single blanks.

    Unlike NFKC this never makes digits out of ①, ² or ½: "3.1①" is a footnote, not the 11th.
    """
    plain = _INVISIBLE.sub("", text).translate(_WIDE)
    if not plain.isascii():
        plain = _KANGXI.sub(lambda hit: unicodedata.normalize("NFKC", hit[0]), plain)
    return _SPACE.sub(" ", plain).strip()
