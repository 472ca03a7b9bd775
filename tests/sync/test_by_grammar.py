# ruff: noqa: E501
"""What a grammar of clerks' words yields is read as its parts say, or said to be unread; never silently wrong.

``python -m tests.sync.test_by_grammar headings 3000 7`` prints the figures of 3,000 texts drawn with seed 7, and what was misread.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from config.vocabulary import Role, Status
from sync.cells.statuses import read_state
from sync.cells.told_ends import is_unsure, read_progress
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates
from sync.dates.written_limits import read_limits
from sync.tables.heading_words.headings import heading_words, resolve
from sync.understand import Given, understand
from tests.corpus.grammar.date_grammar import dates
from tests.corpus.grammar.heading_grammar import headings
from tests.corpus.grammar.ledger_grammar import ledgers
from tests.corpus.grammar.state_grammar import states

TODAY = date(2026, 4, 3)
_UNREAD = ("other", "ignored", "none")


@dataclass(slots=True)
class Drawn:
    """What came of the texts drawn: counts by outcome, and the texts that were not read."""

    counts: Counter[str] = field(default_factory=Counter[str])
    misses: list[str] = field(default_factory=list[str])

    def note(self, outcome: str, what: str) -> None:
        self.counts[outcome] += 1
        if outcome != "read":
            self.misses.append(f"{outcome}: {what}")

    @property
    def share(self) -> float:
        return self.counts["read"] / sum(self.counts.values())


def read_headings(count: int, seed: int) -> Drawn:
    drawn = Drawn()
    for heading, truth in headings(count, seed):
        match = resolve(heading_words(), [heading])
        role = match.role.value if match else "none"
        if role in truth.split("|") or (role == "none" and "other" in truth):
            drawn.note("read", heading)
        else:
            drawn.note("unread" if role in _UNREAD else "wrong", f"{heading!r}: {role} for {truth}")
    return drawn


def read_states(count: int, seed: int) -> Drawn:
    drawn = Drawn()
    for kind, text, truth in states(count, seed):
        found = read_state(text, yes_no=False) if kind == "status" else read_progress(text)
        state = found.status if found is not None and found.status is not None else None
        is_said = state is None if kind == "status" else state is None and is_unsure(text)
        shown = (state or Status.OPEN).value
        if (shown in truth.split("|") and not (kind == "status" and is_said and "reported" not in truth)) or (
            is_said and "reported" in truth
        ):
            drawn.note("read", text)
        else:
            outcome = "unread" if is_said else "wrong"
            drawn.note(outcome, f"{kind} {text!r}: {shown} for {truth}")
    return drawn


def read_days(count: int, seed: int) -> Drawn:
    drawn = Drawn()
    cells: dict[str, list[tuple[str, str]]] = {}
    for role, cell, truth in dates(count, seed):
        cells.setdefault(role, []).append((cell, truth))
    for role, asked in cells.items():
        for (cell, truth), (day, is_said) in zip(
            asked, _days([cell for cell, _ in asked], role), strict=True
        ):
            what = f"{role} {cell!r}: {day or '-'}{' said' if is_said else ''} for {truth or 'refused'}"
            if day and day != truth:
                drawn.note("wrong", what)
            else:
                right = day == truth if truth not in ("", "blank") else is_said == (truth == "")
                drawn.note("read" if right else "unread", what)
    return drawn


def _days(cells: list[str], role: str) -> Iterator[tuple[str, bool]]:
    """Yield each cell's day, "" for none, and whether it was refused; a row for itself, as in a list."""
    for cell in cells:
        registered = None if role == "registered_date" else np.array(["2026-03-05"], dtype="datetime64[D]")
        dating = Dating(TODAY, years=[2026], registered=registered)
        column = (
            read_limits([cell], dating).dates
            if role == "due_date"
            else read_dates([cell], Role(role), dating)
        )
        yield "" if np.isnat(column.on[0]) else str(column.on[0]), bool(column.code[0])


def read_ledgers(count: int, seed: int) -> Drawn:
    drawn = Drawn()
    for name, grid, size in ledgers(count, seed):
        cases = len(understand(grid, Given(TODAY)).cases)
        drawn.note("read" if cases == size else "wrong", f"{name}: {cases} of {size} cases")
    return drawn


PARTS: Mapping[str, Callable[[int, int], Drawn]] = {
    "headings": read_headings,
    "states": read_states,
    "dates": read_days,
    "ledgers": read_ledgers,
}
#: How many are drawn in a pass, and how many of them must be read.
BARS = {"headings": (600, 0.99), "states": (400, 0.98), "dates": (400, 0.99), "ledgers": (40, 1.0)}


@pytest.mark.parametrize("part", PARTS)
def test_what_a_grammar_yields_is_read_or_said_to_be_unread(part: str):
    count, share = BARS[part]
    drawn = PARTS[part](count, 20261129)
    assert drawn.counts["wrong"] == 0, drawn.misses
    assert drawn.share >= share, drawn.misses


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("seed", range(10))
def test_much_of_what_a_grammar_yields(part: str, seed: int):
    count, share = BARS[part]
    drawn = PARTS[part](10 * count, seed)
    assert drawn.counts["wrong"] <= count // 100, drawn.misses
    assert drawn.share >= share, drawn.misses


def main() -> None:
    name, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    drawn = PARTS[name](count, seed)
    print(f"{drawn.share:.3f}", dict(drawn.counts))
    print(*sorted(set(drawn.misses)), sep="\n")


if __name__ == "__main__":
    main()
