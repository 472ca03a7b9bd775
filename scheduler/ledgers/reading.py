"""Reading one ledger with what the config says of it, and what to say when that fails unexpectedly."""

import logging
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.errors import LedgerError
from config.frames import Problem
from config.log_lines import LogLine, LogNames
from config.messages import message
from rules.binding import untimed_duties
from rules.filing_owners import Filings, LinkedLeader, Parties
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.filings import log_sheets
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger
from sync.log_sheets import dated_lines
from sync.store import LedgerRef
from sync.understand import understand

log = logging.getLogger("duesheet")


def read_ledger(township: Township, entry: Entry, grid: Grid) -> Ledger:
    """Return what a grid says, read with what the config says of its village and headings."""
    return understand(
        grid,
        today=township.today,
        village=entry.village,
        family=entry.family,
        headings=township.settings.headers,
    )


def untimed(township: Township, ledger: Ledger, day: date) -> list[Problem]:
    """Name each duty that no column of the ledger could show done, by its title in the township's words."""
    if not len(ledger.cases):
        return []
    titles = {each.id: each.title.said(township.language) for each in township.rules.duties}
    found = untimed_duties(ledger.tables, township.rules, day)
    return [replace(problem, detail=titles[problem.detail]) for problem in found]


def parties(township: Township, *, with_office: bool = True) -> Parties:
    """Return who besides villages may owe something, and what the office's own workbook shows."""
    settings = township.settings
    return Parties(
        _office_filings(township) if with_office else None,
        tuple(part.name for part in settings.department),
        tuple((part.name, part.village) for part in settings.grid),
        tuple(LinkedLeader(at, tuple(part.villages)) for at, part in enumerate(settings.leader, 1)),
    )


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


def _office_filings(township: Township) -> Filings | None:
    """Return what the coordinator's own workbook shows of the office's reports; None without one.

    A workbook that cannot be read shows nothing, and the office's duties count as missing: that is said.
    """
    settings = township.settings
    name = settings.ledgers.office
    if name is None:
        return None
    place = settings.office_workbook
    try:
        grid = township.store.read(
            LedgerRef(str(place) if place and place.exists() else name, Path(name).stem)
        )
    except LedgerError as error:
        log.warning("%s; fix: %s", error.message, error.fix)
        return Filings("")
    return Filings("", lines=log_lines(township, grid))


def defect(entry: Entry, error: Exception) -> LedgerError:
    """Say where an unexpected error arose, but not its text, which may quote a cell."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "?"
    return LedgerError(
        message("entry.defect", ledger=entry.ref.title, kind=type(error).__name__, place=place), code="defect"
    )
