"""What came of one half of a list, and how a list and a ledger of one question are read."""

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sync.grid import CellValue, Grid, Sheet
from sync.inspection import describe
from sync.understand import Given, understand

TODAY = date(2026, 4, 3)


@dataclass(slots=True)
class Figures:
    """What came of one half of a list."""

    counts: Counter[str] = field(default_factory=Counter[str])
    misses: list[str] = field(default_factory=list[str])

    def note(self, outcome: str, what: str) -> None:
        self.counts["asked"] += 1
        self.counts[outcome] += 1
        if outcome not in ("read", "unasked"):
            self.misses.append(f"{outcome}: {what}")

    @property
    def share(self) -> float:
        return self.counts["read"] / (self.counts["asked"] - self.counts["unasked"] or 1)


def listed(name: str) -> dict[str, Any]:
    """Return a list; ``unseen:states`` is one part of a file."""
    file, _, part = name.partition(":")
    found = tomllib.loads((Path(__file__).parent / f"{file}.toml").read_text("utf-8"))
    return found[part] if part else found


def look(rows: Sequence[Sequence[CellValue]], title: str = "青石村2026年矛盾纠纷台账") -> dict[str, Any]:
    width = max(map(len, rows))
    level = [[title, *[""] * (width - 1)], *[[*row, *[""] * (width - len(row))] for row in rows]]
    grid = Grid("青石村", (Sheet("台账", level),))
    return json.loads(json.dumps(describe(understand(grid, Given(TODAY)), "青石村.xlsx")))
