"""Which cells of a worksheet our colours lie over."""

from collections.abc import Mapping, Sequence

from config.vocabulary import Mark
from sync.folder.patch.appearance import Looks
from sync.folder.patch.looks.conditional_formats import Area
from sync.folder.patch.placement import Placement
from sync.store import SheetLayout


def coloured_areas(layout: SheetLayout, place: Placement, looks: Looks) -> Mapping[int, Sequence[Area]]:
    """Return the blocks of cells to colour, by the column of the light they go by."""
    found: dict[int, list[Area]] = {}
    for block in layout.blocks:
        columns = {mark: place.column(mark, block) for mark in Mark}
        light = columns[Mark.LIGHT]
        ours = sorted({column for column in columns.values() if column is not None})
        if light is None or block.last_row < block.first_row:
            continue
        if layout.highlight == "row":
            ours = list(range(min(looks.headed(block), default=0), max(ours) + 1))
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
