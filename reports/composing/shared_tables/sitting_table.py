"""Sittings of mediation told: a table by village, and a sentence of the same numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from reports.composing.speaking.wording import Wording
from reports.content import Column, ColumnKind, Row, Table, fitting
from reports.figures.books import Books
from reports.figures.sitting_figures import SITTINGS, know_of_sittings, sittings_by_village

if TYPE_CHECKING:
    from config.periods import Period


def sitting_table(books: Books, measured: pd.DataFrame, period: "Period", say: Wording) -> Table:
    """Return one row for each village with any sitting or any case that wants one, and the total.

    Where no ledger knows of sittings the table is left out.

    Args:
        books: every row.
        measured: ``standing`` and ``suspended`` of the period.
        period: whose sittings.
        say: the words.
    """
    found = sittings_by_village(books, measured, period)
    headings = {name: say(f"measure.{name}") for name in SITTINGS}
    columns = (
        Column(say("column.village"), 16),
        *(Column(text, fitting(text, 14), ColumnKind.NUMBER) for text in headings.values()),
    )
    rows: list[Row] = [
        (str(village), *(int(number) for number in numbers))
        for village, numbers in zip(found.index, found.to_numpy().tolist(), strict=True)
        if any(numbers)
    ]
    total = (say("column.total"), *(int(number) for number in found.sum()))
    note = (say("note.sittings"),) if rows else ()
    nothing = say("nothing.sittings") if know_of_sittings(books) else ""
    return Table("sittings", say("table.sittings"), columns, rows, total if rows else None, note, nothing)


def sitting_sentence(found: pd.DataFrame, say: Wording, words: str = "text") -> str:
    """Return the totals in a sentence of the table *words*; "" where there is nothing to tell."""
    totals = {str(name): int(number) for name, number in found.sum().items()}
    if not any(totals.values()):
        return ""
    told = say(f"{words}.sittings" if totals["sittings_held"] else f"{words}.sittings_no_day", **totals)
    return told + say(f"{words}.sittings_ahead", **totals)
