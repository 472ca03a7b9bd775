"""Edits and layouts as a pass would make them, and worksheets with ours taken away for comparing."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from config.colours import LIGHT_COLOURS
from config.vocabulary import MARK_HEADINGS, Mark
from sync.columns import column_number
from sync.folder.patch.looks.conditional_formats import read_areas
from sync.store import Edit, SheetLayout, TableRows

LIGHTS = ["正常", "临期", "逾期14天", "中止", "已办结", "已移交", "逾期办结", "无法计时", "已撤回"]
TEXTS = {
    Mark.DUE: "2026-03-20",
    Mark.ASKED: "【催办】应于2026年3月19日办结，已逾期5天（工作日3天），请承办单位于3月27日前报办理情况。",
    Mark.ADDRESSEE: "包案领导",
    Mark.WHY: "自2026年3月5日交办起15日",
}


def layout(sheet: str, heading: int, first: int, last: int, **more: str) -> SheetLayout:
    """Return the layout of a worksheet with one table."""
    return SheetLayout(sheet, (TableRows(heading, first, last),), **more)


def edits(sheet: str, rows: Iterable[int], heading: int | None = None, old: str = "") -> list[Edit]:
    """Return edits that fill all five cells of *rows*, and the headings when *heading* names their row."""
    found = []
    if heading:
        found += [Edit(sheet, heading, mark, "", MARK_HEADINGS["zh-CN"][mark], heading=True) for mark in Mark]
    for number, row in enumerate(rows):
        found.append(Edit(sheet, row, Mark.LIGHT, old, LIGHTS[number % len(LIGHTS)]))
        found += [Edit(sheet, row, mark, old, f"{number + 1}；{text}") for mark, text in TEXTS.items()]
    return found


def members(path: Path) -> dict[str, bytes]:
    """Return every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as book:
        return {info.filename: book.read(info) for info in book.infolist()}


def raw_member(path: Path, name: str) -> bytes:
    """Return the packed bytes of one part."""
    with zipfile.ZipFile(path) as book:
        info = book.getinfo(name)
        start = info.header_offset
        data = path.read_bytes()
        skip = int.from_bytes(data[start + 26 : start + 28], "little") + int.from_bytes(
            data[start + 28 : start + 30], "little"
        )
        return data[start + 30 + skip : start + 30 + skip + info.compress_size]


def human_part(xml: bytes, ours: Sequence[int]) -> object:
    """Return a worksheet as nested tuples without our columns, colours, widths, and size hints."""
    root = ET.fromstring(xml)
    return _plain(root, frozenset(ours))


def _plain(element: ET.Element, ours: frozenset[int]) -> object:
    name = element.tag.rpartition("}")[2]
    given = dict(element.attrib)
    if name == "dimension":
        return None
    if name == "cols":
        return _widths(element, ours)
    if name == "row":
        given.pop("spans", None)
    if name == "autoFilter":
        given["ref"] = _narrowed(given["ref"], ours)
    if name == "c" and column_number(given["r"].rstrip("0123456789")) in ours:
        return None
    if name == "conditionalFormatting" and _is_ours(element):
        return None
    children = [found for child in element if (found := _plain(child, ours)) is not None]
    if name == "row" and not children and given.keys() == {"r"}:
        return None
    return (element.tag, tuple(sorted(given.items())), (element.text or "").strip("\n\r\t"), tuple(children))


def _narrowed(reference: str, ours: frozenset[int]) -> str:
    """Return what a filter covered before it was widened over our columns."""
    area = read_areas(reference)[0]
    right = area.right
    while right in ours:
        right -= 1
    return replace(area, right=right).reference()


def _widths(element: ET.Element, ours: frozenset[int]) -> object:
    found = {}
    for span in element:
        look = tuple(sorted((key, value) for key, value in span.attrib.items() if key not in {"min", "max"}))
        for column in range(int(span.attrib["min"]) - 1, min(int(span.attrib["max"]), 300)):
            if column not in ours:
                found[column] = look
    return tuple(sorted(found.items())) or None


def _is_ours(element: ET.Element) -> bool:
    text = "".join(element.itertext())
    return all(word in text for colour in LIGHT_COLOURS for word in colour.literals)


def our_formats(xml: bytes) -> list[tuple[str, int]]:
    """Return the range and number of rules of each set of ours."""
    root = ET.fromstring(xml)
    return [
        (element.attrib["sqref"], len(element))
        for element in root
        if element.tag.endswith("}conditionalFormatting")
        and _is_ours(element)
        and read_areas(element.attrib["sqref"])
    ]
