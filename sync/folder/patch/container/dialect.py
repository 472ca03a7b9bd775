"""Parts that are not written as most programs do: brought into the plain dialect to be patched, and back.

The plain dialect is UTF-8, no comments, no CDATA, no processing instructions, no prefix on names. A .NET
exporter prefixes every name, a database exporter writes GB18030, a report generator signs with a comment.
What is done to a part here can be undone byte for byte, or the part is refused with the true cause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.messages import message
from sync.folder.patch.markup import Pieces, refuse

_ENCODING = re.compile(rb"""<\?xml[^<>]*?\sencoding\s*=\s*["']([\w.-]{1,40})["']""")
_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^<>]*\?>")
_ASIDE = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ROOT = re.compile(rb"<([^\s<>/!?:]+:)?[^\s<>/!?:]+(?=[\s/>])")
_UNPREFIXED = re.compile(rb"<(/?)(?=[^\s<>/!?:]+[\s/>])")
#: What is set aside leaves twenty-four of these two, which XML forbids and every pattern takes for blanks.
_PLACE = re.compile(rb"[\v\f]{24}")
_MARKS = re.compile(rb"[\v\f]")
_BITS = 24

#: Byte order marks, and how the text behind them is decoded.
_MARKED = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAME_AS_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a part was written: its encoding and byte order mark, its prefix, and what was set aside."""

    encoding: str = "utf-8"
    mark: bytes = b""
    prefix: bytes = b""
    aside: tuple[bytes, ...] = ()

    def as_written(self, pieces: Pieces) -> Pieces:
        """Return a part in the plain dialect as its program would have written it."""
        if self == Dialect():
            return pieces
        return [self._encoded(self.spelled(pieces))]

    def spelled(self, pieces: Pieces) -> bytes:
        """Return a part with its prefix and all that was set aside, but in UTF-8 still."""
        xml = b"".join(pieces)
        if self.prefix:
            xml = _UNPREFIXED.sub(rb"<\1" + self.prefix, xml)
        return _PLACE.sub(lambda match: self.aside[_number(match[0])], xml)

    def _encoded(self, xml: bytes) -> bytes:
        return xml if self.encoding == "utf-8" else self.mark + xml.decode().encode(self.encoding)


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes of a part give away, in lower case; UTF-8 where none do."""
    for mark, name in _MARKED:
        if head.startswith(mark):
            return name
    for name, first in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if head.startswith(first):
            return name
    found = _ENCODING.search(head[:400])
    name = found[1].decode().lower() if found else "utf-8"
    return "utf-8" if name in _SAME_AS_UTF8 else name


def as_utf8(xml: bytes, label: str) -> tuple[bytes, str, bytes]:
    """Return a part in UTF-8, with its encoding and its byte order mark.

    Raises:
        LayoutUnknownError: in no encoding that we know, or not what it says.
    """
    encoding = encoding_of(xml)
    if encoding == "utf-8":
        return xml, encoding, b""
    mark = next((mark for mark, _ in _MARKED if xml.startswith(mark)), b"")
    try:
        plain = xml[len(mark) :].decode(encoding).encode()
    except (LookupError, UnicodeError) as error:
        raise refuse(label, message("folder.wrong_encoding", encoding=encoding)) from error
    return plain, encoding, mark


def plain(xml: bytes, root: str, label: str) -> tuple[bytes, Dialect]:
    """Return a part in the plain dialect, and how to put it back.

    Args:
        xml: the part as found.
        root: the name of its outermost element.
        label: the workbook's name, for messages.

    Raises:
        LayoutUnknownError: a DOCTYPE, another root, names partly prefixed, or an unknown encoding.
    """
    text, encoding, mark = as_utf8(xml, label)
    text, aside = _set_aside(text, root, label)
    first = _ROOT.search(text)
    prefix = (first[1] or b"") if first else b""
    if prefix:
        if _UNPREFIXED.search(text):
            raise refuse(label, message("folder.half_prefixed", part=root))
        text = text.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
    if re.match(rb"<" + root.encode() + rb"[\s/>]", text[_root_at(text) :]) is None:
        raise refuse(label, message("folder.other_root", part=root))
    dialect = Dialect(encoding, mark, prefix, aside)
    if dialect != Dialect() and b"".join(dialect.as_written([text])) != xml:
        raise refuse(label, message("folder.not_kept", part=root))
    return text, dialect


def without_asides(xml: bytes) -> bytes:
    """Return a UTF-8 part without comments, its CDATA as plain text: what every reader understands."""
    out: list[bytes] = []
    position = 0
    for start, end in _asides(xml, 0):
        found = xml[start:end]
        out.append(xml[position:start])
        if found.startswith(b"<![CDATA["):
            out.append(found[9:-3].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;"))
        elif found.startswith(b"<?"):
            out.append(found)
        position = end
    out.append(xml[position:])
    return b"".join(out)


def _asides(xml: bytes, position: int) -> Iterator[tuple[int, int]]:
    """Yield where comments, CDATA and instructions lie, from *position* on; one that never ends ends it."""
    while opened := _ASIDE.search(xml, position):
        end = _ENDS[opened[0]]
        close = xml.find(end, opened.end())
        if close < 0:
            return
        position = close + len(end)
        yield opened.start(), position


def _root_at(text: bytes) -> int:
    first = _ROOT.search(text)
    return first.start() if first else len(text)


def _set_aside(text: bytes, root: str, label: str) -> tuple[bytes, tuple[bytes, ...]]:
    """Put placeholders where comments, CDATA and instructions stand, the declaration at the top left out."""
    declared = _DECLARATION.match(text)
    start = declared.end() if declared else 0
    if b"<!" not in text and text.find(b"<?", start) < 0:
        return text, ()
    if _MARKS.search(text):
        raise refuse(label, message("folder.forbidden_characters", part=root))
    aside: list[bytes] = []
    out: list[bytes] = []
    position = 0
    for opened, end in _asides(text, start):
        out += (text[position:opened], _place(len(aside)))
        aside.append(text[opened:end])
        position = end
    out.append(text[position:])
    found = b"".join(out)
    if b"<!" in found:
        what = "folder.doctype" if b"<!DOCTYPE" in found else "folder.endless_comment"
        raise refuse(label, message(what, part=root))
    return found, tuple(aside)


def _place(number: int) -> bytes:
    return bytes(b"\v\f"[number >> bit & 1] for bit in range(_BITS))


def _number(place: Sequence[int]) -> int:
    return sum((mark == 0x0C) << bit for bit, mark in enumerate(place))
