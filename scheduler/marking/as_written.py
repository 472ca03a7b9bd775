"""Whether a look after a write shows what was there before it with our edits, and nothing else.

Then what was judged still holds, and nothing need be understood and judged a second time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
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
    if not _same_rows(_without(old.rows, ours_then.values()), _without(new.rows, ours_now.values())):
        return False
    return all(
        _texts(new.rows, column) == _expected(old.rows, ours_then.get(mark), mark, edits)
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


def _without(rows: Rows, columns: Iterable[int]) -> Rows:
    width = max(map(len, rows), default=0)
    kept = [column for column in range(width) if column not in set(columns)]
    if len(kept) == width or any(len(row) < width for row in rows):
        ours = frozenset(columns)
        return [[value for column, value in enumerate(row) if column not in ours] for row in rows]
    take: Callable[[Sequence[CellValue]], Any] = itemgetter(*kept) if len(kept) > 1 else _taking(kept)
    return list(map(take, rows))


def _taking(columns: Sequence[int]) -> Callable[[Sequence[CellValue]], tuple[CellValue, ...]]:
    return lambda row: tuple(row[column] for column in columns)


def _same_rows(old: Rows, new: Rows) -> bool:
    """Whether rows hold the same; blank cells at their ends and blank rows at the end do not count."""
    if len(old) == len(new) and all(map(_equal, old, new)):
        return True
    return _trimmed(old) == _trimmed(new)


def _equal(one: Sequence[CellValue], other: Sequence[CellValue]) -> bool:
    return one == other


def _trimmed(rows: Rows) -> list[list[CellValue]]:
    found: list[list[CellValue]] = []
    for row in rows:
        cells: list[CellValue] = ["" if value is None else value for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _texts(rows: Rows, column: int) -> Mapping[int, str]:
    return {
        number: text
        for number, row in enumerate(rows, 1)
        if column < len(row) and (text := as_text(row[column]))
    }


def _expected(rows: Rows, column: int | None, mark: Mark, edits: Iterable[Edit]) -> Mapping[int, str]:
    found = dict(_texts(rows, column)) if column is not None else {}
    for edit in edits:
        if edit.mark is mark:
            found[edit.row] = edit.new
    return {row: text for row, text in found.items() if text}
