"""Reading one ledger with what the config says of it, and what to say when that fails unexpectedly."""

import logging
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.errors import LedgerError
from config.frames import Problem
from config.messages import message
from rules.binding import untimed_duties
from rules.cadence import Filings
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


def office_filings(township: Township) -> Filings | None:
    """Return what the coordinator's own workbook shows of the office's reports; None without one.

    A workbook that cannot be read shows nothing, and the office's duties count as missing: that is said.
    """
    name = township.settings.ledgers.office
    if name is None:
        return None
    try:
        grid = township.store.read(LedgerRef(name, Path(name).stem))
    except LedgerError as error:
        log.warning("%s; fix: %s", error.message, error.fix)
        return Filings("")
    return Filings("", lines=dated_lines(grid, log_sheets(township.rules), township.today))


def defect(entry: Entry, error: Exception) -> LedgerError:
    """Say where an unexpected error arose, but not its text, which may quote a cell."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "?"
    return LedgerError(
        message("entry.defect", ledger=entry.ref.title, kind=type(error).__name__, place=place), code="defect"
    )
