"""The name of the workbook behind a filter, ``_xlnm._FilterDatabase``.

Excel goes by the worksheet's ``<autoFilter>``, LibreOffice by this name. Where only one of the two takes our
columns in, sorting in the other program leaves them behind.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import unescape

from config.errors import LayoutUnknownError
from sync.columns import letters
from sync.folder.patch.container.package import Package
from sync.folder.patch.looks.conditional_formats import Area, read_areas
from sync.folder.patch.markup import Cut, Element, elements, root_of

_FILTER = "_xlnm._filterdatabase"
#: The last column that a reference names, as written: all else of it stays byte for byte.
_LAST_COLUMN = re.compile(rb"(?<=[:$])[A-Z]{1,3}(?=\$?\d{1,7}\s*$)")


@dataclass(frozen=True, slots=True)
class Filtered:
    """What the filter of one worksheet covers, and our columns there, 0-based."""

    area: Area
    ours: Collection[int]


def following(package: Package, filters: Mapping[str, Filtered]) -> list[Cut]:
    """Return the cuts in workbook.xml that let each name end where its filter ends.

    A name that says something else than its filter, but for columns of ours, is left as it is; so are all
    in a workbook.xml that we could not put back.

    Args:
        package: the workbook.
        filters: by worksheet, as they are from now on.
    """
    if not filters or not any(_is_filter(name.attrib) for name in package.workbook.iter()):
        return []
    places = {str(number): sheet.get("name", "") for number, sheet in enumerate(package.sheets)}
    try:
        xml = package.plain(package.workbook_part, "workbook")
        names = list(_names(xml, package.label))
    except LayoutUnknownError:
        return []
    cuts: list[Cut] = []
    for name in names:
        filtered = filters.get(places.get(name.attributes.get("localSheetId", ""), ""))
        reference = xml[name.inner : name.close]
        last = _LAST_COLUMN.search(reference)
        if filtered is None or last is None or not _is_filter(name.attributes):
            continue
        if _is_to_follow(unescape(reference.decode()), filtered):
            right = letters(filtered.area.right).encode()
            cuts.append((name.inner + last.start(), name.inner + last.end(), right))
    return cuts


def _is_to_follow(reference: str, filtered: Filtered) -> bool:
    """Whether a name says what its filter says, but for columns of ours at its right."""
    areas = read_areas(reference.rpartition("!")[2].strip().replace("$", ""))
    if len(areas) != 1:
        return False
    found, area = areas[0], filtered.area
    between = range(min(found.right, area.right) + 1, max(found.right, area.right) + 1)
    same = (found.top, found.left) == (area.top, area.left)
    return same and bool(between) and all(column in filtered.ours for column in between)


def _names(xml: bytes, label: str) -> list[Element]:
    root = root_of(xml, label)
    parts = elements(xml, root.inner, root.close, label)
    lists = [part for part in parts if part.name == "definedNames"]
    return [name for part in lists for name in elements(xml, part.inner, part.close, label)]


def _is_filter(given: Mapping[str, str]) -> bool:
    return given.get("name", "").lower() == _FILTER
