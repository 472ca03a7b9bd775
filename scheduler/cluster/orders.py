"""What a job of the queue is told, and how urgent it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.serve.timetable import JobName
from scheduler.state.fleet.job_queue import QueuedJob

#: Every queue there is; a worker takes all of them, or those it is told.
QUEUES: tuple[str, ...] = ("look", "gather", "digest", "summary", "rollup")

#: How long one job may take; after twice that it is taken from its worker.
LIMITS: Mapping[str, timedelta] = {
    "survey": timedelta(minutes=10),
    "look": timedelta(minutes=10),
    "gather": timedelta(minutes=10),
    "digest": timedelta(minutes=10),
    "summary": timedelta(minutes=30),
    "rollup": timedelta(minutes=30),
}

#: The higher go first: people wait for the digest, nobody waits for the sweep.
_PRIORITY: Mapping[str, int] = {
    JobName.REMIND: 40,
    JobName.SYNC: 30,
    JobName.REPORT: 20,
    JobName.REPORT_AGAIN: 20,
    JobName.RISK_LIST: 20,
    JobName.LEAD_OFFICERS: 20,
    JobName.SWEEP: 10,
}
_LOOKING = frozenset({JobName.SYNC, JobName.SWEEP, JobName.REMIND})


@dataclass(frozen=True, slots=True)
class Order:
    """One slot that the planner has won.

    Attributes:
        township: its short name.
        due: the slot's moment.
        now: when the planner won it, by the database's clock; the day is taken from it.
        attempts: how often the slot had failed before.
    """

    township: str
    job: JobName
    slot: str
    due: datetime
    now: datetime
    attempts: int = 0

    @property
    def today(self) -> date:
        """The day in the township on which the slot is worked off."""
        return self.now.date()

    @property
    def deadline(self) -> datetime:
        """When the slot ought to be through: what Google's quota is granted by."""
        return self.due + (timedelta(hours=5) if self.job is JobName.SWEEP else timedelta(minutes=30))

    def as_args(self) -> dict[str, Any]:
        """Return what a job carries."""
        return {
            "township": self.township,
            "job": self.job.value,
            "slot": self.slot,
            "due": self.due.isoformat(),
            "now": self.now.isoformat(),
            "attempts": self.attempts,
        }

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "Order":
        """Read what `as_args` wrote."""
        due, now = (datetime.fromisoformat(str(args[name])) for name in ("due", "now"))
        return cls(
            str(args["township"]), JobName(args["job"]), str(args["slot"]), due, now, int(args["attempts"])
        )

    def first(self) -> QueuedJob:
        """Return the job that a slot begins with: a survey of the ledgers, or a summary."""
        if self.job in _LOOKING:
            return self._queued("survey", "look", f"township/{self.township}/survey")
        return self._queued("summary", "summary", f"township/{self.township}/summary")

    def look(self, ledger: str) -> QueuedJob:
        """Return the job of one ledger's look."""
        name = f"ledger/{self.township}/{ledger}"
        once = f"look/{self.township}/{self.job}/{self.slot}/{ledger}"
        args = self.as_args() | {"ledger": ledger}
        return QueuedJob("look", "look", args, name, once, _PRIORITY[self.job])

    def last(self) -> QueuedJob:
        """Return the job that ends a slot once every ledger was looked at."""
        task = "digest" if self.job is JobName.REMIND else "gather"
        return self._queued(task, task, f"township/{self.township}/gather")

    def _queued(self, task: str, queue: str, lock: str) -> QueuedJob:
        once = f"{task}/{self.township}/{self.job}/{self.slot}"
        return QueuedJob(task, queue, self.as_args(), lock, once, _PRIORITY[self.job])


def rollup_job(unit: str, kind: str, period: str, now: datetime) -> QueuedJob:
    """Return the job that compiles a unit's roll-up."""
    args = {"township": unit, "job": f"rollup/{kind}", "slot": period, "now": now.isoformat()}
    return QueuedJob("rollup", "rollup", args, f"unit/{unit}", f"rollup/{unit}/{kind}/{period}", 15)
