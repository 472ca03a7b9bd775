"""On how many working days of a period a leader received visitors, by roster and office workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.log_lines import LogLine
from config.periods import Period
from rules.cadences.filing_owners import ROSTER
from scheduler.ledgers.duty_parties import parties
from scheduler.ledgers.reading import roster_kept
from scheduler.ledgers.sheet_sittings import schedule_grid
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class Receptions:
    """The working days of a period, and those on which somebody received (实际接访)."""

    working: tuple[date, ...]
    held: frozenset[date]

    @property
    def counts(self) -> tuple[int, int]:
        """Days with 实际接访, and working days."""
        return len(self.held), len(self.working)

    @property
    def missed(self) -> tuple[date, ...]:
        """The working days on which nobody received."""
        return tuple(day for day in self.working if day not in self.held)


def receptions_of(township: Township, period: Period) -> Receptions | None:
    """Return the receptions of *period*; None where no sheet says who received."""
    lines = list(_lines(township))
    if not any(line.is_held for line in lines):
        return None
    days = np.arange(np.datetime64(period.first, "D"), np.datetime64(period.last, "D") + 1)
    working: tuple[date, ...] = tuple(days[township.rules.calendar.is_working(days)].tolist())
    return Receptions(working, frozenset(line.day for line in lines if line.is_held) & set(working))


def _lines(township: Township) -> Iterator[LogLine]:
    grid = schedule_grid(township)
    kept = roster_kept(township, grid) if grid is not None else None
    if kept is not None:
        yield from kept.lines
    office = parties(township).office
    sheets = [name for each in township.rules.cadences if ROSTER in each.sheets for name in each.sheets]
    for title, lines in (office.lines if office else {}).items():
        if any(name in title for name in sheets):
            yield from lines
