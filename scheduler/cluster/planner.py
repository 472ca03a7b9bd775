"""The planner: finds out which townships' slots are due, wins them, and puts their first jobs in the queue.

A slot's claim and its job are one transaction: a crash leaves both or neither. Several planners may run; one
at a time plans, and even two at once would win each slot once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.errors import DuesheetError
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.orders import Order
from scheduler.serve.picking import pick, ready_at
from scheduler.serve.timetable import Job, JobName, Slot, make_plan
from scheduler.state import State
from scheduler.state.fleet.fleet_records import QUEUE_OWNER, FleetTownship
from scheduler.state.slots import Claim, SlotRecord, Transaction
from scheduler.township import Township, state_of

log = logging.getLogger("duesheet")

#: A config that cannot be read is looked at again after this long.
_AGAIN = timedelta(minutes=1)


@dataclass(slots=True)
class _Planned:
    """A township as the planner knows it.

    Attributes:
        next_at: when it is to be looked at again.
        moments: when each of its jobs is; the database is not asked for it before.
    """

    judged_by: str
    jobs: Sequence[Job]
    next_at: datetime
    moments: dict[JobName, datetime] = field(default_factory=dict[JobName, datetime])


class SlotPlanner:
    """Plans all townships of a cluster."""

    def __init__(self, cluster: OpenCluster) -> None:
        self._cluster = cluster
        self._planned: dict[str, _Planned] = {}
        self._noted: dict[str, FleetTownship] = {}

    def tick(self) -> int:
        """Win every slot that is due; one at a time for each township. Returns how many were won."""
        now = self._cluster.now()
        opened = self._cluster.state.fleet.open_slots()
        busy = {slot.township for slot in opened if slot.owner}
        again = {slot.township for slot in opened if not slot.owner and (slot.retry_at or now) <= now}
        won = 0
        for name in self._cluster.configs():
            planned = self._planned.get(name)
            if planned is not None and name in again:
                planned.moments.clear()
            if name not in busy and (planned is None or planned.next_at <= now or name in again):
                won += self._plan(name, now)
        return won

    def refresh(self) -> None:
        """Take up configs that came, changed or went."""
        names = list(self._cluster.configs())
        for name in [name for name in self._planned if name not in names]:
            del self._planned[name]
        for name in names:
            try:
                township = self._cluster.township(name, self._cluster.now().date())
            except DuesheetError:
                self._planned.pop(name, None)  # told when it is planned
                continue
            planned = self._planned.get(name)
            if planned is not None and planned.judged_by != _mark(township):
                del self._planned[name]
        senders = [sender.name for sender in self._cluster.settings.township]
        for sender in self._cluster.settings.township:
            self._note(FleetTownship(sender.name, sender.name, sender.of, True, None, None))
        self._cluster.state.fleet.forget_others([*names, *senders])

    def _plan(self, name: str, now: datetime) -> bool:
        """Win the most urgent slot of a township; False when none is due."""
        unit = self._cluster.settings.unit_of(name)
        try:
            township = self._cluster.township(name, now.date())
        except DuesheetError as error:
            log.error("%s: %s", name, error.message)  # noqa: TRY400
            told = error.as_json(self._cluster.settings.cluster.language)
            self._note(FleetTownship(name, name, unit, False, None, told))
            self._planned[name] = _Planned("", (), now + _AGAIN)
            return False
        planned = self._planned.get(name)
        if planned is None or not planned.judged_by:
            zone = township.settings.zone
            jobs = make_plan(township.settings.schedule, township.rules.calendar, zone)
            planned = self._planned[name] = _Planned(_mark(township), jobs, now)
        latest = now + timedelta(hours=1)
        for job in planned.jobs:
            if planned.moments.get(job.name, now) > now:
                continue
            found = self._one(name, state_of(township), job, now)
            if isinstance(found, bool):
                planned.next_at = now
                return found
            planned.moments[job.name] = min(found, latest)
        planned.next_at = min([latest, *planned.moments.values()])
        self._note(FleetTownship(name, township.settings.township.name, unit, False, planned.next_at, None))
        return False

    def _one(self, name: str, state: State, job: Job, now: datetime) -> datetime | bool:
        """Win a job's slot that is due; else return when the job is to be looked at again.

        Returns:
            True when a slot was won; False when another planner has it.
        """
        opened = state.slots.open(job.name)
        if any(record.owner for record in opened):
            return False
        slot, seen = pick(state.slots, job, opened, now)
        following = job.next(now)
        coming = following.due if following is not None else now + timedelta(days=1)
        if slot is None:
            return coming
        ready = ready_at(job, slot, seen, now)
        if ready > now:
            return min(ready, coming)
        return self._win(name, state, slot, seen, now)

    def _win(self, name: str, state: State, slot: Slot, seen: SlotRecord | None, now: datetime) -> bool:
        attempts = seen.attempts if seen is not None else 0
        order = Order(name, slot.job, slot.key, slot.due, now.astimezone(slot.due.tzinfo), attempts)
        looks, queue = self._cluster.state.looks(name), self._cluster.state.queue

        def along(connection: Transaction) -> None:
            looks.forget(slot.job, slot.key, connection)
            queue.defer(connection, [order.first()])

        if seen is None:
            return state.slots.claim(Claim(slot.job, slot.key, QUEUE_OWNER), slot.due, now, along=along)
        return state.slots.take(seen, QUEUE_OWNER, now, along=along)

    def _note(self, found: FleetTownship) -> None:
        if self._noted.get(found.township) != found:
            self._cluster.state.fleet.note(found)
            self._noted[found.township] = found


def _mark(township: Township) -> str:
    return f"{township.judged_by}{township.settings.schedule.model_dump_json()}"
