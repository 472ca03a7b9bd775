"""Claims of other services: each is theirs as long as it beats, by our steady clock alone."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from scheduler.state.slots import SlotRecord


class SilentClaims:
    """Notes since when each claim has been silent.

    Args:
        steady: a clock that nobody sets, in seconds.
        lease: after so long without a beat a claim may be taken over.
    """

    def __init__(self, steady: Callable[[], float], lease: timedelta) -> None:
        self._steady, self._lease = steady, lease
        self._watched: dict[tuple[str, str], tuple[str, int, float]] = {}

    def held_for(self, opened: Sequence[SlotRecord]) -> timedelta | None:
        """Return after how long to look again because somebody alive works on one; None when nobody does."""
        waits: list[timedelta] = []
        steady = self._steady()
        for record in opened:
            if not record.owner:
                continue
            place = (record.job, record.slot)
            owner, beat, since = self._watched.get(place, ("", -1, steady))
            if (owner, beat) != (record.owner, record.beat):
                since = steady
                self._watched[place] = (record.owner, record.beat, since)
            silent = timedelta(seconds=steady - since)
            if silent < self._lease:
                waits.append(self._lease - silent + timedelta(seconds=1))
        return min(waits, default=None)
