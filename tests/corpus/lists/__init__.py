"""Lists of what published forms and clerks write, each with its truth; made before the reader was mended.

Each list is drawn into two halves by a fixed seed. The *open* half is what one may look at while mending;
the *closed* half only ever gives its figures. An entry leaves a list only with its reason beside it.
"""

import random
from collections.abc import Sequence
from typing import TypeVar

#: Drawn once; another seed would mean another closed half.
SEED = 20261128

_Entry = TypeVar("_Entry")


def halves(entries: Sequence[_Entry]) -> tuple[list[_Entry], list[_Entry]]:
    """Return the open and the closed half of *entries*, each in the list's own order."""
    places = list(range(len(entries)))
    random.Random(SEED).shuffle(places)
    closed = set(places[: len(places) // 2])
    return (
        [entry for place, entry in enumerate(entries) if place not in closed],
        [entry for place, entry in enumerate(entries) if place in closed],
    )
