"""The sample's villages and words, as the data files beside this module describe them."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, cast

_DATA = files("scheduler.demo") / "data"

LayoutWords = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column of a village's ledger.

    Attributes:
        heading: as the village wrote it.
        shows: which fact of a case stands in it; see `scheduler.demo.facts`.
        width: in characters, as spreadsheets measure it.
        left: flush left; otherwise centred.
        over: the upper heading it stands under, "" in a header of one row.
    """

    heading: str
    shows: str
    width: float
    left: bool = False
    over: str = ""


@dataclass(frozen=True, slots=True)
class LayoutPlan:
    """How many cases stand how today; whatever is left of a village's number was closed in time.

    Attributes:
        due: open cases by working days after their due date; negative: still so many to go.
        on_track: open cases with time to spare.
        handed_up: cases handed up to the township, counted as in *due*.
        not_handed_over: petitions that nobody passed to an office in time.
        suspended: cases on hold today.
        resumed: open cases that were on hold and go on.
        extended: open cases past their first limit, with an extension approved in time.
        withdrawn: cases taken back by those who brought them.
        transferred: cases passed to another organ, out of the township.
        closed_late: cases closed after their due date.
        backlog: open cases from before the township adopted the service.
        unreadable: what a clerk wrote where the date of registration belongs.
    """

    due: tuple[int, ...] = ()
    on_track: int = 0
    handed_up: tuple[int, ...] = ()
    not_handed_over: int = 0
    suspended: int = 0
    resumed: int = 0
    extended: int = 0
    withdrawn: int = 0
    transferred: int = 0
    closed_late: int = 0
    backlog: int = 0
    unreadable: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Village:
    """One village and the habits of its clerk.

    Attributes:
        name: with its suffix, 青石村.
        ledger: the workbook's file name.
        family: dispute, petition or mediation.
        layout: which module of `scheduler.demo.layouts` draws it.
        title: over the table; ``{y}`` and ``{m}`` where a worksheet covers a year or a month.
        tab: the worksheet's name, likewise.
        font: for all but the title.
        size: of the font, in points.
        dates: spellings taken in turn by chance; see `scheduler.demo.spelling`.
        cases: how many in all.
        handed_over: whether cases are handed over to an office, with a date.
        graded: whether the complexity is noted.
        plan: how they stand today.
        status: the village's words for each outcome.
        column: its columns, from left to right.
        limit: the row's own limit: a ``date``, a ``length`` or ``none``.
        number: pattern of a case number.
        ditto: what it writes for the same date again; "" where it does not.
        quiet: nothing was registered in the last finished half-month.
        files_nil: it files a nil report for a half-month without a case.
        extras: what else is in the workbook; see `scheduler.demo.extras`.
        sections: headings of tables stacked on one worksheet.
        page: rows until the header is repeated; 0: never.
    """

    name: str
    ledger: str
    family: str
    layout: str
    title: str
    tab: str
    font: str
    size: int
    dates: tuple[str, ...]
    cases: int
    handed_over: bool
    graded: bool
    plan: LayoutPlan
    status: dict[str, list[str]]
    column: tuple[LayoutColumn, ...]
    limit: str = "none"
    number: str = "{n}"
    ditto: str = ""
    quiet: bool = False
    files_nil: bool = True
    extras: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    page: int = 0

    def column_of(self, shows: str) -> int | None:
        """Return the 0-based place of the column that shows this fact, None where there is none."""
        places = (i for i, column in enumerate(self.column) if column.shows == shows)
        return next(places, None)


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


def _village(table: dict[str, Any]) -> Village:
    known = {field.name for field in fields(Village)}
    table = {key: _frozen(value) for key, value in table.items() if key in known}
    table["plan"] = LayoutPlan(**{key: _frozen(value) for key, value in table["plan"].items()})
    table["column"] = tuple(LayoutColumn(**column) for column in table["column"])
    return Village(**table)


@cache
def villages() -> tuple[Village, ...]:
    """Return the sample's twelve villages, in the order of their files."""
    folder = sorted((_DATA / "villages").iterdir(), key=lambda entry: entry.name)
    return tuple(_village(tomllib.loads(entry.read_text("utf-8"))) for entry in folder)


@cache
def words() -> LayoutWords:
    """Return names, stories and phrases that all villages draw from."""
    return tomllib.loads((_DATA / "words.toml").read_text("utf-8"))
