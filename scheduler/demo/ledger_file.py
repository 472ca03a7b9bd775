"""One village's workbook, from its cases to the file."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

from scheduler.demo.case_book import Entry, entries
from scheduler.demo.layouts import LAYOUTS
from scheduler.demo.pen import Pen
from scheduler.demo.village import Village, words

_SEED = 20260101


def entries_of(village: Village, today: date) -> list[Entry]:
    """Return what the village has entered by *today*; the same for the same day, always."""
    return entries(village, today, words(), Random(f"{_SEED} {village.name}"))  # noqa: S311 - a sample


def write_ledger(path: Path, village: Village, today: date) -> Path:
    """Write the village's workbook to *path* and return it; the same day gives the same bytes."""
    rng = Random(f"{_SEED} {village.ledger}")  # noqa: S311 - chooses spellings
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": village.name, "created": datetime(today.year, today.month, today.day)})  # noqa: DTZ001
        LAYOUTS[village.layout](Pen(book, village, words(), today, rng), entries_of(village, today))
    path.write_bytes(made.getvalue())
    return path
