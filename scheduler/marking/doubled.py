"""Two sets of our columns, as two programs that know nothing of each other may make: one of them goes."""

from config.vocabulary import Mark
from scheduler.marking.difference import IsOurs
from sync.cells.text import text_at
from sync.grid import Grid, Sheet
from sync.mark_headings import headings_of


def superfluous(grid: Grid, is_ours: IsOurs) -> list[tuple[str, int]]:
    """Return the (worksheet, 0-based column) pairs of doubles that hold no word of a person's."""
    return [
        (sheet.name, column)
        for sheet in grid.sheets
        for column, mark in sheet.doubled.items()
        if all(_may_go(sheet, row, column, mark, is_ours) for row in range(len(sheet.rows)))
    ]


def _may_go(sheet: Sheet, row: int, column: int, mark: Mark, is_ours: IsOurs) -> bool:
    text = _text(sheet, row, column)
    return (
        not text
        or text in headings_of(mark)
        or text == _text(sheet, row, sheet.marks.get(mark))
        or is_ours(mark, text)
    )


def _text(sheet: Sheet, row: int, column: int | None) -> str:
    return text_at(sheet.rows[row], column) if column is not None else ""
