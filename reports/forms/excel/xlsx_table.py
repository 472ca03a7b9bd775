"""A table on a worksheet: caption, header of one or two rows, rows, total and notes."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.content import Cell, Column, ColumnKind, Table, Tone, Value, bare, text_width
from reports.forms.excel.xlsx_formats import Formats
from reports.forms.excel.xlsx_print import MOST_PRINTED, Block, is_cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

SPARE_WIDTH = 9.0
#: Excel takes 65,530 links on a worksheet and grows slow long before; further rows are told in words.
_MOST_LINKS = 20_000
_LONGEST_TEXT = 32_000
_LINE_HEIGHT = 15
_CAPTION = 20
_RISKY = ("=", "+", "-", "@", "\t", "\r")
#: The worksheet's first and last column of a column of a table, 0-based.
Span = tuple[int, int]


@dataclass(slots=True)
class TablePen:
    """Writes tables, and counts the links it sets.

    Attributes:
        formats: the looks of cells.
        words: the few words that writers need themselves.
        target: where a cell leads; "" for nowhere.
        links: set so far.
    """

    formats: Formats
    words: "Mapping[str, str]"
    target: Callable[[Cell], str]
    links: int = 0

    def write(self, sheet: "Worksheet", table: Table, top: int, widths: Sequence[float]) -> Block:
        """Write *table* from row *top* on."""
        spans = spans_of(table.columns, widths)
        self.text(sheet, top, 0, self._caption(table), self.formats.caption())
        sheet.set_row(top, _CAPTION)
        right = max(
            (span[1] for span, column in zip(spans, table.columns, strict=True) if not column.is_place)
        )
        if not table.rows and table.nothing:
            self.text(sheet, top + 1, 0, table.nothing, self.formats.note())
            return Block(top, None, top + 1, top + 1, right, _CAPTION + 2 * _LINE_HEIGHT)
        first = row = self.header(sheet, table, top + 1, spans)
        height = _CAPTION + _LINE_HEIGHT * (3 + table.grouped + len(table.notes))
        most = MOST_PRINTED if is_cut(table) else len(table.rows)
        for number, cells in enumerate(table.rows):
            lines = self.row(sheet, row, cells, (table.columns, spans))
            height += _LINE_HEIGHT * lines if number < most else 0
            row += 1
        if table.total is not None:
            height += _LINE_HEIGHT * self.row(sheet, row, table.total, (table.columns, spans), bold=True)
            row += 1
        for note in table.notes:
            self.text(sheet, row, 0, note, self.formats.note())
            row += 1
        printed = first + MOST_PRINTED - 1 if is_cut(table) else row - 1
        return Block(top, (top + 1, first - 1), printed, row - 1, right, height)

    def _caption(self, table: Table) -> str:
        if not is_cut(table):
            return table.title
        return table.title + self.words["printed_rows"].format(count=len(table.rows), shown=MOST_PRINTED)

    def header(self, sheet: "Worksheet", table: Table, row: int, spans: Sequence[Span]) -> int:
        """Write the header from *row* on; return the first row below it."""
        look = self.formats.header()
        bottom = row + 1 if table.grouped else row
        if table.grouped:
            for group, first, last in table.groups():
                if group:
                    _merge(sheet, (row, row), (spans[first][0], spans[last][1]), look)
                    self.text(sheet, row, spans[first][0], group, look)
        for column, span in zip(table.columns, spans, strict=True):
            top = bottom if column.group else row
            _merge(sheet, (top, bottom), span, look)
            self.text(sheet, top, span[0], column.heading, look)
        sheet.set_row(bottom, 30)
        return bottom + 1

    def row(
        self,
        sheet: "Worksheet",
        row: int,
        cells: Sequence[Value],
        columns: tuple[Sequence[Column], Sequence[Span]],
        *,
        bold: bool = False,
    ) -> int:
        """Write one row of cells, high enough for its longest text; return its lines."""
        lines = 1
        for value, column, span in zip(cells, *columns, strict=True):
            if span[1] > span[0]:
                _merge(sheet, (row, row), span, self.formats.cell(column.kind, Tone.PLAIN, bold=bold))
            self._value(sheet, (row, span[0]), value, column.kind, bold=bold)
            lines = max(lines, _lines(bare(value), column.width))
        if lines > 1:
            sheet.set_row(row, _LINE_HEIGHT * lines)
        return lines

    def _value(
        self, sheet: "Worksheet", at: tuple[int, int], value: Value, kind: ColumnKind, *, bold: bool
    ) -> None:
        row, column = at
        tone, linked = Tone.PLAIN, False
        if isinstance(value, Cell):
            target = self.target(value)
            if target and self.links < _MOST_LINKS:
                sheet.write_url(row, column, target)
                self.links += 1
                linked = True
            tone, value = value.tone, value.value
        style = self.formats.cell(kind, tone, bold=bold, linked=linked)
        if isinstance(value, str):
            self.text(sheet, row, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style)  # pyright: ignore[reportArgumentType]
        elif value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def text(self, sheet: "Worksheet", row: int, column: int, text: str, style: object) -> None:
        """Write text as text; what a program might take for a formula keeps its quote for good."""
        if text.startswith(_RISKY):
            style = self.formats.quoted(style)
        sheet.write_string(row, column, text[:_LONGEST_TEXT], style)  # pyright: ignore[reportArgumentType]


def widths_of(tables: Sequence[Table]) -> list[float]:
    """The table of most columns decides; the others' columns span as many of its columns as they need."""
    leading = max(tables, key=lambda table: (bool(table.rows), len(table.columns)), default=None)
    return [column.width for column in leading.columns] if leading else []


def spans_of(columns: Sequence[Column], widths: Sequence[float]) -> list[Span]:
    """Place each column of a table on the worksheet's columns."""
    if [column.width for column in columns] == list(widths):
        return [(number, number) for number in range(len(columns))]
    spans: list[Span] = []
    left = 0
    for column in columns:
        right, reached = left, _at(widths, left)
        while reached + 1 < column.width:
            right += 1
            reached += _at(widths, right)
        spans.append((left, right))
        left = right + 1
    return spans


def _lines(value: object, width: float) -> int:
    """How many lines a cell's text takes; readers' programs do not grow a row by themselves."""
    if not isinstance(value, str) or (len(value) * 2 < width and "\n" not in value):
        return 1
    if "\n" not in value:
        return max(1, math.ceil(text_width(value) / width))
    return sum(max(1, math.ceil(text_width(line) / width)) for line in value.split("\n"))


def _at(widths: Sequence[float], column: int) -> float:
    return widths[column] if column < len(widths) else SPARE_WIDTH


def _merge(sheet: "Worksheet", rows: Span, columns: Span, style: object) -> None:
    """Merge a block if it is more than one cell; its borders need the style in every cell."""
    (top, bottom), (left, right) = rows, columns
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)  # pyright: ignore[reportArgumentType]
