"""A spreadsheet as it was found: the meeting point of every store and `understand`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from config.errors import LedgerUnavailableError
from config.vocabulary import Mark

#: What a cell holds. Text is `str`; a number formatted as a date is a `date` or `datetime`;
#: any other number is a `float`, whatever it looks like; a blank cell is `""`.
CellValue = str | float | int | bool | date | datetime | time | timedelta | None

_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|general', re.IGNORECASE)


class Merge(NamedTuple):
    """A merged block; 0-based, both ends included. Its first cell holds the value."""

    top: int
    left: int
    bottom: int
    right: int


def hides_day(number_format: str) -> bool:
    """Whether a date of this format shows its month and not its day: 2026年3月, Mar-26.

    A program makes March 1 of what was typed as 2026年3月; the day is nobody's.
    """
    codes = set(_NO_CODE.sub("", number_format.partition(";")[0]).lower())
    return "m" in codes and not codes & set("dhs")


def _general(_row: int, _column: int) -> str:
    return "General"


def _perhaps() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet.

    Attributes:
        name: the tab's name.
        sheet_id: how the store addresses it (the name in a workbook, the numeric id on Google).
        visible: False for hidden and very hidden worksheets.
        rows: cells from A1 on, as a list of equally long rows; ``rows[r][c]`` is 0-based.
        merges: merged blocks.
        number_format: the number format code of a 0-based (row, column), looked up on demand:
            only a number in a date column needs it.
        may_hide_days: whether any number format of the workbook shows a date's month without its day;
            asked before the formats of dates are looked up one by one.
        fill: the colour behind a 0-based (row, column), "" for none and for white; None where the store has
            not looked (`sync.store.Colouring`).
        marks: 0-based columns the store itself knows to be ours (developer metadata);
            without an entry a column of ours is found by its heading.
        doubled: further 0-based columns that the store knows to be ours, each with its mark.
        formulas_without_value: 0-based (row, column) of formula cells without a stored value.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    sheet_id: str = ""
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    number_format: Callable[[int, int], str] = _general
    may_hide_days: Callable[[], bool] = _perhaps
    fill: Callable[[int, int], str] | None = None
    marks: Mapping[Mark, int] = field(default_factory=dict[Mark, int])
    doubled: Mapping[int, Mark] = field(default_factory=dict[int, Mark])
    formulas_without_value: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """One workbook or spreadsheet, as one look found it.

    Attributes:
        title: the file's name without its ending, or the spreadsheet's title.
        sheets: in tab order.
        date1904: True when serial numbers count from 1904-01-01.
        version: what the store needs to know that nobody wrote since (a hash, a revision).
        read_only: why nothing can be written there, with what would change it; None where it can.
    """

    title: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False
    version: object = None
    read_only: LedgerUnavailableError | None = None
