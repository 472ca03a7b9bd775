"""Take everything of ours out of a workbook's parts again."""

import re
from collections.abc import Mapping, Sequence

from config.vocabulary import Mark
from sync.grid import Grid
from sync.patch.colours import Rule, colours, our_rules, used_dxfs, without_rules
from sync.patch.columns import without_ours
from sync.patch.drawings import objects_of
from sync.patch.markup import attributes, changed_attributes, check_well_formed, refuse
from sync.patch.package import Package
from sync.patch.placement import Placement, found_marks
from sync.patch.rows import Row, text_cell
from sync.patch.styles import Styles
from sync.patch.stylesheet import styles_of, with_styles
from sync.patch.worksheet import Worksheet
from sync.patch.write import WIDTHS

_STYLE = re.compile(rb'<(?:c|row)\s[^<>]*?\bs="(\d+)"|<col\s[^<>]*?\bstyle="(\d+)"')


def detached(package: Package, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> dict[str, bytes]:
    """Return the parts that change when our columns go, with their new bytes.

    Args:
        package: the workbook that *grid* was read from.
        grid: that look.
        keep: columns that hold a person's words, by worksheet; they stay as they are.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    styles = styles_of(package)
    changes: dict[str, bytes] = {}
    formats: set[int] = set()
    dxfs: set[int] = set()
    for sheet in grid.sheets:
        found = found_marks(sheet)
        part = package.worksheets.get(sheet.name)
        if part is None or not (found.columns or _may_hold_rules(package.read(part))):
            continue
        kept = {mark for name, mark in keep if name == sheet.name}
        work = _Removal(package, part, found, kept, styles)
        xml = work.apply()
        if xml == package.read(part):
            continue
        changes[part] = xml
        formats |= work.formats
        dxfs |= {rule.dxf for rule in work.rules}
    if not changes:
        return {}
    _clean_styles(package, changes, styles, formats, dxfs)
    changes |= with_styles(package, styles)
    for body in changes.values():
        check_well_formed(body, package.label)
    return changes


class _Removal:
    """One worksheet on its way back."""

    def __init__(
        self, package: Package, part: str, found: Placement, kept: set[Mark], styles: Styles
    ) -> None:
        self._label = package.label
        self._worksheet = Worksheet(package.read(part), package.label)
        self._columns = _columns(found, kept)
        self._styles = styles
        self._tables = objects_of(package, part).tables
        self._dropped: set[int] = set()
        self.formats: set[int] = set()
        self.rules: list[Rule] = []

    def apply(self) -> bytes:
        """Take out cells, widths and rules; return the worksheet's new XML."""
        sheet = self._worksheet
        for area in self._tables:
            if any(area.left <= column <= area.right for column in self._columns):
                raise refuse(self._label, "a table object reaches over our columns; resize it first")
        held: dict[int, int] = {}
        touched: list[Row] = []
        for number in sheet.rows.numbers:
            row = sheet.rows.peek(number)
            if row is not None and not self._columns.isdisjoint(row.cells):
                row = sheet.rows.row(number)
                self._clear(row)
                touched.append(row)
            if row is not None and row.cells:
                held[number] = max(row.cells)
        self._narrow(touched, held)
        sheet.set_spans(without_ours(sheet.spans(), self._columns, set(WIDTHS.values())))
        self.rules = our_rules(sheet.source, sheet.formats(), self._label)
        sheet.cut(without_rules(sheet.source, sheet.formats(), self.rules))
        return sheet.xml()

    def _clear(self, row: Row) -> None:
        for column in self._columns & row.cells.keys():
            cell = row.cells[column]
            if cell.is_persons_own:
                continue
            if cell.was_there:
                row.cells[column] = text_cell(row.number, column, "", cell.style)
            elif cell.is_held or self._styles.is_quiet(cell.style):
                del row.cells[column]
                self.formats.add(cell.style)
        if not row.cells and not row.tail and attributes(row.raw).keys() == {"r"}:
            self._worksheet.rows.drop_row(row.number)
            self._dropped.add(row.number)

    def _narrow(self, touched: Sequence[Row], held: Mapping[int, int]) -> None:
        """Draw the rows' spans and the used range in again, where they reached into our columns.

        Args:
            touched: rows that lost a cell.
            held: each row's last column that is left, 0-based.
        """
        for row in touched:
            first, _, last = attributes(row.raw).get("spans", "").partition(":")
            # Excel and XlsxWriter give each sixteen rows the same spans.
            group = (row.number - 1) // 16 * 16
            near = [held[at] for at in range(group + 1, group + 17) if at in held]
            if last.isdigit() and int(last) - 1 in self._columns and near:
                row.raw = changed_attributes(row.raw, {"spans": f"{first}:{max(near) + 1}"})
        found = self._worksheet.dimension()
        if found is not None and found[3] in self._columns and held:
            top, left, bottom, _ = found
            lowest = max(held) if bottom in self._dropped else bottom
            self._worksheet.set_dimension(top, left, lowest, max(held.values()))


def _may_hold_rules(xml: bytes) -> bool:
    return b"<conditionalFormatting" in xml and any(
        all(word.encode() in xml for word in colour.literals) for colour in colours()
    )


def _columns(found: Placement, kept: set[Mark]) -> set[int]:
    """Return the columns to clear; one that is kept under another table is kept here too."""
    pairs = [*found.columns.items(), *(pair for own in found.by_heading.values() for pair in own.items())]
    stay = {column for mark, column in pairs if mark in kept}
    return {column for _, column in pairs} - stay


def _clean_styles(
    package: Package, changes: Mapping[str, bytes], styles: Styles, formats: set[int], dxfs: set[int]
) -> None:
    """Take the formats that were made for us off the end of the style sheet, unless something uses them."""
    used_formats: set[int] = set()
    used_colours: set[int] = set()
    for part in package.worksheets.values():
        xml = changes.get(part) or package.read(part)
        used_formats |= {int(match[1] or match[2]) for match in _STYLE.finditer(xml)}
    for name in package.members:
        if name.endswith(".xml") and name.startswith("xl/"):
            spelled = package.info(name).filename
            used_colours |= used_dxfs(changes.get(spelled) or package.read(spelled))
    styles.drop_formats(formats, used_formats)
    styles.drop_colours(dxfs, used_colours)
