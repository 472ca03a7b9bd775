"""Sees to it that no job and no slot is lost with its worker, and drops what is old."""

import logging
from datetime import timedelta

from config.errors import DuesheetError
from config.messages import message
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.orders import LIMITS, Order
from scheduler.cluster.slot_jobs import SlotJobs
from scheduler.serve.timetable import JobName
from scheduler.state.fleet.fleet_records import QUEUE_OWNER
from scheduler.state.fleet.job_queue import OrphanJob
from scheduler.state.slots import Claim

log = logging.getLogger("duesheet")

#: A worker beats every ten seconds; without three beats it is dead.
SILENT = timedelta(seconds=30)

#: Jobs that ended are kept this long, for whoever looks what went wrong.
_KEPT = timedelta(days=7)


class Watch:
    """The sweep over the queue; done by whoever plans.

    Args:
        cluster: whose queue.
        jobs: what notes a job that no worker could finish.
        silent: after so long without a beat a worker is dead.
    """

    def __init__(self, cluster: OpenCluster, jobs: SlotJobs, silent: timedelta = SILENT) -> None:
        self._cluster, self._jobs, self._silent = cluster, jobs, silent

    def sweep(self) -> int:
        """Give the jobs of dead workers to others, and slots that lost their jobs back. Returns how many."""
        found = self._cluster.state.queue.take_back(self._silent, LIMITS)
        for taken in found:
            log.warning("%s %s: its worker is gone; %s", taken.task, taken.args, _fate(taken))
            if not taken.again and taken.task != "rollup":
                ledger = taken.args.get("ledger")
                self._jobs.lost(Order.of(taken.args), ledger, _error())
        lost = self._cluster.state.fleet.lost_slots()
        for township, job, slot in lost:
            log.warning("%s: %s %s has no job any more; it is planned again", township, job, slot)
            slots = self._cluster.state.of(township).slots
            for record in slots.open(JobName(job)):
                if record.slot == slot:
                    slots.give_back(Claim(job, slot, QUEUE_OWNER), attempts=record.attempts)
        return len(found) + len(lost)

    def tidy(self) -> None:
        """Drop jobs that ended long ago."""
        self._cluster.state.queue.forget_done(_KEPT)


def _fate(taken: OrphanJob) -> str:
    return "another takes it" if taken.again else "it has failed for good"


def _error() -> DuesheetError:
    return DuesheetError(message("cluster.job_lost"), code="job_lost")
