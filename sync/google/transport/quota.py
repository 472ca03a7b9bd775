"""Google's quotas, kept by us so that Google need not refuse: shared by every thread of the process.

Google counts reads and writes apart, per user and per project, and refills once a minute at a moment we do
not know. Never more than the limit within any sixty seconds is right for every such moment.
"""

import threading
from collections import defaultdict, deque
from typing import Literal, Protocol

from sync.google.transport.timing import Timer

RequestKind = Literal["read", "write", "drive"]

#: Requests a minute that Google grants (Sheets API limits page); we stay a tenth below.
_GRANTED_USER = 60
_GRANTED_PROJECT = 300
_HEADROOM = 0.9
_WINDOW_S = 60.0

#: What we allow ourselves within any sixty seconds.
PER_USER = int(_GRANTED_USER * _HEADROOM)
PER_PROJECT = int(_GRANTED_PROJECT * _HEADROOM)


class Quota(Protocol):
    """Grants requests: to the threads of one process (`Meter`), or to the workers of many machines."""

    def wait(self, user: str, project: str, kind: RequestKind) -> None:
        """Return as soon as one more request is within the quotas, and count it."""
        ...

    def hold(self, user: str, kind: RequestKind, seconds: float) -> None:
        """Let nobody ask for this user for a while: Google said that the quota is spent."""
        ...

    def load(self, user: str, kind: RequestKind) -> int:
        """Return how many requests of the last minute were this user's."""
        ...

    def left(self, user: str, project: str, kind: RequestKind) -> int:
        """Return how many more requests the quotas of the last minute allow."""
        ...


class Meter:
    """Grants requests: at most 54 a minute and user, 270 a minute and project, reads and writes apart."""

    def __init__(self, clock: Timer) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._spent: defaultdict[tuple[str, str, RequestKind], deque[float]] = defaultdict(deque)
        self._held_until: dict[tuple[str, RequestKind], float] = {}

    def wait(self, user: str, project: str, kind: RequestKind) -> None:
        """Return as soon as one more request is within the quotas, and count it."""
        while kind != "drive":  # Drive grants 12,000 a minute; one list per thousand files never meets that
            with self._lock:
                now = self._clock.now()
                delay = self._delay(user, project, kind, now)
                if delay <= 0:
                    for key, _ in self._windows(user, project, kind):
                        self._spent[key].append(now)
                    return
            self._clock.sleep(delay)

    def hold(self, user: str, kind: RequestKind, seconds: float) -> None:
        """Let nobody ask for this user for a while: Google said that the quota is spent."""
        with self._lock:
            until = self._clock.now() + seconds
            self._held_until[user, kind] = max(until, self._held_until.get((user, kind), until))

    def load(self, user: str, kind: RequestKind) -> int:
        """Return how many requests of the last minute were this user's."""
        with self._lock:
            window = self._spent["user", user, kind]
            self._forget(window, self._clock.now())
            return len(window)

    def left(self, user: str, project: str, kind: RequestKind) -> int:
        """Return how many more requests the quotas of the last minute allow."""
        with self._lock:
            now, left = self._clock.now(), PER_USER
            for key, limit in self._windows(user, project, kind):
                window = self._spent[key]
                self._forget(window, now)
                left = min(left, limit - len(window))
            return left

    def _windows(
        self, user: str, project: str, kind: RequestKind
    ) -> tuple[tuple[tuple[str, str, RequestKind], int], ...]:
        return (
            (("user", user, kind), PER_USER),
            (("project", project, kind), PER_PROJECT),
        )

    def _delay(self, user: str, project: str, kind: RequestKind, now: float) -> float:
        delay = self._held_until.get((user, kind), now) - now
        for key, limit in self._windows(user, project, kind):
            window = self._spent[key]
            self._forget(window, now)
            if len(window) >= limit:
                delay = max(delay, window[0] + _WINDOW_S - now)
        return delay

    @staticmethod
    def _forget(window: deque[float], now: float) -> None:
        while window and window[0] <= now - _WINDOW_S:
            window.popleft()
