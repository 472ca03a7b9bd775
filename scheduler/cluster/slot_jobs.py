"""What workers do for a township's slot: survey, looks, and the job that ends it.

A slot is won by the planner. Its first job lists the ledgers; where nobody touched one since its last look,
that job ends the slot by itself. Otherwise each ledger is a job, and the last of them puts the gathering in
the queue.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from config.errors import DuesheetError
from scheduler.cluster.board_counts import board_counts
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.orders import Order
from scheduler.passes.conclusion import Pass
from scheduler.passes.pass_terms import PassTerms
from scheduler.passes.shared_pass import gather_pass, listed, look_at, wanted
from scheduler.publishing.board_desk import is_board_of
from scheduler.remind.send import Sender
from scheduler.serve.jobs import Jobs
from scheduler.serve.lease import Shift
from scheduler.serve.service import TRIES, WAITS, told
from scheduler.serve.timetable import CatchUp, JobName, Slot
from scheduler.state import StateTroubleError
from scheduler.state.fleet.fleet_records import QUEUE_OWNER
from scheduler.state.fleet.job_queue import QueuedJob
from scheduler.state.records import LedgerRecord
from scheduler.state.slots import DONE, FAILED, Along, Claim
from scheduler.township import Township, new_run, state_of

if TYPE_CHECKING:
    from scheduler.ledgers.entries import Entry

log = logging.getLogger("duesheet")

#: Jobs whose missed slots are made good one by one; they are tried for a week.
_EVERY = frozenset({JobName.REPORT, JobName.RISK_LIST, JobName.LEAD_OFFICERS})


class GivenBackError(Exception):
    """The worker stops: the job is for another one, and nothing of it is done."""


@dataclass(frozen=True, slots=True)
class SlotJobs:
    """The bodies of the queue's jobs that belong to a township's slot.

    Attributes:
        send: sends a digest.
        stop: set when the worker ends, or the job is over its limit.
    """

    cluster: OpenCluster
    send: Sender
    stop: threading.Event

    def survey(self, order: Order) -> None:
        """Put a look in the queue for each ledger that wants one; end the slot where none does."""
        self._guarded(order, lambda: self._survey(order))

    def _survey(self, order: Order) -> None:
        township = self._township(order)
        looks = self.cluster.state.looks(order.township)
        shared = looks.find(order.job, order.slot)
        if shared is not None:  # begun by a worker that was killed
            jobs = [order.look(name) for name in shared.left] or [order.last()]
            self.cluster.state.queue.put(jobs)
            return
        entries = self._entries(order, township)
        names = wanted(township, entries, look_at_all=order.job is JobName.SWEEP)
        if names:
            run = self._begin(township, order)
            jobs = [order.look(name) for name in names]
            looks.begin(order.job, order.slot, run, names, self._deferring(*jobs))
        elif order.job is JobName.REMIND or _rests_on_more(township):
            self._conclude(order, township, self._begin(township, order), changed=False)
        else:
            self._done(order)

    def _begin(self, township: Township, order: Order) -> str:
        run = new_run(township)
        state_of(township).history.begin(run, order.job.value, township.today, township.now())
        return run

    def look(self, order: Order, ledger: str) -> None:
        """Look at one ledger; the last look of a slot has the gathering follow.

        Raises:
            GivenBackError: the worker stops.
        """
        looks = self.cluster.state.looks(order.township)
        shared = looks.find(order.job, order.slot)
        if shared is None or (ledger not in shared.left and shared.left):
            return  # through already, or the slot is
        outcome = "failed"
        if ledger in shared.left:
            try:
                terms = PassTerms(shared.run, look_at_all=order.job is JobName.SWEEP)
                township = self._township(order)
                entries = self._entries(order, township)
                found = look_at(township, entries, ledger, terms, self.stop)
            except DuesheetError as error:
                log.warning("%s: %s", order.township, error.message)
            else:
                if found is None:
                    raise GivenBackError
                outcome = found
        looks.finish(order.job, order.slot, ledger, outcome, self._deferring(order.last()))

    def gather(self, order: Order) -> None:
        """End a slot whose ledgers are through: duties of offices, the board, and the digests of its day.

        Raises:
            GivenBackError: the worker stops.
        """
        shared = self.cluster.state.looks(order.township).find(order.job, order.slot)
        if shared is None or shared.left:
            return

        def work() -> None:
            self._conclude(order, self._township(order), shared.run, changed=shared.changed)

        self._guarded(order, work)

    def _conclude(self, order: Order, township: Township, run: str, *, changed: bool) -> None:
        def gathered(today: Township) -> Pass:
            entries = self._entries(order, today)
            return gather_pass(today, entries, PassTerms(run), self.stop, changed=changed)

        state = state_of(township)
        jobs = _GatheredJobs(township, state, township.now, self.send)
        jobs.gathered = gathered
        self._work(order, jobs)
        today = township.today
        state.published.save_counts("board", today.isoformat(), today, board_counts(township))

    def summary(self, order: Order) -> None:
        """Publish a summary.

        Raises:
            GivenBackError: the worker stops.
        """

        def work() -> None:
            township = self._township(order)
            self._work(order, Jobs(township, state_of(township), township.now, self.send))

        self._guarded(order, work)

    def _work(self, order: Order, jobs: Jobs) -> None:
        now = order.now
        shift = Shift(Slot(order.job, order.slot, order.due), now, self.stop)
        if jobs.bodies()[order.job](shift):
            self._done(order)
        else:
            raise GivenBackError

    def lost(self, order: Order, ledger: str | None, error: DuesheetError) -> None:
        """Note a job that no worker could finish: a ledger's look failed; any other job's slot did."""
        if ledger is None:
            self._failed(order, error)
            return
        state = self.cluster.state.of(order.township)
        before = state.looks.ledger(ledger) or LedgerRecord(ledger, ledger, "", None, "", "", None, {}, "")
        said = error.as_json(self.cluster.settings.cluster.language)
        state.looks.save(replace(before, outcome="failed", error=said, read_on=None, judged_on=None), None)
        looks = self.cluster.state.looks(order.township)
        looks.finish(order.job, order.slot, ledger, "failed", self._deferring(order.last()))

    # How a slot ends --------------------------------------------------------------------------------

    def _guarded(self, order: Order, work: Callable[[], None]) -> None:
        try:
            work()
        except (StateTroubleError, GivenBackError):
            raise
        except DuesheetError as error:
            if self.stop.is_set():
                raise GivenBackError from error
            self._failed(order, error)
        except Exception as error:  # noqa: BLE001  a defect in one township must not end the worker
            self._failed(order, told(error))

    def _done(self, order: Order) -> None:
        slots, now = self.cluster.state.of(order.township).slots, self.cluster.now()
        slots.finish(Claim(order.job, order.slot, QUEUE_OWNER), now, DONE, along=self._forget(order))

    def _failed(self, order: Order, error: DuesheetError) -> None:
        slots, now = self.cluster.state.of(order.township).slots, self.cluster.now()
        claim, attempts = Claim(order.job, order.slot, QUEUE_OWNER), order.attempts + 1
        log.error("%s: %s %s: %s", order.township, order.job, order.slot, error.message)
        said = dict(error.as_json(self.cluster.settings.cluster.language))
        catch_up = CatchUp.EVERY if order.job in _EVERY else CatchUp.NEWEST
        if attempts >= TRIES[catch_up]:
            forget = self._forget(order)
            slots.finish(claim, now, FAILED, said, along=forget)
            return
        retry = now + WAITS[min(attempts, len(WAITS)) - 1]
        slots.give_back(claim, attempts=attempts, retry_at=retry, error=said)

    def _forget(self, order: Order) -> Along:
        looks = self.cluster.state.looks(order.township)
        return lambda connection: looks.forget(order.job, order.slot, connection)

    def _deferring(self, *jobs: QueuedJob) -> Along:
        return lambda connection: self.cluster.state.queue.defer(connection, jobs)

    def _entries(self, order: Order, township: Township) -> "Sequence[Entry]":
        """Return the slot's ledgers; a worker lists them once for all its looks."""
        slot = f"{order.job} {order.slot} {order.attempts}"
        known = self.cluster.listings.get(order.township)
        if known is None or known[0] != slot:
            known = self.cluster.listings[order.township] = (slot, listed(township))
        return known[1]

    def _township(self, order: Order) -> Township:
        return self.cluster.township(order.township, order.today, order.deadline)


class _GatheredJobs(Jobs):
    """A township's jobs, over a pass that many workers did."""

    gathered: Callable[[Township], Pass]

    def _look(self, shift: Shift) -> Pass:
        return self.gathered(self._today(shift))


def _rests_on_more(township: Township) -> bool:
    """Tell whether a pass has something to do though no ledger was touched: the schedule, today's board."""
    return township.settings.sittings is not None or not is_board_of(township, township.today)
