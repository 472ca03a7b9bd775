"""The little of XML that patching needs, on bytes, so that what we do not touch stays as it is.

Only the plain dialect is taken on here; `dialect` brings parts into it and back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from operator import itemgetter
from xml.parsers import expat

from config.errors import LayoutUnknownError
from config.messages import Message, message

_ATTRIBUTE = re.compile(rb"""(?<![^\s"'])([^\s=<>/"']+)\s*=\s*("[^"<]*"|'[^'<]*')""")
ATTRIBUTES = rb"""((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*)"""
_SET = re.compile(rb"""(?<!\s)(\s+)([^\s=<>/"']+)(\s*=\s*)("[^"<]*"|'[^'<]*')""")
_TAG = re.compile(rb"<(/?)([^\s<>/!?]+)" + ATTRIBUTES + rb"(/?)>")
#: Bytes to put in the place of ``xml[start:end]``.
Cut = tuple[int, int, bytes]
#: A part in pieces, which may be gone through more than once: a large worksheet is never copied whole.
Pieces = Iterable[bytes | memoryview]
#: Parts that change, by name; None takes a part out.
Changes = dict[str, Pieces | None]

#: What XML 1.0 cannot hold. A carriage return would come back as a line feed, so it goes as well.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Spreadsheets read _x0041_ as "A"; a text that happens to hold such a thing has its underline escaped.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: The most a cell may hold.
MAX_TEXT = 32_767
_CHUNK = 1 << 20
#: Bytes that are handed on at once: few calls of the packer, and little room.
_STRETCH = 1 << 17


def refuse(label: str, what: Message) -> LayoutUnknownError:
    """Return the error for a layout we do not dare to patch."""
    return LayoutUnknownError(message("folder.not_patched", file=label, what=what))


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a part: its name, its attributes as written, and where it lies.

    ``start:end`` is the whole element, ``inner:close`` what is between its tags (both equal to *end*
    when it closes itself).
    """

    name: str
    raw: bytes
    start: int
    inner: int
    close: int
    end: int

    @property
    def attributes(self) -> dict[str, str]:
        """Return its attributes, unescaped."""
        return attributes(self.raw)


def attributes(raw: bytes) -> dict[str, str]:
    """Return the attributes in the text between a tag's name and its end."""
    return {name.decode(): unescape(value[1:-1].decode()) for name, value in _ATTRIBUTE.findall(raw)}


def changed_attributes(raw: bytes, changes: Mapping[str, str | None]) -> bytes:
    """Return *raw* with attributes set anew, added at the end, or (None) taken away; the rest as written."""
    left = dict(changes)

    def rewrite(match: re.Match[bytes]) -> bytes:
        name = match[2].decode()
        if name not in left:
            return match[0]
        value = left.pop(name)
        quote = match[4][:1]
        written = b"" if value is None else escape(value).replace(b"'", b"&apos;")
        return b"" if value is None else match[1] + match[2] + match[3] + quote + written + quote

    found = _SET.sub(rewrite, raw)
    added = [
        b" " + name.encode() + b'="' + escape(value) + b'"'
        for name, value in left.items()
        if value is not None
    ]
    end = len(found.rstrip())  # a blank before the end of the tag stays there
    return found[:end] + b"".join(added) + found[end:]


def is_count(text: str) -> bool:
    """Whether an attribute is a number of at most nine digits, as rows, columns and formats have them."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def escape(text: str) -> bytes:
    """Return *text* as XML content or a double-quoted attribute."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return plain.encode()


def as_kept(text: str) -> str:
    """Return *text* as a cell keeps it: without what XML cannot hold, and no longer than a cell may be."""
    plain = text if text.isprintable() else _ILLEGAL.sub("", text)
    return plain[:MAX_TEXT]


def cell_text(text: str) -> bytes:
    """Return *text* as the content of a cell's ``<t>``."""
    kept = as_kept(text)
    return escape(_ESCAPE_LIKE.sub("_x005F_", kept) if "_x" in kept else kept)


class _Spliced:
    """A part with cuts made, handed out in stretches, as often as it is asked for."""

    def __init__(self, xml: bytes, cuts: Iterable[Cut]) -> None:
        self._xml = xml
        self._cuts = sorted(cuts, key=itemgetter(0, 1))

    def __iter__(self) -> Iterator[bytes]:
        view = memoryview(self._xml)
        held: list[bytes | memoryview] = []
        position = size = 0
        for start, end, text in self._cuts:
            held += (view[position:start], text)
            size += start - position + len(text)
            position = end
            if size > _STRETCH:
                yield b"".join(held)
                held.clear()
                size = 0
        held.append(view[position:])
        yield b"".join(held)


def applied(xml: bytes, cuts: Iterable[Cut]) -> Pieces:
    """Return *xml* with *cuts*, which do not overlap, made; those at one place in the order given."""
    return _Spliced(xml, cuts)


def check_well_formed(pieces: Pieces, label: str) -> None:
    """Refuse to hand out a part that a strict reader would not open: the last look before it is written."""
    parser = expat.ParserCreate("utf-8")
    try:
        for piece in pieces:
            for start in range(0, len(piece), _CHUNK):
                parser.Parse(piece[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refuse(label, message("folder.not_well_formed")) from error


def elements(xml: bytes, start: int, end: int, label: str) -> Iterator[Element]:
    """Yield the elements directly within ``xml[start:end]``, which begins and ends between elements."""
    depth = 0
    opened: re.Match[bytes] | None = None
    position = start
    for match in _TAG.finditer(xml, start, end):
        if b"<" in xml[position : match.start()]:
            break
        position = match.end()
        if match[1]:
            depth -= 1
            if depth < 0:
                break
            if depth == 0 and opened is not None:
                yield Element(
                    opened[2].decode(), opened[3], opened.start(), opened.end(), match.start(), match.end()
                )
                opened = None
        elif match[4]:
            if depth == 0:
                yield Element(
                    match[2].decode(), match[3], match.start(), match.end(), match.end(), match.end()
                )
        else:
            if depth == 0:
                opened = match
            depth += 1
    else:
        if depth == 0 and b"<" not in xml[position:end]:
            return
    raise refuse(label, message("folder.not_nested"))


def root_of(xml: bytes, label: str) -> Element:
    """Return the outermost element of a part."""
    first = _TAG.search(xml)
    if first is None or first[1]:
        raise refuse(label, message("folder.no_element"))
    if first[4]:
        return Element(first[2].decode(), first[3], first.start(), first.end(), first.end(), first.end())
    close = xml.rfind(b"</" + first[2])
    if close < 0:
        raise refuse(label, message("folder.part_cut_short"))
    end = xml.find(b">", close) + 1
    return Element(first[2].decode(), first[3], first.start(), first.end(), close, end)
