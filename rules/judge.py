"""The verdict on every case: a function of its row, the rules, the calendar and the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.frames import VERDICTS, TableInfo
from config.packs.model import DutyKind
from config.vocabulary import Light
from rules.binding import bound_rows
from rules.choice import Choice, choose
from rules.clocks import Clock, RowStanding, run_clocks
from rules.facts import NAT, Facts
from rules.ladder import POSTS, ask, registered_before
from rules.ruleset import Rules

if TYPE_CHECKING:
    import pandas as pd

#: Rows judged at a time: what they need fits into the processor's cache, which halves the time.
BLOCK = 1 << 16

LIGHTS = tuple(Light)
_CODE = {light: code for code, light in enumerate(LIGHTS)}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, judged, with what led there.

    Attributes:
        facts: what the rows say.
        standing: where each stands.
        clocks: every clock that counts.
        choice: what each row shows.
        columns: the columns of VERDICTS, as arrays; ``light`` as a code among `LIGHTS`, ``duty`` as an
            index among the rules' duties (-1 for none), ``addressee`` as a rank among `POSTS`.
    """

    facts: Facts
    standing: RowStanding
    clocks: Sequence[Clock]
    choice: Choice
    columns: Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Judgement:
    """All cases of a ledger, judged once: the verdicts, and what the sentences are told from.

    Attributes:
        cases: frame of ``config.frames.CASES``.
        today: the date it was judged on.
        rules: what it was judged by.
        blocks: the cases some thousand at a time, in their order.
    """

    cases: "pd.DataFrame"
    today: date
    rules: Rules
    blocks: tuple[Batch, ...]

    @cached_property
    def verdicts(self) -> "pd.DataFrame":
        """Frame of ``config.frames.VERDICTS`` with the index of the cases."""
        import pandas as pd

        joined = {
            name: np.concatenate([block.columns[name] for block in self.blocks])
            if self.blocks
            else np.array([], dtype=np.int64)
            for name in VERDICTS
        }
        said: dict[str, Sequence[str]] = {
            "light": LIGHTS,
            "duty": [*(duty.id for duty in self.rules.duties), ""],
            "addressee": POSTS,
        }
        for name, words in said.items():
            joined[name] = np.array(words, dtype=object)[joined[name].astype(np.intp)]
        joined["due"] = joined["due"].astype("datetime64[s]")
        index = self.cases.index
        columns = ((name, joined[name], dtype) for name, dtype in VERDICTS.items())
        series = {name: pd.Series(values, index=index, dtype=dtype) for name, values, dtype in columns}
        return pd.DataFrame(series, index=index, copy=False)


def judge(cases: "pd.DataFrame", tables: Sequence[TableInfo], today: date, rules: Rules) -> Judgement:
    """Say of each case what the office owes, by when, and who is asked.

    Args:
        cases: frame of ``config.frames.CASES``; never changed.
        tables: what holds for the tables the cases stand in; their numbers are the ``table`` column.
        today: the date in the township.
        rules: packs, calendar, ladder.

    Returns:
        The judgement. Judging rows together or one by one, in whatever order, gives the same verdicts.

    Source: docs/rules.md, and the packs' own quotes.
    """
    parts = (cases.iloc[first : first + BLOCK] for first in range(0, len(cases), BLOCK))
    return Judgement(cases, today, rules, tuple(_judged(Facts(part, tables), today, rules) for part in parts))


def _judged(facts: Facts, today: date, rules: Rules) -> Batch:
    duties = rules.duties
    standing = RowStanding.of(facts, today)
    judged_by = np.where(np.isnat(standing.ended), np.datetime64(today, "D"), standing.ended)
    bound = bound_rows(duties, facts, judged_by)
    clocks = run_clocks(rules, bound, facts, standing)
    choice = choose(rules, clocks, facts, standing)
    asking = ask(bound, facts, standing, choice, rules)
    left = choice.left
    counted = choice.late & ~standing.holds.running
    duty = choice.duty
    for index, each in enumerate(duties):
        if each.kind is DutyKind.FLAG:
            duty = np.where(facts.is_resolved & bound[index], index, duty)
    backlog = np.zeros(facts.size, dtype=bool)
    if rules.adopted_on:
        backlog = standing.live & registered_before(facts, rules.adopted_on)
    columns: dict[str, NDArray[Any]] = {
        "light": _lights(facts, standing, choice, rules),
        "due": np.where(facts.is_gone, NAT, choice.due),
        "duty": np.where(facts.is_gone, -1, duty),
        "days_overdue": np.where(counted, (choice.until - choice.due).astype(np.int64), 0),
        "working_days_overdue": np.where(counted, np.maximum(-left, 0), 0),
        "working_days_left": left,
        "addressee": asking.post,
        "rung": asking.rung,
        "provisional": choice.provisional,
        "backlog": backlog,
        "live": standing.live,
        "overdue_township": choice.late_township,
        "overdue_statute": choice.late_statute,
        "survey_owed": choice.survey_owed,
    }
    return Batch(facts, standing, clocks, choice, columns)


def _lights(facts: Facts, standing: RowStanding, choice: Choice, rules: Rules) -> NDArray[np.int64]:
    """Return the light of each row, as a code among `LIGHTS`."""
    late = choice.late
    running = np.where(late & ~choice.soft, _CODE[Light.OVERDUE], _CODE[Light.ON_TRACK])
    soon = (choice.left <= rules.due_soon_days) & (running != _CODE[Light.OVERDUE])
    running = np.where(soon, _CODE[Light.DUE_SOON], running)
    running = np.where(choice.duty < 0, _CODE[Light.UNTIMED], running)
    closed = np.where(late & ~choice.soft, _CODE[Light.CLOSED_LATE], _CODE[Light.CLOSED])
    light = np.where(standing.live | choice.after, running, closed)
    light = np.where(standing.holds.running, _CODE[Light.SUSPENDED], light)
    return np.where(facts.is_gone, _CODE[Light.CLOSED], light)
