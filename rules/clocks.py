"""Every duty's clock on every row: since when, until when, and whether it still runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from config.calendar import Counts, Days
from config.packs.model import Duty, DutyKind
from config.vocabulary import Role
from rules.extensions import IN_FORCE, AskedExtension, extended
from rules.facts import NAT, Facts, Flags
from rules.holds import Holds
from rules.limits import Started, duty_limits, month_end
from rules.ruleset import Rules


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty's clock on the rows where it counts; arrays have the length of *rows*.

    Attributes:
        duty: its index among the rules' duties.
        rows: row positions, ascending.
        start: the day that started it.
        raw: the last day before it is rolled.
        due: the limit; NaT when consent extended it without an end.
        provisional: the limit rests on a year without its notice.
        held: how many days a hold moved it.
        extension: `Extension` codes.
    """

    duty: int
    rows: NDArray[np.intp]
    start: Days
    raw: Days
    due: Days
    provisional: Flags
    held: Counts
    extension: NDArray[np.int8]

    @property
    def is_moved(self) -> Flags:
        """Where an extension moved the limit."""
        return np.isin(self.extension, IN_FORCE)


@dataclass(frozen=True, slots=True)
class RowStanding:
    """Where each row stands today, whatever its duties; shape (n,).

    Attributes:
        today: the day it is read on.
        live: open, on hold, or with the township.
        holds: its hold.
        sure_end: closed on a readable date that is not before its registration.
        now: the day it is judged by: today, or the day its hold began; NaT when that is unknown.
        ended: when it was closed; NaT unless sure.
        in_review: a new round (复查) runs; the first round's clocks are over.
    """

    today: date
    live: Flags
    holds: Holds
    sure_end: Flags
    now: Days
    ended: Days
    in_review: Flags

    @classmethod
    def of(cls, facts: Facts, today: date) -> "RowStanding":
        """Read the rows' standing as of *today*."""
        holds = Holds.of(facts, today)
        now = np.full(facts.size, np.datetime64(today, "D"))
        if holds.running.any():
            begun = facts.day(Role.SUSPENDED_FROM)
            # Held since nobody knows when: nobody can say that it was late before.
            now = np.where(holds.running, np.fmin(begun, np.where(np.isnat(begun), NAT, now)), now)
        resolved = facts.day(Role.RESOLVED_DATE)
        # Without an end, or with one before the beginning, nobody can say whether it was late.
        sure = facts.is_resolved & ~np.isnat(resolved) & ~facts.flag("resolved_end_unsure")
        sure &= ~(resolved < facts.first_day((Role.REGISTERED_DATE, Role.ACCEPTED_DATE)))
        requested, decided = facts.day(Role.REVIEW_REQUESTED_DATE), facts.day(Role.REVIEW_DECIDED_DATE)
        undecided = ~np.isnat(requested) & ~(decided >= requested)
        again = undecided | (facts.flag("review_open") & facts.has(Role.RESOLVED_DATE))
        return cls(
            today=today,
            live=facts.is_live,
            holds=holds,
            sure_end=sure,
            now=now,
            ended=np.where(sure, resolved, NAT),
            in_review=facts.is_live & again,
        )


def run_clocks(rules: Rules, bound: Sequence[Flags], facts: Facts, standing: RowStanding) -> list[Clock]:
    """Return the clocks that count: still running, or ended by the closing of the case."""
    calendar, asked = rules.calendar, AskedExtension.of(facts, standing.holds, rules.approvers)
    clocks: list[Clock] = []
    for index, (duty, rows) in enumerate(zip(rules.duties, bound, strict=True)):
        if duty.kind in (DutyKind.FLAG, DutyKind.COMMITTEE) or not rows.any():
            continue
        rows = rows & _counts(duty, facts, standing)
        start = facts.first_day(duty.counts_from)
        started = ~np.isnat(start)
        if duty.written:
            started |= facts.has(Role.DUE_DATE)
        rows &= started
        if duty.kind is DutyKind.MONTHLY:
            clock = _monthly(index, duty, facts, rows, start)
        else:
            limits = duty_limits(duty, facts, Started(rows, start[rows]), standing.holds, calendar)
            limits, state = extended(duty, limits, asked, rows, calendar)
            clock = Clock(
                duty=index,
                rows=np.flatnonzero(rows),
                start=start[rows],
                raw=limits.raw,
                due=limits.due,
                provisional=limits.provisional,
                held=limits.held,
                extension=state,
            )
        if clock.rows.size:
            clocks.append(clock)
    return clocks


def _counts(duty: Duty, facts: Facts, standing: RowStanding) -> Flags:
    if duty.kind is DutyKind.CLOSING:
        return (standing.live & ~standing.in_review) | facts.is_resolved
    if duty.kind in (DutyKind.STEP, DutyKind.MONTHLY):
        rows = standing.live & ~standing.in_review
        return (
            rows & ~_unreadable(duty, facts) if duty.kind is DutyKind.MONTHLY else rows & ~_done(duty, facts)
        )
    if Role.RESOLVED_DATE in duty.counts_from:
        return standing.sure_end & ~_done(duty, facts)
    return (standing.live | facts.is_resolved) & ~_answered(duty, facts)


def _done(duty: Duty, facts: Facts) -> Flags:
    done = np.zeros(facts.size, dtype=bool)
    for role in duty.done_by:
        if role is Role.SATISFACTION:
            done |= facts.filled("satisfaction")
        else:
            done |= facts.has(role)
        if role is Role.FOLLOWUP_DATE:
            done |= facts.flag("followed_up")
    return done


def _answered(duty: Duty, facts: Facts) -> Flags:
    """Whether a request was decided: by a date that is not before it."""
    asked = facts.first_day(duty.counts_from)
    decided = facts.first_day(duty.done_by)
    return decided >= asked


def _unreadable(duty: Duty, facts: Facts) -> Flags:
    # A contact was noted, but not when: what month it was for cannot be said.
    return facts.flag("contacted") & np.isnat(facts.first_day(duty.done_by))


def _monthly(index: int, duty: Duty, facts: Facts, rows: Flags, start: Days) -> Clock:
    """Owed first for the month after the start, then for the month after the last time it was done."""
    begun = start[rows].astype("datetime64[M]")
    last = facts.first_day(duty.done_by)[rows].astype("datetime64[M]")
    due = month_end(np.fmax(begun, last) + 1)
    size = due.size
    return Clock(
        duty=index,
        rows=np.flatnonzero(rows),
        start=start[rows],
        raw=due,
        due=due,
        provisional=np.zeros(size, dtype=bool),
        held=np.zeros(size, dtype=np.int64),
        extension=np.zeros(size, dtype=np.int8),
    )
