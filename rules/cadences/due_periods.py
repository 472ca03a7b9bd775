"""Of the periods in which offices owe something once: which are up for judgment, and when each is due."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from config.calendar import WorkCalendar
from config.packs.cadence_model import Cadence, CadencePeriod
from config.packs.pack_parts import Roll
from config.periods import Day, DayRun, HalfMonth, Month, Period, Quarter, Week, Year
from config.vocabulary import Unit
from rules.ruleset import Rules, Window

#: How many working days before its due day a running period is told.
TOLD_BEFORE = 3

_DAY = timedelta(days=1)

_CALENDAR: Mapping[CadencePeriod, type[HalfMonth | Month | Quarter | Week | Year]] = {
    CadencePeriod.HALF_MONTH: HalfMonth,
    CadencePeriod.MONTH: Month,
    CadencePeriod.QUARTER: Quarter,
    CadencePeriod.WEEK: Week,
    CadencePeriod.YEAR: Year,
}


def due_date(cadence: Cadence, period: Period, calendar: WorkCalendar) -> date:
    """Return the last day on which *cadence* is still on time for a period."""
    if cadence.due_day is not None:
        # The 31st of a short month is its last day.
        due = period.last.replace(day=min(cadence.due_day, period.last.day))
    elif cadence.due_unit is Unit.WORKING_DAYS:
        return _plain(calendar.add_working_days(np.datetime64(period.last, "D"), cadence.due_after))
    else:
        due = period.last + timedelta(days=cadence.due_after)
    if cadence.roll is Roll.NONE:
        return due
    roll = calendar.roll_forward if cadence.roll is Roll.NEXT else calendar.roll_backward
    return _plain(roll(np.datetime64(due, "D")))


def is_told(due: date, today: date, calendar: WorkCalendar) -> bool:
    """Whether something due on *due* is told on *today*: from three working days before it on."""
    left = calendar.count_working_days(np.datetime64(today, "D"), np.datetime64(due, "D"))
    return bool(left <= TOLD_BEFORE)


def running_period(cadence: Cadence, today: date, rules: Rules) -> Period | None:
    """Return the period that *today* lies in; None where none runs, as outside every zero-report window."""
    if cadence.period in _CALENDAR:
        return _CALENDAR[cadence.period].of(today)
    if cadence.period is CadencePeriod.DAYS:
        return _run_of_days(cadence, today)
    if cadence.period is CadencePeriod.WINDOW:
        return Day(today) if _is_inside(today, rules.windows) else None
    if cadence.period is CadencePeriod.WORKING_DAY and not _works(today, rules):
        return None
    return Day(today)


def period_before(cadence: Cadence, today: date, rules: Rules) -> Period | None:
    """Return the last period that was over before *today*; None where there was none."""
    if cadence.period in _CALENDAR:
        return _CALENDAR[cadence.period].last_finished(today)
    yesterday = today - _DAY
    if cadence.period is CadencePeriod.DAYS:
        running = _run_of_days(cadence, today)
        return _run_of_days(cadence, (running.first if running is not None else today) - _DAY)
    if cadence.period is CadencePeriod.WINDOW:
        return Day(yesterday) if _is_inside(yesterday, rules.windows) else None
    if cadence.period is CadencePeriod.WORKING_DAY:
        return Day(_plain(rules.calendar.roll_backward(np.datetime64(yesterday, "D"))))
    return Day(yesterday)


def _run_of_days(cadence: Cadence, day: date) -> Period | None:
    anchor = cadence.anchor or date(day.year, 1, 1)
    if day < anchor:
        return None
    first = anchor + timedelta(days=(day - anchor).days // cadence.every * cadence.every)
    return DayRun(first, first + timedelta(days=cadence.every - 1))


def _works(day: date, rules: Rules) -> bool:
    return _plain(rules.calendar.roll_backward(np.datetime64(day, "D"))) == day


def _is_inside(day: date, windows: tuple[Window, ...]) -> bool:
    return any(window.first <= day <= window.last for window in windows)


def _plain(day: np.ndarray) -> date:
    return day.item()
