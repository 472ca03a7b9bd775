"""Our cells of a worksheet that people write in too; theirs, formats, filters and rules stay as they are."""

from collections.abc import Mapping, Sequence

from sync.folder.patch.container.package import Changes, Package
from sync.folder.patch.looks.conditional_formats import Area
from sync.folder.patch.rows.sheet_data import Row
from sync.folder.patch.rows.xml_cell import number_cell, text_cell
from sync.folder.patch.worksheet import Worksheet
from sync.other_sheets.cell_plan import CellPlan


def with_cells(package: Package, plans: Sequence[CellPlan]) -> Changes:
    """Return the parts that change when *plans* are carried out on the workbook they were made for.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    changed: Changes = {}
    for plan in filter(None, plans):
        part = package.worksheets[plan.sheet]
        sheet = Worksheet(package.plain(part, "worksheet"), package.label)
        _fill(sheet, plan)
        pieces = sheet.pieces()
        if pieces is not None:
            changed[part] = pieces
    return package.as_written(changed) if changed else {}


def _fill(sheet: Worksheet, plan: CellPlan) -> None:
    looks = _pattern(sheet, plan)
    rows = dict(plan.edits) | dict(enumerate(plan.added, plan.end))
    for number in sorted(rows):
        row = sheet.rows.row(number)
        for column, value in rows[number].items():
            _set(row, column, value, looks)
        if number >= plan.end:
            for column in plan.columns:
                _style_blank(row, column, looks)
        row.widen_spans()
        sheet.rows.put(row)
    if plan.added:
        _widen(sheet, plan)


def _pattern(sheet: Worksheet, plan: CellPlan) -> Mapping[int, int]:
    """Return the cell format of each column, as the pattern's row has it."""
    row = sheet.rows.peek(plan.pattern)
    return {column: cell.style for column, cell in row.cells.items()} if row else {}


def _set(row: Row, column: int, value: str | int, looks: Mapping[int, int]) -> None:
    there = row.cells.get(column)
    style = there.style if there else looks.get(column, 0)
    if isinstance(value, int):
        row.cells[column] = number_cell(row.number, column, value, style)
    else:
        row.cells[column] = text_cell(row.number, column, value, style)


def _style_blank(row: Row, column: int, looks: Mapping[int, int]) -> None:
    """Give people's cells in a new row the look of those above."""
    if column not in row.cells and looks.get(column):
        row.cells[column] = text_cell(row.number, column, "", looks[column])


def _widen(sheet: Worksheet, plan: CellPlan) -> None:
    last = plan.end + len(plan.added) - 1
    found = sheet.dimension()
    if found is not None:
        top, left, bottom, right = found
        sheet.set_dimension(top, left, max(bottom, last), max(right, *plan.columns))
    area = sheet.filter()
    if area is not None and area.bottom < last:
        sheet.set_filter(Area(area.top, area.left, last, area.right))
