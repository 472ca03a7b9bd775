"""The sittings of one table's cases: days agreed and held, how often, where, with whom, how they came out.

What 调解日期 means its row decides (docs/reading.md): it is a sitting, of a closed case one that was held and
may be the day of the end too, of a live one also one to come: never a wrong date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem, WrittenSitting
from config.vocabulary import SITTING_ROLES, ProblemCode, Role, SittingOutcome
from sync.cases.body import Body, read_each
from sync.cells.person_names import names_in
from sync.cells.text import tidy
from sync.columns import letters
from sync.dates.times import SpokenDay, SpokenSittings, is_ongoing, outcome_of, read_sittings, read_times
from sync.dates.years import on_day

#: A day farther ahead is taken for a slip in the year.
FARTHEST = timedelta(days=180)


@dataclass(slots=True)
class SittingColumns:
    """The columns of CASES that tell of sittings, and the problems met."""

    columns: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[Problem] = field(default_factory=list[Problem])


def sittings_of(
    body: Body,
    today: date,
    registered: NDArray[np.datetime64] | None,
    live: NDArray[np.bool_],
    *,
    date1904: bool = False,
) -> SittingColumns:
    """Read the sitting columns of a table.

    Args:
        body: its cases.
        today: the day of the look, in the village.
        registered: per case, datetime64[D]; None when there is no such column.
        live: per case, whether it is neither closed nor gone.
        date1904: serial numbers count from 1904-01-01.
    """
    found = SittingColumns()
    count = len(body)
    days: list[dict[date, WrittenSitting]] = [{} for _ in range(count)]
    own = [None] * count if registered is None else registered.astype("datetime64[D]").astype(object).tolist()
    for column, role in _columns(body):
        cells = body.cells(column)
        for index, spoken in enumerate(_read(cells, date1904=date1904)):
            if spoken is None:
                continue
            reading = _Row(role, letters(column), own[index], today)
            is_end = role is Role.SITTING_OR_END and not live[index]
            for one in reading.days(spoken):
                if not is_end or one.day <= today:
                    one = replace(one, ahead=one.ahead and not is_end)
                    days[index][one.day] = _merged(days[index].get(one.day), one)
            if is_end:
                continue  # what is wrong with the day of an end, the reading of ends says
            for code, hint in reading.problems:
                found.problems.append(body.problem(index, column, role, code, hint))
    found.columns["sittings"] = [tuple(one[day] for day in sorted(one)) if one else "" for one in days]
    found.columns["sitting_count"] = np.array(
        read_each(body.texts(body.column(Role.SITTING_COUNT)), read_times), dtype=np.int64
    )
    found.columns["sitting_outcome"] = _outcomes(body)
    found.columns["sitting_place"] = body.texts(body.column(Role.SITTING_PLACE))
    found.columns["mediators"] = read_each(body.texts(body.column(Role.MEDIATOR)), names_in)
    return found


def _columns(body: Body) -> Iterator[tuple[int, Role]]:
    for column, played in body.roles.played.items():
        if played.role in SITTING_ROLES:
            yield column, played.role


def _read(cells: Sequence[Any], *, date1904: bool) -> list[SpokenSittings | None]:
    known = {
        cell: read_sittings(cell, date1904=date1904) for cell in set(cells) if cell is not None and cell != ""
    }
    return [known.get(cell) for cell in cells]


def _merged(old: WrittenSitting | None, new: WrittenSitting) -> WrittenSitting:
    """One day in two columns is one sitting; what either says beside it counts."""
    if old is None:
        return new
    return replace(
        old, half=old.half or new.half, time=old.time or new.time, outcome=old.outcome or new.outcome
    )


@dataclass(slots=True)
class _Row:
    """One cell's sittings on their way to days of the calendar."""

    role: Role
    column: str
    registered: date | None
    today: date
    problems: list[tuple[ProblemCode, str]] = field(default_factory=list[tuple[ProblemCode, str]])

    def days(self, spoken: SpokenSittings) -> Iterator[WrittenSitting]:
        """Yield what can be read for sure, and note what cannot."""
        if spoken.code:
            self.problems.append((ProblemCode(spoken.code), ""))
        for one in spoken.days:
            day = self._day(one)
            if day is not None and one.weekday is not None and day.weekday() != one.weekday:
                self.problems.append((ProblemCode.DATE_AMBIGUOUS, day.isoformat()))
            elif day is not None:
                yield WrittenSitting(
                    day, one.half, one.time, one.outcome, self.role, self.column, day >= self.today
                )

    def _day(self, one: SpokenDay) -> date | None:
        point = one.point
        if not point.year:
            return self._without_year(point.month, point.day)
        day = on_day(point.year, point.month, point.day)
        if day is None:
            self.problems.append((ProblemCode.DATE_IMPOSSIBLE, ""))
        elif day > self.today + FARTHEST:
            near = self._nearest(day.month, day.day)
            self.problems.append((ProblemCode.DATE_IMPLAUSIBLE, near.isoformat() if near else ""))
        elif self.registered is not None and day < self.registered:
            self.problems.append((ProblemCode.SITTING_BEFORE_REGISTERED, ""))
        else:
            return day
        return None

    def _without_year(self, month: int, day: int) -> date | None:
        near = self._nearest(month, day)
        if near is None:
            before = self.registered is not None and on_day(self.registered.year, month, day)
            code = ProblemCode.SITTING_BEFORE_REGISTERED if before else ProblemCode.DATE_IMPOSSIBLE
            self.problems.append((code, ""))
        return near

    def _nearest(self, month: int, day: int) -> date | None:
        """Return the first such day from the registration on that is not too far ahead.

        Of a case whose registration nobody can read, the one nearest to today.
        """
        around = range((self.registered or self.today).year - 1, self.today.year + 2)
        last = self.today + FARTHEST
        fitting = [found for year in around if (found := on_day(year, month, day)) and found <= last]
        if self.registered is not None:
            return next((one for one in fitting if one >= self.registered), None)
        return min(fitting, key=lambda one: abs(one - self.today), default=None)


def _outcomes(body: Body) -> list[str]:
    """Return what each row says of how mediation came out: failed, agreed, "said", or nothing."""
    result = read_each(body.texts(body.column(Role.RESULT)), _outcome_said)
    for role in (Role.STATUS, Role.PROGRESS):
        column = body.column(role)
        if column is not None and column != body.column(Role.RESULT):
            told = read_each(body.texts(column), outcome_of)
            result = [
                old or (SittingOutcome.FAILED.value if new is SittingOutcome.FAILED else "")
                for old, new in zip(result, told, strict=True)
            ]
    return result


def _outcome_said(text: str) -> str:
    plain = tidy(text)
    if not plain or is_ongoing(plain) or read_sittings(plain) == SpokenSittings():
        return ""
    return outcome_of(plain).value or "said"
