"""A worker: takes jobs from the queue until it is told to stop."""

import asyncio
import functools
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.cluster.open_cluster import OpenCluster, open_cluster
from scheduler.cluster.orders import LIMITS, QUEUES, Order
from scheduler.cluster.rollup_job import compile_and_publish
from scheduler.cluster.slot_jobs import GivenBackError, SlotJobs
from scheduler.remind.send import Sender, send
from scheduler.serve.idle_memory import give_back
from scheduler.serve.process import PATIENCE_S, STUCK_STATUS
from scheduler.state import StateTroubleError
from scheduler.state.fleet.job_queue import TRIES

if TYPE_CHECKING:
    from procrastinate import App, BaseRetryStrategy, JobContext
    from procrastinate.jobs import Job
    from procrastinate.worker import Worker as QueueWorker

log = logging.getLogger("duesheet")

# The queue's library is an extra: it is imported where it is used.

#: Between two tries to reach a database that is gone.
_AGAIN_S = 5.0

#: Between two looks at jobs over their limit, and between two collections: looks collect rarely.
_LOOK_AROUND_S, _GIVE_BACK_S = 5.0, 60.0


def _goes_on() -> "BaseRetryStrategy":
    """A job that the worker gave back is taken up at once, one whose database was gone a little later."""
    from procrastinate import BaseRetryStrategy, RetryDecision

    class GoesOn(BaseRetryStrategy):
        def get_retry_decision(self, *, exception: BaseException, job: "Job") -> RetryDecision | None:
            if isinstance(exception, GivenBackError):
                return RetryDecision(retry_in={"seconds": 0})
            if isinstance(exception, StateTroubleError) and job.attempts < TRIES:
                return RetryDecision(retry_in={"seconds": 5 * (job.attempts + 1)})
            return None

    return GoesOn()


@dataclass(slots=True)
class _UnderWay:
    """A job that a thread works on, with what ends it."""

    task: str
    began: float
    stop: threading.Event = field(default_factory=threading.Event)


class Worker:
    """Takes jobs from the queue.

    Args:
        config: ``cluster.toml``.
        queues: which queues' jobs it takes.
        jobs: how many at once.
        sender: sends a digest.
    """

    def __init__(
        self, config: Path | None, queues: Sequence[str] = QUEUES, jobs: int = 8, sender: Sender = send
    ) -> None:
        self._stop = threading.Event()
        self._cluster: OpenCluster = open_cluster(config, self._stop.wait)
        self._queues, self._jobs, self._send = list(queues), jobs, sender
        self._under_way: dict[int, _UnderWay] = {}
        self._lock = threading.Lock()
        self._run: QueueWorker | None = None

    def run(self, *, until_empty: bool = False) -> int:
        """Work until SIGTERM (0) or Ctrl-C (130); with *until_empty* until nothing waits (0)."""
        from procrastinate.exceptions import ConnectorException

        ended: list[int] = []

        def told(number: int, _frame: object) -> None:
            ended.append(number)
            self._end()

        before = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
        guard = threading.Thread(target=self._watch, name="limits", daemon=True)
        guard.start()
        while not self._stop.is_set():
            try:
                asyncio.run(self._work(wait=not until_empty))
            except (ConnectorException, StateTroubleError, OSError) as error:
                log.error("database: %s; tried again", type(error).__name__)  # noqa: TRY400
            if until_empty:
                break
            self._stop.wait(_AGAIN_S if not self._stop.is_set() else 0)
        self._stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)
        with suppress(StateTroubleError):
            self._cluster.close()
        return 130 if signal.SIGINT in ended else 0

    def _end(self) -> None:
        """Begin nothing new; looks under way end after the ledger at hand, the rest is given back."""
        self._stop.set()
        with self._lock:
            for job in self._under_way.values():
                job.stop.set()
        if self._run is not None:
            self._run.stop()

    async def _work(self, *, wait: bool) -> None:
        from procrastinate import App, PsycopgConnector

        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self._jobs))
        address = self._cluster.state.queue_address()
        app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=self._jobs + 3))
        self._register(app)
        async with app.open_async():
            self._run = app._worker(  # pyright: ignore[reportPrivateUsage]
                queues=self._queues,
                concurrency=self._jobs,
                wait=wait,
                install_signal_handlers=False,
                shutdown_graceful_timeout=PATIENCE_S,
                fetch_job_polling_interval=2.0,
            )
            if self._stop.is_set():
                return
            await self._run.run()

    def _register(self, app: "App") -> None:
        bodies: dict[str, Callable[[SlotJobs, dict[str, Any]], None]] = {
            "survey": lambda jobs, args: jobs.survey(Order.of(args)),
            "look": lambda jobs, args: jobs.look(Order.of(args), str(args["ledger"])),
            "gather": lambda jobs, args: jobs.gather(Order.of(args)),
            "digest": lambda jobs, args: jobs.gather(Order.of(args)),
            "summary": lambda jobs, args: jobs.summary(Order.of(args)),
            "rollup": lambda jobs, args: compile_and_publish(jobs.cluster, args),
        }
        for name, body in bodies.items():
            decorated: Any = app.task(name=name, pass_context=True, retry=_goes_on())
            decorated(functools.partial(self._one, body))

    def _one(
        self,
        body: Callable[[SlotJobs, dict[str, Any]], None],
        context: "JobContext",
        **args: Any,
    ) -> None:
        number = context.job.id or 0
        under_way = _UnderWay(context.job.task_name, time.monotonic())
        with self._lock:
            self._under_way[number] = under_way
        try:
            if self._stop.is_set():
                raise GivenBackError
            body(SlotJobs(self._cluster, self._send, under_way.stop), args)
        finally:
            with self._lock:
                self._under_way.pop(number, None)

    def _watch(self) -> None:
        given_back = time.monotonic()
        while not self._stop.wait(_LOOK_AROUND_S):
            self._hold_to_limits(time.monotonic())
            if time.monotonic() - given_back > _GIVE_BACK_S:
                give_back()
                given_back = time.monotonic()

    def _hold_to_limits(self, steady: float) -> None:
        """Tell a job over its limit to end; one that does not heed ends the process, to be started again."""
        with self._lock:
            jobs = list(self._under_way.values())
        for job in jobs:
            spent, limit = steady - job.began, LIMITS[job.task].total_seconds()
            if spent > limit and not job.stop.is_set():
                log.error("%s: longer than %d s; it is told to end", job.task, limit)
                job.stop.set()
            if spent > 2 * limit:
                log.critical("%s: stands still and does not end: the worker ends itself", job.task)
                logging.shutdown()
                os._exit(STUCK_STATUS)
