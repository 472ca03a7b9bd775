"""Holds (中止): while one lasts the clock stands still; when it is over the due date has moved by it.

A hold is a fact of the row, from 中止日期 up to but without 恢复日期; nothing is counted or kept.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from config.calendar import Counts, Days, WorkCalendar
from config.vocabulary import Role, Status
from rules.facts import NAT, Facts, Flags

_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Holds:
    """Each row's hold as of a day.

    Attributes:
        running: the clock stands still now.
        first: first day held, of a hold that is over; NaT when there is none.
        end: the day work went on; NaT likewise.
        any_over: whether any row has a hold that is over.
    """

    running: Flags
    first: Days
    end: Days
    any_over: bool

    @classmethod
    def of(cls, facts: Facts, today: date) -> "Holds":
        """Return the holds of some rows.

        A status of 中止 with a hold that is over by its dates is taken as resumed: the later fact counts.
        """
        now = np.datetime64(today, "D")
        begun, ended = facts.day(Role.SUSPENDED_FROM), facts.day(Role.SUSPENDED_TO)
        dated = facts.has(Role.SUSPENDED_FROM)
        closed_on = np.where(facts.is_resolved, facts.day(Role.RESOLVED_DATE), NAT)
        # A hold that was never lifted ended, at the latest, with the case.
        end = np.fmin(
            np.where(np.isnat(ended), closed_on, ended), np.where(np.isnat(closed_on), ended, closed_on)
        )
        over = dated & (end <= now) & (end > begun)
        said = facts.is_one_of("status", (Status.SUSPENDED,))
        lifted = dated & (ended <= now) & (ended >= begun)
        running = facts.is_live & ((dated & (begun <= now)) | said) & ~lifted
        over &= ~running
        return cls(running, np.where(over, begun, NAT), np.where(over, end, NAT), bool(over.any()))

    def days_after(self, start: Days, rows: Flags) -> tuple[Days, Days]:
        """Return the first held day after *start*, and the day the hold ended, of some rows.

        A clock's first day is the day after its start, so a hold before it takes nothing.
        """
        return np.fmax(self.first[rows], start + _DAY), self.end[rows]


def held_calendar_days(first: Days, end: Days) -> Counts:
    """Count the days from *first* up to but without *end*; 0 when there is no hold."""
    held = (end - first).astype(np.int64)
    return np.where(np.isnat(first) | np.isnat(end), 0, np.maximum(held, 0))


def held_working_days(first: Days, end: Days, calendar: WorkCalendar) -> Counts:
    """Count the working days from *first* up to but without *end*; a hold over rest days takes none."""
    return np.maximum(calendar.count_working_days(first - _DAY, end - _DAY), 0)
