"""Of the periods in which offices owe something once: which one is up for judgment, and when it is due."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from config.calendar import WorkCalendar
from config.packs.model import Cadence, CadencePeriod, Roll
from config.periods import Day, DayRun, HalfMonth, Month, Period, Quarter, Week
from config.vocabulary import Unit
from rules.ruleset import Rules, Window

_DAY = timedelta(days=1)


_CALENDAR: Mapping[CadencePeriod, type[HalfMonth | Month | Quarter | Week]] = {
    CadencePeriod.HALF_MONTH: HalfMonth,
    CadencePeriod.MONTH: Month,
    CadencePeriod.QUARTER: Quarter,
    CadencePeriod.WEEK: Week,
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


def period_up(cadence: Cadence, today: date, rules: Rules) -> Period | None:
    """Return the period that is up for judgment: the last one that is over, or whose due day has come.

    None when there is none, as outside every zero-report window.
    """
    if cadence.due_day is not None:
        month = Month.of(today)
        return month if due_date(cadence, month, rules.calendar) <= today else month.previous()
    yesterday = today - _DAY
    if cadence.period is CadencePeriod.WINDOW:
        return Day(yesterday) if _is_inside(yesterday, rules.windows) else None
    if cadence.period is CadencePeriod.WORKING_DAY:
        return Day(_plain(rules.calendar.roll_backward(np.datetime64(yesterday, "D"))))
    if cadence.period is CadencePeriod.DAYS:
        return _run_of_days(cadence, today)
    if cadence.period is CadencePeriod.DAY:
        return Day(yesterday)
    return _CALENDAR[cadence.period].last_finished(today)


def _run_of_days(cadence: Cadence, today: date) -> Period | None:
    anchor = cadence.anchor or date(today.year, 1, 1)
    over = (today - anchor).days // cadence.every
    if over < 1:
        return None
    first = anchor + timedelta(days=(over - 1) * cadence.every)
    return DayRun(first, first + timedelta(days=cadence.every - 1))


def _is_inside(day: date, windows: tuple[Window, ...]) -> bool:
    return any(window.first <= day <= window.last for window in windows)


def _plain(day: np.ndarray) -> date:
    return day.item()
