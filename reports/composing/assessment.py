"""考核: a village's score of 5 with every deduction traced to its report or row.

A score falls only where the office was late or silent, never because a case exists.
Source: docs/summaries.md#key-figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.periods import HalfMonth, Quarter, Year, half_months
from config.vocabulary import CadenceState
from reports.composing.speaking.setting import Draft, Manner, lay_out
from reports.figures.key_figures import measure_settled
from reports.inputs import Filed, VillageCases

_HANDOVER = "HANDOVER_2WD"


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points taken off, each once; a township's own scale may differ."""

    start: Decimal = Decimal(5)
    report_late: Decimal = Decimal("0.2")
    report_missing: Decimal = Decimal("0.5")
    closed_late: Decimal = Decimal("0.2")
    overdue: Decimal = Decimal("0.3")
    no_handover: Decimal = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points off, and what for.

    Attributes:
        reason: report_late, report_missing, closed_late, overdue or no_handover.
        half_month: the report it is about, None for a case.
        row: position of the case in the draft's rows, None for a report.
    """

    village: str
    reason: str
    points: Decimal
    half_month: HalfMonth | None = None
    row: int | None = None


#: How every village's report stood: village, then label of the half-month.
Filings = Mapping[str, Mapping[str, Filed]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Scores and deductions of a period.

    Attributes:
        scores: points left, per village in the order given; never below 0; None for a village none of
            whose ledgers could be read, which can neither be blamed nor praised.
    """

    made: Draft
    period: Quarter | Year
    scoring: Scoring
    deductions: tuple[Deduction, ...]
    scores: Mapping[str, Decimal | None]

    def of(self, village: str) -> list[Deduction]:
        """Return what was taken off from *village*."""
        return [deduction for deduction in self.deductions if deduction.village == village]


def assess(
    period: Quarter | Year,
    sources: Sequence[VillageCases],
    manner: Manner,
    filings: Filings,
    scoring: Scoring | None = None,
) -> Assessment:
    """Score every village.

    Args:
        period: a quarter or a year; verdicts in *sources* are as of its last day.
        sources: one per ledger.
        manner: language, officials, titles of duties.
        filings: how each village's half-monthly reports stood; a half-month that is not in it, or not
            yet due, costs nothing.
        scoring: points taken off.

    Raises:
        UnbalancedError: a row cannot be placed.
    """
    scale = scoring or Scoring()
    made = lay_out(period, sources, manner)
    made.rows["settled"] = measure_settled(made.rows)
    unread = {source.village for source in sources} - {s.village for s in sources if s.counts}
    found = (*_of_reports(made, period, filings, scale, unread), *_of_cases(made, scale))
    order = {village: number for number, village in enumerate(made.books.villages)}
    deductions = tuple(sorted(found, key=lambda deduction: order[deduction.village]))
    lost = dict.fromkeys(made.books.villages, Decimal(0))
    for deduction in deductions:
        lost[deduction.village] += deduction.points
    scores = {
        village: None if village in unread else max(Decimal(0), scale.start - points)
        for village, points in lost.items()
    }
    return Assessment(made, period, scale, deductions, scores)


def _of_reports(
    made: Draft, period: Quarter | Year, filings: Filings, scoring: Scoring, unread: set[str]
) -> Iterator[Deduction]:
    points = {
        CadenceState.LATE: ("report_late", scoring.report_late),
        CadenceState.MISSING: ("report_missing", scoring.report_missing),
    }
    for village in made.books.villages:
        if village in unread:
            continue  # whether it reported cannot be told
        for half_month in half_months(period):
            filed = filings.get(village, {}).get(half_month.label)
            if filed is not None and filed.state in points:
                reason, off = points[filed.state]
                yield Deduction(village, reason, off, half_month=half_month)


def _of_cases(made: Draft, scoring: Scoring) -> Iterator[Deduction]:
    rows = made.rows
    # Neither what was late before the service was adopted, nor what a calendar not yet published makes late.
    fair = ~rows["backlog"] & ~rows["provisional"]
    handover = rows["duty"] == _HANDOVER
    reasons = {
        "closed_late": (rows["late"] & fair, scoring.closed_late),
        "overdue": (rows["overdue"] & fair & ~handover, scoring.overdue),
        "no_handover": (rows["overdue"] & fair & handover, scoring.no_handover),
    }
    for reason, (at_fault, off) in reasons.items():
        for row in at_fault.to_numpy().nonzero()[0].tolist():
            yield Deduction(str(rows["village"].iat[row]), reason, off, row=row)
