"""``serve --cluster``: the planner, its watch and the monitor, until SIGTERM or Ctrl-C."""

import logging
import signal
import threading
import time
from contextlib import suppress
from html import escape
from pathlib import Path

from scheduler.cluster.cluster_standing import cluster_lines, cluster_metrics, read_cluster_standing
from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.orders import LIMITS
from scheduler.cluster.planner import SlotPlanner
from scheduler.cluster.slot_jobs import SlotJobs
from scheduler.cluster.unit_plan import put_due_rollups
from scheduler.cluster.watch import Watch
from scheduler.remind.send import send
from scheduler.serve.site.web import Site, WebServer, read_token
from scheduler.serve.supervisor import tell
from scheduler.state import StateTroubleError

log = logging.getLogger("duesheet")

#: Between two looks at what is due.
_TICK_S = 2.0
#: Between two sweeps over the queue, two looks at the configs and the units, and two drops of old jobs.
_SWEEP_S, _REFRESH_S, _TIDY_S = 10.0, 60.0, 3600.0
#: Between two tries to be the one that plans.
_STAND_BY_S = 5.0


class PlanningProcess:
    """One running ``duesheet serve --cluster``; of several, one plans and the others stand by."""

    def __init__(self, config: Path | None) -> None:
        self._stop = threading.Event()
        self._cluster = open_cluster(config, self._stop.wait)
        self._jobs = SlotJobs(self._cluster, send, self._stop)
        self._ticked_at = time.monotonic()
        self._plans = False
        self._done: dict[str, float] = {}

    def run(self) -> int:
        """Plan until SIGTERM (0) or Ctrl-C (130)."""
        ended: list[int] = []

        def told(number: int, _frame: object) -> None:
            ended.append(number)
            self._stop.set()

        for name in ("SIGTERM", "SIGINT"):
            signal.signal(getattr(signal, name), told)
        web = self._web()
        tell("READY=1")
        log.info("the cluster's planner runs")
        while not self._stop.is_set():
            try:
                self._turn()
            except StateTroubleError as error:
                log.error("database: %s; tried again", type(error).__name__)  # noqa: TRY400
            self._plans = False
            self._stop.wait(_STAND_BY_S)
        tell("STOPPING=1")
        if web is not None:
            web.close()
        with suppress(StateTroubleError):
            self._cluster.close()
        return 130 if signal.SIGINT in ended else 0

    def _turn(self) -> None:
        """Plan as long as nobody else does."""
        with self._cluster.state.alone("planner") as still:
            self._ticked_at = time.monotonic()
            tell("WATCHDOG=1")
            if still is None:
                return
            planner, watch = SlotPlanner(self._cluster), Watch(self._cluster, self._jobs)
            self._plans = True
            self._done.clear()
            while not self._stop.is_set() and still():
                if self._is_due("refresh", _REFRESH_S):
                    planner.refresh()
                    put_due_rollups(self._cluster)
                planner.tick()
                if self._is_due("sweep", _SWEEP_S):
                    watch.sweep()
                if self._is_due("tidy", _TIDY_S):
                    watch.tidy()
                self._ticked_at = time.monotonic()
                tell("WATCHDOG=1")
                self._stop.wait(_TICK_S)

    def _is_due(self, name: str, every_s: float) -> bool:
        steady = time.monotonic()
        if steady - self._done.get(name, -every_s) < every_s:
            return False
        self._done[name] = steady
        return True

    # Monitoring ----------------------------------------------------------------------------------

    def _healthy(self) -> bool:
        if time.monotonic() - self._ticked_at > 60:
            return False
        try:
            return self._cluster.state.queue.over_limit(LIMITS) == 0
        except StateTroubleError:
            return False

    def _metrics(self) -> str:
        try:
            return cluster_metrics(read_cluster_standing(self._cluster), plans=self._plans)
        except StateTroubleError:
            return cluster_metrics(None, plans=False)

    def _page(self) -> str:
        standing = read_cluster_standing(self._cluster)
        lines = cluster_lines(standing, self._cluster.settings.cluster.language)
        told = escape("\n".join(lines))
        return f"<!doctype html><meta charset=utf-8><title>duesheet</title><pre>{told}</pre>"

    def _web(self) -> WebServer | None:
        part = self._cluster.settings.serve
        if not part.port:
            return None
        settings = self._cluster.settings
        site = Site(self._healthy, self._metrics, self._page, list, settings.base, settings.cluster.language)
        return WebServer(part.host, part.port, read_token(settings), site)
