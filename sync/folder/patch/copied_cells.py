"""Cells that people copied from our columns: which of them say nothing but our words, and may go."""

from collections.abc import Sequence

from config.vocabulary import Mark
from sync.cells.text import as_text
from sync.folder.patch.placement import Placement, twins_of
from sync.grid import Sheet
from sync.store import TableRows
from sync.tables.pasted_marks import is_copied, own_texts

#: 1-based row and 0-based column.
Place = tuple[int, int]


def copies_to_clear(sheet: Sheet, place: Placement, blocks: Sequence[TableRows]) -> set[Place]:
    """Return the cells of copies that go: of a column beside ours that says the same, or pasted elsewhere."""
    found = {(row + 1, column) for block in place.pasted for row, column in block.ours}
    for block in blocks:
        rows = range(block.first_row, block.last_row + 1)
        for mark, column in twins_of(sheet, block.heading_row, place):
            own = place.column(mark, block)
            if own is not None and all(
                _text(sheet, row, column) in ("", _text(sheet, row, own)) for row in rows
            ):
                found |= {(row, column) for row in (block.heading_row, *rows)}
    return found


def written_into(sheet: Sheet, place: Placement) -> set[Place]:
    """Return the cells of columns copied beside ours that hold more than our words."""
    own = {*place.columns.values(), *(at for here in place.by_heading.values() for at in here.values())}
    twins = {column: found for column, found in place.headed.items() if column not in own}
    if not twins:
        return set()
    said = own_texts(sheet.rows, {column: mark for mark, column in place.columns.items()}, 0)
    return {
        (row, column)
        for column, (heading, marks) in twins.items()
        for row in range(heading, len(sheet.rows) + 1)
        if (text := _text(sheet, row, column)) and not _is_ours(marks, text, said)
    }


def _is_ours(marks: set[Mark], text: str, said: dict[Mark, set[str]]) -> bool:
    return any(is_copied(mark, text, said) for mark in marks)


def _text(sheet: Sheet, row: int, column: int) -> str:
    rows = sheet.rows
    there = row <= len(rows) and column < len(rows[row - 1])
    return as_text(rows[row - 1][column]).strip() if there else ""
