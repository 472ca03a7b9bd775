"""Time that a test moves: shared by the server's quotas and the client's waits."""

import threading
from collections.abc import Callable  # noqa: TC003


class VirtualClock:
    """Seconds that pass only when somebody sleeps.

    Attributes:
        slept: seconds slept in all.
    """

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start
        self._lock = threading.Lock()
        self.slept = 0.0
        self.on_sleep: Callable[[float], None] | None = None

    def now(self) -> float:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += max(seconds, 0.0)
            self.slept += max(seconds, 0.0)
        if self.on_sleep:
            self.on_sleep(seconds)
