"""Half-days: which are open, which are taken. One diary answers for every path that wants one.

A half-day is a bit: bit 0 is this morning, bit 1 this afternoon, bit 2 tomorrow morning. A set of them is
one integer, so that "the earliest that is free for all of us" is two ANDs and the lowest bit.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from config.calendar import WorkCalendar
from config.vocabulary import Half
from rules.sittings.mediators import Mediator, Place, SittingOffice

#: How far a written sitting may lie ahead, in days; a later one is taken for a slip in the year.
FARTHEST = 180
#: Days a diary reaches: beyond every sitting and every horizon.
_REACH = 400
_EVERY_MORNING = sum(1 << 2 * at for at in range(_REACH))
#: Both halves of every seventh day.
_EVERY_WEEK = sum(3 << 2 * at for at in range(0, _REACH, 7))


class HalfDay(NamedTuple):
    """The morning or the afternoon of one day; they sort in the order of time."""

    day: date
    half: Half


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a look ahead from *today*, as sets of half-days.

    Attributes:
        open: on which sittings are proposed at all.
        window: those of them from the notice to the horizon.
        provisional: of years whose notice is not out.
        calendar: whose working days they are.
    """

    today: date
    open: int
    window: int
    provisional: int
    calendar: WorkCalendar

    @classmethod
    def of(
        cls, today: date, calendar: WorkCalendar, *, notice: int, horizon: int, rest_days: bool = False
    ) -> "Days":
        """Return the days ahead of *today*.

        Args:
            today: the date in the township.
            calendar: its working days.
            notice: the first proposed day is that many working days after today.
            horizon: the last one likewise.
            rest_days: Saturdays and Sundays are open too; holidays never are.
        """
        days = np.datetime64(today, "D") + np.arange(_REACH)
        is_open = calendar.is_working(days)
        if rest_days:
            for at in np.flatnonzero(~is_open).tolist():
                day = today + timedelta(days=at)
                is_open[at] = day.isoweekday() > 5 and day not in calendar.holidays
        now = np.datetime64(today, "D")
        first, last = ((calendar.add_working_days(now, n) - now).astype(np.int64) for n in (notice, horizon))
        opened = _bits(is_open)
        window = opened & _before(int(last) + 1) & ~_before(int(first))
        return cls(today, opened, window, _bits(calendar.is_provisional(days)), calendar)

    def bit(self, half_day: HalfDay) -> int:
        """Return a half-day as a set of one; 0 for a day that is over or out of reach."""
        at = (half_day.day - self.today).days
        return 1 << (2 * at + (half_day.half is Half.PM)) if 0 <= at < _REACH else 0

    def half_day(self, bit: int) -> HalfDay:
        """Return the half-day of a set of one."""
        at = bit.bit_length() - 1
        return HalfDay(self.today + timedelta(days=at // 2), Half.PM if at % 2 else Half.AM)

    def until(self, day: date | None) -> int:
        """Return the half-days from today up to and including *day*; None is without end."""
        return _before(_REACH if day is None else (day - self.today).days + 1)


def plain_day(day: np.datetime64) -> date:
    """Return a day of the calendar as a date."""
    return day.astype("datetime64[D]").astype(date)


def _before(at: int) -> int:
    return (1 << 2 * min(at, _REACH)) - 1 if at > 0 else 0


def _bits(flags: Sequence[bool] | np.ndarray) -> int:
    return sum(3 << 2 * at for at in np.flatnonzero(flags).tolist())


class Diary:
    """Who and which room is taken when."""

    def __init__(self, office: SittingOffice, days: Days) -> None:
        self.office, self.days = office, days
        self._works: dict[str, int] = {}
        self._busy: defaultdict[str, int] = defaultdict(int)
        self._full: defaultdict[str, int] = defaultdict(int)
        self._held: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._rooms: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._crowded: defaultdict[str, int] = defaultdict(int)

    def untaken(self, mediator: Mediator, place: Place) -> int:
        """Return the half-days on which nothing else takes the mediator or the last room."""
        return ~(self._busy[mediator.key] | self._crowded[place.key])

    def free(self, mediator: Mediator, place: Place) -> int:
        """Return the half-days that could be proposed: open, worked by the mediator, and untaken."""
        return self.works(mediator) & ~self._full[mediator.key] & self.untaken(mediator, place)

    def works(self, mediator: Mediator) -> int:
        """Return the open half-days on which a mediator works, whatever stands on them."""
        known = self._works.get(mediator.key)
        if known is None:
            known = self._works[mediator.key] = self.days.open & self.agreed(mediator)
        return known

    def agreed(self, mediator: Mediator) -> int:
        """Return the half-days on which a mediator's own days, halves and leave let one work, open or not."""
        return _agreed(mediator, self.days)

    def earliest(
        self, mediators: Sequence[Mediator], place: Place, among: int
    ) -> tuple[int, Mediator] | None:
        """Return the first half-day *among* some, and who takes it; on a tie the first of *mediators*."""
        best: tuple[int, Mediator] | None = None
        for mediator in mediators:
            free = self.free(mediator, place) & among
            bit = free & -free
            if bit and (best is None or bit < best[0]):
                best = bit, mediator
        return best

    def take(self, bit: int, mediators: Sequence[Mediator], place: Place | None) -> None:
        """Let a half-day be taken, by people or by a proposal."""
        for mediator in mediators:
            self._move(bit, mediator, 1)
        if place is not None:
            self._room(bit, place, 1)

    def give_up(self, bit: int, mediator: Mediator, place: Place) -> None:
        """Take a proposal back."""
        self._move(bit, mediator, -1)
        self._room(bit, place, -1)

    def _move(self, bit: int, mediator: Mediator, by: int) -> None:
        key = mediator.key
        both = _day_of(bit)
        self._held[key, bit] += by
        self._busy[key] = _with(self._busy[key], bit, there=self._held[key, bit] > 0)
        taken = sum(self._held[key, half] for half in (both & -both, both & (both << 1)) if half)
        self._full[key] = _with(self._full[key], both, there=taken >= mediator.per_day)

    def _room(self, bit: int, place: Place, by: int) -> None:
        self._rooms[place.key, bit] += by
        full = self._rooms[place.key, bit] >= place.rooms
        self._crowded[place.key] = _with(self._crowded[place.key], bit, there=full)


def _agreed(mediator: Mediator, days: Days) -> int:
    """Return the half-days on which a mediator's own days, halves and leave let one work."""
    found = sum(_EVERY_MORNING << (half is Half.PM) for half in mediator.halves)
    if mediator.days:
        first = days.today.isoweekday()
        found &= sum(_EVERY_WEEK << 2 * ((day - first) % 7) for day in mediator.days)
    for day in mediator.off:
        found &= ~(days.bit(HalfDay(day, Half.AM)) | days.bit(HalfDay(day, Half.PM)))
    return found


def _day_of(bit: int) -> int:
    """Return both halves of the day of a half-day."""
    at = (bit.bit_length() - 1) // 2
    return 3 << 2 * at if bit else 0


def _with(some: int, bits: int, *, there: bool) -> int:
    return some | bits if there else some & ~bits
