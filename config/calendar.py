"""Working days, make-up days (调休) included, for whole columns at once.

One table of running counts answers every question: how many working days lie between two dates, which
day is the n-th after another, which is the n-th before. A date is ``datetime64[D]``; ``NaT`` in gives
``NaT`` (or 0) out; a date outside the table (1900 to 2199) is treated like ``NaT``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from config.calendars import CalendarYear, rest_days

Days = NDArray[np.datetime64]  # datetime64[D]
Counts = NDArray[np.int64]

_BASE = np.datetime64("1900-01-01", "D")
_END = np.datetime64("2200-01-01", "D")
_SIZE = int((_END - _BASE).astype(np.int64))
_NAT = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """The working days of a township.

    Attributes:
        working: day number to whether it is worked; shape (size,).
        before: day number to how many working days lie before it; shape (size + 1,).
        numbers: the day numbers of all working days, ascending.
        open_before: like ``before``, for days of years whose notice is not out.
        holidays: rest day to the holiday's identifier (`config.calendars`).
        makeup: weekend days that are worked.
        published: years whose days are settled.
    """

    working: NDArray[np.bool_]
    before: NDArray[np.int64]
    numbers: NDArray[np.int64]
    open_before: NDArray[np.int64]
    holidays: Mapping[date, str]
    makeup: frozenset[date]
    published: frozenset[int]

    @classmethod
    def build(cls, overlay: Mapping[int, CalendarYear] | None = None) -> "WorkCalendar":
        """Return the calendar of the built-in tables with a township's *overlay* on top.

        Years before the tables are counted Monday to Friday and are settled; years after them are
        counted on statutory days and weekends, and are provisional (暂定). Townships with the same
        overlay, mostly none, share one calendar: it is two megabytes, and a worker knows hundreds.
        """
        years = (overlay or {}).items()
        return _built(frozenset((year, tuple(each.off), tuple(each.work)) for year, each in years))

    def is_working(self, dates: ArrayLike) -> NDArray[np.bool_]:
        """Return which *dates* are worked; False for ``NaT``."""
        numbers, known = _numbers(dates)
        return self.working[numbers] & known

    def add_working_days(self, starts: ArrayLike, n: ArrayLike) -> Days:
        """Return the n-th working day after each start; day 1 is the next working day.

        0 is the start itself, worked or not. Source: Civil Code art. 201 (the day of the event is not
        counted).
        """
        numbers, known = _numbers(starts)
        count = np.asarray(n, dtype=np.int64)
        index = self.before[numbers + 1] + count - 1
        there = known & (index >= 0) & (index < self.numbers.size)
        found = _dates(self.numbers[np.where(there, index, 0)])
        return np.where(there, np.where(count == 0, _dates(numbers), found), _NAT)

    def count_working_days(self, after: ArrayLike, until: ArrayLike) -> Counts:
        """Count the working days after *after*, up to and including *until*.

        Negative when *until* is earlier; 0 when either is ``NaT``.
        """
        first, first_known = _numbers(after)
        last, last_known = _numbers(until)
        count = self.before[last + 1] - self.before[first + 1]
        return np.where(first_known & last_known, count, 0)

    def roll_forward(self, dates: ArrayLike) -> Days:
        """Return each date, or the next working day when it is a rest day (Civil Code art. 203)."""
        numbers, known = _numbers(dates)
        index = np.minimum(self.before[numbers], self.numbers.size - 1)
        return np.where(known, _dates(self.numbers[index]), _NAT)

    def roll_backward(self, dates: ArrayLike) -> Days:
        """Return each date, or the last working day before it when it is a rest day."""
        numbers, known = _numbers(dates)
        index = self.before[numbers + 1] - 1
        there = known & (index >= 0)
        return np.where(there, _dates(self.numbers[np.where(there, index, 0)]), _NAT)

    def is_provisional(self, dates: ArrayLike) -> NDArray[np.bool_]:
        """Return which *dates* lie in a year whose notice is not out."""
        numbers, known = _numbers(dates)
        return (self.open_before[numbers + 1] > self.open_before[numbers]) & known

    def touches_provisional(self, after: ArrayLike, until: ArrayLike) -> NDArray[np.bool_]:
        """Return where a day after *after*, up to *until*, lies in a year whose notice is not out."""
        first, first_known = _numbers(after)
        last, last_known = _numbers(until)
        return (self.open_before[last + 1] > self.open_before[first + 1]) & first_known & last_known


def as_days(dates: ArrayLike) -> Days:
    """Return dates of any datetime64 unit, or ``date`` objects, as ``datetime64[D]``."""
    return np.asarray(dates, dtype="datetime64[D]")


def _weekday(days: Days) -> NDArray[np.int64]:
    # 1970-01-01 was a Thursday.
    return (days.astype(np.int64) + 3) % 7


@lru_cache(maxsize=16)
def _built(overlay: frozenset[tuple[int, tuple[date, ...], tuple[date, ...]]]) -> WorkCalendar:
    rest = rest_days({year: CalendarYear(off=off, work=work) for year, off, work in overlay})
    days = _BASE + np.arange(_SIZE)
    working = _weekday(days) < 5
    working[_numbers_of(rest.off)] = False
    working[_numbers_of(rest.work)] = True
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    is_open = (years > rest.last_table) & ~np.isin(years, sorted(rest.published))
    built = WorkCalendar(
        working=working,
        before=np.concatenate(([0], np.cumsum(working))),
        numbers=np.flatnonzero(working),
        open_before=np.concatenate(([0], np.cumsum(is_open))),
        holidays=rest.off,
        makeup=rest.work,
        published=rest.published,
    )
    for column in (built.working, built.before, built.numbers, built.open_before):
        column.setflags(write=False)
    return built


def _numbers(dates: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return 0-based day numbers in the table, and where there is one; elsewhere the number is 0."""
    numbers = as_days(dates).astype(np.int64) - _BASE.astype(np.int64)
    known = (numbers >= 0) & (numbers < _SIZE)
    return np.where(known, numbers, 0), known


def _numbers_of(days: Any) -> NDArray[np.int64]:
    numbers, known = _numbers(np.array(sorted(days), dtype="datetime64[D]"))
    return numbers[known]


def _dates(numbers: NDArray[np.int64]) -> Days:
    return _BASE + numbers
