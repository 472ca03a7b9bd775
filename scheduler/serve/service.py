"""Works off what is due: each slot once, the missed ones after a stop, one job after the other.

The library that wakes us only says when to look; which slots are done stands in the state. Looking is
always the same act, at the start, at a slot's moment, and when the machine wakes from sleep, so a missed
moment needs no code of its own.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.errors import DuesheetError, raised_at
from config.messages import message
from config.os_reasons import reason_of
from scheduler.serve.lease import Clocks, Lease, Shift, SlotWork
from scheduler.serve.picking import pick, ready_at
from scheduler.serve.silent_claims import SilentClaims
from scheduler.serve.timetable import CatchUp, Job, Slot
from scheduler.state import StateTroubleError
from scheduler.state.slots import DONE, FAILED, Claim, Slots

log = logging.getLogger("duesheet")

#: After this long without a beat a claim is taken over.
LEASE = timedelta(seconds=90)

#: Between two tries of a slot that failed; the last one is used again until the tries are spent.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))

#: How often a slot is tried: passes come again soon anyway, a summary is worth a week's patience.
TRIES = {CatchUp.NEWEST: 4, CatchUp.EVERY: 56}

#: A clock may be set back this much without a word.
CLOCK_SLACK = timedelta(hours=1)

#: Does a job's work. Returns False when it was stopped before its end.
Body = Callable[[Shift], bool]


@dataclass(frozen=True, slots=True)
class WorkTerms:
    """How a service works.

    Attributes:
        owner: a name no other process has.
        lease: after so long without a beat a claim of its is taken over.
        beats: False in a test that has no use for a heartbeat's thread.
        language: of what is noted of a failure.
    """

    owner: str
    lease: timedelta = LEASE
    beats: bool = True
    language: str = "zh-CN"


class Service:
    """Works off due slots, one at a time.

    Args:
        jobs: in the order they are worked off when several are due.
        slots: what is claimed and done.
        bodies: the work of each job.
        clocks: what it goes by.
        terms: how it works.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        slots: Slots,
        bodies: Mapping[str, Body],
        clocks: Clocks,
        terms: WorkTerms,
    ) -> None:
        self.jobs = jobs
        self.bodies = bodies
        self._slots = slots
        self._now, self._steady, self._clocks = clocks.now, clocks.steady, clocks
        self._terms = terms
        self._others = SilentClaims(clocks.steady, terms.lease)
        self._stopping = threading.Event()
        self._shift_stop: threading.Event | None = None
        self._turn = threading.Lock()
        self._clock_said = False
        self._renewed: tuple[Sequence[Job], Mapping[str, Body]] | None = None
        self.look_again: datetime | None = None
        self.has_worked = False
        self.under_way: Lease | None = None

    def stop(self) -> None:
        """End after the ledger, file or message under way; nothing new is begun."""
        self._stopping.set()
        shift = self._shift_stop
        if shift is not None:
            shift.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is under way; False when it takes longer."""
        if not self._turn.acquire(timeout=timeout_s):
            return False
        self._turn.release()
        return True

    def renew(self, jobs: Sequence[Job], bodies: Mapping[str, Body]) -> None:
        """Take up another schedule at the next look; what is under way ends as it began."""
        self._renewed = (jobs, bodies)

    @property
    def clock_is_sane(self) -> bool:
        """False while the clock is behind the last run."""
        return not self._clock_said

    def work_off(self) -> bool:
        """Do all that is due now; sets ``look_again`` when something waits for a moment of its own.

        Never raises: whatever goes wrong is logged and tried again.

        Returns:
            False when the state did not answer, so that nothing is known to be done.
        """
        with self._turn:
            self.look_again, self.has_worked = None, False
            if self._renewed is not None:
                self.jobs, self.bodies = self._renewed
                self._renewed = None
            try:
                if self._clock_is_sane():
                    # From the first job again after any work: what came due meanwhile is due now.
                    while any(self._all_of(job) for job in self.jobs):
                        self.has_worked = True
            except StateTroubleError as error:
                # A full disk, a database that restarts: nothing was claimed, so nothing is lost.
                log.error("state: %s; tried again in a minute", type(error).__name__)  # noqa: TRY400
                self._again_at(self._now() + WAITS[0])
                return False
            return True

    def _clock_is_sane(self) -> bool:
        """A clock that lost its battery says 1970, and every overdue case would turn green."""
        last = self._slots.last_moment()
        now = self._now()
        behind = last is not None and now < last - CLOCK_SLACK
        if behind and not self._clock_said:
            log.error(
                "the clock says %s, but the last run was at %s: waiting; set the clock, or if it is right: "
                "duesheet serve --trust-clock",
                now.isoformat(timespec="minutes"),
                last.astimezone(now.tzinfo).isoformat(timespec="minutes") if last else "",
            )
        self._clock_said = behind
        return not behind

    def _all_of(self, job: Job) -> bool:
        """Work off every slot of a job; False when there was none."""
        worked = False
        while not self._stopping.is_set() and self._one(job):
            worked = True
        return worked

    def _one(self, job: Job) -> bool:
        """Work off one slot of a job; False when there is none to work on now."""
        now = self._now()
        opened = self._slots.open(job.name)
        held = self._others.held_for(opened)
        if held is not None:
            self._again_at(now + held)
            return False
        slot, seen = pick(self._slots, job, opened, now)
        if slot is None:
            return False
        ready = ready_at(job, slot, seen, now)
        if ready > now:
            self._again_at(ready)
            return False
        if seen is None:
            claimed = self._slots.claim(Claim(job.name, slot.key, self._terms.owner), slot.due, now)
        else:
            claimed = self._slots.take(seen, self._terms.owner, now)
        if claimed:
            self._run(job, slot, seen.attempts if seen else 0)
        # Claimed, or lost to a faster one: then the state knows the slot now, and it is not picked again.
        return True

    def _run(self, job: Job, slot: Slot, attempts: int) -> None:
        stop = threading.Event()
        self._shift_stop = stop
        if self._stopping.is_set():
            stop.set()
        work = SlotWork(slot, self._terms.owner, attempts)
        lease = Lease(self._slots, work, stop, self._clocks, self._terms.lease / 4)
        self.under_way = lease
        started = self._steady()
        error: DuesheetError | None = None
        finished = False
        with lease.beating() if self._terms.beats else nullcontext():
            try:
                shift = Shift(slot, self._now(), stop, lease.progress)
                finished = self.bodies[job.name](shift)
                if not finished and not stop.is_set():
                    error = DuesheetError(message("serve.cut_off"))
            except DuesheetError as failure:
                error = failure
            except Exception as failure:  # noqa: BLE001  a defect in one job must not end the service
                error = told(failure)
        self.under_way = None
        self._shift_stop = None
        self._close(job, slot, attempts, finished=finished, error=error)
        log.info(
            "%s %s: %s, %.1f s",
            slot.job,
            slot.key,
            "failed" if error else "done" if finished else "stopped",
            self._steady() - started,
        )

    def _close(
        self, job: Job, slot: Slot, attempts: int, *, finished: bool, error: DuesheetError | None
    ) -> None:
        claim, now = Claim(slot.job, slot.key, self._terms.owner), self._now()
        if error is None and finished:
            self._slots.finish(claim, now, DONE)
            return
        if error is None:
            self._slots.give_back(claim, attempts=attempts)
            return
        told = dict(error.as_json(self._terms.language))
        attempts += 1
        log.error("%s %s: %s; fix: %s", slot.job, slot.key, error.message, error.fix)
        if attempts >= TRIES[job.catch_up]:
            self._slots.finish(claim, now, FAILED, told)
            return
        retry = now + WAITS[min(attempts, len(WAITS)) - 1]
        self._slots.give_back(claim, attempts=attempts, retry_at=retry, error=told)

    def _again_at(self, moment: datetime) -> None:
        if self.look_again is None or moment < self.look_again:
            self.look_again = moment


def told(failure: Exception) -> DuesheetError:
    """Name what went wrong without the words of an error that may hold a cell's text."""
    if isinstance(failure, StateTroubleError):
        return DuesheetError(message("serve.state", kind=type(failure).__name__), code="state")
    if isinstance(failure, OSError):
        return DuesheetError(message("serve.machine", reason=reason_of(failure)), code="machine")
    kind, place = type(failure).__name__, raised_at(failure)
    return DuesheetError(message("serve.defect", kind=kind, place=place), code="defect")
