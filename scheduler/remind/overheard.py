"""How a message under way fared, by the answers and errors that apprise itself keeps to itself."""

import logging
import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from scheduler.remind.channels import Arrival, of_error, of_response, surely_failed

if TYPE_CHECKING:
    from collections.abc import Generator


class _Heard(threading.local):
    """What the thread's message under way met: HTTP outcomes, and whether mail errors were sure.

    Attributes:
        names: where its service says in an answer that it refuses.
    """

    outcomes: list[Arrival] | None = None
    sure: list[bool] | None = None
    names: tuple[str, ...] = ()
    depth = 0


hearing = _Heard()


@cache
def _watch_requests() -> None:
    """From now on, note how each HTTP request ends in threads that send a message; others see no difference.

    apprise itself shows only yes or no. Put in place once and for all: a message that was given up goes on in
    its thread, so nothing may be taken out from under it.
    """
    import requests

    plain = requests.Session.send

    def watching(
        self: requests.Session, request: requests.PreparedRequest, **kwargs: Any
    ) -> requests.Response:
        seen = hearing.outcomes
        if seen is None or hearing.depth:
            return plain(self, request, **kwargs)
        hearing.depth += 1  # redirects come back here
        try:
            response = plain(self, request, **kwargs)
        except Exception as error:
            seen.append(of_error(error))
            raise
        finally:
            hearing.depth -= 1
        seen.append(of_response(response, hearing.names))
        return response

    requests.Session.send = watching


@contextmanager
def watched() -> "Generator[list[Arrival]]":
    """Note how each HTTP request of this thread ends."""
    _watch_requests()
    hearing.outcomes = seen = []
    try:
        yield seen
    finally:
        hearing.outcomes = None


class _Ear(logging.Filter):
    """Judges what apprise says of a failure and drops it: its words hold addresses and messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if hearing.sure is not None and text.startswith("Socket Exception:"):
            hearing.sure.append(surely_failed(text))
        return False


@cache
def _listen() -> None:
    """Keep apprise's words out of every log, for good: a message that was given up goes on in its thread."""
    logger = logging.getLogger("apprise")
    logger.addFilter(_Ear())
    logger.setLevel(logging.DEBUG)


@contextmanager
def overheard() -> "Generator[list[bool]]":
    """Listen to what apprise says in this thread while it sends."""
    _listen()
    hearing.sure = sure = []
    try:
        yield sure
    finally:
        hearing.sure = None
