"""A worksheet as the readers of headers and rows want it: cells, their kinds, merges, our columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Mark
from sync.cells.text import as_text
from sync.grid import CellValue, Merge, Sheet
from sync.mark_headings import mark_of
from sync.tables.kinds import FILLED, HEADING, OURS, Kinds, kinds_of, level
from sync.tables.our_copies.pasted_marks import PastedMarks, pasted_marks

#: A merged cell taller than this is a picture's place, not a row of words.
_DEEP = 20


@dataclass(frozen=True, slots=True)
class View:
    """One worksheet, prepared; rows and columns are 0-based.

    Attributes:
        sheet: as the store found it.
        rows: its cells, equally long rows.
        kinds: shape (rows, columns), bit sets of `sync.kinds`; 0 in our own columns.
        marks: the columns of ours; the first one where a mark stands twice.
        ours: every column that has a heading of ours, doubles included.
        wide: the rows that a cell merged over three columns or more lies in.
        pasted: copies of our columns that people pasted elsewhere; blank in *kinds* as well.
    """

    sheet: Sheet
    rows: Sequence[Sequence[CellValue]]
    kinds: NDArray[np.uint16]
    marks: dict[Mark, int]
    ours: frozenset[int]
    wide: frozenset[int]
    pasted: tuple[PastedMarks, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return int(self.kinds.shape[1])

    def text(self, row: int, column: int) -> str:
        """Return a cell as a person sees it, stripped; "" beyond the edges."""
        if not (0 <= row < len(self.rows) and 0 <= column < self.width):
            return ""
        return as_text(self.rows[row][column]).strip()

    def filled(self, row: int) -> list[int]:
        """Return the columns of *row* that hold anything, ours left out."""
        return np.flatnonzero(self.kinds[row] & FILLED).tolist()


def view_of(sheet: Sheet, kinds: Kinds) -> View:
    """Prepare one worksheet."""
    rows = level(sheet.rows)
    matrix = kinds_of(rows, kinds)
    marks = dict(sheet.marks)
    ours = set(marks.values())
    headed, sure = _our_headings(rows, matrix)
    pasted = pasted_marks(rows, sheet.merges, headed, sure)
    for row in sorted(sure - {block.top for block in pasted if block.is_headed}):
        ours |= headed[row].keys()
        for column, mark in headed[row].items():
            marks.setdefault(mark, column)
    inside = [column for column in ours if column < matrix.shape[1]]
    if inside:
        matrix[:, inside] = 0
    for block in pasted:
        if block.is_headed:
            matrix[block.top : block.bottom + 1, list(block.columns)] = 0
        for row, column in block.ours:
            matrix[row, column] = 0
    wide = frozenset(
        row
        for merge in sheet.merges
        if merge.right - merge.left >= 2
        for row in range(merge.top, min(merge.bottom, merge.top + _DEEP, len(rows) - 1) + 1)
    )
    return View(sheet, rows, matrix, marks, frozenset(ours), wide, tuple(pasted))


def _our_headings(
    rows: Sequence[Sequence[CellValue]], matrix: NDArray[np.uint16]
) -> tuple[dict[int, dict[int, Mark]], set[int]]:
    """Return where headings of ours stand, and the rows where they head columns: one may stand in a note."""
    own = ((matrix & OURS) > 0).sum(axis=1)
    headed: dict[int, dict[int, Mark]] = {}
    for row in np.flatnonzero(own).tolist():
        columns = np.flatnonzero(matrix[row] & OURS).tolist()
        named = ((column, mark_of(as_text(rows[row][column]))) for column in columns)
        headed[row] = {column: mark for column, mark in named if mark is not None}
    others = {row: int(((matrix[row] & HEADING) > 0).sum()) for row in headed}
    return headed, {row for row in headed if len(headed[row]) >= 2 or others[row] >= 3}


def merges_within(merges: Sequence[Merge], top: int, bottom: int) -> list[Merge]:
    """Return the merged blocks that touch the rows from *top* to *bottom*."""
    return [merge for merge in merges if merge.top <= bottom and merge.bottom >= top]
