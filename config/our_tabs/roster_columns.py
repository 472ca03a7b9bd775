"""The columns of 接访排班: ours on the left, people's on the right, and no cell both's."""

from enum import StrEnum


class RosterColumn(StrEnum):
    """A column, in its order; a line is known by its date."""

    DATE = "date"
    WEEKDAY = "weekday"
    SUGGESTED = "suggested"
    LEADER = "leader"
    RECEIVED = "received"
    REMARK = "remark"


#: People's columns.
ROSTER_THEIRS = (RosterColumn.LEADER, RosterColumn.RECEIVED, RosterColumn.REMARK)
#: Widths in characters.
ROSTER_WIDTHS = dict(zip(RosterColumn, (13, 7, 12, 14, 14, 28), strict=True))
