"""Our cells of 调解排期 in its worksheet; people's cells, formats, filters and rules stay as they are."""

from collections.abc import Mapping, Sequence

from config.schedule import NUMBERS, OURS, ScheduleColumn
from sync.columns import letters
from sync.folder.patch.conditional_formats import Area
from sync.folder.patch.package import Changes, Package
from sync.folder.patch.sheet_data import Row, XmlCell, text_cell
from sync.folder.patch.worksheet import Worksheet
from sync.schedule_sheet import ScheduleLook, SchedulePlan


def with_schedule(package: Package, look: ScheduleLook, plan: SchedulePlan) -> Changes:
    """Return the parts that change when *plan* is carried out on the workbook that *look* was taken of.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    part = package.worksheets[look.sheet]
    sheet = Worksheet(package.plain(part, "worksheet"), package.label)
    rows: dict[int, dict[ScheduleColumn, str]] = {}
    for edit in plan.edits:
        rows.setdefault(edit.row, {})[edit.column] = edit.new
    for row in plan.removed:
        rows[row] = dict.fromkeys(OURS, "")
    first = 1 + max(
        (int(line.texts[ScheduleColumn.SEQ]) for line in look.lines if _is_count(line.texts)), default=0
    )
    for at, line in enumerate(plan.added):
        texts = {column: line.texts.get(column, "") for column in OURS}
        rows[look.end + at] = texts | {ScheduleColumn.KEY: line.key, ScheduleColumn.SEQ: str(first + at)}
    pattern = _pattern(sheet, look)
    for number in sorted(rows):
        row = sheet.rows.row(number)
        is_new = number >= look.end
        for column, text in rows[number].items():
            _set(row, look.columns[column], column, text, pattern)
        if is_new:
            for column in ScheduleColumn:
                _style_blank(row, look.columns[column], pattern)
        row.widen_spans()
        sheet.rows.put(row)
    if plan.added:
        _widen(sheet, look, look.end + len(plan.added) - 1)
    pieces = sheet.pieces()
    return package.as_written({part: pieces}) if pieces is not None else {}


def _is_count(texts: Mapping[ScheduleColumn, str]) -> bool:
    return texts[ScheduleColumn.SEQ].isdecimal()


def _pattern(sheet: Worksheet, look: ScheduleLook) -> Mapping[int, int]:
    """Return the cell format of each column, as the last row of ours has it."""
    numbers: Sequence[int] = [line.row for line in look.lines if line.key] or [look.end - 1]
    row = sheet.rows.peek(numbers[-1])
    return {column: cell.style for column, cell in row.cells.items()} if row else {}


def _set(row: Row, at: int, column: ScheduleColumn, text: str, pattern: Mapping[int, int]) -> None:
    there = row.cells.get(at)
    style = there.style if there else pattern.get(at, 0)
    if column in NUMBERS and text.isdecimal():
        row.cells[at] = _number_cell(row.number, at, text, style)
    else:
        row.cells[at] = text_cell(row.number, at, text, style)


def _number_cell(row: int, column: int, text: str, style: int) -> XmlCell:
    raw = f' r="{letters(column)}{row}"'.encode() + (f' s="{style}"'.encode() if style else b"")
    inner = b"<v>" + text.encode() + b"</v>"
    return XmlCell(raw, inner, b"<c" + raw + b">" + inner + b"</c>")


def _style_blank(row: Row, at: int, pattern: Mapping[int, int]) -> None:
    """Give people's cells in a new row the look of those above."""
    if at not in row.cells and pattern.get(at):
        row.cells[at] = text_cell(row.number, at, "", pattern[at])


def _widen(sheet: Worksheet, look: ScheduleLook, last: int) -> None:
    found = sheet.dimension()
    if found is not None:
        top, left, bottom, right = found
        sheet.set_dimension(top, left, max(bottom, last), max(right, *look.columns.values()))
    area = sheet.filter()
    if area is not None and area.bottom < last:
        sheet.set_filter(Area(area.top, area.left, last, area.right))
