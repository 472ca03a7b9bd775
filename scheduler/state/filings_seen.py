"""When the evidence of an office's periodic duty was first seen, and last looked for in vain."""

from datetime import date

from sqlalchemy import Engine, select

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
        known = self.find(duty, village, period)
        if known is not None and known.first_seen is not None:
            return
        key = {"township": self._township, "duty": duty, "village": village, "period": period}
        values = {"first_seen": today} if seen else {"missed_on": today}
        with self._engine.begin() as connection:
            upsert(connection, tables.filings, key | values)

    def find(self, duty: str, village: str, period: str) -> Filing | None:
        """Return when a duty's evidence was seen and missed; None if nobody ever looked."""
        table = tables.filings
        key = (table.c.duty == duty) & (table.c.village == village) & (table.c.period == period)
        query = select(table.c.first_seen, table.c.missed_on).where(
            (table.c.township == self._township) & key
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Filing(*row) if row else None
