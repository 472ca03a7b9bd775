"""A small notation for messy workbooks with their truth beside them.

A table's rows are written as text, one worksheet row per line, and under each line what a careful
clerk would read in it::

    #1 | @2026-03-05 | 邻里 | 已化解 | 2026.3.9
        => 2026-03-05 2026-03-09 resolved 邻里 level=red !resolved_date:date_vague
    小计 | | | 1件
        ~> subtotal

Cells: text as it stands (``⏎`` is a line break inside the cell), ``#3.1`` a number, ``@2026-03-05 14:30``
a real date, ``=ROW()-3 -> #1`` a formula with the value it was saved with, nothing for a blank cell. A
number or date may carry its number format after a semicolon (``#12;0000``).

Truths: ``=>`` a case: registered, resolved, status, category (``-`` for none), then ``due= level=
complexity= to=`` and the problem codes expected; ``~>`` no case, with the reason. ``a|b`` wherever
the rules of reading leave two readings open, ``*`` where it leaves it open altogether.

The truth comes out in the shape of ``inspect --json`` (docs/outside.md). It is made from the pages, never
from what a parser happens to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

AS_OF = date(2026, 4, 3)
DATE_FORMAT = "yyyy-mm-dd"
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet has no time zone

Row = dict[str, Any]


def cells_of(line: str) -> list[str]:
    """Split one line of the notation into cells."""
    return [cell.strip().replace("⏎", "\n") for cell in line.split("|")]


def _case(tokens: Sequence[str], row: int) -> Row:
    registered, resolved, status, category, *more = tokens
    truth: Row = {
        "row": row,
        "kind": "case",
        "registered": registered,
        "resolved": resolved,
        "status": status,
        "category": category,
        "level": None,
        "complexity": None,
        "due": None,
        "issues": [],
    }
    for token in more:
        if token.startswith("!"):
            where, code = token[1:].split(":")
            truth["issues"].append({"field": where, "code": code})
            continue
        key, value = token.split("=")
        truth["destination" if key == "to" else key] = value
    return {key: None if value == "-" else value for key, value in truth.items()}


def truth_of(line: str, row: int) -> Row:
    """Read one line of truth."""
    arrow, *tokens = line.split()
    if arrow == "=>":
        return _case(tokens, row)
    if arrow != "~>":
        raise ValueError(f"row {row}: {line!r} is no truth")
    return {"row": row, "kind": "ignore", "reason": tokens[0]}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its header, the roles of its columns, and its rows with their truth.

    Attributes:
        header_rows: 1-based rows of the header, spelled out.
        head: the header's cells, a line for each of its rows.
        roles: a role for each column, in the notation of a row; ``-`` where there is no heading at all.
        rows: cells and truths, beginning at *top*.
        top: 1-based row of the first line of *rows*.
        first: accepted answers for the first row below the header; default *top*.
        left: letters of the first column.
    """

    header_rows: Sequence[int]
    head: str
    roles: str
    rows: str
    top: int
    first: Sequence[int] = ()
    left: int = 0

    def lines(self) -> Iterator[tuple[int, str, str]]:
        """Yield each row's number, cells and truth."""
        lines = [line.strip() for line in self.rows.strip().splitlines()]
        if len(lines) % 2:
            raise ValueError("each row needs its truth on the line below")
        for offset in range(0, len(lines), 2):
            yield self.top + offset // 2, lines[offset], lines[offset + 1]

    def truth(self) -> Row:
        """Return what `inspect` should say of this table."""
        roles = {
            xl_col_to_name(self.left + index): role.replace("/", "|")
            for index, role in enumerate(cells_of(self.roles))
            if role != "-"
        }
        return {
            "header_rows": list(self.header_rows),
            "first_data_row": list(self.first or (self.top,)),
            "columns": roles,
            "rows": [truth_of(truth, row) for row, _, truth in self.lines()],
        }

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield 0-based row, 0-based column and notation of every cell that holds something."""
        heads = zip(self.header_rows, self.head.strip().splitlines(), strict=True)
        rows = [(row, line) for row, line in heads] + [(row, line) for row, line, _ in self.lines()]
        for row, line in rows:
            for column, cell in enumerate(cells_of(line)):
                if cell:
                    yield row - 1, self.left + column, cell


@dataclass(frozen=True, slots=True)
class Tab:
    """One worksheet.

    Attributes:
        name: the tab's name.
        kind: what `inspect` should call it; ``*`` where the pages leave it open.
        cells: further cells by address: titles, unit rows, footers, side blocks.
        merges: merged blocks, separated by spaces.
        tables: its tables, from the top.
        cards: truths of one-case cards, in order; only for kind ``form``.
        hidden: the worksheet itself is hidden.
        hidden_rows, hidden_columns: 1-based rows and column letters hidden by hand.
        filtered: the range of a filter left on.
    """

    name: str
    kind: str = "ledger"
    cells: Mapping[str, str] = field(default_factory=dict[str, str])
    merges: str = ""
    tables: Sequence[Table] = ()
    cards: Sequence[str] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    filtered: str = ""

    def truth(self) -> Row:
        """Return what `inspect` should say of this worksheet."""
        tables = [table.truth() for table in self.tables]
        if self.cards:
            # Nothing says which row of a card its case is shown under, so cards are compared in order.
            tables = [{"cards": [truth_of(card, index) for index, card in enumerate(self.cards, 1)]}]
        return {"kind": self.kind, "visible": not self.hidden, "tables": tables}

    def all_cells(self) -> list[tuple[int, int, str]]:
        """Return every cell, in the order of the sheet."""
        found = {(row, column): cell for table in self.tables for row, column, cell in table.cells()}
        found |= {xl_cell_to_rowcol(address): cell for address, cell in self.cells.items()}
        return [(row, column, cell) for (row, column), cell in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook of the corpus.

    Attributes:
        file: the file's name; it may carry the only year there is.
        tabs: its worksheets.
        today: the day it is read on.
        options: for XlsxWriter (``date_1904``; ``constant_memory`` writes inline strings, as WPS exports do).
    """

    file: str
    tabs: Sequence[Tab]
    today: date = AS_OF
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def truth(self) -> Row:
        """Return what `inspect --json` should say of this workbook."""
        return {"workbook": self.file, "sheets": {tab.name: tab.truth() for tab in self.tabs}}

    def build(self, path: Path) -> Path:
        """Write the workbook to *path*."""
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **self.options}) as workbook:
            for tab in self.tabs:
                _write_tab(workbook, tab)
        return path


def _write_tab(workbook: Workbook, tab: Tab) -> None:
    sheet = workbook.add_worksheet(tab.name)
    for block in tab.merges.split():
        sheet.merge_range(block, "")
    for row, column, cell in tab.all_cells():
        _write_cell(workbook, sheet, row, column, cell)
    for row in tab.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for letters in tab.hidden_columns:
        sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
    if tab.filtered:
        sheet.autofilter(tab.filtered)
    if tab.hidden:
        sheet.hide()


def _write_cell(workbook: Workbook, sheet: Worksheet, row: int, column: int, cell: str) -> None:
    formula = ""
    if cell.startswith("="):
        formula, _, cell = cell.partition(" -> ")
    value, number_format = _value_of(cell)
    style = workbook.add_format({"num_format": number_format}) if number_format else None
    if formula:
        saved = (value - EPOCH).days if isinstance(value, datetime) else value
        # XlsxWriter's own annotation of *value* is narrower than what it writes.
        sheet.write_formula(row, column, formula, style, saved)  # pyright: ignore[reportArgumentType]
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, value, style)


def _value_of(cell: str) -> tuple[str | float | datetime, str]:
    if cell.startswith("@"):
        text, _, number_format = cell[1:].partition(";")
        return datetime.fromisoformat(text), number_format or DATE_FORMAT
    if cell.startswith("#"):
        text, _, number_format = cell[1:].partition(";")
        return float(text), number_format
    return cell, ""


def grid(top_left: str, text: str) -> dict[str, str]:
    """Return cells by address for a block of lines; for sheets that are no ledger, and for side blocks."""
    top, left = xl_cell_to_rowcol(top_left)
    return {
        f"{xl_col_to_name(left + column)}{top + row + 1}": cell
        for row, line in enumerate(text.strip("\n").splitlines())
        for column, cell in enumerate(cells_of(line))
        if cell
    }
