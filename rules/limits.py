"""From a start and a length to a due date, for whole columns.

Day 1 is the day after the start (Civil Code art. 201); months end on the same day number or the month's
last day (art. 202); a last day on a rest day becomes the next working day (art. 203). A hold moves the
last day by the days held, in the duty's own unit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from config.calendar import Counts, Days, WorkCalendar
from config.packs.model import Duty
from config.packs.pack_parts import Roll
from config.vocabulary import Role, Unit
from rules.facts import Facts, Flags
from rules.holds import Holds, held_calendar_days, held_working_days


@dataclass(frozen=True, slots=True)
class Limits:
    """Due dates of one duty; every array has the length of the rows they are for.

    Attributes:
        raw: the last day before it is rolled; what a reminder aims at.
        due: the formal limit.
        provisional: a day of a year without its notice decides it (暂定).
        held: how many days a hold moved it, in the duty's unit.
    """

    raw: Days
    due: Days
    provisional: Flags
    held: Counts

    def at(self, some: NDArray[np.intp]) -> "Limits":
        """Return those at some positions."""
        return Limits(self.raw[some], self.due[some], self.provisional[some], self.held[some])

    def changed(self, some: NDArray[np.intp], new: "Limits") -> "Limits":
        """Return a copy with *new* ones at some positions."""
        raw, due, provisional = self.raw.copy(), self.due.copy(), self.provisional.copy()
        raw[some], due[some], provisional[some] = new.raw, new.due, new.provisional
        return Limits(raw, due, provisional, self.held)


@dataclass(frozen=True, slots=True)
class Started:
    """The rows on which a duty's clock was started.

    Attributes:
        rows: mask of all rows.
        start: the day that started it, of those rows.
    """

    rows: Flags
    start: Days


def duty_limits(duty: Duty, facts: Facts, started: Started, holds: Holds, calendar: WorkCalendar) -> Limits:
    """Return the limits of *duty* on the rows where it was *started*.

    A limit written in the row is taken as it stands when it is a date, and counted when it is a length.
    """
    over = holds.days_after(started.start, started.rows) if holds.any_over else None
    counting = _Counting(duty.roll, calendar, over)
    if duty.written:
        return _written(facts, started, counting)
    assert duty.length is not None  # noqa: S101  the pack was checked
    assert duty.unit is not None  # noqa: S101
    return counting.limits(started.start, duty.length, duty.unit)


@dataclass(frozen=True, slots=True)
class _Counting:
    """How a duty's lengths are counted.

    Attributes:
        roll: what becomes of a last day on a rest day.
        calendar: which days are worked.
        over: per row, the first day of a hold that is over and the day work went on; None without any.
    """

    roll: Roll
    calendar: WorkCalendar
    over: tuple[Days, Days] | None

    def limits(self, start: Days, length: ArrayLike, unit: Unit) -> Limits:
        """Return when *length* from *start* on is over, as long as a hold took longer."""
        calendar, held = self.calendar, np.zeros(start.size, dtype=np.int64)
        if unit is Unit.WORKING_DAYS:
            if self.over is not None:
                held = held_working_days(*self.over, calendar)
            due = calendar.add_working_days(start, np.asarray(length, dtype=np.int64) + held)
            return Limits(due, due, calendar.touches_provisional(start, due), held)
        if self.over is not None:
            held = held_calendar_days(*self.over)
        months = unit is Unit.MONTHS
        raw = add_months(start, length) if months else start + np.asarray(length, dtype=np.int64)
        raw = raw + held
        return Limits(raw, rolled(raw, self.roll, calendar), _may_roll(raw, self.roll, calendar), held)

    def at(self, some: Flags) -> "_Counting":
        """Return the same for some of the rows."""
        over = None if self.over is None else (self.over[0][some], self.over[1][some])
        return _Counting(self.roll, self.calendar, over)


def _written(facts: Facts, started: Started, counting: _Counting) -> Limits:
    rows = started.rows
    written = facts.day(Role.DUE_DATE)[rows]
    held = np.zeros(written.size, dtype=np.int64)
    raw = written
    if counting.over is not None:
        held = held_calendar_days(*counting.over)
        raw = written + held
    due, provisional = raw.copy(), np.zeros(written.size, dtype=bool)
    raw = raw.copy()
    for unit in Unit:
        counted = np.isnat(written) & facts.is_one_of("limit_unit", (unit,))[rows]
        if not counted.any():
            continue
        length = facts.numbers("limit_days")[rows][counted]
        limits = counting.at(counted).limits(started.start[counted], length, unit)
        raw[counted], due[counted] = limits.raw, limits.due
        provisional[counted], held[counted] = limits.provisional, limits.held
    return Limits(raw, due, provisional, held)


def rolled(days: Days, roll: Roll, calendar: WorkCalendar) -> Days:
    """Return *days*, those on rest days moved as *roll* says."""
    if roll is Roll.NONE:
        return days
    return calendar.roll_forward(days) if roll is Roll.NEXT else calendar.roll_backward(days)


def _may_roll(raw: Days, roll: Roll, calendar: WorkCalendar) -> NDArray[np.bool_]:
    # Which days rest is unknown for such a year, so whether the limit moves is too.
    if roll is Roll.NONE:
        return np.zeros(raw.size, dtype=bool)
    return calendar.is_provisional(raw)


def add_months(start: Days, months: ArrayLike) -> Days:
    """Return the same day number *months* later, or that month's last day (Civil Code art. 202)."""
    begun = start.astype("datetime64[M]")
    day_of_month = start - begun.astype("datetime64[D]")
    first = (begun + np.asarray(months, dtype=np.int64)).astype("datetime64[M]")
    return np.minimum(first.astype("datetime64[D]") + day_of_month, month_end(first))


def month_end(months: NDArray[np.datetime64]) -> Days:
    """Return the last day of each month (``datetime64[M]``)."""
    return (months + 1).astype("datetime64[D]") - 1
