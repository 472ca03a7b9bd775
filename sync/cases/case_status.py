"""Where each case stands: its status column, ticks, date of resolution, or what the progress tells.

The status column decides; the date of resolution only where it is blank (docs/reading.md#statuses).
Without either, only a dated end phrase or a clear leading word of the progress text counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem
from config.vocabulary import Destination, Played, ProblemCode, Role, Status
from sync.cases.body import Body, read_each
from sync.cases.ticked_columns import ticked_answers
from sync.cells.status_reading import StatusReading
from sync.cells.statuses import read_state
from sync.cells.told_ends import is_unsure, read_progress
from sync.columns import letters
from sync.dates.read_dates import DateColumn
from sync.tables.titles import listed

Objects = NDArray[np.object_]
_End = tuple[StatusReading | None, str]


@dataclass(frozen=True, slots=True)
class Statuses:
    """The status columns of the cases frame, one entry per case, and the problems met."""

    status: Objects
    found: Objects
    destination: Objects
    agreed: NDArray[np.bool_]
    failed: NDArray[np.bool_]
    review_open: NDArray[np.bool_]
    returned: NDArray[np.bool_]
    end_unsure: NDArray[np.bool_]
    ended_on: list[str]
    problems: tuple[Problem, ...]


def statuses_of(
    body: Body, sheet: str, resolved: DateColumn | None, end_words: Sequence[StatusReading | None]
) -> Statuses:
    """Derive the status of every case.

    Args:
        body: the cases.
        sheet: the worksheet's name, for problems.
        resolved: the dates of the 办结日期 column; None when there is none.
        end_words: per case, the status that stands in the 办结日期 cell instead of a date.
    """
    reader = _Reader(body, sheet, resolved, end_words)
    codes, ends = reader.decided()

    def each(say: Callable[[StatusReading | None, str], object]) -> Objects:
        return _objects([say(end, where) for end, where in ends])[codes]

    def flag(say: Callable[[StatusReading], bool]) -> NDArray[np.bool_]:
        return np.array([end is not None and say(end) for end, _ in ends], dtype=bool)[codes]

    status = each(lambda end, _: (end.status if end is not None else None) or Status.OPEN)
    found = each(lambda _, where: where)
    is_resolved = np.array(status == Status.RESOLVED, dtype=bool)
    agreed = flag(lambda end: end.agreed)
    agreed |= reader.told_agreement(is_resolved & ~agreed)
    return Statuses(
        status=status,
        found=found,
        destination=each(lambda end, _: _destination(end)),
        agreed=agreed & is_resolved,
        failed=flag(lambda end: end.failed),
        review_open=flag(lambda end: end.review_open),
        returned=flag(lambda end: end.returned),
        end_unsure=~reader.dated & is_resolved & reader.date_filled,
        ended_on=reader.ended_on(
            each(lambda end, _: end.ended_on_text or "" if end is not None else ""), found, is_resolved
        ),
        problems=tuple(reader.problems(status, found)),
    )


def _destination(end: StatusReading | None) -> Destination:
    is_passed_on = end is not None and end.status is Status.TRANSFERRED
    return end.destination if end is not None and is_passed_on else Destination.NONE


class _Reader:
    """Reads one table's status columns; each distinct text once."""

    def __init__(
        self, body: Body, sheet: str, resolved: DateColumn | None, end_words: Sequence[StatusReading | None]
    ) -> None:
        self._body, self._sheet = body, sheet
        count = len(body)
        self._column = body.column(Role.STATUS)
        self._texts = body.texts(self._column)
        dated = np.zeros(count, dtype=bool) if resolved is None else ~np.isnat(resolved.on)
        yes_no = self._column in body.roles.yes_no or _ticks_stand_beside(self._texts, dated)
        self._said = {text: _known(text, yes_no=yes_no) for text in set(self._texts)}
        ticked = ticked_answers(body, Role.STATUS_TICK)
        ticks = ticked[1] if ticked is not None else [[] for _ in range(len(body))]
        self._ticks = [tuple(answer for answer, _ in each) for each in ticks]
        self._end_words = end_words
        nothing = np.zeros(count, dtype=bool)
        self.dated = nothing if resolved is None else ~np.isnat(resolved.on)
        self.date_filled = nothing if resolved is None else ~resolved.blank
        self._refused = nothing if resolved is None else resolved.code != ""
        # 正在办理 and a day to come close nothing.
        unclosed = (ProblemCode.DATE_VAGUE, ProblemCode.DATE_FUTURE)
        self._vague = nothing if resolved is None else np.isin(resolved.code.astype(str), unclosed)
        self._progress: list[StatusReading | None] | None = None

    def decided(self) -> tuple[NDArray[np.int64], list[_End]]:
        """Return for each case which of the distinct endings it has, and these."""
        ends: dict[_End, int] = {}
        known = {
            text: ends.setdefault((said, "status"), len(ends)) for text, said in self._said.items() if said
        }
        codes = np.array([known.get(text, -1) for text in self._texts], dtype=np.int64)
        for index in np.flatnonzero(codes < 0).tolist():
            codes[index] = ends.setdefault(self.reading(index), len(ends))
        return codes, list(ends)

    def reading(self, index: int) -> _End:
        """Return what decides for a case whose status column says nothing, and where it was found."""
        ticked = self._ticks[index]
        if ticked:
            return _tick_reading(ticked), "tick"
        if self.dated[index] and not self._is_sitting:
            return self._dated_reading(index)
        word = self._end_words[index]
        if word is not None:
            return word, "resolved_date"
        if self._refused[index] and not self._vague[index] and not self._is_sitting:
            return _RESOLVED, "resolved_date"
        told = self._told(index)
        return (told, "progress") if told is not None else (None, "none")

    def _dated_reading(self, index: int) -> tuple[StatusReading | None, str]:
        """A date of ending says resolved, unless the words beside it say how else the case ended."""
        told = self._told(index)
        if told is not None and told.status in (Status.WITHDRAWN, Status.TRANSFERRED):
            return told, "progress"
        if self._is_talk and self._tells_how_it_stands:
            # 调解日期 is the day of a talk; it ends a case only where no word could say that it did.
            return (told, "progress") if told is not None else (None, "none")
        return _RESOLVED, "resolved_date"

    @property
    def _is_sitting(self) -> bool:
        """调解日期 stands in for the end: a sitting that was held, or one to come, closes nothing."""
        column = self._body.column(Role.RESOLVED_DATE)
        return column is not None and self._body.roles.played.get(column) == Played(Role.SITTING_OR_END)

    @property
    def _is_talk(self) -> bool:
        return Role.RESOLVED_DATE in self._body.roles.late

    @property
    def _tells_how_it_stands(self) -> bool:
        return self._column is not None or self._body.column(Role.PROGRESS) is not None

    def _told(self, index: int) -> StatusReading | None:
        if self._progress is None:
            self._progress = self._read_progress()
        return self._progress[index]

    def _read_progress(self) -> list[StatusReading | None]:
        found: list[StatusReading | None] = [None] * len(self._body)
        for role in (Role.PROGRESS, Role.RESULT):
            column = self._body.column(role)
            if column is not None:
                told = read_each(self._body.texts(column), _told)
                found = [old or new for old, new in zip(found, told, strict=True)]
        return found

    def told_agreement(self, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether result or progress of the cases *asked* for speak of an agreement."""
        agreed = np.zeros(len(self._body), dtype=bool)
        rows = np.flatnonzero(asked)
        for role in (Role.RESULT, Role.PROGRESS) if len(rows) else ():
            column = self._body.column(role)
            if column is not None:
                texts = self._body.texts(column)
                told = read_each([texts[row] for row in rows.tolist()], _told)
                agreed[rows] |= np.array([one is not None and one.agreed for one in told], dtype=bool)
        return agreed

    def ended_on(self, said: Objects, found: Objects, is_resolved: NDArray[np.bool_]) -> list[str]:
        """Return the dates written with words of ending, where no 办结日期 says when a case ended.

        A blank cell of a 办结日期 column stays blank and is reported, unless the very words that decided
        the status give the day.
        """
        said = np.where(self.dated, "", said)
        if self._body.column(Role.RESOLVED_DATE) is not None:
            return np.where(found == "progress", said, "").tolist()
        for index in np.flatnonzero(is_resolved & (said == "")).tolist():
            told = self._told(index)
            if told is not None and told.status is Status.RESOLVED:
                said[index] = told.ended_on_text or ""
        return said.tolist()

    def problems(self, status: Objects, found: Objects) -> list[Problem]:
        """Return what is missing, unknown or contradictory, case by case."""
        problems: list[Problem] = []
        is_blank = np.array([not text for text in self._texts], dtype=bool)
        is_used = self._is_own_column and int((~is_blank).sum()) * 3 >= len(is_blank)
        # Where people tick what is done, a cell without a tick is no gap: it is not done.
        ticked = self._is_own_column and _only_ticks(self._texts)
        unsure = self._unsure(found)
        closing = self._body.column(Role.RESOLVED_DATE)
        interesting = np.flatnonzero(
            (
                self.dated
                & (status != Status.RESOLVED)
                & (status != Status.TRANSFERRED)
                & (status != Status.WITHDRAWN)
            )
            | ((status == Status.RESOLVED) & ~self.dated & ~self.date_filled)
            | (found == "none")
            | (is_used & is_blank)
            | (np.array([text != "" for text in self._texts], dtype=bool) & (found != "status"))
            | np.array([len(ticks) > 1 for ticks in self._ticks], dtype=bool)
        )
        for index in interesting.tolist():
            text, where = self._texts[index], found[index]
            if text and where != "status":
                problems.append(self._problem(index, self._column, Role.STATUS, ProblemCode.STATUS_UNKNOWN))
            elif unsure[index]:
                problems.append(self._unsure_problem(index))
            elif not text and is_used and (self.dated[index] or (where == "none" and not ticked)):
                problems.append(self._problem(index, self._column, Role.STATUS, ProblemCode.STATUS_MISSING))
            if len(set(self._ticks[index])) > 1:
                problems.append(self._problem(index, None, Role.STATUS_TICK, ProblemCode.STATUS_CONFLICT))
            if self.dated[index] and not self._is_talk and status[index] in (Status.OPEN, Status.SUSPENDED):
                problems.append(self._problem(index, self._column, Role.STATUS, ProblemCode.STATUS_CONFLICT))
            if closing is not None and status[index] == Status.RESOLVED and not self.date_filled[index]:
                problems.append(self._problem(index, closing, Role.RESOLVED_DATE, ProblemCode.DATE_MISSING))
        return problems

    @property
    def _is_own_column(self) -> bool:
        """Whether a column is there for the status alone; no 调解结果 is missing yet."""
        return self._column is not None and self._body.roles.played.get(self._column) in _STATUS_COLUMNS

    def _unsure(self, found: Objects) -> NDArray[np.bool_]:
        """Which open cases tell of an end that is not sure, where no status column says how they stand."""
        unsure = np.zeros(len(self._body), dtype=bool)
        if self._column is not None:
            return unsure
        rows = np.flatnonzero(found == "none").tolist()
        for column in self._telling:
            texts = self._body.texts(column)
            for row, is_so in zip(rows, read_each([texts[row] for row in rows], is_unsure), strict=True):
                unsure[row] |= is_so
        return unsure

    @property
    def _telling(self) -> list[int]:
        columns = (self._body.column(role) for role in (Role.PROGRESS, Role.RESULT))
        return [column for column in columns if column is not None]

    def _unsure_problem(self, index: int) -> Problem:
        telling = [column for column in self._telling if is_unsure(self._body.texts(column)[index])]
        column = telling[0] if telling else None
        return self._problem(index, column, Role.PROGRESS, ProblemCode.STATUS_UNKNOWN)

    def _problem(self, index: int, column: int | None, role: Role, code: ProblemCode) -> Problem:
        where = letters(column) if column is not None else ""
        return Problem(self._sheet, int(self._body.at[index]) + 1, where, role, code)


#: What a column plays that is there for the status.
_STATUS_COLUMNS = (Played(Role.STATUS), Played(Role.PROGRESS))


def _only_ticks(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and frozenset(listed("answers")["done_ticks"]).issuperset(filled)


def _ticks_stand_beside(texts: Sequence[str], dated: NDArray[np.bool_]) -> bool:
    """Whether √ in a status column stands beside dates of ending: there it means done."""
    ticks = frozenset(listed("answers")["done_ticks"])
    ticked = np.array([text in ticks for text in texts], dtype=bool)
    return bool(ticked.any()) and int((ticked & dated).sum()) * 2 > int(ticked.sum())


def _known(text: str, *, yes_no: bool) -> StatusReading | None:
    found = read_state(text, yes_no=yes_no) if text else None
    return found if found is not None and found.status is not None else None


def _told(text: str) -> StatusReading | None:
    found = read_progress(text) if text else None
    return found if found is not None and found.status is not None else None


def _tick_reading(ticked: Sequence[str]) -> StatusReading:
    """Of two ticks the less final one holds: a case that may be open is not taken for closed."""
    order = (Status.OPEN, Status.SUSPENDED, Status.TRANSFERRED, Status.WITHDRAWN, Status.RESOLVED)
    status = min((Status(value) for value in ticked), key=order.index)
    destination = Destination.TOWNSHIP if status is Status.TRANSFERRED else Destination.NONE
    return StatusReading(status=status, destination=destination)


_RESOLVED = StatusReading(status=Status.RESOLVED)


def _objects(values: Sequence[object]) -> Objects:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
