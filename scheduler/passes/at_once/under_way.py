"""The ledgers under way: several at a time, in order, and never more than a few ahead of the reader."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from scheduler.ledgers.entries import Entry
from scheduler.marking.outcome import Outcome


class UnderWay:
    """The outcomes of several ledgers at a time, in the order of their entries.

    A generator would end for good at the first Ctrl-C; this goes on where it was.
    """

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        entries: Sequence[Entry],
        work: Callable[[Entry], Outcome | None],
        ahead: int,
    ) -> None:
        self._pool = pool
        self._entries = iter(entries)
        self._work = work
        self._ahead = ahead
        self._futures: deque[Future[Outcome | None]] = deque()

    def __iter__(self) -> "UnderWay":
        return self

    def __next__(self) -> Outcome:
        while True:
            self._fill()
            if not self._futures:
                raise StopIteration
            outcome = self._futures[0].result()
            self._futures.popleft()
            if outcome is not None:
                return outcome

    def _fill(self) -> None:
        while len(self._futures) < self._ahead:
            entry = next(self._entries, None)
            if entry is None:
                return
            self._futures.append(self._pool.submit(self._work, entry))
