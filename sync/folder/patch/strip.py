"""Take everything of ours out of a workbook's parts again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from config.colours import LIGHT_COLOURS
from config.messages import message
from config.vocabulary import Mark
from sync.folder.patch.container.dialect import as_utf8
from sync.folder.patch.container.package import Package
from sync.folder.patch.copied_cells import copies_to_clear, written_into
from sync.folder.patch.drawings import objects_of
from sync.folder.patch.looks.conditional_formats import Rule, our_rules, used_dxfs, without_rules
from sync.folder.patch.looks.filter_names import Filtered, following
from sync.folder.patch.looks.print_area import with_our_columns
from sync.folder.patch.looks.styles import Styles
from sync.folder.patch.looks.stylesheet import styles_of, with_styles
from sync.folder.patch.looks.widths import without_ours
from sync.folder.patch.markup import Changes, Pieces, refuse
from sync.folder.patch.placement import Placement, found_marks
from sync.folder.patch.rows.borrowed_cell import given_back
from sync.folder.patch.rows.sheet_data import Row
from sync.folder.patch.worksheet import Worksheet
from sync.folder.patch.write import WIDTHS
from sync.grid import Grid, Sheet

_STYLE = re.compile(
    rb"""<(?:[\w.-]{1,64}:)?(?:c|row)\s[^<>]*?\bs\s*=\s*["'](\d+)["']|<(?:[\w.-]{1,64}:)?col\s[^<>]*?\bstyle\s*=\s*["'](\d+)["']"""
)


def detached(package: Package, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> Changes:
    """Return the parts that change when our columns go, with their new bytes.

    Args:
        package: the workbook that *grid* was read from.
        grid: that look.
        keep: columns that hold a person's words, by worksheet; they stay as they are.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    styles = styles_of(package)
    changes: Changes = {}
    formats: set[int] = set()
    dxfs: set[int] = set()
    filters: dict[str, Filtered] = {}
    for sheet in grid.sheets:
        found = found_marks(sheet)
        part = package.worksheets.get(sheet.name)
        if part is None or not (
            found.headed or found.pasted or _may_hold_rules(as_utf8(package.read(part), package.label)[0])
        ):
            continue
        kept = {mark for name, mark in keep if name == sheet.name}
        work = _Removal(package, part, _Ours(sheet, found, kept), styles)
        pieces = work.apply()
        if pieces is None:
            continue
        changes[part] = pieces
        if work.filtered is not None:
            filters[sheet.name] = work.filtered
        formats |= work.formats
        dxfs |= {rule.dxf for rule in work.rules}
    if changes:
        _clean_styles(package, changes, styles, formats, dxfs)
        changes |= with_styles(package, styles)
    changes |= package.with_cuts([*following(package, filters), *with_our_columns(package)])
    return package.as_written(changes)


class _Ours:
    """What of a worksheet is ours: columns that are not *kept*, and the cells of copies pasted elsewhere."""

    def __init__(self, sheet: Sheet, found: Placement, kept: set[Mark]) -> None:
        #: Our columns, each with its first heading row: what stands above that is people's.
        self.columns = {
            column: row for column, (row, marks) in found.headed.items() if kept.isdisjoint(marks)
        }
        self.widths = {
            column: WIDTHS[min(found.headed[column][1], key=list(Mark).index)] for column in self.columns
        }
        self._pasted: dict[int, set[int]] = {}  # columns by row
        for row, column in copies_to_clear(sheet, found, ()):
            self._pasted.setdefault(row, set()).add(column)
        self._stay = written_into(sheet, found)

    def within(self, row: Row) -> set[int]:
        """Return the columns of a row whose cells are ours."""
        at, cells = row.number, row.cells
        found = {
            column
            for column, heading in self.columns.items()
            if column in cells and at >= heading and (at, column) not in self._stay
        }
        return found | (self._pasted.get(at, set()) & cells.keys())


class _Removal:
    """One worksheet on its way back."""

    def __init__(self, package: Package, part: str, ours: _Ours, styles: Styles) -> None:
        self._label = package.label
        self._worksheet = Worksheet(package.plain(part, "worksheet"), package.label)
        self._ours, self._columns, self._widths = ours, ours.columns, ours.widths
        self._styles = styles
        self._tables = objects_of(package, part).tables
        self._dropped: set[int] = set()
        self._right = self._lowest = -1  # the last column (0-based) and row (1-based) that are left
        self.filtered: Filtered | None = None
        self.formats: set[int] = set()
        self.rules: list[Rule] = []

    def apply(self) -> Pieces | None:
        """Take out cells, widths and rules; return the worksheet's pieces, None without a change."""
        sheet = self._worksheet
        for area in self._tables:
            if any(area.left <= column <= area.right for column in self._columns):
                raise refuse(self._label, message("folder.table_over_columns"))
        # Excel and XlsxWriter give each sixteen rows the same spans.
        for _, numbers in groupby(sheet.rows.numbers, key=lambda number: (number - 1) // 16):
            self._clear_rows([sheet.rows.row(number) for number in numbers])
        self._narrow()
        self._narrow_filter()
        sheet.set_spans(without_ours(sheet.spans(), self._widths))
        self.rules = our_rules(sheet.source, sheet.formats(), self._label)
        sheet.cut(without_rules(sheet.source, sheet.formats(), self.rules))
        return sheet.pieces()

    def _clear_rows(self, rows: Sequence[Row]) -> None:
        """Clear neighbouring rows, and draw in their spans where these reached into our columns."""
        touched = [row for row in rows if self._ours.within(row)]
        for row in touched:
            self._clear(row)
        right = max((max(row.cells) for row in rows if row.cells), default=-1)
        if right >= 0:
            self._right = max(self._right, right)
            self._lowest = max(row.number for row in rows if row.cells)
        for row in touched:
            if not row.cells and not row.tail and row.is_begun_by_us:
                self._worksheet.rows.drop(row)
                self._dropped.add(row.number)
                continue
            if row.spans is not None and row.spans[1] in self._columns and right >= 0:
                row.set_spans(row.spans[0], right)
            self._worksheet.rows.put(row)

    def _clear(self, row: Row) -> None:
        for column in self._ours.within(row):
            cell = row.cells[column]
            if cell.is_persons_own:
                continue
            if cell.was_there:
                row.cells[column] = given_back(cell, row.number, column)
            elif cell.is_held or self._styles.is_quiet(cell.style):
                del row.cells[column]
                self.formats.add(cell.style)

    def _narrow(self) -> None:
        """Draw in the used range, where it reached into our columns."""
        found = self._worksheet.dimension()
        if found is not None and found[3] in self._columns and self._right >= 0:
            top, left, bottom, _ = found
            lowest = self._lowest if bottom in self._dropped else bottom
            self._worksheet.set_dimension(top, left, lowest, self._right)

    def _narrow_filter(self) -> None:
        """Let a filter that was widened over our columns end again where it ended."""
        found = self._worksheet.filter()
        if found is None:
            return
        right = found.right
        while right in self._columns:
            right -= 1
        if found.left <= right < found.right:
            narrow = replace(found, right=right)
            self._worksheet.set_filter(narrow)
            self.filtered = Filtered(narrow, self._columns)


def _may_hold_rules(xml: bytes) -> bool:
    return b"<conditionalFormatting" in xml and any(
        all(word.encode() in xml for word in colour.literals) for colour in LIGHT_COLOURS
    )


def _clean_styles(
    package: Package, changes: Mapping[str, Pieces | None], styles: Styles, formats: set[int], dxfs: set[int]
) -> None:
    """Take the formats that were made for us off the end of the style sheet, unless something uses them."""
    used_formats: set[int] = set()
    used_colours: set[int] = set()
    for part in package.worksheets.values():
        xml = _body(package, changes, part)
        used_formats |= {int(match[1] or match[2]) for match in _STYLE.finditer(xml)}
    for name in package.members:
        if name.endswith(".xml") and name.startswith("xl/"):
            spelled = package.info(name).filename
            used_colours |= used_dxfs(_body(package, changes, spelled))
    styles.drop_formats(formats, used_formats)
    styles.drop_colours(dxfs, used_colours)


def _body(package: Package, changes: Mapping[str, Pieces | None], part: str) -> bytes:
    pieces = changes.get(part)
    return as_utf8(package.read(part), package.label)[0] if pieces is None else b"".join(pieces)
