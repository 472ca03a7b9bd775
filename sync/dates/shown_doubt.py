"""What a complaint about a date shows beside it: the words at fault, and a day as it would be written."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import narrow
from sync.dates.points import SIGN
from sync.dates.years import Days, on_day

#: A longer text is a story.
LONGEST_SHOWN = 16
#: This many rows above and below are looked at for a day of the same time.
_NEAR = 12
#: Words of time that are surnames too, and so are shown by nobody's name.
_SURNAMES = frozenset({"许", "应"})
#: 初 is the 5th, 中 the 15th, 末 the 25th: a day nobody takes for the one that was meant.
_PARTS = (("上旬", 5), ("初", 5), ("中", 15), ("下旬", 25), ("底", 25), ("末", 25))
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=[-年./])")
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月")
_YEAR_LAST = re.compile(f"([0-9]{{1,2}}){SIGN}([0-9]{{1,2}}){SIGN}((?:19|20)[0-9]{{2}})")
#: As a number: 3.1 is March 1, or March 10 that lost its zero.
_MONTH_AND_DAY = re.compile("(1[0-2]|[1-9])[.]([1-3])")
_NUMBERS = re.compile("[0-9]+")


def shown(text: str) -> str:
    """Return *text* where it can hold nothing but a time, else "".

    A cell of dates may hold a name or a telephone number of somebody's; those are cited by address alone.
    """
    plain = narrow(text).strip()
    if not plain or len(plain) > LONGEST_SHOWN or not _spoken().fullmatch(plain):
        return ""
    numbers = _NUMBERS.findall(plain)
    years = [number for number in numbers if len(number) > 2]
    if len(years) > 1 or any(not _is_year(number) for number in years):
        return ""
    return plain


def _is_year(number: str) -> bool:
    return len(number) in (4, 8) and number[:2] in ("19", "20")


@cache
def _spoken() -> re.Pattern[str]:
    meaning: dict[str, list[str]] = words("dates")["meaning"]
    known = {
        word for kind in ("vague", "lunar", "before", "until", "planned", "nothing") for word in meaning[kind]
    }
    parts = "|".join(re.escape(word) for word in sorted(known - _SURNAMES, key=len, reverse=True))
    return re.compile(
        f"(?:{parts}|[0-9]+|{SIGN}|[年月日号时点分周星期初旬:：~～()（）正一二三四五六七八九十廿卅〇元])+"
    )


class DoubtPlace(NamedTuple):
    """What is known of the place of a date that could not be read.

    Attributes:
        row: which of *days* it is.
        days: datetime64[D], what its column holds; NaT where there is none.
        year: the year its sheet or its case gives; 0 when unknown.
        latest: the last day that is plausible there.
        earliest: the day before which it makes no sense; None when unknown.
    """

    row: int
    days: Days
    year: int
    latest: date
    earliest: date | None = None


def examples(text: str, around: DoubtPlace, *, is_ambiguous: bool = False) -> str:
    """Return an example as ISO text; of a day with two readings both, a blank between them."""
    plain = narrow(text).strip()
    readings = set[date]()
    if hit := _YEAR_LAST.fullmatch(plain):
        first, second, year = (int(number) for number in hit.groups())
        readings = _days((year, first, second), (year, second, first))
    elif is_ambiguous and (hit := _MONTH_AND_DAY.fullmatch(plain)):
        month, day = int(hit[1]), int(hit[2])
        year = example_day(f"{month}月", around).year
        readings = _days((year, month, day), (year, month, 10 * day))
    if len(readings) > 1:
        return " ".join(sorted(map(str, readings)))
    return example_day(text, around).isoformat()


def _days(*written: tuple[int, int, int]) -> set[date]:
    """Return those days that exist."""
    return {day for each in written if (day := on_day(*each)) is not None}


def example_day(text: str, around: DoubtPlace) -> date:
    """Return a day that the cell with *text* could well hold, to show how one is written.

    It stays the same from day to day, for a row whose text changed daily would be written daily.
    """
    found = _in_its_month(with_arabic_numerals(narrow(text)), around) or _neighbour(around)
    if found is None:
        found = date(min(around.year or around.latest.year, around.latest.year), 1, 1)
    if around.earliest is not None and found < around.earliest <= around.latest:
        return around.earliest
    return found


def _in_its_month(plain: str, around: DoubtPlace) -> date | None:
    month = _MONTH.search(plain)
    if month is None:
        return None
    written = _YEAR.search(plain)
    day = next((day for word, day in _PARTS if word in plain), 15)
    last = around.latest.year
    year = int(written[0]) if written else min(around.year or last, last)
    for meant in (on_day(year, int(month[1]), day), on_day(year, int(month[1]), 1)):
        if meant is not None and meant <= around.latest:
            return meant
    return None if written else on_day(year - 1, int(month[1]), day)


def _neighbour(around: DoubtPlace) -> date | None:
    """Return the nearest day above, else below, of the same year."""
    days, row = around.days, around.row
    for place in (*range(row - 1, max(row - _NEAR, 0) - 1, -1), *range(row + 1, min(row + _NEAR, len(days)))):
        day: date | None = days[place].astype("datetime64[D]").astype(object)
        if day is not None and day <= around.latest and around.year in (0, day.year):
            return day
    return None
