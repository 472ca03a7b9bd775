"""Where a worksheet's pictures, charts and table objects lie: our columns go beside them, not under them."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from sync.folder.patch.container.package import Package, local_name
from sync.folder.patch.looks.conditional_formats import Area, read_areas

# A default cell, in English Metric Units: 64 by 20 pixels at 96 dpi. Only anchors without a second
# corner need it, and a rough answer will do.
_CELL_WIDTH = 609_600
_CELL_HEIGHT = 190_500
_FARTHEST = 1 << 40


@dataclass(frozen=True, slots=True)
class Objects:
    """What lies on a worksheet besides its cells."""

    drawings: tuple[Area, ...]
    tables: tuple[Area, ...]
    filtered: Area | None = None


def objects_of(package: Package, part: str) -> Objects:
    """Return the blocks of cells that drawings and table objects of the worksheet *part* cover."""
    drawings: list[Area] = []
    tables: list[Area] = []
    for kind, target in package.relations(part).values():
        if not package.has(target):
            continue
        if kind == "drawing":
            drawings += _anchors(package.tree(target))
        elif kind == "table":
            tables += read_areas(package.tree(target).get("ref", ""))
    return Objects(tuple(drawings), tuple(tables))


def _anchors(root: ET.Element) -> Iterator[Area]:
    for anchor in root.iter():
        kind = local_name(anchor.tag)
        if kind not in {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}:
            continue
        parts = {local_name(child.tag): child for child in anchor}
        top, left = _corner(parts.get("from"))
        if "to" in parts:
            bottom, right = _corner(parts["to"])
        else:
            size = parts.get("ext")
            width = _whole(size.get("cx")) if size is not None else 0
            height = _whole(size.get("cy")) if size is not None else 0
            bottom, right = top + height // _CELL_HEIGHT, left + width // _CELL_WIDTH
        yield Area(top + 1, left, bottom + 1, right)


def _whole(text: str | None) -> int:
    """Return a number of an anchor; one that cannot be read is 0, for only our columns' place rests on it."""
    try:
        return min(max(int(float(text or 0)), 0), _FARTHEST)
    except (ValueError, OverflowError):
        return 0


def _corner(corner: ET.Element | None) -> tuple[int, int]:
    """Return an anchor's 0-based row and column."""
    if corner is None:
        return 0, 0
    found = {local_name(child.tag): _whole(child.text) for child in corner}
    return found.get("row", 0), found.get("col", 0)
