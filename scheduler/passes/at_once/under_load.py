"""What the interpreter does otherwise while a pass is under way: garbage rarely, turns of threads longer.

Each answer and each ledger makes tens of thousands of objects that go away by themselves; every full
collection they set off would walk all of pandas besides. It took two fifths of a pass. And several ledgers
are thought about at a time, but only one thread thinks at once: by default they change places 200 times a
second, each time with cold caches. Threads that wait for an answer make way at once all the same.
"""

import gc
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

#: Objects made since the last collection before there is another: 700 by default.
THRESHOLDS = (50_000, 20, 20)
#: Seconds of a thread's turn; long beside the default of 0.005, short for who looks at the board meanwhile.
TURN_S = 0.05

_lock = threading.Lock()
_under_way = 0
_usual = (gc.get_threshold(), sys.getswitchinterval())


@contextmanager
def under_load() -> Generator[None]:
    """Collect rarely, leave out what was there before, let turns be long; several threads may be inside."""
    global _under_way, _usual
    with _lock:
        if not _under_way:
            _usual = (gc.get_threshold(), sys.getswitchinterval())
            gc.set_threshold(*THRESHOLDS)
            gc.freeze()
            sys.setswitchinterval(TURN_S)
        _under_way += 1
    try:
        yield
    finally:
        with _lock:
            _under_way -= 1
            if not _under_way:
                gc.unfreeze()
                gc.set_threshold(*_usual[0])
                sys.setswitchinterval(_usual[1])


def collect_all() -> None:
    """Collect once, what was left out and what passes left behind among it; they may be under way."""
    with _lock:
        gc.unfreeze()
        gc.collect()
        if _under_way:
            gc.freeze()
