"""Dates near today, counted as a township office counts them."""

from datetime import date, timedelta

from config.periods import HalfMonth

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


def finished_half_months(since: date, today: date) -> list[HalfMonth]:
    """Return every half-month that begins on or after *since* and ended before *today*, oldest first."""
    found: list[HalfMonth] = []
    period = HalfMonth.of(since)
    while period.last < today:
        if period.first >= since:
            found.append(period)
        period = period.next()
    return found
