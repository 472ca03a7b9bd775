"""A corpus of messy ledgers with the truth beside them, made before the parser was tuned.

`books` lists every workbook by its module's name. See `tests/corpus/book.py` for the notation.
"""

from importlib import import_module

from tests.corpus.book import Book

NAMES = (
    "plain_dispute",
    "plain_petition",
    "plain_mediation",
    "month_tabs",
    "month_rows",
    "two_level_header",
    "petition_export",
    "no_date_column",
    "petition_list",
    "date_spellings",
    "date_refusals",
    "date_doubts",
    "year_rollover",
    "year_places",
    "status_words",
    "status_endings",
    "status_from_text",
    "status_ticks",
    "stacked",
    "offset_side_block",
    "cards",
    "nil_reports",
    "hidden_and_marked",
    "wps_formulas",
    "merged_cases",
    "category_words",
    "county_statistics",
    "headings_petition",
    "headings_dispute",
    "clerk_traps",
    "quarter_tab",
    "other_sheets",
    "year_names",
    "nil_rows",
    "odd_neighbours",
    "group_headings",
    "shown_dates",
)


def books() -> dict[str, Book]:
    """Return every workbook of the corpus by the name of its module."""
    return {name: import_module(f"tests.corpus.{name}").BOOK for name in NAMES}
