"""What dates a column's cells besides what they spell: the day of the look, its sheet, its case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sync.dates.years import Days

Years = Sequence[int] | NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Dating:
    """How the cells of one column are dated.

    Attributes:
        as_of: the day of the look, in the village.
        years: per cell, the year that title, tab, file or section gives; 0 where unknown.
        registered: per cell, datetime64[D], when the case was registered (roles after registration).
        year_unsure: per cell, the registration was refused because two years fit it.
        date1904: serial numbers count from 1904-01-01.
        number_format: a cell's number format, asked only for a number like 3.1.
    """

    as_of: date
    years: Years | None = None
    registered: Days | None = None
    year_unsure: NDArray[np.bool_] | None = None
    date1904: bool = False
    number_format: Callable[[int], str] | None = None

    def year_given(self, row: int) -> int:
        """Return the year that the sheet gives a row; 0 where it gives none."""
        return 0 if self.years is None else int(self.years[row])

    def registered_on(self, row: int) -> date | None:
        """Return the day on which the row's case was registered."""
        return (
            None if self.registered is None else self.registered[row].astype("datetime64[D]").astype(object)
        )
