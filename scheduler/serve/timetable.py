"""Which job is due when: the schedule's cron lines and the working days, as slots. Pure.

A slot is one occurrence of one job. Its key is what the state remembers it by: the moment for the runs
that happen many times a day, the period for the reports.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from config.calendar import WorkCalendar
from config.cron import CronLine, read_cron
from config.periods import HalfMonth, Month, Quarter
from config.tables.service_tables import SchedulePart

_DAY = timedelta(days=1)

#: How far a moment is looked for: a line may name one day of one month, and that one may be a rest day.
_HORIZON_DAYS = 800

#: No holiday is longer, so that no working day lies further from a rest day.
_LONGEST_REST = 31


class JobName(StrEnum):
    """The jobs, in the order they are worked off when several are due: reports rest on a fresh pass."""

    SWEEP = "sweep"
    SYNC = "sync"
    REMIND = "remind"
    REPORT = "report"
    REPORT_AGAIN = "report_again"
    RISK_LIST = "risk_list"
    LEAD_OFFICERS = "lead_officers"


class CatchUp(StrEnum):
    """What is made good after the machine was off."""

    NEWEST = "newest"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of a job; *due* is an aware moment in the township's zone."""

    job: JobName
    key: str
    due: datetime


#: Tells whether a day is worked.
WorkDays = Callable[[date], bool]


class Lines(Protocol):
    """The slots of one job whose moment lies on certain days."""

    def __call__(self, first: date, last: date) -> Iterator[tuple[str, date, time]]:
        """Yield key, day and time of each slot from *first* to *last*, in order; both ends included."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the schedule.

    Attributes:
        on_working_days: it may only be made good on a working day, and not earlier in the day than its line
            says: people are not reminded on Saturdays or at night.
    """

    name: JobName
    catch_up: CatchUp
    lines: Lines
    zone: tzinfo
    is_working: WorkDays
    on_working_days: bool = False

    def between(self, after: datetime, until: datetime) -> list[Slot]:
        """Return the slots due after *after*, up to and including *until*, in order."""
        first, last = (moment.astimezone(self.zone).date() for moment in (after, until))
        found = [self._slot(*line) for line in self.lines(first, last)]
        return [slot for slot in found if after < slot.due <= until]

    def newest(self, until: datetime) -> Slot | None:
        """Return the slot that was due last, at *until* or before."""
        for days in (2, 35, _HORIZON_DAYS):
            found = self.between(until - timedelta(days=days), until)
            if found:
                return found[-1]
        return None

    def next(self, after: datetime) -> Slot | None:
        """Return the first slot due after *after*."""
        for days in (2, 35, _HORIZON_DAYS):
            found = self.between(after, after + timedelta(days=days))
            if found:
                return found[0]
        return None

    def not_before(self, slot: Slot, now: datetime) -> datetime:
        """Return the earliest moment from *now* on at which an overdue slot may be made good."""
        if not self.on_working_days:
            return now
        day = now.astimezone(self.zone).date()
        while not self.is_working(day):
            day += _DAY
        opens = _at(day, slot.due.astimezone(self.zone).timetz().replace(tzinfo=None), self.zone)
        return max(now, opens)

    def _slot(self, key: str, day: date, at: time) -> Slot:
        due = _at(day, at, self.zone)
        return Slot(self.name, key or due.strftime("%Y-%m-%dT%H:%M"), due)


def _at(day: date, at: time, zone: tzinfo) -> datetime:
    # Through UTC, so that an hour that a clock change leaves out becomes the one that is there.
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)


def make_plan(schedule: SchedulePart, calendar: WorkCalendar, zone: tzinfo) -> tuple[Job, ...]:
    """Return the township's jobs, in the order they are worked off."""
    known: dict[date, bool] = {}

    def is_working(day: date) -> bool:
        if day not in known:
            known[day] = bool(calendar.is_working([day.isoformat()])[0])
        return known[day]

    working: WorkDays = is_working if schedule.workdays else _always
    lines: Mapping[JobName, Lines] = {
        JobName.SWEEP: _Daily(read_cron(schedule.sweep), _always),
        JobName.SYNC: _Daily(read_cron(schedule.sync), working),
        JobName.REMIND: _Daily(read_cron(schedule.remind), working),
        JobName.REPORT: _AfterPeriod(read_cron(schedule.report), working, HalfMonth),
        JobName.REPORT_AGAIN: _NextDay(_AfterPeriod(read_cron(schedule.report), working, HalfMonth), working),
        JobName.RISK_LIST: _Before(read_cron(schedule.risk_list), working),
        JobName.LEAD_OFFICERS: _AfterPeriod(read_cron(schedule.lead_officers), working, Quarter),
    }
    newest = {JobName.SWEEP, JobName.SYNC, JobName.REMIND, JobName.REPORT_AGAIN}
    return tuple(
        Job(
            name,
            CatchUp.NEWEST if name in newest else CatchUp.EVERY,
            lines[name],
            zone,
            working,
            on_working_days=name is JobName.REMIND,
        )
        for name in JobName
    )


def _always(_day: date) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Daily:
    """Every moment of the line, on working days."""

    cron: CronLine
    is_working: WorkDays

    def __call__(self, first: date, last: date) -> Iterator[tuple[str, date, time]]:
        for day in _days(first, last):
            if self.cron.falls_on(day) and self.is_working(day):
                for at in self.cron.times:
                    yield "", day, at


@dataclass(frozen=True, slots=True)
class _AfterPeriod:
    """The line's first moment on a working day after a period has ended."""

    cron: CronLine
    is_working: WorkDays
    kind: type[HalfMonth] | type[Quarter]

    def __call__(self, first: date, last: date) -> Iterator[tuple[str, date, time]]:
        for day in _days(first, last):
            if self._fires(day):
                for period in self._ended_before(day):
                    yield period.label, day, self.cron.times[0]

    def _fires(self, day: date) -> bool:
        return self.cron.falls_on(day) and self.is_working(day)

    def _ended_before(self, day: date) -> Sequence[HalfMonth | Quarter]:
        """Return the periods whose first firing day after their end is *day*, the oldest first."""
        found: list[HalfMonth | Quarter] = []
        period = self.kind.last_finished(day)
        while not any(self._fires(other) for other in _days(period.last + _DAY, day - _DAY)):
            found.insert(0, period)
            if (day - period.last).days > _HORIZON_DAYS:
                break
            period = self.kind.last_finished(period.first)
        return found


@dataclass(frozen=True, slots=True)
class _NextDay:
    """The working day after the moments of other lines."""

    lines: Lines
    is_working: WorkDays

    def __call__(self, first: date, last: date) -> Iterator[tuple[str, date, time]]:
        for key, day, at in self.lines(first - _LONGEST_REST * _DAY, last):
            moved = day + _DAY
            while not self.is_working(moved):
                moved += _DAY
            if first <= moved <= last:
                yield key, moved, at


@dataclass(frozen=True, slots=True)
class _Before:
    """The line's moment in a month, or the working day before it."""

    cron: CronLine
    is_working: WorkDays

    def __call__(self, first: date, last: date) -> Iterator[tuple[str, date, time]]:
        months: set[str] = set()
        for day in _days(first.replace(day=1), last + _LONGEST_REST * _DAY):
            label = Month.of(day).label
            if self.cron.falls_on(day) and label not in months:
                months.add(label)
                moved = day
                while not self.is_working(moved):
                    moved -= _DAY
                if first <= moved <= last:
                    yield label, moved, self.cron.times[0]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY
