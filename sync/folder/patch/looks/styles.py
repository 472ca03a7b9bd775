"""Cell formats and conditional formats in styles.xml: appended at the end, taken off the end again."""

from collections.abc import Iterable, Sequence

from config.messages import message
from sync.folder.patch.markup import (
    Element,
    attributes,
    changed_attributes,
    elements,
    refuse,
    root_of,
)

#: What a workbook without styles.xml gets: one font, the two fills and the border that must exist.
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
#: Spreadsheet programs give up above this many cell formats.
MAX_FORMATS = 64_000
#: The order of a style sheet's parts (ECMA-376 part 1, 18.8.39).
_ORDER: tuple[str, ...] = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)


#: What no program writes and none minds: it tells us later what stood there before. A list that we
#: brought in has two blanks before its first attribute; one that was opened and closed, but empty, has a
#: blank in its end tag.
_BROUGHT_IN = b'  count="'
_WAS_OPEN = b" >"
#: On a cell format it says what holds without it: the format is ours.
_OURS = "quotePrefix"
#: Where in its row a cell's text may stand; without a word, at the bottom.
_HEIGHTS = frozenset({"top", "center", "bottom"})


class _List:
    """One counted list of the style sheet: cellXfs or dxfs; it grows and shrinks at its end only.

    Args:
        name: the element's.
        element: the list as found; None when there is none.
        xml: the part that it stands in.
        spans: where its elements lie there.
    """

    def __init__(
        self,
        name: str,
        element: Element | None = None,
        xml: bytes = b"",
        spans: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.name = name
        self.element = element
        self.found = [xml[start:end] for start, end in spans]
        self.items = list(self.found)
        self._xml, self._spans = xml, spans
        self._closed_by = xml[element.close : element.end] if element else b""
        self._is_open = self._closed_by.endswith(_WAS_OPEN) or (bool(self._closed_by) and not spans)

    def add(self, item: bytes) -> int:
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)

    def xml(self) -> bytes:
        raw = self.element.raw if self.element else _BROUGHT_IN + b'0"'
        if not self.items and raw.startswith(_BROUGHT_IN):
            return b""
        if "count" in attributes(raw):
            raw = changed_attributes(raw, {"count": str(len(self.items))})
        tag, body = b"<" + self.name.encode() + raw, self._inside()
        if not body and not self._is_open:
            return tag + b"/>"
        return tag + b">" + body + self._end()

    def _inside(self) -> bytes:
        """Return what stands between the tags now, with the blanks and lines that people's program set."""
        if self.element is None:
            return b"".join(self.items)
        start, close = self.element.inner, self.element.close
        left = min(len(self.items), len(self._spans))
        cut = self._spans[left - 1][1] if left else start
        behind = self._spans[-1][1] if self._spans else start
        added = b"".join(self.items[len(self.found) :])
        return self._xml[start:cut] + added + self._xml[behind:close]

    def _end(self) -> bytes:
        if self.items and self.found:
            return self._closed_by
        return b"</" + self.name.encode() + (_WAS_OPEN if self.items and self._is_open else b">")


class Styles:
    """The style sheet of one workbook, growing while its worksheets are patched.

    Args:
        xml: styles.xml in the plain dialect, None when the workbook has none.
        label: the workbook's name, for messages.
    """

    def __init__(self, xml: bytes | None, label: str) -> None:
        self._xml = EMPTY if xml is None else xml
        self._label = label
        root = root_of(self._xml, label)
        self._root = root
        self._parts = {part.name: part for part in elements(self._xml, root.inner, root.close, label)}
        self._formats = self._list("cellXfs")
        self._colours = self._list("dxfs")
        self._quiet: dict[tuple[int, bool, bool], int] = {}
        if not self._formats.items:
            raise refuse(label, message("folder.no_format"))

    def _list(self, name: str) -> _List:
        part = self._parts.get(name)
        if part is None:
            return _List(name)
        inside = elements(self._xml, part.inner, part.close, self._label)
        return _List(name, part, self._xml, [(item.start, item.end) for item in inside])

    def quiet(self, base: int, *, wrap: bool, from_top: bool = False) -> int:
        """Return the cell format for our words beside cells of format *base*.

        The same font, border, protection and height in the row; no fill, general, left.

        Args:
            base: of the cell beside it.
            wrap: in several lines where it is long.
            from_top: whatever the neighbour does, so that its beginning shows in a row that is too low.
        """
        key = (base, wrap, from_top)
        if key not in self._quiet:
            self._quiet[key] = self._make_quiet(base, wrap=wrap, from_top=from_top)
        return self._quiet[key]

    def _make_quiet(self, base: int, *, wrap: bool, from_top: bool) -> int:
        items = self._formats.items
        source = items[base] if base < len(items) else items[0]
        if len(items) >= MAX_FORMATS:
            return base
        element = root_of(source, self._label)
        raw = changed_attributes(
            element.raw,
            {
                "numFmtId": "0",
                "fillId": "0",
                _OURS: "0",
                "pivotButton": None,
                "applyNumberFormat": "1",
                "applyFill": "1",
                "applyAlignment": "1",
            },
        )
        inside = {part.name: part for part in elements(source, element.inner, element.close, self._label)}
        held = inside.get("protection")
        kept = source[held.start : held.end] if held else b""
        beside = inside["alignment"].attributes.get("vertical", "") if "alignment" in inside else ""
        vertical = "top" if from_top else beside if beside in _HEIGHTS else ""
        manner = f' vertical="{vertical}"' if vertical else ""
        manner += ' wrapText="1"' if wrap else ""
        alignment = f'<alignment horizontal="left"{manner}/>'.encode()
        return self._formats.add(b"<xf" + raw + b">" + alignment + kept + b"</xf>")

    def is_quiet(self, index: int) -> bool:
        """Tell whether a cell format is one that `quiet` makes."""
        if index >= len(self._formats.items):
            return False
        xml = self._formats.items[index]
        element = root_of(xml, self._label)
        inside = {
            part.name: part.attributes for part in elements(xml, element.inner, element.close, self._label)
        }
        place = inside.get("alignment", {})
        given = element.attributes
        plain = given.get("numFmtId", "0") == "0" and given.get("fillId", "0") == "0"
        return plain and place.get("horizontal") == "left"

    def colour(self, dxf: bytes) -> int:
        """Return the number of the differential format *dxf*, added when there is none alike."""
        return self._colours.add(dxf)

    def drop_formats(self, ours: Iterable[int], used: Iterable[int]) -> None:
        """Take formats off the end that were *ours* and that no cell among *used* needs any more.

        A heading of ours wears the format of the one beside it, which is people's and stays.
        """
        made = {index for index in ours if self._is_made_by_us(index)}
        self._drop(self._formats, made - set(used))

    def _is_made_by_us(self, index: int) -> bool:
        noted = index < len(self._formats.items) and b' quotePrefix="0"' in self._formats.items[index]
        return noted and self.is_quiet(index)

    def drop_colours(self, ours: Iterable[int], used: Iterable[int]) -> None:
        """Take differential formats off the end that were *ours* and that no rule among *used* needs."""
        self._drop(self._colours, set(ours) - set(used))

    @staticmethod
    def _drop(items: _List, unused: set[int]) -> None:
        # Only from the end: taking one out of the middle would renumber those that people use.
        while items.items and len(items.items) - 1 in unused:
            items.items.pop()

    @property
    def is_left_empty(self) -> bool:
        """Whether it is again what a workbook without a style sheet was given."""
        return self.xml() == EMPTY

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the part as found."""
        return any(part.items != part.found for part in (self._formats, self._colours))

    def xml(self) -> bytes:
        """Return the part as it should be now."""
        pieces: list[tuple[int, int, bytes]] = []
        for part in (self._formats, self._colours):
            if part.items == part.found:
                continue
            if part.element is not None:
                pieces.append((part.element.start, part.element.end, part.xml()))
            else:
                place = self._place_of(part.name)
                pieces.append((place, place, part.xml()))
        out = self._xml
        for start, end, text in sorted(pieces, reverse=True):
            out = out[:start] + text + out[end:]
        return out

    def _place_of(self, name: str) -> int:
        before = _ORDER[: _ORDER.index(name)]
        return max(
            (self._parts[part].end for part in before if part in self._parts), default=self._root.inner
        )
