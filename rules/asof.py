"""The ledger as it stood at the end of a past day: what happened later is undone.

Source: docs/summaries.md#half-month-figures.
"""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from config.vocabulary import DATE_ROLES, Destination, Role, Status

if TYPE_CHECKING:
    import pandas as pd

#: Events that had not happened yet when they lie after the day. Limits and 延期至 may lie ahead.
_EVENTS = tuple(
    role for role in DATE_ROLES if role not in (Role.REGISTERED_DATE, Role.DUE_DATE, Role.EXTENSION)
)


def as_of(cases: "pd.DataFrame", day: date) -> "pd.DataFrame":
    """Return the cases there were at the end of *day*, as they stood then.

    Args:
        cases: frame of ``config.frames.CASES``; never changed.
        day: the last day that counts.

    Returns:
        Frame of the same contract, with the index of the rows that are left. Registered later: dropped.
        Closed, withdrawn or passed on later: open. Closed without a date: stays closed, for nobody
        knows when; without a date, on hold: open, unless the hold is dated.
    """
    end = np.datetime64(day, "s")
    begun = cases[Role.REGISTERED_DATE.value]
    for role in (Role.ACCEPTED_DATE, Role.ASSIGNED_DATE):
        begun = begun.where(begun.notna(), cases[role.value])
    then = cases.loc[~(begun > end).to_numpy()].copy()
    later = {role: (then[role.value] > end).to_numpy() for role in _EVENTS}
    _reopen(then, later[Role.RESOLVED_DATE])
    _holds(then, end)
    _unfollowed(then, later)
    for role in _EVENTS:
        then.loc[later[role], role.value] = np.datetime64("NaT")
    return then


def _reopen(then: "pd.DataFrame", undone: np.ndarray) -> None:
    """Undo endings; 移交 and 撤回 are dated by 办结日期 too."""
    then.loc[undone, "status"] = Status.OPEN
    then.loc[undone, "destination"] = Destination.NONE
    then.loc[undone, ["agreed", "failed_mediation", "resolved_end_unsure", "has_agreement_no"]] = False


def _holds(then: "pd.DataFrame", end: np.datetime64) -> None:
    begun = then[Role.SUSPENDED_FROM.value].to_numpy()
    over = then[Role.SUSPENDED_TO.value].to_numpy()
    status = then["status"].to_numpy(dtype=object)
    running = (begun <= end) & ~(over <= end)
    then.loc[(status == Status.SUSPENDED) & ~running, "status"] = Status.OPEN
    then.loc[(status == Status.OPEN) & running, "status"] = Status.SUSPENDED


def _unfollowed(then: "pd.DataFrame", later: dict[Role, np.ndarray]) -> None:
    followed = later[Role.FOLLOWUP_DATE] | later[Role.RESOLVED_DATE]
    then.loc[followed, "followed_up"] = False
    then.loc[followed, "satisfaction"] = ""
    then.loc[later[Role.SERVED_DATE], "has_served_date"] = False
    # Only the last contact is kept, so an earlier one may well have been: nobody can say it was missed.
    then.loc[later[Role.LAST_CONTACT_DATE], "contacted"] = True
    asked, decided = later[Role.REVIEW_REQUESTED_DATE], later[Role.REVIEW_DECIDED_DATE]
    then.loc[asked | later[Role.RESOLVED_DATE], "review_open"] = False
    then.loc[decided & ~asked, "review_open"] = True
    then.loc[later[Role.RETURNED_DATE], "returned"] = False
    unapproved = later[Role.EXTENSION_APPROVED_ON]
    then.loc[unapproved, "extension_times"] = 0
    then.loc[unapproved, Role.EXTENSION.value] = np.datetime64("NaT")
    then.loc[unapproved, "extension_days"] = None
