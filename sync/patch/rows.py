"""Rows and cells of a worksheet's sheetData: ours are set or taken out, all others stay as written."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sync.patch.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number
from sync.patch.markup import ATTRIBUTES, attributes, cell_text, changed_attributes, refuse

_ROW = re.compile(rb"<row[\s/>]")
_NUMBERED = re.compile(rb'<row\s(?:[^<>]*?\s)?r="(\d+)"')
_OPEN = re.compile(rb"<row" + ATTRIBUTES + rb"(/?)>")
_CELL = re.compile(rb"\s*<c" + ATTRIBUTES + rb"(?:/>|>([^<]*(?:<(?!/c>)[^<]*)*)</c>)")
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})([1-9]\d*)"')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written: 0-based column, attributes, what is between its tags, and its bytes."""

    column: int
    raw: bytes
    inner: bytes
    xml: bytes

    @property
    def style(self) -> int:
        """Its cell format; 0 when it names none."""
        return int(attributes(self.raw).get("s", "0"))

    @property
    def is_persons_own(self) -> bool:
        """Whether it holds what we never write: a formula or a rich value, such as a picture in the cell."""
        return b"<f" in self.inner or not {"cm", "vm"}.isdisjoint(attributes(self.raw))

    @property
    def was_there(self) -> bool:
        """Whether it was an empty cell with a format of people's before we wrote into it."""
        return attributes(self.raw).get("ph") == "0"

    @property
    def is_held(self) -> bool:
        """Whether it holds a value or a formula, rather than a format alone."""
        return bool(self.inner.strip())


def text_cell(row: int, column: int, text: str, style: int, *, was_there: bool = False) -> Cell:
    """Return a cell of ours; an empty *text* leaves the format alone.

    Args:
        row: 1-based.
        column: 0-based.
        text: what it says.
        style: its cell format.
        was_there: a cell with a format stood there before us, and shall stand there when we go. That is
            noted in the cell itself: ``ph="0"`` says what would hold without it, and nobody else writes it.
    """
    raw = f' r="{column_letters(column)}{row}"'.encode()
    if style:
        raw += f' s="{style}"'.encode()
    if was_there:
        raw += b' ph="0"'
    content = cell_text(text)
    if not content:
        return Cell(column, raw, b"", b"<c" + raw + b"/>")
    raw += b' t="inlineStr"'
    inner = b'<is><t xml:space="preserve">' + content + b"</t></is>"
    return Cell(column, raw, inner, b"<c" + raw + b">" + inner + b"</c>")


@dataclass(slots=True)
class Row:
    """One row, taken apart. *tail* is what stands after its last cell (an extension list)."""

    number: int
    raw: bytes
    cells: dict[int, Cell]
    tail: bytes
    after: bytes

    def xml(self) -> bytes:
        """Return the row as it should be now."""
        ordered = b"".join(self.cells[column].xml for column in sorted(self.cells))
        if not ordered and not self.tail:
            return b"<row" + self.raw + b"/>" + self.after
        return b"<row" + self.raw + b">" + ordered + self.tail + b"</row>" + self.after

    def left_of(self, column: int) -> Cell | None:
        """Return the last cell before *column*."""
        return max((cell for at, cell in self.cells.items() if at < column), key=_column, default=None)


def _column(cell: Cell) -> int:
    return cell.column


class SheetData:
    """The rows of one worksheet, taken apart only where they are touched.

    Args:
        data: what is between the tags of sheetData.
        label: the workbook's name, for messages.

    Raises:
        LayoutUnknownError: rows without numbers or out of order.
    """

    def __init__(self, data: bytes, label: str) -> None:
        self._data = data
        self._label = label
        starts = [match.start() for match in _ROW.finditer(data)]
        numbered = [(match.start(), int(match[1])) for match in _NUMBERED.finditer(data)]
        self._numbers = [number for _, number in numbered]
        if [start for start, _ in numbered] != starts:
            raise refuse(label, "a worksheet has rows without a number")
        if any(a >= b for a, b in pairwise(self._numbers)):
            raise refuse(label, "a worksheet has rows out of order")
        if (data[: starts[0]] if starts else data).strip():
            raise refuse(label, "a worksheet's rows are written in an unknown way")
        self._starts = [*starts, len(data)]
        self._index = {number: index for index, number in enumerate(self._numbers)}
        self._touched: dict[int, Row] = {}

    @property
    def numbers(self) -> list[int]:
        """The 1-based numbers of the rows that exist, touched ones included."""
        return sorted(self._index.keys() | self._touched.keys())

    def row(self, number: int) -> Row:
        """Return the 1-based row taken apart; a missing one is begun."""
        row = self._touched.get(number)
        if row is None:
            if number > LAST_ROW + 1:
                raise refuse(self._label, "a row lies below the last one there can be")
            index = self._index.get(number)
            row = (
                Row(number, f' r="{number}"'.encode(), {}, b"", b"") if index is None else self._parse(index)
            )
            self._touched[number] = row
        return row

    def peek(self, number: int) -> Row | None:
        """Return the row when it exists, to look at."""
        if number in self._touched:
            return self._touched[number]
        index = self._index.get(number)
        return None if index is None else self._parse(index)

    def _parse(self, index: int) -> Row:
        number = self._numbers[index]
        text = self._data[self._starts[index] : self._starts[index + 1]]
        opened = _OPEN.match(text)
        if opened is None:
            raise refuse(self._label, f"row {number} is written in an unknown way")
        if opened[2]:
            return self._whole(Row(number, opened[1], {}, b"", text[opened.end() :]), text)
        close = text.rfind(b"</row>")
        if close < 0:
            raise refuse(self._label, f"row {number} is cut short")
        cells: dict[int, Cell] = {}
        position, last = opened.end(), -1
        while match := _CELL.match(text, position, close):
            column = self._column_of(match, number)
            if column <= last:
                raise refuse(self._label, f"row {number} has cells out of order")
            cells[column] = Cell(column, match[1], match[2] or b"", match[0])
            position, last = match.end(), column
        tail = text[position:close]
        if tail.strip() and not tail.lstrip().startswith(b"<extLst"):
            raise refuse(self._label, f"row {number} has cells written in an unknown way")
        return self._whole(Row(number, opened[1], cells, tail, text[close + len(b"</row>") :]), text)

    def _column_of(self, match: re.Match[bytes], number: int) -> int:
        address = _ADDRESS.search(match[1])
        column = column_number(address[1].decode()) if address else LAST_COLUMN + 1
        if address is None or int(address[2]) != number or column > LAST_COLUMN:
            raise refuse(self._label, f"row {number} has cells without their address")
        return column

    def _whole(self, row: Row, text: bytes) -> Row:
        if row.after.strip():
            raise refuse(self._label, f"row {row.number} is followed by something unknown")
        return row

    def drop_row(self, number: int) -> None:
        """Take a touched row out altogether."""
        self._touched[number] = Row(number, b"", {}, b"", b"")

    def xml(self) -> bytes:
        """Return all rows as they should be now."""
        pieces: list[bytes] = []
        position = 0
        for number in sorted(self._touched):
            row = self._touched[number]
            index = self._index.get(number)
            text = row.xml() if row.raw else row.after
            if index is None:
                at = self._starts[_first_above(self._numbers, number)]
                pieces += (self._data[position:at], text)
                position = at
            else:
                pieces += (self._data[position : self._starts[index]], text)
                position = self._starts[index + 1]
        pieces.append(self._data[position:])
        return b"".join(pieces)

    def touched(self) -> list[Row]:
        """Return the rows taken apart so far."""
        return list(self._touched.values())


def _first_above(numbers: list[int], number: int) -> int:
    return bisect_right(numbers, number)


def widen_spans(row: Row, columns: Mapping[int, object]) -> None:
    """Let a row's *spans* hint, where it has one, take in our columns."""
    spans = attributes(row.raw).get("spans")
    if not spans or not columns or " " in spans:
        return
    first, _, last = spans.partition(":")
    wide = f"{min(int(first), min(columns) + 1)}:{max(int(last), max(columns) + 1)}"
    if wide != spans:
        row.raw = changed_attributes(row.raw, {"spans": wide})
