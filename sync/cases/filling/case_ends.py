"""How each case stands and when it ended: by its columns, by its sittings, by its words."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import ProblemCode, Role, Status
from sync.cases.case_status import Statuses, statuses_of
from sync.cases.end_days import days_in
from sync.cases.filling.filled import Filled, is_sitting
from sync.cells.statuses import read_status
from sync.cells.text import as_text
from sync.columns import letters
from sync.dates.dating import Dating
from sync.dates.read_dates import DateColumn, read_dates
from sync.tables.kinds import NIL, TEXT

if TYPE_CHECKING:
    from sync.cells.status_reading import StatusReading

_NAT = np.datetime64("NaT", "D")
_CLOSED = (Status.RESOLVED, Status.WITHDRAWN, Status.TRANSFERRED)


def read_ends(filled: Filled) -> None:
    """Fill the status of each case, and the day of its end; the dates are read before."""
    resolved = filled.dates.get(Role.RESOLVED_DATE)
    column = filled.body.column(Role.RESOLVED_DATE)
    words: list[StatusReading | None] = [None] * len(filled.body)
    if resolved is not None and column is not None:
        cells = filled.body.cells(column)
        is_text = (filled.body.kinds(column) & (TEXT | NIL)) == TEXT
        for index in np.flatnonzero((resolved.code != "") | (resolved.blank & is_text)).tolist():
            text = as_text(cells[index])
            said = read_status(text, yes_no=False)
            if said.status is not None:
                words[index] = said
            # 3月20日，已回访: a day beside words of work is neither taken nor passed over.
            is_odd = said.status is None or (said.status is Status.OPEN and bool(days_in(text)))
            if resolved.code[index] and is_odd and not is_sitting(filled.body, column):
                filled.refuse_date(Role.RESOLVED_DATE, column, index, resolved)
    statuses = statuses_of(filled.body, filled.setting.sheet, resolved, words)
    filled.problems += statuses.problems
    filled.columns |= {
        "status": statuses.status,
        "status_found": statuses.found,
        "destination": statuses.destination,
        "agreed": statuses.agreed,
        "failed_mediation": statuses.failed,
        "review_open": statuses.review_open | _review_asked(filled),
        "returned": statuses.returned,
        "resolved_end_unsure": statuses.end_unsure,
    }
    _drop_talks(filled, statuses)
    _end_from_sittings(filled, statuses)
    _end_from_words(filled, statuses)
    _before_registered(filled)


def _end_from_sittings(filled: Filled, statuses: Statuses) -> None:
    """Take 调解日期 for the day of the end where a closed case has no other."""
    column = filled.body.column(Role.SITTING_OR_END)
    if column is None:
        return
    read = filled.dates.get(Role.RESOLVED_DATE)
    closing = filled.body.column(Role.RESOLVED_DATE)
    closed = np.isin(statuses.status.astype(str), _CLOSED)
    if closing != column or read is None:
        # 结案日期 has a column of its own, and is blank in this row.
        known = read
        closed = closed & (np.isnat(known.on) & known.blank if known is not None else True)
        read = _read_end(filled, column)
    here = closed & ~np.isnat(read.on)
    on = filled.columns.get(Role.RESOLVED_DATE.value, np.full(len(filled.body), _NAT))
    filled.columns[Role.RESOLVED_DATE.value] = np.where(here, read.on, on)
    moved = {int(filled.body.at[index]) + 1 for index in np.flatnonzero(here).tolist()}
    if closing is not None and closing != column:
        told = (letters(closing), ProblemCode.DATE_MISSING)
        filled.problems = [p for p in filled.problems if (p.column, p.code) != told or p.row not in moved]
    heading = filled.body.roles.heading(column)
    for index in np.flatnonzero(here).tolist():
        filled.note(index, f"fallback_date:{Role.RESOLVED_DATE}:{heading}")
    for index in np.flatnonzero(closed & (read.code != "")).tolist():
        filled.refuse_date(Role.RESOLVED_DATE, column, index, read)


def _read_end(filled: Filled, column: int) -> DateColumn:
    return read_dates(filled.body.dates_as_shown(column), Role.RESOLVED_DATE, filled.dating(column))


def _drop_talks(filled: Filled, statuses: Statuses) -> None:
    """A day of talks (调解日期) is the day of the end only where the case was closed."""
    known = filled.dates.get(Role.RESOLVED_DATE)
    if known is not None and Role.RESOLVED_DATE in filled.body.roles.late:
        is_closed = np.isin(statuses.status.astype(str), _CLOSED)
        filled.columns[Role.RESOLVED_DATE.value] = np.where(is_closed, known.on, np.datetime64("NaT", "D"))


def _review_asked(filled: Filled) -> NDArray[np.bool_]:
    asked = filled.body.filled(Role.REVIEW_REQUESTED_DATE)
    return asked & ~filled.body.filled(Role.REVIEW_DECIDED_DATE)


def _end_from_words(filled: Filled, statuses: Statuses) -> None:
    """The date of an end phrase (3月12日调解成功) where no 办结日期 column holds one."""
    if not any(statuses.ended_on):
        return
    read = read_dates(
        statuses.ended_on,
        Role.RESOLVED_DATE,
        Dating(
            filled.setting.today,
            years=filled.setting.years,
            registered=filled.registered,
            year_unsure=filled.year_unsure,
        ),
    )
    known = filled.columns.get(Role.RESOLVED_DATE.value)
    on = read.on if known is None else np.where(np.isnat(known), read.on, known)
    filled.columns[Role.RESOLVED_DATE.value] = on
    # 4月20日化解, written on the 3rd, is a plan.
    ahead = np.isnat(on) & (read.code == ProblemCode.DATE_FUTURE) & (statuses.found == "progress")
    filled.columns["status"] = np.where(ahead, Status.OPEN, statuses.status)
    filled.columns["agreed"] = statuses.agreed & ~ahead
    for index in np.flatnonzero(ahead).tolist():
        told = filled.body.column(Role.PROGRESS)
        told = filled.body.column(Role.RESULT) if told is None else told
        filled.refuse_date(Role.RESOLVED_DATE, 0 if told is None else told, index, read)
    for index in np.flatnonzero(~np.isnat(read.on)).tolist():
        filled.note(index, f"from_progress:{Role.RESOLVED_DATE}")


def _before_registered(filled: Filled) -> None:
    registered, resolved = filled.registered, filled.columns.get(Role.RESOLVED_DATE.value)
    if registered is None or resolved is None:
        return
    column = filled.body.column(Role.RESOLVED_DATE)
    column = filled.body.column(Role.PROGRESS) if column is None else column
    for index in np.flatnonzero(resolved < registered).tolist():
        where = 0 if column is None else column
        filled.refuse(Role.RESOLVED_DATE, where, index, ProblemCode.RESOLVED_BEFORE_REGISTERED)
