"""The distinct cells of a date column: each parsed once, then weighed for the column's role."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import ProblemCode, Role
from config.words import words
from sync.cells.text import narrow
from sync.dates.points import Point, completed
from sync.dates.remarks import beside, remark_words
from sync.dates.serials import read_number, shown_decimals, shows_padded_days
from sync.dates.spellings import BLANK, Spelling, read_spelling, refused
from sync.grid import CellValue

#: Roles whose date may be said to be a bound or a plan: 3月31日前.
LIMIT_ROLES = frozenset({Role.DUE_DATE, Role.EXTENSION, Role.SUSPENDED_TO})
#: Roles of a case's coming in: what comes a second time has been there before.
_COMING = frozenset({Role.REGISTERED_DATE, Role.ACCEPTED_DATE})
#: Zeros that programs leave in a date column.
_EPOCHS = frozenset(
    {date(1970, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1)}
)


def distinct(
    values: Sequence[CellValue], date1904: bool, number_format: Callable[[int], str] | None
) -> tuple[NDArray[np.int64], list[Spelling]]:
    """Return which distinct spelling each value has, and the spellings."""
    keys = _keys(values, number_format)
    position = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    codes = np.fromiter(map(position.__getitem__, keys), np.int64, len(keys))
    spellings = [_spelling(key, date1904) for key in position]
    return codes, _with_padded_days(list(position), spellings)


_Decimal = tuple[float, str]  # a number that needs its format
_Key = CellValue | _Decimal


def _keys(values: Sequence[CellValue], number_format: Callable[[int], str] | None) -> Sequence[_Key]:
    kinds = set(map(type, values))
    if kinds <= {str, date, type(None)}:
        return values
    keys: list[_Key] = [value.date() if isinstance(value, datetime) else value for value in values]
    if bool in kinds:  # True would be the number 1
        keys = [str(key) if isinstance(key, bool) else key for key in keys]
    if number_format is not None and float in kinds:
        for index, key in enumerate(keys):
            if isinstance(key, float) and 1 <= key < 13 and not key.is_integer():
                keys[index] = (key, number_format(index))
    return keys


def _spelling(key: _Key, date1904: bool) -> Spelling:
    if isinstance(key, str):
        return _text(key, date1904)
    if isinstance(key, tuple):
        return read_number(key[0], date1904=date1904, number_format=key[1])
    if isinstance(key, int | float):
        return read_number(float(key), date1904=date1904)
    if isinstance(key, date):
        return BLANK if key in _EPOCHS else Spelling(start=Point(key.year, key.month, key.day))
    if key is None or key in (time(0), timedelta(0)):
        return BLANK
    return refused(ProblemCode.DATE_UNPARSEABLE)


def _text(text: str, date1904: bool) -> Spelling:
    plain = narrow(text)
    # A serial number that a program handed over as text, with its time of day or without.
    whole, _, part = plain.partition(".")
    if len(whole) == 5 and plain.isascii() and (whole + part).isdigit():
        return read_number(float(plain), date1904=date1904)
    if plain in _not_yet():
        return Spelling(nothing=True)
    return read_spelling(text)


@cache
def _not_yet() -> frozenset[str]:
    return frozenset(words("dates")["meaning"]["not_yet"])


def _with_padded_days(keys: Sequence[_Key], spellings: list[Spelling]) -> list[Spelling]:
    """Take 3.10 for March 10 where the numbers of the column prove that days have two digits."""
    decimals = [key for key in keys if isinstance(key, tuple) and shown_decimals(key[1]) == 2]
    if not decimals or not shows_padded_days(value for value, _ in decimals):
        return spellings
    shown = set(decimals)
    return [
        Spelling(start=spelling.hint) if key in shown and spelling.hint is not None else spelling
        for key, spelling in zip(keys, spellings, strict=True)
    ]


def for_role(spelling: Spelling, role: Role) -> Spelling:
    """Return *spelling* as it counts in a column of *role*."""
    if spelling.nothing:
        # Every case was registered some day; nothing else need have happened yet.
        return refused(ProblemCode.DATE_VAGUE) if role is Role.REGISTERED_DATE else BLANK
    if spelling.start is None:
        return spelling
    if (spelling.bound or spelling.planned) and role not in LIMIT_ROLES:
        return refused(ProblemCode.DATE_VAGUE)
    if not spelling.said and not spelling.more:
        return _with_whole_end(spelling)
    own = remark_words(role.value)
    if any(word not in own and word not in remark_words("any") for word in spelling.said):
        return refused(ProblemCode.DATE_AMBIGUOUS, spelling.start)
    if not spelling.more:
        return _with_whole_end(spelling)
    meant = None if role is Role.LAST_CONTACT_DATE else _meant(spelling, role)
    return refused(ProblemCode.DATE_AMBIGUOUS, spelling.start) if meant is None else _with_whole_end(meant)


def _meant(spelling: Spelling, role: Role) -> Spelling | None:
    """Return which of several dates is the role's, by the words beside them; None in doubt.

    A case comes in on the first (3月5日收，3月12日再访) and ends on the last (3月10日调解，3月20日签订协议);
    what is filed or asked about behind an end (3月25日归档) is none.
    """
    own = remark_words(role.value) - remark_words("any")
    is_said, is_said_again = (not own.isdisjoint(words) for words in (spelling.said, spelling.said_later))
    if role in _COMING and (is_said or not beside().again.isdisjoint(spelling.said_later)):
        return spelling
    if not is_said_again:
        return spelling if is_said else None
    start, last = spelling.start, spelling.last
    is_clear = own.union(remark_words("any")).issuperset(spelling.said_later)
    if role is not Role.RESOLVED_DATE or not is_clear or start is None or last is None or spelling.end:
        return None
    if not last.year and start.year:
        last = completed(start, last)
    return None if last is None else replace(spelling, start=last)


def _with_whole_end(spelling: Spelling) -> Spelling:
    start, end = spelling.start, spelling.end
    if start is None or end is None:
        return spelling
    if start.year == 0 and end.year:  # 12.28-2026.1.3
        over_new_year = start.month >= 11 and end.month <= 2
        start = start._replace(year=end.year - over_new_year)
    if start.year == 0:
        return spelling
    end = completed(start, end)
    if end is None or not start.exists:
        return refused(ProblemCode.DATE_IMPOSSIBLE)
    return replace(spelling, start=start, end=end)
