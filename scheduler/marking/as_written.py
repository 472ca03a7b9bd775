"""Whether a look after a write shows what was there before it with our edits, and nothing else.

Then what was judged still holds, and nothing need be understood and judged a second time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq, itemgetter
from typing import Any

from config.vocabulary import Mark
from sync.cells.text import as_text
from sync.grid import CellValue, Grid, Sheet
from sync.ledger import Ledger
from sync.mark_headings import mark_of
from sync.store import Edit

Rows = Sequence[Sequence[CellValue]]


def is_as_written(before: Grid, ledger: Ledger, edits: Sequence[Edit], after: Grid) -> bool:
    """Compare two looks, cell by cell.

    Args:
        before: the look that *edits* rest on.
        ledger: what was understood of it.
        edits: what was written.
        after: the look after the write.
    """
    if [_frame(sheet) for sheet in before.sheets] != [_frame(sheet) for sheet in after.sheets]:
        return False
    headings = {sheet.name: [table.info.header_rows[-1] for table in sheet.tables] for sheet in ledger.sheets}
    written: dict[str, list[Edit]] = {}
    for edit in edits:
        written.setdefault(edit.sheet, []).append(edit)
    return all(
        _same_sheet(old, new, headings.get(old.name, ()), written.get(old.name, ()))
        for old, new in zip(before.sheets, after.sheets, strict=True)
    )


def _frame(sheet: Sheet) -> tuple[object, ...]:
    return sheet.name, sheet.sheet_id, sheet.visible, sorted(sheet.merges)


def _same_sheet(old: Sheet, new: Sheet, headings: Sequence[int], edits: Sequence[Edit]) -> bool:
    if not edits:
        return _same_rows(old.rows, new.rows)
    ours_then, ours_now = (_our_columns(sheet, headings) for sheet in (old, new))
    if not set(ours_now) >= {*ours_then, *(edit.mark for edit in edits)}:
        return False
    if not _same_beside(old.rows, ours_then.values(), new.rows, ours_now.values()):
        return False
    wanted: dict[Mark, dict[int, str]] = {mark: {} for mark in ours_now}
    for edit in edits:
        wanted[edit.mark][edit.row] = edit.new
    return all(
        _same_column(old.rows, ours_then.get(mark), new.rows, column, wanted[mark])
        for mark, column in ours_now.items()
    )


def _our_columns(sheet: Sheet, headings: Sequence[int]) -> dict[Mark, int]:
    found = dict(sheet.marks)
    for row in headings:
        for column, value in enumerate(sheet.rows[row - 1] if row <= len(sheet.rows) else ()):
            mark = mark_of(value) if isinstance(value, str) and value else None
            if mark is not None:
                found.setdefault(mark, column)
    return found


def _same_beside(old: Rows, ours_then: Iterable[int], new: Rows, ours_now: Iterable[int]) -> bool:
    """Whether rows hold the same but for our columns, row by row, so that no second copy of them is made."""
    then, now = _taking(old, ours_then), _taking(new, ours_now)
    if len(old) == len(new) and all(map(eq, map(then, old), map(now, new))):
        return True
    return _trimmed(map(then, old)) == _trimmed(map(now, new))


def _taking(rows: Rows, ours: Iterable[int]) -> Callable[[Sequence[CellValue]], Sequence[CellValue]]:
    """Return what takes the cells that are not ours out of a row."""
    width, left_out = max(map(len, rows), default=0), frozenset(ours)
    kept = [column for column in range(width) if column not in left_out]
    if len(kept) > 1 and all(len(row) == width for row in rows):
        take: Any = itemgetter(*kept)
        return take
    return lambda row: tuple(value for column, value in enumerate(row) if column not in left_out)


def _same_rows(old: Rows, new: Rows) -> bool:
    """Whether rows hold the same; blank cells at their ends and blank rows at the end do not count."""
    if len(old) == len(new) and all(map(eq, old, new)):
        return True
    return _trimmed(old) == _trimmed(new)


def _trimmed(rows: Iterable[Sequence[CellValue]]) -> list[list[CellValue]]:
    found: list[list[CellValue]] = []
    for row in rows:
        cells: list[CellValue] = ["" if value is None else value for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _same_column(old: Rows, then: int | None, new: Rows, now: int, edits: Mapping[int, str]) -> bool:
    for number in range(1, max(len(old), len(new), max(edits, default=0)) + 1):
        wanted = edits.get(number)
        if wanted is None:
            wanted = "" if then is None else _text(old, number, then)
        if _text(new, number, now) != wanted:
            return False
    return True


def _text(rows: Rows, number: int, column: int) -> str:
    if number > len(rows) or column >= len(rows[number - 1]):
        return ""
    value = rows[number - 1][column]
    return value if type(value) is str else as_text(value)
