"""One cell of a worksheet as written, and the cells of a row taken apart."""

import re
from functools import partial
from typing import NamedTuple

from config.messages import message
from sync.columns import LAST_COLUMN, column_number, letters
from sync.folder.patch.markup import cell_text, refuse

#: A cell as spreadsheet programs write it, with its address first and nothing odd about it.
_USUAL = re.compile(rb'(<c( r="([A-Z]{1,3})([1-9]\d{0,6})"[^<>/]*)(?:/>|>((?:[^<]*<(?!/c[\s>]))*[^<]*)</c>))')
_CELL = re.compile(rb"\s*<c((?:\s[^<>]*?)?)(/?)>")
_CELL_END = re.compile(rb"</c\s*>")
_HAS_ADDRESS = re.compile(rb"(?<!\S)r\s*=")
_ADDRESS = re.compile(rb"""(?<!\S)r\s*=\s*["']([A-Za-z]{1,3})([1-9]\d{0,6})["']""")
_STYLE = re.compile(rb"""(?<!\S)s\s*=\s*["'](\d{1,7})["']""")
_FORMULA = re.compile(rb"<f[\s/>]")
_RICH = re.compile(rb"(?<!\S)[cv]m\s*=")
_TEXT = b'<is><t xml:space="preserve">%b</t></is>'


class XmlCell(NamedTuple):
    """One cell as written: its bytes, its attributes, its address, and what is between its tags.

    A cell without an address stands right behind the one before it; so it is only as long as that stays.
    """

    xml: bytes
    raw: bytes
    letters: bytes = b""
    number: bytes = b""
    inner: bytes = b""

    @property
    def has_address(self) -> bool:
        """Whether it says where it stands."""
        return bool(self.letters)

    @property
    def style(self) -> int:
        """Its cell format; 0 when it names none."""
        return style_of(self.raw)

    @property
    def is_persons_own(self) -> bool:
        """Whether it holds what we never write: a formula or a rich value, such as a picture in the cell."""
        return _FORMULA.search(self.inner) is not None or _RICH.search(self.raw) is not None

    @property
    def was_there(self) -> bool:
        """Whether it was an empty cell with a format of people's before we wrote into it."""
        return b' ph="0"' in self.raw

    @property
    def is_held(self) -> bool:
        """Whether it holds a value or a formula, rather than a format alone."""
        return bool(self.inner.strip())


_cell_of = partial(tuple.__new__, XmlCell)


class _Numbers(dict[bytes, int]):
    """From a column's letters to its 0-based number, each worked out once."""

    def __missing__(self, name: bytes) -> int:
        number = column_number(name.decode())
        if number > LAST_COLUMN:
            return LAST_COLUMN + 1
        self[name] = number
        return number


_NUMBERS = _Numbers()


def style_of(raw: bytes) -> int:
    """Return the cell format among a cell's attributes as written; 0 when none is named."""
    found = _STYLE.search(raw)
    return int(found[1]) if found else 0


def text_cell(row: int, column: int, text: str, style: int, *, was_there: bool = False) -> XmlCell:
    """Return a cell of ours; an empty *text* leaves the format alone.

    Args:
        row: 1-based.
        column: 0-based.
        text: what it says.
        style: its cell format.
        was_there: a cell with a format stood there before us, and shall stand there when we go. That is
            noted in the cell itself: ``ph="0"`` says what would hold without it, and nobody else writes it.
    """
    noted = b' ph="0"' if was_there else b""
    content = cell_text(text)
    if not content:
        return _made(row, column, style, noted, b"")
    return _made(row, column, style, noted + b' t="inlineStr"', _TEXT % content)


def number_cell(row: int, column: int, number: int | str, style: int) -> XmlCell:
    """Return a cell that holds a whole number; *row* 1-based, *column* 0-based."""
    return _made(row, column, style, b"", f"<v>{number}</v>".encode())


def text_pattern(column: int, style: int, *, filled: bool) -> bytes:
    """Return what `text_cell` makes, with ``%d`` for the row and, where *filled*, ``%b`` for the text."""
    raw = b' r="%b%%d"' % letters(column).encode() + (b' s="%d"' % style if style else b"")
    return b'<c%b t="inlineStr">%b</c>' % (raw, _TEXT) if filled else b"<c%b/>" % raw


def _made(row: int, column: int, style: int, more: bytes, inner: bytes) -> XmlCell:
    name, number = letters(column).encode(), b"%d" % row
    raw = b' r="%b%b"' % (name, number) + (b' s="%d"' % style if style else b"") + more
    xml = b"<c%b>%b</c>" % (raw, inner) if inner else b"<c%b/>" % raw
    return XmlCell(xml, raw, name, number, inner)


def usual_cells(text: bytes, start: int, end: int, row: int) -> dict[int, XmlCell] | None:
    """Return the cells in ``text[start:end]`` by 0-based column, all of 1-based *row*.

    None where any of it is not written as usual, or not in order: `careful_cells` then tells what is wrong.
    """
    found = _USUAL.findall(text, start, end)
    if sum([len(cell[0]) for cell in found]) != end - start:
        return None
    number = b"%d" % row
    columns = [_NUMBERS[cell[2]] for cell in found]
    if any(cell[3] != number for cell in found) or columns != sorted(set(columns)):
        return None
    if columns and columns[-1] > LAST_COLUMN:
        return None
    return dict(zip(columns, map(_cell_of, found), strict=True))


def careful_cells(
    text: bytes, bounds: tuple[int, int], row: int, label: str
) -> tuple[dict[int, XmlCell], bytes]:
    """Return the cells in a stretch of *text* one by one, and what follows the last one.

    Raises:
        LayoutUnknownError: cut short, out of order, or with another row's address.
    """
    position, close = bounds
    cells: dict[int, XmlCell] = {}
    last = -1
    while match := _CELL.match(text, position, close):
        inner = b""
        end = match.end()
        if not match[2]:
            stop = _CELL_END.search(text, end, close)
            if stop is None:
                raise refuse(label, message("folder.row_cut_short", row=row))
            inner = text[end : stop.start()]
            end = stop.end()
        address = _ADDRESS.search(match[1])
        has_address = address is not None or _HAS_ADDRESS.search(match[1]) is not None
        column = _NUMBERS[address[1]] if address else last + 1
        if (has_address and (address is None or int(address[2]) != row)) or column > LAST_COLUMN:
            raise refuse(label, message("folder.row_wrong_address", row=row))
        if column <= last:
            raise refuse(label, message("folder.row_cells_out_of_order", row=row))
        name, number = (address[1], address[2]) if address else (b"", b"")
        cells[column] = XmlCell(text[position:end], match[1], name, number, inner)
        position, last = end, column
    return cells, text[position:close]
