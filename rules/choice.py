"""Which of a row's duties it shows, and which of the two flags are raised.

A hard duty that is overdue, the earliest first; else the earliest due of all; on a tie the closing duty
(docs/rules.md). A closed case shows its closing duty, unless something that began with the closing is
still owed. Every candidate is packed into one number whose smallest is the one to show, so that a
million rows are decided by one `minimum` for each duty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.calendar import Counts, Days
from config.packs.model import Duty, DutyKind, Scope
from config.vocabulary import Role
from rules.clocks import Clock, RowStanding
from rules.facts import NAT, Facts, Flags
from rules.ruleset import Rules

_ORDER_BITS = 10
_DAY_BITS = 24
_DAY_ZERO = 1 << (_DAY_BITS - 1)
_NOTHING = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Choice:
    """What each row shows; shape (n,).

    Attributes:
        duty: index of the duty shown; -1 for none.
        due: its due date; NaT for none.
        provisional: that date rests on a year without its notice.
        closing: it is a closing duty.
        soft: it is a soft one.
        after: it began with, or after, the closing.
        until: the day its lateness is measured on: today, or when the case was closed.
        left: working days from that day to the due date; negative after it.
        late_township: past a limit of the township's own.
        late_statute: past the statutory limit.
        late_closing: the earliest hard closing limit that is past; NaT for none.
        survey_owed: the satisfaction survey has not been done yet.
    """

    duty: NDArray[np.int64]
    due: Days
    provisional: Flags
    closing: Flags
    soft: Flags
    after: Flags
    until: Days
    left: Counts
    late_township: Flags
    late_statute: Flags
    late_closing: Days
    survey_owed: Flags

    @property
    def late(self) -> Flags:
        """Where the due date shown is past."""
        return self.until > self.due


def choose(rules: Rules, clocks: Sequence[Clock], facts: Facts, standing: RowStanding) -> Choice:
    """Choose what each row shows."""
    duties = rules.duties
    n = facts.size
    best = np.full(n, _NOTHING)
    late_township, late_statute = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    late_closing = np.full(n, NAT)
    survey_owed = np.zeros(n, dtype=bool)
    for clock in clocks:
        duty, rows = duties[clock.duty], clock.rows
        if duty.kind is DutyKind.REMARK:
            continue
        if duty.kind is DutyKind.AFTER and Role.SATISFACTION in duty.done_by:
            survey_owed[rows] = True
        until = _until(duty, clock, facts, standing)
        late = until > clock.due
        best[rows] = np.minimum(best[rows], _packed(duty, clock, late, facts))
        if duty.kind is DutyKind.CLOSING and not duty.soft:
            flag = late_statute if duty.scope is Scope.STATUTE else late_township
            flag[rows] |= late
            firm = np.where(late & ~clock.provisional, clock.due, NAT)
            late_closing[rows] = np.fmin(late_closing[rows], firm)
    return _unpacked(rules, best, standing, (late_township, late_statute, late_closing, survey_owed))


def _until(duty: Duty, clock: Clock, facts: Facts, standing: RowStanding) -> Days:
    """Return the day lateness is measured on: today, the day of the hold, or the day of the closing."""
    if duty.kind is DutyKind.CLOSING:
        closed = facts.is_resolved[clock.rows]
        return np.where(closed, standing.ended[clock.rows], standing.now[clock.rows])
    return standing.now[clock.rows]


def _packed(duty: Duty, clock: Clock, late: Flags, facts: Facts) -> NDArray[np.int64]:
    first = late & (not duty.soft)
    rank = np.where(first, 0, 1)
    if duty.kind is DutyKind.CLOSING:
        # Of a closed case what is still owed comes first, then its hard limit, then its soft one.
        rank = np.where(facts.is_resolved[clock.rows], 3 if duty.soft else 2, rank)
    day = clock.due.astype(np.int64) + _DAY_ZERO
    number = (rank << _DAY_BITS) | day
    number = (number << 2) | (0 if duty.kind is DutyKind.CLOSING else 2) | int(duty.soft)
    number = (number << _ORDER_BITS) | clock.duty
    number = (number << 1) | clock.provisional
    return np.where(np.isnat(clock.due), _NOTHING, number)


def _unpacked(
    rules: Rules,
    best: NDArray[np.int64],
    standing: RowStanding,
    flags: tuple[Flags, Flags, Days, Flags],
) -> Choice:
    duties, found = rules.duties, best != _NOTHING
    order = (best >> 1) & ((1 << _ORDER_BITS) - 1)
    day = ((best >> (_ORDER_BITS + 3)) & ((1 << _DAY_BITS) - 1)) - _DAY_ZERO
    duty = np.where(found, order, -1)
    # The extra entry answers -1, no duty.
    closing = np.array([*(each.kind is DutyKind.CLOSING for each in duties), False])[duty]
    after = np.array([*(each.kind is DutyKind.AFTER for each in duties), False])[duty]
    soft = np.array([*(each.soft for each in duties), False])[duty]
    late_township, late_statute, late_closing, survey_owed = flags
    due = np.where(found, day.astype("datetime64[D]"), NAT)
    until = np.where(standing.live | after, standing.now, standing.ended)
    return Choice(
        duty=duty,
        due=due,
        provisional=found & (best & 1).astype(bool),
        closing=closing,
        soft=soft,
        after=after,
        until=until,
        left=rules.calendar.count_working_days(until, due),
        late_township=late_township,
        late_statute=late_statute,
        late_closing=late_closing,
        survey_owed=survey_owed,
    )
