"""Working days counted back by walking: what the calendar's own tables must agree with."""

from datetime import date, timedelta

from config.calendar import WorkCalendar


def working_days_before(calendar: WorkCalendar, day: date, n: int) -> date:
    """The n-th working day before *day*, a rest day counting as the working day before it; 0 is *day* itself.

    Not "the date less n days": three working days before a Monday is a Wednesday.
    """
    if n and not calendar.is_working(day):
        n += 1
    while n:
        day -= timedelta(days=1)
        n -= bool(calendar.is_working(day))
    return day
