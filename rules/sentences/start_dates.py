"""Which of a duty's start dates each row was counted from, and when another day is worth saying."""

import numpy as np
from numpy.typing import NDArray

from config.packs.model import Duty, Scope
from config.vocabulary import Role
from rules.facts import Facts


def start_roles(duty: Duty, facts: Facts, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return which of the duty's start dates each row was counted from."""
    found = np.zeros(rows.size, dtype=np.int64)
    for index in range(len(duty.counts_from) - 1, -1, -1):
        found[facts.has(duty.counts_from[index])[rows]] = index
    return found


def has_substitutes(duty: Duty) -> bool:
    """Whether another day than the law's own can stand in, and that is worth saying."""
    # Only where the law itself names acceptance is another day a substitute worth saying.
    return duty.scope is Scope.STATUTE and duty.counts_from[:1] == (Role.ACCEPTED_DATE,)
