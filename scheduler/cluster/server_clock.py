"""The time by the database's clock, so that machines whose clocks differ agree on the day."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

#: After so long the database is asked again.
_FRESH_S = 60.0


class ServerClock:
    """Tells the database's time, and goes on by a clock that nobody sets in between.

    Args:
        ask: the database's clock.
        steady: a clock that nobody sets, in seconds.
    """

    def __init__(self, ask: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._ask, self._steady = ask, steady
        self._lock = threading.Lock()
        self._known: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Return the time, as an aware moment."""
        with self._lock:
            steady = self._steady()
            if self._known is None or steady - self._known[1] > _FRESH_S:
                self._known = (self._ask(), steady)
            moment, then = self._known
            return moment + timedelta(seconds=steady - then)
