"""The periods in which offices owe something once: which one is up for judgment, and when it is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from config.calendar import WorkCalendar
from config.packs.model import Cadence, Period, Roll
from config.vocabulary import Unit
from rules.settings import Rules, Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One period; both ends belong to it.

    Attributes:
        label: ``2026-03H2``, ``2026-03``, ``2026Q1``, ``2026-W14``, or the first day.
    """

    label: str
    first: date
    last: date


def half_month(day: date) -> Span:
    """Return the half-month of a day: the 1st to the 15th, or the 16th to the last."""
    if day.day <= 15:
        return Span(f"{day:%Y-%m}H1", day.replace(day=1), day.replace(day=15))
    return Span(f"{day:%Y-%m}H2", day.replace(day=16), month(day).last)


def month(day: date) -> Span:
    """Return the calendar month of a day."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Span(f"{day:%Y-%m}", day.replace(day=1), following - _DAY)


def quarter(day: date) -> Span:
    """Return the quarter of a day."""
    number = (day.month - 1) // 3
    first = date(day.year, number * 3 + 1, 1)
    return Span(f"{day.year}Q{number + 1}", first, month(date(day.year, number * 3 + 3, 1)).last)


def week(day: date) -> Span:
    """Return the week of a day, Monday to Sunday, by its ISO number."""
    first = day - timedelta(days=day.weekday())
    year, number, _ = day.isocalendar()
    return Span(f"{year}-W{number:02}", first, first + timedelta(days=6))


def single_day(day: date) -> Span:
    """Return a day as a period."""
    return Span(day.isoformat(), day, day)


_CALENDAR_PERIODS: Mapping[Period, Callable[[date], Span]] = {
    Period.HALF_MONTH: half_month,
    Period.MONTH: month,
    Period.QUARTER: quarter,
    Period.WEEK: week,
    Period.DAY: single_day,
}


def due_date(cadence: Cadence, span: Span, calendar: WorkCalendar) -> date:
    """Return the last day on which *cadence* is still on time for a period."""
    if cadence.due_day is not None:
        # The 31st of a short month is its last day.
        due = span.last.replace(day=min(cadence.due_day, span.last.day))
    elif cadence.due_unit is Unit.WORKING_DAYS:
        return _plain(calendar.add_working_days(np.datetime64(span.last, "D"), cadence.due_after))
    else:
        due = span.last + timedelta(days=cadence.due_after)
    if cadence.roll is Roll.NONE:
        return due
    roll = calendar.roll_forward if cadence.roll is Roll.NEXT else calendar.roll_backward
    return _plain(roll(np.datetime64(due, "D")))


def current_span(cadence: Cadence, today: date, rules: Rules) -> Span | None:
    """Return the period that is up for judgment: the last one that is over, or whose due day has come.

    None when there is none, as outside every zero-report window.
    """
    if cadence.due_day is not None:
        span = month(today)
        return span if due_date(cadence, span, rules.calendar) <= today else month(span.first - _DAY)
    yesterday = today - _DAY
    if cadence.period is Period.WINDOW:
        return single_day(yesterday) if _is_inside(yesterday, rules.windows) else None
    if cadence.period is Period.WORKING_DAY:
        return single_day(_plain(rules.calendar.roll_backward(np.datetime64(yesterday, "D"))))
    if cadence.period is Period.DAYS:
        return _run_of_days(cadence, today)
    of = _CALENDAR_PERIODS[cadence.period]
    return of(of(today).first - _DAY)


def _run_of_days(cadence: Cadence, today: date) -> Span | None:
    anchor = cadence.anchor or date(today.year, 1, 1)
    over = (today - anchor).days // cadence.every
    if over < 1:
        return None
    first = anchor + timedelta(days=(over - 1) * cadence.every)
    return Span(first.isoformat(), first, first + timedelta(days=cadence.every - 1))


def _is_inside(day: date, windows: tuple[Window, ...]) -> bool:
    return any(window.first <= day <= window.last for window in windows)


def _plain(day: np.ndarray) -> date:
    return day.item()
