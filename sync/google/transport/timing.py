"""The time that requests and waits are measured in; a test puts its own in place."""

import time
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from config.errors import LedgerBusyError


class Timer(Protocol):
    """Seconds that only go forward, and a way to let some pass."""

    def now(self) -> float:
        """Return seconds; only differences mean anything."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let *seconds* pass."""
        ...


class StoppedError(LedgerBusyError):
    """The program was asked to stop; this ledger is finished by the next pass."""

    code = "stopped"


class SystemClock:
    """The machine's own monotonic clock, whose waits end early when `stop` is set."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until somebody wants the program to stop."""
        self._stop.wait(seconds)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we go on when Google does not answer.

    Attributes:
        tries: of one request.
        seconds: spent on failed tries and the waits after them, per ledger and pass.
        connect_s: to reach the server.
        read_s: for an answer to begin or go on.
        whole_s: for an answer to be complete, however steadily it trickles.
    """

    tries: int = 5
    seconds: float = 180.0
    connect_s: float = 10.0
    read_s: float = 60.0
    whole_s: float = 120.0


class Budget:
    """What is left of a ledger's `Patience`."""

    def __init__(self, patience: Patience) -> None:
        self._left = patience.seconds

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return self._left

    def spend(self, seconds: float) -> None:
        """Take *seconds* off."""
        self._left = max(self._left - seconds, 0.0)
