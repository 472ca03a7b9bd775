"""Which leader receives visitors on which working day: whoever's last duty lies farthest back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.calendar import WorkCalendar
from rules.sittings.half_days import plain_day

#: Suggestions for a month are made from this day of the month before it, or the working day before.
MADE_ON = 20


@dataclass(frozen=True, slots=True)
class RosterLeader:
    """One leader, in the order of the config; *off* are days of leave."""

    name: str
    off: frozenset[date] = frozenset()


def propose_roster(
    leaders: Sequence[RosterLeader],
    days: Sequence[date],
    last: Mapping[str, date],
    filled: Mapping[date, str],
) -> dict[date, str]:
    """Return who is suggested on each of *days*; a day with nobody at hand is missing.

    Args:
        leaders: in the order that settles ties.
        days: working days in their order.
        last: each leader's last duty before them; who is missing had none.
        filled: what people wrote; it stands, and later days follow from it.
    """
    latest = dict(last)
    found: dict[date, str] = {}
    for day in days:
        if day in filled:
            latest[filled[day]] = day
            continue
        there = [leader for leader in leaders if day not in leader.off]
        if not there:
            continue
        chosen = min(there, key=lambda leader: latest.get(leader.name, date.min))
        found[day] = chosen.name
        latest[chosen.name] = day
    return found


def roster_days(today: date, calendar: WorkCalendar) -> list[date]:
    """Return the working days to suggest for: the rest of the month, and from the 20th the next one."""
    months = np.datetime64(today, "M") + np.arange(2)
    made = plain_day(calendar.roll_backward(np.array([today.replace(day=MADE_ON)], dtype="datetime64[D]"))[0])
    until = months[1] + 1 if today >= made else months[1]
    days = np.arange(np.datetime64(today, "D"), until.astype("datetime64[D]"))
    return [plain_day(day) for day in days[calendar.is_working(days)]]
