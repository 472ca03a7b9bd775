"""The grammar of one day: every way to write it, where it ends, and the ranges that two of them make."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from config.words import words


class Point(NamedTuple):
    """One day as written."""

    year: int  # 0: none was written
    month: int
    day: int
    short: bool = False  # a two-digit year without 年, which could be a day just as well

    @property
    def exists(self) -> bool:
        """Whether the calendar has it; without a year, whether any year has it."""
        try:
            date(self.year or 2000, self.month, self.day)
        except ValueError:
            return False
        return True


#: What each sign between the numbers counts as; one spelling keeps to one kind.
_SEPARATORS = {
    **dict.fromkeys(".。·‧・", "."),
    **dict.fromkeys("/\\、", "/"),
    **dict.fromkeys("-‐‑−–—―_", "-"),
    **dict.fromkeys(",，", ","),
    " ": " ",
}
#: Any of them, as a pattern.
SIGN = "[" + re.escape("".join(_SEPARATORS)) + "]"
_DOT = "[./。]"
_DAY = "([0-9]{1,2})(?![0-9])[日号]?"
_FULL = re.compile(f"([0-9]{{4}})年[-./]?([0-9]{{1,2}})(?:月[-./]?|{_DOT}){_DAY}")
_FULL_MONTH = re.compile(f"([0-9]{{4}}){SIGN}{{1,2}}([0-9]{{1,2}})月{_DAY}")
_FULL_SIGNS = re.compile(f"([0-9]{{4}})({SIGN})\\2?([0-9]{{1,2}})({SIGN})\\4?{_DAY}")
_FULL_DIGITS = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])[日号]?")
_SHORT_MARKED = re.compile(f"([0-9]{{2}})年([0-9]{{1,2}})(?:月|{_DOT}){_DAY}")
_SHORT_SIGNS = re.compile(f"([0-9]{{2}})([-‐‑./。−–—])([0-9]{{1,2}})\\2{_DAY}")
_SHORT_DIGITS = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])")
_YEARLESS = re.compile(f"([0-9]{{1,2}})(?:月[-./]?|[-‐‑./。·‧・]){_DAY}")
_DAY_ONLY = re.compile("([0-9]{1,2})(?![0-9])([日号]?)")
_CONNECTOR = re.compile("起?[-−–—―~至到]{1,2}")
_LETTERS = re.compile("[a-z]")


@cache
def _english() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(words("dates")["months"], key=len, reverse=True))
    return (
        re.compile(f"({names})[.]?[- ]?([0-9]{{1,2}})(?:st|nd|rd|th)?[, -]{{1,2}}([0-9]{{4}})(?![0-9])"),
        re.compile(f"([0-9]{{1,2}})(?:st|nd|rd|th)?[-./ ]?({names})[-./, ]?([0-9]{{4}}|[0-9]{{2}})(?![0-9])"),
        re.compile(f"([0-9]{{4}})[-./ ]?({names})[-./ ]?([0-9]{{1,2}})(?![0-9])"),
    )


def point_at(text: str, position: int) -> tuple[Point, int] | None:
    """Return the day written at *position* and where it ends; None if none is."""
    if position and text[position - 1].isdigit():
        return None
    return next((hit for hit in _readings(text, position) if hit is not None), None)


def _readings(text: str, position: int) -> Iterator[tuple[Point, int] | None]:
    for pattern in (_FULL, _FULL_MONTH, _FULL_DIGITS, _SHORT_MARKED):
        if hit := pattern.match(text, position):
            yield Point(_century(hit[1]), int(hit[2]), int(hit[3])), hit.end()
    if (hit := _FULL_SIGNS.match(text, position)) and _are_of_one_day(hit):
        yield Point(int(hit[1]), int(hit[3]), int(hit[5])), hit.end()
    if hit := _SHORT_SIGNS.match(text, position):
        yield Point(_century(hit[1]), int(hit[3]), int(hit[4]), short=True), hit.end()
    if hit := _SHORT_DIGITS.match(text, position):
        point = Point(_century(hit[1]), int(hit[2]), int(hit[3]), short=True)
        if point.exists:
            yield point, hit.end()
    if _LETTERS.search(text):
        yield _english_point(text, position)
    if hit := _YEARLESS.match(text, position):
        yield Point(0, int(hit[1]), int(hit[2])), hit.end()


def _are_of_one_day(hit: re.Match[str]) -> bool:
    """Whether the signs of 2026-3.25 separate one day: 2026.3-5 may as well be March to May."""
    first, second = _SEPARATORS[hit[2]], _SEPARATORS[hit[4]]
    if first == second:
        return True
    return {first, second} <= set("-./") and (second != "-" or int(hit[5]) > 12)


def _english_point(text: str, position: int) -> tuple[Point, int] | None:
    months: Mapping[str, int] = words("dates")["months"]
    month_first, day_first, year_first = _english()
    if hit := month_first.match(text, position):
        return Point(int(hit[3]), months[hit[1]], int(hit[2])), hit.end()
    if hit := day_first.match(text, position):
        return Point(_century(hit[3]), months[hit[2]], int(hit[1]), short=len(hit[3]) == 2), hit.end()
    if hit := year_first.match(text, position):
        return Point(int(hit[1]), months[hit[2]], int(hit[3])), hit.end()
    return None


def _century(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


def range_end(text: str, position: int, start: Point) -> tuple[Point | None, int]:
    """Return the last day of a range that goes on at *position*, and where it ends."""
    connector = _CONNECTOR.match(text, position)
    if connector is None:
        return None, position
    after = connector.end()
    # 3-5-8 and 2026-3-5-3-8 could be cut in several ways: a dash that also separates joins nothing,
    # unless four digits of a year follow.
    dashed = text[:position].count("-") > 0 and connector[0] == "-"
    if (hit := point_at(text, after)) and not (dashed and hit[0].year == 0):
        return hit
    if hit := _DAY_ONLY.match(text, after):
        marked = bool(hit[2]) or text[position - 1] in "日号"
        # 3.18-20: what follows the dash is a later day of the month.
        later = connector[0] in "-−–—―" and start.day < int(hit[1]) <= 31 and len(hit[1]) == 2
        if (marked or later or (start.year and not start.short)) and not dashed:
            return Point(0, 0, int(hit[1])), hit.end()
    return None, position


def completed(start: Point, end: Point) -> Point | None:
    """Return *end* with the year and month that *start* gives it; None if it would lie before *start*.

    *start* must have a year. Only a range over New Year may go into the next year: 12月28日至1月3日.
    """
    if end.month == 0:
        end = end._replace(month=start.month)
    if end.year == 0:
        over_new_year = start.month >= 11 and end.month <= 2
        end = end._replace(year=start.year + over_new_year)
    if not end.exists or (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return None
    return end
