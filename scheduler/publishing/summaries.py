"""Summaries: compiled from every ledger, published in every form the config asks for, remembered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from config.errors import ConfigError, DuesheetError
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
from reports.figures.halfmonth_figures import Summary, summarise
from reports.figures.stages import OfficeStage, stages_of
from reports.forms.files import put
from reports.inputs import Filed, Published, VillageCases
from reports.inputs import PublishedCase as Counted
from scheduler.ledgers.filings import FilingsDesk, filed_for
from scheduler.publishing.compiled_again import changes, remembered
from scheduler.publishing.county_forms import filled_forms
from scheduler.publishing.figures_file import RolledUp, counted, rolled_up, signed
from scheduler.publishing.office_duties import DutiesTeller
from scheduler.publishing.receptions import receptions_of
from scheduler.publishing.sources import read_sources
from scheduler.publishing.writing import manner, write_report
from scheduler.state import State
from scheduler.state.records import PublishedRow
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class UnreadLedger:
    """A ledger that is in the totals as it was read on an earlier day, or not at all (None), and why."""

    village: str
    ledger: str
    reason: str
    as_of: date | None

    def as_json(self) -> dict[str, str | None]:
        """Return one object of ``unread`` in ``report --json``."""
        day = self.as_of.isoformat() if self.as_of is not None else None
        return {"village": self.village, "ledger": self.ledger, "reason": self.reason, "as_of": day}


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published.

    Attributes:
        files: paths, and the address of a tab.
        totals: each figure's total; empty for a list without figures.
        unread: ledgers that could not be read, with why.
        stages: of a half-month: how long cases stayed in each stage, by office.
    """

    kind: str
    period: str
    title: str
    files: tuple[Path | str, ...]
    totals: Mapping[str, int]
    unread: tuple[UnreadLedger, ...]
    stages: tuple[OfficeStage, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``report --json``."""
        return {
            "kind": self.kind,
            "period": self.period,
            "title": self.title,
            "files": [str(path) for path in self.files],
            "totals": dict(self.totals),
            "unread": [one.as_json() for one in self.unread],
            **({"stages": [one.as_json() for one in self.stages]} if self.kind == "half-month" else {}),
        }


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A report ready to be written, with what is remembered of it."""

    report: Report
    sources: Sequence[VillageCases]
    totals: Mapping[str, int]
    cases: Sequence[PublishedRow] = ()
    remembered: Mapping[str, Any] | None = None
    is_news: bool = True
    forms: Sequence[tuple[Path, bytes]] = ()
    counts: RolledUp | None = None
    stages: tuple[OfficeStage, ...] = ()


_PERIODS: Mapping[str, type[HalfMonth] | type[Month] | type[Quarter] | type[Year]] = {
    "half-month": HalfMonth,
    "risk-list": Month,
    "lead-officers": Quarter,
    "assessment": Quarter,
    "year": Year,
}
#: The risk list of a month is compiled on this day of it, or on the working day before.
_RISK_LIST_DAY = 25


def default_period(township: Township, kind: str) -> str:
    """Return the last finished period of a kind of summary.

    The risk list's is the month whose 25th (or the working day before it) has come.

    Raises:
        ConfigError: there is no such kind.
    """
    today = township.today
    _must_be_known(kind)
    if kind != "risk-list":
        return _PERIODS[kind].last_finished(today).label
    due = np.datetime64(today.replace(day=_RISK_LIST_DAY), "D")
    has_come = bool(township.rules.calendar.roll_backward(due) <= np.datetime64(today, "D"))
    return Month.of(today).label if has_come else Month.last_finished(today).label


def _must_be_known(kind: str) -> None:
    if kind not in _PERIODS:
        raise ConfigError(message("report.kind", kind=kind, kinds=", ".join(_PERIODS)))


class SummaryStoppedError(DuesheetError):
    """The service stops, or another one has taken the slot: nothing was published."""

    code = "stopped"


@dataclass(frozen=True, slots=True)
class Terms:
    """When a summary is not published after all, and what goes with it.

    Attributes:
        stop: set when nothing may be published any more, because the service ends or lost its slot.
        only_news: write nothing when no figure and no name is otherwise than when it was compiled before.
        figures: where the counts go as well, signed; None: nowhere.
    """

    stop: Event | None = None
    only_news: bool = False
    figures: Path | None = None


def publish(
    township: Township, kind: str, period: str, out: Path | None = None, terms: Terms = Terms()
) -> Publication:
    """Compile a summary from all ledgers and put it where the config says, or into *out*.

    Args:
        township: whose it is.
        kind: half-month, risk-list, lead-officers or assessment.
        period: its label.
        out: a folder in place of the config's.
        terms: when nothing is to be written.

    Raises:
        SummaryStoppedError: the terms' stop was set before anything was written.
        ConfigError: the kind or the period is wrong, no form is named, or the ledgers' place is out of
            reach.
        PublishError: a file cannot be written, or the tab cannot be filled.
        UnbalancedError: the figures do not add up; names the rows at fault.
    """
    _must_be_known(kind)
    settings = township.settings
    folder, spreadsheet = settings.summary_folder, settings.summary_spreadsheet
    if out is not None:
        folder, spreadsheet = out, ""
    if not settings.summary.formats and not spreadsheet:
        raise ConfigError(message("status.nothing_published"), code="no_formats")
    compiled = _KINDS[kind](township, period, folder)
    report = compiled.report
    if terms.stop is not None and terms.stop.is_set():
        raise SummaryStoppedError(message("report.stopped"))
    if terms.only_news and not compiled.is_news:
        return Publication(kind, report.period, report.heading, (), compiled.totals, _unread(compiled))
    counts = None if terms.figures is None else _signed(township, compiled)
    files = (
        *write_report(township, report, folder, settings.summary.formats, spreadsheet=spreadsheet),
        *_put_forms(compiled, out),
    )
    if terms.figures is not None and counts is not None:
        put(terms.figures, counts)
        files = (*files, terms.figures)
    if township.state is not None:
        figures = compiled.remembered or {"totals": dict(compiled.totals)}
        township.state.published.save(kind, report.period, township.today, figures, compiled.cases)
        if compiled.counts is not None:
            township.state.published.save_counts(kind, report.period, township.today, compiled.counts)
    facts = compiled.totals, _unread(compiled), compiled.stages
    return Publication(kind, report.period, report.heading, files, *facts)


def _signed(township: Township, compiled: _Compiled) -> bytes:
    if compiled.counts is None:
        raise ConfigError(message("report.figures_kind"), code="figures_kind")
    report = compiled.report
    return signed(township, compiled.counts, report.kind, report.period)


def _put_forms(compiled: _Compiled, out: Path | None) -> Iterator[Path]:
    for path, content in compiled.forms:
        place = path if out is None else out / path.name
        put(place, content)
        yield place


def _unread(compiled: _Compiled) -> tuple[UnreadLedger, ...]:
    unread = ((s.village, s.ledger, s.error, s.as_of) for s in compiled.sources)
    return tuple(UnreadLedger(village, ledger, why, day) for village, ledger, why, day in unread if why)


def _half_month(township: Township, label: str, folder: Path) -> _Compiled:
    period = HalfMonth.parse(label)
    _must_be_over(period, township.today)
    read = read_sources(township, period.last, folder, period)
    sources, duties = read.villages, DutiesTeller(township, read.desk).of_half_month(period)
    published = _published_before(township.state, period)
    summary = summarise(period, sources, published=published)
    spoken, state = manner(township), township.state
    kept = remembered(summary, b"" if state is None else state.salt, duties)
    before = state.published.of("half-month", period.label) if state is not None else None
    found = () if before is None else changes(before[1], kept, wording(spoken))
    occasion = Occasion(
        due_on=_first_working_day_after(township, period.last),
        hour=_hour(township),
        since=before[0] if before is not None and found else None,
        changes=found,
    )
    report = compose(summary, replace(spoken, occasion=occasion), duties)
    is_news = before is None or bool(found)
    forms = tuple(filled_forms(township, summary, spoken))
    counts = rolled_up(township, summary, is_late=replace(spoken, occasion=occasion).is_late)
    facts = report, sources, summary.totals, _counted(summary), kept, is_news, forms, counts
    return _Compiled(*facts, stages=stages_of(summary)[0])


def _first_working_day_after(township: Township, day: date) -> date:
    found: Any = township.rules.calendar.add_working_days(np.datetime64(day, "D"), 1)
    return found.item()


def _hour(township: Township) -> int | None:
    """The hour of the township's clock, where the report is of today."""
    now = township.now()
    return now.hour if now.date() == township.today else None


def _risk_list(township: Township, label: str, folder: Path) -> _Compiled:
    period = Month.parse(label)
    # The list of the 25th is of a month that still goes on: it shows the day it is compiled.
    day = min(period.last, township.today)
    if day < period.first:
        _must_be_over(period, township.today)
    sources = read_sources(township, day, folder).villages
    counts = counted(township, sources, Day(day))
    report = compose_risk_list(period, day, sources, manner(township))
    return _Compiled(report, sources, {}, counts=counts)


def _lead_officers(township: Township, label: str, folder: Path) -> _Compiled:
    period = Quarter.parse(label)
    _must_be_over(period, township.today)
    sources = read_sources(township, period.last, folder).villages
    return _Compiled(compose_lead_officers(period, sources, manner(township)), sources, {})


def _assessment(township: Township, label: str, folder: Path) -> _Compiled:
    period = Quarter.parse(label) if "Q" in label.upper() else Year.parse(label)
    _must_be_over(period, township.today)
    read = read_sources(township, period.last, folder)
    filings = _filings(township, read.desk, period, {source.village for source in read.villages})
    assessment = assess(period, read.villages, manner(township), filings)
    received = receptions_of(township, period)
    counts = received.counts if received is not None else None
    return _Compiled(compose_assessment(assessment, counts), read.villages, {})


def _year(township: Township, label: str, folder: Path) -> _Compiled:
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
    return _Compiled(report, sources, flow, counts=counted(township, sources, year))


_KINDS: Mapping[str, Callable[[Township, str, Path], _Compiled]] = {
    "half-month": _half_month,
    "risk-list": _risk_list,
    "lead-officers": _lead_officers,
    "assessment": _assessment,
    "year": _year,
}


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


def _published_before(state: State | None, period: HalfMonth) -> Published | None:
    found = state.published.last("half-month", period.label) if state is not None else None
    if found is None:
        return None
    label, compiled_on, figures, cases = found
    counted = {
        case.case_key: Counted(
            case.village, case.ledger, case.sheet, case.row, case.registered, case.ended, case.status
        )
        for case in cases
    }
    return Published(label, compiled_on, figures["totals"], counted)


def _counted(summary: Summary) -> list[PublishedRow]:
    return [
        PublishedRow(
            village=case.village,
            ledger=case.ledger,
            sheet=case.sheet,
            row=case.row,
            case_key=key,
            registered=case.registered,
            ended=case.ended,
            status=case.status,
        )
        for key, case in snapshot(summary.books, summary.period).items()
    ]
