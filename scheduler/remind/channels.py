"""The media a reminder goes by, and how each says that it refused what apprise calls sent.

apprise speaks to some hundred services, and an address in ``[notify]`` is enough for any of them. One that
answers 200 to what it refuses gets a row in `KNOWN_CHANNELS`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scheduler.state.deliveries import FAILED, SENT, UNKNOWN

if TYPE_CHECKING:
    import requests


class Arrival(StrEnum):
    """Whether a message arrived."""

    SENT = SENT
    FAILED = FAILED  # surely not
    UNKNOWN = UNKNOWN


#: Services and hosts that answer 200 to what they refuse, and where in the answer they say so; 0 is well.
#: Elsewhere a number called code may mean anything (one robot's "well" is 1000): the library's word counts.
KNOWN_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "wecombot": ("errcode",),
    "dingtalk": ("errcode",),
    "feishu": ("code", "StatusCode"),
    "lark": ("code", "StatusCode"),
    "qyapi.weixin.qq.com": ("errcode",),
    "oapi.dingtalk.com": ("errcode",),
    "open.feishu.cn": ("code", "StatusCode"),
    "open.larksuite.com": ("code", "StatusCode"),
}

#: Answers that say "not now" or "not this", before anything was done with the message.
_REFUSED = frozenset({501, 503, *range(300, 500)})

#: What mail and socket errors say when nothing was delivered: no connection, or an SMTP answer of 4xx or 5xx.
_NOT_DELIVERED = re.compile(
    r"\([45]\d\d, b|refused|Name or service not known|nodename nor servname|getaddrinfo|"
    r"No route to host|unreachable|CERTIFICATE_VERIFY_FAILED|STARTTLS|AUTH",
    re.IGNORECASE,
)


def service_names(service: str) -> tuple[str, ...]:
    """Return where a service says in an answer that it refuses; nothing for a service we do not know."""
    return KNOWN_CHANNELS.get(service, ())


def of_response(response: "requests.Response", names: tuple[str, ...]) -> Arrival:
    """Tell what an answer means; *names* are its service's, else its host's convention is asked."""
    if not response.ok or response.is_redirect:
        return Arrival.FAILED if response.status_code in _REFUSED else Arrival.UNKNOWN
    try:
        answer = response.json()
    except ValueError:
        return Arrival.SENT
    names = names or KNOWN_CHANNELS.get(urlsplit(response.url).hostname or "", ())
    if isinstance(answer, dict):
        for name in names:
            code: object = answer.get(name)  # pyright: ignore[reportUnknownVariableType]
            if isinstance(code, int) and not isinstance(code, bool) and code:
                return Arrival.FAILED
    return Arrival.SENT


def of_error(error: Exception) -> Arrival:
    """Tell whether a request that ended in *error* surely brought nothing."""
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


def surely_failed(told: str) -> bool:
    """Tell whether an error of mail or of a socket says that nothing was delivered."""
    return bool(_NOT_DELIVERED.search(told))
