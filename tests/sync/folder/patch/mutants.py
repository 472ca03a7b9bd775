"""Seeded damage to a workbook's parts: what broken exporters, transfers and jokers make of them."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

ODD_VALUES = [
    "",
    "0",
    "-1",
    "1.5",
    "abc",
    "²",
    "4294967296",
    "9" * 5_000,
    "A0",
    "XFD1048577",
    "A1:",
    "true",
    "&#88;",
]
ODD_MARKUP = [
    b"<!-- x -->",
    b"<![CDATA[x]]>",
    b"<?x y?>",
    b"<x:y/>",
    b"<y>",
    b"</y>",
    b"&amp;",
    b"&nbsp;",
    b"<",
    b"\x00",
    b"\xff\xfe",
    b"\x0b",
    b'<row r="3"/>',
    b'<c r="A1"/>',
    b"<c><v>9</v></c>",
]
_ATTRIBUTE = re.compile(rb"""\s[\w:]+\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_TAG = re.compile(rb"<[^<>]*>")
_ELEMENT = re.compile(rb"<(\w+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")


def _spot(chance: Random, found: list[re.Match[bytes]]) -> tuple[int, int]:
    return chance.choice(found).span() if found else (0, 0)


def _odd_value(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_ATTRIBUTE.finditer(xml)))
    equals = xml.find(b"=", start)
    value = chance.choice(ODD_VALUES).encode()
    return xml[: equals + 1] + b'"' + value + b'"' + xml[end:] if start < end else xml


def _without_attribute(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_ATTRIBUTE.finditer(xml)))
    return xml[:start] + xml[end:]


def _twice(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_ELEMENT.finditer(xml)))
    return xml[:end] + xml[start:end] + xml[end:]


def _without_element(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_ELEMENT.finditer(xml)))
    return xml[:start] + xml[end:]


def _swapped(chance: Random, xml: bytes) -> bytes:
    found = list(_ELEMENT.finditer(xml))
    one, other = sorted((_spot(chance, found), _spot(chance, found)))
    if one[1] > other[0]:
        return xml
    return xml[: one[0]] + xml[slice(*other)] + xml[one[1] : other[0]] + xml[slice(*one)] + xml[other[1] :]


def _without_tag(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_TAG.finditer(xml)))
    return xml[:start] + xml[end:]


def _markup_between(chance: Random, xml: bytes) -> bytes:
    _, end = _spot(chance, list(_TAG.finditer(xml)))
    return xml[:end] + chance.choice(ODD_MARKUP) + xml[end:]


def _bytes_changed(chance: Random, xml: bytes) -> bytes:
    found = bytearray(xml)
    for _ in range(chance.randrange(1, 5)):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _cut(chance: Random, xml: bytes) -> bytes:
    return xml[: chance.randrange(len(xml) + 1)]


def _span_gone(chance: Random, xml: bytes) -> bytes:
    start = chance.randrange(len(xml) + 1)
    return xml[:start] + xml[start + chance.randrange(1, 200) :]


def _single_quotes(_chance: Random, xml: bytes) -> bytes:
    return xml.replace(b'"', b"'")


def _nested(chance: Random, xml: bytes) -> bytes:
    depth = chance.choice([50, 5_000])
    _, end = _spot(chance, list(_TAG.finditer(xml)))
    return xml[:end] + b"<a>" * depth + b"</a>" * depth + xml[end:]


def _repeated_open(chance: Random, xml: bytes) -> bytes:
    start, end = _spot(chance, list(_TAG.finditer(xml)))
    return xml[:end] + xml[start : max(end - 1, start)] * chance.choice([3, 3_000]) + xml[end:]


MUTATIONS: list[Callable[[Random, bytes], bytes]] = [
    _odd_value,
    _odd_value,
    _odd_value,
    _without_attribute,
    _without_attribute,
    _twice,
    _twice,
    _without_element,
    _swapped,
    _without_tag,
    _markup_between,
    _markup_between,
    _bytes_changed,
    _cut,
    _span_gone,
    _single_quotes,
    _nested,
    _repeated_open,
]


def mutant(chance: Random, members: dict[str, bytes]) -> bytes:
    """Return a workbook in which one or two parts are damaged; worksheets most often."""
    found = dict(members)
    names = [name for name in found if name.endswith((".xml", ".rels"))]
    sheets = [name for name in names if "/worksheets/sheet" in name and name.endswith(".xml")]
    for _ in range(chance.choice([1, 1, 2])):
        name = chance.choice(sheets if chance.random() < 0.6 else names)
        found[name] = chance.choice(MUTATIONS)(chance, found[name])
    if chance.random() < 0.05:
        del found[chance.choice(names)]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in found.items():
            book.writestr(name, body)
    data = out.getvalue()
    if chance.random() < 0.03:
        data = _bytes_changed(chance, data)
    return data
