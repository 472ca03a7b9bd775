"""A report as a workbook: one worksheet per part, native charts, and a worksheet of the rows behind it."""

import io
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reports.content import Cell, Chart, Column, Part, Report, Table
from reports.forms.excel.xlsx_charts import CHART_COLUMNS, CHART_ROWS, MARKER_SHEET, add_chart
from reports.forms.excel.xlsx_formats import Formats
from reports.forms.excel.xlsx_print import Block, in_print_order, set_page, set_print_area
from reports.forms.excel.xlsx_table import SPARE_WIDTH, TablePen, spans_of, widths_of
from reports.forms.files import put
from reports.rows_behind import Ranges, lay_out, summed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: In A1 of the very hidden worksheet MARKER_SHEET: how our own output is known again.
MARKER = "duesheet"
_LONGEST_URL = 2_000
#: Narrower than this, in characters, a worksheet leaves room for charts beside its tables.
_NARROW = 110
#: Of a character of a column's width: a digit of the Chinese fonts is 8 pixels wide.
_POINTS = 6.0


def write_workbook(report: Report, path: "Path") -> None:
    """Write *report* to *path* as .xlsx; the same report gives the same bytes.

    Raises:
        PublishError: the file cannot be written.
    """
    put(path, workbook_bytes(report))


def workbook_bytes(report: Report) -> bytes:
    """Return *report* as the bytes of an .xlsx file."""
    packed = io.BytesIO()
    plain = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    # Else each part is put into a file of its own before it is packed.
    options = {**plain, "in_memory": True}
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


def _sheets(report: Report) -> "Iterator[tuple[str, list[Table], list[Chart]]]":
    """Yield each worksheet's name, tables and charts; neighbours of one worksheet share it."""
    for name, parts in groupby(report.parts, key=lambda part: part.sheet or part.title):
        together: Sequence[Part] = list(parts)
        tables = [table for part in together for table in part.tables]
        # A board is looked at from the top: what is overdue stays first, however long it is.
        if report.last_run is None:
            tables = in_print_order(tables)
        yield name, tables, [chart for part in together for chart in part.charts]


class _Book:
    """One workbook in the making."""

    def __init__(self, book: "Workbook", report: Report) -> None:
        self._book, self._report = book, report
        self._formats = Formats(book, report.language)
        self._pen = TablePen(self._formats, report.words, self._target)
        self._ranges: Ranges = {}
        self._chart_rows = 4  # in the marker sheet, below the marker

    def write(self) -> None:
        report = self._report
        made = [(self._book.add_worksheet(name), tables, charts) for name, tables, charts in _sheets(report)]
        if report.evidence is not None:
            evidence = self._book.add_worksheet(report.words["evidence"])
            self._write_evidence(evidence)
        self._marker = self._add_marker()
        for number, (sheet, tables, charts) in enumerate(made):
            self._write_sheet(sheet, tables, charts, first=not number)

    def _add_marker(self) -> "Worksheet":
        marker = self._book.add_worksheet(MARKER_SHEET)
        for row, text in enumerate((MARKER, self._report.kind, self._report.period)):
            marker.write_string(row, 0, text)
        marker.very_hidden()
        self._book.define_name(f"{MARKER}_output", f"={MARKER_SHEET}!$A$1")
        return marker

    def _write_sheet(
        self, sheet: "Worksheet", tables: "Sequence[Table]", charts: "Sequence[Chart]", *, first: bool
    ) -> None:
        widths = widths_of(tables)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = self._write_heading(sheet, len(widths)) if first else 0
        blocks: list[Block] = []
        for table in tables:
            blocks.append(self._pen.write(sheet, table, row, widths))
            row = blocks[-1].bottom + 2
        if blocks and blocks[0].header is not None:
            sheet.freeze_panes(blocks[0].header[1] + 1, 1)
        for note in self._notes() if first else ():
            self._pen.text(sheet, row, 0, note, self._formats.note())
            row += 2
        last_column = max((block.right for block in blocks), default=1)
        end = self._write_charts(sheet, charts, (row, last_column), beside=sum(widths) < _NARROW)
        set_page(sheet)
        width = (sum(widths[: end[1] + 1]) + SPARE_WIDTH * max(0, end[1] + 1 - len(widths))) * _POINTS
        set_print_area(self._book, sheet, blocks, end, width)

    def _notes(self) -> "Iterator[str]":
        if self._report.evidence is not None:
            yield self._report.words["evidence_note"]
        if self._report.footer:
            yield self._report.footer

    def _write_charts(
        self, sheet: "Worksheet", charts: "Sequence[Chart]", end: tuple[int, int], *, beside: bool
    ) -> tuple[int, int]:
        """Draw beside narrow tables, below wide ones; return the last row and column in use."""
        row, last_column = end
        at, column = (1, last_column + 1) if beside else (row, 0)
        for chart in charts:
            add_chart(self._book, self._marker, chart, self._chart_rows, (sheet, at, column))
            self._chart_rows += len(chart.series) + 1
            at += CHART_ROWS
        if not charts:
            return row - 2, last_column
        last_row = max(at, row) if beside else at
        return last_row, max(last_column, column + CHART_COLUMNS)

    def _write_heading(self, sheet: "Worksheet", width: int) -> int:
        title, subtitle = self._formats.title(), self._formats.subtitle()
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, max(1, width - 1), "", title)
        self._pen.text(sheet, 0, 0, self._report.heading, title)
        sheet.merge_range(1, 0, 1, max(1, width - 1), "", subtitle)
        self._pen.text(sheet, 1, 0, self._report.subtitle, subtitle)
        if self._report.last_run is None:
            return 2
        self._write_heartbeat(sheet, self._report.last_run)
        return 3

    def _write_heartbeat(self, sheet: "Worksheet", last_run: date) -> None:
        """Say when we last ran; the cell itself turns red when that is more than two days ago."""
        words, style = self._report.words, self._formats.note()
        # The first column is as narrow as the numbers in it.
        sheet.merge_range(2, 0, 2, 1, "", style)
        self._pen.text(sheet, 2, 0, words["last_run"], style)
        sheet.merge_range(2, 2, 2, 3, "", self._formats.day())
        sheet.write_datetime(2, 2, last_run, self._formats.day())  # pyright: ignore[reportArgumentType]
        stale, fresh = words["stale"], words["fresh"]
        sheet.write_formula(2, 4, f'=IF(TODAY()-$C$3>2,"{stale}","{fresh}")', style)
        alarm = {"type": "formula", "criteria": "=TODAY()-$C$3>2", "format": self._formats.alarm()}
        sheet.conditional_format(2, 0, 2, 4, alarm)

    def _target(self, cell: Cell) -> str:
        if cell.behind is None:
            if not cell.url or len(cell.url) > _LONGEST_URL:
                return ""
            return cell.url if cell.url.startswith("http") else f"external:{cell.url}"
        found = summed(self._ranges, cell.behind)
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
        spans = spans_of(columns, widths)
        self._pen.text(sheet, 0, 0, table.title, self._formats.caption())
        top = row = self._pen.header(sheet, table, 1, spans)
        self._ranges, blocks = lay_out(evidence, top)
        for label, cells in blocks:
            self._pen.row(sheet, row, (label, *cells), (columns, spans))
            row += 1
        sheet.freeze_panes(top, 1)
        sheet.autofilter(top - 1, 0, max(top, row - 1), len(columns) - 1)
        set_page(sheet)
        # For the screen: no printer needs the rows behind every number.
        sheet.print_area(0, len(columns) + 1, 0, len(columns) + 1)
