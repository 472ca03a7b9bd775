"""One table's cases as a frame of ``config.frames.CASES``, and the problems of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.case_numbers import case_number
from config.frames import CASES, Problem, empty_frame
from config.vocabulary import (
    DATE_ROLES,
    SITTING_ROLES,
    Destination,
    LedgerProblemCode,
    ProblemCode,
    Role,
    Status,
    Unit,
)
from sync.cases.body import Body, read_each
from sync.cases.case_facts import facts_of
from sync.cases.case_status import Statuses, statuses_of
from sync.cases.end_days import bare_days, days_in
from sync.cases.key_fields import key_field_problems
from sync.cases.numbering import number_problems
from sync.cases.sittings import sittings_of
from sync.cells.offices import read_office
from sync.cells.statuses import StatusReading, read_status
from sync.cells.text import as_text, tidy
from sync.columns import letters
from sync.dates.date_column import DateColumn, read_dates
from sync.dates.dating import Dating
from sync.dates.written_limits import read_extensions, read_limits
from sync.tables.kinds import NIL, TEXT
from sync.tables.titles import listed, village_of_cell

if TYPE_CHECKING:
    import pandas as pd

_NAT = np.datetime64("NaT", "D")
_CLOSED = (Status.RESOLVED, Status.WITHDRAWN, Status.TRANSFERRED)
#: Roles of columns that tell of sittings, and who may hold them.
_TELL_SITTINGS = frozenset((*SITTING_ROLES, Role.SITTING_COUNT, Role.SITTING_PLACE, Role.MEDIATOR))

#: Date roles whose cells may say in words that it was done.
_WORDY = frozenset(
    (
        *(Role.FOLLOWUP_DATE, Role.LAST_CONTACT_DATE, Role.SERVED_DATE, Role.ACKNOWLEDGED_DATE),
        Role.ARCHIVED_DATE,
    )
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table and comes from outside of it.

    Attributes:
        sheet: the worksheet's name.
        table: the table's number in the ledger.
        today: the day of the look, in the village.
        years: for each case the year that titles and separators give, 0 when none does.
        villages: for each case the village that separators, the tab or the workbook give.
        date1904: serial numbers count from 1904-01-01.
    """

    sheet: str
    table: int
    today: date
    years: NDArray[np.int64]
    villages: Sequence[str]
    date1904: bool


def cases_of(body: Body, setting: Setting) -> tuple["pd.DataFrame", list[Problem]]:
    """Return the frame of one table's cases and the problems of their rows."""
    return _Cases(body, setting).build()


class _Cases:
    """Fills the frame column by column."""

    def __init__(self, body: Body, setting: Setting) -> None:
        self._body, self._setting = body, setting
        self._count = len(body)
        self._columns: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._notes: dict[int, list[str]] = {}
        self._dates: dict[Role, DateColumn] = {}

    def build(self) -> tuple["pd.DataFrame", list[Problem]]:
        self._places()
        self._read_dates()
        self._limits()
        self._read_statuses()
        self._sittings()
        facts, problems = facts_of(self._body)
        self._columns |= facts
        self._problems += problems
        self._duties()
        self._problems += number_problems(self._body)
        self._problems += key_field_problems(self._body, self._columns, self._setting.sheet)
        notes: list[tuple[str, ...]] = [()] * self._count
        for index, codes in self._notes.items():
            notes[index] = tuple(codes)
        self._columns["notes"] = notes
        import pandas as pd

        blank = {name: dtype for name, dtype in CASES.items() if name not in self._columns}
        columns = dict(empty_frame(blank, self._count))
        columns |= {name: _series(values, CASES[name]) for name, values in self._columns.items()}
        frame = pd.DataFrame({name: columns[name] for name in CASES})
        self._problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))
        return frame, self._problems

    # -- where and which --

    def _places(self) -> None:
        body, setting = self._body, self._setting
        self._columns["sheet"] = [setting.sheet] * self._count
        self._columns["table"] = np.full(self._count, setting.table, dtype=np.int32)
        self._columns["row"] = body.at + 1
        self._columns["village"] = self._villages()
        for role in (Role.GROUP, Role.GRID, Role.LEADER):
            self._columns[role.value] = body.texts(body.column(role))
        for role in (Role.SEQ, Role.CASE_NO):
            # 说明 begins with it, and digests and summaries cite it: only what can be nothing but a number.
            self._columns[role.value] = [case_number(text) for text in body.texts(body.column(role))]
        # A person's name in the cell of the unit goes where names go: not out of the ledger.
        offices = read_each(body.texts(body.column(Role.ORG)), read_office)
        owners = body.texts(body.column(Role.OWNER))
        self._columns["org"] = [office.units for office in offices]
        self._columns["owner"] = [
            owner or office.persons for owner, office in zip(owners, offices, strict=True)
        ]
        for role in (Role.EXTENSION_REASON, Role.EXTENSION_APPROVER):
            self._columns[role.value] = body.texts(body.column(role))

    def _villages(self) -> list[str]:
        column = self._body.column(Role.VILLAGE)
        given = self._setting.villages
        if column is None:
            return list(given)
        texts = self._body.texts(column)
        own = read_each(texts, village_of_cell)
        if all(own) and len(set(given)) == 1:
            known = {text: _in_full(text, given[0]) for text in set(own)}
            return list(map(known.__getitem__, own))
        found: list[str] = []
        sections = self._body.sections
        for index, text in enumerate(own):
            is_same_block = index and sections[index] == sections[index - 1]
            # A village written once stands for the rows below it.
            found.append(
                _in_full(text, given[index])
                or (found[-1] if is_same_block and any(own[:1]) else given[index])
            )
        return found

    # -- dates --

    def _read_dates(self) -> None:
        for role in DATE_ROLES:
            if role not in (Role.DUE_DATE, Role.EXTENSION) and self._body.column(role) is not None:
                self._read_date(role)

    def _read_date(self, role: Role) -> None:
        column = self._body.column(role)
        if column is None:
            return
        values = self._body.dates_as_shown(column)
        found = read_dates(values, role, self._dating(column))
        bare = bare_days(values, found.code) if role is Role.RESOLVED_DATE else None
        self._keep(role, column, found if bare is None else read_dates(bare, role, self._dating(column)))

    def _registered(self) -> NDArray[np.datetime64] | None:
        found = self._dates.get(Role.REGISTERED_DATE)
        return None if found is None else found.on

    def _year_unsure(self) -> NDArray[np.bool_] | None:
        found = self._dates.get(Role.REGISTERED_DATE)
        return None if found is None else found.year_unsure

    def _dating(self, column: int) -> Dating:
        """Return what dates the cells of a column; the registration counts once it is read."""
        setting, shown = self._setting, partial(self._number_format, column)
        return Dating(
            setting.today, setting.years, self._registered(), self._year_unsure(), setting.date1904, shown
        )

    def _number_format(self, column: int, index: int) -> str:
        return self._body.view.sheet.number_format(int(self._body.at[index]), column)

    def _keep(self, role: Role, column: int, found: DateColumn) -> None:
        self._dates[role] = found
        self._columns[role.value] = found.on
        for index in np.flatnonzero(found.note != "").tolist():
            self._notes.setdefault(index, []).append(f"{found.note[index]}:{role}")
        if role in self._body.roles.late and not self._is_sitting(column):
            heading = self._body.roles.heading(column)
            for index in np.flatnonzero(~np.isnat(found.on)).tolist():
                self._notes.setdefault(index, []).append(f"fallback_date:{role}:{heading}")
        if role is Role.RESOLVED_DATE:
            return  # words like 正在办理 are no bad date; see _read_statuses
        codes = found.code
        if role in _WORDY:
            texts = self._body.texts(column)
            for index in np.flatnonzero(codes != "").tolist():
                if any(character.isdigit() for character in texts[index]):
                    self._date_problem(role, column, index, found)
            return
        for index in np.flatnonzero(codes != "").tolist():
            self._date_problem(role, column, index, found)
        if role is Role.REGISTERED_DATE:
            for index in np.flatnonzero(found.blank).tolist():
                self._problem(role, column, index, ProblemCode.DATE_MISSING)

    def _date_problem(self, role: Role, column: int, index: int, found: DateColumn) -> None:
        self._problem(role, column, index, ProblemCode(str(found.code[index])), str(found.suggestion[index]))

    def _problem(
        self, role: Role, column: int, index: int, code: ProblemCode | LedgerProblemCode, suggestion: str = ""
    ) -> None:
        self._problems.append(self._body.problem(index, column, role, code, suggestion))

    def _limits(self) -> None:
        column = self._body.column(Role.DUE_DATE)
        if column is not None:
            limits = read_limits(
                self._body.dates_as_shown(column),
                replace(self._dating(column), year_unsure=None),
                bare_unit=_unit_in(self._body.roles.headings[column]),
            )
            self._keep(Role.DUE_DATE, column, limits.dates)
            self._columns["limit_days"] = _lengths(limits.days)
            self._columns["limit_unit"] = limits.unit
        column = self._body.column(Role.EXTENSION)
        if column is not None:
            extensions = read_extensions(
                self._body.dates_as_shown(column),
                replace(self._dating(column), year_unsure=None),
            )
            self._keep(Role.EXTENSION, column, extensions.dates)
            self._columns["extension_times"] = extensions.times
            # An approved month is 30 days, as the law's own extension; a length in working days is none.
            in_days = np.where(extensions.unit == Unit.MONTHS, extensions.days * 30, extensions.days)
            self._columns["extension_days"] = _lengths(
                np.where(extensions.unit == Unit.WORKING_DAYS, -1, in_days)
            )

    # -- status --

    def _read_statuses(self) -> None:
        resolved = self._dates.get(Role.RESOLVED_DATE)
        column = self._body.column(Role.RESOLVED_DATE)
        words: list[StatusReading | None] = [None] * self._count
        if resolved is not None and column is not None:
            cells = self._body.cells(column)
            is_text = (self._body.kinds(column) & (TEXT | NIL)) == TEXT
            for index in np.flatnonzero((resolved.code != "") | (resolved.blank & is_text)).tolist():
                text = as_text(cells[index])
                said = read_status(text, yes_no=False)
                if said.status is not None:
                    words[index] = said
                # 3月20日，已回访: a day beside words of work is neither taken nor passed over.
                is_odd = said.status is None or (said.status is Status.OPEN and bool(days_in(text)))
                if resolved.code[index] and is_odd and not self._is_sitting(column):
                    self._date_problem(Role.RESOLVED_DATE, column, index, resolved)
        statuses = statuses_of(self._body, self._setting.sheet, resolved, words)
        self._problems += statuses.problems
        self._columns |= {
            "status": statuses.status,
            "status_found": statuses.found,
            "destination": statuses.destination,
            "agreed": statuses.agreed,
            "failed_mediation": statuses.failed,
            "review_open": statuses.review_open | self._review_asked(),
            "returned": statuses.returned,
            "resolved_end_unsure": statuses.end_unsure,
        }
        self._drop_talks(statuses)
        self._end_from_sittings(statuses)
        self._end_from_words(statuses)
        self._before_registered()

    def _is_sitting(self, column: int) -> bool:
        return self._body.roles.spelled.get(column) == Role.SITTING_OR_END

    def _end_from_sittings(self, statuses: Statuses) -> None:
        """Take 调解日期 for the day of the end where a closed case has no other."""
        column = self._body.column(Role.SITTING_OR_END)
        if column is None:
            return
        read = self._dates.get(Role.RESOLVED_DATE)
        closing = self._body.column(Role.RESOLVED_DATE)
        closed = np.isin(statuses.status.astype(str), _CLOSED)
        if closing != column or read is None:
            # 结案日期 has a column of its own, and is blank in this row.
            known = read
            closed = closed & (np.isnat(known.on) & known.blank if known is not None else True)
            read = self._read_end(column)
        here = closed & ~np.isnat(read.on)
        on = self._columns.get(Role.RESOLVED_DATE.value, np.full(self._count, _NAT))
        self._columns[Role.RESOLVED_DATE.value] = np.where(here, read.on, on)
        filled = {int(self._body.at[index]) + 1 for index in np.flatnonzero(here).tolist()}
        if closing is not None and closing != column:
            told = (letters(closing), ProblemCode.DATE_MISSING)
            self._problems = [p for p in self._problems if (p.column, p.code) != told or p.row not in filled]
        heading = self._body.roles.heading(column)
        for index in np.flatnonzero(here).tolist():
            self._notes.setdefault(index, []).append(f"fallback_date:{Role.RESOLVED_DATE}:{heading}")
        for index in np.flatnonzero(closed & (read.code != "")).tolist():
            self._date_problem(Role.RESOLVED_DATE, column, index, read)

    def _read_end(self, column: int) -> DateColumn:
        return read_dates(self._body.dates_as_shown(column), Role.RESOLVED_DATE, self._dating(column))

    def _sittings(self) -> None:
        roles = self._body.roles.spelled.values()
        if not any(role in _TELL_SITTINGS for role in roles):
            return
        status, gone = self._columns["status"], self._columns["destination"]
        live = ~np.isin(status.astype(str), (Status.RESOLVED, Status.WITHDRAWN))
        live &= (status != Status.TRANSFERRED) | (gone == Destination.TOWNSHIP)
        found = sittings_of(
            self._body,
            self._setting.today,
            self._begun(),
            live,
            date1904=self._setting.date1904,
        )
        self._columns |= found.columns
        self._problems += found.problems

    def _begun(self) -> NDArray[np.datetime64] | None:
        """Return the first readable clock of each case: nothing is agreed before it."""
        roles = (Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE)
        days = [self._dates[role].on for role in roles if role in self._dates]
        if not days:
            return None
        begun = days[0]
        for more in days[1:]:
            begun = np.where(np.isnat(begun), more, begun)
        return begun

    def _drop_talks(self, statuses: Statuses) -> None:
        """A day of talks (调解日期) is the day of the end only where the case was closed."""
        known = self._dates.get(Role.RESOLVED_DATE)
        if known is not None and Role.RESOLVED_DATE in self._body.roles.late:
            is_closed = np.isin(statuses.status.astype(str), _CLOSED)
            self._columns[Role.RESOLVED_DATE.value] = np.where(is_closed, known.on, np.datetime64("NaT", "D"))

    def _review_asked(self) -> NDArray[np.bool_]:
        asked = self._body.filled(Role.REVIEW_REQUESTED_DATE)
        return asked & ~self._body.filled(Role.REVIEW_DECIDED_DATE)

    def _end_from_words(self, statuses: Statuses) -> None:
        """The date of an end phrase (3月12日调解成功) where no 办结日期 column holds one."""
        if not any(statuses.ended_on):
            return
        read = read_dates(
            statuses.ended_on,
            Role.RESOLVED_DATE,
            Dating(
                self._setting.today,
                years=self._setting.years,
                registered=self._registered(),
                year_unsure=self._year_unsure(),
            ),
        )
        known = self._columns.get(Role.RESOLVED_DATE.value)
        on = read.on if known is None else np.where(np.isnat(known), read.on, known)
        self._columns[Role.RESOLVED_DATE.value] = on
        # 4月20日化解, written on the 3rd, is a plan.
        ahead = np.isnat(on) & (read.code == ProblemCode.DATE_FUTURE) & (statuses.found == "progress")
        self._columns["status"] = np.where(ahead, Status.OPEN, statuses.status)
        self._columns["agreed"] = statuses.agreed & ~ahead
        for index in np.flatnonzero(ahead).tolist():
            told = self._body.column(Role.PROGRESS)
            told = self._body.column(Role.RESULT) if told is None else told
            self._date_problem(Role.RESOLVED_DATE, 0 if told is None else told, index, read)
        for index in np.flatnonzero(~np.isnat(read.on)).tolist():
            self._notes.setdefault(index, []).append(f"from_progress:{Role.RESOLVED_DATE}")

    def _before_registered(self) -> None:
        registered, resolved = self._registered(), self._columns.get(Role.RESOLVED_DATE.value)
        if registered is None or resolved is None:
            return
        column = self._body.column(Role.RESOLVED_DATE)
        column = self._body.column(Role.PROGRESS) if column is None else column
        for index in np.flatnonzero(resolved < registered).tolist():
            where = 0 if column is None else column
            self._problem(Role.RESOLVED_DATE, where, index, ProblemCode.RESOLVED_BEFORE_REGISTERED)

    # -- what duties ask for --

    def _duties(self) -> None:
        body = self._body
        self._columns["followed_up"] = self._done(Role.FOLLOWUP_DATE)
        self._columns["contacted"] = self._done(Role.LAST_CONTACT_DATE)
        self._columns["has_served_date"] = self._done(Role.SERVED_DATE)
        self._columns["has_result"] = body.filled(Role.RESULT) | body.filled(Role.PROGRESS)
        self._columns["has_agreement_no"] = body.filled(Role.AGREEMENT_NO)

    def _done(self, role: Role) -> NDArray[np.bool_]:
        column = self._body.column(role)
        if column is None:
            return np.zeros(self._count, dtype=bool)
        texts = self._body.texts(column)
        not_done = tuple(listed("answers")["not_done"])
        done = read_each(texts, lambda text: bool(text) and not text.startswith(not_done))
        found = np.array(done, dtype=bool)
        dates = self._dates.get(role)
        return found if dates is None else found & ~dates.blank


def _in_full(text: str, given: str) -> str:
    """大坪 in the ledger of 大坪村 is 大坪村."""
    return given if text and text in (given[:-1], given[:-2]) else text


def _lengths(days: NDArray[np.int64]) -> "pd.Series":
    """Lengths of a column where -1 says that there is none."""
    import pandas as pd

    found = pd.Series(days, dtype="Int64")
    return found.mask(found < 0)


def _unit_in(heading: str) -> Unit | None:
    """The unit a bare number counts where the heading says so: 办理期限（工作日）."""
    plain = tidy(heading)
    units = (unit for unit, spelled in listed("units").items() if any(one in plain for one in spelled))
    found = next(units, None)
    return None if found is None else Unit(found)


def _series(values: Any, dtype: str) -> "pd.Series":
    import pandas as pd

    if dtype == "object":
        return pd.Series(_objects(values), dtype="object")
    if dtype.startswith("datetime64"):
        return pd.Series(np.asarray(values).astype("datetime64[s]"), dtype=dtype)
    return pd.Series(values, dtype=dtype)


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    return np.fromiter(values, dtype=object, count=len(values))
