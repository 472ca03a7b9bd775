"""Extensions (延期): which count, for which limit, and what is said of those that do not.

Source: docs/rules.md; 《信访工作条例》 art. 34 for the 30 days of the statutory limit.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from config.calendar import Days, WorkCalendar
from config.packs.model import Duty, Extending
from config.vocabulary import Role
from rules.facts import NAT, Facts, Flags
from rules.holds import Holds, held_calendar_days
from rules.limits import Limits, rolled


class Extension(IntEnum):
    """What became of an extension; the names are keys of the language files."""

    NONE = 0
    EFFECTIVE = 1
    CAPPED = 2  # effective, up to the statutory longest
    OPEN_ENDED = 3  # effective by consent, without an end
    LATE = 4  # approved after the limit
    NOT_APPROVED = 5  # the ledger has a place for the approval, and it is blank
    NOT_LISTED = 6  # by somebody who is not on the township's list
    SECOND = 7  # one only
    WITHOUT_END = 8  # says 延期 but not until when
    NOT_LATER = 9  # ends before the limit does
    UNDATED = 10  # the ledger has a column for the day of approval, and it holds none


#: Those that moved the limit.
IN_FORCE = (Extension.EFFECTIVE, Extension.CAPPED, Extension.OPEN_ENDED)


@dataclass(frozen=True, slots=True)
class AskedExtension:
    """What the rows say of extensions, whatever the limit; arrays of all rows.

    Attributes:
        any_asked: some row mentions one.
        asked: the row mentions one.
        refused: `Extension` codes of what voids one for every limit; 0 where nothing does.
        until: 延期至.
        days: 延期 as a length in calendar days; -1 where there is none.
        approved_on: NaT where unknown.
        holds: each row's hold, which moves what was asked for before it.
    """

    any_asked: bool
    asked: Flags
    refused: NDArray[np.int8]
    until: Days
    days: NDArray[np.int64]
    approved_on: Days
    holds: Holds

    @classmethod
    def of(cls, facts: Facts, holds: Holds, approvers: frozenset[str]) -> "AskedExtension":
        """Read the extension columns once."""
        until, days = facts.day(Role.EXTENSION), facts.numbers("extension_days")
        times = facts.numbers("extension_times")
        asked = ~np.isnat(until) | (days > 0) | (times > 0)
        refused = np.zeros(facts.size, dtype=np.int8)
        approved_on = facts.day(Role.EXTENSION_APPROVED_ON)
        if asked.any():
            named = facts.filled("extension_approver")
            placed = facts.in_tables(
                lambda table: bool(table.roles & {Role.EXTENSION_APPROVER, Role.EXTENSION_APPROVED_ON})
            )
            # An asked-for extension has its date and reason filled in, and its approval blank.
            dated = facts.in_tables(lambda table: Role.EXTENSION_APPROVED_ON in table.roles)
            refused[dated & np.isnat(approved_on)] = Extension.UNDATED
            refused[placed & ~named & np.isnat(approved_on)] = Extension.NOT_APPROVED
            if approvers:
                could = facts.in_tables(lambda table: Role.EXTENSION_APPROVER in table.roles)
                listed = facts.is_one_of("extension_approver", approvers)
                refused[could & ~listed & (refused == 0)] = Extension.NOT_LISTED
            # Of two in one cell the first holds; of a second one alone nothing is known of the first.
            refused[(times > 1) & np.isnat(until) & ~(days > 0)] = Extension.SECOND
        return cls(bool(asked.any()), asked, refused, until, days, approved_on, holds)


def extended(
    duty: Duty, limits: Limits, asked: AskedExtension, rows: Flags, calendar: WorkCalendar
) -> tuple[Limits, NDArray[np.int8]]:
    """Return the limits as extended, and what became of each row's extension (`Extension`)."""
    state = np.zeros(limits.due.size, dtype=np.int8)
    if duty.extension is Extending.NONE or not asked.any_asked:
        return limits, state
    wanted = asked.asked[rows]
    state[wanted] = asked.refused[rows][wanted]
    # A comparison with NaT is False: an approval whose date is unknown is given the benefit.
    late = asked.approved_on[rows] > limits.due
    state[wanted & (state == 0) & late] = Extension.LATE
    # Few rows ask for one; only those are worked on.
    some = np.flatnonzero(wanted & (state == 0))
    if not some.size:
        return limits, state
    part = limits.at(some)
    until, counted = _until(part, asked, np.flatnonzero(rows)[some], calendar)
    longer = np.where(until > part.due, Extension.EFFECTIVE, Extension.NOT_LATER)
    became = np.where(np.isnat(until), Extension.OPEN_ENDED if duty.soft else Extension.WITHOUT_END, longer)
    if duty.extension is Extending.CAPPED:
        longest = rolled(part.raw + duty.extension_days, duty.roll, calendar)
        capped = (became == Extension.EFFECTIVE) & (until > longest)
        became[capped] = Extension.CAPPED
        until = np.where(capped, longest, until)
        counted |= capped
    state[some] = became
    return limits.changed(some, _moved(part, became, until, counted, calendar)), state


def _until(
    limits: Limits, asked: AskedExtension, rows: NDArray[np.intp], calendar: WorkCalendar
) -> tuple[Days, Flags]:
    """Return until when each of *rows* asks, and where that was counted rather than written."""
    until, holds = asked.until[rows], asked.holds
    if holds.any_over:
        # Whoever wrote a date after the hold knew of it; a hold that came later moves it.
        first, end = holds.first[rows], holds.end[rows]
        later = ~(first <= asked.approved_on[rows])
        until = until + np.where(later, held_calendar_days(first, end), 0)
    days = asked.days[rows]
    counted = np.isnat(until) & (days > 0)
    length = calendar.roll_forward(limits.raw + np.maximum(days, 0))
    return np.where(counted, length, until), counted


def _moved(
    limits: Limits, state: NDArray[np.int64], until: Days, counted: Flags, calendar: WorkCalendar
) -> Limits:
    moved = (state == Extension.EFFECTIVE) | (state == Extension.CAPPED)
    forever = state == Extension.OPEN_ENDED
    due = np.where(moved, until, np.where(forever, NAT, limits.due))
    unsure = np.where(moved, counted & calendar.is_provisional(until), limits.provisional & ~forever)
    return replace(limits, raw=np.where(moved | forever, due, limits.raw), due=due, provisional=unsure)
