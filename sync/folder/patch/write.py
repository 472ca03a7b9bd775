"""Put our words and colours into a workbook's parts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.colours import LIGHT_COLOURS
from config.errors import LedgerChangedError
from config.messages import message
from config.vocabulary import MARK_HEADINGS, Mark
from sync.folder.patch.appearance import Looks
from sync.folder.patch.coloured_areas import coloured_areas
from sync.folder.patch.container.package import Package
from sync.folder.patch.copied_cells import copies_to_clear
from sync.folder.patch.drawings import Objects, objects_of
from sync.folder.patch.looks.conditional_formats import (
    are_in_place,
    dxf_of,
    free_priority,
    our_rules,
    rules_xml,
    without_rules,
)
from sync.folder.patch.looks.filter_names import Filtered, following
from sync.folder.patch.looks.print_area import without_our_columns
from sync.folder.patch.looks.styles import Styles
from sync.folder.patch.looks.stylesheet import styles_of, with_styles
from sync.folder.patch.looks.widths import with_ours
from sync.folder.patch.markup import Changes, Pieces
from sync.folder.patch.our_cells import OurCells
from sync.folder.patch.placement import Placement, placed
from sync.folder.patch.worksheet import Worksheet
from sync.grid import Grid, Sheet
from sync.store import Edit, SheetLayout

#: The widths that new columns of ours get, in characters.
WIDTHS = {Mark.LIGHT: 11.0, Mark.DUE: 12.0, Mark.ASKED: 46.0, Mark.ADDRESSEE: 12.0, Mark.WHY: 60.0}


def patched(
    package: Package,
    grid: Grid,
    edits: Sequence[Edit],
    layouts: Sequence[SheetLayout],
    *,
    printed: bool = True,
) -> Changes:
    """Return the parts that change, in pieces; none when all is in place.

    Args:
        package: the workbook that *grid* was read from.
        grid: that look.
        edits: our cells and headings to set.
        layouts: where our columns and colours belong, worksheet by worksheet.
        printed: False: a worksheet without a print area gets one that leaves our columns out.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
        LedgerChangedError: an edit's worksheet is not there.
    """
    styles = styles_of(package)
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    plans = {layout.sheet: layout for layout in layouts}
    wanted: dict[str, list[Edit]] = {name: [] for name in plans}
    for edit in edits:
        wanted.setdefault(edit.sheet, []).append(edit)
    changes: Changes = {}
    firsts: dict[str, int] = {}
    filters: dict[str, Filtered] = {}
    for name, here in wanted.items():
        if name not in sheets or name not in package.worksheets:
            raise LedgerChangedError(message("folder.sheet_gone", file=package.label))
        part = package.worksheets[name]
        work = _SheetPatch(package, part, sheets[name], plans.get(name), styles)
        pieces = work.apply(here)
        firsts[name] = work.first_column
        if work.filtered is not None:
            filters[name] = work.filtered
        if pieces is not None:
            changes[part] = pieces
    changes |= with_styles(package, styles)
    cuts = following(package, filters)
    if not printed:
        cuts += without_our_columns(package, firsts)
    changes |= package.with_cuts(cuts)
    return package.as_written(changes)


class _SheetPatch:
    """One worksheet on its way from found to wanted."""

    def __init__(
        self, package: Package, part: str, sheet: Sheet, layout: SheetLayout | None, styles: Styles
    ) -> None:
        self._worksheet = Worksheet(package.plain(part, "worksheet"), package.label)
        self._label = package.label
        self._sheet = sheet
        self._layout = layout
        self._blocks = layout.blocks if layout else ()
        self._styles = styles
        self._objects: Objects = replace(objects_of(package, part), filtered=self._worksheet.filter())
        self._place: Placement = placed(sheet, self._blocks, self._objects, package.label)
        self._looks = Looks(sheet, self._place, self._worksheet.rows, styles)
        self._cells = OurCells(sheet, layout, self._place, self._worksheet, self._looks, self._objects.tables)
        self.filtered: Filtered | None = None

    def apply(self, edits: Sequence[Edit]) -> Pieces | None:
        """Set headings, cells, widths and colours; return the worksheet's pieces, None without a change."""
        rows: dict[int, dict[Mark, Edit]] = {}
        for edit in (*self._headings(), *edits):
            rows.setdefault(edit.row, {})[edit.mark] = edit
        for number, here in rows.items():
            self._cells.set_row(number, here)
        self._drop_copies()
        if self._layout is not None:
            self._widen()
            self._widen_filter()
            self._colour(self._layout)
        found = self._worksheet.dimension()
        if found and self._cells.extent:
            top, left, bottom, right = self._cells.extent
            self._worksheet.set_dimension(
                min(found[0], top), min(found[1], left), max(found[2], bottom), max(found[3], right)
            )
        return self._worksheet.pieces()

    @property
    def first_column(self) -> int:
        """The first of our columns, 0-based; 0 where there is none."""
        return min(self._place.columns.values(), default=0)

    def _headings(self) -> Iterator[Edit]:
        """Yield the headings that a table lacks; no edit need bring them."""
        if self._layout is None:
            return
        for block in self._blocks:
            own = self._place.by_heading.get(block.heading_row, {})
            for mark in Mark:
                column = self._place.column(mark, block)
                if (
                    mark not in own
                    and column is not None
                    and not self._cells.found(block.heading_row, column)
                ):
                    text = MARK_HEADINGS[self._layout.language][mark]
                    yield Edit(self._sheet.name, block.heading_row, mark, "", text, heading=True)

    def _drop_copies(self) -> None:
        """Take out copies of our columns that people pasted, as far as they say nothing else."""
        going = copies_to_clear(self._sheet, self._place, self._blocks)
        for number in sorted({row for row, _ in going}):
            row = self._worksheet.rows.row(number)
            here = [at for at, cell in row.cells.items() if (number, at) in going and not cell.is_persons_own]
            for at in here:
                del row.cells[at]
            if here:
                self._worksheet.rows.put(row)

    def _widen(self) -> None:
        if self._place.new:
            widths = {self._place.columns[mark]: WIDTHS[mark] for mark in Mark if mark in self._place.new}
            self._worksheet.set_spans(with_ours(self._worksheet.spans(), widths))

    def _widen_filter(self) -> None:
        """Let a filter that ends right before our columns take them in, or sorting leaves them behind."""
        found = self._worksheet.filter()
        columns = set(self._place.columns.values())
        if found is None:
            return
        right = found.right
        while right + 1 in columns:
            right += 1
        wide = replace(found, right=right)
        self._worksheet.set_filter(wide)
        self.filtered = Filtered(wide, columns)

    def _colour(self, layout: SheetLayout) -> None:
        source = self._worksheet.source
        formats = self._worksheet.formats()
        rules = our_rules(source, formats, self._label)
        wanted = coloured_areas(layout, self._place, self._looks)
        if are_in_place(rules, wanted):
            return
        known = {rule.colour.name: rule.dxf for rule in reversed(rules)}
        dxfs = {
            colour.name: known[colour.name] if colour.name in known else self._styles.colour(dxf_of(colour))
            for colour in LIGHT_COLOURS
        }
        priority = free_priority(self._worksheet.around, rules, len(wanted) * len(dxfs))
        self._worksheet.cut(without_rules(source, formats, rules))
        self._worksheet.add_formats(rules_xml(wanted, dxfs, priority))
