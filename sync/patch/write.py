"""Put our words and colours into a workbook's parts."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from config.errors import LayoutUnknownError, LedgerChangedError
from config.vocabulary import MARK_HEADINGS, Mark
from sync.grid import Grid, Sheet
from sync.patch.colours import (
    Area,
    are_in_place,
    colours,
    free_priority,
    our_rules,
    rules_xml,
    without_rules,
)
from sync.patch.columns import with_ours
from sync.patch.drawings import Objects, objects_of
from sync.patch.markup import check_well_formed
from sync.patch.package import Package
from sync.patch.placement import Placement, placed
from sync.patch.rows import Row, text_cell, widen_spans
from sync.patch.styles import Styles
from sync.patch.stylesheet import styles_of, with_styles
from sync.patch.worksheet import Worksheet
from sync.store import Block, Edit, SheetLayout

#: The widths that new columns of ours get, in characters.
WIDTHS = {Mark.LIGHT: 11.0, Mark.DUE: 12.0, Mark.ASKED: 38.0, Mark.ADDRESSEE: 12.0, Mark.WHY: 42.0}
#: Sentences are wrapped, words are not.
WRAPPED = frozenset({Mark.ASKED, Mark.WHY})


def patched(
    package: Package, grid: Grid, edits: Sequence[Edit], layouts: Sequence[SheetLayout]
) -> dict[str, bytes]:
    """Return the parts that change, with their new bytes; none when all is in place.

    Args:
        package: the workbook that *grid* was read from.
        grid: that look.
        edits: our cells and headings to set.
        layouts: where our columns and colours belong, worksheet by worksheet.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
        LedgerChangedError: an edit's worksheet is not there.
    """
    styles = styles_of(package)
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    plans = {layout.sheet: layout for layout in layouts}
    wanted = {name: list(group) for name, group in groupby(sorted(edits, key=_sheet), key=_sheet)}
    changes: dict[str, bytes] = {}
    for name in {**plans, **wanted}:
        if name not in sheets or name not in package.worksheets:
            raise LedgerChangedError(
                f"{package.label}: a worksheet is not there any more",
                fix="nothing to do: the next run looks again",
            )
        part = package.worksheets[name]
        patch = _SheetPatch(package, part, sheets[name], plans.get(name), styles)
        xml = patch.apply(wanted.get(name, []))
        if xml != patch.worksheet.source:
            changes[part] = xml
    if changes or styles.is_changed:
        changes |= with_styles(package, styles)
    for body in changes.values():
        check_well_formed(body, package.label)
    return changes


def _sheet(edit: Edit) -> str:
    return edit.sheet


class _SheetPatch:
    """One worksheet on its way from found to wanted."""

    def __init__(
        self, package: Package, part: str, sheet: Sheet, layout: SheetLayout | None, styles: Styles
    ) -> None:
        self.worksheet = Worksheet(package.read(part), package.label)
        self._label = package.label
        self._sheet = sheet
        self._layout = layout
        self._blocks = layout.blocks if layout else ()
        self._styles = styles
        self._objects: Objects = objects_of(package, part)
        self._place: Placement = placed(sheet, self._blocks, self._objects, package.label)
        self._edges: dict[tuple[int, int], int] = {}

    def apply(self, edits: Sequence[Edit]) -> bytes:
        """Set headings, cells, widths and colours; return the worksheet's new XML."""
        for (row, mark), text in self._headings(edits).items():
            self._set(row, mark, text, heading=True)
        for edit in edits:
            if not edit.heading:
                self._set(edit.row, edit.mark, edit.new, heading=False)
        for number in {edit.row for edit in edits if edit.new and not edit.heading}:
            self._complete(number)
        if self._layout is not None:
            self._widen()
            self._colour(self._layout)
        self._enlarge()
        return self.worksheet.xml()

    def _headings(self, edits: Sequence[Edit]) -> dict[tuple[int, Mark], str]:
        """Return the headings to set: those asked for, and those of columns that are new."""
        found: dict[tuple[int, Mark], str] = {}
        if self._layout is not None:
            for block in self._blocks:
                own = self._place.by_heading.get(block.heading_row, {})
                for mark in Mark:
                    column = self._place.column(mark, block)
                    if mark not in own and column is not None and not self._holds(block.heading_row, column):
                        found[block.heading_row, mark] = MARK_HEADINGS[self._layout.language][mark]
        found |= {(edit.row, edit.mark): edit.new for edit in edits if edit.heading}
        return found

    def _holds(self, row: int, column: int) -> bool:
        rows = self._sheet.rows
        return row <= len(rows) and column < len(rows[row - 1]) and rows[row - 1][column] not in ("", None)

    def _block(self, row: int) -> Block | None:
        return next((block for block in self._blocks if block.heading_row <= row <= block.last_row), None)

    def _set(self, number: int, mark: Mark, text: str, *, heading: bool) -> None:
        block = self._block(number)
        column = self._place.column(mark, block)
        if column is None or (mark in self._place.new and self._layout is None):
            if text:
                raise LayoutUnknownError(
                    f"{self._label}: our column for this is gone from the worksheet",
                    fix="run again: a run puts missing columns back",
                )
            return
        row = self.worksheet.rows.row(number)
        there = row.cells.get(column)
        if there is not None and there.is_persons_own:
            return
        if heading:
            self._refuse_in_table(number, column)
        if there is None and not text:
            return
        if there is not None:
            style = there.style
        else:
            style = (
                self._heading_style(row, column) if heading else self._cell_style(row, column, mark, block)
            )
        was_there = there is not None and (there.was_there or (mark in self._place.new and not there.is_held))
        cell = text_cell(number, column, text, style, was_there=was_there)
        if there is None or there.xml.lstrip() != cell.xml:
            row.cells[column] = cell
            widen_spans(row, row.cells)

    def _complete(self, number: int) -> None:
        """Give a row with words of ours all five cells, so that borders run through."""
        block = self._block(number)
        row = self.worksheet.rows.row(number)
        for mark in Mark:
            column = self._place.column(mark, block)
            if column is not None and column not in row.cells:
                row.cells[column] = text_cell(number, column, "", self._cell_style(row, column, mark, block))
                widen_spans(row, row.cells)

    def _refuse_in_table(self, row: int, column: int) -> None:
        for area in self._objects.tables:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                raise LayoutUnknownError(
                    f"{self._label}: a table object reaches over one of our headings in row {row}",
                    fix="resize the table object to end before our columns, or convert it to a range",
                )

    def _edge(self, block: Block | None, column: int) -> int:
        """Return the last column of people's table to the left of *column*, by its heading row."""
        if block is None:
            return column - 1
        key = (block.heading_row, column)
        if key not in self._edges:
            self._edges[key] = self._find_edge(block, column)
        return self._edges[key]

    def _find_edge(self, block: Block, column: int) -> int:
        return max((at for at in self._headed(block) if at < column), default=column - 1)

    def _headed(self, block: Block) -> set[int]:
        """Return the columns in which people have a heading, alone or under a merged one."""
        ours = {*self._place.columns.values(), *self._place.by_heading.get(block.heading_row, {}).values()}
        rows = self._sheet.rows
        row = rows[block.heading_row - 1] if block.heading_row <= len(rows) else ()
        held = {at for at, value in enumerate(row) if value not in ("", None)}
        for merge in self._sheet.merges:
            if merge.top < block.heading_row <= merge.bottom + 1:
                held.update(range(merge.left, merge.right + 1))
        return held - ours

    def _heading_style(self, row: Row, column: int) -> int:
        block = self._block(row.number)
        edge = self._edge(block, column)
        cell = row.cells.get(edge)
        if cell is not None:
            return cell.style
        for merge in self._sheet.merges:
            if merge.top < row.number <= merge.bottom + 1 and merge.left <= edge <= merge.right:
                anchor = self.worksheet.rows.peek(merge.top + 1)
                held = anchor.cells.get(merge.left) if anchor else None
                return held.style if held else 0
        return 0

    def _cell_style(self, row: Row, column: int, mark: Mark, block: Block | None) -> int:
        cell = row.cells.get(self._edge(block, column)) or row.left_of(column)
        return self._styles.quiet(cell.style if cell else 0, wrap=mark in WRAPPED)

    def _widen(self) -> None:
        if self._place.new:
            widths = {self._place.columns[mark]: WIDTHS[mark] for mark in Mark if mark in self._place.new}
            self.worksheet.set_spans(with_ours(self.worksheet.spans(), widths))

    def _enlarge(self) -> None:
        """Let the used range take in every cell of ours."""
        found = self.worksheet.dimension()
        touched = self.worksheet.rows.touched()
        if found is None or not touched:
            return
        top, left, bottom, right = found
        rows = [row.number for row in touched if row.cells]
        columns = [column for row in touched for column in row.cells]
        if rows:
            self.worksheet.set_dimension(
                min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)
            )

    def _colour(self, layout: SheetLayout) -> None:
        source = self.worksheet.source
        formats = self.worksheet.formats()
        rules = our_rules(source, formats, self._label)
        wanted = self._areas(layout)
        if are_in_place(rules, wanted):
            return
        known = {rule.colour.name: rule.dxf for rule in reversed(rules)}
        dxfs = {
            colour.name: known[colour.name] if colour.name in known else self._styles.colour(colour.dxf())
            for colour in colours()
        }
        priority = free_priority(source, rules, len(wanted) * len(dxfs))
        self.worksheet.cut(without_rules(source, formats, rules))
        self.worksheet.add_formats(rules_xml(wanted, dxfs, priority))

    def _areas(self, layout: SheetLayout) -> Mapping[int, Sequence[Area]]:
        """Return the blocks of cells to colour, by the column of the light they go by."""
        found: dict[int, list[Area]] = {}
        for block in layout.blocks:
            columns = {mark: self._place.column(mark, block) for mark in Mark}
            light = columns[Mark.LIGHT]
            ours = sorted({column for column in columns.values() if column is not None})
            if light is None or block.last_row < block.first_row:
                continue
            if layout.highlight == "row":
                ours = list(range(min(self._headed(block), default=0), max(ours) + 1))
            found.setdefault(light, []).extend(
                Area(block.first_row, left, block.last_row, right) for left, right in _runs(ours)
            )
        return found


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches of neighbouring columns."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs
