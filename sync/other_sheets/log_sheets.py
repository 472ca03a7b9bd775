"""Log sheets (签字报, 巡查日志, 接访排班): the lines that somebody filled in, and nothing else of them.

A printed date whose other cells are empty proves nothing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product

import numpy as np

from config.log_lines import LogLine, LogNames
from config.periods import HalfMonth, Month, Quarter, Year
from config.vocabulary import Role
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import as_text, text_at, tidy
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates
from sync.grid import CellValue, Grid, Sheet

#: How many rows of a log are looked at to find the column of its dates.
_SAMPLE = 60

_PERIOD = re.compile(
    r"(?:(?P<year>20\d\d)年?)?(?:"
    r"(?:第?(?P<quarter>[1-4])季度|Q(?P<q>[1-4]))"
    r"|(?P<month>1[0-2]|0?[1-9])月份?(?P<half>上半月|下半月)?(?!\d*[日号])"
    r")"
    r"|(?P<label>20\d\d-(?:0[1-9]|1[0-2])(?:H[12])?)(?![-\d])"
    r"|(?P<whole>20\d\d)年度?(?!\d)"
    r"|^(?P<bare>20\d\d)$"
)


def dated_lines(
    grid: Grid, names: Collection[str], today: date, known: LogNames | None = None
) -> dict[str, list[LogLine]]:
    """Return the filled-in lines of each worksheet whose name holds one of *names*.

    The column with the most readable dates is the column of dates. Days that cannot be read for sure are
    left out: a log proves what it says plainly. Hidden worksheets prove nothing.
    """
    return {
        sheet.name: _Log(sheet, today, known or LogNames(), date1904=grid.date1904).lines()
        for sheet in grid.sheets
        if sheet.visible and any(name in sheet.name for name in names)
    }


class _Log:
    def __init__(self, sheet: Sheet, today: date, known: LogNames, *, date1904: bool) -> None:
        self._sheet, self._today, self._known, self._date1904 = sheet, today, known, date1904
        self._width = max((len(row) for row in sheet.rows), default=0)

    def lines(self) -> list[LogLine]:
        """Return the lines, oldest first, each once."""
        counts = [self._dates(column, _SAMPLE) for column in range(self._width)]
        filled = [sum(day is not None for day in days) for days in counts]
        if not any(filled):
            return []
        at = int(np.argmax(filled))
        days = self._dates(at, len(self._sheet.rows))
        kinds = self._kinds(next(row for row, day in enumerate(days) if day is not None), at)
        found = [
            line
            for row, day in enumerate(days)
            if day is not None
            for line in self._read(day, self._sheet.rows[row], kinds, at)
        ]
        return sorted(set(found))

    def _dates(self, column: int, rows: int) -> list[date | None]:
        values = [row[column] if column < len(row) else "" for row in self._sheet.rows[:rows]]
        read = read_dates(
            values,
            Role.REGISTERED_DATE,
            Dating(
                self._today,
                date1904=self._date1904,
                number_format=lambda row: self._sheet.number_format(row, column),
            ),
        )
        return read.on.tolist()

    def _kinds(self, first: int, at: int) -> dict[int, str]:
        """Return what each column but the dates' holds, by the nearest headings above the first line."""
        heads = next((row for row in reversed(self._sheet.rows[:first]) if _said(row) > 1), ())
        return {column: _kind(tidy(text_at(heads, column))) for column in range(self._width) if column != at}

    def _read(self, day: date, row: Sequence[CellValue], kinds: dict[int, str], at: int) -> Iterator[LogLine]:
        texts = {column: _cell(row, column) for column in kinds}
        told = {column for column, text in texts.items() if text and kinds[column] != "idle"}
        useful = any(kind != "idle" for kind in kinds.values())
        if useful and not told:
            return

        def of(kind: str) -> list[str]:
            return [texts[column] for column in sorted(told) if kinds[column] == kind]

        leaders, held = [*of("leader"), *of("held")], bool(of("held"))
        places_of = enumerate(self._known.leaders, 1)
        named = [place for place, name in places_of if any(name in text for text in leaders)]
        places = _named(of("village"), self._known.villages)
        units = _named([*of("unit"), *of("village")], (*self._known.units, *self._known.villages))
        period = next((found for text in of("period") if (found := _period(text, day))), "")
        for leader, village, unit in product(named or [0], places or [""], units or [""]):
            signed = bool(of("signed"))
            yield LogLine(
                day, period, unit, village, leader, has_leader=bool(leaders), is_signed=signed, is_held=held
            )


def _said(row: Sequence[CellValue]) -> int:
    return sum(bool(tidy(as_text(value))) for value in row)


def _cell(row: Sequence[CellValue], column: int) -> str:
    text = tidy(text_at(row, column))
    return "" if text in _lists()["blank"] else text


def _kind(heading: str) -> str:
    heads = heading.upper()
    kinds = ("idle", "signed", "held", "leader", "period", "unit", "village")
    return next((kind for kind in kinds if any(word in heads for word in _lists()[kind])), "other")


@cache
def _lists() -> dict[str, list[str]]:
    return {name: [tidy(word) for word in listed] for name, listed in words("log_sheets").items()}


def _named(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if any(tidy(name) in text for text in texts)]


def _period(text: str, day: date) -> str:
    """Return the label of the period that a line of *day* names; "" for none."""
    hit = _PERIOD.search(with_arabic_numerals(text))
    if hit is None:
        return ""
    if year_alone := hit["whole"] or hit["bare"]:
        return Year(int(year_alone)).label
    if hit["label"]:
        return hit["label"]
    year = int(hit["year"]) if hit["year"] else 0
    if quarter := hit["quarter"] or hit["q"]:
        found = Quarter(year or day.year, int(quarter))
        return (found if year or found.first <= day else Quarter(day.year - 1, int(quarter))).label
    month = Month(year or day.year, int(hit["month"]))
    if not year and month.first > day:
        month = Month(day.year - 1, month.month)
    if hit["half"]:
        return HalfMonth(month.year, month.month, 1 if hit["half"] == "上半月" else 2).label
    return month.label
