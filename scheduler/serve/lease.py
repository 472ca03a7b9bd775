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


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks a service reads.

    Attributes:
        now: the wall clock, as an aware moment.
        steady: a clock that nobody sets, in seconds.
    """

    now: Callable[[], datetime]
    steady: Callable[[], float]


@dataclass(frozen=True, slots=True)
class SlotWork:
    """A slot that somebody works on.

    Attributes:
        owner: a name no other process has.
        attempts: how often the slot had failed before.
    """

    slot: Slot
    owner: str
    attempts: int = 0

    @property
    def claim(self) -> Claim:
        """As the state has it."""
        return Claim(self.slot.job, self.slot.key, self.owner)


class Lease:
    """One claim under way.

    Args:
        slots: what is claimed.
        work: the slot, and who works on it.
        stop: told when the claim is lost or the work stands still.
        clocks: what it goes by.
        every: between two beats; the claim is taken over after four without one.
    """

    def __init__(
        self, slots: Slots, work: SlotWork, stop: threading.Event, clocks: Clocks, every: timedelta
    ) -> None:
        self._slots, self._work, self._stop, self._clocks = slots, work, stop, clocks
        self._every_s, self._standstill_s = every.total_seconds(), STANDSTILL.total_seconds()
        self._limit_s = LIMITS.get(work.slot.job, REPORT_LIMIT).total_seconds()
        self.began = self._progressed = clocks.steady()
        self.stands_still = False

    def progress(self) -> None:
        """Note that something was finished."""
        self._progressed = self._clocks.steady()

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
        slot = self._work.slot
        try:
            steady = self._clocks.steady()
            if steady - self._progressed > self._standstill_s:
                self._give_up("standstill", self._standstill_s)
                return False
            if steady - self.began > self._limit_s:
                self._give_up("over_limit", self._limit_s)
                return False
            if not self._slots.beat(slot.job, slot.key, self._work.owner):
                log.warning("%s %s: taken over by another service", slot.job, slot.key)
                self._stop.set()
                return False
        except StateTroubleError as error:
            log.warning("state: no heartbeat (%s)", type(error).__name__)
        return True

    def _give_up(self, why: str, span_s: float) -> None:
        minutes, slot = int(span_s // 60), self._work.slot
        log.error("%s %s: %s after %d min; the slot is given back", slot.job, slot.key, why, minutes)
        self.stands_still = True
        self._stop.set()
        error = DuesheetError(message(f"serve.{why}", minutes=minutes), code=why)
        self._slots.give_back(
            self._work.claim,
            attempts=self._work.attempts + 1,
            retry_at=self._clocks.now() + timedelta(minutes=5),
            error=error.as_json("en"),
        )
