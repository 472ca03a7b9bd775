"""The style sheet as a part of the workbook: found, or brought in where a workbook has none."""

import posixpath

from sync.patch.markup import Pieces, applied, check_dialect, refuse, root_of
from sync.patch.package import Package
from sync.patch.styles import Styles

_TYPES = "[Content_Types].xml"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"


def styles_of(package: Package) -> Styles:
    """Return the workbook's styles, or the plainest there are."""
    part = package.styles_part
    return Styles(package.read(part) if part else None, package.label)


def with_styles(package: Package, styles: Styles) -> dict[str, Pieces]:
    """Return the parts that must change so that *styles* hold."""
    if not styles.is_changed:
        return {}
    if package.styles_part is not None:
        return {package.styles_part: [styles.xml()]}
    folder, base = posixpath.split(package.workbook_part)
    part = posixpath.join(folder, "styles.xml")
    relations = posixpath.join(folder, "_rels", base + ".rels")
    if package.has(part):
        raise refuse(package.label, "it holds a style sheet that it does not name")
    relation = f'<Relationship Id="rIdDuesheetStyles" Type="{_RELATION}" Target="styles.xml"/>'
    override = f'<Override PartName="/{part}" ContentType="{_CONTENT}"/>'
    return {
        part: [styles.xml()],
        relations: _appended(package, relations, "Relationships", relation),
        _TYPES: _appended(package, _TYPES, "Types", override),
    }


def _appended(package: Package, part: str, root: str, element: str) -> Pieces:
    xml = package.read(part)
    check_dialect(xml, root, package.label)
    close = root_of(xml, package.label).close
    return applied(xml, [(close, close, element.encode())])
