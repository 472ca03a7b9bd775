"""A roll-up's counts by part and category as they may be shown, and the JSON of a roll-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.vocabulary import Category
from reports.figures.rollup import Rollup
from reports.figures.withholding import Withheld, withhold

#: What stands for a small count, and for one that goes with it.
SMALL_SHOWN, BESIDE_SHOWN = "<3", "—"

#: What each kind shows of every part, in reading order.
MEASURES_OF: Mapping[str, tuple[str, ...]] = {
    "half-month": (
        *("opening", "new", "resolved", "agreed", "transferred", "withdrawn"),
        *("suspended", "closing", "due_soon", "overdue"),
    ),
    "year": ("opening", "new", "resolved", "agreed", "transferred", "withdrawn", "closing", "overdue"),
    "risk-list": ("standing", "risk_red", "risk_yellow", "risk_green", "due_soon", "overdue"),
    "board": ("standing", "due_soon", "overdue", "untimed"),
}
#: What each kind shows by category too.
SPLIT_OF: Mapping[str, tuple[str, ...]] = {
    "half-month": ("new", "closing"),
    "year": ("new",),
    "risk-list": ("standing",),
    "board": ("standing",),
}

Shown = int | str


@dataclass(frozen=True, slots=True)
class Split:
    """One measure by part and category.

    Attributes:
        categories: those that occur, in the order of the list; "" for none stated.
        rows: part → a count for each category and the total; texts where it is not shown.
        total: of each category, and of all.
        is_withheld: whether anything is not shown.
    """

    categories: Sequence[str]
    rows: Mapping[str, Sequence[Shown]]
    total: Sequence[Shown]
    is_withheld: bool


def split(rollup: Rollup, measure: str) -> Split:
    """Return a measure by part and category; above a county small counts are withheld."""
    counts = rollup.categories.get(measure, {})
    order = [*(category.value for category in Category), ""]
    found = [name for name in order if any(part.get(name) for part in counts.values())]
    parts = list(rollup.children)
    numbers = [[counts.get(part, {}).get(name, 0) for name in found] for part in parts]
    hidden = Withheld(frozenset(), frozenset()) if rollup.level == "county" else withhold(numbers)

    def shown(row: int, line: Sequence[int]) -> list[Shown]:
        return [
            SMALL_SHOWN
            if (row, at) in hidden.small
            else BESIDE_SHOWN
            if (row, at) in hidden.beside
            else number
            for at, number in enumerate([*line, sum(line)])
        ]

    rows = {part: shown(at, line) for at, (part, line) in enumerate(zip(parts, numbers, strict=True))}
    sums = [sum(line[at] for line in numbers) for at in range(len(found))]
    return Split(found, rows, shown(len(parts), sums), bool(hidden.all))


def rollup_json(rollup: Rollup) -> dict[str, Any]:
    """Return the roll-up as ``report --unit --json`` shows it."""
    names = MEASURES_OF[rollup.kind]
    others = {each.township for each in rollup.other_rules}
    return {
        "unit": rollup.unit,
        "level": rollup.level,
        "kind": rollup.kind,
        "period": rollup.period,
        "totals": {name: rollup.totals.get(name, 0) for name in names},
        "children": [
            {"name": part, **{name: counts.get(name, 0) for name in names}}
            for part, counts in rollup.children.items()
        ],
        "categories": {measure: _split_json(split(rollup, measure)) for measure in SPLIT_OF[rollup.kind]},
        "filed": [
            {
                "township": each.township,
                "name": each.name,
                "part": each.child,
                "state": each.state.value,
                "compiled_on": each.compiled_on.isoformat() if each.compiled_on else None,
                "unread": each.unread,
                "other_rules": each.township in others,
            }
            for each in rollup.filed
        ],
        "corrections": [
            {"township": each.township, "measure": each.measure, "was": each.was, "now": each.now}
            for each in rollup.corrections
        ],
        "since": rollup.since.isoformat() if rollup.since else None,
    }


def _split_json(found: Split) -> dict[str, dict[str, Shown]]:
    names = [*found.categories, "total"]
    rows = {part: dict(zip(names, line, strict=True)) for part, line in found.rows.items()}
    return {**rows, "total": dict(zip(names, found.total, strict=True))}
