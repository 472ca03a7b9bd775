"""Our headings in every language we write: which text heads which of our columns."""

from collections.abc import Mapping
from functools import cache

from config.vocabulary import MARK_HEADINGS, Mark
from sync.cells.text import tidy


def mark_of(text: str) -> Mark | None:
    """Return which of our columns *text* heads, in any language; None for anybody else's."""
    return _marks().get(tidy(text))


@cache
def headings_of(mark: Mark) -> frozenset[str]:
    """Return the headings of *mark* in every language."""
    return frozenset(words[mark] for words in MARK_HEADINGS.values())


@cache
def _marks() -> Mapping[str, Mark]:
    return {tidy(text): mark for headings in MARK_HEADINGS.values() for mark, text in headings.items()}
