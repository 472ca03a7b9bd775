"""What a worksheet is, and what it says for all its rows."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from config.periods import HalfMonth, Month
from config.vocabulary import SheetKind
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import tidy
from sync.grid import Sheet
from sync.tables.heading_words.headings import HeadingWords, heading_key
from sync.tables.kinds import FILLED, HEADING, TEXT, row_words
from sync.tables.regions import Region
from sync.tables.rows import is_nil_text
from sync.tables.titles import listed, month_number, patterns_of, year_in
from sync.tables.view import View

#: How far down a card or a letter is read.
_TOP = 60


def is_own_output(view: View) -> bool:
    """Whether a worksheet is our board or summary: it says so on top."""
    own = row_words().starts["sheet.own"]
    for row in range(min(3, len(view.rows))):
        for cell in view.rows[row]:
            if isinstance(cell, str) and any(word in cell.lower() for word in own):
                return True
    return False


def is_own_book(sheets: Sequence[Sheet]) -> bool:
    """Whether a whole workbook is our board or summary: a hidden worksheet of it says so in A1."""
    own = row_words().starts["sheet.own"]
    return any(
        not sheet.visible and bool(sheet.rows) and bool(sheet.rows[0]) and sheet.rows[0][0] in own
        for sheet in sheets
    )


def kind_without_table(view: View, words: HeadingWords) -> SheetKind:
    """Return what a worksheet without any ledger's header is."""
    filled = (view.kinds & FILLED) > 0
    if not filled.any():
        return SheetKind.EMPTY
    row = int(np.flatnonzero(filled.any(axis=1))[0])
    first = view.text(row, view.filled(row)[0])
    if any(word in tidy(first) for word in row_words().starts["sheet.explaining"]):
        return SheetKind.NOT_LEDGER
    if _is_form(view, words):
        return SheetKind.FORM
    if nil_texts(view):
        return SheetKind.NIL_REPORT
    return SheetKind.NOT_LEDGER


def _is_form(view: View, words: HeadingWords) -> bool:
    """Whether labels stand among values all over the sheet, as on a card for one case."""
    top = view.kinds[:_TOP]
    rows = np.flatnonzero((top & HEADING).any(axis=1)).tolist()
    labelled = 0
    labels: set[str] = set()
    for row in rows:
        columns = view.filled(row)
        known = [column for column in columns if view.kinds[row, column] & HEADING]
        # A card has other labels in each row; below a header 村委会 is an answer, in one row after the other.
        here = {heading_key(view.text(row, column)) for column in known}
        labelled += not here <= labels
        labels |= here
    roles = {match.role for key in labels if (match := words.match(key)) is not None}
    return labelled >= 4 and len(labels) >= 5 and len(roles) >= 4


def nil_texts(view: View) -> list[str]:
    """Return the sentences of a sheet without a table that say nil; [] when it says more than that."""
    texts = [
        tidy(view.text(row, column))
        for row in np.flatnonzero((view.kinds[:_TOP] & FILLED).any(axis=1)).tolist()
        for column in view.filled(row)
    ]
    if len(texts) > 20:
        return []
    # 无事 in a list of signatures is an answer to something else; a whole sentence is not.
    return [text for text in texts if is_nil_text(text) and (len(text) >= 6 or len(texts) <= 6)]


# -- periods ------------------------------------------------------------------------------------------


def nil_period(texts: Sequence[str], on: date | None, year: int, month: int) -> str:
    """Return the half-month (``2026-03H2``) or month (``2026-03``) that a nil entry is for, "" when unknown.

    Args:
        texts: what the entry says, tidied.
        on: its own date.
        year: what the section row, tab or title above it says; 0 when nothing.
        month: likewise.
    """
    said = with_arabic_numerals(" ".join(texts))
    year = year_in(said) or (on.year if on else 0) or year
    named = patterns_of("period")["month"].search(said)
    own_month = month_number(named[1]) if named else 0
    half = _half_in(said)
    at = own_month or (on.month if on else 0) or month
    if not year or not at:
        return ""
    if half:
        return HalfMonth(year, at, half).label
    if on is None or any(word in said for word in listed("period")["whole_month"]):
        return Month(year, at).label
    return HalfMonth(year, at, HalfMonth.of(on).half).label


def _half_in(text: str) -> int:
    """Return which half of its month a text names; 0 when neither."""
    known = listed("period")
    if any(word in text for word in known["first_half"]):
        return 1
    if any(word in text for word in known["second_half"]):
        return 2
    span = patterns_of("period")["span"].search(text)
    if span is None:
        return 0
    first, last = int(span[1]), int(span[2])
    if first <= 2 and 14 <= last <= 16:
        return 1
    return 2 if first in (15, 16) and last >= 28 else 0


def reporting_dates(view: View, regions: Sequence[Region]) -> list[str]:
    """Return the texts after 填报时间： and the like, in titles and footers, of a worksheet."""
    labels = row_words().starts["unit_row.reporting"]
    rows = [row for region in regions for row in _around(view, region)] or list(
        range(min(_TOP, len(view.rows)))
    )
    found: list[str] = []
    for row in rows:
        columns = view.filled(row)
        for position, column in enumerate(columns):
            if not view.kinds[row, column] & TEXT:
                continue
            text = tidy(view.text(row, column))
            for label in labels:
                place = text.find(label)
                if place < 0:
                    continue
                after = text[place + len(label) :].lstrip(":")
                if not after and position + 1 < len(columns):
                    after = view.text(row, columns[position + 1])
                if after:
                    found.append(after)
                break
    return found


def _around(view: View, region: Region) -> list[int]:
    top = region.header.rows[0]
    above = list(range(max(0, top - 6), top))
    below = [
        row for row in range(max(region.first, region.last - 5), region.last + 1) if row < len(view.rows)
    ]
    return above + below
