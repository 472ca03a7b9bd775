"""Reading one ledger with what the config says of it, and what to say when that fails unexpectedly."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config.errors import LedgerError, LedgerUnavailableError, raised_at
from config.frames import Problem
from config.log_lines import LogLine, LogNames
from config.messages import message
from config.settings import Settings
from rules.binding import untimed_duties
from rules.cadences.filing_owners import RosterKept
from scheduler.ledgers.entries import Entry, gone
from scheduler.ledgers.filings import log_sheets
from scheduler.township import Township
from sync.cases.ends_seen import needs_colours
from sync.columns import column_number
from sync.grid import Grid
from sync.ledger import Ledger
from sync.other_sheets.log_sheets import dated_lines
from sync.other_sheets.roster_sheet import roster_at
from sync.store import Colouring, FillArea, LedgerRef, Store
from sync.understand import Given, understand


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a ledger: its cells, and what they say."""

    grid: Grid
    ledger: Ledger


def given_of(settings: Settings, today: date, entry: Entry | None = None) -> Given:
    """Return what the config says of a ledger before its first cell; of a mere file, the headings."""
    headings = settings.headers
    if entry is None:
        return Given(today, headings=headings)
    return Given(today, entry.village, entry.family, headings, entry.ends_open)


def look(township: Township, entry: Entry) -> Seen:
    """Read and understand one ledger: the one door through which a spreadsheet becomes a ledger.

    Raises:
        LedgerError: it is gone, unreadable, or two of its worksheets bear one name.
    """
    if entry.missing:
        raise gone(entry)
    if entry.unreadable is not None:
        raise entry.unreadable
    return _looked_at(township.store, entry.ref, township.store.read(entry.ref), _given(township, entry))


def _given(township: Township, entry: Entry) -> Given:
    return given_of(township.settings, township.today, entry)


def understood(township: Township, entry: Entry, grid: Grid) -> Ledger:
    """Return what a grid says that a store has read already.

    Raises:
        LedgerUnavailableError: two of its worksheets bear one name, or its colours cannot be read.
    """
    return _looked_at(township.store, entry.ref, grid, _given(township, entry)).ledger


def look_by(store: Store, settings: Settings, today: date, entry: Entry) -> Seen:
    """Look at a ledger where there is no township yet: `init` makes one.

    Raises:
        As `look`.
    """
    return _looked_at(store, entry.ref, store.read(entry.ref), given_of(settings, today, entry))


def look_at_file(path: Path, today: date, settings: Settings | None) -> Seen:
    """Look at a workbook by its path; without a config nothing is known of it.

    Raises:
        As `look`.
    """
    from sync.folder.workbook import read_workbook

    return _seen(read_workbook(path), Given(today) if settings is None else given_of(settings, today))


def _looked_at(store: Store, ref: LedgerRef, grid: Grid, given: Given) -> Seen:
    """Understand a grid, with its colours where nothing else could show an end and the store tells them."""
    seen = _seen(grid, given)
    if given.ends_open or not isinstance(store, Colouring):
        return seen
    areas = _uncoloured(seen)
    if not areas:
        return seen
    fills = store.fills(ref, areas)
    sheets = (replace(sheet, fill=fills.get(sheet.name, _no_fill)) for sheet in grid.sheets)
    return _seen(replace(grid, sheets=tuple(sheets)), given)


def _no_fill(_row: int, _column: int) -> str:
    return ""


def _uncoloured(seen: Seen) -> list[FillArea]:
    """Return the tables whose colours might matter and were not read."""
    unread = {sheet.name for sheet in seen.grid.sheets if sheet.fill is None}
    cases = seen.ledger.cases
    return [
        FillArea(info.sheet, info.first_row, info.last_row, max(map(column_number, table.columns)) + 1)
        for sheet in seen.ledger.sheets
        for table in sheet.tables
        if (info := table.info).sheet in unread and needs_colours(info, cases[cases["table"] == info.table])
    ]


def _seen(grid: Grid, given: Given) -> Seen:
    names = Counter(sheet.name for sheet in grid.sheets)
    doubled = next((name for name, count in names.items() if count > 1), None)
    if doubled is not None:
        told = message("entry.sheets_alike", ledger=grid.title, sheet=doubled)
        raise LedgerUnavailableError(told, code="sheets_alike")
    return Seen(grid, understand(grid, given))


def column_roles(ledger: Ledger) -> dict[str, dict[str, str]]:
    """Return which column plays which role, by worksheet and table; roles only, no heading's text."""
    return {
        f"{sheet.name}/{number}": table.columns_spelled
        for sheet in ledger.sheets
        if sheet.visible
        for number, table in enumerate(sheet.tables)
    }


def untimed(township: Township, ledger: Ledger, day: date) -> list[Problem]:
    """Name each duty that no column of the ledger could show done, by its title in the township's words."""
    if not len(ledger.cases):
        return []
    titles = {each.id: each.title.said(township.language) for each in township.rules.duties}
    found = untimed_duties(ledger.tables, township.rules, day)
    return [replace(problem, detail=titles[problem.detail]) for problem in found]


def log_names(township: Township) -> LogNames:
    """Return whom the lines of a log may name, as the config spells them."""
    settings = township.settings
    return LogNames(
        tuple(part.name for part in settings.village),
        tuple(part.name for part in (*settings.department, *settings.grid)),
        tuple(part.name for part in settings.leader),
    )


def log_lines(township: Township, grid: Grid) -> dict[str, list[LogLine]]:
    """Return the filled-in lines of the log sheets that a duty in force looks at."""
    return dated_lines(grid, log_sheets(township.rules), township.today, log_names(township))


def roster_kept(township: Township, grid: Grid) -> RosterKept | None:
    """Return what the roster beside 调解排期 shows; None where there is none, or nothing stands on it."""
    found = roster_at(grid)
    if found is None or not found.lines:
        return None
    lines = dated_lines(grid, [found.sheet], township.today, log_names(township))
    return RosterKept(lines.get(found.sheet, []), min(line.day for line in found.lines))


def defect(entry: Entry, error: Exception) -> LedgerError:
    """Say where an unexpected error arose, but not its text, which may quote a cell."""
    kind, place = type(error).__name__, raised_at(error)
    return LedgerError(message("entry.defect", ledger=entry.ref.title, kind=kind, place=place), code="defect")
