"""Which rows each figure counts: one bool column per measure, so that every number has its rows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from config.vocabulary import Channel, Light, Risk, Satisfaction, Status
from reports.figures.books import FLOW, Books

if TYPE_CHECKING:
    from config.periods import Period

#: New cases by how they came in; ``channel_other`` holds what is none of the six, and blanks.
CHANNELS: Mapping[str, Channel | None] = {
    "channel_visit": Channel.VISIT,
    "channel_letter": Channel.LETTER,
    "channel_net": Channel.NET,
    "channel_phone": Channel.PHONE,
    "channel_screening": Channel.SCREENING,
    "channel_superior": Channel.SUPERIOR,
    "channel_other": None,
}
RISKS: Mapping[str, Risk] = {"risk_red": Risk.RED, "risk_yellow": Risk.YELLOW, "risk_green": Risk.GREEN}
#: Every count there is; each is a bool column of ``Summary.rows``.
MEASURES: tuple[str, ...] = (
    *FLOW,
    *CHANNELS,
    "agreed",  # 调解成功: resolved in the period with words of agreement
    "failed",  # 调解不成功
    "handled",  # 调处: resolved in the period, or mediation failed in it
    "cohort_resolved",  # new in the period and resolved by its end
    "on_time",  # resolved in the period by the due date
    "late",  # resolved in the period after it
    "suspended",
    "due_soon",
    "overdue",
    "backlog",  # 存量: overdue or nearly due, but registered before the service was adopted
    "overdue_backlog",
    "due_soon_backlog",
    *RISKS,
    "serious",  # 重点疑难: open, and red or older than 30 days
    "handed_up",  # 镇级待办: passed to the township and still open
    "untimed",
    "survey",  # 待测评
    "unsatisfied",  # 不满意: a review is owed
    "end_undated",
    "undated",
    "undated_open",
    "standing",  # everything open at the period's end, undated rows included
)
#: What a case has to be old to count as a hard one, in calendar days.
SERIOUS_DAYS = 30


def measure(books: Books, terms: pd.DataFrame, period: "Period") -> pd.DataFrame:
    """Say for each row which figures count it.

    Returns:
        bool frame of the columns MEASURES, same index as the books.
    """
    rows, last = books.rows, pd.Timestamp(period.last)
    new, closing, light = terms["new"], terms["closing"], rows["light"]
    undated, undated_open = _undated(books, period)
    standing = closing | undated_open
    ended = terms["resolved"] | terms["transferred"] | terms["withdrawn"]
    agreed = terms["resolved"] & rows["agreed"]
    failed = _failed(books, terms)
    on_time, late = _punctual(rows, terms["resolved"])
    hot = light.isin([Light.OVERDUE, Light.DUE_SOON])
    old = (last - rows["entered"]).dt.days > SERIOUS_DAYS
    closed_by_then = (rows["status"] == Status.RESOLVED) & (rows["ended_on"] <= last)
    measured = {
        **{name: terms[name] for name in FLOW},
        **by_channel(rows, new),
        "agreed": agreed,
        "failed": failed,
        "handled": terms["resolved"] | failed,
        "cohort_resolved": new & terms["resolved"],
        "on_time": on_time,
        "late": late,
        "suspended": closing & (light == Light.SUSPENDED),
        "due_soon": standing & (light == Light.DUE_SOON),
        "overdue": standing & (light == Light.OVERDUE),
        "backlog": standing & hot & rows["backlog"],
        "overdue_backlog": standing & (light == Light.OVERDUE) & rows["backlog"],
        "due_soon_backlog": standing & (light == Light.DUE_SOON) & rows["backlog"],
        **{name: closing & (rows["risk"] == risk) for name, risk in RISKS.items()},
        "serious": closing & ((rows["risk"] == Risk.RED) | old),
        "handed_up": standing & rows["stays"] & (rows["status"] == Status.TRANSFERRED),
        "untimed": closing & (light == Light.UNTIMED),
        "survey": closed_by_then & rows["survey_owed"],
        "unsatisfied": terms["resolved"] & (rows["satisfaction"] == Satisfaction.UNSATISFIED),
        "end_undated": ended & rows["end_undated"],
        "undated": undated,
        "undated_open": undated_open,
        "standing": standing,
    }
    return pd.DataFrame(measured)[list(MEASURES)]


def _undated(books: Books, period: "Period") -> tuple["pd.Series[bool]", "pd.Series[bool]"]:
    """Rows without a date of entry that did not end before the period, and those of them still open."""
    rows = books.rows
    unknown, ended_on = rows["entered"].isna(), rows["ended_on"]
    still = unknown & (rows["stays"] | (ended_on > pd.Timestamp(period.last)))
    return unknown & ~(ended_on < pd.Timestamp(period.first)), still


def by_channel(rows: pd.DataFrame, among: "pd.Series[bool]") -> dict[str, "pd.Series[bool]"]:
    """Cases *among* these by channel; what a superior handed down counts as such however it arrived."""
    channel = rows["channel"].mask(rows["from_superior"], Channel.SUPERIOR.value)
    known = [name.value for name in CHANNELS.values() if name is not None]
    return {
        column: among & (~channel.isin(known) if name is None else (channel == name))
        for column, name in CHANNELS.items()
    }


def _failed(books: Books, terms: pd.DataFrame) -> "pd.Series[bool]":
    """Mediation that came to nothing, counted once: where the case ended, or came in while it is open.

    When a mediation failed is written nowhere; an undated event belongs to the period of registration.
    """
    rows = books.rows
    ended = terms["resolved"] | terms["transferred"] | terms["withdrawn"]
    came_and_stayed = terms["new"] & rows["ended_on"].isna()
    return rows["failed_mediation"] & ~rows["agreed"] & (ended | came_and_stayed)


def _punctual(rows: pd.DataFrame, resolved: "pd.Series[bool]") -> tuple["pd.Series[bool]", "pd.Series[bool]"]:
    """Which of the resolved were on time, and which late; neither when it cannot be told."""
    # While a survey is owed the row shows the survey's light and date; whether the case itself was
    # late then stands in the two flags alone.
    beyond = rows["overdue_township"] | rows["overdue_statute"]
    late = resolved & ((rows["light"] == Light.CLOSED_LATE) | (rows["survey_owed"] & beyond))
    can_tell = rows["due"].notna() & ~rows["end_undated"]
    return resolved & can_tell & ~late, late
