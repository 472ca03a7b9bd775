"""One column of dates, read for one role.

Every distinct cell is parsed once; only a date without a year needs its row. A date that cannot be read
for sure is refused with a code and, where a person would have one, a suggestion. It is never guessed: a
silently wrong date is the worst defect this program can have.

Plausible is 2000-01-01 (a serial below that is no date) up to the day after *as_of*; for a
limit, an extension, its approval and the end of a hold, up to five years after *as_of*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import ProblemCode, Role
from sync.dates.dating import Dating
from sync.dates.distinct import distinct, for_role
from sync.dates.points import Point, completed
from sync.dates.spellings import Spelling
from sync.dates.suggestions import EARLIEST, Likely, dates_around
from sync.dates.years import (
    ColumnOrder,
    Days,
    Known,
    YearFound,
    YearRule,
    after_at_once,
    in_order_at_once,
    on_day,
    year_after,
)
from sync.grid import CellValue

#: How many years ahead a limit may lie.
AHEAD_YEARS = 5
#: How far a two-digit year may lie before the years that the sheet speaks of.
SHORT_YEARS_BACK = 5
#: Roles whose date may lie in the future.
FUTURE_ROLES = frozenset({Role.DUE_DATE, Role.EXTENSION, Role.SUSPENDED_TO, Role.EXTENSION_APPROVED_ON})
#: Roles for which a range means its last day.
END_ROLES = frozenset(
    {Role.RESOLVED_DATE, Role.DUE_DATE, Role.EXTENSION, Role.SUSPENDED_TO, Role.LAST_CONTACT_DATE}
)
_NAT = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column's dates; every array has one entry per value, in their order.

    Attributes:
        on: datetime64[D], the date for the role: the start of a range, its end for `END_ROLES`; NaT when
            blank or refused.
        code: object, "" or why the cell was refused (ProblemCode); "" for a blank one.
        suggestion: object, "" or the ISO date a person would probably mean; never entered anywhere.
        note: object, "yearless" (the year was inferred), "range", "extra" (another date follows) or "".
        blank: bool, nothing is there: no text, a program's zero, or "/" where nothing need be.
        year_unsure: bool, refused because two years fit; what follows from the case has no year either.
    """

    on: Days
    code: NDArray[np.object_]
    suggestion: NDArray[np.object_]
    note: NDArray[np.object_]
    blank: NDArray[np.bool_]
    year_unsure: NDArray[np.bool_]


def read_dates(values: Sequence[CellValue], role: Role, dating: Dating) -> DateColumn:
    """Read the cells of one column.

    Args:
        values: the cells, from top to bottom, 同上 already filled in.
        role: what the column is for; decides what is plausible and which end of a range counts.
        dating: what dates them besides; its arrays have one entry per value.

    Returns:
        One entry per value; never raises for what a cell holds.

    Source: docs/reading.md#dates; docs/lessons.md, 23.
    """
    codes, spellings = distinct(values, dating.date1904, dating.number_format)
    column = _Column(codes, [for_role(spelling, role) for spelling in spellings], role, dating)
    column.fill_short_years()
    column.fill_years()
    column.check()
    return column.result()


class _Column:
    """The column while it is being read; `result` hands it out."""

    def __init__(
        self, codes: NDArray[np.int64], spellings: list[Spelling], role: Role, dating: Dating
    ) -> None:
        self.codes, self.spellings, self.role, self.dating = codes, spellings, role, dating
        last = dating.as_of + timedelta(days=1)
        self.latest = _years_later(dating.as_of, AHEAD_YEARS) if role in FUTURE_ROLES else last
        self.likely = Likely(dating.as_of, self.latest)
        self.start = _take([_whole(spelling.start) for spelling in spellings], codes)
        self.end = _take([_whole(spelling.end) for spelling in spellings], codes)
        self.code = _objects([spelling.code for spelling in spellings])[codes]
        self.suggestion = np.full(len(codes), "", dtype=object)
        self.note = _objects([_note(spelling) for spelling in spellings])[codes]
        self.blank = np.array([spelling.blank for spelling in spellings], dtype=bool)[codes]
        self.year_unsure = np.zeros(len(codes), dtype=bool)

    def _rows(self, wanted: Callable[[Spelling], bool]) -> list[int]:
        """Return the rows whose spelling is *wanted*, from top to bottom."""
        hits = np.array([wanted(spelling) for spelling in self.spellings], dtype=bool)
        return np.flatnonzero(hits[self.codes]).tolist() if hits.any() else []

    def _refuse(self, row: int, code: str, hint: date | None = None) -> None:
        self.start[row] = self.end[row] = _NAT
        self.code[row] = code
        self.suggestion[row] = hint.isoformat() if hint is not None else ""
        self.note[row] = ""

    def fill_short_years(self) -> None:
        """Decide 26.3.5: year, month, day, unless the day first fits the sheet and this does not."""
        rows = self._rows(lambda spelling: spelling.start is not None and spelling.start.short)
        if not rows:
            return
        whole = self.start[~np.isnat(self.start)]
        in_column = {day.year for day in np.unique(whole.astype("datetime64[Y]")).astype(object).tolist()}
        for row in rows:
            spelling = self.spellings[self.codes[row]]
            point = spelling.start
            if point is None:
                continue
            near = self._expected_years(row) or in_column or {self.dating.as_of.year}
            day = date(point.year, point.month, point.day)
            if point.year in _around(near) or self._fits_an_old_sheet(point, near):
                self.start[row] = day
                continue
            likely = not any(rival.year in _around(near) for rival in _rivals(point))
            self._refuse(row, ProblemCode.DATE_AMBIGUOUS, day if likely and day <= self.latest else None)

    @staticmethod
    def _fits_an_old_sheet(point: Point, near: set[int]) -> bool:
        """Whether 22.3.5 may stand in a sheet of 2026: a few years back, and nothing nearer it could be."""
        few_back = range(min(near) - SHORT_YEARS_BACK, max(near) + 1)
        return point.year in few_back and not any(rival.year in _around(near) for rival in _rivals(point))

    def _expected_years(self, row: int) -> set[int]:
        """Return the years that this row's sheet and its own registration speak of."""
        own = self.dating.registered_on(row)
        return {self.dating.year_given(row), own.year if own else 0} - {0}

    def fill_years(self) -> None:
        """Give every year-less date its year, or refuse it."""
        years, registered, unsure = self.dating.years, self.dating.registered, self.dating.year_unsure
        points = [spelling.start or Point(1, 0, 0) for spelling in self.spellings]
        yearless = np.array([point.year == 0 for point in points], dtype=bool)
        if not yearless.any():
            return
        month = np.array([point.month if point.year == 0 else 0 for point in points], dtype=np.int64)[
            self.codes
        ]
        day = np.array([point.day if point.year == 0 else 0 for point in points], dtype=np.int64)[self.codes]
        titles = np.zeros(len(day), dtype=np.int64) if years is None else np.asarray(years, dtype=np.int64)
        rule = YearRule(self.dating.as_of, self.latest, falls_back=self.role is Role.REGISTERED_DATE)
        if registered is None or np.isnat(registered[month > 0]).all():
            plain = in_order_at_once(self.start, titles, month, day, rule)
        elif np.isnat(registered[month > 0]).any():
            plain = None
        else:
            plain = after_at_once(registered.astype("datetime64[D]"), titles, month, day, rule)
        if unsure is not None and unsure[month > 0].any():
            for row in np.flatnonzero(unsure & (month > 0)).tolist():
                self._refuse(row, ProblemCode.DATE_AMBIGUOUS)
            month = np.where(unsure, 0, month)
            plain = None
        if plain is None:
            self._fill_in_order(month, day, titles, rule)
            return
        ranged = np.array([spelling.end is not None for spelling in self.spellings], dtype=bool)[self.codes]
        settled = (month > 0) & ~np.isnat(plain) & ~ranged
        self.start[settled] = plain[settled]
        self.note[settled] = "yearless"
        for row in np.flatnonzero((month > 0) & ~settled).tolist():
            own = self.dating.registered_on(row)
            found: date | None = plain[row].astype(object)
            if found is None and own is not None:
                self._dated(row, year_after(own, int(titles[row]), int(month[row]), int(day[row]), rule))
            else:
                self._dated(row, YearFound(found))

    def _fill_in_order(
        self,
        month: NDArray[np.int64],
        day: NDArray[np.int64],
        titles: NDArray[np.int64],
        rule: YearRule,
    ) -> None:
        """Give the year-less dates their years one row after the other."""
        registered = self.dating.registered
        whole: list[date | None] = self.start.astype(object).tolist()
        known = list(map(Known, whole, month.tolist(), day.tolist(), titles.tolist()))
        order = ColumnOrder(known, rule)
        case: list[date | None] = [None] * len(known)
        if registered is not None:
            case = registered.astype("datetime64[D]").astype(object).tolist()
        for row, (fact, own) in enumerate(zip(known, case, strict=True)):
            if fact.on is not None:
                order.note(fact.on, fact.title, written=True)
            elif fact.month:
                found = (
                    order.year_of(row)
                    if own is None
                    else year_after(own, fact.title, fact.month, fact.day, rule)
                )
                self._dated(row, found)
                if found.on is not None:
                    order.note(found.on, fact.title)
        if registered is None:
            for row, hint in order.out_of_order(self.start.astype(object).tolist()):
                self._refuse(row, ProblemCode.DATE_AMBIGUOUS, hint)
                self.year_unsure[row] = True

    def _dated(self, row: int, found: YearFound) -> None:
        spelling = self.spellings[self.codes[row]]
        if found.on is None:
            self._refuse(row, found.code, found.hint)
            self.year_unsure[row] = found.code in (ProblemCode.DATE_AMBIGUOUS, ProblemCode.DATE_FUTURE)
            return
        start = found.on
        if spelling.end is not None:
            end = completed(Point(start.year, start.month, start.day), spelling.end)
            if end is None:
                self._refuse(row, ProblemCode.DATE_IMPOSSIBLE)
                return
            self.end[row] = date(end.year, end.month, end.day)
        self.start[row] = start
        self.note[row] = "yearless"

    def check(self) -> None:
        """Refuse implausible days and those that their weekday contradicts; add suggestions."""
        self._check_weekdays()
        counted = self._counted()
        early = counted < np.datetime64(EARLIEST)
        late = counted > np.datetime64(self.latest)
        horizon = np.datetime64(_years_later(self.dating.as_of, AHEAD_YEARS))
        for row in np.flatnonzero(early | late).tolist():
            day = counted[row]
            code = ProblemCode.DATE_IMPLAUSIBLE if day > horizon or early[row] else ProblemCode.DATE_FUTURE
            self._refuse(row, code, self.likely.one_slip(day.astype(object), self.dating.year_given(row)))
        self._suggest()

    def _suggest(self) -> None:
        """Write down what a refused cell probably means."""
        hinted = self._rows(lambda spelling: spelling.hint is not None)
        if not hinted:
            return
        above, below = dates_around(self.start)
        for row in hinted:
            hint = self.spellings[self.codes[row]].hint
            if hint is not None:
                title = self.dating.year_given(row)
                self.suggestion[row] = self.likely.meant(hint, above[row], below[row], title)

    def _counted(self) -> Days:
        if self.role not in END_ROLES:
            return self.start
        return np.where(np.isnat(self.end), self.start, self.end)

    def _check_weekdays(self) -> None:
        for row in self._rows(lambda spelling: spelling.weekday is not None):
            day: date | None = self.start[row].astype(object)
            if day is not None and day.weekday() != self.spellings[self.codes[row]].weekday:
                self._refuse(row, ProblemCode.DATE_AMBIGUOUS, day)

    def result(self) -> DateColumn:
        """Hand out the column."""
        ends = self.role in END_ROLES
        ranged = ~np.isnat(self.end)
        on = np.where(ranged, self.end, self.start) if ends else self.start
        return DateColumn(on, self.code, self.suggestion, self.note, self.blank, self.year_unsure)


def _objects(items: Sequence[str]) -> NDArray[np.object_]:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _take(days: Sequence[date | None], codes: NDArray[np.int64]) -> Days:
    return np.array(days, dtype="datetime64[D]")[codes]


def _whole(point: Point | None) -> date | None:
    if point is None or point.year == 0 or point.month == 0 or point.short:
        return None
    return on_day(point.year, point.month, point.day)


def _note(spelling: Spelling) -> str:
    if spelling.start is None:
        return ""
    if spelling.end is not None:
        return "range"
    return "extra" if spelling.more else ""


def _around(years: set[int]) -> set[int]:
    return {year + step for year in years for step in (-1, 0, 1)}


def _rivals(point: Point) -> list[date]:
    """Return what else a short date could be: day, month, year, or month, day, year."""
    orders = (
        (2000 + point.day, point.month, point.year % 100),
        (2000 + point.day, point.year % 100, point.month),
    )
    return [day for day in starmap(on_day, orders) if day is not None]


def _years_later(day: date, years: int) -> date:
    return on_day(day.year + years, day.month, day.day) or date(day.year + years, 3, 1)
