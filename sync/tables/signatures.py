"""Who signed below a table, and when: a name and a date in one cell, or behind a word that asks for them."""

import re
from collections.abc import Sequence
from functools import cache

from config.vocabulary import RowReason
from config.words import words
from sync.cells.numerals import with_arabic_numerals

#: What a row that holds a signature may have been taken for.
_OPEN = (None, RowReason.NOTE, RowReason.PRENUMBERED_BLANK, RowReason.CONTINUATION_ROW, RowReason.SECTION_ROW)


@cache
def _signature() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    parts = words("rows")["signature"]
    day, name, label = (f"(?:{parts[key]})" for key in ("day", "name", "label"))
    signed = f"(?:{label}{name}?{day}?|{name}{day})"
    return re.compile(f"(?:{signed})+"), re.compile(day), re.compile(name)


def is_signature(texts: Sequence[str]) -> bool:
    """Whether the tidied cells of a row say who signed and when, and nothing else.

    A date and a name in cells of their own are a case whose other cells are blank: one cell at least must
    hold both, or the word that asks for them.
    """
    signed, day, name = _signature()
    plain = [with_arabic_numerals(text) for text in dict.fromkeys(texts)]
    if not plain or sum(map(len, plain)) > 60:
        return False
    found = [signed.fullmatch(text) is not None for text in plain]
    rest = [text for text, is_signed in zip(plain, found, strict=True) if not is_signed]
    return any(found) and all(day.fullmatch(text) or name.fullmatch(text) for text in rest)


def may_be_signature(reason: RowReason | None) -> bool:
    """Whether a row read as *reason* could be a signature all the same."""
    return reason in _OPEN
