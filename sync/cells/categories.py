"""The kind of dispute: village words to the seventeen categories, the raw text left to the rules."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from config.vocabulary import Category
from config.words import words
from sync.cells.printed_answers import printed_answer
from sync.cells.text import tidy


class CategoryReading(NamedTuple):
    """What a category cell says.

    Attributes:
        category: the first one named; 其他 for a word we do not know; None when the cell is blank.
        others: further categories the same cell names; any means a conflict to report.
        known: False when nothing in the cell is a word we know, so that the raw word is to be listed.
    """

    category: Category | None
    others: tuple[Category, ...] = ()
    known: bool = True


@cache
def _words() -> tuple[re.Pattern[str], dict[str, Category]]:
    table = words("categories")["categories"]
    meaning = {word: Category(name) for name, listed in table.items() for word in listed}
    longest_first = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), meaning


@lru_cache(maxsize=4096)
def read_category(text: str) -> CategoryReading:
    """Return the category that *text* names.

    The longest word wins inside a longer one (土地承包合同 is 山林土地, not 合同债务). 其他 beside another
    category adds nothing. Source: docs/reading.md#categories.
    """
    printed = printed_answer(text)
    plain = tidy(text if printed is None else "、".join(printed.chosen))
    if not re.search(r"\w|[√✓✔☑]", plain):
        return CategoryReading(None)
    pattern, meaning = _words()
    if plain in meaning:
        return CategoryReading(meaning[plain])
    named = list(dict.fromkeys(meaning[hit[0]] for hit in pattern.finditer(plain)))
    if not named:
        return CategoryReading(Category.OTHER, known=False)
    proper = [category for category in named if category is not Category.OTHER] or named
    return CategoryReading(proper[0], tuple(proper[1:]))
