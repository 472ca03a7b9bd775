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
from sync.dates.distinct import distinct, for_role
from sync.dates.points import Point, completed
from sync.dates.spellings import Spelling
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

Years = Sequence[int] | NDArray[np.integer]

#: The earliest day that is plausible for any role.
EARLIEST = date(2000, 1, 1)
#: How many years ahead a limit may lie.
AHEAD_YEARS = 5
#: How far a two-digit year may lie before the years that the sheet speaks of.
SHORT_YEARS_BACK = 5
#: So near in the future, a date is no slip in the year.
SOON = timedelta(days=60)
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
        other_end: datetime64[D], the other end of a range, else NaT.
        code: object, "" or why the cell was refused (ProblemCode); "" for a blank one.
        suggestion: object, "" or the ISO date a person would probably mean; never entered anywhere.
        note: object, "yearless" (the year was inferred), "range", "extra" (another date follows) or "".
        blank: bool, nothing is there: no text, a program's zero, or "/" where nothing need be.
        year_unsure: bool, refused because two years fit; what follows from the case has no year either.
    """

    on: Days
    other_end: Days
    code: NDArray[np.object_]
    suggestion: NDArray[np.object_]
    note: NDArray[np.object_]
    blank: NDArray[np.bool_]
    year_unsure: NDArray[np.bool_]


def read_dates(
    values: Sequence[CellValue],
    *,
    role: Role,
    as_of: date,
    years: Years | None = None,
    registered: Days | None = None,
    year_unsure: NDArray[np.bool_] | None = None,
    date1904: bool = False,
    number_format: Callable[[int], str] | None = None,
) -> DateColumn:
    """Read the cells of one column.

    Args:
        values: the cells, from top to bottom, 同上 already filled in.
        role: what the column is for; decides what is plausible and which end of a range counts.
        as_of: the day of the look, in the village.
        years: per value, the year that title, tab, file or section gives; 0 where unknown.
        registered: per value, datetime64[D], when the case was registered (roles after registration).
        year_unsure: per value, the registration was refused because two years fit it.
        date1904: serial numbers count from 1904-01-01.
        number_format: a value's number format, asked only for a number like 3.1.

    Returns:
        One entry per value; never raises for what a cell holds.

    Source: docs/reading.md#dates; docs/lessons.md, 23.
    """
    codes, spellings = distinct(values, date1904, number_format)
    judged = [for_role(spelling, role) for spelling in spellings]
    column = _Column(codes, judged, role, as_of)
    column.fill_short_years(years, registered)
    column.fill_years(years, registered, year_unsure)
    column.check(years)
    return column.result()


class _Column:
    """The column while it is being read; `result` hands it out."""

    def __init__(self, codes: NDArray[np.int64], spellings: list[Spelling], role: Role, as_of: date) -> None:
        self.codes, self.spellings, self.role, self.as_of = codes, spellings, role, as_of
        last = as_of + timedelta(days=1)
        self.latest = _years_later(as_of, AHEAD_YEARS) if role in FUTURE_ROLES else last
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

    def fill_short_years(self, years: Years | None, registered: Days | None) -> None:
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
            near = _expected_years(row, years, registered) or in_column or {self.as_of.year}
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

    def fill_years(
        self, years: Years | None, registered: Days | None, unsure: NDArray[np.bool_] | None
    ) -> None:
        """Give every year-less date its year, or refuse it."""
        points = [spelling.start or Point(1, 0, 0) for spelling in self.spellings]
        yearless = np.array([point.year == 0 for point in points], dtype=bool)
        if not yearless.any():
            return
        month = np.array([point.month if point.year == 0 else 0 for point in points], dtype=np.int64)[
            self.codes
        ]
        day = np.array([point.day if point.year == 0 else 0 for point in points], dtype=np.int64)[self.codes]
        titles = np.zeros(len(day), dtype=np.int64) if years is None else np.asarray(years, dtype=np.int64)
        rule = YearRule(self.as_of, self.latest, falls_back=self.role is Role.REGISTERED_DATE)
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
            self._fill_in_order(month, day, titles, registered, rule)
            return
        ranged = np.array([spelling.end is not None for spelling in self.spellings], dtype=bool)[self.codes]
        settled = (month > 0) & ~np.isnat(plain) & ~ranged
        self.start[settled] = plain[settled]
        self.note[settled] = "yearless"
        for row in np.flatnonzero((month > 0) & ~settled).tolist():
            own: date | None = (
                None if registered is None else registered[row].astype("datetime64[D]").astype(object)
            )
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
        registered: Days | None,
        rule: YearRule,
    ) -> None:
        """Give the year-less dates their years one row after the other."""
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

    def check(self, years: Years | None) -> None:
        """Refuse implausible days and those that their weekday contradicts; add suggestions."""
        self._check_weekdays()
        counted = self._counted()
        early = counted < np.datetime64(EARLIEST)
        late = counted > np.datetime64(self.latest)
        horizon = np.datetime64(_years_later(self.as_of, AHEAD_YEARS))
        for row in np.flatnonzero(early | late).tolist():
            day = counted[row]
            code = ProblemCode.DATE_IMPLAUSIBLE if day > horizon or early[row] else ProblemCode.DATE_FUTURE
            self._refuse(row, code, self._typo(day.astype(object), _given(years, row)))
        self._suggest(years)

    def _suggest(self, years: Years | None) -> None:
        """Write down what a refused cell probably means."""
        hinted = self._rows(lambda spelling: spelling.hint is not None)
        if not hinted:
            return
        above, below = _neighbours(self.start)
        for row in hinted:
            hint = self.spellings[self.codes[row]].hint
            if hint is not None:
                self.suggestion[row] = self._suggested(hint, above[row], below[row], _given(years, row))

    def _counted(self) -> Days:
        if self.role not in END_ROLES:
            return self.start
        return np.where(np.isnat(self.end), self.start, self.end)

    def _check_weekdays(self) -> None:
        for row in self._rows(lambda spelling: spelling.weekday is not None):
            day: date | None = self.start[row].astype(object)
            if day is not None and day.weekday() != self.spellings[self.codes[row]].weekday:
                self._refuse(row, ProblemCode.DATE_AMBIGUOUS, day)

    def _typo(self, day: date, title: int) -> date | None:
        """Return the day that one slip in the year would have been: 2062 or 2027 for 2026."""
        if self.as_of < day < self.as_of + SOON:
            return None  # a day ahead of time, not a year
        for year in dict.fromkeys((title, self.as_of.year, self.as_of.year - 1)):
            near = on_day(year, day.month, day.day) if year else None
            if near is not None and _one_slip(day.year, year) and EARLIEST <= near <= self.latest:
                return near
        return None

    def _suggested(self, hint: Point, above: date | None, below: date | None, title: int) -> str:
        """Return the hint as an ISO date; a year-less one only where the dates around it agree."""
        if hint.year:
            found = on_day(hint.year, hint.month, hint.day)
            return found.isoformat() if found and EARLIEST <= found <= self.latest else ""
        year = title or (above or below or self.as_of).year
        earliest, latest = above or EARLIEST, below or self.latest
        # 3.1 is March 1 or, with its zero, March 10.
        readings = [on_day(year, hint.month, day) for day in {hint.day, hint.day // 10 or hint.day}]
        fitting = [day for day in readings if day and earliest <= day <= latest and day <= self.latest]
        return fitting[0].isoformat() if len(fitting) == 1 else ""

    def result(self) -> DateColumn:
        """Hand out the column."""
        ends = self.role in END_ROLES
        ranged = ~np.isnat(self.end)
        on = np.where(ranged, self.end, self.start) if ends else self.start
        other = np.where(ranged, self.start, self.end) if ends else self.end
        return DateColumn(on, other, self.code, self.suggestion, self.note, self.blank, self.year_unsure)


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


def _neighbours(days: Days) -> tuple[list[date | None], list[date | None]]:
    """Return for each row the last date above it and the first one below it."""
    rows = np.arange(len(days))
    dated = ~np.isnat(days)
    last = np.maximum.accumulate(np.where(dated, rows, -1))
    first = np.minimum.accumulate(np.where(dated, rows, len(days))[::-1])[::-1]
    padded = np.append(days, _NAT)  # -1 and n are both the row that is not there
    return padded[last].astype(object).tolist(), padded[first].astype(object).tolist()


def _note(spelling: Spelling) -> str:
    if spelling.start is None:
        return ""
    if spelling.end is not None:
        return "range"
    return "extra" if spelling.more else ""


def _given(years: Years | None, row: int) -> int:
    return 0 if years is None else int(years[row])


def _expected_years(row: int, years: Years | None, registered: Days | None) -> set[int]:
    """Return the years that this row's sheet and its own registration speak of."""
    expected = {_given(years, row)} - {0}
    if registered is not None and not np.isnat(registered[row]):
        expected.add(registered[row].astype("datetime64[D]").astype(object).year)
    return expected


def _around(years: set[int]) -> set[int]:
    return {year + step for year in years for step in (-1, 0, 1)}


def _rivals(point: Point) -> list[date]:
    """Return what else a short date could be: day, month, year, or month, day, year."""
    orders = (
        (2000 + point.day, point.month, point.year % 100),
        (2000 + point.day, point.year % 100, point.month),
    )
    return [day for day in starmap(on_day, orders) if day is not None]


def _one_slip(written: int, meant: int) -> bool:
    """Whether *written* is *meant* with one digit wrong, two digits swapped, or another century."""
    pairs = list(zip(str(written), str(meant), strict=False))
    wrong = sum(one != other for one, other in pairs)
    return wrong == 1 or sorted(str(written)) == sorted(str(meant)) or written % 100 == meant % 100


def _years_later(day: date, years: int) -> date:
    return on_day(day.year + years, day.month, day.day) or date(day.year + years, 3, 1)
