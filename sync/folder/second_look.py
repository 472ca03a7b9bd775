"""The look after our own write: our columns as they stand in the file, all else as it was found before.

A file with the very bytes that we wrote holds what people wrote as it was found: the patcher copies it byte
for byte. What is left to see is our own cells, and they are read from the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from config.vocabulary import Mark
from sync.columns import column_number, letters
from sync.folder.patch.container.package import Package
from sync.folder.patch.placement import found_marks
from sync.grid import CellValue, Grid, Sheet
from sync.mark_headings import mark_of
from sync.store import SheetLayout

#: A cell of ours as we write it; any other in one of our columns wants a whole look.
_OURS = r'<c r="(%s)([1-9]\d{0,6})"[^<>]*?(?:/>|>(?:<is><t xml:space="preserve">([^<]*)</t></is>)?</c>)'
_ANY = r'<c r="(?:%s)[1-9]'
_HEADING = r'<c r="([A-Z]{1,3})(%s)"[^<>]*><is><t xml:space="preserve">([^<]*)</t></is></c>'
#: So a text begins that holds a sign which a cell cannot hold as it is.
_ESCAPED = b"_x"


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left: the hash of its bytes, the look it rests on, and where tables have our columns."""

    sha256: str
    before: Grid
    layouts: Sequence[SheetLayout]


def second_look(written: Written, package: Package, version: object) -> Grid | None:
    """Return the grid of a file that holds what we wrote; None where only a whole look tells.

    Args:
        written: by us.
        package: the file as it is now, read anew.
        version: of the file.
    """
    layouts = {layout.sheet: layout for layout in written.layouts}
    sheets: list[Sheet] = []
    for sheet in written.before.sheets:
        layout = layouts.get(sheet.name)
        if layout is None:
            sheets.append(sheet)
            continue
        part = package.worksheets[sheet.name]
        columns = _columns(sheet, layout, package, part)
        rows = _with_ours(sheet.rows, columns, package, part) if columns else None
        if rows is None:
            return None
        sheets.append(replace(sheet, rows=rows))
    return replace(written.before, sheets=tuple(sheets), version=version)


def _columns(sheet: Sheet, layout: SheetLayout, package: Package, part: str) -> list[int] | None:
    """Return our five columns of a worksheet, 0-based; None where its tables have them in several places."""
    wanted = {block.heading_row for block in layout.blocks}
    if sheet.marks or sheet.doubled or not wanted:
        return None
    pattern = re.compile((_HEADING % "|".join(map(str, sorted(wanted)))).encode())
    found: dict[int, dict[Mark, int]] = {row: {} for row in wanted}
    for chunk in package.chunks(part, b"</row>"):
        for name, row, text in pattern.findall(chunk):
            mark = mark_of(unescape(text.decode()))
            if mark is not None:
                found[int(row)][mark] = column_number(name.decode())
        if all(len(columns) == len(Mark) for columns in found.values()):
            break
    first = next(iter(found.values()))
    before = found_marks(sheet)
    known = [before.columns, *before.by_heading.values()] if before.columns else []
    if len(first) < len(Mark) or any(columns != first for columns in (*found.values(), *known)):
        return None
    if not before.headed.keys() <= set(first.values()):  # copies of ours, which the write took out
        return None
    return sorted(first.values())


def _with_ours(
    old: Sequence[Sequence[CellValue]], columns: Sequence[int], package: Package, part: str
) -> list[list[CellValue]] | None:
    """Return rows with our columns as the part holds them; None where a cell is none of ours."""
    names = "|".join(letters(column) for column in columns)
    ours, anything = re.compile((_OURS % names).encode()), re.compile((_ANY % names).encode())
    numbers = {letters(column).encode(): column for column in columns}
    width = max([columns[-1] + 1, *map(len, old[:1])])
    rows = [[*row, *[""] * (width - len(row))] for row in old]
    for row in rows:
        for column in columns:
            row[column] = ""
    known: dict[bytes, str] = {b"": ""}
    for chunk in package.chunks(part, b"</row>"):
        found = ours.findall(chunk)
        if len(found) != len(anything.findall(chunk)):
            return None
        for name, number, text in found:
            if text not in known:
                known[text] = unescape(text.decode())
            if text and (int(number) > len(rows) or _ESCAPED in text):
                return None
            if text:
                rows[int(number) - 1][numbers[name]] = known[text]
    return rows
