"""When the evidence of an office's periodic duty was first seen, and last looked for in vain."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Engine, select, true

from scheduler.state import schema as tables
from scheduler.state.records import Filing
from scheduler.state.statements import upsert


class FilingsSeen:
    """The table of filings."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def note(self, duty: str, village: str, period: str, today: date, *, seen: bool) -> None:
        """Remember whether a duty's evidence was there *today*; the day it was first seen stays."""
        self.note_all(duty, period, {village: seen}, today)

    def note_all(self, duty: str, period: str, seen: Mapping[str, bool], today: date) -> None:
        """Remember the same of many villages; nothing is written where it is known already."""
        known = self.of_period(duty, period)
        news: dict[str, dict[str, date]] = {}
        for village, is_there in seen.items():
            before = known.get(village, Filing(None, None))
            if before.first_seen is None and (is_there or before.missed_on != today):
                news[village] = {"first_seen": today} if is_there else {"missed_on": today}
        if not news:
            return
        with self._engine.begin() as connection:
            for village in sorted(news):  # in one order, so that two passes wait for each other at most once
                key = {"township": self._township, "duty": duty, "village": village, "period": period}
                upsert(connection, tables.filings, key | news[village])

    def find(self, duty: str, village: str, period: str) -> Filing | None:
        """Return when a duty's evidence was seen and missed; None if nobody ever looked."""
        return self._find(duty, period, tables.filings.c.village == village).get(village)

    def of_period(self, duty: str, period: str) -> dict[str, Filing]:
        """Return the same of every village for which somebody looked."""
        return self._find(duty, period, true())

    def _find(self, duty: str, period: str, of: ColumnElement[bool]) -> dict[str, Filing]:
        table = tables.filings
        key = (table.c.township == self._township) & (table.c.duty == duty) & (table.c.period == period)
        query = select(table.c.village, table.c.first_seen, table.c.missed_on).where(key & of)
        with self._engine.connect() as connection:
            return {village: Filing(*days) for village, *days in connection.execute(query)}
