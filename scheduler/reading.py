"""Reading one ledger with what the config says of it, and what to say when that fails unexpectedly."""

import traceback
from pathlib import Path

from config.errors import LedgerError
from scheduler.entries import Entry
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger
from sync.understand import understand


def read_ledger(township: Township, entry: Entry, grid: Grid) -> Ledger:
    """Return what a grid says, read with what the config says of its village and headings."""
    return understand(
        grid,
        today=township.today,
        village=entry.village,
        family=entry.family,
        headings=township.settings.headers,
    )


def defect(entry: Entry, error: Exception) -> LedgerError:
    """Say where an unexpected error arose, but not its text, which may quote a cell."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "?"
    return LedgerError(
        f"{entry.ref.title}: a defect of duesheet ({type(error).__name__} at {place}); nothing was written",
        fix="please report it with the line above; the other ledgers are done",
        code="defect",
    )
