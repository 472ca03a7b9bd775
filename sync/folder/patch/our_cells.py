"""Our cells of a worksheet, row by row; what people have in a row stays byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from config.errors import LayoutUnknownError, LedgerChangedError
from config.messages import message
from config.vocabulary import Mark
from sync.cells.text import text_at
from sync.folder.patch.appearance import Looks
from sync.folder.patch.appended import Appended
from sync.folder.patch.looks.conditional_formats import Area
from sync.folder.patch.markup import as_kept
from sync.folder.patch.placement import Placement
from sync.folder.patch.rows.borrowed_cell import lent
from sync.folder.patch.rows.sheet_data import Row
from sync.folder.patch.rows.xml_cell import text_cell
from sync.folder.patch.worksheet import Worksheet
from sync.grid import Sheet
from sync.store import Edit, SheetLayout, TableRows


@dataclass(slots=True)
class OurCells:
    """Sets our cells of one worksheet.

    Attributes:
        sheet: as it was read.
        layout: where our columns belong; None where they stay where they are.
        place: where they stand, or come to stand.
        worksheet: being patched.
        looks: of our cells.
        tables: where table objects lie, whose headings are nobody's to set.
        extent: top, left, bottom, right of the rows that were set; empty before the first one.
    """

    sheet: Sheet
    layout: SheetLayout | None
    place: Placement
    worksheet: Worksheet
    looks: Looks
    tables: Sequence[Area]
    extent: list[int] = field(default_factory=list[int])
    _columns: dict[TableRows | None, dict[Mark, int | None]] = field(
        default_factory=dict[TableRows | None, dict[Mark, int | None]]
    )
    _ends: dict[TableRows, Appended | None] = field(default_factory=dict[TableRows, "Appended | None"])

    def found(self, row: int, column: int) -> str:
        """Return what a cell held when the workbook was read; *row* 1-based, *column* 0-based."""
        rows = self.sheet.rows
        return text_at(rows[row - 1], column) if row <= len(rows) else ""

    def set_row(self, number: int, edits: Mapping[Mark, Edit]) -> None:
        """Set the cells of one 1-based row.

        Raises:
            LayoutUnknownError: a column of ours is not there, or the row is written too oddly.
            LedgerChangedError: a cell is not what its edit says it was.
        """
        block = self._block(number)
        if block is not None and self._is_appended(number, edits, block):
            return
        row = self.worksheet.rows.row(number)
        columns = self._columns_of(block)
        is_changed = has_words = False
        for edit in edits.values():
            column = self._column(edit, columns)
            if column is not None:
                is_changed |= self._set(row, column, edit, block)
            has_words |= bool(edit.new) and not edit.heading
        if has_words:
            is_changed |= self._complete(row, columns, block)
        if is_changed:
            row.widen_spans()
            self.worksheet.rows.put(row)
            self._extend(number, min(row.cells, default=0), max(row.cells, default=0))

    def _block(self, row: int) -> TableRows | None:
        blocks = self.layout.blocks if self.layout else ()
        return next((block for block in blocks if block.heading_row <= row <= block.last_row), None)

    def _is_appended(self, number: int, edits: Mapping[Mark, Edit], block: TableRows) -> bool:
        """Whether a row got its cells at its end: there was nothing where they come to stand."""
        ends = self._ends_of(block)
        if ends is None:
            return False
        texts: dict[Mark, str] = {}
        for mark, edit in edits.items():
            if edit.heading or edit.old:
                return False
            texts[mark] = edit.new
        rows = self.sheet.rows
        held = rows[number - 1][ends.first :] if number <= len(rows) else ()
        if any(held) or not any(texts.values()):
            return False
        reached = ends.put(number, texts)
        if reached is not None:
            self._extend(number, *reached)
        return reached is not None

    def _ends_of(self, block: TableRows) -> Appended | None:
        """Return what puts our cells at the end of rows of *block*; None where they do not all come there."""
        if block not in self._ends:
            columns = {mark: column for mark, column in self._columns_of(block).items() if column is not None}
            edges = {self.looks.edge(block, column) for column in columns.values()}
            edge = edges.pop() if len(edges) == 1 else -1
            is_apart = len(columns) == len(Mark) and 0 <= edge < min(columns.values())
            rows = self.worksheet.rows
            self._ends[block] = Appended(rows, self.looks, columns, edge) if is_apart else None
        return self._ends[block]

    def _columns_of(self, block: TableRows | None) -> dict[Mark, int | None]:
        """Return where each mark stands for the rows of *block*."""
        if block not in self._columns:
            self._columns[block] = {mark: self.place.column(mark, block) for mark in Mark}
        return self._columns[block]

    def _column(self, edit: Edit, columns: Mapping[Mark, int | None]) -> int | None:
        column = columns[edit.mark]
        if column is not None and (edit.mark not in self.place.new or self.layout is not None):
            return column
        if edit.new:
            raise LayoutUnknownError(message("folder.column_gone", file=self.worksheet.label))
        return None

    def _set(self, row: Row, column: int, edit: Edit, block: TableRows | None) -> bool:
        """Set one cell; tell whether that changed it."""
        there = row.cells.get(column)
        found = self.found(row.number, column)
        if found == as_kept(edit.new) or (there is not None and there.is_persons_own):
            return False
        if found != edit.old:
            # Whoever made the edit saw another cell: better none than a person's words written over.
            told = message("folder.cell_changed", file=self.worksheet.label, row=row.number)
            raise LedgerChangedError(told)
        if edit.heading:
            self._refuse_in_table(row.number, column)
        if there is None:
            look = self.looks.heading if edit.heading else partial(self.looks.cell, edit.mark)
            row.cells[column] = text_cell(row.number, column, edit.new, look(row, column, block))
            return True
        # The grid shows nothing there, or the column would not be free: a format, or a blank text.
        was_there = there.was_there or edit.mark in self.place.new
        row.cells[column] = (
            lent(there, row.number, column, edit.new)
            if was_there
            else text_cell(row.number, column, edit.new, there.style)
        )
        return True

    def _refuse_in_table(self, row: int, column: int) -> None:
        for area in self.tables:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                told = message("folder.table_over_heading", file=self.worksheet.label, row=row)
                raise LayoutUnknownError(told)

    def _complete(self, row: Row, columns: Mapping[Mark, int | None], block: TableRows | None) -> bool:
        """Give a row with words of ours all five cells, so that borders run through."""
        is_changed = False
        for mark, column in columns.items():
            if column is not None and column not in row.cells:
                style = self.looks.cell(mark, row, column, block)
                row.cells[column] = text_cell(row.number, column, "", style)
                is_changed = True
        return is_changed

    def _extend(self, number: int, first: int, last: int) -> None:
        top, left, bottom, right = self.extent or (number, first, number, last)
        self.extent = [min(top, number), min(left, first), max(bottom, number), max(right, last)]
