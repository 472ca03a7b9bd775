"""A cluster ready for work: its config, database, clock and townships, joined once per process."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.cluster_settings import ClusterSettings, load_cluster
from config.errors import ConfigError
from config.loading.settings_file import load_settings
from config.messages import message
from config.os_reasons import reason_of
from scheduler.cluster.queue_schema import upgrade_queue
from scheduler.cluster.server_clock import ServerClock
from scheduler.cluster.shared_quota import SharedQuota
from scheduler.state.fleet.cluster_state import ClusterState, open_cluster_state
from scheduler.township import Township, make_township
from sync.google.transport.quota import PER_PROJECT, PER_USER

if TYPE_CHECKING:
    from scheduler.ledgers.entries import Entry
from sync.known_stores import open_store


@dataclass(frozen=True, slots=True)
class _Opened:
    """A township as its config was when it was opened."""

    mark: tuple[int, int]
    township: Township
    quota: SharedQuota


class OpenCluster:
    """What planner, workers and commands share.

    Args:
        settings: the config.
        state: the database.
        sleep: waits some seconds; True when the process is to stop.

    Attributes:
        listings: township → its newest slot here, and the ledgers that were listed for it.
    """

    def __init__(
        self, settings: ClusterSettings, state: ClusterState, sleep: Callable[[float], bool]
    ) -> None:
        self.settings = settings
        self.state = state
        self._sleep = sleep
        self._clock = ServerClock(state.fleet.now, time.monotonic)
        self._opened: dict[str, _Opened] = {}
        self._lock = threading.Lock()
        self._projects = _projects(settings)
        self.listings: dict[str, tuple[str, Sequence[Entry]]] = {}
        self._configs = settings.configs()

    def now(self) -> datetime:
        """Return the time by the database's clock, in the cluster's zone."""
        return self._clock.now().astimezone(self.settings.zone)

    def configs(self) -> Mapping[str, Path]:
        """Return the townships' configs by short name, looked for anew."""
        self._configs = self.settings.configs()
        return self._configs

    def township(self, name: str, today: date, deadline: datetime | None = None) -> Township:
        """Return a township as of a day; its config is read again when it has changed.

        Args:
            name: its short name.
            today: the day in the township.
            deadline: of what it is opened for; Google's quota goes by it.

        Raises:
            ConfigError: there is none of that name, or its config is wrong.
        """
        path = self._configs.get(name)
        if path is None:
            raise ConfigError(message("cluster.no_township", name=name), code="no_township")
        with self._lock:
            opened = self._opened.get(name)
            mark = _mark(path)
            if opened is None or opened.mark != mark:
                opened = self._opened[name] = self._open(name, path, mark)
        if deadline is not None:
            opened.quota.deadline = deadline
        return replace(opened.township, today=today)

    def _open(self, name: str, path: Path, mark: tuple[int, int]) -> _Opened:
        settings = load_settings(path)
        quota = SharedQuota(self.state.grants, name, self._projects, self._sleep, self.now())
        store = open_store(settings, quota=quota)
        zone = settings.zone
        township = make_township(
            settings,
            store,
            self.state.of(name),
            today=self.now().astimezone(zone).date(),
            now=lambda: self._clock.now().astimezone(zone),
        )
        return _Opened(mark, township, quota)

    def close(self) -> None:
        """Let go of the database."""
        self.state.close()


def open_cluster(
    config: Path | None, sleep: Callable[[float], bool] = lambda seconds: bool(time.sleep(seconds))
) -> OpenCluster:
    """Read ``cluster.toml`` and open its database.

    Raises:
        ConfigError: the config is wrong, the database cannot be reached, or the extra is not installed.
    """
    settings = load_cluster(config, Path.cwd())
    address, base = settings.address, settings.base
    state = open_cluster_state(address, base, per_user=PER_USER, per_project=PER_PROJECT)
    try:
        upgrade_queue(state)
    except ImportError as error:
        state.close()
        raise ConfigError(message("cluster.no_extra"), code="no_extra") from error
    return OpenCluster(settings, state, sleep)


def _mark(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise ConfigError(message("settings.unreadable", file=path, reason=reason_of(error))) from error
    return found.st_mtime_ns, found.st_size


def _projects(settings: ClusterSettings) -> dict[str, str]:
    """Return the project of each account that the config names, by the address in its key."""
    found: dict[str, str] = {}
    for account in settings.account:
        try:
            key = json.loads(settings.path(account.key).read_text("utf-8"))
            found[str(key["client_email"])] = account.project
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError(message("cluster.no_key", file=account.key), code="no_key") from error
    return found
