"""Worksheets written as text, a line a row: `|` between cells, `#` before a number, `@` before a date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sync.grid import CellValue, Grid, Merge, Sheet
from sync.inspection import describe
from sync.ledger import Ledger
from sync.understand import Given, understand

TODAY = date(2026, 4, 3)


def cell(text: str) -> CellValue:
    if text.startswith("#"):
        return float(text[1:])
    if text.startswith("@"):
        return date.fromisoformat(text[1:])
    return text.replace("⏎", "\n")


def sheet(
    text: str,
    *,
    name: str = "台账",
    merges: Sequence[tuple[int, int, int, int]] = (),
    visible: bool = True,
    **more: Any,
) -> Sheet:
    rows = [[cell(part.strip()) for part in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    return Sheet(name, rows, merges=tuple(map(Merge._make, merges)), visible=visible, **more)


def read(*sheets: Sheet, title: str = "青石村", **options: Any) -> Ledger:
    return understand(Grid(title, sheets), Given(**({"today": TODAY} | options)))


def told(*sheets: Sheet, title: str = "青石村", **options: Any) -> dict[str, Any]:
    """Return the inspect object of a workbook of *sheets*."""
    return describe(read(*sheets, title=title, **options), f"{title}.xlsx")


def table(*sheets: Sheet, **options: Any) -> dict[str, Any]:
    """Return the first table of the first worksheet."""
    found = told(*sheets, **options)["sheets"]
    return next(iter(found.values()))["tables"][0]


def rows(*sheets: Sheet, **options: Any) -> list[str]:
    """Return for each row of the first table ``case`` or the reason why it is none."""
    return [row.get("reason", row["kind"]) for row in table(*sheets, **options)["rows"]]


def codes(ledger: Ledger) -> list[tuple[str, str]]:
    """Return (cell, code) of every problem."""
    return [(problem.cell, problem.code.value) for problem in ledger.problems]
