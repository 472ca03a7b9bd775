"""The columns of 调解排期: ours on the left, people's on the right, and no cell both's."""

from dataclasses import dataclass
from enum import StrEnum


class ScheduleColumn(StrEnum):
    """A column, in its order; the key stands last, hidden."""

    SEQ = "seq"
    VILLAGE = "village"
    LEDGER = "ledger"
    SHEET = "sheet"
    ROW = "row"
    CASE_NO = "case_no"
    CATEGORY = "category"
    DUE = "due"
    NUMBER = "number"
    DAY = "day"
    HALF = "half"
    MEDIATOR = "mediator"
    PLACE = "place"
    STATE = "state"
    AGREED_DAY = "agreed_day"
    AGREED_HALF = "agreed_half"
    OWN_MEDIATOR = "own_mediator"
    OWN_PLACE = "own_place"
    OUTCOME = "outcome"
    REMARK = "remark"
    KEY = "key"


#: People's columns.
THEIRS = (
    ScheduleColumn.AGREED_DAY,
    ScheduleColumn.AGREED_HALF,
    ScheduleColumn.OWN_MEDIATOR,
    ScheduleColumn.OWN_PLACE,
    ScheduleColumn.OUTCOME,
    ScheduleColumn.REMARK,
)
OURS = tuple(column for column in ScheduleColumn if column not in THEIRS)
#: What we propose: never written again beside a person's word.
SUGGESTION = (ScheduleColumn.DAY, ScheduleColumn.HALF, ScheduleColumn.MEDIATOR, ScheduleColumn.PLACE)
#: Columns whose cells are whole numbers.
NUMBERS = (ScheduleColumn.SEQ, ScheduleColumn.ROW, ScheduleColumn.NUMBER)
#: Widths in characters: an official number, 〔2026〕云人调字第22号, takes two lines; all fit a page's width.
WIDTHS = dict(
    zip(
        ScheduleColumn,
        (5, 9, 11, 7, 5, 12, 11, 11, 6, 11, 6, 8, 13, 17, 12, 7, 8, 12, 9, 13, 8),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class CellText:
    """Put *new* in one of our cells, which held *old* when we looked.

    Attributes:
        row: 1-based; a row that is not there yet is begun.
    """

    row: int
    column: ScheduleColumn
    old: str
    new: str
