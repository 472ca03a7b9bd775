"""Faults a test can order for any request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"  # an error answer
    RESET = "reset"  # the connection is reset
    TRUNCATED = "truncated"  # half of the body, then the connection is closed
    TRICKLE = "trickle"  # one byte now and then, for ever
    HANG = "hang"  # no answer until the test lets go
    GARBAGE = "garbage"  # 200 and a page of HTML
    EXPIRED = "expired"  # every token given so far is void


@dataclass(slots=True)
class Fault:
    """One fault.

    Attributes:
        status: for STATUS, the code.
        reason: for STATUS, what Drive says of it: ``userRateLimitExceeded``.
        applied: the request takes effect before the fault strikes.
        retry_after: seconds, sent as a header.
        times: how many matching requests it strikes; -1 for all.
    """

    kind: FaultKind
    status: int = 503
    reason: str = ""
    applied: bool = False
    retry_after: float | None = None
    times: int = 1
    when: Callable[["Call"], bool] = field(default=lambda _call: True)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came in.

    Attributes:
        number: 0-based, in order of arrival; token requests are numbered as well.
        kind: ``token``, ``drive``, ``read`` or ``write``.
    """

    number: int
    kind: str
    method: str
    path: str
    query: dict[str, str]
    email: str
    book_id: str
    body: object = None
