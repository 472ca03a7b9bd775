"""A workbook as the reader of cells understands it: the same cells, written as most programs would.

The reader knows UTF-8, takes no CDATA for text, and gives up a whole workbook for a sheet of a kind it does
not know. Only what is in its way is rewritten, in memory and for reading alone; most workbooks are handed
through as they are.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection
from io import BytesIO

from sync.folder.patch.container.dialect import as_utf8, encoding_of, without_asides
from sync.folder.patch.container.package import Package

_ENCODING = re.compile(rb"""(<\?xml[^<>]*?\sencoding\s*=\s*["'])[\w.-]{1,40}""")
_SHEET = re.compile(rb"""<(?:[\w.-]{1,64}:)?sheet(?=\s)(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_DOTTED = re.compile(rb"""(\sTarget\s*=\s*["'])(\.[^"'<]*|xl/[^"'<]*|[^"'<]*/\.[^"'<]*)""")
#: How the reader of cells unpacks.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_KNOWN = frozenset({"worksheet", "chartsheet"})
_ENDINGS = (".xml", ".rels")


def readable(package: Package) -> Package:
    """Return a package in UTF-8, with plain targets, without sheets that are no tables; mostly itself.

    Raises:
        LedgerUnavailableError: damaged.
        LayoutUnknownError: a part is not in the encoding that it names.
    """
    foreign = [
        name
        for name, info in package.members.items()
        if name.endswith(_ENDINGS) and encoding_of(package.head(info.filename, 400)) != "utf-8"
    ]
    is_packed_oddly = any(info.compress_type not in _PACKED for info in package.members.values())
    changed = {name: _utf8(package, name) for name in foreign}
    found = _copy(package, changed) if foreign or is_packed_oddly else package
    part = found.workbook_part
    found = _with_plain_targets(found)
    kinds = found.sheet_kinds
    if all(kind in _KNOWN for kind in kinds):
        return found
    numbers = iter(kinds)
    body = _SHEET.sub(
        lambda match: match[0] if next(numbers, "worksheet") in _KNOWN else b"", found.read(part)
    )
    return _copy(found, {part: body})


def _with_plain_targets(package: Package) -> Package:
    """Return a package whose workbook names its worksheets and texts without dots in their paths."""
    folder, base = posixpath.split(package.workbook_part)
    part = posixpath.join(folder, "_rels", base + ".rels")
    body = package.read(part) if package.has(part) else b""

    def rewritten(match: re.Match[bytes]) -> bytes:
        target = posixpath.normpath(posixpath.join("/", folder, match[2].decode()))
        return match[1] + target.encode() if target[1:] in needed else match[0]

    needed = {*package.worksheets.values(), package.strings_part, package.styles_part}
    targets = _DOTTED.sub(rewritten, body)
    return package if targets == body else _copy(package, {part: targets})


def without_markup(package: Package, parts: Collection[str]) -> Package:
    """Return a package in which *parts* hold neither comments nor CDATA."""
    return _copy(package, {part: without_asides(package.read(part)) for part in parts})


def _utf8(package: Package, name: str) -> bytes:
    body, _, _ = as_utf8(package.read(name), package.label)
    return _ENCODING.sub(rb"\1UTF-8", body, count=1)


def _copy(package: Package, changed: dict[str, bytes]) -> Package:
    """Return a package with some parts in other words; those that are no XML are left out."""
    tidy = {package.info(name).filename: body for name, body in changed.items()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for info in package.zip.infolist():
            if info.filename.lower().endswith(_ENDINGS):
                body = tidy.get(info.filename)
                book.writestr(info.filename, package.read(info.filename) if body is None else body)
    return Package(out.getvalue(), package.label)
