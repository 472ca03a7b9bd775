"""A number in a date column: a serial, 20260305, 260305, or 3.5 for March 5.

A number cannot hold the zero of 3.10, so 3.1 is March 1 or March 10. Only the column can tell, and
only when its format shows two decimals: `sync.dates` asks `shows_padded_days`.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from math import floor, isfinite, isnan

from config.vocabulary import ProblemCode
from sync.dates.points import Point
from sync.dates.spellings import BLANK, Spelling, read_spelling, refused

#: Serial numbers that are dates: 2000-01-01 to 2049-12-31 in the 1900 system (docs/reading.md#dates).
SERIALS = (36526, 54789)
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_DECIMALS = re.compile(r"0(?:\.(0+))?(?:_[^;])?(?:;.*)?")


def serial_date(serial: float, *, date1904: bool) -> date | None:
    """Return the day of a serial number, its time of day dropped; None outside 2000 to 2049."""
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    days = floor(serial)
    first, last = (limit - (_EPOCH_1904 - _EPOCH_1900).days * date1904 for limit in SERIALS)
    return epoch + timedelta(days=days) if first <= days <= last else None


def read_number(value: float, *, date1904: bool, number_format: str = "General") -> Spelling:
    """Return what a number in a date column spells.

    A number that shows as another one than it is (3.12 with one decimal), and one that may have lost a
    zero (3.1), is refused as ambiguous; the latter keeps March 10 as its hint.
    """
    if isnan(value) or value == 0:
        return BLANK
    if not isfinite(value) or value < 0:
        return refused(ProblemCode.DATE_UNPARSEABLE)
    if (day := serial_date(value, date1904=date1904)) is not None:
        return Spelling(start=Point(day.year, day.month, day.day))
    if float(value).is_integer():
        # 1 is what a program shows as 1900-01-01.
        return BLANK if value == 1 else read_spelling(str(int(value)))
    return _month_and_day(value, number_format)


def _month_and_day(value: float, number_format: str) -> Spelling:
    whole, _, decimals = repr(float(value)).partition(".")
    if len(decimals) > 2 or len(whole) > 2:
        return (
            read_spelling(f"{whole}.{decimals}") if len(whole) == 4 else refused(ProblemCode.DATE_UNPARSEABLE)
        )
    shown = shown_decimals(number_format)
    if shown is not None and (shown < len(decimals) or shown > 2):
        return refused(ProblemCode.DATE_AMBIGUOUS)
    as_typed = Point(0, int(whole), int(decimals))
    longer = Point(0, int(whole), int(decimals) * 10)
    if len(decimals) == 1 and longer.exists:
        return refused(ProblemCode.DATE_AMBIGUOUS, hint=longer)
    return Spelling(start=as_typed) if as_typed.exists else refused(ProblemCode.DATE_IMPOSSIBLE)


def shown_decimals(number_format: str) -> int | None:
    """Return how many decimals a format shows; None when it shows what there is, 9 when it shows more."""
    if number_format.strip().lower() in ("", "general", "@", "g/通用格式", "常规"):
        return None
    hit = _DECIMALS.fullmatch(number_format.strip())
    return len(hit[1] or "") if hit else 9


def shows_padded_days(values: Iterable[float]) -> bool:
    """Whether two-decimal numbers of one column show that days are written with two digits.

    True when some number is like 3.05 and none would show a day that no month has, as 3.50 would.
    """
    padded = False
    for value in values:
        month, day = divmod(round(value * 100), 100)
        if not Point(0, month, day).exists:
            return False
        padded = padded or day < 10
    return padded
