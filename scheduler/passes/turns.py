"""How long the threads of a pass run before they make way for each other.

Several ledgers are thought about at a time, and only one thread thinks at once: by default they change places
200 times a second, each time with cold caches. Threads that wait for an answer make way at once all the same.
"""

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

#: Seconds; long beside the default of 0.005, short for a person who looks at the board meanwhile.
TURN_S = 0.05

_lock = threading.Lock()
_under_way = 0
_usual = sys.getswitchinterval()


@contextmanager
def long_turns() -> Generator[None]:
    """Let threads change places rarely; several threads may be inside at once."""
    global _under_way, _usual
    with _lock:
        if not _under_way:
            _usual = sys.getswitchinterval()
            sys.setswitchinterval(TURN_S)
        _under_way += 1
    try:
        yield
    finally:
        with _lock:
            _under_way -= 1
            if not _under_way:
                sys.setswitchinterval(_usual)
