"""The contracts of the two frames that travel between the folders.

``CASES`` is built in `sync.understand`, read in `rules` and `reports`, and never changed in place.
``VERDICTS`` has the same index and says what the rules found. Dates are ``datetime64[s]`` at midnight
in the village; ``NaT`` means that no date could be read (blank, or reported as a problem). Text columns
have dtype ``object`` and hold ``str`` only; ``""`` means blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from config.vocabulary import (
    DATE_ROLES,
    Family,
    Half,
    LedgerProblemCode,
    ProblemCode,
    Role,
    SittingOutcome,
)

if TYPE_CHECKING:
    import pandas as pd

#: One row per case, open or closed, in the order of the sheets and rows.
CASES: Mapping[str, str] = {
    "sheet": "object",  # worksheet name
    "table": "int32",  # index into the ledger's tables (TableInfo)
    "row": "int64",  # 1-based sheet row, the address for writing back
    "village": "object",  # its own 村 column, else the tab's, else the workbook's
    "seq": "object",  # 序号 as shown; "" when it is not surely a number
    "case_no": "object",  # 编号 as shown; "" when it is not surely a number
    "group": "object",
    "grid": "object",
    **{role.value: "datetime64[s]" for role in DATE_ROLES},
    "status": "object",  # Status
    "status_found": "object",  # where the status came from: status, tick, resolved_date, progress, none
    "destination": "object",  # Destination; "" unless transferred
    "agreed": "bool",  # resolved with words of agreement: 调解成功, 达成协议, 和解, 双方和好, 化解
    "failed_mediation": "bool",  # words of failure: 调解不成, 未达成协议
    "review_open": "bool",  # a review (复查) runs: words say so, or it was requested and not decided
    "returned": "bool",  # handed back (退回) as wrongly sent
    "category": "object",  # Category; 其他 when unknown, "" when no column or blank
    "category_raw": "object",  # as written; decides art. 31 exemptions; leaves the ledger only as a problem
    "risk": "object",  # Risk or ""
    "complexity": "object",  # Complexity or ""
    "channel": "object",  # Channel or ""
    "first_time": "object",  # "first", "repeat" or "": 初次/重复 mark, for key figures only
    "from_superior": "bool",  # handed down, urged or assigned by the county
    "limit_days": "Int64",  # 办理期限 given as a length, in limit_unit; <NA> when none
    "limit_unit": "object",  # Unit or ""
    "resolved_end_unsure": "bool",  # resolved without a readable date though the cell holds something
    "extension_times": "int64",  # how often an extension is noted (0, 1, 2 …)
    "extension_days": "Int64",  # 延期 given as a length of calendar days; <NA> when none
    "extension_reason": "object",
    "extension_approver": "object",
    "satisfaction": "object",  # Satisfaction or ""
    "followed_up": "bool",  # 回访 holds anything that says it was done, dated or not
    "contacted": "bool",  # 最近沟通 holds anything
    "org": "object",  # 责任单位; a unit, never a person
    "owner": "object",  # 责任人: shown only with [summary] officials = true
    "leader": "object",  # 包案领导: likewise
    "people_count": "Int64",  # 涉及人数; <NA> where no single number stands there
    "amount": "Int64",  # 涉及金额 in whole yuan; <NA> where no single amount stands there
    "agreement_form": "object",  # AgreementForm or ""
    "fulfilment": "object",  # Fulfilment or ""
    "tier": "object",  # Tier or ""
    "prevented_crime": "bool",  # 防止民转刑: mediation kept a dispute from turning into a crime
    "has_result": "bool",  # 处理结果 or 办理情况 says something
    "has_agreement_no": "bool",
    "has_served_date": "bool",  # anything in 送达日期
    "sittings": "object",  # tuple of WrittenSitting, by day; "" for none
    "sitting_count": "int64",  # 调解次数; 0 when it says nothing
    "sitting_outcome": "object",  # "failed", "agreed", "said" (the result says something else) or ""
    "sitting_place": "object",
    "mediators": "object",  # tuple of names; "" for none; shown only with [summary] officials = true
    "notes": "object",  # tuple of note codes for 说明: yearless, fallback_date, range_end, …
}

#: What the rules say of each case; same index as the cases.
VERDICTS: Mapping[str, str] = {
    "light": "object",  # Light
    "due": "datetime64[s]",  # the date shown; NaT when none
    "duty": "object",  # duty id of the pack; "" when none
    "days_overdue": "int64",  # calendar days past due, 0 when not late
    "working_days_overdue": "int64",
    "working_days_left": "int64",  # until due; 0 on the day itself, negative after it
    "addressee": "object",  # Post or "" when nobody is asked
    "rung": "int64",  # index into the ladder of the rung reached; -1 none
    "provisional": "bool",  # 暂定: a year without its notice is involved
    "backlog": "bool",  # 存量: open and registered before adopted_on
    "live": "bool",  # open, suspended or handed up to the township: stands in the open lists
    "overdue_township": "bool",  # past the township's limit (逾镇定期限)
    "overdue_statute": "bool",  # past the statutory limit (逾法定期限)
    "survey_owed": "bool",  # 待测评
}


@dataclass(frozen=True, slots=True)
class WrittenSitting:
    """One day of mediation as a row's own cells have it.

    Attributes:
        half: None where only the day is written.
        time: ``09:30``; "" where none is written.
        outcome: as the words beside the day say.
        role: of the column it stands in.
        column: that column's letters.
        ahead: not before the day of the look.
    """

    day: date
    half: Half | None
    time: str
    outcome: SittingOutcome
    role: Role
    column: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What holds for every row of one table of a worksheet.

    Attributes:
        table: its number in the ledger; the ``table`` column of CASES.
        sheet: worksheet name.
        family: decides which packs bind its rows.
        roles: every role that a column of it plays, ticks by their base role.
        routing_column: it has a 转办/转送 column of its own, so that routing is timed apart.
        header_rows: 1-based rows of the header, from first to last.
        first_row: 1-based first row below the header.
        last_row: 1-based last row that belongs to it.
        ends_seen: a column of it can show that a case is over, or a person said to time its rows all the
            same; otherwise its lights are withheld.
    """

    table: int
    sheet: str
    family: Family
    roles: frozenset[Role]
    routing_column: bool
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    ends_seen: bool = True


#: What a copy and its original may have ahead of each other, and which of the two is then the newer.
COPY_SIDES: Mapping[str, str] = {
    "lacking": "copy",  # cases that the original lacks
    "later": "copy",  # cases that the copy shows as ended, the original as open
    "missing": "original",  # cases that the copy lacks
    "earlier": "original",  # cases that the original shows as ended, the copy as open
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a ledger that could not be read for sure; cited by address, and by words of time alone.

    Attributes:
        sheet: worksheet name.
        row: 1-based, 0 when it is about the worksheet or the workbook.
        column: the column's letters, "" when it is about the whole row.
        role: the role of the cell's column, "" when none.
        code: what is wrong.
        suggestion: what a person would probably mean (an ISO date, a role, a category); "" when unknown.
            It never enters a ledger.
        detail: further addresses or identifiers the message needs; never a cell's text.
        heading: what the village calls the column; "" where the role's own word does.
        count: how many it is about, where the message says so; 0 when it does not.
        written: the words at fault, of a date and where they cannot hold anything else; else "".
        example: a day as it would be written there, ISO, or both it can be, a blank between; "" for none.
        beside: of a copy, what either side has ahead, and how many; `COPY_SIDES`.
    """

    sheet: str
    row: int
    column: str
    role: str
    code: ProblemCode | LedgerProblemCode
    suggestion: str = ""
    detail: str = ""
    heading: str = ""
    count: int = 0
    written: str = ""
    example: str = ""
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def cell(self) -> str:
        """The address as a reader would say it: ``B4``, or the row alone."""
        return f"{self.column}{self.row or ''}"

    @property
    def newer(self) -> str:
        """Which of a copy and its original is newer by content: copy, original, both; "" where neither is."""
        sides = {COPY_SIDES[name] for name, count in self.beside if count}
        return "both" if len(sides) == 2 else next(iter(sides), "")


def empty_frame(contract: Mapping[str, str], rows: int = 0) -> "pd.DataFrame":
    """Return a frame of *contract* with *rows* rows of its missing values (""/NaT/<NA>/False/0)."""
    import pandas as pd

    return pd.DataFrame(empty_columns(contract, rows), index=pd.RangeIndex(rows))


def empty_columns(contract: Mapping[str, str], rows: int) -> dict[str, Any]:
    """Return the columns of `empty_frame`: arrays, which make a frame fast, but for those of text."""
    import numpy as np
    import pandas as pd

    def column(dtype: str) -> Any:
        if dtype == "object":  # a series, or pandas would choose a dtype of its own for text
            return pd.Series(np.full(rows, "", dtype=object), dtype="object", copy=False)
        if dtype == "Int64":
            return pd.array(np.full(rows, np.nan), dtype="Int64")
        if dtype.startswith("datetime64"):
            return np.full(rows, np.datetime64("NaT", "s"))
        return np.zeros(rows, dtype=dtype)

    return {name: column(dtype) for name, dtype in contract.items()}
