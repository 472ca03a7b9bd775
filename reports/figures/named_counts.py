"""One number out of a half-month: a measure, of all or of one village, category or level."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from config.periods import Period, YearToDate
from config.vocabulary import Category, Risk
from reports.figures.asked_by_forms import ASKED, asked_weights
from reports.figures.books import flow, open_books
from reports.figures.halfmonth_counts import MEASURES, measure
from reports.figures.halfmonth_figures import Summary
from reports.figures.sitting_figures import SITTINGS, sittings_of_rows
from reports.inputs import VillageCases

#: Village, measure, category, level and count.
CountedCell = tuple[str, str, str, str, int]

#: What is also counted from New Year's Day on.
_OF_YEAR = ("new", "resolved", "transferred", "withdrawn")
#: Every name that a county's roll-up adds up.
COUNTS: tuple[str, ...] = (*MEASURES, *(f"{name}_of_year" for name in _OF_YEAR))
#: Every name that a form may use besides: sums of people and money are among them.
FORM_COUNTS: tuple[str, ...] = (*COUNTS, *ASKED, *(f"{name}_of_year" for name in ASKED), *SITTINGS)
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

    @cached_property
    def _weights(self) -> pd.DataFrame:
        """What each row adds to the figures that only forms use: int64."""
        summary, books = self.summary, self.summary.books
        year = YearToDate(summary.period.last)
        made = dict(asked_weights(books.rows, flow(books, summary.period)))
        for name, weights in asked_weights(books.rows, flow(books, year)):
            made[f"{name}_of_year"] = weights
        sittings = sittings_of_rows(books, summary.rows, summary.period)
        return pd.concat([pd.DataFrame(made), sittings], axis=1)

    def of(self, name: str, narrowed: Mapping[str, str]) -> int:
        """Return what *name* of `FORM_COUNTS` comes to, narrowed to values of `BY`."""
        rows = self._rows
        counted = (rows if name in rows else self._weights)[name].to_numpy(dtype="int64")
        for by, value in narrowed.items():
            counted = counted * (rows[BY[by]] == value).to_numpy()
        return int(counted.sum())

    def cells(self) -> Iterator[CountedCell]:
        """Yield village, measure, category, level and count of every combination that counts anything."""
        yield from _cells(self._rows, COUNTS)

    def members(self, by: str) -> tuple[str, ...]:
        """Return the values that *by* can take, in reading order."""
        if by == "village":
            return self.summary.villages
        return tuple(each.value for each in (Category if by == "category" else Risk))


def period_cells(sources: Sequence[VillageCases], period: Period) -> Iterator[CountedCell]:
    """Yield the same for any period: a year, or the day of a risk list.

    Args:
        sources: one per ledger, verdicts as of the period's last day.
        period: whose figures.
    """
    books = open_books(sources)
    measures = measure(books, flow(books, period), period)
    rows = books.rows[list(BY.values())].copy()
    for name in MEASURES:
        rows[name] = measures[name]
    yield from _cells(rows, MEASURES)


def _cells(rows: pd.DataFrame, names: Sequence[str]) -> Iterator[CountedCell]:
    keys = [rows[column].map(str) for column in BY.values()]
    for name in names:
        counted = rows[name].to_numpy(dtype=bool)
        found = Counter(zip(*(key[counted].tolist() for key in keys), strict=True))
        for (village, category, level), number in sorted(found.items()):
            yield village, name, category, level, number
