"""Our cells behind the last one of a row: most rows are never taken apart, only their end is looked for.

A first pass gives five cells to every row of a ledger. Where a row is written as usual and nothing stands in
our columns or beyond, what people have there is copied as it lies, and ours come before its end tag. Any
other row is left to `sync.folder.patch.rows.sheet_data.Row`, which takes it apart; both write the same bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.vocabulary import Mark
from sync.columns import LAST_COLUMN, column_number, letters
from sync.folder.patch.appearance import Looks, is_low
from sync.folder.patch.markup import cell_text
from sync.folder.patch.rows.sheet_data import SheetData
from sync.folder.patch.rows.xml_cell import style_of, text_pattern

_ADDRESSES = re.compile(rb'<c r="([A-Z]{1,3}[1-9]\d{0,6})"')
#: The last cell of a row with all that belongs to it.
_LAST = re.compile(rb"<c [^<>]*(?:/>|>(?:[^<]*<(?!/c[\s>]))*[^<]*</c>)")
_SPANS = re.compile(rb' spans="(\d{1,5}):(\d{1,5})"')
_END = b"</row>"


@dataclass(frozen=True, slots=True)
class _Shape:
    """In which columns a row has cells.

    Attributes:
        first: the first of them, 0-based.
        beside: how the last one that is not beyond the edge begins, up to its row's number; "" for none.
    """

    first: int
    beside: bytes


@dataclass(slots=True)
class Appended:
    """Puts our cells into the rows of one table that end before our columns.

    Attributes:
        rows: of the worksheet.
        looks: of our cells.
        columns: where each of ours stands, 0-based.
        edge: the last column of people's table, whose looks ours take on.
        first: of our columns.
    """

    rows: SheetData
    looks: Looks
    columns: Mapping[Mark, int]
    edge: int
    _order: list[Mark] = field(init=False)
    first: int = field(init=False)
    _shapes: dict[bytes, _Shape | None] = field(init=False, default_factory=dict[bytes, "_Shape | None"])
    _styles: dict[bytes, int] = field(init=False, default_factory=dict[bytes, int])
    _spans: dict[bytes, bytes] = field(init=False, default_factory=dict[bytes, bytes])
    _patterns: dict[tuple[int, bool, tuple[bool, ...]], bytes] = field(
        init=False, default_factory=dict[tuple[int, bool, tuple[bool, ...]], bytes]
    )
    _texts: dict[str, bytes] = field(init=False, default_factory=lambda: {"": b""})

    def __post_init__(self) -> None:
        self._order = sorted(self.columns, key=self.columns.__getitem__)
        self.first = self.columns[self._order[0]]

    def put(self, number: int, texts: Mapping[Mark, str]) -> tuple[int, int] | None:
        """Put our cells into a 1-based row; return its first and last column then, 0-based.

        None where the row has to be taken apart.
        """
        text = self.rows.text(number)
        if text is None or not text.endswith(_END):
            return None
        shape = self._shape(text, number)
        inner = text.find(b">")
        raw = text[len(b"<row") : inner]
        if shape is None or raw.count(b'"') % 2 or b"'" in raw or not text.startswith(b"<c ", inner + 1):
            return None
        close = len(text) - len(_END)
        base = self._base(text, number, close, shape)
        widened = self._widened(raw, shape)
        if base is None or widened is None:
            return None
        said = self._said(texts)
        pattern = self._pattern(base, raw, tuple(map(bool, said)))
        values: list[int | bytes] = []
        for one in said:
            values += (number, one) if one else (number,)
        cells = pattern % tuple(values)
        self.rows.cut(number, [(len(b"<row"), inner, widened), (close, close, cells)])
        return shape.first, self.columns[self._order[-1]]

    def _shape(self, text: bytes, number: int) -> _Shape | None:
        """Return which cells a row has; None where they are not all its own, in order, before ours."""
        found = _ADDRESSES.findall(text)
        if text.count(b"<c ") != len(found) or text.count(b"><c ") != len(found):
            return None
        key = (b",".join(found) + b",").replace(b"%d," % number, b",")
        if key not in self._shapes:
            self._shapes[key] = self._read_shape(key)
        return self._shapes[key]

    def _read_shape(self, key: bytes) -> _Shape | None:
        names = key[:-1].split(b",")
        if not all(name.isalpha() for name in names):  # a number that is not the row's
            return None
        columns = [column_number(name.decode()) for name in names]
        if columns != sorted(set(columns)) or columns[-1] >= self.first or columns[-1] > LAST_COLUMN:
            return None
        beside = [column for column in columns if column <= self.edge]
        return _Shape(columns[0], b'<c r="%b' % letters(beside[-1]).encode() if beside else b"")

    def _base(self, text: bytes, number: int, close: int, shape: _Shape) -> int | None:
        """Return the format of the last cell of people's table; None where the row ends oddly."""
        last = text.rfind(b"<c ")
        if _LAST.fullmatch(text, last, close) is None:
            return None
        if not shape.beside:
            return 0
        address = b'%b%d"' % (shape.beside, number)
        start = last if text.startswith(address, last) else text.find(address)
        raw = text[start + len(address) : text.find(b">", start)]
        if raw not in self._styles:
            self._styles[raw] = style_of(raw)
        return self._styles[raw]

    def _widened(self, raw: bytes, shape: _Shape) -> bytes | None:
        """Return a row's attributes with the hint of its columns reaching over ours; None where it is odd."""
        if b"spans" not in raw:
            return raw
        found = _SPANS.search(raw)
        if found is None:
            return None
        hint = found[0]
        if hint not in self._spans:
            first, last = int(found[1]) - 1, int(found[2]) - 1
            ours = self.columns[self._order[-1]]
            self._spans[hint] = b' spans="%d:%d"' % (min(first, shape.first) + 1, max(last, ours) + 1)
        return raw[: found.start()] + self._spans[hint] + raw[found.end() :]

    def _said(self, texts: Mapping[Mark, str]) -> list[bytes]:
        """Return what our cells hold, in the order of their columns."""
        known, found = self._texts, list[bytes]()
        for mark in self._order:
            text = texts.get(mark, "")
            if mark is Mark.WHY:  # begins with the row's number: no two are alike
                found.append(cell_text(text))
                continue
            if text not in known:
                known[text] = cell_text(text)
            found.append(known[text])
        return found

    def _pattern(self, base: int, raw: bytes, filled: tuple[bool, ...]) -> bytes:
        key = (base, b"ht" in raw and is_low(raw), filled)
        if key not in self._patterns:
            is_filled = dict(zip(self._order, filled, strict=True))
            # New formats get their numbers in the order in which a row that is taken apart asks for them.
            asked = sorted(Mark, key=lambda mark: not is_filled[mark])
            styles = {mark: self.looks.quiet(mark, base, raw) for mark in asked}
            self._patterns[key] = b"".join(
                text_pattern(self.columns[mark], styles[mark], filled=is_filled[mark]) for mark in self._order
            )
        return self._patterns[key]
