"""Memory that a job is done with goes back to the machine: a service idles for most of the day."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache

from scheduler.passes.at_once.under_load import collect_all


def give_back() -> None:
    """Collect what nobody holds any more, and let the C library return what it keeps for later."""
    collect_all()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return glibc's malloc_trim; None on other systems."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
