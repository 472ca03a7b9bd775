"""A spreadsheet as cells in, a ledger as cases out.

Pure: nothing is opened and nobody is asked what day it is. What cannot be understood is news beside
the rows that can: a problem with the cell's address, never an exception and never a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.frames import CASES, Problem, TableInfo, empty_frame
from config.vocabulary import DATE_ROLES, Family, LedgerProblemCode, Mark, Role, RowReason, SheetKind, Status
from sync.body import Body
from sync.cards import read_cards
from sync.cases import Setting, cases_of
from sync.columns import letters
from sync.context import Around, family_in, first_year, listed, month_section, village_in, village_of_title
from sync.dates import read_dates
from sync.evidence import evidence_of
from sync.grid import Grid, Sheet
from sync.headers import RoleMap, map_headers
from sync.headings import HeadingWords, heading_words, mark_of
from sync.kinds import FILLED, Kinds, row_words
from sync.ledger import Ledger, Table, UnderstoodSheet
from sync.rows import Rows, rows_of
from sync.sheets import is_own_output, kind_without_table, month_of, nil_period, nil_texts, reporting_dates
from sync.tables import Region, regions_of
from sync.text import as_text, tidy
from sync.view import View, view_of

if TYPE_CHECKING:
    import pandas as pd

#: How many rows below a header are searched for cells that show what a column holds.
_EVIDENCE_ROWS = 400


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known before the first cell is looked at."""

    grid: Grid
    today: date
    village: str
    family: Family | None
    words: HeadingWords
    kinds: Kinds


@dataclass(slots=True)
class _Read:
    """What one worksheet came to."""

    sheet: UnderstoodSheet
    frames: list["pd.DataFrame"]
    problems: list[Problem]


def understand(
    grid: Grid,
    *,
    today: date,
    village: str | None = None,
    family: Family | None = None,
    headings: Mapping[str, Sequence[str]] | None = None,
) -> Ledger:
    """Return what *grid* says: its tables, cases, nil entries, and what could not be read.

    Args:
        grid: one workbook or spreadsheet, as a store read it.
        today: the day of the look, in the village.
        village: whose ledger it is; default: as its title says.
        family: the kind of ledger where neither titles nor headers say.
        headings: the township's own headings by role, tried before all others.

    Returns:
        The ledger. Never raises for what cells hold.
    """
    import pandas as pd

    words = heading_words(headings)
    given = _Given(grid, today, village or village_of_title(grid.title), family, words, Kinds(words))
    sheets: list[UnderstoodSheet] = []
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    tables = 0
    for sheet in grid.sheets:
        read = _read_sheet(sheet, given, tables)
        tables += len(read.sheet.tables)
        sheets.append(read.sheet)
        frames += read.frames
        problems += read.problems
    full = [frame for frame in frames if len(frame)]
    cases = pd.concat(full, ignore_index=True) if len(full) > 1 else (full[0] if full else empty_frame(CASES))
    return Ledger(grid.title, given.village, tuple(sheets), cases, tuple(problems))


def _read_sheet(sheet: Sheet, given: _Given, tables: int) -> _Read:
    view = view_of(sheet, given.kinds)
    regions = regions_of(view, given.words)
    if tidy(sheet.name) in row_words().starts["sheet.foreign"]:
        kind = SheetKind.NOT_LEDGER if (view.kinds & FILLED).any() else SheetKind.EMPTY
        return _Read(UnderstoodSheet(sheet.name, kind, sheet.visible), [], [])
    if is_own_output(view, has_table=bool(regions)):
        problem = Problem(sheet.name, 0, "", "", LedgerProblemCode.OWN_OUTPUT)
        return _Read(UnderstoodSheet(sheet.name, SheetKind.NOT_LEDGER, sheet.visible), [], [problem])
    if not regions:
        return _without_table(view, given)
    reader = _SheetReader(view, regions, given, tables)
    return reader.read() if sheet.visible else reader.hidden()


def _without_table(view: View, given: _Given) -> _Read:
    sheet = view.sheet
    kind = kind_without_table(view, given.words)
    problems: list[Problem] = []
    periods: tuple[str, ...] = ()
    cards: pd.DataFrame | None = None
    if kind is SheetKind.FORM and sheet.visible:
        problems.append(Problem(sheet.name, 0, "", "", LedgerProblemCode.FORM_NOT_MARKED))
        year = first_year([sheet.name, *_top_texts(view), given.grid.title])
        around = Around(given.today, year, given.village, given.grid.date1904)
        read = read_cards(view, given.words, given.kinds, around)
        if read is not None:
            cards = read[0]
            problems += read[1]
    if kind is SheetKind.NIL_REPORT and sheet.visible:
        texts = nil_texts(view)
        all_texts = _top_texts(view)
        year, month = month_of([sheet.name, *all_texts, given.grid.title])
        year = year or first_year([sheet.name, *all_texts, given.grid.title])
        period = nil_period([tidy(text) for text in texts], None, year, month)
        periods = (period,) if period else ()
    filed = _filed(view, [], given) if sheet.visible else ()
    return _Read(UnderstoodSheet(sheet.name, kind, sheet.visible, (), periods, filed, cards), [], problems)


def _top_texts(view: View) -> list[str]:
    return [view.text(row, column) for row in range(min(20, len(view.rows))) for column in view.filled(row)]


def _filed(view: View, regions: Sequence[Region], given: _Given) -> tuple[str, ...]:
    texts = reporting_dates(view, regions)
    found = read_dates(texts, role=Role.REGISTERED_DATE, as_of=given.today, years=[0] * len(texts))
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


class _SheetReader:
    """Reads one worksheet that has a table at least."""

    def __init__(self, view: View, regions: Sequence[Region], given: _Given, tables: int) -> None:
        self._view, self._regions, self._given = view, regions, given
        self._tables = tables
        self._marks = self._headed_marks()
        self._nil_periods: list[str] = []
        self._filed: list[str] = []

    def _headed_marks(self) -> dict[Mark, int]:
        """Our columns, as the store knows them or as a header has them: no other column is ever written."""
        rows = [row for region in self._regions for row in (*region.header.rows, *sorted(region.repeated))]
        return {
            mark: column
            for mark, column in self._view.marks.items()
            if mark in self._view.sheet.marks or any(self._heading_at(row, column) is mark for row in rows)
        }

    def _heading_at(self, row: int, column: int) -> Mark | None:
        cells = self._view.rows[row]
        return mark_of(as_text(cells[column])) if column < len(cells) else None

    def read(self) -> _Read:
        tables: list[Table] = []
        frames: list[pd.DataFrame] = []
        problems: list[Problem] = []
        for number, region in enumerate(self._regions):
            table, frame, found = self._table(region, self._tables + number)
            tables.append(table)
            frames.append(frame)
            problems += found
        kind = self._kind(frames)
        filed = _filed(self._view, self._regions, self._given)
        sheet = self._view.sheet
        understood = UnderstoodSheet(
            sheet.name,
            kind,
            sheet.visible,
            tuple(tables),
            tuple(dict.fromkeys(self._nil_periods)),
            tuple(sorted({*self._filed, *filed})),
        )
        return _Read(understood, frames, sorted(problems, key=lambda problem: problem.row))

    def hidden(self) -> _Read:
        """A hidden worksheet holds no cases; rows in it that look open are a problem of the ledger."""
        found = self.read()
        sheet = self._view.sheet
        still_open = sum(int((frame["status"] == Status.OPEN).sum()) for frame in found.frames)
        problems: list[Problem] = []
        if still_open:
            code = LedgerProblemCode.HIDDEN_SHEET_OPEN_ROWS
            problems.append(Problem(sheet.name, 0, "", "", code, detail=str(still_open)))
        return _Read(UnderstoodSheet(sheet.name, found.sheet.kind, visible=False), [], problems)

    def _kind(self, frames: Sequence["pd.DataFrame"]) -> SheetKind:
        if any(len(frame) for frame in frames):
            return SheetKind.LEDGER
        return SheetKind.NIL_REPORT if self._has_nil else SheetKind.EMPTY_LEDGER

    _has_nil = False

    # -- one table --

    def _table(self, region: Region, number: int) -> tuple[Table, "pd.DataFrame", list[Problem]]:
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
            years=self._years(region, rows)[is_case],
            villages=self._villages(region, rows, is_case),
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
        return self._described(region, roles, rows, number), frame, problems

    def _described(self, region: Region, roles: RoleMap, rows: Rows, number: int) -> Table:
        view = self._view
        base = frozenset(Role(role.partition(":")[0]) for role in roles.spelled.values())
        info = TableInfo(
            table=number,
            sheet=view.sheet.name,
            family=self._family(region, base),
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
        return Table(
            info=info,
            columns={letters(column): role for column, role in roles.spelled.items()},
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
        """A column the store knows to be ours, under another heading: somebody renamed it."""
        row = region.header.rows[-1]
        return [
            Problem(
                self._view.sheet.name,
                row + 1,
                letters(column),
                "",
                LedgerProblemCode.MARK_COLUMN_EDITED,
                detail=mark,
            )
            for mark, column in self._view.sheet.marks.items()
            if column < len(self._view.rows[row]) and not self._is_heading_of(mark, row, column)
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

    # -- context --

    def _has_routing(self, region: Region, roles: RoleMap) -> bool:
        words = listed("family")["routing"]
        chosen = [column for column, role in roles.spelled.items() if role == Role.ASSIGNED_DATE]
        return any(any(word in tidy(region.header.levels[column][-1]) for word in words) for column in chosen)

    def _family(self, region: Region, roles: frozenset[Role]) -> Family:
        headings = tidy("".join(text for texts in region.header.levels.values() for text in texts))
        known = listed("family")
        by_titles = [
            family_in(text) for text in (*region.titles, self._view.sheet.name, self._given.grid.title)
        ]
        for found in by_titles:
            if found is not None:
                return found
        if any(word in headings for word in known["petition"]):
            return Family.PETITION
        if Role.PARTY_OTHER in roles and (
            Role.AGREEMENT_NO in roles or any(word in headings for word in known["mediator"])
        ):
            return Family.MEDIATION
        if any(word in headings for word in known["dispute"]):
            return Family.DISPUTE
        return self._given.family or Family.DISPUTE

    def _base_year(self, region: Region) -> int:
        return first_year((self._view.sheet.name, *region.titles[::-1], self._given.grid.title))

    def _years(self, region: Region, rows: Rows) -> NDArray[np.int64]:
        """For each row the year that its month separator, tab, title or file gives; 0 when none does."""
        year, month = self._base_year(region), 0
        years = np.full(len(rows.reasons), year, dtype=np.int64)
        for offset, reason in enumerate(rows.reasons):
            if reason is not RowReason.SECTION_ROW:
                continue
            found = self._section(region.first + offset)
            if found is None:
                continue
            if found[0]:
                year = found[0]
            elif year and found[1] and found[1] < month:
                year += 1  # a separator 一月份 after 十二月份
            month = found[1] or month
            years[offset:] = year
        return years

    def _section(self, row: int) -> tuple[int, int] | None:
        columns = self._view.filled(row)
        return month_section(self._view.text(row, columns[0])) if columns else None

    def _villages(self, region: Region, rows: Rows, is_case: NDArray[np.bool_]) -> list[str]:
        base = village_in(self._view.sheet.name) or self._title_village(region) or self._given.village
        known = self._section_villages(region, rows, base)
        return list(map(known.__getitem__, rows.sections[is_case].tolist()))

    def _section_villages(self, region: Region, rows: Rows, base: str) -> dict[int, str]:
        """For each separator row the village of the nearest one that names any: 青石村, then 三月份."""
        pattern = row_words().patterns["section.village"]
        known, village = {-1: base}, base
        for offset, reason in enumerate(rows.reasons):
            if reason is RowReason.SECTION_ROW:
                columns = self._view.filled(region.first + offset)
                text = tidy(self._view.text(region.first + offset, columns[0])) if columns else ""
                village = text if pattern.match(text) else village
                known[region.first + offset] = village
        return known

    def _title_village(self, region: Region) -> str:
        """A title's village where one sheet holds several villages' tables; else it may be copied."""
        named = [next(filter(None, map(village_in, one.titles)), "") for one in self._regions]
        if len({name for name in named if name}) < 2:
            return ""
        return named[self._regions.index(region)]

    # -- nil reports --

    def _read_nil(self, region: Region, roles: RoleMap, rows: Rows) -> None:
        offsets = [offset for offset, reason in enumerate(rows.reasons) if reason is RowReason.NIL_REPORT]
        if not offsets:
            return
        self._has_nil = True
        years = self._years(region, rows)
        titles = (self._view.sheet.name, *region.titles[::-1], self._given.grid.title)
        tab_year, tab_month = month_of(titles)
        column = roles.chosen.get(Role.REGISTERED_DATE)
        rows_at = [region.first + offset for offset in offsets]
        values = [self._view.rows[row][column] if column is not None else "" for row in rows_at]
        dates = read_dates(
            values,
            role=Role.REGISTERED_DATE,
            as_of=self._given.today,
            years=[int(years[offset]) for offset in offsets],
            date1904=self._given.grid.date1904,
        )
        for index, offset in enumerate(offsets):
            row = rows_at[index]
            texts = [tidy(self._view.text(row, c)) for c in self._view.filled(row)]
            on = None if np.isnat(dates.on[index]) else dates.on[index].astype(date)
            section = int(rows.sections[offset])
            _, month = (self._section(section) or (0, 0)) if section >= 0 else (0, 0)
            period = nil_period(texts, on, int(years[offset]) or tab_year, month or tab_month)
            if period:
                self._nil_periods.append(period)
            if on is not None:
                self._filed.append(on.isoformat())
