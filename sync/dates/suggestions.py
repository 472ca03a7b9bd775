"""What a person probably meant by a date that is refused: shown beside it, never entered anywhere."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sync.dates.points import Point
from sync.dates.years import Days, on_day

#: The earliest day that is plausible for any role.
EARLIEST = date(2000, 1, 1)
#: So near in the future, a date is no slip in the year.
SOON = timedelta(days=60)
_NAT = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Likely:
    """The days that a column's refused cells may have meant.

    Attributes:
        as_of: the day of the look, in the village.
        latest: the last plausible day of the column.
    """

    as_of: date
    latest: date

    def one_slip(self, day: date, title: int) -> date | None:
        """Return the day that one slip in the year would have been: 2062 or 2027 for 2026."""
        if self.as_of < day < self.as_of + SOON:
            return None  # a day ahead of time, not a year
        for year in dict.fromkeys((title, self.as_of.year, self.as_of.year - 1)):
            near = on_day(year, day.month, day.day) if year else None
            if near is not None and _one_slip(day.year, year) and EARLIEST <= near <= self.latest:
                return near
        return None

    def meant(self, hint: Point, above: date | None, below: date | None, title: int) -> str:
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


def dates_around(days: Days) -> tuple[list[date | None], list[date | None]]:
    """Return for each row the last date above it and the first one below it."""
    rows = np.arange(len(days))
    dated = ~np.isnat(days)
    last = np.maximum.accumulate(np.where(dated, rows, -1))
    first = np.minimum.accumulate(np.where(dated, rows, len(days))[::-1])[::-1]
    padded = np.append(days, _NAT)  # -1 and n are both the row that is not there
    return padded[last].astype(object).tolist(), padded[first].astype(object).tolist()


def _one_slip(written: int, meant: int) -> bool:
    """Whether *written* is *meant* with one digit wrong, two digits swapped, or another century."""
    pairs = list(zip(str(written), str(meant), strict=False))
    wrong = sum(one != other for one, other in pairs)
    return wrong == 1 or sorted(str(written)) == sorted(str(meant)) or written % 100 == meant % 100
