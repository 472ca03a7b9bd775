"""Waits for a signal, and looks around meanwhile."""

import os
import queue
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType


class SignalWait:
    """The signals that a service heeds, in the order they come.

    Args:
        look_around: called once in each *every_s* seconds while nothing comes.
    """

    def __init__(self, look_around: Callable[[], None], every_s: float) -> None:
        self._look_around, self._every_s = look_around, every_s
        # A queue whose put may be called from inside anything; an event's lock could be held by what it
        # interrupted.
        self._come: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._woken = -1

    def listen(self) -> None:
        """Heed signals from now on."""

        def told(number: int, _frame: FrameType | None) -> None:
            self._come.put(number)

        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, told)
        if sys.platform != "win32":
            # A signal that comes just before a wait begins would not end it, and its handler would run at
            # the next one only. The byte it leaves here ends the wait whenever it comes.
            self._woken, waker = os.pipe()
            os.set_blocking(waker, False)
            signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def next(self) -> int:
        """Return the number of the next signal."""
        looked = time.monotonic()
        while True:
            with suppress(queue.Empty):
                if sys.platform == "win32":  # there, nothing interrupts a wait without an end
                    return self._come.get(timeout=1)
                return self._come.get_nowait()
            if sys.platform != "win32" and select.select([self._woken], [], [], self._every_s)[0]:
                os.read(self._woken, 64)
                continue
            if time.monotonic() - looked >= self._every_s:
                looked = time.monotonic()
                self._look_around()
