"""On how many working days of a period a leader received visitors, by roster and office workbook."""

from collections.abc import Iterator

import numpy as np

from config.errors import LedgerError
from config.language import phrases
from config.log_lines import LogLine
from config.periods import Period
from rules.filing_owners import ROSTER
from scheduler.ledgers.duty_parties import parties
from scheduler.ledgers.reading import roster_kept
from scheduler.township import Township
from sync.cell_plan import CellTabs
from sync.folder.workbook import read_workbook
from sync.grid import Grid


def reception_days(township: Township, period: Period) -> tuple[int, int] | None:
    """Return days with 实际接访 and working days of *period*; None where no sheet says who received."""
    lines = list(_lines(township))
    if not any(line.is_held for line in lines):
        return None
    days = np.arange(np.datetime64(period.first, "D"), np.datetime64(period.last, "D") + 1)
    working = set(days[township.rules.calendar.is_working(days)].tolist())
    return len({line.day for line in lines if line.is_held} & working), len(working)


def _lines(township: Township) -> Iterator[LogLine]:
    grid = _schedule(township)
    kept = roster_kept(township, grid) if grid is not None else None
    if kept is not None:
        yield from kept.lines
    office = parties(township).office
    sheets = [name for each in township.rules.cadences if ROSTER in each.sheets for name in each.sheets]
    for title, lines in (office.lines if office else {}).items():
        if any(name in title for name in sheets):
            yield from lines


def _schedule(township: Township) -> Grid | None:
    """Return the workbook or spreadsheet of 调解排期; None where none is kept, or it cannot be read."""
    settings = township.settings
    if settings.sittings is None or not settings.sittings.enabled:
        return None
    try:
        if settings.summary_spreadsheet and isinstance(township.store, CellTabs):
            return township.store.read_cells(settings.summary_spreadsheet)
        title = phrases(township.language, "schedule")["title"]["sheet"]
        path = settings.summary_folder / f"{title}.xlsx"
        return read_workbook(path) if path.exists() else None
    except LedgerError:
        return None
