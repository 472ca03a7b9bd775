"""What the forms of counties ask besides the half-month's own figures: people, money, agreements, levels.

Each is counted in the half-month, since New Year's Day and in the same half-month a year ago, and only
where some ledger has the column.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from config.periods import Period, YearToDate
from config.vocabulary import AgreementForm, Fulfilment, Role, Tier
from reports.figures.books import flow
from reports.figures.measures import CHANNELS, by_channel
from reports.figures.summary import Summary

#: Which rows of a flow a line counts, and how much each of them counts.
_Count = Callable[[pd.DataFrame, pd.DataFrame], int]


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """One line of the table.

    Attributes:
        name: what is counted.
        counts: in the half-month, since New Year's Day, and a year ago (None: no rows of that time);
            None where no ledger has the column.
    """

    name: str
    counts: tuple[int, int, int | None] | None


def asked_figures(summary: Summary) -> tuple[AskedFigure, ...]:
    """Return every line, in the order of the table."""
    rows, period = summary.books.rows, summary.period
    periods: tuple[Period, ...] = (period, YearToDate(period.last), period.last_year())
    flows = [flow(summary.books, one) for one in periods]
    recorded = frozenset[str]().union(*(source.roles for source in summary.books.sources))

    def line(name: str, role: Role | None, count: _Count) -> AskedFigure:
        if role is not None and role.value not in recorded:
            return AskedFigure(name, None)
        now, year, before = (count(rows, terms) for terms in flows)
        return AskedFigure(name, (now, year, None if summary.last_year is None else before))

    return tuple(line(*one) for one in _lines())


def _lines() -> Iterator[tuple[str, Role | None, _Count]]:
    for name in ("new", "resolved", "transferred", "withdrawn"):
        yield name, None, lambda _, terms, name=name: int(terms[name].sum())
    for name in CHANNELS:
        yield f"resolved_{name}", Role.SOURCE, _of_channel(name)
    yield "people", Role.PEOPLE_COUNT, lambda rows, terms: _sum(rows["people_count"], terms["new"])
    yield "amount", Role.AMOUNT, lambda rows, terms: _sum(rows["amount"], terms["new"])
    for role, values in _VALUES.items():
        for value in values:
            yield f"{role}_{value}", role, _of_value(role.value, value)


#: Of the resolved cases, each value of these columns.
_VALUES: Mapping[Role, tuple[str, ...]] = {
    Role.AGREEMENT_FORM: tuple(AgreementForm),
    Role.FULFILMENT: tuple(Fulfilment),
    Role.TIER: tuple(Tier),
}


def _of_channel(name: str) -> _Count:
    return lambda rows, terms: int(by_channel(rows, terms["resolved"])[name].sum())


def _of_value(column: str, value: str) -> _Count:
    return lambda rows, terms: int((terms["resolved"] & (rows[column] == value)).sum())


def _sum(numbers: "pd.Series[int]", among: "pd.Series[bool]") -> int:
    return int(numbers[among].sum())
