"""Everyday tables, which are no ledgers, and small ledgers, which are read whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sync.understand import Given, understand
from tests.corpus.book import Book
from tests.corpus.lists import halves
from tests.corpus.lists.everyday import everyday_tables, in_workbooks, taken
from tests.corpus.lists.halves_read import TODAY, Figures
from tests.corpus.score import score_book
from tests.corpus.small import LATER, small_ledgers
from tests.sync.inspected import inspect_workbook


def everyday(file: str = "", *, are_ledgers: bool = False) -> tuple[Figures, Figures]:
    """Ask of each table of *file* whether it is taken; *are_ledgers* says that all of them should be."""
    figures = (Figures(), Figures())
    for mine, half in zip(figures, halves(everyday_tables(file)), strict=True):
        for table in half:
            for how, grid in in_workbooks(table):
                found = understand(grid, Given(TODAY))
                kinds = [sheet.kind for sheet in found.sheets if taken(sheet.kind)]
                if are_ledgers:
                    outcome = "read" if len(found.cases) == len(table.rows()) - 1 else "left"
                else:
                    outcome = "taken" if kinds or len(found.cases) else "read"
                mine.note(outcome, f"{table.title} ({how}): {kinds}")
    return figures


#: What a person has to look at in a row; a missing end date or category is said on its own terms.
_SAID = frozenset(
    [
        "date_unparseable",
        "date_impossible",
        "date_ambiguous",
        "date_incomplete",
        "date_vague",
        "date_lunar",
        "date_future",
        "date_implausible",
        "resolved_before_registered",
        "duplicate_number",
        "number_missing",
        "number_gap",
        "status_missing",
        "status_conflict",
        "status_unknown",
        "category_conflict",
        "extension_second",
        "extension_ineffective",
        "extension_capped",
    ]
)


def false_alarms(truth: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for name, sheet in truth["sheets"].items():
        wanted = {row["row"]: row for table in sheet["tables"] for row in table["rows"]}
        for table in answer["sheets"][name]["tables"]:
            for row in table["rows"]:
                known = {
                    code
                    for issue in wanted.get(row["row"], {}).get("issues", [])
                    for code in issue["code"].split("|")
                }
                said = {issue["code"] for issue in row.get("issues", [])} & _SAID
                found += [f"issues: {name}!{row['row']}: {code}, nothing is wrong" for code in said - known]
    return found


def ledgers() -> tuple[Figures, Figures]:
    opened, closed = halves(sorted(small_ledgers().items()))
    return read_ledgers(opened), read_ledgers(closed)


def later_ledgers() -> tuple[Figures, Figures]:
    """All of them are closed."""
    return Figures(), read_ledgers(sorted(small_ledgers(LATER).items()))


def drawn_ledgers(files: Sequence[str]) -> tuple[Figures, Figures]:
    opened, closed = halves(sorted(small_ledgers(files).items()))
    return read_ledgers(opened), read_ledgers(closed)


def read_ledgers(books: Sequence[tuple[str, Book]]) -> Figures:
    """Each ledger is one entry; the counts of its parts are kept as ``part.right``, ``.given``, ``.wanted``."""  # noqa: E501
    mine = Figures()
    with TemporaryDirectory() as folder:
        for name, book in books:
            home = Path(folder) / name
            home.mkdir()
            answer = inspected(book.build(home / book.file), book.today)
            score = score_book(book.truth(), answer)
            alarms = false_alarms(book.truth(), answer)
            for part, count in score.counts.items():
                mine.counts[f"{part}.right"] += count.right
                mine.counts[f"{part}.given"] += count.given
                mine.counts[f"{part}.wanted"] += count.wanted
            mine.counts["issues.given"] += len(alarms)
            mine.counts["silently wrong"] += score.silently_wrong
            mine.counts["asked"] += 1
            mine.counts["read"] += not score.misses and not alarms
            mine.misses += [f"{name}: {miss}" for miss in (*score.misses, *alarms)]
    return mine


def inspected(path: Path, today: date) -> dict[str, Any]:
    return json.loads(json.dumps(inspect_workbook(path, today)))
