"""Dates near today, counted as a township office counts them."""

from datetime import date, timedelta

HISTORY_DAYS = 395  # thirteen months: enough for a comparison with the same half-month of last year
_ADOPTED_DAYS = 425


def is_workday(day: date) -> bool:
    """Say whether offices work on *day*; in a year without a notice, Monday to Friday."""
    from chinese_calendar import is_workday as published

    try:
        return bool(published(day))
    except NotImplementedError:
        return day.weekday() < 5


def workday_from(day: date, count: int) -> date:
    """Return the working day *count* working days after *day*, before it where negative; 0 is *day*."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def adopted_on(today: date) -> date:
    """Return the first of a month about fourteen months ago, before the history begins."""
    return (today - timedelta(days=_ADOPTED_DAYS)).replace(day=1)


def half_month(day: date) -> tuple[date, date]:
    """Return the first and the last day of the half-month that *day* lies in."""
    if day.day <= 15:
        return day.replace(day=1), day.replace(day=15)
    next_month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(day=16), next_month - timedelta(days=1)


def finished_half_months(since: date, today: date) -> list[tuple[date, date]]:
    """Return every half-month that begins on or after *since* and ended before *today*, oldest first."""
    periods: list[tuple[date, date]] = []
    first, last = half_month(since)
    while last < today:
        if first >= since:
            periods.append((first, last))
        first, last = half_month(last + timedelta(days=1))
    return periods
