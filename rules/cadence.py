"""Duties that hang on a village or an office instead of a row: silence is the alarm.

An explicit 零报告 is an answer; an empty worksheet is not; a workbook that is gone is silence too. Only
whether the office filed is looked at, never what was filed about whom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from config.calendar import Days
from config.packs.model import Cadence, Evidence, Pack
from config.periods import Month, Period
from config.vocabulary import CadenceState
from rules.due_periods import due_date, period_up
from rules.ruleset import Rules


@dataclass(frozen=True, slots=True)
class Filings:
    """What one village, or the township's office, has filed.

    Attributes:
        village: its name; "" for the township's office.
        registered: days on which rows of its ledgers were registered; shape (n,), NaT allowed.
        nil_periods: half-months (``2026-03H2``), months (``2026-03``) or days for which it says 零报告.
        first_seen: period to the day its evidence was first seen, where the state knows; lateness is
            judged on nothing else.
        lines: worksheet name to the days its lines are dated.
    """

    village: str
    registered: Days = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    nil_periods: frozenset[str] = frozenset()
    first_seen: Mapping[str, date] = field(default_factory=dict[str, date])
    lines: Mapping[str, Sequence[date]] = field(default_factory=dict[str, Sequence[date]])


@dataclass(frozen=True, slots=True)
class FiledEvidence:
    """Everything cadences are judged by.

    Attributes:
        villages: one entry for each village of the township, those whose ledgers are gone among them.
        office: the township's own workbook; None when there is none.
        published: cadence id to period to the day we published its list; None when nobody remembers.
    """

    villages: tuple[Filings, ...]
    office: Filings | None = None
    published: Mapping[str, Mapping[str, date]] | None = None


@dataclass(frozen=True, slots=True)
class CadenceVerdict:
    """How one office's duty stands for one period."""

    duty: str
    village: str
    period: str
    state: CadenceState
    due: date
    is_late: bool = False

    def as_json(self) -> dict[str, str]:
        """Return the object of ``"cadences"`` (docs/outside.md)."""
        return {
            "duty": self.duty,
            "village": self.village,
            "period": self.period,
            "state": self.state.value,
            "due": self.due.isoformat(),
        }


def cadences(evidence: FiledEvidence, today: date, rules: Rules) -> list[CadenceVerdict]:
    """Judge every cadence that is on, for each village, for the period that is up.

    Args:
        evidence: what was filed.
        today: the date in the township.
        rules: packs, calendar, windows.

    Returns:
        In the order of the packs, then of the villages.
    """
    return list(_judged(evidence, today, rules))


def _judged(evidence: FiledEvidence, today: date, rules: Rules) -> Iterator[CadenceVerdict]:
    for cadence in rules.cadences:
        period = period_up(cadence, today, rules)
        if period is None or not _is_valid(cadence, period):
            continue
        if cadence.evidence is Evidence.OWN:
            if evidence.published is not None:
                seen = evidence.published.get(cadence.id, {})
                yield judge_filing(cadence, Filings("", first_seen=seen), period, today, rules)
        elif cadence.each_village:
            for filings in evidence.villages:
                yield judge_filing(cadence, filings, period, today, rules)
        elif evidence.office is not None:
            yield judge_filing(cadence, evidence.office, period, today, rules)


def judge_filing(
    cadence: Cadence, filings: Filings, period: Period, today: date, rules: Rules
) -> CadenceVerdict:
    """Judge one cadence for one village and any period, past ones too."""
    due = due_date(cadence, period, rules.calendar)
    seen = filings.first_seen.get(period.label)
    is_late = seen is not None and seen > due
    is_nil = cadence.nil_counts and _is_nil(filings, period)
    if _has_filed(cadence, filings, period):
        state = CadenceState.LATE if is_late else CadenceState.ON_TIME
    elif is_nil:
        state = CadenceState.NIL
    else:
        state, is_late = (CadenceState.MISSING if today > due else CadenceState.NOT_DUE), False
    return CadenceVerdict(cadence.id, filings.village, period.label, state, due, is_late)


def _has_filed(cadence: Cadence, filings: Filings, period: Period) -> bool:
    if cadence.evidence is Evidence.ROWS:
        days = filings.registered
        return bool(((days >= np.datetime64(period.first)) & (days <= np.datetime64(period.last))).any())
    if cadence.evidence is Evidence.OWN:
        return period.label in filings.first_seen
    return any(
        period.first <= day <= period.last
        for name, days in filings.lines.items()
        if any(sheet in name for sheet in cadence.sheets)
        for day in days
    )


def _is_nil(filings: Filings, period: Period) -> bool:
    # A nil report for the month answers both of its halves, and each of its days.
    month = Month.of(period.first)
    names = {period.label, month.label} if period.last <= month.last else {period.label}
    return bool(names & filings.nil_periods)


def _is_valid(cadence: Cadence, period: Period) -> bool:
    return (cadence.valid_from or date.min) <= period.last and period.first <= (cadence.valid_to or date.max)


def half_month_cadence(packs: Sequence[Pack]) -> Cadence:
    """Return the half-monthly screening report, which every township owes."""
    return next(cadence for pack in packs for cadence in pack.cadence if cadence.id == "HALF_MONTH_SCREEN")
