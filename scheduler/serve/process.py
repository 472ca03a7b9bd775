"""The process: wakes the service when something is due, and ends it in good order.

The scheduling library only says when to look. It looks at every slot's moment, at moments the service asks
for, and every ten minutes besides: a machine that slept through the night has timers that slept as well.
"""

import logging
import os
import queue
import secrets
import signal
import socket
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from config.errors import ConfigError, DuesheetError
from config.settings import find_config
from scheduler import clock
from scheduler.remind.send import send
from scheduler.serve.jobs import Jobs
from scheduler.serve.monitor import Monitor, read_metrics
from scheduler.serve.service import CLOCK_SLACK, Service
from scheduler.serve.timetable import Job, make_plan
from scheduler.township import open_township

if TYPE_CHECKING:
    from scheduler.state import State
    from scheduler.township import Township

log = logging.getLogger("duesheet")

#: A stop waits this long for the ledger, file or message under way; then the next start finishes.
PATIENCE_S = 25.0

#: How long a machine's sleep can stay unnoticed.
GLANCE = timedelta(minutes=10)

#: The service is not well when its last look at what is due lies this far back.
SILENCE = timedelta(hours=1)


class _AtSlots(BaseTrigger):
    """Fires at every slot of a job: the schedule's own line, with its working days."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def get_next_fire_time(  # pyright: ignore[reportIncompatibleMethodOverride]  its stub says None
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """Return the moment of the next slot."""
        slot = self._job.next(max(previous_fire_time, now) if previous_fire_time else now)
        return slot.due if slot else None


class Process:
    """One running `duesheet serve`."""

    def __init__(self, config: Path | None, *, trust_clock: bool = False) -> None:
        self._config = find_config(config, Path.cwd()).resolve()
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._woken = -1
        self._township = open_township(self._config)
        self._state = _state_of(self._township)
        self._looked_at = self._now()
        if trust_clock:
            dropped = self._state.slots.forget_after(self._now() + CLOCK_SLACK)
            log.warning("the clock is trusted: %d slots from a later time are forgotten", dropped)
        self._service = Service(
            self._jobs(),
            self._state.slots,
            self._bodies(),
            now=self._now,
            steady=time.monotonic,
            owner=f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}",
        )
        self._scheduler = BackgroundScheduler(
            timezone=self._township.settings.zone,
            # One after the other: a digest rests on the pass before it.
            executors={"default": ThreadPoolExecutor(1)},
            # The library forgives one second of lateness by default and drops the rest without a word.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def run(self) -> int:
        """Work until SIGTERM (0) or Ctrl-C (130)."""
        settings = self._township.settings
        monitor = Monitor(settings.serve.port, self._healthy, self._metrics) if settings.serve.port else None
        self._listen()
        self._schedule()
        self._scheduler.start()
        log.info(
            "%s: the service runs, as of %s", settings.township.name, self._now().isoformat(" ", "seconds")
        )
        try:
            ended_by = self._until_told()
        finally:
            if monitor is not None:
                monitor.close()
        status = 130 if ended_by == signal.SIGINT else 0
        self._end(status)
        return status

    def _now(self) -> datetime:
        return clock.now(self._township.settings.zone)

    def _jobs(self) -> tuple[Job, ...]:
        settings = self._township.settings
        return make_plan(settings.schedule, self._township.rules.calendar, settings.zone)

    def _bodies(self) -> Any:
        return Jobs(self._township, self._state, self._now, send).bodies()

    # Waking --------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        """Look at every slot of every job, at the start, and now and then."""
        for job in self._service.jobs:
            self._scheduler.add_job(self._look, _AtSlots(job), id=job.name.value, replace_existing=True)
        glance = IntervalTrigger(seconds=int(GLANCE.total_seconds()), timezone=self._township.settings.zone)
        self._scheduler.add_job(
            self._look, glance, id="glance", next_run_time=self._now(), replace_existing=True
        )

    def _look(self) -> None:
        self._looked_at = self._now()
        self._service.work_off()
        again = self._service.look_again
        if again is not None:
            self._scheduler.add_job(self._look, "date", run_date=again, id="again", replace_existing=True)

    # Signals -------------------------------------------------------------------------------------

    def _listen(self) -> None:
        # A queue whose put may be called from inside anything; an event's lock could be held by what it
        # interrupted.
        def told(number: int, _frame: FrameType | None) -> None:
            self._signals.put(number)

        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, told)
        if sys.platform != "win32":
            # A signal that comes just before a wait begins would not end it, and its handler would run at
            # the next one only. The byte it leaves here ends the wait whenever it comes.
            self._woken, waker = os.pipe()
            os.set_blocking(waker, False)
            signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def _until_told(self) -> int:
        while True:
            number = self._wait()
            if number != getattr(signal, "SIGHUP", None):
                return number
            self._reload()

    def _wait(self) -> int:
        while True:
            with suppress(queue.Empty):
                if sys.platform == "win32":  # there, nothing interrupts a wait without an end
                    return self._signals.get(timeout=1)
                return self._signals.get_nowait()
            if sys.platform != "win32":
                os.read(self._woken, 64)

    def _reload(self) -> None:
        """Take up a changed config; a broken one is told, and the old one stays."""
        try:
            township = open_township(self._config, state=self._state)
        except DuesheetError as error:
            log.error("the config is not taken up: %s; fix: %s", error.message, error.fix)  # noqa: TRY400
            return
        old, new = self._township.settings, township.settings
        if (old.state, old.serve) != (new.state, new.serve):
            log.warning("[state] and [serve] are taken up at the next start only")
        self._township = township
        self._service.renew(self._jobs(), self._bodies())
        self._schedule()
        log.info("the config is taken up")

    def _end(self, status: int) -> None:
        """Stop after what is under way; what takes too long is left to the next start."""
        self._service.stop()
        stop_store = getattr(self._township.store, "stop", None)
        if callable(stop_store):  # waits for a quota or a retry end at once
            stop_store()
        self._scheduler.shutdown(wait=False)
        if not self._service.wait(PATIENCE_S):
            log.warning("still busy after %d s: ended all the same, the next start finishes", PATIENCE_S)
            logging.shutdown()
            os._exit(status)
        self._state.close()
        log.info("the service has ended")

    # Monitoring ----------------------------------------------------------------------------------

    def _healthy(self) -> bool:
        try:
            well = not self._state.slots.failed()
        except SQLAlchemyError:
            return False
        busy = not self._service.wait(0)
        return well and self._service.clock_is_sane and (busy or self._now() - self._looked_at < SILENCE)

    def _metrics(self) -> str:
        # Only a store behind a service has quotas.
        quota_left = getattr(self._township.store, "quota_left", dict[str, float])
        return read_metrics(self._state, quota_left)


def _state_of(township: "Township") -> "State":
    if township.state is None:  # only `check` goes without
        raise ConfigError("state.url: the service needs its state", fix="set [state] url in township.toml")
    return township.state
