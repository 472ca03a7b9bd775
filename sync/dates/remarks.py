"""Words beside a date, by the roles whose date they leave it: 3月5日收到, 最迟3月5日, 3月5日（含）前."""

import re
from functools import cache
from typing import NamedTuple

from config.words import words
from sync.cells.numerals import with_arabic_numerals


class Beside(NamedTuple):
    """The words that may stand beside a date, and what some of them make of it.

    Attributes:
        pattern: any of them.
        bound: behind a date, it is a limit.
        planned: it is a plan.
        until: before a date, it is a limit.
        closing: behind a range they only close it.
        again: the day beside them is a later one of the same case.
    """

    pattern: re.Pattern[str]
    bound: frozenset[str]
    planned: frozenset[str]
    until: frozenset[str]
    closing: frozenset[str]
    again: frozenset[str]


@cache
def beside() -> Beside:
    """Return the words of config/words/dates.toml, compiled once."""
    meaning: dict[str, list[str]] = words("dates")["meaning"]
    every = {word for role in words("dates")["remarks"] for word in remark_words(role)}
    for kind in ("before", "planned", "until", "again"):
        every.update(meaning[kind])
    every.update(map(with_arabic_numerals, meaning["again"]))
    pattern = "|".join(re.escape(word) for word in sorted(every, key=len, reverse=True))
    return Beside(
        re.compile(pattern),
        frozenset(meaning["before"]),
        frozenset(meaning["planned"]),
        frozenset(meaning["until"]),
        frozenset(meaning["closing"]),
        frozenset((*meaning["again"], *map(with_arabic_numerals, meaning["again"]))),
    )


@cache
def remark_words(role: str) -> frozenset[str]:
    """Return the words that may stand beside a date of *role*; of ``any``: beside every date."""
    table, lists = words("dates"), words("phrases")["words"]
    deeds = (word for name in table["deeds"].get(role, ()) for word in lists[name])
    kinds = words("statuses")["kinds"]
    states = (word for name in table["states"].get(role, ()) for word in kinds[name])
    listed = {*table["remarks"].get(role, ()), *deeds, *states}
    return frozenset(listed | set(map(with_arabic_numerals, listed)))
