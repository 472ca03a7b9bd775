"""Which time a table, a tab or a ledger is for, as its titles say."""

import re
from collections.abc import Sequence
from datetime import date

from sync.cells.text import as_text
from sync.grid import Grid
from sync.ledger import Ledger, LedgerTable
from sync.tables.titles import first_year, month_of, stretch_of

#: A title stands in one of so many rows above a header.
_TITLE_ROWS = 4
#: 20260402, 2026-04-02: the day a file was saved under such a name, not the time it is for.
_STAMP = re.compile(r"20\d\d([-._]?)\d\d\1\d\d")


def table_begins(table: LedgerTable, grid: Grid) -> str:
    """Return the day on which the time begins that a table is for; "" when nothing says."""
    return begins([table.info.sheet, *_titles(table, grid)], [grid.title])


def _titles(table: LedgerTable, grid: Grid) -> list[str]:
    rows = next(sheet.rows for sheet in grid.sheets if sheet.name == table.info.sheet)
    top = table.info.header_rows[0] - 1
    above = rows[max(0, top - _TITLE_ROWS) : top]
    return [as_text(cell) for row in above for cell in row if cell not in ("", None)]


def begins(texts: Sequence[str], outer: Sequence[str] = ()) -> str:
    """Return the first day of the month or year that titles name; "" when they name none.

    Args:
        texts: of the tab and its titles, the nearest first.
        outer: of the workbook, where a month's year may stand.
    """
    year, month = month_of(texts)
    year = year or first_year([*texts, *outer])
    return date(year, month or 1, 1).isoformat() if year else ""


def time_named(ledger: Ledger, grid: Grid) -> tuple[str, int]:
    """Return what time a whole ledger is for: the first day of its latest tab's, and its name's first month.

    Blank and 0 where neither tabs, titles nor the file's name say.
    """
    name = _STAMP.sub("", grid.title)
    tables = (table for sheet in ledger.sheets if sheet.visible for table in sheet.tables)
    days = (begins([table.info.sheet, *_titles(table, grid), name]) for table in tables)
    return max(days, default=""), stretch_of(name)[1]


def year_named(ledger: Ledger, grid: Grid) -> int:
    """Return the latest year that the tabs, their titles or the workbook's title name; 0 for none."""
    shown = {sheet.name for sheet in ledger.sheets if sheet.visible}
    texts = [
        as_text(cell)
        for sheet in grid.sheets
        if sheet.name in shown
        for row in sheet.rows[:_TITLE_ROWS]
        for cell in row
        if isinstance(cell, str) and cell
    ]
    return max((first_year([text]) for text in (*sorted(shown), *texts, grid.title)), default=0)
