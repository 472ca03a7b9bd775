"""The fill of a cell, looked up in the workbook's XML only when somebody asks."""

from functools import cached_property
from xml.etree import ElementTree as ET

from sync.folder.cell_styles import CellStyles
from sync.folder.patch.container.package import Package, local_name

#: Fills that a person takes for none: white, by value, by theme, by the old palette.
_WHITE = frozenset({"rgb:FFFFFFFF", "rgb:00FFFFFF", "theme:0:", "indexed:9", "indexed:64", "indexed:65"})


class CellFills:
    """Fills of one worksheet; call it with a 0-based row and column. "" is none, and white.

    Equal texts are equal colours; a theme's colour and the same one by value are not told to be equal.
    """

    def __init__(self, package: Package, styles: CellStyles) -> None:
        self._package = package
        self._styles = styles

    @cached_property
    def _fills(self) -> list[str]:
        """For each cell style its fill."""
        part = self._package.styles_part
        if part is None:
            return []
        root = self._package.tree(part)
        fills = [_colour(item) for item in _children(root, "fills")]
        ids = (item.get("fillId", "0") for item in _children(root, "cellXfs"))
        numbers = (int(one) if one.isascii() and one.isdecimal() and len(one) < 10 else 0 for one in ids)
        return [fills[number] if number < len(fills) else "" for number in numbers]

    def __call__(self, row: int, column: int) -> str:
        """Return the fill of the cell at 0-based (*row*, *column*)."""
        number = self._styles(row, column)
        return self._fills[number] if number < len(self._fills) else ""


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    found = next((item for item in root if local_name(item.tag) == name), None)
    return list(found) if found is not None else []


def _colour(fill: ET.Element) -> str:
    pattern = next((item for item in fill if local_name(item.tag) == "patternFill"), None)
    if pattern is None or pattern.get("patternType", "none") != "solid":
        return ""
    shown = next((item for item in pattern if local_name(item.tag) == "fgColor"), None)
    if shown is None:
        return ""
    if value := shown.get("rgb"):
        colour = f"rgb:{value.upper()}"
    elif theme := shown.get("theme"):
        colour = f"theme:{theme}:{shown.get('tint', '')}"
    else:
        colour = f"indexed:{shown.get('indexed', '64')}"
    return "" if colour in _WHITE else colour
