"""The periods that reports are about: half-months, months, quarters, years. Both ends belong to them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol, Self

from config.errors import ConfigError

_MONTHS_PER_QUARTER = 3
_FIRST_HALF_ENDS = 15


class Period(Protocol):
    """What every kind of period can say of itself."""

    @property
    def label(self) -> str:
        """Its spelling on the command line."""
        ...

    @property
    def first(self) -> date:
        """Its first day, which belongs to it."""
        ...

    @property
    def last(self) -> date:
        """Its last day, which belongs to it."""
        ...


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


class _Labelled:
    """Reading a period's label; what may be written is told by an example."""

    _pattern: ClassVar[re.Pattern[str]]
    _example: ClassVar[str]

    @classmethod
    def _numbers(cls, text: str) -> tuple[int, ...]:
        found = cls._pattern.fullmatch(text.strip().upper())
        if found is None or not int(found.group(1)):
            raise ConfigError(f"{text!r} is no period", fix=f"write it like {cls._example}")
        return tuple(int(group) for group in found.groups())


@dataclass(frozen=True, slots=True, order=True)
class HalfMonth(_Labelled):
    """The 1st to the 15th (half 1), or the 16th to the last day (half 2)."""

    year: int
    month: int
    half: int

    _pattern = re.compile(r"(\d{4})-(0[1-9]|1[0-2])H([12])")
    _example = "2026-03H2"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-03H2``.

        Raises:
            ConfigError: it is spelled otherwise.
        """
        return cls(*cls._numbers(text))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the half-month that *day* lies in."""
        return cls(day.year, day.month, 1 if day.day <= _FIRST_HALF_ENDS else 2)

    @classmethod
    def last_finished(cls, today: date) -> Self:
        """Return the latest half-month whose last day lies before *today*."""
        return cls.of(today).previous()

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
        return _month_end(self.year, self.month)

    @property
    def number(self) -> int:
        """Its issue number (第n期): 1 for the first half of January to 24."""
        return 2 * (self.month - 1) + self.half

    def previous(self) -> Self:
        """Return the half-month just before (环比)."""
        return self.of(self.first - timedelta(days=1))

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
class Month(_Labelled):
    """A calendar month."""

    year: int
    month: int

    _pattern = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
    _example = "2026-03"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-03``.

        Raises:
            ConfigError: it is spelled otherwise.
        """
        return cls(*cls._numbers(text))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that *day* lies in."""
        return cls(day.year, day.month)

    @classmethod
    def last_finished(cls, today: date) -> Self:
        """Return the latest month whose last day lies before *today*."""
        return cls.of(today.replace(day=1) - timedelta(days=1))

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
        return _month_end(self.year, self.month)


@dataclass(frozen=True, slots=True, order=True)
class Quarter(_Labelled):
    """Three calendar months: January to March is the first."""

    year: int
    quarter: int

    _pattern = re.compile(r"(\d{4})-?Q([1-4])")
    _example = "2026Q1"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026Q1``.

        Raises:
            ConfigError: it is spelled otherwise.
        """
        return cls(*cls._numbers(text))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that *day* lies in."""
        return cls(day.year, (day.month - 1) // _MONTHS_PER_QUARTER + 1)

    @classmethod
    def last_finished(cls, today: date) -> Self:
        """Return the latest quarter whose last day lies before *today*."""
        return cls.of(cls.of(today).first - timedelta(days=1))

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
        return _month_end(self.year, _MONTHS_PER_QUARTER * self.quarter)


@dataclass(frozen=True, slots=True, order=True)
class Year(_Labelled):
    """A calendar year."""

    year: int

    _pattern = re.compile(r"(\d{4})")
    _example = "2026"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026``.

        Raises:
            ConfigError: it is spelled otherwise.
        """
        return cls(*cls._numbers(text))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the year that *day* lies in."""
        return cls(day.year)

    @classmethod
    def last_finished(cls, today: date) -> Self:
        """Return the year before that of *today*."""
        return cls(today.year - 1)

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
class Day:
    """A single day, for what is told as of today."""

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


def half_months(period: Period) -> tuple[HalfMonth, ...]:
    """Return the half-months that *period* is made of, oldest first."""
    found = [HalfMonth.of(period.first)]
    while found[-1].last < period.last:
        found.append(HalfMonth.of(found[-1].last + timedelta(days=1)))
    return tuple(found)
