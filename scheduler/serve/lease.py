"""A claim kept alive while its work goes on, and given up when the work stands still."""

import logging
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.errors import DuesheetError
from config.messages import message
from scheduler.serve.timetable import JobName, Slot
from scheduler.state import StateTroubleError
from scheduler.state.slots import Claim, Slots

log = logging.getLogger("duesheet")

#: Without a ledger, file or message finished for this long, work stands still: every wait inside it has a
#: limit of its own that is shorter, so something is broken that nobody thought of.
STANDSTILL = timedelta(minutes=15)

#: However steadily a job goes on, it has an end: reports are read and written in minutes, a pass over a
#: whole township within a morning.
LIMITS: Mapping[JobName, timedelta] = {
    JobName.SWEEP: timedelta(hours=5),
    JobName.SYNC: timedelta(hours=3),
    JobName.REMIND: timedelta(hours=3),
}
REPORT_LIMIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a job's body is told.

    Attributes:
        now: the moment it began, in the township's zone.
        stop: set when it must end after the ledger, file or message under way.
        progress: to be called after each ledger, file or message.
    """

    slot: Slot
    now: datetime
    stop: threading.Event
    progress: Callable[[], None] = field(default=lambda: None)


class Lease:
    """One claim under way.

    Args:
        slots: what is claimed.
        slot: the one under way.
        owner: ours.
        attempts: how often it had failed before.
        stop: told when the claim is lost or the work stands still.
        steady: reads a clock that nobody sets, in seconds.
        now: reads the wall clock, for the record.
        every: between two beats; the claim is taken over after four without one.
        standstill: how long the work may go without progress.
    """

    def __init__(
        self,
        slots: Slots,
        slot: Slot,
        owner: str,
        *,
        attempts: int,
        stop: threading.Event,
        steady: Callable[[], float],
        now: Callable[[], datetime],
        every: timedelta,
        standstill: timedelta = STANDSTILL,
    ) -> None:
        self._slots, self._slot, self._owner, self._attempts = slots, slot, owner, attempts
        self._stop, self._steady, self._now = stop, steady, now
        self._every_s, self._standstill_s = every.total_seconds(), standstill.total_seconds()
        self._limit_s = LIMITS.get(slot.job, REPORT_LIMIT).total_seconds()
        self.began = self._progressed = steady()
        self.stands_still = False

    def progress(self) -> None:
        """Note that something was finished."""
        self._progressed = self._steady()

    @contextmanager
    def beating(self) -> Generator[None]:
        """Beat while the body works."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(self._every_s) and self._once():
                pass

        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _once(self) -> bool:
        """Say that the owner lives; False when there is no more to say."""
        slot = self._slot
        try:
            steady = self._steady()
            if steady - self._progressed > self._standstill_s:
                self._give_up("standstill", self._standstill_s)
                return False
            if steady - self.began > self._limit_s:
                self._give_up("over_limit", self._limit_s)
                return False
            if not self._slots.beat(slot.job, slot.key, self._owner):
                log.warning("%s %s: taken over by another service", slot.job, slot.key)
                self._stop.set()
                return False
        except StateTroubleError as error:
            log.warning("state: no heartbeat (%s)", type(error).__name__)
        return True

    def _give_up(self, why: str, span_s: float) -> None:
        minutes = int(span_s // 60)
        place = f"{self._slot.job} {self._slot.key}"
        log.error("%s: %s after %d min; the slot is given back", place, why, minutes)
        self.stands_still = True
        self._stop.set()
        error = DuesheetError(message(f"serve.{why}", minutes=minutes), code=why)
        self._slots.give_back(
            Claim(self._slot.job, self._slot.key, self._owner),
            attempts=self._attempts + 1,
            retry_at=self._now() + timedelta(minutes=5),
            error=error.as_json("en"),
        )
