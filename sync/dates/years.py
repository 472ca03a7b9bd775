"""The year of a date written without one: 3月5日, 3.5.

Evidence, strongest first (docs/reading.md#years): the year that the title, tab, file or section gives; the
row's own registration; the dates around it in the column; the day of the look. Where two years fit about
equally well the cell is refused as ambiguous: a year guessed wrong is a date silently wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import ProblemCode

Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]

#: Farther than this from its neighbour in the column, a date may well belong to the next or the last year.
_HALF_YEAR = timedelta(days=183)
#: Entries a month out of order are ordinary; more says that the column is not kept by date.
_DISORDER = timedelta(days=31)


class YearFound(NamedTuple):
    """The date with its year, or why no year can be said for sure."""

    on: date | None
    code: str = ""
    hint: date | None = None


@dataclass(frozen=True, slots=True)
class YearRule:
    """What decides for a whole column.

    Attributes:
        as_of: the day of the look.
        latest: the last day that is plausible for this role.
        falls_back: a date after *latest* belongs to the year before (registration only).
    """

    as_of: date
    latest: date
    falls_back: bool


def on_day(year: int, month: int, day: int) -> date | None:
    """Return that day, None if the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _impossible() -> YearFound:
    return YearFound(None, ProblemCode.DATE_IMPOSSIBLE)


def _ambiguous(hint: date | None = None) -> YearFound:
    return YearFound(None, ProblemCode.DATE_AMBIGUOUS, hint)


def year_after(registered: date, title: int, month: int, day: int, rule: YearRule) -> YearFound:
    """Return the date of an event of a case registered on *registered*.

    Before the registration and in a smaller month means the next year (December to January).
    """
    year = max(title, registered.year)
    found = on_day(year, month, day)
    if found is None:
        return _impossible()
    if found < registered and month < registered.month:
        after = on_day(year + 1, month, day)
        return YearFound(after if after is not None and after <= rule.latest else found)
    first = on_day(registered.year, month, day)
    if first is not None and registered <= first < found:
        # Registered in an earlier year than the sheet's: the event may be of either.
        return _ambiguous(found) if found <= rule.latest else YearFound(first)
    if found > rule.latest:
        return YearFound(None, ProblemCode.DATE_FUTURE, first if first != found else None)
    return YearFound(found)


def days_of(year: Ints, month: Ints, day: Ints) -> Days:
    """Return datetime64[D] of year, month and day, shape (n,); NaT where the calendar has no such day."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    return np.where(days.astype("datetime64[M]") == months, days, np.datetime64("NaT", "D"))


def after_at_once(registered: Days, titles: Ints, month: Ints, day: Ints, rule: YearRule) -> Days:
    """Return what `year_after` finds where it is plain: the same year, not before the registration.

    All of shape (n,); NaT where `year_after` has to be asked, row by row.
    """
    year = registered.astype("datetime64[Y]").astype(np.int64) + 1970
    found = days_of(year, month, day)
    plain = (titles <= year) & (found >= registered) & (found <= np.datetime64(rule.latest))
    return np.where(plain, found, np.datetime64("NaT", "D"))


def in_order_at_once(whole: Days, titles: Ints, month: Ints, day: Ints, rule: YearRule) -> Days | None:
    """Return what `ColumnOrder` finds for a whole column where nothing is in doubt.

    Args:
        whole: datetime64[D], the dates written with their year; NaT on every other row.
        titles: the year that the sheet gives; 0 where unknown.
        month: 0 on rows that are not to be dated.
        day: as *month*.
        rule: what decides for the column.

    Returns:
        Shape (n,), the dates of the year-less rows, else NaT; None when the order of the rows must decide:
        some row has no title though other rows have years of their own, or lies more than half a year from
        the row above it, or after the latest plausible day, or in a year without such a day.
    """
    missing = month > 0
    untitled = missing & (titles == 0)
    if untitled.any() and (not untitled[missing].all() or not np.isnat(whole).all()):
        return None
    found = days_of(np.where(titles > 0, titles, rule.as_of.year), np.maximum(month, 1), np.maximum(day, 1))
    every = np.where(missing, found, whole)[missing | ~np.isnat(whole)]
    found = np.where(missing, found, np.datetime64("NaT", "D"))
    if np.isnat(every).any() or (found[missing] > np.datetime64(rule.latest)).any():
        return None
    alone = untitled.any() and rule.latest > rule.as_of + timedelta(days=1)
    jumps = np.abs(np.diff(every)) > np.timedelta64(_HALF_YEAR)
    return None if alone or jumps.any() else found


@dataclass(frozen=True, slots=True)
class Known:
    """What one row of a column says before years are filled in: a whole date, or a month and a day."""

    on: date | None
    month: int = 0
    day: int = 0
    title: int = 0


class ColumnOrder:
    """Walks down a column and dates what has no year by what stands around it."""

    def __init__(self, rows: Sequence[Known], rule: YearRule) -> None:
        self.rule = rule
        self.rows = rows
        self.before: date | None = None
        self.seen = 0  # dates in the present title's year
        self.title = 0
        self.rises = 0
        self.orderly = True  # no date so far lies clearly before an earlier one
        self.latest_seen: date | None = None
        self.doubted: date | None = None  # what a row since refused would be in the next year
        self.lost = False  # a row since refused may be of the year before: so may the next ones
        self.next_whole = self._next_whole()
        self.ends_early = self._ends_early()
        self.starts_again = self._starts_again()

    def _next_whole(self) -> list[date | None]:
        following: list[date | None] = [None] * len(self.rows)
        last: date | None = None
        for index in range(len(self.rows) - 1, -1, -1):
            following[index] = last
            last = self.rows[index].on or last
        return following

    def _ends_early(self) -> list[bool]:
        """Whether from this row to the end of the title's rows all dates lie in January to March."""
        early = [True] * len(self.rows)
        title, so_far = -1, True
        for index in range(len(self.rows) - 1, -1, -1):
            row = self.rows[index]
            if row.title != title:
                title, so_far = row.title, True
            month = row.on.month if row.on is not None else row.month
            so_far = so_far and month <= 3
            early[index] = so_far
        return early

    def _starts_again(self) -> list[bool]:
        """Whether below, down to the title's end, a date would not have come yet in the next year.

        Then the column does not go on into the next year; it begins anew, village by village.
        """
        again = [False] * len(self.rows)
        title, so_far = -1, False
        for index in range(len(self.rows) - 1, -1, -1):
            row = self.rows[index]
            if row.title != title:
                title, so_far = row.title, False
            if row.month and row.title:
                after = on_day(row.title + 1, row.month, row.day)
                so_far = so_far or (after is not None and after > self.rule.latest)
            again[index] = so_far
        return again

    def note(self, found: date, title: int, *, written: bool = False) -> None:
        """Take down a date that is now known, in the order of the rows; *written* with its year."""
        if title != self.title:
            self.title, self.seen, self.doubted = title, 0, None
        if written:
            self.doubted, self.lost = None, False
        if self.latest_seen is not None and found < self.latest_seen - _DISORDER:
            self.orderly = False
        if self.before is not None and found > self.before:
            self.rises += 1
        self.before = found
        self.latest_seen = max(found, self.latest_seen or found)
        self.seen += 1

    def year_of(self, index: int) -> YearFound:
        """Return the date of the year-less row *index*."""
        row = self.rows[index]
        if row.title != self.title:
            self.title, self.seen, self.doubted = row.title, 0, None
        year = row.title or (self.before.year if self.before else self.rule.as_of.year)
        found = on_day(year, row.month, row.day)
        if found is None:
            return _impossible()
        if self.before is not None and (rolled := self._rolled(index, found, self.before)) is not None:
            self.doubted = self.doubted or rolled.hint
            return rolled
        if (doubt := self._still_doubtful(index, found)) is not None:
            return doubt
        if self.lost and row.title == 0 and found <= self.rule.latest:
            return _ambiguous(on_day(found.year - 1, row.month, row.day))
        if found > self.rule.latest:
            return self._too_late(found)
        if row.title == 0:
            return self._unless_doubtful(index, found)
        return YearFound(found)

    def _rolled(self, index: int, found: date, before: date) -> YearFound | None:
        """Return the reading in the next year, where the column has gone from December to January."""
        row = self.rows[index]
        after = on_day(found.year + 1, row.month, row.day)
        if after is None or after > self.rule.latest or before - found <= _HALF_YEAR:
            return None
        new_year = before.month >= 11 and row.month <= 2
        already = bool(row.title) and before.year == row.title + 1
        if row.title == 0:
            return YearFound(after) if new_year and self.orderly else _ambiguous(after)
        if already and abs(after - before) <= _HALF_YEAR:
            return YearFound(after) if self.orderly else _ambiguous(after)
        # A sheet titled with one year that simply goes on into the next one; a sheet sorted by village
        # starts again in January as well, but does not end there.
        if new_year and self.orderly and self.ends_early[index]:
            return YearFound(after) if self.seen >= 3 else _ambiguous(after)
        return _ambiguous(after) if self.orderly and not self.starts_again[index] else None

    def _still_doubtful(self, index: int, found: date) -> YearFound | None:
        """Refuse what stands below a row that may be the first of the next year, and fits that year too."""
        after = on_day(found.year + 1, found.month, found.day)
        if after is None or after > self.rule.latest or self.starts_again[index]:
            return None
        if self.doubted is not None:
            return _ambiguous(after) if after >= self.doubted - _DISORDER else None
        below = self.next_whole[index]
        is_first = self.before is None or self.before > found
        if is_first and below is not None and below - found > _HALF_YEAR and below - after <= 3 * _DISORDER:
            return _ambiguous(after)  # the date written next is of the next year: so is this one, perhaps
        if self.rows[index].title or self.before is None or not self.orderly:
            return None
        # Without a title, so far back is as odd as so far ahead.
        return _ambiguous(after) if self.before - found > 3 * _DISORDER else None

    def _too_late(self, found: date) -> YearFound:
        earlier = on_day(found.year - 1, found.month, found.day)
        if not self.rule.falls_back or earlier is None:
            return YearFound(None, ProblemCode.DATE_FUTURE, earlier)
        if self.before is not None and self.orderly and self.before - earlier > _HALF_YEAR:
            self.lost = self.title == 0
            return YearFound(None, ProblemCode.DATE_FUTURE)
        return YearFound(earlier)

    def _unless_doubtful(self, index: int, found: date) -> YearFound:
        """Refuse *found* when a neighbouring year lies nearer to the dates around it."""
        anchor = self.before or self.next_whole[index]
        if anchor is None:
            # Alone in the column: the year of the look, but for a limit the nearest such day.
            anchor = found if self.rule.latest <= self.rule.as_of + timedelta(days=1) else self.rule.as_of
        if abs(found - anchor) <= _HALF_YEAR:
            return YearFound(found)
        nearer = on_day(found.year + (1 if found < anchor else -1), found.month, found.day)
        falling = self.rises == 0 and self.seen > 1 and found > anchor
        if falling and nearer is not None and anchor.month <= 2 and found.month >= 11:
            return YearFound(nearer)  # newest first: from January down into the December before
        if nearer is None or nearer > self.rule.latest:
            return YearFound(found)
        return _ambiguous(nearer)

    def _last_year(self, row: Known) -> date | None:
        """Return the day that only the year before can hold: of a row refused as not yet come."""
        on = on_day(self.rule.as_of.year, row.month, row.day) if row.month and not row.title else None
        return on_day(on.year - 1, on.month, on.day) if on is not None and on > self.rule.latest else None

    def out_of_order(self, dated: Sequence[date | None]) -> list[tuple[int, date]]:
        """Return the rows dated to the present year for want of another, though the rows below are older.

        A column kept by date that begins 3.28, 10.11, 12.5 was begun last March, unless it runs backwards.

        Args:
            dated: for each row its date as read so far; those refused are None.

        Returns:
            Each such row with what it would be in the year before.
        """
        known = [on for on in dated if on is not None]
        falls = sum(low > high for low, high in pairwise(known))
        if falls * 2 > max(len(known) - 1, 2):
            return []
        found: list[tuple[int, date]] = []
        below: date | None = None
        for index in range(len(dated) - 1, -1, -1):
            row, on = self.rows[index], dated[index]
            if on is None:
                below = self._last_year(row) or below
                continue
            before = on_day(on.year - 1, on.month, on.day)
            is_guess = row.on is None and row.title == 0
            is_odd = is_guess and below is not None and on - below > 3 * _DISORDER
            if is_odd and below is not None and before is not None and before <= below:
                found.append((index, before))
            else:
                below = on
        return found
