"""Summaries: every ledger read, rewound to the period's end, judged, handed to `reports`, published."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.errors import ConfigError, LedgerError
from config.frames import CASES, VERDICTS, empty_frame
from config.language import phrases
from config.vocabulary import CadenceState
from reports.content import Report
from reports.corrections import snapshot
from reports.figures import Summary, Unread, summarise
from reports.halfmonth import compose
from reports.inputs import Filed, LedgerProblem, Published, VillageCases
from reports.inputs import PublishedCase as Counted
from reports.periods import HalfMonth
from reports.workbook import write_workbook
from rules.asof import as_of
from rules.judge import judge
from rules.periods import half_month
from scheduler.entries import Entry, choose, find_entries, gone
from scheduler.filings import FilingsDesk, filed_for
from scheduler.identity import RowKeys
from scheduler.state import State
from scheduler.state.database import PublishedCase
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger
from sync.understand import understand

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published.

    Attributes:
        totals: each figure's total.
        unread: ledgers that are not in the totals, with why.
    """

    kind: str
    period: str
    title: str
    files: tuple[Path, ...]
    totals: Mapping[str, int]
    unread: tuple[Unread, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``report --json``."""
        return {
            "kind": self.kind,
            "period": self.period,
            "title": self.title,
            "files": [str(path) for path in self.files],
            "totals": dict(self.totals),
            "unread": [{"village": u.village, "ledger": u.ledger, "reason": u.reason} for u in self.unread],
        }


def last_finished(kind: str, today: date) -> str:
    """Return the last finished period of a kind of summary.

    Raises:
        ConfigError: there is no such kind.
    """
    if kind != "half-month":
        raise ConfigError(f"{kind}: no such kind of summary", fix="kinds: half-month")
    return HalfMonth.last_finished(today).label


def publish(township: Township, kind: str, period: str, out: Path | None = None) -> Publication:
    """Compile a summary from all ledgers and put it where the config says, or into *out*.

    Raises:
        ConfigError: the kind or the period is spelled wrongly, or the ledgers' place cannot be reached.
        PublishError: a file cannot be written.
        UnbalancedError: the figures do not add up; names the rows at fault.
    """
    last_finished(kind, township.today)
    half = HalfMonth.parse(period)
    folder = out if out is not None else township.settings.path(township.settings.summary.to)
    summary = compile_half_month(township, half, folder)
    report = compose(summary, township.language, officials=township.settings.summary.officials)
    pattern = phrases(township.language, "scheduler")["file"][kind]
    name = pattern.format(township=township.settings.township.name, period=half.label)
    files = tuple(_write(report, folder / name, township.settings.summary.formats))
    if township.state is not None:
        _remember(township.state, kind, summary, township.today)
    return Publication(kind, half.label, "".join(report.title), files, summary.totals, summary.unread)


def compile_half_month(township: Township, period: HalfMonth, folder: Path) -> Summary:
    """Return the figures of *period*, from every ledger as it stood on the period's last day."""
    entries = find_entries(township.settings, township.store.list())
    sources = [
        source for entry in choose(entries, ()) if (source := _source(township, entry, period, folder))
    ]
    return summarise(
        township.settings.township.name,
        period,
        sources,
        compiled_on=township.today,
        published=_published_before(township.state, period),
    )


def _source(township: Township, entry: Entry, period: HalfMonth, folder: Path) -> VillageCases | None:
    """Return one ledger's part; None for a copy of another, which is not counted twice."""
    if entry.copy_of is not None:
        return None
    try:
        if entry.missing:
            raise gone(entry)
        grid = township.store.read(entry.ref)
    except LedgerError as error:
        missing = Filed(CadenceState.MISSING)
        cases, verdicts = empty_frame(CASES), empty_frame(VERDICTS)
        return VillageCases(
            entry.label, cases, verdicts, missing, error=str(error), ledger=entry.ref.ledger_id
        )
    ledger = understand(
        grid,
        today=township.today,
        village=entry.village,
        family=entry.family,
        headings=township.settings.headers,
    )
    return VillageCases(
        ledger.village,
        ledger.cases,
        verdicts_at(township, ledger, period.last),
        _filed(township, ledger, period),
        problems=tuple(LedgerProblem(entry.ref.ledger_id, problem) for problem in ledger.problems),
        ledger=entry.ref.ledger_id,
        links=_links(township, entry, ledger, folder),
        keys=_keys(township.state, grid, ledger),
    )


def _filed(township: Township, ledger: Ledger, period: HalfMonth) -> Filed:
    desk = FilingsDesk()
    desk.add(ledger)
    found, dated = filed_for(
        township.state, desk.filings(ledger.village), half_month(period.last), township.today, township.rules
    )
    return Filed(found.state, judged=dated)


def verdicts_at(township: Township, ledger: Ledger, day: date) -> "pd.DataFrame":
    """Return the verdicts on every case as of the end of *day*; rows that came later have blank ones."""
    then = as_of(ledger.cases, day)
    found = judge(then, ledger.tables, day, township.rules)
    blank = empty_frame(VERDICTS, len(ledger.cases)).set_axis(ledger.cases.index)
    blank.loc[found.index, list(VERDICTS)] = found[list(VERDICTS)]
    return blank.astype(dict(VERDICTS))


def _links(township: Township, entry: Entry, ledger: Ledger, folder: Path) -> dict[str, str]:
    """Return an address of a row of each worksheet, from where the summary will lie."""
    settings = township.settings
    if settings.ledgers.store == "google":
        return {}
    workbook = settings.path(settings.ledgers.folder) / entry.ref.ledger_id
    address = Path(os.path.relpath(workbook, folder.resolve())).as_posix()
    return {
        sheet.name: f"{address}#'{sheet.name.replace(chr(39), chr(39) * 2)}'!A{{row}}"
        for sheet in ledger.sheets
    }


def _keys(state: State | None, grid: Grid, ledger: Ledger) -> tuple[str, ...]:
    if state is None:
        return ()
    keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, state.salt)
    places = zip(ledger.cases["sheet"].tolist(), ledger.cases["row"].tolist(), strict=True)
    return tuple(keys.key(sheet, row) for sheet, row in places)


def _published_before(state: State | None, period: HalfMonth) -> Published | None:
    found = state.last_summary("half-month", period.label) if state is not None else None
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


def _remember(state: State, kind: str, summary: Summary, today: date) -> None:
    cases = [
        PublishedCase(
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
    state.save_summary(kind, summary.period.label, today, {"totals": dict(summary.totals)}, cases)


def _write(report: Report, path: Path, formats: Sequence[str]) -> Iterator[Path]:
    for form in formats:
        writer = _WRITERS.get(form)
        if writer is not None:
            target = path.with_name(f"{path.name}.{form}")
            writer(report, target)
            yield target


#: What puts a report into each form.
_WRITERS: Mapping[str, Callable[[Report, Path], None]] = {"xlsx": write_workbook}
