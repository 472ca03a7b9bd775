"""The style sheet as a part of the workbook: found, or brought in where a workbook has none."""

import posixpath

from config.messages import message
from sync.folder.patch.container.package import Package
from sync.folder.patch.looks.styles import Styles
from sync.folder.patch.markup import Changes, Pieces, applied, refuse, root_of

_TYPES = "[Content_Types].xml"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_OUR_RELATION = f'<Relationship Id="rIdDuesheetStyles" Type="{_RELATION}" Target="styles.xml"/>'


def styles_of(package: Package) -> Styles:
    """Return the workbook's styles, or the plainest there are."""
    part = package.styles_part
    return Styles(package.plain(part, "styleSheet") if part else None, package.label)


def with_styles(package: Package, styles: Styles) -> Changes:
    """Return the parts that must change so that *styles* hold; a sheet that we brought in may go."""
    if not styles.is_changed:
        return {}
    if package.styles_part is not None and styles.is_left_empty:
        gone = _taken_out(package, package.styles_part)
        if gone:
            return gone
    if package.styles_part is not None:
        return {package.styles_part: [styles.xml()]}
    folder, base = posixpath.split(package.workbook_part)
    part = posixpath.join(folder, "styles.xml")
    relations = posixpath.join(folder, "_rels", base + ".rels")
    if package.has(part):
        raise refuse(package.label, message("folder.unnamed_styles"))
    return {
        part: [styles.xml()],
        relations: _appended(package, relations, "Relationships", _OUR_RELATION),
        _TYPES: _appended(package, _TYPES, "Types", _override(part)),
    }


def _override(part: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{_CONTENT}"/>'


def _taken_out(package: Package, part: str) -> Changes:
    """Return the changes that take out the style sheet *part*; none when we did not bring it in."""
    folder, base = posixpath.split(package.workbook_part)
    relations = posixpath.join(folder, "_rels", base + ".rels")
    changes: Changes = {part: None}
    places = ((relations, "Relationships", _OUR_RELATION), (_TYPES, "Types", _override(part)))
    for name, root, element in places:
        xml, ours = package.plain(name, root), element.encode()
        if xml.count(ours) != 1:
            return {}
        start = xml.index(ours)
        changes[name] = applied(xml, [(start, start + len(ours), b"")])
    return changes


def _appended(package: Package, part: str, root: str, element: str) -> Pieces:
    xml = package.plain(part, root)
    close = root_of(xml, package.label).close
    return applied(xml, [(close, close, element.encode())])
