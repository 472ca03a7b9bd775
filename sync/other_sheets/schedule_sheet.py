"""调解排期 as a grid: its rows by key, what people wrote there, and the cells of ours that change. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.language import LANGUAGES, phrases
from config.our_tabs.schedule import NUMBERS, OURS, SUGGESTION, THEIRS, CellText, ScheduleColumn
from config.vocabulary import Half
from sync.cells.text import as_text, tidy
from sync.dates.times import is_agreement, read_half, read_sittings
from sync.dates.years import on_day
from sync.grid import CellValue, Grid, Sheet
from sync.other_sheets.cell_plan import CellPlan

#: The heading row stands among the first ones.
_TOP = 12
_BACK, _AHEAD = timedelta(days=61), timedelta(days=180)
#: What the tag in the hidden column begins with.
TAG = "duesheet-schedule"


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """What a person wrote as a day: read, or not."""

    day: date | None = None
    half: Half | None = None
    time: str = ""
    agrees: bool = False

    @property
    def is_read(self) -> bool:
        """Whether it says anything we understand."""
        return self.agrees or self.day is not None


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One row with anything in it.

    Attributes:
        row: 1-based.
        key: of a case and a sitting; "" for a row that a person typed.
        texts: every known column's text, blank ones too.
        agreed: 约定日期 and 约定时段.
        suggested: our own suggestion, as it stands there.
    """

    row: int
    key: str
    texts: Mapping[ScheduleColumn, str]
    agreed: WrittenDay
    suggested: WrittenDay

    @property
    def has_word(self) -> bool:
        """Whether a person wrote anything in it."""
        return any(self.texts[column] for column in THEIRS)

    @property
    def is_touched(self) -> bool:
        """Whether our suggestion beside it must stay."""
        return bool(self.texts[ScheduleColumn.AGREED_DAY] or self.texts[ScheduleColumn.OUTCOME])


@dataclass(frozen=True, slots=True)
class ScheduleLook:
    """The sheet as one look found it.

    Attributes:
        sheet: its worksheet's name.
        columns: where each column stands, 0-based.
        lines: from top to bottom.
        end: the first row, 1-based, below everything that is filled.
        salt: of the tag; "" when the tag is lost.
        people: the grid of 调解员与场所; empty when there is none.
    """

    sheet: str
    columns: Mapping[ScheduleColumn, int]
    lines: tuple[ScheduleLine, ...]
    end: int
    salt: str
    people: tuple[Sequence[CellValue], ...] = field(default=(), compare=False)

    @property
    def by_key(self) -> Mapping[str, ScheduleLine]:
        """Our rows; of two with one key the upper one."""
        return {line.key: line for line in reversed(self.lines) if line.key}


def tag_text(salt: str) -> str:
    """Return what the tag says."""
    return f"{TAG} {json.dumps({'salt': salt})}"


def look_at(grid: Grid, today: date) -> ScheduleLook | None:
    """Return the schedule in a workbook or spreadsheet; None when no worksheet has its headings."""
    people = next((sheet.rows for sheet in grid.sheets if _is_named(sheet.name, "people")), ())
    for sheet in grid.sheets:
        found = _columns(sheet)
        if found is not None:
            row, columns = found
            lines = _lines(sheet, row, columns, today)
            filled = [at for at, cells in enumerate(sheet.rows) if any(as_text(c).strip() for c in cells)]
            end = max(filled, default=row) + 2
            return ScheduleLook(sheet.name, columns, lines, end, _salt(sheet), tuple(people))
    return None


def _is_named(name: str, key: str) -> bool:
    return tidy(name) in {tidy(phrases(language, "schedule")["title"][key]) for language in LANGUAGES}


def _columns(sheet: Sheet) -> tuple[int, dict[ScheduleColumn, int]] | None:
    for row, cells in enumerate(sheet.rows[:_TOP]):
        texts = [tidy(as_text(cell)) for cell in cells]
        for language in LANGUAGES:
            names = {tidy(text): key for key, text in phrases(language, "schedule")["column"].items()}
            found: dict[ScheduleColumn, int] = {}
            for column, text in enumerate(texts):
                if text in names:
                    found.setdefault(ScheduleColumn(names[text]), column)
            if len(found) == len(ScheduleColumn):
                return row, found
    return None


def _salt(sheet: Sheet) -> str:
    for cells in sheet.rows[:_TOP]:
        for cell in cells:
            text = as_text(cell)
            if text.startswith(TAG):
                try:
                    return str(json.loads(text.removeprefix(TAG))["salt"])
                except (ValueError, KeyError, TypeError):
                    return ""
    return ""


def _lines(
    sheet: Sheet, heading: int, columns: Mapping[ScheduleColumn, int], today: date
) -> tuple[ScheduleLine, ...]:
    found: list[ScheduleLine] = []
    for at, cells in enumerate(sheet.rows[heading + 1 :], heading + 1):

        def value(column: ScheduleColumn, cells: Sequence[CellValue] = cells) -> CellValue:
            place = columns[column]
            return cells[place] if place < len(cells) else ""

        texts = {column: _text(value(column)) for column in ScheduleColumn}
        if not any(texts.values()):
            continue
        agreed = _day(value(ScheduleColumn.AGREED_DAY), texts[ScheduleColumn.AGREED_HALF], today)
        suggested = _day(value(ScheduleColumn.DAY), texts[ScheduleColumn.HALF], today)
        found.append(ScheduleLine(at + 1, texts[ScheduleColumn.KEY], texts, agreed, suggested))
    return tuple(found)


def _text(value: CellValue) -> str:
    return as_text(value).strip()


def _day(value: CellValue, half: str, today: date) -> WrittenDay:
    if isinstance(value, str) and is_agreement(value):
        return WrittenDay(agrees=True)
    said, time = read_half(half) if half else (None, "")
    spoken = read_sittings(value)
    for one in spoken.days:
        point = one.point
        day = (
            on_day(point.year, point.month, point.day)
            if point.year
            else nearest(point.month, point.day, today)
        )
        if day is not None:
            return WrittenDay(day, said or one.half, time or one.time)
    return WrittenDay()


def nearest(month: int, day: int, today: date) -> date | None:
    """Return the day without a year between two months back and 180 days ahead; None for none."""
    for year in (today.year - 1, today.year, today.year + 1):
        found = on_day(year, month, day)
        if found is not None and today - _BACK <= found <= today + _AHEAD:
            return found
    return None


@dataclass(frozen=True, slots=True)
class WantedLine:
    """One row as it should be.

    Attributes:
        key: of case and sitting.
        texts: our columns; of a row with a person's word the suggestion is left as it stands.
    """

    key: str
    texts: Mapping[ScheduleColumn, str]


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """What a write changes: cells of ours in rows that are there, rows that go, and rows that come."""

    edits: tuple[CellText, ...]
    removed: tuple[int, ...]
    added: tuple[WantedLine, ...]

    def __bool__(self) -> bool:
        return bool(self.edits or self.removed or self.added)

    @property
    def count(self) -> int:
        """How many cells and rows change."""
        return len(self.edits) + len(self.removed) + len(self.added)


def plan_schedule(look: ScheduleLook, wanted: Sequence[WantedLine], closed: str) -> SchedulePlan:
    """Return what makes the sheet say what is *wanted*; the same input twice gives nothing the second time.

    Args:
        look: the sheet as it stands.
        wanted: our rows, in the order in which new ones are added.
        closed: what 状态 says in a row whose case is gone and in which a person has written.
    """
    there = dict(look.by_key)
    known = {line.key for line in wanted}
    strays = [line for line in look.lines if line.key and line.key not in known]
    edits: list[CellText] = []
    added: list[WantedLine] = []
    for line in wanted:
        found = there.get(line.key) or _same_place(line, strays)
        if found is None:
            added.append(line)
            continue
        if found in strays:
            strays.remove(found)
        edits += _changed(found, line)
    doubles = [line for line in look.lines if line.key in known and there[line.key].row != line.row]
    removed = [line.row for line in (*strays, *doubles) if not line.has_word]
    for line in strays:
        old = line.texts[ScheduleColumn.STATE]
        if line.has_word and old != closed:
            edits.append(CellText(line.row, ScheduleColumn.STATE, old, closed))
    return SchedulePlan(tuple(edits), tuple(removed), tuple(added))


def _same_place(line: WantedLine, strays: Sequence[ScheduleLine]) -> ScheduleLine | None:
    """Return the row of a case whose number or registration was corrected: it stands where it stood."""
    place = (
        *(ScheduleColumn.LEDGER, ScheduleColumn.SHEET, ScheduleColumn.ROW),
        *(ScheduleColumn.NUMBER, ScheduleColumn.VILLAGE),
    )
    return next(
        (stray for stray in strays if all(stray.texts[c] == line.texts.get(c, "") for c in place)), None
    )


def _changed(found: ScheduleLine, line: WantedLine) -> list[CellText]:
    texts = {**line.texts, ScheduleColumn.KEY: line.key}
    kept = SUGGESTION if found.is_touched else ()
    return [
        CellText(found.row, column, found.texts[column], texts.get(column, ""))
        for column in OURS
        if column not in kept
        and column is not ScheduleColumn.SEQ
        and found.texts[column] != texts.get(column, "")
    ]


def line_rows(lines: Sequence[WantedLine], first: int = 1) -> list[list[str]]:
    """Return new lines as rows of texts, numbered from *first* on."""
    rows: list[list[str]] = []
    for number, line in enumerate(lines, first):
        texts = {column: line.texts.get(column, "") for column in OURS}
        texts |= {ScheduleColumn.SEQ: str(number), ScheduleColumn.KEY: line.key}
        rows.append([texts.get(column, "") for column in ScheduleColumn])
    return rows


def cells_of(look: ScheduleLook, plan: SchedulePlan) -> CellPlan:
    """Return a plan as cells: what a store carries out."""
    edits: dict[int, dict[int, str | int]] = {}
    for edit in plan.edits:
        edits.setdefault(edit.row, {})[look.columns[edit.column]] = _typed(edit.column, edit.new)
    for row in plan.removed:
        edits[row] = dict.fromkeys((look.columns[column] for column in OURS), "")
    counts = [line.texts[ScheduleColumn.SEQ] for line in look.lines]
    last = max((int(text) for text in counts if text.isdecimal()), default=0)
    added = [
        {look.columns[c]: _typed(c, text) for c, text in zip(ScheduleColumn, row, strict=True) if text}
        for row in line_rows(plan.added, last + 1)
    ]
    pattern = next((line.row for line in reversed(look.lines) if line.key), look.end)
    return CellPlan(look.sheet, edits, added, look.end, tuple(look.columns.values()), pattern)


def _typed(column: ScheduleColumn, text: str) -> str | int:
    return int(text) if column in NUMBERS and text.isdecimal() else text
