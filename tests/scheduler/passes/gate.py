"""A gate before every call of a store: two passes go on one call at a time, in an order that a seed gives."""

import random
import threading
from collections.abc import Callable, Iterable
from typing import Any

#: What a pass asks of a store.
_CALLS = ("list", "read", "write", "mend", "thin", "detach", "version")
_STUCK_S = 60.0


class Gate:
    """Lets one party through at a time, chosen when all that have not left stand before it."""

    def __init__(self, seed: int, parties: Iterable[str]) -> None:
        self._chance = random.Random(seed)
        self._inside = set(parties)
        self._waiting: set[str] = set()
        self._turn: str | None = None
        self._changed = threading.Condition()

    def step(self, party: str) -> None:
        """Wait for one's turn."""
        with self._changed:
            self._waiting.add(party)
            self._choose()
            if not self._changed.wait_for(lambda: self._turn == party, _STUCK_S):
                raise TimeoutError(f"{party} waits for ever")
            self._waiting.discard(party)
            self._turn = None

    def leave(self, party: str) -> None:
        """Be through for good."""
        with self._changed:
            self._inside.discard(party)
            self._choose()

    def _choose(self) -> None:
        if self._turn is None and self._inside and self._waiting >= self._inside:
            self._turn = self._chance.choice(sorted(self._waiting))
            self._changed.notify_all()


def gated(store: Any, gate: Gate, party: str) -> Any:
    """Put the gate before the calls of *store*."""
    for name in _CALLS:
        if hasattr(store, name):
            setattr(store, name, _stepped(getattr(store, name), gate, party))
    return store


def _stepped(call: Callable[..., Any], gate: Gate, party: str) -> Callable[..., Any]:
    inside = threading.local()

    def stepped(*args: Any, **named: Any) -> Any:
        if not getattr(inside, "is_nested", False):
            gate.step(party)
        inside.is_nested = True
        try:
            return call(*args, **named)
        finally:
            inside.is_nested = False

    return stepped


def at_once(gate: Gate, passes: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run each party's pass in a thread of its own; return what they returned."""
    found: dict[str, Any] = {}

    def run(party: str) -> None:
        try:
            found[party] = passes[party]()
        finally:
            gate.leave(party)

    threads = [threading.Thread(target=run, args=[party]) for party in passes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
