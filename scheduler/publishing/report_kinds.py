"""The kinds of reports there are: the periods of each, and how it is compiled. A new kind is a row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from config.errors import ConfigError
from config.messages import message
from config.periods import Day, HalfMonth, Month, Period, Quarter, Year, half_months
from reports.composing.assessment import assess
from reports.composing.assessment_report import compose_assessment
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.lead_officers import compose_lead_officers
from reports.composing.risk_list import compose_risk_list
from reports.composing.speaking.setting import Occasion, wording
from reports.composing.year_report import compose_year
from reports.content import Report
from reports.figures.corrections import snapshot
from reports.figures.halfmonth_figures import summarise
from reports.figures.stages import OfficeStage, stages_of
from reports.inputs import Filed, PublishedCase, VillageCases
from scheduler.ledgers.filings import FilingsDesk, filed_for
from scheduler.publishing.compiled_again import changes, remembered
from scheduler.publishing.county_forms import filled_forms
from scheduler.publishing.figures_file import RolledUp, counted, rolled_up
from scheduler.publishing.office_duties import DutiesTeller
from scheduler.publishing.receptions import receptions_of
from scheduler.publishing.sources import read_sources
from scheduler.publishing.writing import manner
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class Compiled:
    """A report ready to be written, with what is remembered of it."""

    report: Report
    sources: Sequence[VillageCases]
    totals: Mapping[str, int]
    cases: Mapping[str, PublishedCase] = field(default_factory=dict[str, PublishedCase])
    remembered: Mapping[str, Any] | None = None
    is_news: bool = True
    forms: Sequence[tuple[Path, bytes]] = ()
    counts: RolledUp | None = None
    stages: tuple[OfficeStage, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report.

    Attributes:
        periods: what it is of; an assessment is of a year as well.
        compile: makes it of a township and a period's label; the folder is where earlier reports lie.
    """

    periods: type[HalfMonth] | type[Month] | type[Quarter] | type[Year]
    compile: Callable[[Township, str, Path], Compiled]


#: The risk list of a month is compiled on this day of it, or on the working day before.
_RISK_LIST_DAY = 25


def report_kind(name: str) -> ReportKind:
    """Return a kind by the name that ``report --kind`` takes.

    Raises:
        ConfigError: there is no such kind.
    """
    if name not in REPORT_KINDS:
        raise ConfigError(message("report.kind", kind=name, kinds=", ".join(REPORT_KINDS)))
    return REPORT_KINDS[name]


def default_period(township: Township, kind: str) -> str:
    """Return the last finished period of a kind of summary.

    The risk list's is the month whose 25th (or the working day before it) has come.

    Raises:
        ConfigError: there is no such kind.
    """
    today = township.today
    periods = report_kind(kind).periods
    if kind != "risk-list":
        return periods.last_finished(today).label
    due = np.datetime64(today.replace(day=_RISK_LIST_DAY), "D")
    has_come = bool(township.rules.calendar.roll_backward(due) <= np.datetime64(today, "D"))
    return Month.of(today).label if has_come else Month.last_finished(today).label


def _half_month(township: Township, label: str, folder: Path) -> Compiled:
    period = HalfMonth.parse(label)
    _must_be_over(period, township.today)
    read = read_sources(township, period.last, folder, period)
    sources, duties = read.villages, DutiesTeller(township, read.desk).of_half_month(period)
    spoken, state = manner(township), township.state
    published = state.published.last("half-month", period.label) if state is not None else None
    summary = summarise(period, sources, published=published)
    kept = remembered(summary, b"" if state is None else state.salt, duties)
    before = state.published.of("half-month", period.label) if state is not None else None
    found = () if before is None else changes(before[1], kept, wording(spoken))
    occasion = Occasion(
        due_on=_first_working_day_after(township, period.last),
        hour=_hour(township),
        since=before[0] if before is not None and found else None,
        changes=found,
    )
    told = replace(spoken, occasion=occasion)
    report = compose(summary, told, duties)
    is_news = before is None or bool(found)
    forms = tuple(filled_forms(township, summary, spoken))
    counts = rolled_up(township, summary, is_late=told.is_late)
    facts = report, sources, summary.totals, snapshot(summary.books, period), kept, is_news, forms, counts
    return Compiled(*facts, stages=stages_of(summary)[0])


def _first_working_day_after(township: Township, day: date) -> date:
    found: Any = township.rules.calendar.add_working_days(np.datetime64(day, "D"), 1)
    return found.item()


def _hour(township: Township) -> int | None:
    """The hour of the township's clock, where the report is of today."""
    now = township.now()
    return now.hour if now.date() == township.today else None


def _risk_list(township: Township, label: str, folder: Path) -> Compiled:
    period = Month.parse(label)
    # The list of the 25th is of a month that still goes on: it shows the day it is compiled.
    day = min(period.last, township.today)
    if day < period.first:
        _must_be_over(period, township.today)
    sources = read_sources(township, day, folder).villages
    counts = counted(township, sources, Day(day))
    report = compose_risk_list(period, day, sources, manner(township))
    return Compiled(report, sources, {}, counts=counts)


def _lead_officers(township: Township, label: str, folder: Path) -> Compiled:
    period = Quarter.parse(label)
    _must_be_over(period, township.today)
    sources = read_sources(township, period.last, folder).villages
    return Compiled(compose_lead_officers(period, sources, manner(township)), sources, {})


def _assessment(township: Township, label: str, folder: Path) -> Compiled:
    period = Quarter.parse(label) if "Q" in label.upper() else Year.parse(label)
    _must_be_over(period, township.today)
    read = read_sources(township, period.last, folder)
    filings = _filings(township, read.desk, period, {source.village for source in read.villages})
    assessment = assess(period, read.villages, manner(township), filings)
    received = receptions_of(township, period)
    counts = received.counts if received is not None else None
    return Compiled(compose_assessment(assessment, counts), read.villages, {})


def _year(township: Township, label: str, folder: Path) -> Compiled:
    year = Year.parse(label)
    _must_be_over(year, township.today)
    read = read_sources(township, year.last, folder)
    sources = read.villages
    published: dict[str, Mapping[str, int]] = {}
    for half in half_months(year) if township.state is not None else ():
        found = township.state.published.of("half-month", half.label) if township.state else None
        if found is not None:
            published[half.label] = found[1]["totals"]
    duties = DutiesTeller(township, read.desk).of_year(year)
    report, flow = compose_year(year, sources, manner(township), published, duties)
    return Compiled(report, sources, flow, counts=counted(township, sources, year))


def _must_be_over(period: Period, today: date) -> None:
    if period.last > today:
        raise ConfigError(
            message("report.not_over", period=period.label, day=period.last.isoformat()),
            code="period_not_over",
        )


def _filings(
    township: Township, desk: FilingsDesk, period: Quarter | Year, villages: set[str]
) -> dict[str, dict[str, Filed]]:
    """Return how every village's half-monthly reports of the period stood; only since the adoption."""
    since = township.settings.township.adopted_on or date.min
    found: dict[str, dict[str, Filed]] = {}
    for each in half_months(period):
        if each.first < since:
            continue
        for village in villages:
            verdict, dated = filed_for(
                township.state, desk.filings(village), each, township.today, township.rules
            )
            found.setdefault(village, {})[each.label] = Filed(verdict.state, judged=dated)
    return found


#: What `report --kind` takes.
REPORT_KINDS: Mapping[str, ReportKind] = {
    "half-month": ReportKind(HalfMonth, _half_month),
    "risk-list": ReportKind(Month, _risk_list),
    "lead-officers": ReportKind(Quarter, _lead_officers),
    "assessment": ReportKind(Quarter, _assessment),
    "year": ReportKind(Year, _year),
}
