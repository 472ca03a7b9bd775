"""How a cell stands in which no status word is: by what its clauses say was done, or is still to do.

Deeds that settle a matter (付, 拆, 道歉) end it only with their outcome (清, 完, 到账) or after 已; the last
clause that says anything decides, and whatever says that work goes on wins. What fits neither stays unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from config.words import words

_NAMES = re.compile(r"\{([a-z]+)\}")
#: A longer clause is a story, and no state.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ClauseSenses:
    """The two senses, ready to match."""

    done: re.Pattern[str]
    pending: re.Pattern[str]

    def ends(self, clauses: Sequence[str]) -> bool | None:
        """Whether *clauses* say together that a case has ended; None when they say nothing of it."""
        is_ended: bool | None = None
        for clause in clauses:
            if len(clause) > _LONGEST:
                return None
            if self.done.search(clause):
                is_ended = True
            elif self.pending.search(clause):
                is_ended = False
        return is_ended


@cache
def clause_senses() -> ClauseSenses:
    """Return the senses of config/words/clause_senses.toml; compiled once."""
    table = words("clause_senses")
    parts = table["parts"]

    def fill(pattern: str) -> str:
        return _NAMES.sub(lambda hit: parts[hit[1]], pattern)

    return ClauseSenses(
        re.compile("|".join(fill(one) for one in table["done"].values())),
        re.compile("|".join(table["pending"].values())),
    )
