"""One message to one channel, through apprise, and whether it surely arrived.

apprise answers yes or no. That is not enough: after a "no" that was a broken line the message may well
have arrived, and must not go out again; and a robot that answers 200 with an error code has refused what
apprise calls sent. So the answers themselves are watched.
"""

import logging
import queue
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from config.errors import ConfigError
from config.messages import message
from scheduler.state.deliveries import FAILED, SENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Generator

    import requests


T = TypeVar("T")


class Arrival(StrEnum):
    """Whether a message arrived."""

    SENT = SENT
    FAILED = FAILED  # surely not
    UNKNOWN = UNKNOWN


class BrokenOffError(Exception):
    """The first parts of a digest arrived; whether the next one did is not known.

    Attributes:
        heard: the lines of the parts that surely arrived.
    """

    def __init__(self, heard: Sequence[str]) -> None:
        super().__init__("broken off")
        self.heard = heard


#: Sends a title and lines to an address; may raise `BrokenOffError`.
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

#: A message has this long in all, however slowly its channel answers: a limit for each read alone lets a
#: channel that sends a byte a second hold everything up for ever.
TOTAL_S = 60.0

#: Services and hosts that answer 200 to what they refuse, and where in the answer they say so; 0 is well.
#: Elsewhere a number called code may mean anything (one robot's "well" is 1000): the library's word counts.
_CONVENTIONS: Mapping[str, tuple[str, ...]] = {
    "wecombot": ("errcode",),
    "dingtalk": ("errcode",),
    "feishu": ("code", "StatusCode"),
    "lark": ("code", "StatusCode"),
    "qyapi.weixin.qq.com": ("errcode",),
    "oapi.dingtalk.com": ("errcode",),
    "open.feishu.cn": ("code", "StatusCode"),
    "open.larksuite.com": ("code", "StatusCode"),
}


def send(url: str, title: str, lines: Sequence[str]) -> Arrival:
    """Send a digest, in as many parts as the channel needs, in at most `TOTAL_S` seconds.

    Returns:
        FAILED only when surely nothing of it arrived.

    Raises:
        BrokenOffError: its first parts arrived, and it is not begun again.
        ConfigError: apprise is not installed.
    """
    heard: list[str] = []
    arrived = _in_time(lambda: _send(url, title, lines, heard), TOTAL_S, Arrival.UNKNOWN)
    if arrived is not Arrival.SENT and heard:  # what began to arrive is not sent again from its start
        raise BrokenOffError(list(heard))
    return arrived


def ping(url: str) -> bool:
    """Tell an outside watcher that a pass went well; False when it did not hear. Never raises."""
    import requests

    def asked() -> bool:
        try:
            return requests.get(url, timeout=(5, 10)).ok
        except (requests.RequestException, ValueError):
            return False

    return _in_time(asked, TOTAL_S, late=False)


def _in_time(work: Callable[[], T], limit_s: float, late: T) -> T:
    """Return what *work* returns, or *late* when it takes too long; it is then left to end by itself."""
    found: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            found.put(work())
        except Exception as error:  # noqa: BLE001  raised again below, in the caller's thread
            found.put(error)

    threading.Thread(target=run, name="message", daemon=True).start()
    try:
        result = found.get(timeout=limit_s)
    except queue.Empty:
        return late
    if isinstance(result, Exception):
        raise result
    return result


def _send(url: str, title: str, lines: Sequence[str], heard: list[str]) -> Arrival:
    """Send part after part; the lines of each that arrived are added to *heard*."""
    try:
        import apprise
    except ImportError as error:
        raise ConfigError(message("remind.no_apprise")) from error
    asset = apprise.AppriseAsset(async_mode=False, app_id="duesheet", app_desc="duesheet", app_url="")
    with _overheard():
        channel = apprise.Apprise.instantiate(_with_timeouts(url), asset=asset, suppress_exceptions=True)
    if channel is None:
        return Arrival.FAILED
    _heard.names = service_names(url.partition(":")[0].strip().lower())
    limit = int(getattr(channel, "body_maxlen", 32_768)) - len(title.encode()) - _MARGIN
    for text in parts(lines, max(limit, 500)):
        found = _deliver(channel, title, text)
        if found is not Arrival.SENT:
            return found
        heard += text.split("\n")
    return Arrival.SENT


def is_understood(url: str) -> bool:
    """Tell whether apprise can read an address; nothing is sent."""
    import apprise

    with _overheard():
        return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


def _deliver(channel: Any, title: str, text: str) -> Arrival:
    with _watched() as seen, _overheard() as heard:
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


class _Heard(threading.local):
    """What the thread's message under way met: HTTP outcomes, and whether mail errors were sure.

    Attributes:
        names: where its service says in an answer that it refuses.
    """

    outcomes: list[Arrival] | None = None
    sure: list[bool] | None = None
    names: tuple[str, ...] = ()
    depth = 0


_heard = _Heard()


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
        seen = _heard.outcomes
        if seen is None or _heard.depth:
            return plain(self, request, **kwargs)
        _heard.depth += 1  # redirects come back here
        try:
            response = plain(self, request, **kwargs)
        except Exception as error:
            seen.append(_of_error(error))
            raise
        finally:
            _heard.depth -= 1
        seen.append(of_response(response, _heard.names))
        return response

    requests.Session.send = watching


@contextmanager
def _watched() -> "Generator[list[Arrival]]":
    """Note how each HTTP request of this thread ends."""
    _watch_requests()
    _heard.outcomes = seen = []
    try:
        yield seen
    finally:
        _heard.outcomes = None


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


def service_names(service: str) -> tuple[str, ...]:
    """Return where a service says in an answer that it refuses; nothing for a service we do not know."""
    return _CONVENTIONS.get(service, ())


def of_response(response: "requests.Response", names: tuple[str, ...]) -> Arrival:
    """Tell what an answer means; *names* are its service's, else its host's convention is asked."""
    if not response.ok or response.is_redirect:
        return Arrival.FAILED if response.status_code in _REFUSED else Arrival.UNKNOWN
    try:
        answer = response.json()
    except ValueError:
        return Arrival.SENT
    names = names or _CONVENTIONS.get(urlsplit(response.url).hostname or "", ())
    if isinstance(answer, dict):
        for name in names:
            code: object = answer.get(name)  # pyright: ignore[reportUnknownVariableType]
            if isinstance(code, int) and not isinstance(code, bool) and code:
                return Arrival.FAILED
    return Arrival.SENT


class _Ear(logging.Filter):
    """Judges what apprise says of a failure and drops it: its words hold addresses and messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if _heard.sure is not None and text.startswith("Socket Exception:"):
            _heard.sure.append(bool(_NOT_DELIVERED.search(text)))
        return False


@cache
def _listen() -> None:
    """Keep apprise's words out of every log, for good: a message that was given up goes on in its thread."""
    logger = logging.getLogger("apprise")
    logger.addFilter(_Ear())
    logger.setLevel(logging.DEBUG)


@contextmanager
def _overheard() -> "Generator[list[bool]]":
    """Listen to what apprise says in this thread while it sends."""
    _listen()
    _heard.sure = sure = []
    try:
        yield sure
    finally:
        _heard.sure = None
