"""接访排班 as a grid: who is suggested for which day, whom people wrote, and our cells that change. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.language import LANGUAGES, phrases
from config.our_tabs.roster_columns import ROSTER_THEIRS, RosterColumn
from sync.cells.text import as_text, tidy
from sync.dates.times import read_sittings
from sync.dates.years import on_day
from sync.grid import CellValue, Grid, Sheet
from sync.other_sheets.cell_plan import CellPlan

#: The heading row stands among the first ones.
_TOP = 12


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One row with a day.

    Attributes:
        row: 1-based.
        texts: every column's text, blank ones too.
    """

    row: int
    day: date
    texts: Mapping[RosterColumn, str]

    @property
    def has_word(self) -> bool:
        """Whether a person wrote anything in it."""
        return any(self.texts[column] for column in ROSTER_THEIRS)

    @property
    def is_settled(self) -> bool:
        """Whether people say who receives: what we suggest beside it stays."""
        return bool(self.texts[RosterColumn.LEADER] or self.texts[RosterColumn.RECEIVED])


@dataclass(frozen=True, slots=True)
class RosterLook:
    """The sheet as one look found it.

    Attributes:
        columns: where each column stands, 0-based.
        end: the first row, 1-based, below everything that is filled.
        heading: the row of the headings, 1-based.
    """

    sheet: str
    columns: Mapping[RosterColumn, int]
    lines: tuple[RosterLine, ...]
    end: int
    heading: int


def roster_at(grid: Grid) -> RosterLook | None:
    """Return the roster of a workbook or spreadsheet; None when no worksheet of its name has its headings."""
    for sheet in grid.sheets:
        found = _columns(sheet) if _is_named(sheet.name) else None
        if found is not None:
            heading, columns = found
            filled = [at for at, cells in enumerate(sheet.rows) if any(as_text(c).strip() for c in cells)]
            lines = tuple(_lines(sheet, heading, columns))
            return RosterLook(sheet.name, columns, lines, max(filled, default=heading) + 2, heading + 1)
    return None


def _is_named(name: str) -> bool:
    return tidy(name) in {tidy(phrases(language, "schedule")["title"]["roster"]) for language in LANGUAGES}


def _columns(sheet: Sheet) -> tuple[int, dict[RosterColumn, int]] | None:
    for row, cells in enumerate(sheet.rows[:_TOP]):
        texts = [tidy(as_text(cell)) for cell in cells]
        for language in LANGUAGES:
            words: Any = phrases(language, "schedule")["roster"]
            names = {column: tidy(words[column]) for column in RosterColumn}
            if all(name in texts for name in names.values()):
                return row, {column: texts.index(name) for column, name in names.items()}
    return None


def _lines(sheet: Sheet, heading: int, columns: Mapping[RosterColumn, int]) -> Sequence[RosterLine]:
    found: list[RosterLine] = []
    for at, cells in enumerate(sheet.rows[heading + 1 :], heading + 2):
        values = {c: cells[place] if place < len(cells) else "" for c, place in columns.items()}
        day = _day(values[RosterColumn.DATE])
        if day is not None:
            found.append(RosterLine(at, day, {c: as_text(v).strip() for c, v in values.items()}))
    return found


def _day(value: CellValue) -> date | None:
    for one in read_sittings(value).days:
        if one.point.year:
            return on_day(one.point.year, one.point.month, one.point.day)
    return None


def plan_roster(look: RosterLook, wanted: Mapping[date, str], today: date, language: str) -> CellPlan:
    """Return what makes the roster suggest what is *wanted*; twice the same gives nothing the second time.

    A line of ours goes when its day is no working day any more, nobody wrote in it, and it still lies ahead.

    Args:
        look: the sheet as it stands.
        wanted: who is suggested for each day to come; "" where people say who receives, or nobody is at hand.
        today: what was before it stays as it is.
        language: of the weekdays.
    """
    edits: dict[int, dict[int, str | int]] = {}
    seen: set[date] = set()
    for line in look.lines:
        if line.day < today or line.day in seen:
            continue
        seen.add(line.day)
        ours = roster_texts(line.day, wanted.get(line.day, ""), language)
        if line.day not in wanted:
            ours = dict.fromkeys(ours, "") if _is_ours_alone(line, language) else {}
        elif line.is_settled:
            ours = {}
        changed = {c: text for c, text in ours.items() if line.texts[c] != text and not _same_day(c, line)}
        if line.day not in wanted:
            changed = ours
        if changed:
            edits[line.row] = {look.columns[column]: text for column, text in changed.items()}
    added = [
        {look.columns[c]: text for c, text in roster_texts(day, name, language).items() if text}
        for day, name in sorted(wanted.items())
        if day not in seen
    ]
    pattern = look.lines[-1].row if look.lines else look.end
    return CellPlan(look.sheet, edits, added, look.end, tuple(look.columns.values()), pattern)


def _same_day(column: RosterColumn, line: RosterLine) -> bool:
    # However a program shows it, the date is what the line is known by.
    return column is RosterColumn.DATE and bool(line.texts[column])


def _is_ours_alone(line: RosterLine, language: str) -> bool:
    written = roster_texts(line.day, "", language)[RosterColumn.WEEKDAY]
    return not line.has_word and line.texts[RosterColumn.WEEKDAY] == written


def roster_texts(day: date, name: str, language: str) -> dict[RosterColumn, str]:
    """Return our cells of a day's line."""
    weekdays: Any = phrases(language, "schedule")["roster"]["weekdays"]
    return {
        RosterColumn.DATE: day.isoformat(),
        RosterColumn.WEEKDAY: weekdays[day.weekday()],
        RosterColumn.SUGGESTED: name,
    }
