"""One worksheet with tables: each header, its rows and cases, and what its marks and nil entries say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem, TableInfo
from config.vocabulary import (
    DATE_ROLES,
    Family,
    LedgerProblemCode,
    Played,
    Role,
    RowReason,
    SheetKind,
    Status,
)
from sync.cases.body import Body
from sync.cases.ends_seen import end_problems
from sync.cases.filling.filled import Setting
from sync.cases.frame import cases_of
from sync.cases.nil_reports import NilReader, NilReports
from sync.cases.our_columns import OurColumns
from sync.cases.pasted_problems import pasted_problems
from sync.cells.text import tidy
from sync.columns import column_number, letters
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates
from sync.grid import Grid
from sync.ledger import LedgerTable, UnderstoodSheet
from sync.tables.column_evidence import evidence_of
from sync.tables.headers import RoleMap, map_headers
from sync.tables.heading_words.headings import HeadingWords
from sync.tables.kinds import Kinds
from sync.tables.regions import Region
from sync.tables.rows import Rows, rows_of
from sync.tables.sheet_kinds import reporting_dates
from sync.tables.surroundings import Surroundings
from sync.tables.titles import listed
from sync.tables.view import View

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


def _without_doubles(roles: RoleMap) -> dict[int, Played]:
    """The roles but for columns that lost theirs: what stands there may be a block at the side."""
    chosen = set(roles.chosen.values())
    return {
        column: played
        for column, played in roles.played.items()
        if column in chosen or played.role not in (Role.CATEGORY, Role.SUMMARY, *DATE_ROLES)
    }


def _headed(problem: Problem, roles: RoleMap) -> Problem:
    """Add what the village calls the column of a row's problem, so that a clerk finds it."""
    if not (problem.row and problem.column and problem.role):
        return problem
    return replace(problem, heading=roles.heading(column_number(problem.column)))


@dataclass(frozen=True, slots=True)
class _TableRead:
    table: LedgerTable
    cases: "pd.DataFrame"
    problems: Sequence[Problem]
    nil: NilReports


def _kind(read: Sequence[_TableRead]) -> SheetKind:
    if any(len(one.cases) for one in read):
        return SheetKind.LEDGER
    return SheetKind.NIL_REPORT if any(one.nil.count for one in read) else SheetKind.EMPTY_LEDGER


class SheetReader:
    """Reads one worksheet that has a table at least."""

    def __init__(self, view: View, regions: Sequence[Region], given: Reading, tables: int) -> None:
        self._view, self._regions, self._given = view, regions, given
        self._tables = tables
        self._around = Surroundings(view, tuple(regions), given.grid.title, given.village, given.family)
        self._ours = OurColumns(view, regions)
        self._regions = self._ours.regions
        self._nil = NilReader(view, self._around, given.today, given.grid.date1904)

    def read(self) -> Read:
        """Return the worksheet's tables, cases and problems."""
        read = [self._read(region, self._tables + number) for number, region in enumerate(self._regions)]
        tables = [one.table for one in read]
        problems = [
            *(problem for one in read for problem in one.problems),
            *(problem for one in read for problem in one.nil.problems),
            *self._overruled(tables),
            *pasted_problems(self._view),
        ]
        filed = {day for one in read for day in one.nil.filed}
        filed.update(filed_dates(self._view, self._regions, self._given))
        sheet = self._view.sheet
        understood = UnderstoodSheet(
            sheet.name,
            _kind(read),
            sheet.visible,
            tuple(tables),
            tuple(dict.fromkeys(period for one in read for period in one.nil.periods)),
            tuple(sorted(filed)),
        )
        frames = [one.cases for one in read]
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

    def _read(self, region: Region, number: int) -> _TableRead:
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
            *self._ours.problems(region),
            *problems,
        ]
        told = [_headed(problem, roles) for problem in problems]
        table, dark = self._lit(self._described(region, roles, rows, number), frame)
        return _TableRead(table, frame, [*dark, *told], self._nil.read(region, roles, rows))

    def _lit(self, table: LedgerTable, cases: "pd.DataFrame") -> tuple[LedgerTable, list[Problem]]:
        """Withhold the lights of a table in which nobody can see that a case is over."""
        view = self._view
        if self._given.ends_open:
            return table, []
        dark = end_problems(table.info, cases, table.columns, view.rows, view.sheet.fill)
        return replace(table, info=replace(table.info, ends_seen=False)) if dark else table, dark

    def _described(self, region: Region, roles: RoleMap, rows: Rows, number: int) -> LedgerTable:
        view = self._view
        base = frozenset(played.role for played in roles.played.values())
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
        return LedgerTable(
            info=info,
            columns={letters(column): played for column, played in roles.played.items()},
            headings={
                letters(column): " ".join(text.split()) for column, text in sorted(roles.headings.items())
            },
            left_out=left_out,
            marks=dict(self._ours.columns),
            mark_texts=self._ours.texts(region),
            mark_headings=self._ours.headings(region),
        )

    def _formula_problems(self, roles: RoleMap, at: NDArray[np.int64]) -> list[Problem]:
        missing = self._view.sheet.formulas_without_value
        if not missing:
            return []
        cases = set(at.tolist())
        found: list[Problem] = []
        for column, played in roles.played.items():
            rows = sorted(row for row, where in missing if where == column and row in cases)
            if rows and played.role not in (Role.IGNORED, Role.OTHER):
                code = LedgerProblemCode.FORMULA_WITHOUT_VALUE
                sheet = self._view.sheet.name
                first, role = rows[0] + 1, played.spelled
                found.append(Problem(sheet, first, letters(column), role, code, detail=str(len(rows))))
        return found

    def _has_routing(self, region: Region, roles: RoleMap) -> bool:
        words = listed("family")["routing"]
        chosen = [column for column, played in roles.played.items() if played.role is Role.ASSIGNED_DATE]
        return any(any(word in tidy(region.header.levels[column][-1]) for word in words) for column in chosen)
