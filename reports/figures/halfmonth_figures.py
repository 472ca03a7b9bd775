"""The half-month's figures: pure, balanced for every village, each with the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from config.periods import HalfMonth, YearToDate
from config.vocabulary import CadenceState, Category, Risk, Status
from reports.figures.books import Books, flow, open_books, soonest_first, totals, worst_first
from reports.figures.corrections import Correction, corrections
from reports.figures.halfmonth_counts import MEASURES, measure
from reports.inputs import Filed, LedgerProblem, Published, VillageCases

TREND_LENGTH = 12
#: A filed report that says more counts before one that says less, when a village keeps several ledgers.
_FILED_ORDER = (
    CadenceState.ON_TIME,
    CadenceState.LATE,
    CadenceState.NIL,
    CadenceState.MISSING,
    CadenceState.NOT_DUE,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that shows what it is made of."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """Per cent to one decimal, half up; None for a denominator of 0."""
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / Decimal(self.denominator)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Unread:
    """A ledger that could not be read; the totals have it by an earlier reading, or are without it.

    Attributes:
        as_of: the day of that reading; None: without it.
    """

    village: str
    ledger: str
    reason: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a half-monthly report says, as figures and rows.

    Attributes:
        rows: one row per case that any figure counts, by village and place: the columns of
            ``Books.rows``, status and end as of the period's last day, and one bool column per measure.
        counts: each village's measures, in the order given.
        totals: each measure over all villages.
        categories: index: Category ids that occur ("" for not stated); columns: new, handled, agreed,
            failed, previous (new in the half-month before); int64.
        before: the flow of the half-month before, recomputed today (环比).
        last_year: the flow of the same half-month last year (同比), None when no row was open in it.
        year: the flow from New Year's Day to the period's end (本年累计).
        trend: index: labels of the last 12 half-months; columns: new, resolved.
        filed: how each village's report stands.
        corrections: what was entered late or changed since the last summary was published.
    """

    period: HalfMonth
    villages: tuple[str, ...]
    rows: pd.DataFrame
    counts: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    categories: pd.DataFrame
    before: Mapping[str, int]
    last_year: Mapping[str, int] | None
    year: Mapping[str, int]
    trend: pd.DataFrame
    filed: Mapping[str, Filed]
    problems: tuple[LedgerProblem, ...]
    unread: tuple[Unread, ...]
    corrections: tuple[Correction, ...]
    corrected_period: str
    books: Books

    def rate(self, name: str, village: str | None = None) -> Rate:
        """Return one of the four rates, of one village or of all.

        Source: docs/summaries.md#half-month-figures has the formulas.
        """
        count = self.totals if village is None else self.counts[village]
        above, below = RATES[name]
        return Rate(count[above], sum(count[term] for term in below))

    def rate_of_year(self) -> Rate:
        """Return 累计办结率: resolved since New Year's Day of what was open then or came in since."""
        return Rate(self.year["resolved"], self.year["opening"] + self.year["new"])

    def overdue(self) -> pd.DataFrame:
        """Return what is overdue at the period's end, worst first, without the backlog."""
        return worst_first(self.rows[self.rows["overdue"] & ~self.rows["backlog"]])

    def due_soon(self) -> pd.DataFrame:
        """Return what is nearly due at the period's end, the soonest first, without the backlog."""
        return soonest_first(self.rows[self.rows["due_soon"] & ~self.rows["backlog"]])

    def serious(self) -> pd.DataFrame:
        """Return the hard cases: red ones first, then the oldest."""
        hard = self.rows[self.rows["serious"]]
        order = hard.assign(_red=hard["risk"] != Risk.RED).sort_values(["_red", "entered"], kind="stable")
        return order.drop(columns="_red")


#: Each rate's numerator, and the terms of its denominator; those that leaders go by first. A case resolved
#: without a due date or without a date of its end is neither on time nor late, so that nobody is blamed.
RATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "completion": ("resolved", ("opening", "new")),  # 办结率
    "mediation": ("agreed", ("agreed", "failed")),  # 调解成功率
    "on_time": ("on_time", ("on_time", "late")),  # 按期办结率
    "cohort": ("cohort_resolved", ("new",)),  # 化解率
}


def summarise(
    period: HalfMonth, sources: Sequence[VillageCases], *, published: Published | None = None
) -> Summary:
    """Compile the figures of *period*.

    Args:
        period: a half-month; normally a finished one.
        sources: one per ledger, verdicts as of the period's last day.
        published: the summary published last before this one, if the state has one.

    Raises:
        UnbalancedError: a row cannot be placed, so the figures would not add up.
    """
    books = open_books(sources)
    terms = flow(books, period)
    measures = measure(books, terms, period)
    before_terms = flow(books, period.previous())
    year_terms = totals(flow(books, period.last_year()))
    counted = measures.any(axis=1)
    facts = _as_of_then(books.rows, measures["standing"])
    facts = facts.drop(columns=[name for name in MEASURES if name in facts])
    return Summary(
        period=period,
        villages=books.villages,
        rows=_in_order(pd.concat([facts, measures], axis=1)[counted], books.villages),
        counts=_by_village(measures, books),
        totals=totals(measures),
        categories=_categories(books, measures, before_terms),
        before=totals(before_terms),
        last_year=year_terms if year_terms["opening"] + year_terms["new"] else None,
        year=totals(flow(books, YearToDate(period.last))),
        trend=_trend(books, period),
        filed=_filed(sources),
        problems=tuple(problem for source in sources for problem in source.problems),
        unread=unread_of(sources),
        corrections=corrections(books, published) if published else (),
        corrected_period=published.period if published else "",
        books=books,
    )


def unread_of(sources: Sequence[VillageCases]) -> tuple[Unread, ...]:
    """Return the ledgers that could not be read."""
    return tuple(Unread(s.village, s.called, s.error, s.as_of) for s in sources if s.error is not None)


def _as_of_then(rows: pd.DataFrame, standing: "pd.Series[bool]") -> pd.DataFrame:
    """What ended only after the period is shown as it stood on its last day."""
    since_ended = standing & ~rows["stays"]
    return rows.assign(
        status=rows["status"].mask(since_ended, Status.OPEN.value),
        ended_on=rows["ended_on"].mask(since_ended),
    )


def _by_village(measures: pd.DataFrame, books: Books) -> dict[str, dict[str, int]]:
    counts = measures.groupby(books.rows["village"]).sum().reindex(books.villages, fill_value=0)
    columns = [counts[name].astype("int64").tolist() for name in MEASURES]
    return {
        village: dict(zip(MEASURES, numbers, strict=True))
        for village, numbers in zip(books.villages, zip(*columns, strict=True), strict=True)
    }


def _categories(books: Books, measures: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    columns = {name: measures[name] for name in ("new", "handled", "agreed", "failed")}
    found = pd.DataFrame({**columns, "previous": before["new"]}).groupby(books.rows["category"]).sum()
    found = found[found.any(axis=1)].astype("int64")
    order = [*(category.value for category in Category), ""]
    return found.reindex([name for name in order if name in found.index])


def _trend(books: Books, period: HalfMonth) -> pd.DataFrame:
    """New and resolved in each of the last half-months."""
    periods = period.back(TREND_LENGTH)
    firsts = [p.first for p in periods] + [periods[-1].last + timedelta(days=1)]
    starts = np.array(firsts, dtype="datetime64[D]")

    def per_period(series: "pd.Series[pd.Timestamp]") -> "npt.NDArray[np.int64]":
        found = np.asarray(series, dtype="datetime64[D]")
        found = np.sort(found[~np.isnat(found)])
        return np.diff(np.searchsorted(found, starts))

    resolved = books.rows["entered"].notna() & (books.rows["status"] == Status.RESOLVED)
    return pd.DataFrame(
        {
            "new": per_period(books.rows["entered"]),
            "resolved": per_period(books.rows["ended_on"].where(resolved)),
        },
        index=[p.label for p in periods],
    )


def _filed(sources: Sequence[VillageCases]) -> dict[str, Filed]:
    best: dict[str, Filed] = {}
    for source in sources:
        known = best.get(source.village)
        if known is None or _FILED_ORDER.index(source.filed.state) < _FILED_ORDER.index(known.state):
            best[source.village] = source.filed
    return best


def _in_order(rows: pd.DataFrame, villages: Sequence[str]) -> pd.DataFrame:
    """By village in the order given, then as the ledgers have them."""
    order = {village: number for number, village in enumerate(villages)}
    placed = rows.assign(_village=rows["village"].map(order))
    return placed.sort_values(["_village", "source", "sheet", "row"], kind="stable").drop(columns="_village")
