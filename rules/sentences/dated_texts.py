"""Texts that name a day, spelled once for each set of rows that say the same."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from config.calendar import Days
from rules.sentences.clauses import DAY, YEAR, Texts, day_key, packed, spelled
from rules.sentences.speller import Speller


@dataclass(frozen=True, slots=True)
class DatedTexts:
    """Spells days of rows.

    Attributes:
        years: of each row of the block, the year that goes without saying.
    """

    speller: Speller
    years: NDArray[np.int64]

    def texts(
        self,
        rows: NDArray[np.intp],
        days: Days,
        make: Callable[[int, str], str],
        *more: tuple[ArrayLike, int],
    ) -> Texts:
        """Return a text for each row that names one of its *days*; *more* is all else it follows from."""
        years = self.years[rows]

        def made(i: int) -> str:
            return make(i, "" if np.isnat(days[i]) else self.speller.short(days[i].item(), int(years[i])))

        return spelled(packed((day_key(days), DAY), (years, YEAR), *more), made)
