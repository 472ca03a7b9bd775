"""How often each duty of an office was owed in a span of time, and how often it was done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.packs.cadence_model import Cadence, Evidence
from config.periods import Period
from config.vocabulary import CadenceState
from rules.cadences.cadence import CadenceVerdict, is_shown, is_valid, judge_periods
from rules.cadences.due_periods import due_date, running_period
from rules.cadences.filing_owners import FiledEvidence, owners_of
from rules.ruleset import Rules

#: A report may be due so many days after its period's end, holidays included, or before it (the 25th).
_AROUND = timedelta(days=45)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyKept:
    """One duty in a span of time: every owner's every period that was due.

    Attributes:
        verdicts: by owner, then by period.
    """

    duty: str
    verdicts: tuple[CadenceVerdict, ...]

    @property
    def owed(self) -> int:
        """How often it was owed."""
        return len(self.verdicts)

    @property
    def kept(self) -> int:
        """How often it was done, late or nil included."""
        return self.owed - len(self.missing)

    @property
    def late(self) -> int:
        """How often it was done after its due day."""
        return sum(one.is_late for one in self.verdicts)

    @property
    def missing(self) -> tuple[CadenceVerdict, ...]:
        """Where nothing was filed."""
        return tuple(one for one in self.verdicts if one.state is CadenceState.MISSING)


def duties_ended(
    evidence: FiledEvidence, span: tuple[date, date], today: date, rules: Rules
) -> list[DutyKept]:
    """Return the duties of the periods that end in *span*: a year's twelve monthly meetings.

    A period that is not due before *today* is not counted; nor is a duty without any period that is.
    """
    first, last = span
    return _kept(evidence, span, today, rules, lambda period, _: first <= period.last <= last)


def duties_due(evidence: FiledEvidence, span: tuple[date, date], today: date, rules: Rules) -> list[DutyKept]:
    """Return the duties that were due in *span*: those of two half-months are those of the month.

    Of *today* itself nothing is counted.
    """
    first, last = span
    return _kept(evidence, span, today, rules, lambda _, due: first <= due <= last)


def _kept(
    evidence: FiledEvidence,
    span: tuple[date, date],
    today: date,
    rules: Rules,
    belongs: Callable[[Period, date], bool],
) -> list[DutyKept]:
    found: list[DutyKept] = []
    for cadence in rules.cadences:
        own = cadence.evidence is Evidence.OWN
        if own and not (evidence.published or {}).get(cadence.id):
            continue
        # Of a list of ours nothing can be said of the time before the first one.
        since = min((evidence.published or {}).get(cadence.id, {}), default="") if own else ""
        wanted = [
            period
            for period in _periods(cadence, span, rules)
            if period.label >= since
            and (due := due_date(cadence, period, rules.calendar)) < today
            and belongs(period, due)
            and is_valid(cadence, period)
            and is_shown(cadence, evidence, period)
        ]
        verdicts = tuple(
            verdict
            for owner in owners_of(cadence, evidence)
            for verdict in judge_periods(cadence, owner, wanted, today, rules)
        )
        if verdicts:
            found.append(DutyKept(cadence.id, verdicts))
    return found


def _periods(cadence: Cadence, span: tuple[date, date], rules: Rules) -> Iterator[Period]:
    """Yield every period that may end or be due in *span*, each once, in order."""
    day, last = span[0] - _AROUND, span[1] + _AROUND
    while day <= last:
        period = running_period(cadence, day, rules)
        if period is not None:
            yield period
        day = max(day, period.last if period is not None else day) + _DAY
