"""A workbook as a package of parts: which of them is which worksheet."""

import posixpath
from collections.abc import Sequence
from functools import cached_property
from xml.etree import ElementTree as ET

from config.errors import LedgerUnavailableError
from config.messages import message
from config.spoken.visible import visible
from sync.folder.patch.container.dialect import Dialect, as_utf8, plain
from sync.folder.patch.container.zip_parts import ZipParts, broken
from sync.folder.patch.markup import Changes, Cut, applied, check_well_formed

#: Parts that are read as a tree, styles first of all: bytes and tags. A tree takes some 100 bytes a tag.
MAX_TREE = 32 << 20
MAX_TAGS = 4_000_000
#: Where everybody has the workbook, and where the reader of cells looks for it.
_USUAL = "xl/workbook.xml"


def local_name(tag: str) -> str:
    """Return an ElementTree tag without its namespace."""
    return tag.rpartition("}")[2]


def _relation_of(sheet: ET.Element) -> str:
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


class Package(ZipParts):
    """One workbook: its parts, which of them is which worksheet, and how its program writes them.

    Made of the same as `ZipParts`, and refuses as it does.
    """

    def __init__(self, data: bytes, label: str) -> None:
        super().__init__(data, label)
        self._dialects: dict[str, Dialect] = {}

    def tree(self, name: str) -> ET.Element:
        """Return a small part as a tree; worksheets never go this way."""
        body = as_utf8(self.read(name), self.label)[0]
        if len(body) > MAX_TREE or body.count(b"<") > MAX_TAGS:
            raise broken(self.label, message("folder.part_odd", part=visible(name)))
        try:
            parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - expat refuses entity bombs, sizes are bounded
            return ET.fromstring(body, parser)  # noqa: S314
        except ET.ParseError as error:
            raise broken(self.label, message("folder.part_not_well_formed", part=visible(name))) from error

    def plain(self, name: str, root: str) -> bytes:
        """Return a part whose outermost element is *root* in the plain dialect.

        Raises:
            LayoutUnknownError: written in a way that could not be put back.
        """
        body, self._dialects[name] = plain(self.read(name), root, self.label)
        return body

    def as_written(self, changes: Changes) -> Changes:
        """Return parts that were changed in the plain dialect as their program writes them."""
        found: Changes = {}
        for name, pieces in changes.items():
            if pieces is None:
                found[name] = None
                continue
            dialect = self._dialects.get(name, Dialect())
            check_well_formed([dialect.spelled(pieces)] if dialect.aside else pieces, self.label)
            found[name] = dialect.as_written(pieces)
        return found

    def with_cuts(self, cuts: Sequence[Cut]) -> Changes:
        """Return workbook.xml with *cuts* of its plain dialect made; nothing where there are none.

        Raises:
            LayoutUnknownError: as `plain`.
        """
        part = self.workbook_part
        return {part: applied(self.plain(part, "workbook"), cuts)} if cuts else {}

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of *part*: id to (last word of the type, target part)."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(rels):
            return {}
        items = list(self.tree(rels))
        if len({item.get("Id", "") for item in items}) != len(items):
            raise broken(self.label, message("folder.relation_twice", part=visible(rels)))
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in items
            if item.get("TargetMode") != "External"
        }

    @cached_property
    def workbook_part(self) -> str:
        """The path of workbook.xml."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                if target.lower() != _USUAL and self.has(_USUAL):
                    raise broken(self.label, message("folder.two_workbooks"))
                return target
        raise broken(self.label, message("folder.no_workbook"))

    @cached_property
    def workbook(self) -> ET.Element:
        """The tree of workbook.xml."""
        return self.tree(self.workbook_part)

    @cached_property
    def worksheets(self) -> dict[str, str]:
        """Tab name to part, worksheets only, in tab order."""
        related = self.relations(self.workbook_part)
        found: dict[str, str] = {}
        parts: dict[str, int] = {}
        for number, element in enumerate(self.sheets, start=1):
            relation = _relation_of(element)
            if relation not in related:
                raise broken(self.label, message("folder.sheet_without_part", number=number))
            kind, target = related[relation]
            if kind != "worksheet":
                continue
            name = element.get("name", "")
            if name in found:
                first = list(found).index(name) + 1
                raise LedgerUnavailableError(
                    message("folder.same_names", file=self.label, first=first, second=number)
                )
            first = parts.setdefault(target.lower(), number)
            if first != number:
                raise broken(self.label, message("folder.same_part", first=first, second=number))
            found[name] = target
        return found

    @cached_property
    def sheet_kinds(self) -> list[str]:
        """What kind each sheet is that workbook.xml names (``worksheet``, ``chartsheet``), in its order."""
        related = self.relations(self.workbook_part)
        return [related.get(_relation_of(element), ("", ""))[0] for element in self.sheets]

    @property
    def sheets(self) -> list[ET.Element]:
        """The sheets of every kind that workbook.xml names, in its order."""
        return [element for element in self.workbook.iter() if local_name(element.tag) == "sheet"]

    @cached_property
    def styles_part(self) -> str | None:
        """The path of styles.xml, None when there is none."""
        for kind, target in self.relations(self.workbook_part).values():
            if kind == "styles" and self.has(target):
                return target
        return None

    @cached_property
    def strings_part(self) -> str | None:
        """The path of the shared strings, first where everybody has them; None when there are none."""
        usual = posixpath.join(posixpath.dirname(self.workbook_part), "sharedStrings.xml")
        if self.has(usual):
            return usual
        for kind, target in self.relations(self.workbook_part).values():
            if kind == "sharedStrings" and self.has(target):
                return target
        return None

    @cached_property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904-01-01."""
        properties = (item for item in self.workbook.iter() if local_name(item.tag) == "workbookPr")
        return any(item.get("date1904", "0").lower() in {"1", "true", "on"} for item in properties)
