"""The words of ``words/parties.toml``: who names nobody, what is a kind alone, what is carried over."""

import re
from dataclasses import dataclass
from functools import cache

from config.words import words


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Each list of the file, ready for use.

    Attributes:
        masks: finds a sign that hides a name: 某, ×.
        between: what stands between two names.
        nobody: words where a name should be: 群众, 不详.
        titled: matches a surname with a title alone: 张女士.
        familiar: signs before a surname that make nobody of it: 老张.
        kinds: words that say a matter's kind, the longest first.
        carried: finds a word that says that a row comes from an earlier tab or file.
        carried_note: finds such a word in brackets, with them.
    """

    masks: re.Pattern[str]
    between: re.Pattern[str]
    nobody: frozenset[str]
    titled: re.Pattern[str]
    familiar: str
    kinds: tuple[str, ...]
    carried: re.Pattern[str]
    carried_note: re.Pattern[str]


@cache
def party_words() -> PartyWords:
    """Return the words, compiled once."""
    table = words("parties")
    carried = "|".join(map(re.escape, table["carried"]))
    return PartyWords(
        masks=re.compile("|".join(map(re.escape, table["masks"]))),
        between=re.compile(table["between"]),
        nobody=frozenset(table["nobody"]),
        titled=re.compile(rf".{{1,2}}?(?:{table['titles']})"),
        familiar=table["familiar"],
        kinds=tuple(sorted(table["kinds"], key=len, reverse=True)),
        carried=re.compile(carried),
        carried_note=re.compile(rf"[（(【\[][^（()）】\]]{{0,8}}(?:{carried})[^（()）】\]]{{0,8}}[)）】\]]"),
    )
