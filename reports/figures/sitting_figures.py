"""Sittings of mediation in a period: held, and how they came out; booked ahead; open cases without one.

Source: docs/summaries.md#sittings.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from config.frames import WrittenSitting
from config.vocabulary import SittingOutcome
from reports.figures.books import Books

if TYPE_CHECKING:
    from datetime import date

    from config.periods import Period

#: In the order of the table; the first is the sum of the next three.
SITTINGS = (
    "sittings_held",  # 召开调解会, by day
    "sittings_agreed",  # 达成协议
    "sittings_failed",  # 未达成协议
    "sittings_untold",  # 结果未填, or told in other words
    "sittings_ahead",  # 已约调解会: open cases with a day after the period
    "sittings_none",  # 尚无安排: open cases that want a sitting, and have had and agreed none
)


def sitting_figures(rows: pd.DataFrame, period: "Period") -> pd.DataFrame:
    """Say of each row how much it adds to each figure.

    Args:
        rows: of the books, with ``standing`` and ``suspended`` of the period.
        period: whose figures; a day belongs to it with both its ends.

    Returns:
        int64 frame of the columns `SITTINGS`, same index.
    """
    columns = (
        rows["sittings"].tolist(),
        rows["sitting_outcome"].tolist(),
        (rows["agreed"].astype(bool)).tolist(),
        (rows["failed_mediation"].astype(bool)).tolist(),
        (rows["standing"].astype(bool) & ~rows["suspended"].astype(bool)).tolist(),
        (rows["wants_sitting"].astype(bool) & ~rows["backlog"].astype(bool)).tolist(),
    )
    found = [
        _counted(written or (), _told(outcome, agreed=agreed, failed=failed), period, live=live, wants=wants)
        for written, outcome, agreed, failed, live, wants in zip(*columns, strict=True)
    ]
    return pd.DataFrame(found, columns=list(SITTINGS), index=rows.index, dtype="int64")


def sittings_by_village(books: Books, measured: pd.DataFrame, period: "Period") -> pd.DataFrame:
    """Add the figures up.

    Args:
        books: every row.
        measured: ``standing`` and ``suspended`` of the period; rows that no figure counts may be missing.
        period: whose figures.

    Returns:
        int64; index: every village, columns `SITTINGS`.
    """
    found = sittings_of_rows(books, measured, period).groupby(books.rows["village"]).sum()
    return found.reindex(list(books.villages), fill_value=0).astype("int64")


def sittings_of_rows(books: Books, measured: pd.DataFrame, period: "Period") -> pd.DataFrame:
    """Return what each row of the books adds to each figure; arguments as of `sittings_by_village`."""
    rows = books.rows
    of_period = {name: measured[name].reindex(rows.index, fill_value=False) for name in _MEASURED}
    return sitting_figures(rows.assign(**of_period), period)


_MEASURED = ("standing", "suspended")


def know_of_sittings(books: Books) -> bool:
    """Whether any ledger knows of sittings at all."""
    rows = books.rows
    return bool(rows["wants_sitting"].any() or any(map(bool, rows["sittings"])))


def _told(outcome: str, *, agreed: bool, failed: bool) -> str:
    """What a row says of how its last sitting came out."""
    if outcome in _OUTCOMES:
        return outcome
    if agreed:
        return SittingOutcome.AGREED
    return SittingOutcome.FAILED if failed else ""


_OUTCOMES: Mapping[str, int] = {SittingOutcome.AGREED.value: 1, SittingOutcome.FAILED.value: 2}


def _counted(
    written: Sequence[WrittenSitting], told: str, period: "Period", *, live: bool, wants: bool
) -> tuple[int, ...]:
    held = [one for one in written if not one.ahead]
    within = [one for one in held if period.first <= one.day <= period.last]
    last: date | None = held[-1].day if held else None
    outcomes = [one.outcome.value or (told if one.day == last else "") for one in within]
    agreed, failed = (outcomes.count(outcome) for outcome in _OUTCOMES)
    ahead = live and any(one.day > period.last for one in written)
    none = live and wants and not ahead and not any(one.day <= period.last for one in written)
    return len(within), agreed, failed, len(within) - agreed - failed, int(ahead), int(none)
