"""Copies of our columns that people pasted elsewhere, as problems of the ledger."""

from collections.abc import Collection, Sequence

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from sync.cells.text import as_text
from sync.columns import letters
from sync.grid import CellValue
from sync.mark_headings import mark_of
from sync.tables.kinds import FILLED
from sync.tables.view import View


def pasted_problems(view: View) -> list[Problem]:
    """Return a problem for each copy that was pasted beside or below the tables of a worksheet."""
    return [_copied(view, block.top, block.bottom, list(block.columns)) for block in view.pasted]


def copied_alone(view: View) -> Problem | None:
    """Return the problem of a worksheet where our columns stand alone; None where others are beside them."""
    heading = next((row for row, cells in enumerate(view.rows) if _heads(cells, view.ours)), len(view.rows))
    said = [row for row in range(heading, len(view.rows)) if _says_any(view.rows[row], view.ours)]
    if not said or (view.kinds[heading : said[-1] + 1] & FILLED).any():
        return None
    return _copied(view, heading, said[-1], sorted(view.ours))


def _heads(cells: Sequence[CellValue], columns: Collection[int]) -> bool:
    return any(mark_of(as_text(cells[column])) is not None for column in columns)


def _says_any(cells: Sequence[CellValue], columns: Collection[int]) -> bool:
    return any(cells[column] not in ("", None) for column in columns)


def _copied(view: View, top: int, bottom: int, columns: list[int]) -> Problem:
    place = f"{letters(min(columns))}{top + 1}:{letters(max(columns))}{bottom + 1}"
    # Of the worksheet, not of a row: a row's problems are said in its 说明.
    return Problem(view.sheet.name, 0, place, "", LedgerProblemCode.MARK_COLUMN_DOUBLED)
