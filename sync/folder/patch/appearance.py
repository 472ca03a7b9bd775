"""What our cells look like: headings like the one beside them, words like the table's last column."""

from config.vocabulary import Mark
from sync.folder.patch.looks.styles import Styles
from sync.folder.patch.markup import attributes
from sync.folder.patch.placement import Placement
from sync.folder.patch.rows.sheet_data import Row, SheetData
from sync.grid import Sheet
from sync.store import TableRows

#: The ask may take several lines where a row has them. 说明, the last column, runs on to the right and makes
#: no program grow a row.
WRAPPED = frozenset({Mark.ASKED})
#: In points; a row that people set lower has no room for the whole ask, which then shows from its beginning.
_TALL = 60.0


class Looks:
    """The cell formats for our cells of one worksheet.

    Args:
        sheet: as it was read.
        place: where our columns stand.
        rows: the worksheet's rows as found.
        styles: the workbook's, which new formats are added to.
    """

    def __init__(self, sheet: Sheet, place: Placement, rows: SheetData, styles: Styles) -> None:
        self._sheet = sheet
        self._place = place
        self._rows = rows
        self._styles = styles
        self._edges: dict[tuple[int, int], int] = {}

    def heading(self, row: Row, column: int, block: TableRows | None) -> int:
        """Return the format of the heading to the left of *column*, or of the merged one it belongs to."""
        edge = self.edge(block, column)
        cell = row.cells.get(edge)
        if cell is not None:
            return cell.style
        for merge in self._sheet.merges:
            if merge.top < row.number <= merge.bottom + 1 and merge.left <= edge <= merge.right:
                anchor = self._rows.peek(merge.top + 1)
                held = anchor.cells.get(merge.left) if anchor else None
                return held.style if held else 0
        return 0

    def cell(self, mark: Mark, row: Row, column: int, block: TableRows | None) -> int:
        """Return the quiet format beside the row's last cell of people's table."""
        cell = row.left_of(self.edge(block, column) + 1)
        return self.quiet(mark, cell.style if cell else 0, row.raw)

    def quiet(self, mark: Mark, base: int, raw: bytes) -> int:
        """Return the quiet format of a cell of ours.

        Args:
            mark: whose column it stands in.
            base: the format of the cell that it looks like.
            raw: the attributes of its row as written.
        """
        wrap = mark in WRAPPED
        return self._styles.quiet(base, wrap=wrap, from_top=wrap and is_low(raw))

    def headed(self, block: TableRows) -> set[int]:
        """Return the columns in which people have a heading, alone or under a merged one."""
        ours = {*self._place.columns.values(), *self._place.by_heading.get(block.heading_row, {}).values()}
        rows = self._sheet.rows
        row = rows[block.heading_row - 1] if block.heading_row <= len(rows) else ()
        held = {at for at, value in enumerate(row) if value not in ("", None)}
        for merge in self._sheet.merges:
            if merge.top < block.heading_row <= merge.bottom + 1:
                held.update(range(merge.left, merge.right + 1))
        return held - ours

    def edge(self, block: TableRows | None, column: int) -> int:
        """Return the last column of people's table to the left of *column*, by its heading row."""
        if block is None:
            return column - 1
        key = (block.heading_row, column)
        if key not in self._edges:
            self._edges[key] = max((at for at in self.headed(block) if at < column), default=column - 1)
        return self._edges[key]


def is_low(raw: bytes) -> bool:
    """Tell by a row's attributes whether people set it too low for several lines."""
    try:
        return float(attributes(raw).get("ht", "")) < _TALL
    except ValueError:
        return False
