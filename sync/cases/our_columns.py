"""Our five columns on one worksheet: where they stand, what they hold, and what people did to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Mark
from sync.cells.text import as_text, text_at
from sync.columns import letters
from sync.mark_headings import mark_of
from sync.tables.regions import Region
from sync.tables.view import View, merges_within


class OurColumns:
    """The columns of ours that a worksheet's headers have, or that the store knows to be ours."""

    def __init__(self, view: View, regions: Sequence[Region]) -> None:
        self._view = view
        self._marks = self._headed(regions)
        #: The tables, reaching down to our own words below their last case.
        self.regions = [self._with_leftovers(region) for region in regions]

    @property
    def columns(self) -> Mapping[Mark, int]:
        """Where each of ours stands, 0-based; no other column is ever written."""
        return dict(self._marks)

    def _headed(self, regions: Sequence[Region]) -> dict[Mark, int]:
        rows = [row for region in regions for row in (*region.header.rows, *sorted(region.repeated))]
        return {
            mark: column
            for mark, column in self._view.marks.items()
            if mark in self._view.sheet.marks or any(self._heading_at(row, column) is mark for row in rows)
        }

    def _with_leftovers(self, region: Region) -> Region:
        """Reach down to our own words below the last case: a deleted case left them to be cleared."""
        last = region.last
        for row in range(region.last + 1, len(self._view.rows) if self._marks else 0):
            if self._view.filled(row):
                break
            cells = self._view.rows[row]
            ours = (column for column in self._marks.values() if not self._is_pasted(row, column))
            if any(text_at(cells, column).strip() for column in ours):
                last = row
        return replace(region, last=last)

    def _is_pasted(self, row: int, column: int) -> bool:
        return any(block.holds(row, column) for block in self._view.pasted)

    def _heading_at(self, row: int, column: int) -> Mark | None:
        return mark_of(text_at(self._view.rows[row], column))

    def headings(self, region: Region) -> dict[Mark, str]:
        """What stands as heading of each of ours."""
        lowest = self._view.rows[region.header.rows[-1]]
        return {mark: as_text(lowest[column]) for mark, column in self._marks.items() if column < len(lowest)}

    def texts(self, region: Region) -> dict[Mark, dict[int, str]]:
        """Our cells of a table by their row, 1-based."""
        return {mark: self._texts_in(region, column) for mark, column in self._marks.items()}

    def _texts_in(self, region: Region, column: int) -> dict[int, str]:
        """Our cells down to the next table: a case that was deleted may have left its marks behind."""
        rows = self._view.rows
        below = [one.header.rows[0] for one in self.regions if one.header.rows[0] > region.last]
        found: dict[int, str] = {}
        for row in range(region.first, min(below, default=len(rows))):
            value = rows[row][column] if column < len(rows[row]) else ""
            if value is not None and value != "" and row not in region.repeated:
                found[row + 1] = as_text(value)
        for row in [row for row in found if self._view.pasted and self._is_pasted(row - 1, column)]:
            del found[row]
        return found

    def problems(self, region: Region) -> list[Problem]:
        """What people did to our columns: renamed one, copied one, merged cells of ours."""
        row = region.header.rows[-1]
        width = len(self._view.rows[row])
        renamed = [
            (column, mark)
            for mark, column in self._view.sheet.marks.items()
            if column < width and not self._is_heading_of(mark, row, column)
        ]
        copies = [
            (column, mark)
            for column in sorted(self._view.ours)
            if column < width
            and (mark := self._heading_at(row, column)) is not None
            and self._marks.get(mark, column) != column
            and self._heading_at(row, self._marks[mark]) is mark
        ]
        told = [
            *((column, mark, LedgerProblemCode.MARK_COLUMN_EDITED) for column, mark in renamed),
            *((column, mark, LedgerProblemCode.MARK_COLUMN_DOUBLED) for column, mark in copies),
        ]
        name = self._view.sheet.name
        found = [Problem(name, row + 1, letters(at), "", code, detail=mark) for at, mark, code in told]
        return found + self._merged(region)

    def _merged(self, region: Region) -> list[Problem]:
        columns = set(self._marks.values())
        top, bottom = region.header.rows[-1], region.last
        merged = [
            merge
            for merge in merges_within(self._view.sheet.merges, top, bottom)
            if not columns.isdisjoint(range(merge.left, merge.right + 1))
        ]
        return [
            Problem(
                self._view.sheet.name,
                merge.top + 1,
                f"{letters(merge.left)}{merge.top + 1}:{letters(merge.right)}{merge.bottom + 1}",
                "",
                LedgerProblemCode.MARK_MERGED,
            )
            for merge in merged
        ]

    def _is_heading_of(self, mark: Mark, row: int, column: int) -> bool:
        text = as_text(self._view.rows[row][column])
        return not text.strip() or mark_of(text) is mark
