"""The key figures and their targets; always with numerator and denominator.

Source: docs/summaries.md#key-figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from config.periods import Period
from config.vocabulary import Satisfaction
from reports.figures.halfmonth_counts import CHANNELS
from reports.figures.halfmonth_figures import Rate


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A rate and the per cent it should reach; None where no target is set."""

    name: str
    rate: Rate
    target: Decimal | None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached, exactly; None where nothing can be said."""
        if self.target is None or not self.rate.denominator:
            return None
        return 100 * self.rate.numerator >= self.target * self.rate.denominator


def measure_settled(rows: pd.DataFrame) -> "pd.Series[bool]":
    """案结事了: resolved in the period and satisfied; not surveyed, if no review was asked for."""
    content = rows["satisfaction"].isin([Satisfaction.SATISFIED, Satisfaction.MOSTLY])
    unasked = ~rows["satisfaction"].isin(list(Satisfaction)) & ~rows["review_open"]
    return rows["resolved"] & (content | unasked)


def key_figures(rows: pd.DataFrame, period: Period, reception: tuple[int, int] | None) -> Iterator[KeyFigure]:
    """Yield the key figures.

    Args:
        rows: books' rows with their measures and ``settled``.
        period: what they are measured for.
        reception: reception days held and scheduled; None, and no figure, where nobody counts them.
    """
    first = rows["first_time"] == "first"
    yield _closed_of_due("first_time", rows[first] if knows_first(rows) else rows, period, Decimal(98))
    yield _closed_of_due("superior", rows[rows["from_superior"]], period, Decimal(100))
    settled = Rate(int(rows["settled"].sum()), int(rows["resolved"].sum()))
    yield KeyFigure("settled", settled, Decimal(95))
    if reception is not None:
        yield KeyFigure("reception", Rate(*reception), Decimal(100))
    on_time = int(rows["on_time"].sum())
    yield KeyFigure("on_time", Rate(on_time, on_time + int(rows["late"].sum())), None)


def knows_first(rows: pd.DataFrame) -> bool:
    """Whether any ledger marks first-time cases."""
    return bool((rows["first_time"] == "first").any())


def _closed_of_due(name: str, rows: pd.DataFrame, period: Period, target: Decimal) -> KeyFigure:
    """Closed of those due: what was closed in the period, and what is open though it fell due."""
    fell_due = rows["closing"] & (rows["due"] <= pd.Timestamp(period.last))
    resolved = int(rows["resolved"].sum())
    return KeyFigure(name, Rate(resolved, resolved + int(fell_due.sum())), target)


def by_channel(rows: pd.DataFrame) -> Iterator[tuple[str, int, Rate]]:
    """Yield each channel's new cases, and how many of them were resolved by the period's end."""
    for name in CHANNELS:
        received = int(rows[name].sum())
        if received:
            yield name, received, Rate(int((rows[name] & rows["cohort_resolved"]).sum()), received)
