"""Which duties bind which rows: family, columns, conditions, validity, and who gives way to whom."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from config.calendar import Days
from config.frames import Problem, TableInfo
from config.packs.model import Condition, Duty
from config.vocabulary import LedgerProblemCode, Role
from rules.facts import Facts, Flags
from rules.ruleset import Rules


def bound_rows(duties: Sequence[Duty], facts: Facts, judged_by: Days) -> list[Flags]:
    """Return for each duty which rows it binds.

    Args:
        duties: of all packs, in their order.
        facts: the rows.
        judged_by: shape (n,), the day whose packs judge the row: when it was closed, else today.
    """
    bound = [_binds(duty, facts, judged_by) for duty in duties]
    _give_way(duties, bound)
    seen = facts.in_tables(lambda table: table.ends_seen)
    if not seen.all():
        # Where nobody can see that a case is over, none may be told to be late.
        bound = [rows & seen for rows in bound]
    return bound


def is_timed(duty: Duty, table: TableInfo) -> bool:
    """Whether the ledger has a place for what ends the duty: without one it is not timed row by row."""
    if duty.routing_only and not table.routing_column:
        return False
    return not duty.needs or bool(duty.needs & table.roles)


def _binds(duty: Duty, facts: Facts, judged_by: Days) -> Flags:
    rows = facts.in_tables(lambda table: table.family in duty.families and is_timed(duty, table))
    if not rows.any():
        return rows
    if duty.valid_from:
        rows &= judged_by >= np.datetime64(duty.valid_from, "D")
    if duty.valid_to:
        rows &= judged_by <= np.datetime64(duty.valid_to, "D")
    if duty.when:
        rows &= np.logical_or.reduce([_meets(condition, facts) for condition in duty.when])
    if duty.exempt_words:
        rows &= ~facts.where("category_raw", lambda text: any(word in text for word in duty.exempt_words))
    if duty.written:
        rows &= facts.has(Role.DUE_DATE) | (facts.numbers("limit_days") >= 0) & facts.filled("limit_unit")
    return rows


def _meets(condition: Condition, facts: Facts) -> Flags:
    met = np.ones(facts.size, dtype=bool)
    for column, values in (
        ("complexity", condition.complexity),
        ("channel", condition.channel),
        ("category", condition.category),
        ("satisfaction", condition.satisfaction),
    ):
        if values is not None:
            met &= facts.is_one_of(column, values)
    if condition.channel_not is not None:
        met &= ~facts.is_one_of("channel", condition.channel_not)
    if condition.leader is not None:
        met &= facts.filled("leader") == condition.leader
    if condition.returned is not None:
        met &= facts.flag("returned") == condition.returned
    if condition.agreed is not None:
        met &= facts.flag("agreed") == condition.agreed
    if condition.second_round is not None:
        again = facts.day(Role.REVIEW_REQUESTED_DATE) > facts.day(Role.REVIEW_DECIDED_DATE)
        met &= again == condition.second_round
    if condition.review_open is not None:
        met &= (facts.flag("review_open") | facts.has(Role.REVIEW_REQUESTED_DATE)) == condition.review_open
    return met


def _give_way(duties: Sequence[Duty], bound: Sequence[Flags]) -> None:
    for duty, rows in zip(duties, bound, strict=True):
        for other, others in zip(duties, bound, strict=True):
            yields = duty.written and other.gives_way and bool(duty.families & other.families)
            if yields or other.id in duty.replaces:
                others &= ~rows


def untimed_duties(tables: Sequence[TableInfo], rules: Rules, today: date) -> list[Problem]:
    """Name each duty that binds a ledger and that no column of it could show done; each once.

    Such a duty is not timed row by row: an office must not look late for want of a column.
    """
    told: dict[str, Problem] = {}
    for table in tables:
        for duty in rules.duties:
            if duty.id not in told and _is_missed(duty, table, today):
                column = next(iter(duty.done_by or sorted(duty.needs)), "")
                told[duty.id] = Problem(
                    table.sheet, 0, "", "", LedgerProblemCode.DUTY_WITHOUT_COLUMN, column, duty.id
                )
    return list(told.values())


def _is_missed(duty: Duty, table: TableInfo, today: date) -> bool:
    binds = table.family in duty.families and not duty.optional
    valid = (duty.valid_from or date.min) <= today <= (duty.valid_to or date.max)
    # Without a 包案领导 column no row of it has one, and nothing is missed.
    led = Role.LEADER in table.roles or not any(part.leader for part in duty.when)
    return binds and valid and led and not is_timed(duty, table)
