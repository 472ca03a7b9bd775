"""Log sheets (签字报, 巡查日志, 会议记录): the days on which a line was written, and nothing else of them."""

from collections.abc import Collection
from datetime import date

import numpy as np

from config.vocabulary import Role
from sync.dates.date_column import read_dates
from sync.grid import Grid, Sheet

#: How many rows of a log are looked at to find the column of its dates.
_SAMPLE = 60


def dated_lines(grid: Grid, names: Collection[str], today: date) -> dict[str, list[date]]:
    """Return, for each worksheet whose name holds one of *names*, the days its lines are dated.

    The column with the most readable dates is the column of dates. Days that cannot be read for sure are
    left out: a log proves what it says plainly. Hidden worksheets prove nothing.
    """
    return {
        sheet.name: _days(sheet, today, date1904=grid.date1904)
        for sheet in grid.sheets
        if sheet.visible and any(name in sheet.name for name in names)
    }


def _days(sheet: Sheet, today: date, *, date1904: bool) -> list[date]:
    width = max((len(row) for row in sheet.rows), default=0)
    counts = [len(_column(sheet, column, today, _SAMPLE, date1904=date1904)) for column in range(width)]
    if not any(counts):
        return []
    best = int(np.argmax(counts))
    return sorted(set(_column(sheet, best, today, len(sheet.rows), date1904=date1904)))


def _column(sheet: Sheet, column: int, today: date, rows: int, *, date1904: bool) -> list[date]:
    values = [row[column] if column < len(row) else "" for row in sheet.rows[:rows]]
    read = read_dates(
        values,
        role=Role.REGISTERED_DATE,
        as_of=today,
        date1904=date1904,
        number_format=lambda row: sheet.number_format(row, column),
    )
    return [day for day in read.on.tolist() if day is not None]
