"""One worksheet's XML: where its parts lie, and what is put in their place."""

import re

from config.messages import message
from sync.columns import column_number, letters
from sync.folder.patch.looks.conditional_formats import Area, read_areas
from sync.folder.patch.looks.widths import WidthSpan, read_spans
from sync.folder.patch.markup import (
    Cut,
    Element,
    Pieces,
    applied,
    changed_attributes,
    elements,
    refuse,
    root_of,
)
from sync.folder.patch.rows.sheet_data import SheetData

_DATA = re.compile(rb"<sheetData(?:\s[^<>]*?)?(/?)>")
_DATA_END = re.compile(rb"</sheetData\s*>")
_REF = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
#: What may stand between the rows and the conditional formats (ECMA-376 part 1, 18.3.1.99).
_BEFORE_RULES = frozenset(
    {
        "sheetCalcPr",
        "sheetProtection",
        "protectedRanges",
        "scenarios",
        "autoFilter",
        "sortState",
        "dataConsolidate",
        "customSheetViews",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
    }
)


class Worksheet:
    """One worksheet being patched; what is not set through it stays byte for byte.

    Args:
        xml: the part, in the plain dialect.
        label: the workbook's name, for messages.

    Raises:
        LayoutUnknownError: written in a way that we do not dare to patch.
    """

    def __init__(self, xml: bytes, label: str) -> None:
        self.source = xml
        self.label = label
        root = root_of(xml, label)
        opened = _DATA.search(xml)
        if opened is None:
            raise refuse(label, message("folder.no_rows"))
        self._start = opened.start()
        if opened[1]:
            inner = close = self._end = opened.end()
        else:
            ends = list(_DATA_END.finditer(xml, opened.end()))
            inner = opened.end()
            close, self._end = ends[-1].span() if ends else (-1, -1)
            if close < inner:
                raise refuse(label, message("folder.rows_cut_short"))
        self._is_closed = bool(opened[1])
        self.rows = SheetData(xml, inner, close, label)
        self.head = list(elements(xml, root.inner, self._start, label))
        self.tail = list(elements(xml, self._end, root.close, label))
        self._cuts: list[Cut] = []

    def formats(self) -> list[Element]:
        """Return the conditional formats of the plain kind, ours and people's."""
        return [part for part in self.tail if part.name == "conditionalFormatting"]

    @property
    def around(self) -> bytes:
        """What stands before and behind the rows."""
        return self.source[: self._start] + self.source[self._end :]

    def cut(self, cuts: list[Cut]) -> None:
        """Put other bytes in the place of some of the source's."""
        self._cuts += cuts

    def add_formats(self, xml: bytes) -> None:
        """Put conditional formats where the schema wants them, after people's."""
        place = max((part.end for part in self.tail if part.name in _BEFORE_RULES), default=self._end)
        self._cuts.append((place, place, xml))

    def spans(self) -> list[WidthSpan]:
        """Return the column widths."""
        part = self._cols()
        return read_spans(self.source[part.inner : part.close], self.label) if part else []

    def _cols(self) -> Element | None:
        found = [part for part in self.head if part.name == "cols"]
        if len(found) > 1:
            raise refuse(self.label, message("folder.two_widths"))
        return found[0] if found else None

    def set_spans(self, spans: list[WidthSpan]) -> None:
        """Replace the column widths; without any the list goes."""
        if spans == self.spans():
            return
        part = self._cols()
        start, end = (part.start, part.end) if part else (self._start, self._start)
        body = b"".join(span.xml() for span in spans)
        self._cuts.append((start, end, b"<cols>" + body + b"</cols>" if body else b""))

    def filter(self) -> Area | None:
        """Return what the village's filter covers; None without one."""
        part = self._filter()
        areas = read_areas(part.attributes.get("ref", "")) if part else []
        return areas[0] if len(areas) == 1 else None

    def _filter(self) -> Element | None:
        return next((part for part in self.tail if part.name == "autoFilter"), None)

    def set_filter(self, area: Area) -> None:
        """Let the filter cover *area*; what it filters by is as it was."""
        part = self._filter()
        if part is not None and self.filter() != area:
            raw = changed_attributes(part.raw, {"ref": area.reference()})
            tag = len(b"<autoFilter") + len(part.raw)
            self._cuts.append((part.start, part.start + tag, b"<autoFilter" + raw))

    def dimension(self) -> tuple[int, int, int, int] | None:
        """Return the used range it names: 1-based top, 0-based left, bottom, right; None without one."""
        part = self._dimension()
        match = _REF.fullmatch(part.attributes.get("ref", "")) if part else None
        if match is None:
            return None
        top, left = int(match[2]), column_number(match[1])
        return top, left, int(match[4] or top), column_number(match[3]) if match[3] else left

    def _dimension(self) -> Element | None:
        return next((part for part in self.head if part.name == "dimension"), None)

    def set_dimension(self, top: int, left: int, bottom: int, right: int) -> None:
        """Name another used range; a worksheet that names none is left so."""
        part = self._dimension()
        if part is None or self.dimension() in (None, (top, left, bottom, right)):
            return
        first, last = f"{letters(left)}{top}", f"{letters(right)}{bottom}"
        raw = changed_attributes(part.raw, {"ref": first if first == last else f"{first}:{last}"})
        self._cuts.append((part.start, part.end, b"<dimension" + raw + b"/>"))

    def pieces(self) -> Pieces | None:
        """Return the worksheet as it should be now; None when it is so already."""
        rows = self.rows.cuts()
        if rows and self._is_closed:
            text = b"".join(text for _, _, text in rows)
            rows = [(self._start, self._end, b"<sheetData>" + text + b"</sheetData>")]
        cuts = [cut for cut in [*self._cuts, *rows] if self.source[cut[0] : cut[1]] != cut[2]]
        return applied(self.source, cuts) if cuts else None
