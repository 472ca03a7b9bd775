"""Rows and cells of a worksheet's sheetData: ours are set or taken out, all others stay as written."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from config.messages import message
from sync.columns import LAST_ROW, letters
from sync.folder.patch.markup import (
    ATTRIBUTES,
    Cut,
    attributes,
    changed_attributes,
    is_count,
    refuse,
)
from sync.folder.patch.rows.xml_cell import XmlCell, careful_cells, usual_cells

#: So far to the left a cell is looked for one by one before all of the row's are gone through.
_NEAR = 8
#: Two blanks note that a row was not there before us; nobody else writes them, and nobody minds.
_BEGUN = b'  r="'
_ROW = re.compile(rb"<row[\s/>]")
_NUMBERED = re.compile(rb'<row\s(?:[^<>]*?\s)?r="(\d{1,7})"')
_TAG = re.compile(rb"<row(?=[\s/>])([^<>]*)")
_NUMBER = re.compile(rb"""(?<!\S)r\s*=\s*["'](\d{1,7})["']""")
_OPEN = re.compile(rb"<row" + ATTRIBUTES + rb"(/?)>")
_SPANS = re.compile(rb'(?<=\sspans=")(\d{1,5}):(\d{1,5})(?=")')
_ROW_END = re.compile(rb"</row\s*>")


@dataclass(slots=True)
class Row:
    """One row, taken apart.

    Attributes:
        number: 1-based.
        raw: its attributes as written.
        cells: by 0-based column, in order as found.
        tail: what stands after its last cell (an extension list).
        after: white space behind it.
        end: its end tag.
    """

    number: int
    raw: bytes
    cells: dict[int, XmlCell]
    tail: bytes = b""
    after: bytes = b""
    end: bytes = b"</row>"

    def xml(self) -> bytes:
        """Return the row as it should be now."""
        cells = self.cells
        ordered = b"".join([cells[at].xml if cells[at].letters else self._cell(at) for at in sorted(cells)])
        if not ordered and not self.tail:
            return b"<row" + self.raw + b"/>" + self.after
        return b"<row" + self.raw + b">" + ordered + self.tail + self.end + self.after

    def _cell(self, column: int) -> bytes:
        cell = self.cells[column]
        if cell.has_address or column - 1 in self.cells or column == 0:
            return cell.xml
        return cell.xml.replace(b"<c", b'<c r="%s%d"' % (letters(column).encode(), self.number), 1)

    @property
    def is_begun_by_us(self) -> bool:
        """Whether there was no such row before us."""
        return self.raw.startswith(_BEGUN)

    def left_of(self, column: int) -> XmlCell | None:
        """Return the last cell before *column*."""
        for at in range(column - 1, max(column - _NEAR, -1), -1):
            if at in self.cells:
                return self.cells[at]
        at = max((at for at in self.cells if at < column), default=None)
        return None if at is None else self.cells[at]

    @property
    def spans(self) -> tuple[int, int] | None:
        """The *spans* hint, as 0-based first and last column; None without one."""
        if found := _SPANS.search(self.raw):
            return int(found[1]) - 1, int(found[2]) - 1
        first, _, last = attributes(self.raw).get("spans", "").partition(":")
        return (int(first) - 1, int(last) - 1) if is_count(first) and is_count(last) else None

    def set_spans(self, first: int, last: int) -> None:
        """Give another hint, where there is one; 0-based."""
        if self.spans in (None, (first, last)):
            return
        hint = f"{first + 1}:{last + 1}"
        self.raw, count = _SPANS.subn(hint.encode(), self.raw, count=1)
        if not count:
            self.raw = changed_attributes(self.raw, {"spans": hint})

    def widen_spans(self) -> None:
        """Let the hint take in every cell."""
        spans = self.spans
        if spans is not None and self.cells:
            self.set_spans(min(spans[0], *self.cells), max(spans[1], *self.cells))


def _counted(xml: bytes, start: int, end: int) -> Iterator[int]:
    """Yield the 1-based numbers of rows of which some have none: one more than the row before."""
    number = 0
    for match in _TAG.finditer(xml, start, end):
        found = _NUMBER.search(match[1])
        number = int(found[1]) if found else number + 1
        yield number


class SheetData:
    """The rows of one worksheet, each taken apart, changed and put back by itself.

    Args:
        xml: the whole part.
        start: where its rows begin.
        end: where they end.
        label: the workbook's name, for messages.

    Raises:
        LayoutUnknownError: rows out of order.
    """

    def __init__(self, xml: bytes, start: int, end: int, label: str) -> None:
        self._xml = xml
        self._label = label
        starts = [match.start() for match in _ROW.finditer(xml, start, end)]
        numbered = list(_NUMBERED.finditer(xml, start, end))
        if [match.start() for match in numbered] == starts:
            self.numbers = [int(match[1]) for match in numbered]
        else:
            self.numbers = list(_counted(xml, start, end))
        if any(a >= b for a, b in pairwise(self.numbers)):
            raise refuse(label, message("folder.rows_out_of_order"))
        if xml[start : starts[0] if starts else end].strip():
            raise refuse(label, message("folder.odd_rows"))
        self._starts = [*starts, end]
        self._put: dict[int, bytes] = {}
        self._added: dict[int, list[Cut]] = {}

    def row(self, number: int) -> Row:
        """Return the 1-based row as found, taken apart; a missing one is begun."""
        return self.peek(number) or Row(number, _BEGUN + str(number).encode() + b'"', {})

    def peek(self, number: int) -> Row | None:
        """Return the 1-based row as found, taken apart; None where there is none."""
        index = self._index(number)
        return None if index is None else self._parse(index)

    def text(self, number: int) -> bytes | None:
        """Return the 1-based row as found, in one piece; None where there is none."""
        index = self._index(number)
        return None if index is None else self._xml[self._starts[index] : self._starts[index + 1]]

    def cut(self, number: int, cuts: Sequence[Cut]) -> None:
        """Put other bytes in the place of some of a row's; counted from where the row begins."""
        index = self._index(number)
        if index is not None:
            at = self._starts[index]
            self._added[number] = [(at + start, at + end, text) for start, end, text in cuts]

    def _index(self, number: int) -> int | None:
        index = bisect_right(self.numbers, number) - 1
        return index if index >= 0 and self.numbers[index] == number else None

    def _parse(self, index: int) -> Row:
        number = self.numbers[index]
        text = self._xml[self._starts[index] : self._starts[index + 1]]
        opened = _OPEN.match(text)
        if opened is None:
            raise refuse(self._label, message("folder.odd_row", row=number))
        cells: dict[int, XmlCell] = {}
        tail = b""
        close = end = opened.end()
        if not opened[2]:
            close, end = self._end(text, opened.end(), number)
            usual = usual_cells(text, opened.end(), close, number)
            bounds = (opened.end(), close)
            cells, tail = (
                (usual, b"") if usual is not None else careful_cells(text, bounds, number, self._label)
            )
        after = text[end:]
        known_tail = not tail.strip() or tail.lstrip().startswith(b"<extLst")
        if after.strip() or not known_tail:
            raise refuse(self._label, message("folder.row_odd_cells", row=number))
        return Row(number, opened[1], cells, tail, after, text[close:end] or b"</row>")

    def _end(self, text: bytes, start: int, number: int) -> tuple[int, int]:
        """Return where a row's end tag lies."""
        if text.endswith(b"</row>"):
            return len(text) - len(b"</row>"), len(text)
        ends = list(_ROW_END.finditer(text, start))
        if not ends:
            raise refuse(self._label, message("folder.row_cut_short", row=number))
        return ends[-1].span()

    def put(self, row: Row) -> None:
        """Put a row back as it should be now."""
        if row.number > LAST_ROW + 1:
            raise refuse(self._label, message("folder.row_beyond"))
        self._added.pop(row.number, None)
        self._put[row.number] = row.xml()

    def drop(self, row: Row) -> None:
        """Take a row out altogether; where the next one counts on it, an empty one is left."""
        index = self._index(row.number)
        at = self._starts[index + 1] if index is not None else len(self._xml)
        following = self._xml[at : at + 4096]
        tag = _TAG.match(following)
        counts_on_it = tag is not None and not _NUMBER.search(tag[1])
        self._put[row.number] = row.xml() if counts_on_it else row.after

    def cuts(self) -> list[Cut]:
        """Return what to put in the place of the rows as found."""
        found: list[Cut] = [cut for cuts in self._added.values() for cut in cuts]
        for number in sorted(self._put):
            text = self._put[number]
            index = self._index(number)
            if index is None:
                at = self._starts[bisect_right(self.numbers, number)]
                found.append((at, at, text))
            elif self._xml[self._starts[index] : self._starts[index + 1]] != text:
                found.append((self._starts[index], self._starts[index + 1], text))
        return found
