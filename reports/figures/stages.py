"""How long cases stay in each stage of their way, by office and never by person.

Source: docs/summaries.md#stages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from config.vocabulary import Role
from reports.figures.halfmonth_figures import Summary

if TYPE_CHECKING:
    from datetime import date

#: The stages in order, each with the column of the day it begins on; ``mediated``: the first sitting held.
STAGES: Mapping[str, str] = {
    "registered": Role.REGISTERED_DATE.value,  # 登记
    "accepted": Role.ACCEPTED_DATE.value,  # 受理
    "assigned": Role.ASSIGNED_DATE.value,  # 交办
    "mediated": "mediated",  # 调解
    "resolved": Role.RESOLVED_DATE.value,  # 办结
    "served": Role.SERVED_DATE.value,  # 送达
    "surveyed": Role.FOLLOWUP_DATE.value,  # 测评
    "archived": Role.ARCHIVED_DATE.value,  # 归档
}
_HELD = "held"


@dataclass(frozen=True, slots=True)
class StageTimes:
    """The stages of many cases.

    Attributes:
        days: one row per case, same index; columns: each stage's calendar days from its day to the next
            present one, without the days on hold, <NA> where the stage has no day or nothing follows it;
            and ``held``, the days on hold between the first and the last present day.
        unordered: the cases whose days are out of order; they have no stage days.
    """

    days: pd.DataFrame
    unordered: "pd.Series[bool]"


@dataclass(frozen=True, slots=True)
class OfficeStage:
    """How long cases of one office stayed in one stage."""

    office: str
    stage: str
    cases: int
    days: int

    def as_json(self) -> dict[str, str | int]:
        """Return what ``report --json`` says of it; the mean is days by cases."""
        return {"office": self.office, "stage": self.stage, "cases": self.cases, "days": self.days}


def stage_times(rows: pd.DataFrame) -> StageTimes:
    """Return the days that each row's case spent in each stage.

    Args:
        rows: the columns of `STAGES` (but ``mediated``), ``sittings``, ``suspended_from`` and
            ``suspended_to``; a hold that is not ended lasts to the last present day.
    """
    on = _days(rows)
    is_there = ~np.isnat(on)
    hold = rows[[Role.SUSPENDED_FROM.value, Role.SUSPENDED_TO.value]].to_numpy(dtype="datetime64[D]")
    spent = np.full(on.shape, -1, dtype=np.int64)
    held = np.zeros(len(rows), dtype=np.int64)
    unordered = np.zeros(len(rows), dtype=bool)
    for row in range(len(rows)):
        at = np.flatnonzero(is_there[row])
        days = on[row, at]
        unordered[row] = bool((days[1:] < days[:-1]).any())
        if unordered[row] or len(at) < 2:
            continue
        resting = [_overlap(a, b, hold[row]) for a, b in pairwise(days)]
        spent[row, at[:-1]] = (days[1:] - days[:-1]).astype(np.int64) - resting
        held[row] = sum(resting)
    found = pd.DataFrame(spent, index=rows.index, columns=list(STAGES)).astype("Int64")
    found = found.mask(found < 0)
    found[_HELD] = held
    return StageTimes(found, pd.Series(unordered, index=rows.index, dtype="bool"))


def stages_of(summary: Summary) -> tuple[tuple[OfficeStage, ...], int]:
    """Return the stages of what was resolved in the half-month, by office, and how many are out of order."""
    rows = summary.rows[summary.rows["resolved"]]
    times = stage_times(rows)
    return by_office(rows, times), int(times.unordered.sum())


def by_office(rows: pd.DataFrame, times: StageTimes) -> tuple[OfficeStage, ...]:
    """Add the stages up for each office of *rows* (column ``org``), in the order of first appearance."""
    offices = rows["org"].map(str)
    found: list[OfficeStage] = []
    for office in dict.fromkeys(offices):
        of_office = times.days[offices == office]
        for stage in STAGES:
            days = of_office[stage].dropna()
            if len(days):
                found.append(OfficeStage(office, stage, len(days), int(days.sum())))
    return tuple(found)


def _days(rows: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.datetime64]]":
    columns = [
        _first_held(rows["sittings"].tolist()) if stage == "mediated" else rows[column].to_numpy()
        for stage, column in STAGES.items()
    ]
    return np.column_stack([np.asarray(column, dtype="datetime64[D]") for column in columns])


def _first_held(sittings: Sequence[Any]) -> "np.ndarray[Any, np.dtype[np.datetime64]]":
    found: list[date | None] = [
        min((one.day for one in written if not one.ahead), default=None) if written else None
        for written in sittings
    ]
    return np.array(found, dtype="datetime64[D]")


def _overlap(
    first: np.datetime64, last: np.datetime64, hold: "np.ndarray[Any, np.dtype[np.datetime64]]"
) -> int:
    """How many days of a hold lie between two days."""
    begun, ended = hold
    if np.isnat(begun) or ended < begun:
        return 0
    until = last if np.isnat(ended) else min(ended, last)
    return max(0, int((until - max(begun, first)).astype(np.int64)))
