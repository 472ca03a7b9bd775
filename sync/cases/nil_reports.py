"""Rows that report nothing (零报告): which period each is for, and on which day it was filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Role, RowReason
from sync.cells.text import tidy
from sync.dates.dating import Dating
from sync.dates.read_dates import DateColumn, read_dates
from sync.tables.headers import RoleMap
from sync.tables.regions import Region
from sync.tables.rows import Rows
from sync.tables.sheet_kinds import nil_period
from sync.tables.surroundings import Surroundings
from sync.tables.titles import month_of
from sync.tables.view import View


@dataclass(frozen=True, slots=True)
class NilReports:
    """What the nil reports of one table say.

    Attributes:
        count: rows that report nothing, those without a period too.
        periods: labels, in the order of rows.
        filed: ISO days on which they were filed.
        problems: a row whose period has no year.
    """

    count: int = 0
    periods: tuple[str, ...] = ()
    filed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class NilReader:
    """Reads nil reports of one worksheet's tables."""

    view: View
    around: Surroundings
    today: date
    date1904: bool

    def read(self, region: Region, roles: RoleMap, rows: Rows) -> NilReports:
        """Return what the nil reports of a table say."""
        offsets = [offset for offset, reason in enumerate(rows.reasons) if reason is RowReason.NIL_REPORT]
        if not offsets:
            return NilReports()
        years = self.around.years(region, rows)
        tab_year, tab_month = month_of(self.around.titles(region))
        column = roles.chosen.get(Role.REGISTERED_DATE)
        dates = self._dates(region, offsets, column, [int(years[offset]) for offset in offsets])
        is_named = tab_year or all(years[offset] for offset in offsets)
        beside = 0 if is_named else self._neighbours_year(region, column)
        periods: list[str] = []
        filed: list[str] = []
        problems: list[Problem] = []
        for index, offset in enumerate(offsets):
            row = region.first + offset
            texts = [tidy(self.view.text(row, c)) for c in self.view.filled(row)]
            on = None if np.isnat(dates.on[index]) else dates.on[index].astype(date)
            year = int(years[offset]) or tab_year or beside
            period = nil_period(texts, on, year, self._month(int(rows.sections[offset])) or tab_month)
            if period:
                periods.append(period)
            elif not year:
                code = LedgerProblemCode.NIL_WITHOUT_YEAR
                problems.append(Problem(self.view.sheet.name, row + 1, "", "", code))
            if on is not None:
                filed.append(on.isoformat())
        return NilReports(len(offsets), tuple(periods), tuple(filed), tuple(problems))

    def _dates(
        self, region: Region, offsets: Sequence[int], column: int | None, years: Sequence[int]
    ) -> DateColumn:
        rows = [self.view.rows[region.first + offset] for offset in offsets]
        values = [row[column] if column is not None else "" for row in rows]
        dating = Dating(self.today, years=years, date1904=self.date1904)
        return read_dates(values, Role.REGISTERED_DATE, dating)

    def _month(self, section: int) -> int:
        """Return the month that a section of the table is for; 0 for none."""
        _, month = (self.around.section(section) or (0, 0)) if section >= 0 else (0, 0)
        return month

    def _neighbours_year(self, region: Region, column: int | None) -> int:
        """Return the one year in which all whole dates of the table lie; 0 when there is none."""
        if column is None:
            return 0
        rows = self.view.rows[region.first : region.last + 1]
        read = read_dates([row[column] for row in rows], Role.REGISTERED_DATE, Dating(self.today))
        whole = read.on[(read.note != "yearless") & ~np.isnat(read.on)]
        years = {day.astype("datetime64[Y]").astype(int) + 1970 for day in whole}
        return int(years.pop()) if len(years) == 1 else 0
