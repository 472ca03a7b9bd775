"""A pass that is told to stop does not wait for a service that is slow to answer."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

from sync.store import Stoppable, Store

#: How often the wish to stop is looked for.
_EVERY_S = 0.1


@contextmanager
def stopping(store: Store, stop: threading.Event) -> Generator[None]:
    """Tell *store* as soon as *stop* is set, where it can be told; afterwards it may be used again.

    A service outlives a pass that it stopped: the store must not stay stopped with it.
    """
    if not isinstance(store, Stoppable):
        yield
        return
    done = threading.Event()
    told = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            if stop.is_set():
                told.set()
                store.stop()
                return

    watcher = threading.Thread(target=watch, name="stopping", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        if told.is_set():
            store.go_on()
