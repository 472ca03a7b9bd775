"""Who is asked: the highest rung that lies behind the row, and what keeps it from being climbed.

Nothing is counted or remembered: how often a case was reminded is how many rungs lie behind it. After a
gap only the highest rung speaks; a changed due date starts afresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from config.packs.model import Duty, DutyKind
from config.vocabulary import Post, Role
from rules.choice import Choice
from rules.clocks import RowStanding
from rules.facts import Facts, Flags
from rules.ruleset import Rules

#: Posts by rank; rank 0 is nobody.
POSTS: tuple[Post | str, ...] = ("", *Post)
_RANK = {post: rank for rank, post in enumerate(POSTS)}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked on each row; shape (n,).

    Attributes:
        post: rank among `POSTS`; 0 is nobody.
        rung: index into the ladder; -1 where nobody is asked.
    """

    post: NDArray[np.int64]
    rung: NDArray[np.int64]


def ask(bound: Sequence[Flags], facts: Facts, standing: RowStanding, choice: Choice, rules: Rules) -> Asking:
    """Return who is asked on each row.

    Args:
        bound: which rows each of the rules' duties binds.
        facts: the rows.
        standing: where each stands today.
        choice: what each shows.
        rules: ladder, adoption date, acknowledgement.
    """
    duties, today = rules.duties, standing.today
    ladder = sorted(enumerate(rules.ladder), key=lambda item: item[1].at)
    behind = np.searchsorted([rung.at for _, rung in ladder], -choice.left, side="right")
    # Position 0 is before the first rung.
    rung = np.array([-1, *(index for index, _ in ladder)])[behind]
    post = np.array([0, *(_RANK[step.ask] for _, step in ladder)])[behind]
    owner = np.array([*(_RANK[duty.owes] for duty in duties), 0])[choice.duty]
    post = np.minimum(post, _ceilings(duties, choice))
    # Until the day has passed, the post asked is at least the one that owes it.
    post = np.where((post > 0) & ~choice.soft & (choice.until <= choice.due), np.maximum(post, owner), post)
    post = np.where(_for_committee(duties, bound, choice, today), _RANK[Post.COMMITTEE], post)
    # What was handed up is the township's to take, however far off its limit is.
    post = np.where(facts.is_township, np.maximum(post, _RANK[Post.FIRST_OFFICER]), post)
    hushed = _is_hushed(facts, today, rules)
    owed = (standing.live | choice.after) & ~standing.holds.running & (choice.duty >= 0)
    post = np.where(owed & ~hushed, post, 0)
    rung = np.where(post > 0, rung, -1)
    return Asking(post=np.where(hushed, 0, np.maximum(post, _flagged(duties, bound, facts))), rung=rung)


def _flagged(duties: Sequence[Duty], bound: Sequence[Flags], facts: Facts) -> NDArray[np.int64]:
    """Return who is asked for what has no length (不满意 wants a review): who owes it, on no rung."""
    post = np.zeros(facts.size, dtype=np.int64)
    for duty, binds in zip(duties, bound, strict=True):
        if duty.kind is DutyKind.FLAG:
            post = np.where(facts.is_resolved & binds, _RANK[duty.owes], post)
    return post


def _ceilings(duties: Sequence[Duty], choice: Choice) -> NDArray[np.int64]:
    highest = len(POSTS) - 1
    ceiling = [_RANK[duty.ceiling] if duty.ceiling else highest for duty in duties]
    ranks = np.array([*ceiling, highest])[choice.duty]
    # A soft limit asks the handler alone; so does, once past, a date that the year's notice may yet move.
    ranks = np.where(choice.provisional, _RANK[Post.HANDLER], ranks)
    return np.where(choice.soft, _RANK[Post.HANDLER], ranks)


def _for_committee(duties: Sequence[Duty], bound: Sequence[Flags], choice: Choice, today: date) -> Flags:
    """Return the rows that were overdue when a quarter last ended."""
    rows = np.zeros(choice.due.size, dtype=bool)
    for duty, binds in zip(duties, bound, strict=True):
        if duty.kind is DutyKind.COMMITTEE:
            rows |= binds
    overdue = choice.late_closing < np.datetime64(last_quarter_end(today), "D")
    return rows & overdue & ~choice.after


def last_quarter_end(today: date) -> date:
    """Return the last day of the quarter that ended last; a quarter's last day has ended it."""
    tomorrow = today + timedelta(days=1)
    return date(tomorrow.year, (tomorrow.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def _is_hushed(facts: Facts, today: date, rules: Rules) -> Flags:
    """Return the rows that ask nobody for now: registered before the adoption, or just seen (已阅)."""
    silent = np.zeros(facts.size, dtype=bool)
    if rules.adopted_on and not rules.escalate_backlog:
        silent |= registered_before(facts, rules.adopted_on)
    if facts.has(Role.ACKNOWLEDGED_DATE).any():
        seen, now = facts.day(Role.ACKNOWLEDGED_DATE), np.datetime64(today, "D")
        passed = rules.calendar.count_working_days(seen, now)
        silent |= (seen <= now) & (passed <= rules.acknowledged_days)
    return silent


def registered_before(facts: Facts, day: date) -> Flags:
    """Return the rows whose first readable clock lies before *day*."""
    begun = facts.first_day((Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE))
    return begun < np.datetime64(day, "D")
