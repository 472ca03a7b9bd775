"""The process: wakes the service when something is due, and ends it in good order.

The scheduling library only says when to look. It looks at every slot's moment and at moments the service asks
for. The main thread looks around besides, by a clock that nobody sets: a machine that slept through the night
has timers that slept as well, and a clock that was set back would let them sleep until the wrong date.
"""

import logging
import os
import secrets
import signal
import socket
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from config.errors import ConfigError, DuesheetError
from config.loading.settings_file import find_config
from config.messages import message
from scheduler import clock
from scheduler.remind.send import send
from scheduler.serve.idle_memory import give_back
from scheduler.serve.jobs import NO_LEDGER_READ, Jobs
from scheduler.serve.lease import Clocks
from scheduler.serve.monitor import RunningService, read_metrics, state_is_broken
from scheduler.serve.service import CLOCK_SLACK, Service, WorkTerms
from scheduler.serve.signal_wait import SignalWait
from scheduler.serve.site.own_site import ShownService, coordinators_page, open_site
from scheduler.serve.state_watch import StateWatch
from scheduler.serve.supervisor import tell
from scheduler.serve.timetable import Job, make_plan
from scheduler.state import SERVICE_NOTE, StateTroubleError
from scheduler.township import open_township
from sync.store import Metered, Stoppable

if TYPE_CHECKING:
    from scheduler.state import State
    from scheduler.state.slots import SlotRecord
    from scheduler.township import Township

log = logging.getLogger("duesheet")

#: A stop waits this long for the ledger, file or message under way; then the next start finishes.
PATIENCE_S = 25.0

#: How long a machine's sleep can stay unnoticed.
GLANCE = timedelta(minutes=10)

#: The service is not well when its last look at what is due lies this far back.
SILENCE = timedelta(hours=1)

#: How often the main thread looks around.
TICK_S = 30.0

#: Work that stands still and does not heed its stop ends the process after this long, to be restarted.
STUCK_S = 120.0

#: Exit status of a service that ended itself because its work stood still.
STUCK_STATUS = 70

#: The wall clock may fall behind the steady one this much between two ticks.
_SET_BACK_S = 60.0


def _new_owner() -> str:
    """Return a name no other process has."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"


def _mark(file: Path) -> tuple[int, int] | None:
    """Return what changes when a file does; None while it is gone."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


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
        self._signals = SignalWait(self._tick, TICK_S)
        self._township = open_township(self._config)
        self._state = _state_of(self._township)
        self._file = StateWatch(self._state)
        self._looked_at = self._glanced_at = self._ticked_at = time.monotonic()
        self._wall = self._now()
        self._state_ok = True
        self._stuck_since: float | None = None
        self._config_seen = _mark(self._config)
        if trust_clock:
            dropped = self._state.slots.forget_after(self._now() + CLOCK_SLACK)
            log.warning("the clock is trusted: %d slots from a later time are forgotten", dropped)
        self._service = Service(
            self._jobs(),
            self._state.slots,
            self._bodies(),
            Clocks(self._now, time.monotonic),
            WorkTerms(_new_owner(), language=self._township.language),
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
        web = open_site(self._township, ShownService(self._healthy, self._metrics, self._page))
        self._signals.listen()
        self._schedule()
        self._scheduler.start()
        self._look_soon()
        self._state.note(SERVICE_NOTE, f"running {self._now().isoformat(timespec='seconds')}")
        tell("READY=1")
        log.info(
            "%s: the service runs, as of %s", settings.township.name, self._now().isoformat(" ", "seconds")
        )
        try:
            ended_by = self._until_told()
        finally:
            if web is not None:
                web.close()
        tell("STOPPING=1")
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
        """Look at every slot of every job."""
        for job in self._service.jobs:
            self._scheduler.add_job(self._look, _AtSlots(job), id=job.name.value, replace_existing=True)

    def _look_soon(self) -> None:
        self._glanced_at = time.monotonic()
        self._scheduler.add_job(self._look, "date", run_date=self._now(), id="glance", replace_existing=True)

    def _look(self) -> None:
        if not self._file.is_ours():
            self._state_ok = not self._file.is_lost
            return
        self._state_ok = self._service.work_off()
        if self._service.has_worked:
            give_back()
        if self._state_ok:
            self._looked_at = time.monotonic()
        again = self._service.look_again
        if again is not None:
            self._scheduler.add_job(self._look, "date", run_date=again, id="again", replace_existing=True)

    # Looking around ------------------------------------------------------------------------------

    def _tick(self) -> None:
        """Notice what no timer tells: sleep, a clock set back, a changed config, work that stands still."""
        steady, wall = time.monotonic(), self._now()
        lost = (steady - self._ticked_at) - (wall - self._wall).total_seconds()
        self._ticked_at, self._wall = steady, wall
        if lost > _SET_BACK_S:
            log.warning("the clock was set back by %d s: what is due is worked out anew", lost)
            self._schedule()
            self._look_soon()
        elif steady - self._glanced_at >= GLANCE.total_seconds():
            self._look_soon()
        mark = _mark(self._config)
        if mark != self._config_seen:
            self._reload()
        self._watch(steady)

    def _watch(self, steady: float) -> None:
        lease = self._service.under_way
        if lease is None or not lease.stands_still:
            self._stuck_since = None
            tell("WATCHDOG=1")
            return
        if self._stuck_since is None:
            self._stuck_since = steady
        elif steady - self._stuck_since > STUCK_S:
            log.critical("work stands still and does not end: the service ends itself, to be started again")
            logging.shutdown()
            os._exit(STUCK_STATUS)

    # Signals -------------------------------------------------------------------------------------

    def _until_told(self) -> int:
        while True:
            number = self._signals.next()
            if number != getattr(signal, "SIGHUP", None):
                return number
            self._reload()

    def _reload(self) -> None:
        """Take up a changed config; a broken one is told once, and the old one stays."""
        self._config_seen = _mark(self._config)
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
        self._look_soon()
        log.info("the config is taken up")

    def _end(self, status: int) -> None:
        """Stop after what is under way; what takes too long is left to the next start."""
        self._service.stop()
        if isinstance(self._township.store, Stoppable):  # waits for a quota or a retry end at once
            self._township.store.stop()
        self._scheduler.shutdown(wait=False)
        if not self._service.wait(PATIENCE_S):
            log.warning("still busy after %d s: ended all the same, the next start finishes", PATIENCE_S)
            logging.shutdown()
            os._exit(status)
        self._note_end()
        self._file.close()
        self._state.close()
        log.info("the service has ended")

    def _note_end(self) -> None:
        with suppress(StateTroubleError):  # a broken state was told already
            self._state.note(SERVICE_NOTE, "ended")

    # Monitoring ----------------------------------------------------------------------------------

    def _healthy(self) -> bool:
        lease = self._service.under_way
        if self._file.is_replaced or not self._state_ok or (lease is not None and lease.stands_still):
            return False
        try:
            failed = self._state.slots.failed()
        except StateTroubleError:
            return False
        # One pass without any ledger may be a share that is just being mounted; the second is news.
        well = all(_is_first_gap(record) for record in failed)
        recent = lease is not None or time.monotonic() - self._looked_at < SILENCE.total_seconds()
        return well and self._service.clock_is_sane and recent

    def _page(self) -> str:
        return coordinators_page(self._township, self._state, self._service.jobs, self._now())

    def _metrics(self) -> str:
        store = self._township.store
        quota_left = store.quota_left if isinstance(store, Metered) else dict[str, float]
        lease, steady = self._service.under_way, time.monotonic()
        running = RunningService(steady - self._looked_at, steady - lease.began if lease else None)
        try:
            return read_metrics(self._state, quota_left, running)
        except StateTroubleError:
            return state_is_broken(running)


def _is_first_gap(record: "SlotRecord") -> bool:
    """Tell whether a slot failed once because no ledger could be read, and is tried again."""
    code = record.error.get("code") if record.error else ""
    return code == NO_LEDGER_READ and record.attempts < 2 and not record.outcome


def _state_of(township: "Township") -> "State":
    if township.state is None:  # only `check` goes without
        raise ConfigError(message("state.needed"))
    return township.state
