"""Cells of a workbook filled, every other part and cell left as it is: how a county's own form is filled."""

import re
from collections.abc import Mapping

from sync.folder.patch.container.package import Package
from sync.folder.patch.markup import Changes, Pieces
from sync.folder.patch.rows.sheet_data import Row
from sync.folder.patch.rows.xml_cell import XmlCell, number_cell, text_cell
from sync.folder.patch.worksheet import Worksheet

#: By 1-based row and 0-based column.
Values = Mapping[tuple[int, int], str | int]

#: A formula's cell with the value that was computed last: the value goes, the formula stays.
_CACHED = re.compile(rb"(<c\b[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<]*</f>))\s*<v>[^<]*</v>")


def with_values(package: Package, values: Mapping[str, Values]) -> Changes:
    """Return the parts that change when *values* are put into the worksheets they are named for.

    A cell keeps its format. Values of formulas that were computed before are dropped, so that the program
    that opens the copy computes them anew.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    changes: Changes = {}
    for name, part in package.worksheets.items():
        pieces = _filled(package, part, values.get(name, {}))
        if pieces is not None:
            changes[part] = pieces
    return package.as_written(changes)


def _filled(package: Package, part: str, values: Values) -> Pieces | None:
    sheet = Worksheet(package.plain(part, "worksheet"), package.label)
    rows: dict[int, dict[int, str | int]] = {}
    for (number, column), value in values.items():
        rows.setdefault(number, {})[column] = value
    for number in sorted(rows):
        row = sheet.rows.row(number)
        for column, value in rows[number].items():
            row.cells[column] = _cell(row, column, value)
        sheet.rows.put(row)
    pieces = sheet.pieces()
    whole = package.plain(part, "worksheet") if pieces is None else b"".join(pieces)
    fresh = _CACHED.sub(rb"\1", whole)
    if fresh == whole:
        return pieces
    return [fresh]


def _cell(row: Row, column: int, value: str | int) -> XmlCell:
    there = row.cells.get(column)
    style = there.style if there else 0
    if isinstance(value, str):
        return text_cell(row.number, column, value, style)
    return number_cell(row.number, column, value, style)
