"""Where a case went, as the words of passing on name it."""

import re
from collections.abc import Sequence
from functools import cache

from config.vocabulary import Destination
from config.words import words
from sync.cells.status_words import Said, WordKind


@cache
def county() -> re.Pattern[str]:
    """Return what says that the county has the case, whatever is done there."""
    return re.compile(words("statuses")["destinations"]["county"])


@cache
def places() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """Return every place a case may go to, those outside the township, and the words that mean within."""
    listed = words("statuses")["destinations"]
    every = sorted({*listed["outside"], *listed["township"]}, key=len, reverse=True)
    return (
        re.compile("|".join((*map(re.escape, every), listed["organs"]))),
        frozenset(listed["outside"]),
        frozenset(listed["default_township"]),
    )


def destination_of(plain: str, said: Sequence[Said]) -> Destination:
    """Return where the case went: the first place named by or after the words of passing on."""
    if any(one.kind is WordKind.REFUSED for one in said):
        return Destination.REFUSED
    pattern, outside, default_township = places()
    moves = [one.word for one in said if one.kind is WordKind.TRANSFERRED]
    start = min((plain.find(word) for word in moves), default=0)
    rest = plain[max(start, 0) :]
    place = pattern.search(rest)
    if place is None:
        return Destination.TOWNSHIP if default_township.issuperset(moves) else Destination.OUTSIDE
    return Destination.OUTSIDE if place[0] in outside else Destination.TOWNSHIP
