"""Google's quota for one township's store, granted by the database to all workers together."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from config.messages import message
from scheduler.state.fleet.quota_grants import Ask, QuotaGrants
from sync.google.transport.quota import PER_PROJECT, PER_USER, RequestKind
from sync.google.transport.timing import StoppedError


class SharedQuota:
    """Implements `sync.google.transport.quota.Quota`.

    Args:
        grants: the database's.
        township: for whom; all are served alike.
        projects: account → project, where the config says otherwise than the key.
        sleep: waits some seconds; True when the worker is to stop.

    Attributes:
        deadline: of the slot under way; the nearest is served first.
    """

    def __init__(
        self,
        grants: QuotaGrants,
        township: str,
        projects: Mapping[str, str],
        sleep: Callable[[float], bool],
        deadline: datetime,
    ) -> None:
        self._grants, self._township, self._projects, self._sleep = grants, township, projects, sleep
        self.deadline = deadline

    def wait(self, user: str, project: str, kind: RequestKind) -> None:
        """Return as soon as one more request is within the quotas, and count it.

        Raises:
            StoppedError: the worker stops.
        """
        if kind == "drive":  # Drive grants 12,000 a minute
            return
        ticket = secrets.token_hex(8)
        ask = Ask(ticket, user, self._project(user, project), kind, self._township, self.deadline)
        try:
            while delay := self._grants.ask(ask):
                if self._sleep(delay):
                    raise StoppedError(message("google_errors.stopped"))  # noqa: TRY301
        except BaseException:
            self._grants.give_up(ticket)
            raise

    def hold(self, user: str, kind: RequestKind, seconds: float) -> None:
        """Let nobody ask for this user for a while: Google said that the quota is spent."""
        self._grants.hold(user, kind, timedelta(seconds=seconds))

    def load(self, user: str, kind: RequestKind) -> int:
        """Return how many requests of the last minute were this user's."""
        return self._grants.spent(user, "", kind)[0]

    def left(self, user: str, project: str, kind: RequestKind) -> int:
        """Return how many more requests the quotas of the last minute allow."""
        by_user, by_project = self._grants.spent(user, self._project(user, project), kind)
        return max(0, min(PER_USER - by_user, PER_PROJECT - by_project))

    def _project(self, user: str, project: str) -> str:
        return self._projects.get(user, project)
