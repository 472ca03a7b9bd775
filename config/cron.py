"""Cron lines as crontab reads them: five fields, Sunday is 0 or 7, Monday is 1.

The scheduler library's own reader counts Monday as 0, so that its ``1-5`` would be Tuesday to Saturday; a
township's line must mean what the clerk who wrote it thinks it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_WEEKDAYS = {name: number for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}
_SUNDAY = 7


@dataclass(frozen=True, slots=True)
class CronLine:
    """One line, spelled out.

    Attributes:
        times: of a day, ascending.
        days: of the month.
        months: 1 to 12.
        weekdays: 1 (Monday) to 7 (Sunday), as `date.isoweekday` counts.
    """

    times: tuple[time, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def falls_on(self, day: date) -> bool:
        """Tell whether the line fires on *day* at all."""
        return day.day in self.days and day.month in self.months and day.isoweekday() in self.weekdays


def read_cron(line: str) -> CronLine:
    """Read a line such as ``*/30 8-18 * * mon-fri``.

    Raises:
        ValueError: it is no cron line; says which field and why.
    """
    fields = line.split()
    if len(fields) != 5:
        raise ValueError("needs five fields: minute hour day month weekday")
    minutes = _field(fields[0], "minute", 0, 59)
    hours = _field(fields[1], "hour", 0, 23)
    days = _field(fields[2], "day", 1, 31)
    months = _field(fields[3], "month", 1, 12, _MONTHS)
    weekdays = _field(fields[4], "weekday", 0, 7, _WEEKDAYS)
    if len(days) < 31 and len({day % 7 for day in weekdays}) < 7:
        # crontab fires when either fits, most people mean both: better asked than guessed.
        raise ValueError("limits the day of the month and the weekday; name only one of the two")
    if not _ever(days, months):
        raise ValueError("never comes: no such day in such a month")
    times = tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes))
    return CronLine(times, days, months, frozenset(day or _SUNDAY for day in weekdays))


def _ever(days: frozenset[int], months: frozenset[int]) -> bool:
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return any(min(days) <= longest.get(month, 31) for month in months)


def _field(
    text: str, name: str, low: int, high: int, names: Mapping[str, int] | None = None
) -> frozenset[int]:
    found: set[int] = set()
    for part in text.lower().split(","):
        span, slash, step_text = part.partition("/")
        step = _number(step_text, name, 1, high, {}) if slash else 1
        if span == "*":
            # A weekday's star is one week long, though both 0 and 7 are Sunday.
            first, last = low, 6 if high == _SUNDAY else high
        else:
            start, dash, end = span.partition("-")
            first = _number(start, name, low, high, names or {})
            last = _number(end, name, low, high, names or {}) if dash else (high if slash else first)
            if name == "weekday" and last < first and last == 0:
                last = _SUNDAY  # fri-sun
        if last < first:
            raise ValueError(f"{name} {span}: runs backwards")
        found.update(range(first, last + 1, step))
    return frozenset(found)


def _number(text: str, name: str, low: int, high: int, names: Mapping[str, int]) -> int:
    if text in names:
        return names[text]
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise ValueError(f"{name} {text!r}: must be {low} to {high}")
    return int(text)
