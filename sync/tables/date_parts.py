"""A date in columns of its own for year, month and day, as printed registers have it, read as one.

The parts are put together in the first of their columns before anything else looks at the rows; the other
columns are left blank. What is put together is read as any other text: a day that is missing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from config.vocabulary import DATE_ROLES, Role
from config.words import words
from sync.cells.text import text_at, tidy
from sync.grid import CellValue
from sync.tables.header_rows import Header
from sync.tables.heading_words.headings import HeadingWords, heading_key
from sync.tables.kinds import Kinds, row_words
from sync.tables.regions import Region
from sync.tables.titles import year_in
from sync.tables.view import View, view_of

#: What the parts of a date are headed, in the order in which they stand.
_ORDERS = (("年", "月", "日"), ("月", "日"))
_Parts = tuple[int, ...]


def with_dates_joined(
    view: View, regions: Sequence[Region], words_: HeadingWords, kinds: Kinds
) -> tuple[View, list[Region]]:
    """Return the worksheet with each date that is spread over columns put together in the first of them."""
    rows = list(view.rows)
    found: list[Region] = []
    for region in regions:
        runs = [parts for parts in parts_of(region.header) if _role_heading(region.header, parts, words_)]
        for parts in runs:
            _join(rows, region, parts)
        found.append(replace(region, header=_headed(region.header, runs, words_)) if runs else region)
    if found == list(regions):
        return view, list(regions)
    return view_of(replace(view.sheet, rows=rows), kinds), found


def parts_of(header: Header) -> list[_Parts]:
    """Return the runs of neighbouring columns that are headed 年 月 日 or 月 日."""
    columns = sorted(header.levels)
    leaves = [_part(header.levels[column][-1]) for column in columns]
    found: list[_Parts] = []
    at = 0
    while at < len(columns):
        order = next((order for order in _ORDERS if tuple(leaves[at : at + len(order)]) == order), None)
        run = tuple(columns[at : at + len(order)]) if order else ()
        if order and all(high - low == 1 for low, high in pairwise(run)):
            found.append(run)
            at += len(order)
        else:
            at += 1
    return found


def _part(heading: str) -> str:
    """Return 年, 月 or 日 for a heading that is nothing else; "" for any other."""
    return words("dates")["parts"].get(heading_key(heading), "")


def _role_heading(header: Header, parts: _Parts, words_: HeadingWords) -> str:
    """Return the heading of the whole date: the one above its parts, or 登记日期 where there is none."""
    above = header.levels[parts[0]][:-1]
    for text in reversed(above):
        for key in (text, f"{text}日期"):
            match = words_.match(heading_key(key))
            if match is not None and match.role in DATE_ROLES:
                return key
    if above and not re.fullmatch(r"(?:20\d\d)?年?度?", tidy(above[-1])):
        return ""
    others = [words_.match(heading_key(texts[-1])) for texts in header.levels.values()]
    is_played = any(match is not None and match.role is Role.REGISTERED_DATE for match in others)
    return "" if is_played else words("dates")["of_a_case"]


def _headed(header: Header, runs: Sequence[_Parts], words_: HeadingWords) -> Header:
    levels = dict(header.levels)
    for parts in runs:
        levels[parts[0]] = (_role_heading(header, parts, words_),)
    return replace(header, levels=levels)


def _join(rows: list[Sequence[CellValue]], region: Region, parts: _Parts) -> None:
    given = year_in(" ".join(region.header.levels[parts[0]][:-1]))
    dittos = row_words().exact["ditto.words"]
    before = [""] * len(parts)
    for at in range(region.first, min(region.last + 1, len(rows))):
        row = list(rows[at])
        texts = [tidy(text_at(row, column)) for column in parts]
        texts = [old if text in dittos else text for text, old in zip(texts, before, strict=True)]
        if not any(texts) or (len([text for text in texts if text]) == 1 and not _is_number(texts)):
            continue  # a title, a separator or a footer begins in the first of the columns
        before = texts
        row[parts[0]] = _together(texts, given)
        for column in parts[1:]:
            row[column] = ""
        rows[at] = row


def _is_number(texts: Sequence[str]) -> bool:
    return any(re.fullmatch("[0-9]{1,4}[年月日号]?", text) for text in texts)


def _together(texts: Sequence[str], year: int) -> str:
    """Return 2026年3月5日 from its parts; a part that is missing is missing in it, too."""
    named = zip(texts, "年月日"[-len(texts) :], strict=True)
    said = [f"{text.rstrip('年月日号')}{name}" if text else "" for text, name in named]
    return (f"{year}年" if year and len(texts) == 2 else "") + "".join(said)
