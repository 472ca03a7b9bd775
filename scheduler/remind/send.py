"""One message to one channel, through apprise, and whether it surely arrived.

apprise answers yes or no. That is not enough: after a "no" that was a broken line the message may well
have arrived, and must not go out again; and a robot that answers 200 with an error code has refused what
apprise calls sent. So the answers themselves are watched.
"""

import logging
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from config.errors import ConfigError
from scheduler.state.deliveries import FAILED, SENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Generator

    import requests


class Arrival(StrEnum):
    """Whether a message arrived."""

    SENT = SENT
    FAILED = FAILED  # surely not
    UNKNOWN = UNKNOWN


#: Sends a title and lines to an address.
Sender = Callable[[str, str, Sequence[str]], Arrival]

#: Answers that say "not now" or "not this", before anything was done with the message.
_REFUSED = frozenset({501, 503, *range(300, 500)})

#: What mail and socket errors say when nothing was delivered: no connection, or an SMTP answer of 4xx or 5xx.
_NOT_DELIVERED = re.compile(
    r"\([45]\d\d, b|refused|Name or service not known|nodename nor servname|getaddrinfo|"
    r"No route to host|unreachable|CERTIFICATE_VERIFY_FAILED|STARTTLS|AUTH",
    re.IGNORECASE,
)

#: Seconds for connecting and for the answer, unless the address says otherwise: a stop waits for one message.
_TIMEOUTS = {"cto": "5", "rto": "10"}

#: Left free in each part for apprise's own wrapping and for the part's number.
_MARGIN = 48

_one_at_a_time = threading.Lock()


def send(url: str, title: str, lines: Sequence[str]) -> Arrival:
    """Send a digest, in as many parts as the channel needs.

    Returns:
        FAILED only when surely nothing of it arrived.

    Raises:
        ConfigError: apprise is not installed.
    """
    try:
        import apprise
    except ImportError as error:
        raise ConfigError(
            "digests need apprise, which is not installed",
            fix="install duesheet with its extra: pipx install 'duesheet[notify]'",
        ) from error
    asset = apprise.AppriseAsset(async_mode=False, app_id="duesheet", app_desc="duesheet", app_url="")
    with _overheard():
        channel = apprise.Apprise.instantiate(_with_timeouts(url), asset=asset, suppress_exceptions=True)
    if channel is None:
        return Arrival.FAILED
    limit = int(getattr(channel, "body_maxlen", 32_768)) - len(title.encode()) - _MARGIN
    arrived = Arrival.FAILED
    for number, text in enumerate(parts(lines, max(limit, 500))):
        found = _deliver(channel, title, text)
        if found is not Arrival.SENT:
            # What began to arrive is not sent again from its start.
            return found if number == 0 else Arrival.UNKNOWN
        arrived = found
    return arrived


def is_understood(url: str) -> bool:
    """Tell whether apprise can read an address; nothing is sent."""
    import apprise

    with _overheard():
        return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


def _deliver(channel: Any, title: str, text: str) -> Arrival:
    with _one_at_a_time, _watched() as seen, _overheard() as heard:
        yes = bool(channel.notify(body=text, title=title))
    if seen:
        worst = max(seen, key=[Arrival.SENT, Arrival.FAILED, Arrival.UNKNOWN].index)
        if yes or len(set(seen)) == 1:
            return worst
        return Arrival.UNKNOWN
    if yes:
        return Arrival.SENT
    return Arrival.FAILED if heard and all(heard) else Arrival.UNKNOWN


def parts(lines: Sequence[str], limit: int) -> list[str]:
    """Return the lines as texts of at most *limit* bytes of UTF-8, numbered when there are several."""
    texts: list[list[str]] = [[]]
    size = 0
    for line in lines:
        length = len(line.encode()) + 1
        if texts[-1] and size + length > limit:
            texts.append([])
            size = 0
        texts[-1].append(line)
        size += length
    if len(texts) == 1:
        return ["\n".join(texts[0])]
    return ["\n".join([f"({number}/{len(texts)})", *text]) for number, text in enumerate(texts, 1)]


def _with_timeouts(url: str) -> str:
    missing = [f"{name}={value}" for name, value in _TIMEOUTS.items() if f"{name}=" not in url]
    return url + ("&" if "?" in url else "?") + "&".join(missing) if missing else url


@contextmanager
def _watched() -> "Generator[list[Arrival]]":
    """Note how each HTTP request of this thread ends; apprise itself shows only yes or no."""
    import requests

    seen: list[Arrival] = []
    thread = threading.get_ident()
    plain = requests.Session.send
    depth = [0]

    def watching(
        self: requests.Session, request: requests.PreparedRequest, **kwargs: Any
    ) -> requests.Response:
        if threading.get_ident() != thread or depth[0]:
            return plain(self, request, **kwargs)
        depth[0] += 1  # redirects come back here
        try:
            response = plain(self, request, **kwargs)
        except Exception as error:
            seen.append(_of_error(error))
            raise
        finally:
            depth[0] -= 1
        seen.append(_of_response(response))
        return response

    requests.Session.send = watching
    try:
        yield seen
    finally:
        requests.Session.send = plain


def _of_error(error: Exception) -> Arrival:
    import requests
    from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError, ValueError)):
        return Arrival.FAILED
    if isinstance(error, requests.ConnectionError) and error.args:
        cause = error.args[0]
        reason = cause.reason if isinstance(cause, MaxRetryError) else cause
        if isinstance(reason, (NewConnectionError, SSLError)):
            return Arrival.FAILED
    return Arrival.UNKNOWN


def _of_response(response: "requests.Response") -> Arrival:
    if not response.ok or response.is_redirect:
        return Arrival.FAILED if response.status_code in _REFUSED else Arrival.UNKNOWN
    try:
        answer = response.json()
    except ValueError:
        return Arrival.SENT
    if isinstance(answer, dict):
        # WeCom and DingTalk say errcode, Feishu code or StatusCode; 0 is well.
        for name in ("errcode", "code", "StatusCode"):
            code: object = answer.get(name)  # pyright: ignore[reportUnknownVariableType]
            if isinstance(code, int) and not isinstance(code, bool) and code not in (0, response.status_code):
                return Arrival.FAILED
    return Arrival.SENT


class _Ear(logging.Handler):
    """Judges what apprise says of a failure and forgets the words: they hold addresses and messages."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.sure: list[bool] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("Socket Exception:"):
            self.sure.append(bool(_NOT_DELIVERED.search(text)))


@contextmanager
def _overheard() -> "Generator[list[bool]]":
    """Listen to apprise while it sends; nothing of it reaches our own log."""
    logger = logging.getLogger("apprise")
    before = logger.level, logger.propagate, logger.disabled
    ear = _Ear()
    logger.addHandler(ear)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield ear.sure
    finally:
        logger.removeHandler(ear)
        logger.level, logger.propagate, logger.disabled = before
