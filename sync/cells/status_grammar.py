"""The phrases of config/words/status_grammar.toml, compiled: how status words are put together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from config.words import words

_NAMES = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class StatusGrammar:
    """What stands around the words of an end.

    Attributes:
        phrases: one alternative for each kind, a group with the kind's name.
        partly, in_part: before and right after an end that is one only in part.
        later, hangs: before an end that is still to come.
        past: before a clause that tells of what is so no longer.
        closing: a whole case's end, which its own date puts behind what was not done.
        again: before an end that a further try has brought.
        doubt: what takes away from an end, where no phrase or word explains it.
        filed: a court or the police have taken the case on.
        recipient: to whom something is handed over.
        upward: so begins a recipient to whom it is only reported.
        beyond: why it is handed up all the same.
        handed: before it, where that is the case itself.
        awaiting: a whole cell of what follows when all is done.
        unsaid: a whole cell that leaves it open what it says.
        undone: a whole cell that says no to whatever was to be done.
    """

    phrases: str
    partly: re.Pattern[str]
    in_part: re.Pattern[str]
    later: re.Pattern[str]
    hangs: re.Pattern[str]
    past: re.Pattern[str]
    closing: re.Pattern[str]
    again: re.Pattern[str]
    doubt: re.Pattern[str]
    awaiting: re.Pattern[str]
    unsaid: re.Pattern[str]
    undone: re.Pattern[str]
    filed: re.Pattern[str]
    recipient: re.Pattern[str]
    upward: re.Pattern[str]
    beyond: re.Pattern[str]
    handed: re.Pattern[str]

    def is_in_part(self, before: str, after: str) -> bool:
        """Whether the end between *before* and *after* is one only in part."""
        return bool(self.partly.search(before) or self.in_part.match(after))

    def is_to_come(self, before: str) -> bool:
        """Whether what stands before an end in its clause says that it is still to come."""
        if self.hangs.search(before):
            return True
        last = max((hit.end() for hit in self.later.finditer(before)), default=-1)
        return last >= 0 and "已" not in before[last:]


@cache
def status_grammar() -> StatusGrammar:
    """Return the phrases and guards; compiled once."""
    table = words("status_grammar")
    parts = _filled(table["parts"])
    guards = {name: _fill(pattern, parts) for name, pattern in table["guards"].items()}
    return StatusGrammar(
        "|".join(
            f"(?P<{kind.upper()}>{'|'.join(_fill(one, parts) for one in patterns)})"
            for kind, patterns in table["phrases"].items()
        ),
        **{name: re.compile(pattern) for name, pattern in guards.items()},
    )


def _filled(parts: Mapping[str, str]) -> Mapping[str, str]:
    """Return *parts* with those named inside others put in; each names only parts before it."""
    filled: dict[str, str] = {}
    for name, pattern in parts.items():
        filled[name] = _fill(pattern, filled)
    return filled


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    return _NAMES.sub(lambda hit: parts[hit[1]], pattern)
