"""Cells of our columns that are in no table's reach: merged into others, or with a heading that slipped."""

from collections.abc import Sequence

from sync.grid import Grid, Merge
from sync.ledger import Ledger
from sync.mark_headings import headings_of
from sync.store import Edit


def not_covered(edits: Sequence[Edit], grid: Grid, ledger: Ledger) -> tuple[Edit, ...]:
    """Leave out edits of cells that people merged into another; the ledger's problems name them.

    A spreadsheet service drops what is written there, so that it would be asked for again and again.
    """
    merges = {sheet.name: sheet.merges for sheet in grid.sheets if sheet.merges}
    if not merges:
        return tuple(edits)
    tables = {sheet.name: sheet.tables for sheet in ledger.sheets}

    def is_covered(edit: Edit) -> bool:
        columns = {table.marks[edit.mark] for table in tables.get(edit.sheet, ()) if edit.mark in table.marks}
        return any(
            _covers(merge, edit.row - 1, column) for merge in merges.get(edit.sheet, ()) for column in columns
        )

    return tuple(edit for edit in edits if not is_covered(edit))


def _covers(merge: Merge, row: int, column: int) -> bool:
    within = merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
    return within and (row, column) != (merge.top, merge.left)


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
