"""An empty cell of people's that we write into: what it was is noted in it, and given back to the letter.

Programs write an empty cell in many ways: with a kind or without, opened and closed, holding an empty value.
A cell may say once more what holds without it (``ph="0"``), and however many blanks stand before that, no
program minds: their number says which way it was.
"""

import re
from itertools import product

from sync.folder.patch.markup import cell_text
from sync.folder.patch.rows.xml_cell import XmlCell, text_cell

_KINDS = (b"", b"s", b"n", b"str", b"inlineStr", b"b", b"e")
#: What stands behind the attributes.
_ENDS = (b"/>", b"></c>", b"><v></v></c>", b"><v/></c>")
_WAYS: list[tuple[bytes, bytes]] = list(product(_ENDS, _KINDS))
_FIRST = b' r="'
_KIND = re.compile(rb'(?<=\st=")\w+(?=")')
_NOTE = re.compile(rb'( +)ph="0"')
_TEXT = b'><is><t xml:space="preserve">%b</t></is></c>'


def lent(cell: XmlCell, row: int, column: int, text: str) -> XmlCell:
    """Return an empty cell of people's, or one that was lent to us before, with *text* in it."""
    cell = given_back(cell, row, column) if cell.was_there else cell
    kind = _KIND.search(cell.raw)
    way = (cell.xml[len(b"<c" + cell.raw) :], kind[0] if kind else b"")
    if way not in _WAYS or not cell.raw.startswith(_FIRST) or b" ph=" in cell.raw or b"='" in cell.raw:
        return text_cell(row, column, text, cell.style, was_there=True)
    content = cell_text(text)
    raw = _KIND.sub(b"inlineStr", cell.raw) if content else cell.raw
    bare = raw.rstrip()
    note = b' t="inlineStr"' if content and not kind else b""
    note += b" " * (_WAYS.index(way) + 1) + b'ph="0"'
    raw = bare + note + raw[len(bare) :]
    return cell._replace(raw=raw, xml=b"<c" + raw + (_TEXT % content if content else way[0]))


def given_back(cell: XmlCell, row: int, column: int) -> XmlCell:
    """Return a cell that was lent to us as it was found."""
    note = _NOTE.search(cell.raw)
    blanks = len(note[1]) if note else 0
    if not 0 < blanks <= len(_WAYS):
        return text_cell(row, column, "", cell.style)
    end, kind = _WAYS[blanks - 1]
    raw = _NOTE.sub(b"", cell.raw)
    raw = _KIND.sub(kind, raw) if kind else raw.replace(b' t="inlineStr"', b"")
    return cell._replace(raw=raw, xml=b"<c" + raw + end, inner=end[1:-4])
