"""Rest days by year: published tables, statutory days for years without one, and the township's own.

Published tables come from ``chinesecalendar`` (the State Council's yearly notices, make-up days
included). Years without a notice fall back on ``statutory.toml``: the thirteen days of the Regulation
on Public Holidays as amended in November 2024. That file was made once with
``python -m config.calendars.generate`` (needs the development package ``holidays``).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

#: How the published tables spell a holiday, and our identifier for it (words: language files).
_HOLIDAY_IDS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "tomb_sweeping",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
}

#: A rest day that no table names: a township's own, or a single national one.
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What a township says of one year: ``[calendar.2027]`` of township.toml.

    Attributes:
        off: rest days, over the built-in table.
        work: working days, make-up weekends among them, over the built-in table and *off*.
    """

    off: Sequence[date] = ()
    work: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class RestDays:
    """Every exception to "Saturday and Sunday are off".

    Attributes:
        off: rest day to the holiday's identifier.
        work: weekend days that are worked.
        published: years whose days are settled: a notice is in the tables or in the overlay.
        last_table: the last year of the built-in tables.
    """

    off: Mapping[date, str]
    work: frozenset[date]
    published: frozenset[int]
    last_table: int


@cache
def published_tables() -> RestDays:
    """Return the built-in tables. Source: the yearly notices 国务院办公厅关于部分节假日安排的通知."""
    # The package's day-by-day functions cost 20 µs a call; its tables are all we need.
    from chinese_calendar import constants

    off = {day: _HOLIDAY_IDS.get(str(name), LOCAL) for day, name in constants.holidays.items()}
    years = frozenset(day.year for day in off)
    return RestDays(MappingProxyType(off), frozenset(constants.workdays), years, max(years))


@cache
def statutory_days() -> Mapping[date, str]:
    """Return the statutory days of the years that ``statutory.toml`` covers, without make-up days."""
    text = (files(__package__ or "config.calendars") / "statutory.toml").read_text("utf-8")
    years: Mapping[str, Mapping[str, list[date]]] = tomllib.loads(text)["year"]
    return MappingProxyType(
        {day: name for holidays in years.values() for name, days in holidays.items() for day in days}
    )


def rest_days(overlay: Mapping[int, CalendarYear]) -> RestDays:
    """Join tables, statutory days and *overlay*.

    A year after the tables counts as published when the overlay's ``off`` names every statutory day of
    it that falls on a weekday: a whole notice does, a list of local days alone does not.
    """
    tables = published_tables()
    statutory = statutory_days()
    off = {day: name for day, name in statutory.items() if day.year > tables.last_table}
    named = {**off, **tables.off}
    off = dict(named)
    work = set(tables.work)
    published = set(tables.published)
    for year, own in overlay.items():
        off.update({day: named.get(day, LOCAL) for day in own.off})
        work.difference_update(own.off)
        work.update(own.work)
        if _is_whole_notice(year, own.off, statutory):
            published.add(year)
    for day in work:
        off.pop(day, None)
    return RestDays(MappingProxyType(off), frozenset(work), frozenset(published), tables.last_table)


def _is_whole_notice(year: int, off: Iterable[date], statutory: Mapping[date, str]) -> bool:
    weekdays = {day for day in statutory if day.year == year and day.weekday() < 5}
    return bool(weekdays) and weekdays <= set(off)
