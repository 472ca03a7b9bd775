"""A year as the sum of its half-months, all from one reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.periods import HalfMonth, Year, half_months
from reports.figures.books import FLOW, Books, flow, totals


@dataclass(frozen=True, slots=True)
class YearFlow:
    """The flow of a year.

    Attributes:
        halves: each half-month's flow, in order.
        whole: opening of the first, closing of the last, the sums of all between.
    """

    halves: Sequence[tuple[HalfMonth, Mapping[str, int]]]
    whole: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OtherThen:
    """What a published half-month said otherwise than the same half-month says now."""

    period: HalfMonth
    measure: str
    published: int
    now: int


def year_flow(books: Books, year: Year) -> YearFlow:
    """Compile the 24 half-months of *year* from one reading, and add them up.

    Raises:
        UnbalancedError: a row cannot be placed.
    """
    halves = [(half, totals(flow(books, half))) for half in half_months(year)]
    whole = {name: sum(terms[name] for _, terms in halves) for name in FLOW}
    whole |= {"opening": halves[0][1]["opening"], "closing": halves[-1][1]["closing"]}
    return YearFlow(halves, whole)


def said_otherwise(found: YearFlow, published: Mapping[str, Mapping[str, int]]) -> tuple[OtherThen, ...]:
    """Compare with the totals that were *published*, by the half-month's label."""
    return tuple(
        OtherThen(half, name, then[name], terms[name])
        for half, terms in found.halves
        if (then := published.get(half.label)) is not None
        for name in FLOW
        if then.get(name, terms[name]) != terms[name]
    )
