"""A spreadsheet as cells in, a ledger as cases out.

Pure: nothing is opened and nobody is asked what day it is. What cannot be understood is news beside
the rows that can: a problem with the cell's address, never an exception and never a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from config.frames import CASES, Problem, empty_frame
from config.vocabulary import SAID_FIRST, Family, LedgerProblemCode, SheetKind
from sync.cases.cards import read_cards
from sync.cases.counted_once.repeats import counted_once
from sync.cases.pasted_problems import copied_alone
from sync.cases.sheet_reader import Read, Reading, SheetReader, filed_dates
from sync.cells.text import as_text, tidy
from sync.grid import Grid, Sheet
from sync.ledger import Ledger, UnderstoodSheet
from sync.tables.date_parts import with_dates_joined
from sync.tables.heading_words.headings import heading_words
from sync.tables.kinds import FILLED, Kinds, row_words
from sync.tables.not_ledgers.nil_logs import nil_log_periods
from sync.tables.not_ledgers.other_village import mismatched
from sync.tables.not_ledgers.unlike import is_turned, why_unlike
from sync.tables.not_ledgers.vernacular import vernacular_headings
from sync.tables.regions import regions_of
from sync.tables.sheet_kinds import (
    is_own_book,
    is_own_output,
    kind_without_table,
    nil_period,
    nil_texts,
)
from sync.tables.titles import first_year, month_of, village_in, village_of_title
from sync.tables.view import View, view_of

if TYPE_CHECKING:
    import pandas as pd

#: Why a workbook without a ledger is none.
_EXPLAINED = frozenset((LedgerProblemCode.OWN_OUTPUT, LedgerProblemCode.HEADER_LOST))
#: Worksheets that count, or say that there is nothing to count.
_COUNTED = frozenset((SheetKind.LEDGER, SheetKind.EMPTY_LEDGER, SheetKind.NIL_REPORT, SheetKind.FORM))


@dataclass(frozen=True, slots=True)
class Given:
    """What is known before the first cell is looked at.

    Attributes:
        today: the day of the look, in the village.
        village: whose ledger it is; None: as its title says.
        family: the kind of ledger where neither titles nor headers say.
        headings: the township's own headings by role, tried before all others.
        ends_open: a person said that its rows are to be timed though no column shows an end.
    """

    today: date
    village: str | None = None
    family: Family | None = None
    headings: Mapping[str, Sequence[str]] | None = None
    ends_open: bool = False


def understand(grid: Grid, given: Given) -> Ledger:
    """Return what *grid* says: its tables, cases, nil entries, and what could not be read.

    Args:
        grid: one workbook or spreadsheet, as a store read it.
        given: what is known of it before.

    Returns:
        The ledger, each case of it once. Never raises for what cells hold.
    """
    import pandas as pd

    words = heading_words(given.headings)
    village = given.village or _village(grid)
    reading = Reading(grid, given.today, village, given.family, words, Kinds(words), given.ends_open)
    if is_own_book(grid.sheets):
        return _own_output(grid, village)
    sheets: list[UnderstoodSheet] = []
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    tables = 0
    for sheet in grid.sheets:
        read = _read_sheet(sheet, reading, tables)
        tables += len(read.sheet.tables)
        sheets.append(replace(read.sheet, sheet_id=sheet.sheet_id))
        frames += read.frames
        problems += read.problems
    if _nothing_counts(sheets, problems):
        at = next(index for index, sheet in enumerate(sheets) if sheet.kind is SheetKind.NOT_LEDGER)
        why = why_unlike(view_of(grid.sheets[at], reading.kinds), words)
        problems.append(Problem(grid.sheets[at].name, 0, "", "", LedgerProblemCode.NOT_A_LEDGER, detail=why))
    if any(table.marks for sheet in sheets for table in sheet.tables):
        problems = _copies_known(problems, grid, reading)
    headers = {sheet.name: min(sheet.tables[0].info.header_rows) for sheet in sheets if _is_shown(sheet)}
    problems += mismatched(grid, headers, given.village)
    problems.sort(key=lambda problem: problem.code not in SAID_FIRST)
    full = [frame for frame in frames if len(frame)]
    cases = pd.concat(full, ignore_index=True) if len(full) > 1 else (full[0] if full else empty_frame(CASES))
    return counted_once(Ledger(grid.title, village, tuple(sheets), cases, tuple(problems)), grid)


def _village(grid: Grid) -> str:
    """Return whose ledger it is: the village in the file's name, else the one that its titles agree on."""
    named = village_in(grid.title)
    cells = (
        as_text(cell) for sheet in grid.sheets if sheet.visible for row in sheet.rows[:2] for cell in row[:3]
    )
    titled = {village_in(text) for text in cells if len(text) <= 40} - {""}
    return named or (titled.pop() if len(titled) == 1 else "") or village_of_title(grid.title)


def _is_shown(sheet: UnderstoodSheet) -> bool:
    return sheet.visible and bool(sheet.tables)


def _nothing_counts(sheets: Sequence[UnderstoodSheet], problems: Sequence[Problem]) -> bool:
    """Whether a workbook holds something, and nothing of it is a ledger or says that there was nothing."""
    if any(problem.code in _EXPLAINED for problem in problems):
        return False
    kinds = {sheet.kind for sheet in sheets}
    return SheetKind.NOT_LEDGER in kinds and not kinds & _COUNTED


def _copies_known(problems: Sequence[Problem], grid: Grid, reading: Reading) -> list[Problem]:
    """Tell a copy of our columns on a worksheet of its own, which lost no header, from a ledger that did."""
    lost = {problem.sheet for problem in problems if problem.code is LedgerProblemCode.HEADER_LOST}
    copies = {
        sheet.name: copied_alone(view_of(sheet, reading.kinds)) for sheet in grid.sheets if sheet.name in lost
    }
    return [copies.get(problem.sheet) or problem for problem in problems]


def _own_output(grid: Grid, village: str) -> Ledger:
    """Our own board or summary among the ledgers: none of its rows is counted a second time."""
    sheets = tuple(UnderstoodSheet(sheet.name, SheetKind.NOT_LEDGER, sheet.visible) for sheet in grid.sheets)
    shown = [sheet.name for sheet in grid.sheets if sheet.visible]
    problem = Problem((shown or [grid.title])[0], 0, "", "", LedgerProblemCode.OWN_OUTPUT)
    return Ledger(grid.title, village, sheets, empty_frame(CASES), (problem,))


def _read_sheet(sheet: Sheet, given: Reading, tables: int) -> Read:
    view = view_of(sheet, given.kinds)
    regions = regions_of(view, given.words, given.grid.title)
    if tidy(sheet.name) in row_words().starts["sheet.foreign"]:
        kind = SheetKind.NOT_LEDGER if (view.kinds & FILLED).any() else SheetKind.EMPTY
        return Read(UnderstoodSheet(sheet.name, kind, sheet.visible), [], [])
    if is_own_output(view):
        problem = Problem(sheet.name, 0, "", "", LedgerProblemCode.OWN_OUTPUT)
        return Read(UnderstoodSheet(sheet.name, SheetKind.NOT_LEDGER, sheet.visible), [], [problem])
    if view.ours and not regions:
        # Nothing but our columns is left of a ledger's header.
        lost = Problem(sheet.name, 0, "", "", LedgerProblemCode.HEADER_LOST)
        problems = [lost] if sheet.visible else []
        return Read(UnderstoodSheet(sheet.name, SheetKind.NOT_LEDGER, sheet.visible), [], problems)
    if not regions:
        return _without_table(view, given)
    view, regions = with_dates_joined(view, regions, given.words, given.kinds)
    reader = SheetReader(view, regions, given, tables)
    return reader.read() if sheet.visible else reader.hidden()


def _without_table(view: View, given: Reading) -> Read:
    sheet = view.sheet
    kind = kind_without_table(view, given.words)
    if kind is SheetKind.FORM and is_turned(view, given.words):
        kind = SheetKind.NOT_LEDGER  # a case a column: its cards would mix the cases
    problems: list[Problem] = []
    if kind is SheetKind.NOT_LEDGER and sheet.visible:
        problems += vernacular_headings(view, given.words, given.grid.title)
    periods: tuple[str, ...] = ()
    cards: pd.DataFrame | None = None
    if kind is SheetKind.FORM and sheet.visible:
        problems.append(Problem(sheet.name, 0, "", "", LedgerProblemCode.FORM_NOT_MARKED))
        year = first_year([sheet.name, *_top_texts(view), given.grid.title])
        read = read_cards(view, given, year)
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
        if not year:
            problems.append(Problem(sheet.name, 0, "", "", LedgerProblemCode.NIL_WITHOUT_YEAR))
    if kind is SheetKind.NOT_LEDGER and sheet.visible:
        year = first_year([sheet.name, *_top_texts(view), given.grid.title])
        periods = tuple(dict.fromkeys(nil_log_periods(view, year)))
        kind = SheetKind.NIL_REPORT if periods else kind
    filed = filed_dates(view, [], given) if sheet.visible else ()
    return Read(UnderstoodSheet(sheet.name, kind, sheet.visible, (), periods, filed, cards), [], problems)


def _top_texts(view: View) -> list[str]:
    return [view.text(row, column) for row in range(min(20, len(view.rows))) for column in view.filled(row)]
