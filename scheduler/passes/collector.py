"""Python's cyclic garbage collector, kept from walking the libraries' objects over and over during a pass.

Each answer and each ledger makes tens of thousands of objects that go away by themselves; every full
collection they set off would walk all of pandas besides. It took two fifths of a pass.
"""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

#: Objects made since the last collection before there is another: 700 by default.
THRESHOLDS = (50_000, 20, 20)

_lock = threading.Lock()
_under_way = 0
_usual = gc.get_threshold()


@contextmanager
def rare_collections() -> Generator[None]:
    """Collect rarely, and leave out what was there before; several threads may be inside at once."""
    global _under_way, _usual
    with _lock:
        if not _under_way:
            _usual = gc.get_threshold()
            gc.set_threshold(*THRESHOLDS)
            gc.freeze()
        _under_way += 1
    try:
        yield
    finally:
        with _lock:
            _under_way -= 1
            if not _under_way:
                gc.unfreeze()
                gc.set_threshold(*_usual)


def collect_all() -> None:
    """Collect once, what was left out and what passes left behind among it; they may be under way."""
    with _lock:
        gc.unfreeze()
        gc.collect()
        if _under_way:
            gc.freeze()
