"""A log of nil reports: one line a period, with figures and 零报告, and no case anywhere."""

import re
from functools import cache

import numpy as np

from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import tidy
from sync.tables.kinds import FILLED
from sync.tables.sheet_kinds import nil_period
from sync.tables.titles import year_in
from sync.tables.view import View

#: No log is longer; a year has 24 half-months.
_DEEPEST = 400


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    table = words("rows")["nil_log"]
    return re.compile(table["line"]), re.compile(table["span"]), tuple(table["header"])


def nil_log_periods(view: View, year: int) -> list[str]:
    """Return the half-months or months for which a log says that there was nothing.

    Args:
        view: a worksheet without a ledger.
        year: what tab, titles and file say; 0 where they say nothing.
    """
    line, _, headings = _patterns()
    found: list[str] = []
    is_log = False
    for row in np.flatnonzero((view.kinds[:_DEEPEST] & FILLED).any(axis=1)).tolist():
        texts = [tidy(view.text(row, column)) for column in view.filled(row)]
        if sum(any(word in text for word in headings) for text in texts) >= 2:
            is_log = True
        elif is_log and any(line.search(text) for text in texts):
            period = _period(texts, year)
            found += [period] if period else []
    return found


def _period(texts: list[str], year: int) -> str:
    """Return the period that a line names: 3.1-3.15, 3月上半月, 3月."""
    _, span, _ = _patterns()
    plain = [with_arabic_numerals(text) for text in texts]
    hit = next((hit for text in plain if (hit := span.search(text))), None)
    if hit is not None:
        at = int(hit[1] or 0) or next(filter(None, map(year_in, plain)), 0) or year
        said = f"{hit[2]}月{hit[3]}日至{hit[4]}日"
        return nil_period([f"{at}年{said}" if at else said], None, at, 0)
    return nil_period([text for text in plain if "月" in text], None, year, 0)
