"""The periods that duties and reports are about, from a day to a year. Both ends belong to them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from config.errors import ConfigError
from config.messages import message

_DAY = timedelta(days=1)
_MONTHS_PER_QUARTER = 3
_FIRST_HALF_ENDS = 15


class Period(Protocol):
    """What every kind of period can say of itself."""

    @property
    def label(self) -> str:
        """Its spelling on the command line, in JSON and in the state."""
        ...

    @property
    def first(self) -> date:
        """Its first day, which belongs to it."""
        ...

    @property
    def last(self) -> date:
        """Its last day, which belongs to it."""
        ...


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


class _Spelled:
    """A period of the calendar: it can read its own label, and one follows another."""

    _pattern: ClassVar[re.Pattern[str]]
    _example: ClassVar[str]

    if TYPE_CHECKING:

        def __init__(self, *numbers: int) -> None: ...

        @classmethod
        def of(cls, day: date) -> Self: ...

        @property
        def first(self) -> date: ...

        @property
        def last(self) -> date: ...

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a label, in capitals or not.

        Raises:
            ConfigError: it is spelled otherwise.
        """
        found = cls._pattern.fullmatch(text.strip().upper())
        if found is None or not int(found.group(1)):
            raise ConfigError(message("settings.period", text=text, example=cls._example))
        return cls(*(int(group) for group in found.groups()))

    @classmethod
    def last_finished(cls, today: date) -> Self:
        """Return the latest of its kind whose last day lies before *today*."""
        return cls.of(today).previous()

    def previous(self) -> Self:
        """Return the one just before (环比)."""
        return self.of(self.first - _DAY)

    def next(self) -> Self:
        """Return the one just after."""
        return self.of(self.last + _DAY)


@dataclass(frozen=True, slots=True, order=True)
class HalfMonth(_Spelled):
    """The 1st to the 15th (half 1), or the 16th to the last day (half 2)."""

    year: int
    month: int
    half: int

    _pattern = re.compile(r"(\d{4})-(0[1-9]|1[0-2])H([12])")
    _example = "2026-03H2"

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the half-month that *day* lies in."""
        return cls(day.year, day.month, 1 if day.day <= _FIRST_HALF_ENDS else 2)

    @property
    def label(self) -> str:
        """``2026-03H2``."""
        return f"{self.year:04d}-{self.month:02d}H{self.half}"

    @property
    def first(self) -> date:
        """The 1st or the 16th."""
        return date(self.year, self.month, 1 if self.half == 1 else _FIRST_HALF_ENDS + 1)

    @property
    def last(self) -> date:
        """The 15th or the month's last day."""
        if self.half == 1:
            return date(self.year, self.month, _FIRST_HALF_ENDS)
        return month_end(self.year, self.month)

    @property
    def number(self) -> int:
        """Its issue number (第n期): 1 for the first half of January to 24."""
        return 2 * (self.month - 1) + self.half

    def last_year(self) -> Self:
        """Return the same half-month of the year before (同比)."""
        return type(self)(self.year - 1, self.month, self.half)

    def back(self, count: int) -> tuple[Self, ...]:
        """Return the *count* half-months that end with this one, oldest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous())
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True, order=True)
class Month(_Spelled):
    """A calendar month."""

    year: int
    month: int

    _pattern = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
    _example = "2026-03"

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that *day* lies in."""
        return cls(day.year, day.month)

    @property
    def label(self) -> str:
        """``2026-03``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """The 1st."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return month_end(self.year, self.month)


@dataclass(frozen=True, slots=True, order=True)
class Quarter(_Spelled):
    """Three calendar months: January to March is the first."""

    year: int
    quarter: int

    _pattern = re.compile(r"(\d{4})-?Q([1-4])")
    _example = "2026Q1"

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that *day* lies in."""
        return cls(day.year, (day.month - 1) // _MONTHS_PER_QUARTER + 1)

    @property
    def label(self) -> str:
        """``2026Q1``."""
        return f"{self.year:04d}Q{self.quarter}"

    @property
    def first(self) -> date:
        """The first day of its first month."""
        return date(self.year, _MONTHS_PER_QUARTER * (self.quarter - 1) + 1, 1)

    @property
    def last(self) -> date:
        """The last day of its third month."""
        return month_end(self.year, _MONTHS_PER_QUARTER * self.quarter)


@dataclass(frozen=True, slots=True, order=True)
class Year(_Spelled):
    """A calendar year."""

    year: int

    _pattern = re.compile(r"(\d{4})")
    _example = "2026"

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the year that *day* lies in."""
        return cls(day.year)

    @property
    def label(self) -> str:
        """``2026``."""
        return f"{self.year:04d}"

    @property
    def first(self) -> date:
        """New Year's Day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """New Year's Eve."""
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class Week(_Spelled):
    """Monday to Sunday, by its ISO number."""

    year: int
    week: int

    _pattern = re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])")
    _example = "2026-W14"

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week that *day* lies in."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @property
    def label(self) -> str:
        """``2026-W14``."""
        return f"{self.year:04d}-W{self.week:02d}"

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.week, 7)


@dataclass(frozen=True, slots=True, order=True)
class YearToDate:
    """The days from New Year's Day to *last* (本年累计)."""

    last: date

    @property
    def label(self) -> str:
        """``2026-01-01/2026-03-31``."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def first(self) -> date:
        """New Year's Day."""
        return date(self.last.year, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A single day."""

    day: date

    @property
    def label(self) -> str:
        """``2026-03-25``."""
        return self.day.isoformat()

    @property
    def first(self) -> date:
        """The day."""
        return self.day

    @property
    def last(self) -> date:
        """The day."""
        return self.day


@dataclass(frozen=True, slots=True, order=True)
class DayRun:
    """Some days in a row, known by the first of them."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """``2026-03-25``, its first day."""
        return self.first.isoformat()


def half_months(period: Period) -> tuple[HalfMonth, ...]:
    """Return the half-months that *period* is made of, oldest first."""
    found = [HalfMonth.of(period.first)]
    while found[-1].last < period.last:
        found.append(found[-1].next())
    return tuple(found)
