"""办理期限 and 延期: a date, or a length such as 15个工作日.

"15日" in a limit column is fifteen days, not the fifteenth: there a length is what people write. A bare
number is only a length when the heading says of what.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from config.periods import month_end
from config.vocabulary import ProblemCode, Role, Unit
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import as_text, tidy
from sync.dates.dating import Dating
from sync.dates.read_dates import DateColumn, read_dates
from sync.dates.spellings import LONGEST
from sync.grid import CellValue


class Length(NamedTuple):
    """How long: a whole number of a unit."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class LimitColumn:
    """Limits of one column, one entry per value.

    Attributes:
        dates: those written as a date; a cell that holds a length is neither a problem nor blank there.
        days: int64, the length; -1 where the cell gives none. 0 is "at once".
        unit: object, Unit or "".
    """

    dates: DateColumn
    days: NDArray[np.int64]
    unit: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class ExtensionColumn:
    """Extensions of one column, one entry per value.

    Attributes:
        dates: those written as a date (延期至3月20日); 是 and 否 are neither a problem nor a date.
        days: int64, the length (延长30日); -1 where the cell gives none.
        unit: object, Unit or "".
        times: int64, how often an extension is noted: 0 none, 1, 2 for 二次延期.

    Of two, date and length are the first one's.
    """

    dates: DateColumn
    days: NDArray[np.int64]
    unit: NDArray[np.object_]
    times: NDArray[np.int64]


@cache
def _length_patterns() -> tuple[re.Pattern[str], Mapping[str, str]]:
    listed = words("limits")
    units = {unit: name for name, spelled in listed["units"].items() for unit in spelled}

    def any_of(table: Sequence[str]) -> str:
        return "(?:" + "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True)) + ")"

    pattern = re.compile(
        f"{any_of(listed['before'])}*(?P<count>[0-9]{{1,3}}|{any_of(listed['half'])})"
        f"(?P<half>个半)?(?P<unit>{any_of(list(units))}){any_of(listed['after'])}*"
    )
    return pattern, units


def read_length(text: str) -> Length | None:
    """Return the length that *text* gives: 15日, 十五个工作日, 两个月内, 半年, 当场; None if it is none.

    A week is seven days, a day of hours one day, half a month fifteen days, half a year six months.
    """
    if len(text) > LONGEST:
        return None
    plain = with_arabic_numerals(tidy(text).replace("两", "二")).strip("。.()[]")
    if plain in words("limits")["at_once"]:
        return Length(0, Unit.CALENDAR_DAYS)
    pattern, units = _length_patterns()
    hit = pattern.fullmatch(plain)
    # 15日前 is the fifteenth of some month.
    if hit is None or hit["half"] or ("前" in plain[hit.end("unit") :] and hit["unit"] in ("日", "月", "年")):
        return None
    if hit["count"].isdigit():
        return _whole(int(hit["count"]), units[hit["unit"]], hit["unit"])
    return {"months": Length(15, Unit.CALENDAR_DAYS), "years": Length(6, Unit.MONTHS)}.get(units[hit["unit"]])


def _whole(count: int, unit: str, spelled: str) -> Length | None:
    if count == 0 or spelled == "月":  # 3月 is March
        return None
    if unit == "weeks":
        return Length(7 * count, Unit.CALENDAR_DAYS)
    if unit == "hours":
        return Length(count // 24, Unit.CALENDAR_DAYS) if count % 24 == 0 else None
    if unit == "years":
        return Length(12 * count, Unit.MONTHS) if count <= 3 else None
    return Length(count, Unit(unit))


def read_limits(values: Sequence[CellValue], dating: Dating, *, bare_unit: Unit | None = None) -> LimitColumn:
    """Read a column of limits.

    Args:
        values: the cells.
        dating: what dates them besides.
        bare_unit: what a bare number counts, where the heading says so (办理期限（天）).

    Returns:
        "3月底前" is refused as vague, with the last day of March as a suggestion.
    """
    texts = [as_text(value) for value in values]
    lengths = _lengths(texts, bare_unit)
    shortened = ["" if length is not None else value for value, length in zip(values, lengths, strict=True)]
    dates = read_dates(shortened, Role.DUE_DATE, dating)
    # A cell that holds a length is not blank.
    blank = dates.blank & np.array([length is None for length in lengths], dtype=bool)
    return LimitColumn(_with_last_days(replace(dates, blank=blank), texts, dating), *_arrays(lengths))


def _lengths(texts: Sequence[str], bare_unit: Unit | None) -> list[Length | None]:
    known: dict[str, Length | None] = {}
    for text in dict.fromkeys(texts):
        plain = tidy(text)
        if bare_unit is not None and re.fullmatch("[1-9][0-9]{0,2}", plain):
            known[text] = Length(int(plain), bare_unit)
        else:
            known[text] = read_length(text) if text else None
    return [known[text] for text in texts]


def _arrays(lengths: Sequence[Length | None]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    days = np.array([-1 if length is None else length.number for length in lengths], dtype=np.int64)
    unit = np.empty(len(lengths), dtype=object)
    unit[:] = ["" if length is None else length.unit for length in lengths]
    return days, unit


def _with_last_days(dates: DateColumn, texts: Sequence[str], dating: Dating) -> DateColumn:
    """Read 4月底前, 月底前 and 20日前 as the last day that meets them; suggest the end of a year.

    Only where a limit is written does a person mean that day; elsewhere the same words stay vague.
    """
    refused = (ProblemCode.DATE_VAGUE, ProblemCode.DATE_INCOMPLETE, ProblemCode.DATE_UNPARSEABLE)
    rows = np.flatnonzero(np.isin(dates.code.astype(str), refused)).tolist()
    if not rows:
        return dates
    on, code, suggestion = dates.on.copy(), dates.code.copy(), dates.suggestion.copy()
    for row in rows:
        case, year = dating.registered_on(row), dating.year_given(row)
        last = last_day(texts[row], year, case)
        if last is not None:
            on[row], code[row], suggestion[row] = last, "", ""
        elif not suggestion[row]:
            suggestion[row] = _period_end(texts[row], year or (case or dating.as_of).year, case)
    return replace(dates, on=on, code=code, suggestion=suggestion)


@cache
def _last_day_pattern() -> re.Pattern[str]:
    return re.compile(words("limits")["last_day"])


def last_day(text: str, year: int, registered: date | None) -> date | None:
    """Return the last day that meets 4月底前, 月底前, 次月底前, 20日前; None where the month is not sure.

    Args:
        text: the cell.
        year: what title, tab or file say; 0 where they say nothing.
        registered: when the case came in; the month and year of what is left out.
    """
    hit = _last_day_pattern().fullmatch(with_arabic_numerals(tidy(text)).strip("。.()"))
    if hit is None or (registered is None and not (hit["month"] and (hit["year"] or year))):
        return None
    month = int(hit["month"] or 0) or (registered.month if registered else 0)
    at = int(hit["year"] or 0) or (registered.year if registered else year)
    at += 2000 if at < 100 else 0
    if not 1 <= month <= 12:
        return None
    if hit["next_end"] and registered is not None:
        return month_end(registered.year + month // 12, month % 12 + 1)
    if hit["day"]:
        day = int(hit["day"])
        if registered is not None and (hit["next"] or day < registered.day):
            at, month = at + month // 12, month % 12 + 1
        return date(at, month, day) if 1 <= day <= month_end(at, month).day else None
    if registered is not None and not hit["year"] and (at, month) < (registered.year, registered.month):
        at += 1
    return month_end(at, month)


def _period_end(text: str, year: int, registered: date | None) -> str:
    """Return the last day of the month or year that *text* names: 3月底前, 2026年底."""
    plain = with_arabic_numerals(tidy(text))
    listed = words("limits")
    if written := re.match("(20[0-9]{2})年", plain):
        year = int(written[1])
    if any(word in plain for word in listed["year_end"]):
        return date(year, 12, 31).isoformat()
    if not any(word in plain for word in listed["month_end"]):
        return ""
    named = re.search("([0-9]{1,2})月[底末]", plain)
    if named is None or not 1 <= int(named[1]) <= 12:
        return ""
    month = int(named[1])
    if registered is not None and written is None and (year, month) < (registered.year, registered.month):
        year += 1
    return month_end(year, month).isoformat()


def read_extensions(values: Sequence[CellValue], dating: Dating) -> ExtensionColumn:
    """Read a column of extensions: 延期至3月20日, 延长30日, 是, 二次延期, a bare date.

    Arguments and errors are those of `read_dates`.
    """
    known = {text: _extension(text) for text in dict.fromkeys(map(as_text, values))}
    read = [known[as_text(value)] for value in values]
    dates = read_dates(
        [value if one.rest is None else one.rest for value, one in zip(values, read, strict=True)],
        Role.EXTENSION,
        dating,
    )
    times = np.array([one.times for one in read], dtype=np.int64)
    rests = [
        as_text(value) if one.rest is None else one.rest for value, one in zip(values, read, strict=True)
    ]
    dates = _with_last_days(dates, rests, dating)
    dated = (times == 0) & ~np.isnat(dates.on)
    is_blank = dates.blank & np.array([one.times == 0 for one in read], dtype=bool)
    days, unit = _arrays([one.length for one in read])
    return ExtensionColumn(replace(dates, blank=is_blank), days, unit, np.where(dated, 1, times))


class _Extension(NamedTuple):
    times: int
    length: Length | None = None
    rest: str | None = None  # what is left to be read as a date; None: the cell as it is


def _extension(text: str) -> _Extension:
    plain = with_arabic_numerals(tidy(text)).strip("。.")
    listed = words("limits")["extension"]
    first, *more = [part for part in re.split(listed["next"], plain) if part] or [""]
    if more and any(re.search("[0-9]", part) for part in more):
        # 延至3月25日；再延至4月10日: the first one holds, the second is named.
        return _extension(first)._replace(times=2)
    if not plain or plain in listed["no"]:
        return _Extension(0, rest="")
    times = 3 if any(word in plain for word in map(with_arabic_numerals, listed["third"])) else 1
    if times == 1 and any(word in plain for word in map(with_arabic_numerals, listed["second"])):
        times = 2
    if times > 1:
        # 二次延期至4月10日: until when the first one held, which alone counts, is not said.
        return _Extension(times, rest="")
    if plain in listed["yes"] or _without_lead(plain, listed["lead"]) in ("", *listed["yes"]):
        return _Extension(times, rest="")
    if (length := read_length(plain)) is not None:
        return _Extension(times, length, rest="")
    rest = _without_lead(plain, listed["lead"])
    if rest != plain:
        return _Extension(times, read_length(rest), rest="" if read_length(rest) is not None else rest)
    return _Extension(0)


def _without_lead(plain: str, leads: Sequence[str]) -> str:
    longest_first = sorted(map(with_arabic_numerals, leads), key=len, reverse=True)
    taken = True
    while taken:
        taken = False
        for lead in longest_first:
            if plain.startswith(lead):
                plain, taken = plain.removeprefix(lead).lstrip(",:;、("), True
                break
    return plain
