"""Summaries: compiled from every ledger, published in every form the config asks for, remembered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from config.errors import ConfigError, DuesheetError
from config.messages import message
from reports.figures.stages import OfficeStage
from reports.forms.files import put
from scheduler.publishing.figures_file import signed
from scheduler.publishing.report_kinds import Compiled, report_kind
from scheduler.publishing.writing import write_report
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class UnreadLedger:
    """A ledger that is in the totals as it was read on an earlier day, or not at all (None), and why."""

    village: str
    ledger: str
    title: str
    reason: str
    as_of: date | None

    def as_json(self) -> dict[str, str | None]:
        """Return one object of ``unread`` in ``report --json``."""
        day = self.as_of.isoformat() if self.as_of is not None else None
        return {
            "village": self.village,
            "ledger": self.ledger,
            "title": self.title,
            "reason": self.reason,
            "as_of": day,
        }


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
        kind: one of `REPORT_KINDS`, by its name.
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
    compile_report = report_kind(kind).compile
    settings = township.settings
    folder, spreadsheet = settings.summary_folder, settings.summary_spreadsheet
    if out is not None:
        folder, spreadsheet = out, ""
    if not settings.summary.formats and not spreadsheet:
        raise ConfigError(message("status.nothing_published"), code="no_formats")
    compiled = compile_report(township, period, folder)
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


def _signed(township: Township, compiled: Compiled) -> bytes:
    if compiled.counts is None:
        raise ConfigError(message("report.figures_kind"), code="figures_kind")
    report = compiled.report
    return signed(township, compiled.counts, report.kind, report.period)


def _put_forms(compiled: Compiled, out: Path | None) -> Iterator[Path]:
    for path, content in compiled.forms:
        place = path if out is None else out / path.name
        put(place, content)
        yield place


def _unread(compiled: Compiled) -> tuple[UnreadLedger, ...]:
    return tuple(
        UnreadLedger(one.village, one.ledger, one.called, one.error, one.as_of)
        for one in compiled.sources
        if one.error
    )
