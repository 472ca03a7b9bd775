"""What the forms of counties ask besides the half-month's own figures: people, money, agreements, levels.

Each is counted in the half-month, since New Year's Day and in the same half-month a year ago, and only
where some ledger has the column.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config.periods import Period, YearToDate
from config.vocabulary import AgreementForm, Fulfilment, Role, Tier
from reports.figures.books import flow
from reports.figures.halfmonth_counts import CHANNELS, by_channel
from reports.figures.halfmonth_figures import Summary

#: How much each row adds to a line, by the row's facts and the terms of a flow; int64 or bool.
_Weights = Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[Any]"]


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

    def line(name: str, role: Role | None, weights: _Weights) -> AskedFigure:
        if role is not None and role.value not in recorded:
            return AskedFigure(name, None)
        now, year, before = (int(weights(rows, terms).sum()) for terms in flows)
        return AskedFigure(name, (now, year, None if summary.last_year is None else before))

    return tuple(line(*one) for one in _lines())


def asked_weights(rows: pd.DataFrame, terms: pd.DataFrame) -> Iterator[tuple[str, "pd.Series[Any]"]]:
    """Yield the name of every line but the flow's own, and how much each row adds to it in a period.

    Args:
        rows: of the books.
        terms: the period's flow.
    """
    for name, role, weights in _lines():
        if role is not None:
            yield name, weights(rows, terms).fillna(0).astype("int64")


def _lines() -> Iterator[tuple[str, Role | None, _Weights]]:
    for name in ("new", "resolved", "transferred", "withdrawn"):
        yield name, None, lambda _, terms, name=name: terms[name]
    for name in CHANNELS:
        yield f"resolved_{name}", Role.SOURCE, _of_channel(name)
    yield "people", Role.PEOPLE_COUNT, lambda rows, terms: rows["people_count"].where(terms["new"], 0)
    yield "amount", Role.AMOUNT, lambda rows, terms: rows["amount"].where(terms["new"], 0)
    for role, values in _VALUES.items():
        for value in values:
            yield f"{role}_{value}", role, _of_value(role.value, value)
    prevented = Role.PREVENTED_CRIME
    yield prevented.value, prevented, lambda rows, terms: terms["resolved"] & rows[prevented.value]


#: Of the resolved cases, each value of these columns.
_VALUES: Mapping[Role, tuple[str, ...]] = {
    Role.AGREEMENT_FORM: tuple(AgreementForm),
    Role.FULFILMENT: tuple(Fulfilment),
    Role.TIER: tuple(Tier),
}


def _of_channel(name: str) -> _Weights:
    return lambda rows, terms: by_channel(rows, terms["resolved"])[name]


def _of_value(column: str, value: str) -> _Weights:
    return lambda rows, terms: terms["resolved"] & (rows[column] == value)


#: The names of `asked_weights`, in the order of the table.
ASKED: tuple[str, ...] = tuple(name for name, role, _ in _lines() if role is not None)
