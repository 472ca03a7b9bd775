"""What a frame of cases is filled from, and what it holds so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Played, ProblemCode, Role
from sync.cases.body import Body
from sync.dates.dating import Dating
from sync.dates.read_dates import DateColumn
from sync.dates.shown_doubt import DoubtPlace, examples, shown


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


@dataclass(slots=True)
class Filled:
    """The columns of a table's cases, as far as they are filled.

    Attributes:
        body: the cases' rows.
        setting: what holds for all of them.
        columns: of ``config.frames.CASES``.
        problems: of their cells.
        notes: per case, what was inferred for it.
        dates: the date columns read so far, by role.
    """

    body: Body
    setting: Setting
    columns: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    dates: dict[Role, DateColumn] = field(default_factory=dict[Role, DateColumn])

    @property
    def registered(self) -> NDArray[np.datetime64] | None:
        """When each case was registered, once that is read; None without such a column."""
        found = self.dates.get(Role.REGISTERED_DATE)
        return None if found is None else found.on

    @property
    def year_unsure(self) -> NDArray[np.bool_] | None:
        """Which registrations were refused because two years fit; None without such a column."""
        found = self.dates.get(Role.REGISTERED_DATE)
        return None if found is None else found.year_unsure

    def dating(self, column: int) -> Dating:
        """Return what dates the cells of a column; the registration counts once it is read."""
        setting, shown = self.setting, partial(self._number_format, column)
        return Dating(
            setting.today, setting.years, self.registered, self.year_unsure, setting.date1904, shown
        )

    def _number_format(self, column: int, index: int) -> str:
        return self.body.view.sheet.number_format(int(self.body.at[index]), column)

    def note(self, index: int, code: str) -> None:
        """Note what was inferred for a case."""
        self.notes.setdefault(index, []).append(code)

    def refuse(self, role: Role, column: int, index: int, code: ProblemCode | LedgerProblemCode) -> None:
        """Note what is wrong with a case's cell."""
        self.problems.append(self.body.problem(index, column, role, code))

    def refuse_date(self, role: Role, column: int, index: int, found: DateColumn) -> None:
        """Note why a case's date was refused, with its words and how it would be written."""
        dating, hint = self.dating(column), str(found.suggestion[index])
        case = None if role is Role.REGISTERED_DATE else dating.registered_on(index)
        year = case.year if case else dating.year_given(index)
        text = self.body.texts(column)[index]
        code = ProblemCode(str(found.code[index]))
        around = DoubtPlace(index, found.on, year, dating.as_of, case)
        example = hint or examples(text, around, is_ambiguous=code is ProblemCode.DATE_AMBIGUOUS)
        told = self.body.problem(index, column, role, code, hint)
        self.problems.append(replace(told, written=shown(text), example=example))


def is_sitting(body: Body, column: int) -> bool:
    """Whether a column's days are sittings, unless their case is closed (调解日期)."""
    return body.roles.played.get(column) == Played(Role.SITTING_OR_END)
