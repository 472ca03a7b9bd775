"""One number out of a half-month: a measure, of all or of one village, category or level."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from config.periods import YearToDate
from config.vocabulary import Category, Risk
from reports.figures.books import flow
from reports.figures.measures import MEASURES
from reports.figures.summary import Summary

#: What is also counted from New Year's Day on.
_OF_YEAR = ("new", "resolved", "transferred", "withdrawn")
#: Every name there is.
COUNTS: tuple[str, ...] = (*MEASURES, *(f"{name}_of_year" for name in _OF_YEAR))
#: What a count may be narrowed to: the books' column of each.
BY: Mapping[str, str] = {"village": "village", "category": "category", "level": "risk"}


@dataclass(frozen=True)
class Counts:
    """The counts of one half-month."""

    summary: Summary

    @cached_property
    def _rows(self) -> pd.DataFrame:
        books = self.summary.books
        year = flow(books, YearToDate(self.summary.period.last))
        rows = books.rows[list(BY.values())].copy()
        for name in MEASURES:
            rows[name] = self.summary.rows[name].reindex(rows.index, fill_value=False)
        for name in _OF_YEAR:
            rows[f"{name}_of_year"] = year[name]
        return rows

    def of(self, name: str, narrowed: Mapping[str, str]) -> int:
        """Return how many rows *name* counts, narrowed to values of `BY`."""
        rows = self._rows
        counted = rows[name].to_numpy(dtype=bool)
        for by, value in narrowed.items():
            counted = counted & (rows[BY[by]] == value).to_numpy()
        return int(counted.sum())

    def cells(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Yield village, measure, category, level and count of every combination that counts anything."""
        rows = self._rows
        keys = [rows[column].map(str) for column in BY.values()]
        for name in COUNTS:
            counted = rows[name].to_numpy(dtype=bool)
            found = Counter(zip(*(key[counted].tolist() for key in keys), strict=True))
            for (village, category, level), number in sorted(found.items()):
                yield village, name, category, level, number

    def members(self, by: str) -> tuple[str, ...]:
        """Return the values that *by* can take, in reading order."""
        if by == "village":
            return self.summary.villages
        return tuple(each.value for each in (Category if by == "category" else Risk))
