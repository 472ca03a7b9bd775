"""A report as a workbook: one worksheet per part, native charts, and a worksheet of the rows behind it."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reports.content import (
    Behind,
    Cell,
    Column,
    ColumnKind,
    Part,
    Report,
    Table,
    Tone,
    Value,
    bare,
    text_width,
)
from reports.forms.files import put
from reports.forms.xlsx_charts import MARKER_SHEET, add_chart
from reports.forms.xlsx_formats import Formats
from reports.rows_behind import Ranges, lay_out, summed

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: In A1 of the very hidden worksheet MARKER_SHEET: how our own output is known again.
MARKER = "duesheet"
_A4 = 9
_SPARE_WIDTH = 9.0
#: Excel takes 65,530 links on a worksheet and grows slow long before; further rows are told in words.
_MOST_LINKS = 20_000
_LONGEST_URL = 2_000
_LONGEST_TEXT = 32_000
_CHART_ROWS = 16
_LINE_HEIGHT = 15
#: Narrower than this, in characters, a table leaves room for charts beside it.
_NARROW = 60
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(report: Report, path: "Path") -> None:
    """Write *report* to *path* as .xlsx; the same report gives the same bytes.

    Raises:
        PublishError: the file cannot be written.
    """
    put(path, workbook_bytes(report))


def workbook_bytes(report: Report) -> bytes:
    """Return *report* as the bytes of an .xlsx file."""
    packed = io.BytesIO()
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book: Workbook = xlsxwriter.Workbook(packed, options)
    day = datetime(report.compiled_on.year, report.compiled_on.month, report.compiled_on.day)  # noqa: DTZ001
    book.set_properties(
        {
            "title": report.heading,
            "keywords": MARKER,
            "author": MARKER,
            "created": day,
        }
    )
    _Book(book, report).write()
    book.close()
    return packed.getvalue()


class _Book:
    """One workbook in the making."""

    def __init__(self, book: "Workbook", report: Report) -> None:
        self._book, self._report = book, report
        self._formats = Formats(book, report.language)
        self._links = 0
        self._ranges: Ranges = {}
        self._chart_rows = 4  # in the marker sheet, below the marker

    def write(self) -> None:
        report = self._report
        sheets = [self._book.add_worksheet(part.title) for part in report.parts]
        if report.evidence is not None:
            evidence = self._book.add_worksheet(report.words["evidence"])
            self._write_evidence(evidence)
        self._marker = self._add_marker()
        for number, (part, sheet) in enumerate(zip(report.parts, sheets, strict=True)):
            self._write_part(part, sheet, first=not number)

    def _add_marker(self) -> "Worksheet":
        marker = self._book.add_worksheet(MARKER_SHEET)
        for row, text in enumerate((MARKER, self._report.kind, self._report.period)):
            marker.write_string(row, 0, text)
        marker.very_hidden()
        self._book.define_name(f"{MARKER}_output", f"={MARKER_SHEET}!$A$1")
        return marker

    def _write_part(self, part: Part, sheet: "Worksheet", *, first: bool) -> None:
        widths = _sheet_widths(part.tables)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = 0
        if first:
            row = self._write_heading(sheet, len(widths))
        for number, table in enumerate(part.tables):
            top = row
            row = self._write_table(sheet, table, row, widths)
            if not number:
                header_rows = 2 if table.grouped else 1
                sheet.freeze_panes(top + 1 + header_rows, 1)
                if len(table.rows) > 1 or len(part.tables) == 1:
                    sheet.repeat_rows(top + 1, top + header_rows)
            row += 1
        if first and self._report.evidence is not None:
            self._text(sheet, row, 0, self._report.words["evidence_note"], self._formats.note())
            row += 2
        if first and self._report.footer:
            self._text(sheet, row, 0, self._report.footer, self._formats.note())
            row += 2
        # Beside a narrow table the charts share its page; below a wide one they follow it.
        beside = sum(widths) < _NARROW
        at, column = (1, len(widths) + 1) if beside else (row, 0)
        for chart in part.charts:
            add_chart(self._book, self._marker, chart, self._chart_rows, (sheet, at, column))
            self._chart_rows += len(chart.series) + 1
            at += _CHART_ROWS
        _set_page(sheet)

    def _write_heading(self, sheet: "Worksheet", width: int) -> int:
        title, subtitle = self._formats.title(), self._formats.subtitle()
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, max(1, width - 1), "", title)
        self._text(sheet, 0, 0, self._report.heading, title)
        sheet.merge_range(1, 0, 1, max(1, width - 1), "", subtitle)
        self._text(sheet, 1, 0, self._report.subtitle, subtitle)
        if self._report.last_run is None:
            return 2
        self._write_heartbeat(sheet, self._report.last_run)
        return 3

    def _write_heartbeat(self, sheet: "Worksheet", last_run: date) -> None:
        """Say when we last ran; the cell itself turns red when that is more than two days ago."""
        words, style = self._report.words, self._formats.note()
        self._text(sheet, 2, 0, words["last_run"], style)
        sheet.merge_range(2, 1, 2, 2, "", self._formats.day())
        sheet.write_datetime(2, 1, last_run, self._formats.day())  # pyright: ignore[reportArgumentType]
        stale, fresh = words["stale"], words["fresh"]
        sheet.write_formula(2, 3, f'=IF(TODAY()-$B$3>2,"{stale}","{fresh}")', style)
        alarm = {"type": "formula", "criteria": "=TODAY()-$B$3>2", "format": self._formats.alarm()}
        sheet.conditional_format(2, 0, 2, 3, alarm)

    def _write_table(self, sheet: "Worksheet", table: Table, row: int, widths: Sequence[float]) -> int:
        """Write *table* from *row* on; return the first row below it."""
        spans = _spans(table.columns, widths)
        self._text(sheet, row, 0, table.title, self._formats.caption())
        sheet.set_row(row, 20)
        if not table.rows and table.nothing:
            self._text(sheet, row + 1, 0, table.nothing, self._formats.note())
            return row + 2
        row = self._write_header(sheet, table, row + 1, spans)
        for cells in table.rows:
            self._write_row(sheet, row, cells, table.columns, spans)
            row += 1
        if table.total is not None:
            self._write_row(sheet, row, table.total, table.columns, spans, bold=True)
            row += 1
        for note in table.notes:
            self._text(sheet, row, 0, note, self._formats.note())
            row += 1
        return row

    def _write_header(
        self, sheet: "Worksheet", table: Table, row: int, spans: Sequence[tuple[int, int]]
    ) -> int:
        header = self._formats.header()
        bottom = row + 1 if table.grouped else row
        if table.grouped:
            for group, first, last in table.groups():
                if group:
                    _merge(sheet, row, spans[first][0], row, spans[last][1], header)
                    self._text(sheet, row, spans[first][0], group, header)
        for column, (left, right) in zip(table.columns, spans, strict=True):
            top = bottom if column.group else row
            _merge(sheet, top, left, bottom, right, header)
            self._text(sheet, top, left, column.heading, header)
        sheet.set_row(bottom, 30)
        return bottom + 1

    def _write_row(
        self,
        sheet: "Worksheet",
        row: int,
        cells: Sequence[Value],
        columns: Sequence[Column],
        spans: Sequence[tuple[int, int]],
        *,
        bold: bool = False,
    ) -> None:
        lines = 1
        for value, column, (left, right) in zip(cells, columns, spans, strict=True):
            if right > left:
                _merge(sheet, row, left, row, right, self._formats.cell(column.kind, Tone.PLAIN, bold=bold))
            self._write_value(sheet, row, left, value, column.kind, bold=bold)
            lines = max(lines, _lines(bare(value), column.width))
        if lines > 1:
            sheet.set_row(row, _LINE_HEIGHT * lines)

    def _write_value(
        self, sheet: "Worksheet", row: int, column: int, value: Value, kind: ColumnKind, *, bold: bool
    ) -> None:
        tone, linked = Tone.PLAIN, False
        if isinstance(value, Cell):
            target = self._target(value)
            if target and self._links < _MOST_LINKS:
                sheet.write_url(row, column, target)
                self._links += 1
                linked = True
            tone, value = value.tone, value.value
        style = self._formats.cell(kind, tone, bold=bold, linked=linked)
        if isinstance(value, str):
            self._text(sheet, row, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style)  # pyright: ignore[reportArgumentType]
        elif value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def _text(self, sheet: "Worksheet", row: int, column: int, text: str, style: object) -> None:
        """Write text as text; what a program might take for a formula keeps its quote for good."""
        if text.startswith(_RISKY):
            style = self._formats.quoted(style)
        sheet.write_string(row, column, text[:_LONGEST_TEXT], style)  # pyright: ignore[reportArgumentType]

    def _target(self, cell: Cell) -> str:
        if cell.behind is not None:
            return self._range(cell.behind)
        if not cell.url or len(cell.url) > _LONGEST_URL:
            return ""
        return cell.url if cell.url.startswith("http") else f"external:{cell.url}"

    def _range(self, behind: Behind) -> str:
        found = summed(self._ranges, behind)
        if found is None or self._report.evidence is None:
            return ""
        last = xl_col_to_name(len(self._report.evidence.columns))
        sheet = self._report.words["evidence"].replace("'", "''")
        return f"internal:'{sheet}'!A{found[0] + 1}:{last}{found[1] + 1}"

    def _write_evidence(self, sheet: "Worksheet") -> None:
        evidence = self._report.evidence
        if evidence is None:
            return
        columns = (Column(self._report.words["measure"], 18), *evidence.columns)
        table = Table("evidence", self._report.words["evidence_title"], columns, ())
        widths = [column.width for column in columns]
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        spans = _spans(columns, widths)
        self._text(sheet, 0, 0, table.title, self._formats.caption())
        top = row = self._write_header(sheet, table, 1, spans)
        self._ranges, blocks = lay_out(evidence, top)
        for label, cells in blocks:
            self._write_row(sheet, row, (label, *cells), columns, spans)
            row += 1
        sheet.freeze_panes(top, 1)
        sheet.repeat_rows(top - 1)
        sheet.autofilter(top - 1, 0, max(top, row - 1), len(columns) - 1)
        _set_page(sheet)
        # For the screen: no printer needs the rows behind every number.
        sheet.print_area(0, len(columns) + 1, 0, len(columns) + 1)


def _sheet_widths(tables: Sequence[Table]) -> list[float]:
    """The first table with rows decides; the others' columns span as many of its columns as they need."""
    leading = next((table for table in tables if table.rows), tables[0] if tables else None)
    return [column.width for column in leading.columns] if leading else []


def _spans(columns: Sequence[Column], widths: Sequence[float]) -> list[tuple[int, int]]:
    """Place each column on the sheet's columns: first and last, 0-based."""
    if [column.width for column in columns] == list(widths):
        return [(number, number) for number in range(len(columns))]
    spans: list[tuple[int, int]] = []
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
    return sum(max(1, math.ceil(text_width(line) / width)) for line in value.split("\n"))


def _at(widths: Sequence[float], column: int) -> float:
    return widths[column] if column < len(widths) else _SPARE_WIDTH


def _merge(sheet: "Worksheet", top: int, left: int, bottom: int, right: int, style: object) -> None:
    """Merge a block if it is more than one cell; its borders need the style in every cell."""
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)  # pyright: ignore[reportArgumentType]


def _set_page(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)
