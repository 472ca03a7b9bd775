"""Duties that hang on a village, an office or a leader instead of a row: silence is the alarm.

An explicit 零报告 is an answer; an empty worksheet is not; a workbook that is gone is silence too. Only
whether somebody filed is looked at, never what was filed about whom.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.log_lines import LogLine
from config.packs.cadence_model import Cadence, CadencePeriod, Evidence, Owner, Proof
from config.packs.cadence_states import nil_answers
from config.packs.model import Pack
from config.periods import Month, Period
from config.vocabulary import CadenceState, Post
from rules.cadences.due_periods import due_date, is_told, period_before, running_period
from rules.cadences.filing_owners import FiledEvidence, FilingOwner, Filings, owners_of
from rules.ruleset import Rules

#: States in which somebody still has to act.
OWED = frozenset({CadenceState.MISSING, CadenceState.DUE_SOON})


@dataclass(frozen=True, slots=True)
class CadenceVerdict:
    """How one owner's duty stands for one period.

    Attributes:
        owner: name of a village, department or grid, or a leader's position; "" for the office.
        village: the owner's own, or the one a leader is to visit; "" for none.
        post: who is told.
    """

    duty: str
    village: str
    period: str
    state: CadenceState
    due: date
    is_late: bool = False
    owner: str | int = ""
    post: Post = Post.HANDLER

    @property
    def is_owed(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in OWED

    def as_json(self) -> dict[str, str | int]:
        """Return its object in ``"cadences"`` (docs/outside.md)."""
        return {
            "duty": self.duty,
            "village": self.village,
            "owner": self.owner,
            "period": self.period,
            "state": self.state.value,
            "due": self.due.isoformat(),
        }


def cadences(
    evidence: FiledEvidence, today: date, rules: Rules, *, until: date | None = None
) -> list[CadenceVerdict]:
    """Judge every cadence that is on, for everybody who owes it, for the periods that are up.

    That is the period that was over last, until it is answered or the one after it is over; and the running
    one, from three working days before its due day.

    Args:
        evidence: what was filed.
        today: the date in the township.
        rules: packs, calendar, windows.
        until: running periods due up to this day are told as well (the agenda).

    Returns:
        In the order of the packs, then of the owners, the older period first.
    """
    return list(_judged(evidence, today, rules, until))


def _judged(
    evidence: FiledEvidence, today: date, rules: Rules, until: date | None
) -> Iterator[CadenceVerdict]:
    for cadence in rules.cadences:
        up = periods_up(cadence, today, rules, until)
        periods = [period for period in up if is_shown(cadence, evidence, period)]
        owners = owners_of(cadence, evidence)
        found = [judge_periods(cadence, owner, periods, today, rules) for owner in owners]
        for of_period in zip(*found, strict=True):
            for verdict in of_period:
                # Of a list nobody ever published, only what lies ahead can be said.
                unknown = cadence.evidence is Evidence.OWN and evidence.published is None
                if not (unknown and verdict.state is CadenceState.MISSING):
                    yield verdict


def is_shown(cadence: Cadence, evidence: FiledEvidence, period: Period) -> bool:
    """Whether anything could show a duty done: one of the office alone wants its workbook or roster."""
    if cadence.evidence is not Evidence.SHEET or cadence.owed_by != (Owner.OFFICE,):
        return True
    return evidence.parties.shown_for(cadence, period.last) is not None


def periods_up(cadence: Cadence, today: date, rules: Rules, until: date | None = None) -> list[Period]:
    """Return the periods of *cadence* that are told on *today*, the older first."""
    running = running_period(cadence, today, rules)
    before = period_before(cadence, today, rules)
    found = [] if before is None else [before]
    if running is not None:
        due = due_date(cadence, running, rules.calendar)
        if is_told(due, today, rules.calendar) or (until is not None and due <= until):
            found.append(running)
    return [period for period in found if is_valid(cadence, period)]


def judge_filing(
    cadence: Cadence, owner: FilingOwner, period: Period, today: date, rules: Rules
) -> CadenceVerdict:
    """Judge one cadence for one owner and any period, past ones too."""
    return judge_periods(cadence, owner, [period], today, rules)[0]


def judge_periods(
    cadence: Cadence, owner: FilingOwner, periods: Sequence[Period], today: date, rules: Rules
) -> list[CadenceVerdict]:
    """Judge one cadence for one owner and any periods, past ones too."""
    answers = _answers(cadence, owner.filings, today, rules)
    found: list[CadenceVerdict] = []
    for period in periods:
        due = due_date(cadence, period, rules.calendar)
        state, is_late = _state(cadence, owner.filings, period, answers, (due, today, rules))
        told = period.label, state, due, is_late, owner.key, cadence.owes
        found.append(CadenceVerdict(cadence.id, owner.village, *told))
    return found


def _state(
    cadence: Cadence,
    filings: Filings,
    period: Period,
    answers: Mapping[str, date],
    days: tuple[date, date, Rules],
) -> tuple[CadenceState, bool]:
    due, today, rules = days
    line = answers.get(period.label)
    seen = line or filings.first_seen.get(period.label)
    is_late = seen is not None and seen > due
    if line is not None or _has_filed(cadence, filings, period):
        return (CadenceState.LATE if is_late else CadenceState.ON_TIME), is_late
    if nil_answers(cadence) and _is_nil(filings, period):
        return CadenceState.NIL, is_late
    if today > due:
        return CadenceState.MISSING, False
    soon = is_told(due, today, rules.calendar)
    return (CadenceState.DUE_SOON if soon else CadenceState.NOT_DUE), False


def _has_filed(cadence: Cadence, filings: Filings, period: Period) -> bool:
    if cadence.evidence is Evidence.ROWS:
        days = filings.registered
        return bool(((days >= np.datetime64(period.first)) & (days <= np.datetime64(period.last))).any())
    return cadence.evidence is Evidence.OWN and period.label in filings.first_seen


def _answers(cadence: Cadence, filings: Filings, today: date, rules: Rules) -> dict[str, date]:
    """Return which periods the dated lines answer, and on which day: one line answers for one period.

    The one it names; else, for a report on a period that is over, the oldest one still open; else its own.
    """
    lines = sorted(_proofs(cadence, filings, today))
    answered: dict[str, date] = {}
    unnamed: list[date] = []
    for line in lines:
        own = running_period(cadence, line.day, rules)
        named = own is not None and _spelling(line.period) == _spelling(own.label)
        if named:
            answered.setdefault(line.period, line.day)
        else:
            unnamed.append(line.day)
    for day in unnamed:
        for label in _open_to(cadence, day, rules):
            if label not in answered:
                answered[label] = day
                break
    return answered


def _proofs(cadence: Cadence, filings: Filings, today: date) -> Iterator[LogLine]:
    for sheet, lines in filings.lines.items():
        if any(name in sheet for name in cadence.sheets):
            yield from (line for line in lines if line.day <= today and _proves(cadence.proof, line))


def _proves(proof: Proof, line: LogLine) -> bool:
    if proof is Proof.SIGNED:
        return line.is_signed
    return line.has_leader if proof in (Proof.LEADER, Proof.VISIT) else True


def _spelling(label: str) -> str:
    """Return the shape of a label, by which one kind of period is told from another."""
    return "".join("0" if letter.isdigit() else letter for letter in label) if label else ""


def _open_to(cadence: Cadence, day: date, rules: Rules) -> Iterable[str]:
    own, before = running_period(cadence, day, rules), period_before(cadence, day, rules)
    labels = [period.label for period in (own, before) if period is not None]
    if cadence.period in _OWN_DAY:
        return labels[:1] if own is not None else ()
    # What is due after its period's end is a report on it: the older one is written first.
    return labels[::-1] if cadence.due_after > 0 else labels


#: Periods whose lines are about the day they are dated.
_OWN_DAY = (CadencePeriod.DAY, CadencePeriod.WORKING_DAY, CadencePeriod.WINDOW)


def _is_nil(filings: Filings, period: Period) -> bool:
    # A nil report for the month answers both of its halves, and each of its days.
    month = Month.of(period.first)
    names = {period.label, month.label} if period.last <= month.last else {period.label}
    return bool(names & filings.nil_periods)


def is_valid(cadence: Cadence, period: Period) -> bool:
    """Whether *cadence* was in force in any day of a period."""
    return (cadence.valid_from or date.min) <= period.last and period.first <= (cadence.valid_to or date.max)


def half_month_cadence(packs: Sequence[Pack]) -> Cadence:
    """Return the half-monthly screening report, which every township owes."""
    return next(cadence for pack in packs for cadence in pack.cadence if cadence.id == "HALF_MONTH_SCREEN")
