"""How a cell stands in which no status word is: by what its clauses say was done, or is still to do.

Deeds that settle a matter (付, 拆, 道歉) end it only with their outcome (清, 完, 到账) or after 已; the last
clause that says anything decides, and whatever says that work goes on wins. What fits neither stays unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from config.words import words
from sync.cells.status_reading import DATE

#: 已督促对方将围墙拆除: the urging is over, and 将 plans nothing.
_MARK = re.compile(
    "已经?(?:(?:督促|敦促|协调|帮助?|协助|指导|监督|动员|劝导|会同|联系)[^,]{0,8}?)?[将把]|于[将把]|[将把](?=[^,]{1,10}[了清完好走])"
)
_HANDED = "已把"
_NAMES = re.compile(r"\{([a-z]+)\}")
#: A longer clause is a story, and no state.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ClauseSenses:
    """The two senses, ready to match."""

    done: re.Pattern[str]
    pending: re.Pattern[str]
    neutral: re.Pattern[str]
    hung: re.Pattern[str]
    named: re.Pattern[str]
    content: re.Pattern[str]

    def ends(self, clauses: Sequence[str]) -> bool | None:
        """Whether *clauses* say together that a case has ended; None when they say nothing of it."""
        is_ended: bool | None = None
        for clause in clauses:
            if len(clause) > _LONGEST:
                return None
            said = self.says(clause)
            is_ended = is_ended if said is None else said
        return is_ended

    def says(self, clause: str) -> bool | None:
        """Whether one clause says that something was done; None when it says neither."""
        if self.is_neutral(clause):
            return None
        plain = _MARK.sub(_HANDED, DATE.sub("", clause))
        hit = self.done.search(plain)
        if hit is not None and not self.hung.search(plain):
            return True
        return False if hit is not None or self.pending.search(clause) else None

    def names_deed(self, clause: str) -> bool:
        """Whether a clause names a deed that would settle the matter, and no more: 道路疏通."""
        plain = _MARK.sub(_HANDED, DATE.sub("", clause))
        return self.named.search(plain) is not None and not self.hung.search(plain)

    def is_content(self, clause: str) -> bool:
        """Whether a clause says that somebody is content, and no more: 信访人表示满意."""
        return self.content.search(clause) is not None

    def is_neutral(self, clause: str) -> bool:
        """Whether a clause tells of what comes beside or behind an end: papers, visits, contentment."""
        return self.neutral.search(clause) is not None


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
        re.compile("|".join(table["neutral"].values())),
        re.compile(table["hung"]["before"]),
        re.compile(fill(table["named"]["deed"])),
        re.compile(table["neutral"]["content"]),
    )
