"""Requests that are tried again where that is safe, within the quotas and a ledger's patience."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

import requests
from gspread.exceptions import APIError

from config.messages import message
from sync.google.transport.client import Answer, OneAttemptClient, UnreadableAnswerError, answer_of
from sync.google.transport.credentials import Account, TokenError
from sync.google.transport.endpoint import Endpoint
from sync.google.transport.quota import Meter, Quota, RequestKind
from sync.google.transport.timing import Budget, Patience, StoppedError, SystemClock, Timer
from sync.google.transport.trouble import Effect, Trouble, trouble_of
from sync.store import Requests

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Waits after the first, second, third … failed try; the quota refills by the minute, so that waits longer.
_WAITS_S = (1.0, 2.0, 4.0, 8.0)
_QUOTA_WAITS_S = (8.0, 16.0, 30.0, 60.0)
_FAILURES = (APIError, TokenError, UnreadableAnswerError, requests.RequestException)


class GaveUpError(Exception):
    """A request failed for good; nothing of it took effect."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.said)
        self.trouble = trouble


class UnknownOutcomeError(Exception):
    """A write may or may not have taken effect: look."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.said)
        self.trouble = trouble


@dataclass(slots=True)
class Errand:
    """What one ledger's requests share.

    Attributes:
        account: who asks.
        budget: the patience that is left.
        requests: what it has cost so far.
        tries: failed attempts of the request under way; a write that was looked after keeps its count.
    """

    account: Account
    budget: Budget
    requests: Requests
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """One request, as it goes out at each try.

    Attributes:
        kind: which quota it falls under.
        body: of a write; None for a read.
    """

    kind: RequestKind
    method: str
    url: str
    params: dict[str, Any]
    body: Any = None


@dataclass(frozen=True, slots=True)
class Wire:
    """How requests go out.

    Attributes:
        endpoint: what stands in place of Google's hosts.
        patience: tries and time limits.
        clock: for waits and quotas; None: the machine's.
        meter: of the quotas; to be shared when there are several stores. None: of this store alone.
        seed: of the jitter.
    """

    endpoint: Endpoint = field(default_factory=Endpoint)
    patience: Patience = field(default_factory=Patience)
    clock: Timer | None = None
    meter: Quota | None = None
    seed: int | None = None


class Courier:
    """Sends requests for every thread of the process, until `stop` is set."""

    def __init__(self, accounts: Sequence[Account], wire: Wire, stop: Event) -> None:
        self.accounts = tuple(accounts)
        self.patience = wire.patience
        self._clock = wire.clock or SystemClock(stop)
        self.meter: Quota = wire.meter or Meter(self._clock)
        self._stop = stop
        self._random = random.Random(wire.seed)  # noqa: S311 (jitter, not secrecy)
        self._clients = {
            account.email: OneAttemptClient(account, wire.endpoint, wire.patience)
            for account in self.accounts
        }

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()

    def get(self, errand: Errand, kind: RequestKind, url: str, params: dict[str, Any]) -> Answer:
        """Return the answer to a request that only reads.

        Raises:
            GaveUpError: it cannot be had.
            StoppedError: the program is stopping.
        """
        errand.tries = 0
        letter = Letter(kind, "get", url, params)
        while True:
            try:
                return self._once(errand, letter)
            except _FAILURES as error:
                trouble = trouble_of(error)
                if trouble.effect is Effect.FINAL or not self._wait_for_next(errand, kind, trouble):
                    raise GaveUpError(trouble) from error

    def post(self, errand: Errand, url: str, params: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a write; it is repeated only after an attempt that surely had no effect.

        Raises:
            UnknownOutcomeError: it may have taken effect.
            GaveUpError: it did not and will not.
            StoppedError: the program is stopping.
        """
        letter = Letter("write", "post", url, params, body)
        while True:
            try:
                return self._once(errand, letter).json
            except _FAILURES as error:
                trouble = trouble_of(error)
                if trouble.effect is Effect.UNKNOWN:
                    raise UnknownOutcomeError(trouble) from error
                if trouble.effect is Effect.FINAL or not self._wait_for_next(errand, "write", trouble):
                    raise GaveUpError(trouble) from error

    def wait_after_unknown(self, errand: Errand, trouble: Trouble) -> None:
        """Wait before a write of unknown outcome is looked after, and count its try."""
        self._wait_for_next(errand, "write", trouble)

    def _once(self, errand: Errand, letter: Letter) -> Answer:
        self._check_stop()
        self.meter.wait(errand.account.email, errand.account.project, letter.kind)
        self._check_stop()
        setattr(errand.requests, letter.kind, getattr(errand.requests, letter.kind) + 1)
        client = self._clients[errand.account.email]
        # Even with its patience spent, a ledger may ask once and wait a moment for the answer.
        read_s = min(self.patience.read_s, max(errand.budget.left, 1.0))
        started = self._clock.now()
        try:
            sent = client.attempt(
                letter.method, letter.url, params=letter.params, body=letter.body, read_s=read_s
            )
            return answer_of(sent)
        except _FAILURES:
            errand.budget.spend(self._clock.now() - started)
            raise

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise StoppedError(message("google_errors.stopped"))

    def _wait_for_next(self, errand: Errand, kind: RequestKind, trouble: Trouble) -> bool:
        """Wait, and say whether there is another try."""
        errand.tries += 1
        account = errand.account
        if errand.tries >= self.patience.tries:
            return False
        wait = _wait_s(trouble, errand.tries) * self._random.uniform(1.0, 1.25)
        if wait > errand.budget.left:
            return False
        log.info("%s: try %d failed (%s), next in %.0f s", kind, errand.tries, trouble.status, wait)
        if trouble.quota:
            self.meter.hold(account.email, kind, wait)
        errand.budget.spend(wait)
        if wait:
            self._clock.sleep(wait)
        self._check_stop()
        return True


def _wait_s(trouble: Trouble, tries: int) -> float:
    if trouble.status == 401:
        return 0.0  # a voided token costs no patience: the next attempt brings a new one
    if tries == 1 and trouble.retry_after:
        return trouble.retry_after  # it knows best, once; afterwards we trust our own steps more
    steps = _QUOTA_WAITS_S if trouble.quota else _WAITS_S
    return max(steps[min(tries, len(steps)) - 1], trouble.retry_after)
