"""Cells of our columns that are in no table's reach: merged into others, or with a heading that slipped."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Mark
from sync.grid import Grid
from sync.ledger import Ledger
from sync.mark_headings import headings_of
from sync.store import Edit


def not_covered(edits: Sequence[Edit], grid: Grid, ledger: Ledger) -> tuple[Edit, ...]:
    """Leave out edits of cells that people merged into another; the ledger's problems name them.

    A spreadsheet service drops what is written there, so that it would be asked for again and again.
    """
    merges = {sheet.name: np.array(sheet.merges).T for sheet in grid.sheets if sheet.merges}
    if not merges or not edits:
        return tuple(edits)
    tables = {sheet.name: sheet.tables for sheet in ledger.sheets}
    rows = max(edit.row for edit in edits)

    @cache
    def covered(sheet: str, mark: Mark) -> NDArray[np.bool_]:
        columns = {table.marks[mark] for table in tables.get(sheet, ()) if mark in table.marks}
        found = np.zeros(rows, dtype=bool)
        for column in columns:
            found |= _covered_rows(merges[sheet], column, rows)
        return found

    return tuple(
        edit for edit in edits if edit.sheet not in merges or not covered(edit.sheet, edit.mark)[edit.row - 1]
    )


def _covered_rows(merges: NDArray[np.int64], column: int, rows: int) -> NDArray[np.bool_]:
    """Return which of the first *rows* rows of a column lie under a merged cell, but not as its first cell.

    Args:
        merges: shape (4, n): top, left, bottom, right.
        column: 0-based.
        rows: how many.
    """
    top, left, bottom, right = merges
    here = (left <= column) & (column <= right) & (top < rows)
    begin, end = top[here], np.minimum(bottom[here] + 1, rows)
    steps = np.bincount(begin, minlength=rows + 1) - np.bincount(end, minlength=rows + 1)
    shown = np.bincount(top[here & (left == column)], minlength=rows + 1)
    return (np.cumsum(steps) - shown)[:rows] > 0


def slipped_headings(grid: Grid, ledger: Ledger) -> list[Edit]:
    """Return edits that clear headings of ours outside every table, in columns the store knows to be ours.

    They come to stand there when people insert a row above the header in the second before our first write.
    """
    blocks = {
        sheet.name: [range(table.info.header_rows[0], table.info.last_row + 1) for table in sheet.tables]
        for sheet in ledger.sheets
        if sheet.visible and not any(table.copy_of for table in sheet.tables)
    }
    return [
        Edit(sheet.name, number, mark, str(row[column]), "")
        for sheet in grid.sheets
        if blocks.get(sheet.name)
        for mark, column in sheet.marks.items()
        for number, row in enumerate(sheet.rows, 1)
        if column < len(row)
        and row[column] in headings_of(mark)
        and not any(number in block for block in blocks[sheet.name])
    ]
