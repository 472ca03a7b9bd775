"""The books: every row of every ledger in one frame, with the day it came in and the day it ended settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from config.errors import DuesheetError
from config.frames import CASES, VERDICTS, empty_frame
from config.messages import message
from config.vocabulary import CadenceState, Destination, Status
from reports.inputs import Filed, VillageCases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from config.periods import Period

_FROM_CASES = (
    *("sheet", "table", "row", "village", "seq", "case_no"),
    *("registered_date", "accepted_date", "assigned_date", "resolved_date"),
    *("status", "destination", "agreed", "failed_mediation", "satisfaction", "first_time", "review_open"),
    *("category", "risk", "complexity", "channel", "from_superior", "org", "owner", "leader"),
    *("people_count", "amount", "agreement_form", "fulfilment", "tier", "prevented_crime"),
    *("sittings", "sitting_outcome"),
    *("served_date", "followup_date", "archived_date", "suspended_from", "suspended_to"),
)
_FROM_VERDICTS = (
    *("light", "due", "duty", "days_overdue", "working_days_left", "addressee", "provisional", "backlog"),
    *("overdue_township", "overdue_statute", "survey_owed"),
)
#: In the order of the flow identity: the first two equal the other four.
FLOW = ("opening", "new", "resolved", "transferred", "withdrawn", "closing")
_ROWS_NAMED = 5


class UnbalancedError(DuesheetError):
    """Opening and new do not equal ended and closing; the summary is refused."""

    code = "unbalanced"

    def __init__(self, period: str, rows: Sequence[str]) -> None:
        super().__init__(message("report.unbalanced", period=period, rows=", ".join(rows)))


@dataclass(frozen=True, slots=True)
class Books:
    """All rows, and where they came from.

    Attributes:
        rows: one row per case; the columns it takes from CASES and VERDICTS, and
            ``source`` (index into *sources*), ``ledger``, ``key`` ("" when none), ``wants_sitting``,
            ``entered`` (the day it came onto the books, NaT when no date could be read),
            ``ended_on`` (NaT while it stays; of an end without a date: ``entered``),
            ``end_undated`` and ``stays`` (still somebody's here: open, suspended, handed up to the township).
        sources: the inputs, in the order given.
        villages: each village once, in the order given.
    """

    rows: pd.DataFrame
    sources: tuple[VillageCases, ...]
    villages: tuple[str, ...]


def open_books(sources: Sequence[VillageCases]) -> Books:
    """Put all ledgers into one frame and settle when each case came in and ended.

    Source: docs/summaries.md#half-month-figures.
    """
    villages = tuple(dict.fromkeys(source.village for source in sources if source.is_village))
    parts = [_part(number, source, frozenset(villages)) for number, source in enumerate(sources)]
    rows = pd.concat(parts or [_part(0, _NOBODY, frozenset())], ignore_index=True)
    status = rows["status"]
    here = status.isin([Status.OPEN, Status.SUSPENDED]) | (
        (status == Status.TRANSFERRED) & (rows["destination"] == Destination.TOWNSHIP)
    )
    entered = _entered(rows)
    said = rows["resolved_date"]
    # An end before the beginning is a slip of the pen: it is reported, and dated like a missing one.
    undated = ~here & (said.isna() | (said < entered))
    rows["stays"] = here
    rows["entered"] = entered
    rows["end_undated"] = undated
    rows["ended_on"] = said.where(~undated, entered).where(~here)
    return Books(rows, tuple(sources), villages)


#: A township without a ledger still has a summary.
_NOBODY = VillageCases("", empty_frame(CASES), empty_frame(VERDICTS), Filed(CadenceState.NOT_DUE))


def _part(number: int, source: VillageCases, villages: frozenset[str]) -> pd.DataFrame:
    cases = source.cases[list(_FROM_CASES)].reset_index(drop=True)
    verdicts = source.verdicts[list(_FROM_VERDICTS)].reset_index(drop=True)
    part = pd.concat([cases, verdicts], axis=1)
    part["village"] = cases["village"].where(cases["village"].isin(villages), source.village)
    part["ledger"] = source.ledger
    part["source"] = number
    part["key"] = list(source.keys) if source.keys else ""
    part["wants_sitting"] = list(source.wants_sitting) if source.wants_sitting else False
    return part


def _entered(rows: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """The registration date; in a table that has none at all, that of acceptance or handover.

    A single unreadable date in a table that has the column is never replaced: its row is listed apart.
    """
    registered = rows["registered_date"]
    table = [rows["source"], rows["sheet"], rows["table"]]
    has_column = registered.notna().groupby(table).transform("any").astype(bool)
    stand_in = rows["accepted_date"].fillna(rows["assigned_date"])
    return registered.where(has_column, stand_in)


def flow(books: Books, period: "Period") -> pd.DataFrame:
    """Say for each row which terms of the flow it is in.

    Returns:
        bool frame of the columns FLOW, same index as the books. A row without a readable date of
        entry is in none of them.

    Raises:
        UnbalancedError: some row's terms do not balance; names the first of them.
    """
    rows = books.rows
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    entered, ended_on, stays = rows["entered"], rows["ended_on"], rows["stays"]
    before, within = entered < first, (entered >= first) & (entered <= last)
    ends = (ended_on >= first) & (ended_on <= last)
    terms = pd.DataFrame(
        {
            "opening": before & ~(ended_on < first),
            "new": within,
            "resolved": ends & (rows["status"] == Status.RESOLVED),
            "transferred": ends & (rows["status"] == Status.TRANSFERRED) & ~stays,
            "withdrawn": ends & (rows["status"] == Status.WITHDRAWN),
            "closing": (before | within) & (stays | (ended_on > last)),
        }
    )
    terms &= entered.notna().to_numpy()[:, None]
    _refuse_unbalanced(rows, terms, period)
    return terms


def _refuse_unbalanced(rows: pd.DataFrame, terms: pd.DataFrame, period: "Period") -> None:
    came = terms["opening"].astype("int8") + terms["new"]
    went = terms["resolved"].astype("int8") + terms["transferred"] + terms["withdrawn"] + terms["closing"]
    at_fault = rows[(came != went).to_numpy()]
    if len(at_fault):
        named = [
            f"{row.ledger or row.village}/{row.sheet}:{row.row}"
            for row in at_fault.head(_ROWS_NAMED).itertuples()
        ]
        more = len(at_fault) - len(named)
        raise UnbalancedError(period.label, named + ([f"… +{more}"] if more else []))


def totals(terms: pd.DataFrame) -> "Mapping[str, int]":
    """Return each term's count over all rows."""
    return {str(name): int(np.count_nonzero(terms[name])) for name in terms}


def dates(series: "pd.Series[pd.Timestamp]") -> "list[date | None]":
    """Return plain dates, None for NaT."""
    return np.asarray(series, dtype="datetime64[D]").tolist()


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order by days overdue, most first; equals by due date, then as they stood."""
    return rows.sort_values(["days_overdue", "due"], ascending=[False, True], kind="stable")


def soonest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order by due date, rows without one last."""
    return rows.sort_values("due", kind="stable")
