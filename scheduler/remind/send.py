"""One message to one channel, through apprise, and whether it surely arrived.

apprise answers yes or no. That is not enough: after a "no" that was a broken line the message may well
have arrived, and must not go out again; and a robot that answers 200 with an error code has refused what
apprise calls sent. So the answers themselves are watched.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from config.errors import ConfigError
from config.messages import message
from scheduler.remind.channels import Arrival, service_names
from scheduler.remind.overheard import hearing, overheard, watched

T = TypeVar("T")


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

#: Seconds for connecting and for the answer, unless the address says otherwise: a stop waits for one message.
_TIMEOUTS = {"cto": "5", "rto": "10"}

#: Left free in each part for apprise's own wrapping and for the part's number.
_MARGIN = 48

#: A message has this long in all, however slowly its channel answers: a limit for each read alone lets a
#: channel that sends a byte a second hold everything up for ever.
TOTAL_S = 60.0


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
    with overheard():
        channel = apprise.Apprise.instantiate(_with_timeouts(url), asset=asset, suppress_exceptions=True)
    if channel is None:
        return Arrival.FAILED
    hearing.names = service_names(url.partition(":")[0].strip().lower())
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

    with overheard():
        return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


def _deliver(channel: Any, title: str, text: str) -> Arrival:
    with watched() as seen, overheard() as heard:
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
