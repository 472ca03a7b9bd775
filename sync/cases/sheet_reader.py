"""One worksheet with tables: each header, its rows and cases, and what its marks and nil entries say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem, TableInfo
from config.vocabulary import DATE_ROLES, Family, LedgerProblemCode, Mark, Role, RowReason, SheetKind, Status
from sync.cases.body import Body
from sync.cases.ends_seen import end_problems
from sync.cases.filling.filled import Setting
from sync.cases.frame import cases_of
from sync.cells.text import as_text, tidy
from sync.columns import column_number, letters
from sync.dates.date_column import read_dates
from sync.dates.dating import Dating
from sync.grid import Grid
from sync.ledger import LedgerTable, UnderstoodSheet
from sync.mark_headings import mark_of
from sync.tables.column_evidence import evidence_of
from sync.tables.headers import RoleMap, map_headers
from sync.tables.heading_words.headings import HeadingWords
from sync.tables.kinds import Kinds
from sync.tables.regions import Region
from sync.tables.rows import Rows, rows_of
from sync.tables.sheet_kinds import month_of, nil_period, reporting_dates
from sync.tables.surroundings import Surroundings
from sync.tables.titles import listed
from sync.tables.view import View, merges_within

if TYPE_CHECKING:
    import pandas as pd

#: How many rows below a header are searched for cells that show what a column holds.
_EVIDENCE_ROWS = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """One workbook as it is being read: its cells, and what is known before the first one."""

    grid: Grid
    today: date
    village: str
    family: Family | None
    words: HeadingWords
    kinds: Kinds
    ends_open: bool = False


@dataclass(slots=True)
class Read:
    """What one worksheet came to."""

    sheet: UnderstoodSheet
    frames: list["pd.DataFrame"]
    problems: list[Problem]


def filed_dates(view: View, regions: Sequence[Region], given: Reading) -> tuple[str, ...]:
    """Return the ISO dates of 填报时间 and the like on a worksheet, in order."""
    texts = reporting_dates(view, regions)
    found = read_dates(texts, Role.REGISTERED_DATE, Dating(given.today, years=[0] * len(texts)))
    days = found.on[~np.isnat(found.on)]
    return tuple(sorted({str(day) for day in days}))


def _without_doubles(roles: RoleMap) -> dict[int, str]:
    """The roles but for columns that lost theirs: what stands there may be a block at the side."""
    chosen = set(roles.chosen.values())
    return {
        column: role
        for column, role in roles.spelled.items()
        if column in chosen or role not in (Role.CATEGORY, Role.SUMMARY, *DATE_ROLES)
    }


def _headed(problem: Problem, roles: RoleMap) -> Problem:
    """Add what the village calls the column of a row's problem, so that a clerk finds it."""
    if not (problem.row and problem.column and problem.role):
        return problem
    return replace(problem, heading=roles.heading(column_number(problem.column)))


class SheetReader:
    """Reads one worksheet that has a table at least."""

    def __init__(self, view: View, regions: Sequence[Region], given: Reading, tables: int) -> None:
        self._view, self._regions, self._given = view, regions, given
        self._tables = tables
        self._around = Surroundings(view, tuple(regions), given.grid.title, given.village, given.family)
        self._marks = self._headed_marks()
        self._regions = [self._with_leftovers(region) for region in regions]
        self._nil_periods: list[str] = []
        self._nil_problems: list[Problem] = []
        self._filed: list[str] = []

    def _headed_marks(self) -> dict[Mark, int]:
        """Our columns, as the store knows them or as a header has them: no other column is ever written."""
        rows = [row for region in self._regions for row in (*region.header.rows, *sorted(region.repeated))]
        return {
            mark: column
            for mark, column in self._view.marks.items()
            if mark in self._view.sheet.marks or any(self._heading_at(row, column) is mark for row in rows)
        }

    def _with_leftovers(self, region: Region) -> Region:
        """Reach down to our own words below the last case: a deleted case left them to be cleared."""
        last = region.last
        for row in range(region.last + 1, len(self._view.rows) if self._marks else 0):
            if self._view.filled(row):
                break
            cells = self._view.rows[row]
            if any(column < len(cells) and as_text(cells[column]).strip() for column in self._marks.values()):
                last = row
        return replace(region, last=last)

    def _heading_at(self, row: int, column: int) -> Mark | None:
        cells = self._view.rows[row]
        return mark_of(as_text(cells[column])) if column < len(cells) else None

    def read(self) -> Read:
        """Return the worksheet's tables, cases and problems."""
        tables: list[LedgerTable] = []
        frames: list[pd.DataFrame] = []
        problems: list[Problem] = []
        for number, region in enumerate(self._regions):
            table, frame, found = self._table(region, self._tables + number)
            tables.append(table)
            frames.append(frame)
            problems += found
        problems += self._nil_problems
        problems += self._overruled(tables)
        kind = self._kind(frames)
        filed = filed_dates(self._view, self._regions, self._given)
        sheet = self._view.sheet
        understood = UnderstoodSheet(
            sheet.name,
            kind,
            sheet.visible,
            tuple(tables),
            tuple(dict.fromkeys(self._nil_periods)),
            tuple(sorted({*self._filed, *filed})),
        )
        return Read(understood, frames, sorted(problems, key=lambda problem: problem.row))

    def _overruled(self, tables: Sequence[LedgerTable]) -> list[Problem]:
        """Say that titles or headings speak against the family that the config gives."""
        given = self._given.family
        found = [
            table.info.family for table in tables if given is not None and table.info.family is not given
        ]
        code = LedgerProblemCode.FAMILY_OVERRULED
        return [Problem(self._view.sheet.name, 0, "", "", code, detail=found[0])] if found else []

    def hidden(self) -> Read:
        """A hidden worksheet holds no cases; rows in it that look open are a problem of the ledger."""
        found = self.read()
        sheet = self._view.sheet
        still_open = sum(int((frame["status"] == Status.OPEN).sum()) for frame in found.frames)
        problems: list[Problem] = []
        if still_open:
            code = LedgerProblemCode.HIDDEN_SHEET_OPEN_ROWS
            problems.append(Problem(sheet.name, 0, "", "", code, detail=str(still_open)))
        return Read(UnderstoodSheet(sheet.name, found.sheet.kind, visible=False), [], problems)

    def _kind(self, frames: Sequence["pd.DataFrame"]) -> SheetKind:
        if any(len(frame) for frame in frames):
            return SheetKind.LEDGER
        return SheetKind.NIL_REPORT if self._has_nil else SheetKind.EMPTY_LEDGER

    _has_nil = False

    # -- one table --

    def _table(self, region: Region, number: int) -> tuple[LedgerTable, "pd.DataFrame", list[Problem]]:
        view = self._view
        name = view.sheet.name
        bottom = min(region.last, region.first + _EVIDENCE_ROWS - 1)
        body = view.rows[region.first : bottom + 1]
        evidence = {column: evidence_of([row[column] for row in body]) for column in region.header.levels}
        roles = map_headers(region.header, evidence, self._given.words, sheet=name)
        rows = rows_of(view, region, _without_doubles(roles))
        is_case = np.array([reason is None for reason in rows.reasons], dtype=bool)
        at = region.first + np.flatnonzero(is_case)
        cases = Body(view, roles, at, rows.sections[is_case])
        setting = Setting(
            sheet=name,
            table=number,
            today=self._given.today,
            years=self._around.years(region, rows)[is_case],
            villages=self._around.villages(region, rows, is_case),
            date1904=self._given.grid.date1904,
        )
        frame, problems = cases_of(cases, setting)
        problems = [
            *roles.problems,
            *self._formula_problems(roles, at),
            *self._mark_problems(region),
            *problems,
        ]
        self._read_nil(region, roles, rows)
        told = [_headed(problem, roles) for problem in problems]
        table, dark = self._lit(self._described(region, roles, rows, number), frame)
        return table, frame, [*dark, *told]

    def _lit(self, table: LedgerTable, cases: "pd.DataFrame") -> tuple[LedgerTable, list[Problem]]:
        """Withhold the lights of a table in which nobody can see that a case is over."""
        view = self._view
        if self._given.ends_open:
            return table, []
        dark = end_problems(table.info, cases, table.columns, view.rows, view.sheet.fill)
        return replace(table, info=replace(table.info, ends_seen=False)) if dark else table, dark

    def _described(self, region: Region, roles: RoleMap, rows: Rows, number: int) -> LedgerTable:
        view = self._view
        base = frozenset(Role(role.partition(":")[0]) for role in roles.spelled.values())
        info = TableInfo(
            table=number,
            sheet=view.sheet.name,
            family=self._around.family(region, base),
            roles=base,
            routing_column=self._has_routing(region, roles),
            header_rows=tuple(row + 1 for row in region.header.rows),
            first_row=region.first + 1,
            last_row=max(region.last, region.first - 1) + 1,
        )
        left_out: dict[int, RowReason] = {
            region.first + 1 + offset: reason
            for offset, reason in enumerate(rows.reasons)
            if reason is not None
        }
        lowest = view.rows[region.header.rows[-1]]
        headings = {mark: lowest[column] for mark, column in self._marks.items() if column < len(lowest)}
        return LedgerTable(
            info=info,
            columns={letters(column): role for column, role in roles.spelled.items()},
            headings={
                letters(column): " ".join(text.split()) for column, text in sorted(roles.headings.items())
            },
            left_out=left_out,
            marks=dict(self._marks),
            mark_texts={mark: self._mark_texts(region, column) for mark, column in self._marks.items()},
            mark_headings={mark: as_text(text) for mark, text in headings.items()},
        )

    def _mark_texts(self, region: Region, column: int) -> dict[int, str]:
        """Our cells down to the next table: a case that was deleted may have left its marks behind."""
        rows = self._view.rows
        below = [one.header.rows[0] for one in self._regions if one.header.rows[0] > region.last]
        found: dict[int, str] = {}
        for row in range(region.first, min(below, default=len(rows))):
            value = rows[row][column] if column < len(rows[row]) else ""
            if value is not None and value != "" and row not in region.repeated:
                found[row + 1] = as_text(value)
        return found

    def _mark_problems(self, region: Region) -> list[Problem]:
        """What people did to our columns: renamed one, copied one, merged cells of ours."""
        row = region.header.rows[-1]
        width = len(self._view.rows[row])
        renamed = [
            (column, mark)
            for mark, column in self._view.sheet.marks.items()
            if column < width and not self._is_heading_of(mark, row, column)
        ]
        copies = [
            (column, mark)
            for column in sorted(self._view.ours)
            if column < width
            and (mark := self._heading_at(row, column)) is not None
            and self._marks.get(mark, column) != column
            and self._heading_at(row, self._marks[mark]) is mark
        ]
        told = [
            *((column, mark, LedgerProblemCode.MARK_COLUMN_EDITED) for column, mark in renamed),
            *((column, mark, LedgerProblemCode.MARK_COLUMN_DOUBLED) for column, mark in copies),
        ]
        name = self._view.sheet.name
        found = [Problem(name, row + 1, letters(at), "", code, detail=mark) for at, mark, code in told]
        return found + self._merged_marks(region)

    def _merged_marks(self, region: Region) -> list[Problem]:
        columns = set(self._marks.values())
        top, bottom = region.header.rows[-1], region.last
        merged = [
            merge
            for merge in merges_within(self._view.sheet.merges, top, bottom)
            if not columns.isdisjoint(range(merge.left, merge.right + 1))
        ]
        return [
            Problem(
                self._view.sheet.name,
                merge.top + 1,
                f"{letters(merge.left)}{merge.top + 1}:{letters(merge.right)}{merge.bottom + 1}",
                "",
                LedgerProblemCode.MARK_MERGED,
            )
            for merge in merged
        ]

    def _is_heading_of(self, mark: Mark, row: int, column: int) -> bool:
        text = as_text(self._view.rows[row][column])
        return not text.strip() or mark_of(text) is mark

    def _formula_problems(self, roles: RoleMap, at: NDArray[np.int64]) -> list[Problem]:
        missing = self._view.sheet.formulas_without_value
        if not missing:
            return []
        cases = set(at.tolist())
        found: list[Problem] = []
        for column, role in roles.spelled.items():
            rows = sorted(row for row, where in missing if where == column and row in cases)
            if rows and role not in (Role.IGNORED, Role.OTHER):
                code = LedgerProblemCode.FORMULA_WITHOUT_VALUE
                sheet = self._view.sheet.name
                found.append(Problem(sheet, rows[0] + 1, letters(column), role, code, detail=str(len(rows))))
        return found

    def _has_routing(self, region: Region, roles: RoleMap) -> bool:
        words = listed("family")["routing"]
        chosen = [column for column, role in roles.spelled.items() if role == Role.ASSIGNED_DATE]
        return any(any(word in tidy(region.header.levels[column][-1]) for word in words) for column in chosen)

    # -- nil reports --

    def _read_nil(self, region: Region, roles: RoleMap, rows: Rows) -> None:
        offsets = [offset for offset, reason in enumerate(rows.reasons) if reason is RowReason.NIL_REPORT]
        if not offsets:
            return
        self._has_nil = True
        years = self._around.years(region, rows)
        tab_year, tab_month = month_of(self._around.titles(region))
        column = roles.chosen.get(Role.REGISTERED_DATE)
        rows_at = [region.first + offset for offset in offsets]
        values = [self._view.rows[row][column] if column is not None else "" for row in rows_at]
        dates = read_dates(
            values,
            Role.REGISTERED_DATE,
            Dating(
                self._given.today,
                years=[int(years[offset]) for offset in offsets],
                date1904=self._given.grid.date1904,
            ),
        )
        is_named = tab_year or all(years[offset] for offset in offsets)
        beside = 0 if is_named else self._neighbours_year(region, column)
        for index, offset in enumerate(offsets):
            row = rows_at[index]
            texts = [tidy(self._view.text(row, c)) for c in self._view.filled(row)]
            on = None if np.isnat(dates.on[index]) else dates.on[index].astype(date)
            section = int(rows.sections[offset])
            _, month = (self._around.section(section) or (0, 0)) if section >= 0 else (0, 0)
            year = int(years[offset]) or tab_year or beside
            period = nil_period(texts, on, year, month or tab_month)
            if period:
                self._nil_periods.append(period)
            elif not year:
                code = LedgerProblemCode.NIL_WITHOUT_YEAR
                self._nil_problems.append(Problem(self._view.sheet.name, row + 1, "", "", code))
            if on is not None:
                self._filed.append(on.isoformat())

    def _neighbours_year(self, region: Region, column: int | None) -> int:
        """Return the one year in which all whole dates of the table lie; 0 when there is none."""
        if column is None:
            return 0
        rows = self._view.rows[region.first : region.last + 1]
        read = read_dates([row[column] for row in rows], Role.REGISTERED_DATE, Dating(self._given.today))
        whole = read.on[(read.note != "yearless") & ~np.isnat(read.on)]
        years = {day.astype("datetime64[Y]").astype(int) + 1970 for day in whole}
        return int(years.pop()) if len(years) == 1 else 0
