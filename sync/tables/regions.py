"""The tables of a worksheet: headers, the titles above them, the rows that belong to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sync.cells.text import tidy
from sync.tables.header_rows import Header, candidates, header_at
from sync.tables.heading_words.headings import HeadingWords, heading_key, resolve
from sync.tables.kinds import DATE, FILLED, HEADING, LONG, NUMBER, TEXT, row_words
from sync.tables.register_evidence import SAMPLE, TableSigns, is_dispute_ledger
from sync.tables.titles import month_section, year_in
from sync.tables.view import View

#: How far above a header its titles are looked for.
_PREAMBLE = 8
#: How many rows of one sheet are looked at as possible headers.
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Region:
    """One table's place on its worksheet; rows and columns are 0-based.

    Attributes:
        header: its header.
        titles: the texts of the rows above the header, from top to bottom.
        first: first row below the header.
        last: last row that may belong to it; below *first* when nothing follows the header.
        repeated: rows that print the header again, or the title above such a one.
    """

    header: Header
    titles: tuple[str, ...]
    first: int
    last: int
    repeated: frozenset[int]


@dataclass(slots=True)
class _Open:
    """A table whose end is still being looked for."""

    header: Header
    titles: list[tuple[int, str]]
    repeated: set[int]


def regions_of(view: View, words: HeadingWords, book: str = "") -> list[Region]:
    """Return the ledgers of a worksheet, from top to bottom; *book* is the name of its file."""
    found: list[Region] = []
    titles: list[str] = []
    for region in _tables_of(view, words):
        near = (*region.titles[::-1], view.sheet.name, *titles)
        if is_dispute_ledger(_signs(view, region, words), near, book):
            found.append(region)
            titles += region.titles
    return found


def _signs(view: View, region: Region, words: HeadingWords) -> TableSigns:
    rows = view.rows[region.first : min(region.last, region.first + SAMPLE - 1) + 1]
    matches = {column: resolve(words, texts) for column, texts in region.header.levels.items()}
    return TableSigns(region.header.levels, matches, rows)


def _tables_of(view: View, words: HeadingWords) -> list[Region]:
    """Return whatever is built like a ledger."""
    found: list[Region] = []
    current: _Open | None = None
    after = -1  # the last row that is spoken for
    tries = 0
    for row in candidates(view, words):
        if row <= after:
            continue
        again = _printed_again(view, row, current.header) if current is not None else None
        tries += again is None
        header = None if again or tries > _TRIES else header_at(view, row, words)
        if again is None and (header is None or header.rows[0] <= after):
            continue
        top = again[0] if again else (header.rows[0] if header else row)
        preamble = _preamble(view, top, after)
        if current is not None and again and not _has_new_title(preamble, current):
            current.repeated.update(again)
            current.repeated.update(at for at, text in preamble if not month_section(text))
            after = again[-1]
            continue
        if again and current is not None:
            header = Header(tuple(again), current.header.levels)
        if header is None:
            continue
        if current is not None:
            first_of_next = min([at for at, _ in preamble], default=top)
            found.append(_closed(view, current, min(first_of_next, top) - 1))
        current = _Open(header, preamble, set())
        after = header.rows[-1]
    if current is not None:
        found.append(_closed(view, current, len(view.rows) - 1))
    return found


def _closed(view: View, table: _Open, last: int) -> Region:
    first = table.header.rows[-1] + 1
    left, right = _reach(view, table.header)
    filled = ((view.kinds[first : last + 1, left : right + 1] & FILLED) > 0).any(axis=1)
    used = np.flatnonzero(filled)
    last = first + int(used[-1]) if len(used) else first - 1
    last = _before_foreign_block(view, table, first, last)
    titles = tuple(text for _, text in table.titles)
    return Region(table.header, titles, first, last, frozenset(table.repeated))


def _reach(view: View, header: Header) -> tuple[int, int]:
    return header.left, min(header.right, view.width - 1)


# -- above a header -----------------------------------------------------------------------------------


def _preamble(view: View, top: int, after: int) -> list[tuple[int, str]]:
    """Return (row, text) of the titles, unit rows and notes straight above a header, top to bottom."""
    found: list[tuple[int, str]] = []
    for row in range(top - 1, max(after, top - 1 - _PREAMBLE), -1):
        columns = view.filled(row)
        texts = [view.text(row, column) for column in columns]
        if not texts:
            if after >= 0 and found:
                break  # below another table, a blank line ends what belongs to this one
            continue
        if not _is_preamble_row(view, row, columns, texts):
            break
        found.append((row, " ".join(texts)))
    return found[::-1]


def _is_preamble_row(view: View, row: int, columns: Sequence[int], texts: Sequence[str]) -> bool:
    if is_number_row(view, row, columns):
        return True
    first = tidy(texts[0])
    words = row_words()
    if first.startswith(words.starts["unit_row.starts"]):
        return True
    if first.startswith((*words.starts["footer.starts"], *words.starts["total.starts"])):
        return False
    if len(set(texts)) == 1:
        return bool(view.kinds[row, columns[0]] & TEXT)
    return len(texts) <= 3 and not (view.kinds[row, columns] & NUMBER).any() and row in view.wide


def is_number_row(view: View, row: int, columns: Sequence[int]) -> bool:
    """Whether *row* counts its columns: 1 2 3 …, or 甲 乙 1 2 and so on."""
    texts = [tidy(view.text(row, column)).strip("()") for column in columns]
    texts = [text for text in texts if text not in row_words().starts["figures.column"]]
    if len(texts) < 3 or not all(text.isdecimal() and len(text) <= 3 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = [high - low for low, high in pairwise(numbers)]
    # A column merged over two leaves out a number in some sheets.
    return (
        numbers[0] in (0, 1, 2) and all(step in (1, 2) for step in steps) and steps.count(1) * 2 > len(steps)
    )


# -- the same header once more ------------------------------------------------------------------------


def _printed_again(view: View, row: int, header: Header) -> list[int] | None:
    """Return the rows of *header* as printed again around *row*; None when it is another header."""
    for index, known in enumerate(header.rows):
        if _is_same_row(view, row, known, header):
            rows = [row - index + offset for offset in range(len(header.rows))]
            if rows[0] > header.rows[-1] and rows[-1] < len(view.rows):
                return rows
    return None


def _is_same_row(view: View, row: int, known: int, header: Header) -> bool:
    texts = [(heading_key(view.text(known, column)), column) for column in header.levels]
    texts = [(text, column) for text, column in texts if text]
    same = sum(heading_key(view.text(row, column)) == text for text, column in texts)
    return len(texts) >= 2 and same >= 0.8 * len(texts)


def _has_new_title(preamble: Sequence[tuple[int, str]], table: _Open) -> bool:
    known = {_bare(text) for _, text in table.titles}
    words = row_words().starts
    years = {year_in(text) for _, text in table.titles} - {0}
    for _, text in preamble:
        bare = _bare(text)
        if years and year_in(text) not in {0, *years} and not month_section(text):
            return True  # last year's table above this year's
        if (
            not bare
            or bare in known
            or month_section(text)
            or any(word in bare for word in words["continued.inside"])
        ):
            continue
        if bare.startswith(words["unit_row.starts"]) or bare.isdecimal():
            continue
        if any(word in bare for word in words["sheet.ledger"]):
            return True
    return False


def _bare(text: str) -> str:
    return row_words().patterns["title.page"].sub("", tidy(text))


# -- what stands below a table and is none of it ------------------------------------------------------


def _before_foreign_block(view: View, table: _Open, first: int, last: int) -> int:
    """Return the last row above a block of other content (a statistic below the table), else *last*."""
    left, right = _reach(view, table.header)
    kinds = view.kinds[first : last + 1, left : right + 1]
    filled = np.asarray(((kinds & FILLED) > 0).any(axis=1))
    starts = np.flatnonzero(filled[1:] & ~filled[:-1]) + 1  # rows after a blank one
    for offset in starts.tolist():
        row = first + offset
        for ahead in range(row, min(row + 3, last + 1)):
            if ahead not in table.repeated and _is_foreign_header(view, ahead, left, right):
                above = np.flatnonzero(filled[:offset])
                return first + int(above[-1]) if len(above) else first - 1
    headed = ((kinds & HEADING) > 0).any(axis=1) & ~((kinds & (NUMBER | DATE | LONG)) > 0).any(axis=1)
    for offset in np.flatnonzero(headed).tolist():
        # Straight below the cases only a row that heads nothing but counts is sure to be another's header.
        row = first + offset
        if row not in table.repeated and _is_foreign_header(view, row, left, right, least=2):
            return row - 1
    return last


def _is_foreign_header(view: View, row: int, left: int, right: int, *, least: int = 1) -> bool:
    columns = [column for column in view.filled(row) if left <= column <= right]
    if len(columns) < 2:
        return False
    kinds = view.kinds[row, columns]
    if not ((kinds & TEXT) > 0).all() or ((kinds & LONG) > 0).any() or row + 1 >= len(view.rows):
        return False
    below = view.kinds[row + 1, left : right + 1]
    counts = [
        column
        for column in columns
        if row_words().patterns["sheet.statistic_headings"].search(tidy(view.text(row, column)))
    ]
    known = int(((kinds & HEADING) > 0).sum())
    return (len(counts) + known) * 2 >= len(columns) and len(counts) >= least and bool((below & NUMBER).any())
