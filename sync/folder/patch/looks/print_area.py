"""What of a worksheet is printed: without our columns, where the township chose so (``[marks] print``).

A print area is a name of the workbook, ``_xlnm.Print_Area``. One that people set is never touched. The one we
set covers the columns before ours, whole, so that new rows print as before; its comment tells it from theirs.
"""

from collections.abc import Iterator, Mapping

from sync.columns import LAST_ROW, letters
from sync.folder.patch.container.package import Package, local_name
from sync.folder.patch.markup import Cut, Element, elements, escape, root_of

_AREA = "_xlnm.print_area"
_OURS = "duesheet"
#: What stands before the names of a workbook (ECMA-376 part 1, 18.2.27).
_BEFORE_NAMES = frozenset({"sheets", "functionGroups", "externalReferences"})


def without_our_columns(package: Package, firsts: Mapping[str, int]) -> list[Cut]:
    """Return the cut in workbook.xml that gives a print area to each worksheet without one.

    Args:
        package: the workbook.
        firsts: worksheet name to the 0-based first column of ours.
    """
    places = {element.get("name", ""): number for number, element in enumerate(package.sheets)}
    taken = set(_areas(package))
    wanted = {
        places[name]: (name, column)
        for name, column in firsts.items()
        if column and name in places and places[name] not in taken
    }
    if not wanted:
        return []
    xml = package.plain(package.workbook_part, "workbook")
    names = b"".join(_named(place, *wanted[place]) for place in sorted(wanted))
    root = root_of(xml, package.label)
    parts = list(elements(xml, root.inner, root.close, package.label))
    found = next((part for part in parts if part.name == "definedNames"), None)
    if found is None:
        place = max((part.end for part in parts if part.name in _BEFORE_NAMES), default=root.close)
        return [(place, place, b"<definedNames>" + names + b"</definedNames>")]
    if found.inner == found.end:
        # A blank more in its tag notes that it stood there empty.
        return [(found.start, found.end, b"<definedNames" + found.raw + b" >" + names + b"</definedNames>")]
    return [(found.close, found.close, names)]


def _named(place: int, sheet: str, column: int) -> bytes:
    quoted = sheet.replace("'", "''")
    # Rows are named too: openpyxl gives up an area without them.
    columns = f"'{quoted}'!$A$1:${letters(column - 1)}${LAST_ROW + 1}"
    head = f'<definedName name="_xlnm.Print_Area" comment="{_OURS}" localSheetId="{place}">'
    return head.encode() + escape(columns) + b"</definedName>"


def with_our_columns(package: Package) -> list[Cut]:
    """Return the cuts in workbook.xml that take the print areas of ours out."""
    if not any(name.get("comment") == _OURS for name in _names(package)):
        return []
    xml = package.plain(package.workbook_part, "workbook")
    root = root_of(xml, package.label)
    for part in elements(xml, root.inner, root.close, package.label):
        if part.name == "definedNames":
            names = list(elements(xml, part.inner, part.close, package.label))
            ours = [name for name in names if _is_ours(name)]
            if len(ours) == len(names):
                empty = b"<definedNames" + part.raw[:-1] + b"/>" if part.raw.endswith(b" ") else b""
                return [(part.start, part.end, empty)]
            return [(name.start, name.end, b"") for name in ours]
    return []


def _is_ours(name: Element) -> bool:
    given = name.attributes
    return given.get("name", "").lower() == _AREA and given.get("comment") == _OURS


def prints_ours(package: Package) -> bool:
    """Whether a visible worksheet has no print area, so that columns of ours add to what is printed."""
    areas = set(_areas(package))
    shown = (n for n, sheet in enumerate(package.sheets) if sheet.get("state", "visible") == "visible")
    return any(number not in areas for number in shown)


def _areas(package: Package) -> Iterator[int]:
    """Yield which sheets have a print area, 0-based in the order of the workbook."""
    for name in _names(package):
        place = name.get("localSheetId", "")
        if name.get("name", "").lower() == _AREA and place.isdecimal():
            yield int(place)


def _names(package: Package) -> Iterator[Mapping[str, str]]:
    for element in package.workbook.iter():
        if local_name(element.tag) == "definedName":
            yield element.attrib
