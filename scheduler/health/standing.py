"""How the township stands: what came out last, what is overdue, what comes next, what went wrong."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from config.settings import Settings
from config.vocabulary import OutcomeKind
from scheduler.ledgers.entries import GONE_CODES
from scheduler.serve.timetable import Job, Slot, make_plan
from scheduler.state import SERVICE_NOTE, State
from scheduler.state.deliveries import DeliveryRecord
from scheduler.state.records import LedgerRecord, RunRecord
from scheduler.state.slots import SlotRecord
from scheduler.township import UNWRITTEN_NOTE, Township, owed_duties, state_of

#: A pass under way may keep the next slot waiting this long.
_LATE = timedelta(hours=2)

#: Digests that did not surely arrive are shown this long.
_DAYS = 14


@dataclass(frozen=True, slots=True)
class TownshipStanding:
    """What `status` shows.

    Attributes:
        next_due: job to the moment it comes next.
        failed: jobs whose last slot failed.
        under_way: slots claimed, or given back and waiting.
        deliveries: digests of the last two weeks that did not surely arrive.
        missed: slots that came due since a service last worked, though it was never told to end.
        unwritten: why the last pass could not write the board, or what stands in for our columns.
        owed: duties of offices that somebody still owed when last looked, as a pass's JSON has them.
    """

    today: date
    zone: tzinfo
    last_run: RunRecord | None
    ledgers: tuple[LedgerRecord, ...]
    next_due: Mapping[str, datetime]
    failed: tuple[SlotRecord, ...]
    under_way: tuple[SlotRecord, ...]
    deliveries: tuple[DeliveryRecord, ...]
    missed: tuple[Slot, ...] = ()
    owed: tuple[Mapping[str, Any], ...] = ()
    unwritten: tuple[Mapping[str, str], ...] = ()

    @property
    def is_well(self) -> bool:
        """False when a ledger failed or is held, a job failed, slots were missed or no board was written."""
        wrong = {OutcomeKind.FAILED, OutcomeKind.HELD}
        return (
            not self.failed
            and not self.missed
            and not self.unwritten
            and not any(record.outcome in wrong for record in self.ledgers)
        )


def read_standing(township: Township) -> TownshipStanding:
    """Read how the township stands.

    Raises:
        ConfigError: nothing is remembered yet.
    """
    state, settings, now = state_of(township), township.settings, township.now()
    jobs = make_plan(settings.schedule, township.rules.calendar, settings.zone)
    runs = state.history.runs(limit=1)
    return TownshipStanding(
        today=township.today,
        zone=settings.zone,
        last_run=runs[0] if runs else None,
        ledgers=tuple(sorted(_ledgers(state), key=_place(settings))),
        next_due={job.name.value: slot.due for job in jobs if (slot := job.next(now))},
        failed=tuple(state.slots.failed()),
        under_way=tuple(slot for job in jobs for slot in state.slots.open(job.name)),
        deliveries=tuple(state.deliveries.unsure(township.today - timedelta(days=_DAYS))),
        missed=tuple(missed_slots(state, jobs, now)),
        owed=tuple(owed_duties(state)),
        unwritten=unwritten(state),
    )


def _ledgers(state: State) -> list[LedgerRecord]:
    """Return how every ledger stands; one that the config names and that is gone has failed, and no cases."""
    named = [each for each in state.looks.gone() if (each.error or {}).get("code") in GONE_CODES]
    return [*state.looks.ledgers(), *(replace(each, counts={}, read_on=None) for each in named)]


def unwritten(state: State) -> tuple[Mapping[str, str], ...]:
    """Return the errors, as JSON has them, of what the last pass could not write besides ledgers."""
    return tuple(json.loads(state.noted(UNWRITTEN_NOTE) or "[]"))


def missed_slots(state: State, jobs: Sequence[Job], now: datetime) -> list[Slot]:
    """Return the slots that a service should have worked off by now, the oldest first.

    A township that runs by cron has no service, and one that was told to end has none on purpose: both miss
    nothing.
    """
    if not state.noted(SERVICE_NOTE).startswith("running"):
        return []
    found: list[Slot] = []
    for job in jobs:
        known = state.slots.newest(job.name, now)
        if known is None or state.slots.open(job.name):
            continue
        due = job.between(known.due_at, now - _LATE)
        done = state.slots.known(job.name, [slot.key for slot in due])
        found += [slot for slot in due if slot.key not in done and job.not_before(slot, now) <= now]
    return sorted(found, key=lambda slot: slot.due)


def _place(settings: Settings) -> Callable[[LedgerRecord], tuple[int, str]]:
    """Return what sorts ledgers by village as the config does; those it does not name come last."""
    places = {village.name: number for number, village in enumerate(settings.village)}
    return lambda record: (places.get(record.village, len(places)), record.ledger)


def standing_json(standing: TownshipStanding) -> dict[str, Any]:
    """Return the document of ``status --json``."""
    run = standing.last_run
    titles = {record.ledger: record.title for record in standing.ledgers}
    return {
        "today": standing.today.isoformat(),
        "last_run": None
        if run is None
        else {
            "run": run.run,
            "kind": run.kind,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
        },
        "ledgers": [_ledger_json(record) for record in standing.ledgers],
        "next": {job: due.isoformat() for job, due in standing.next_due.items()},
        "failed": [_slot_json(slot) for slot in standing.failed],
        "under_way": [_slot_json(slot) for slot in standing.under_way],
        "missed": [
            {"job": slot.job, "slot": slot.key, "due": slot.due.isoformat()} for slot in standing.missed
        ],
        "cadences": [dict(one) for one in standing.owed],
        "problems": [dict(one) for one in standing.unwritten],
        "deliveries": [_delivery_json(found, titles) for found in standing.deliveries],
    }


def _ledger_json(record: LedgerRecord) -> dict[str, Any]:
    return {
        "village": record.village,
        "ledger": record.ledger,
        "title": record.title or record.ledger,
        "outcome": OutcomeKind.PAUSED.value if record.paused else record.outcome,
        "judged_on": record.judged_on.isoformat() if record.judged_on else None,
        "run": record.run,
        **({"as_of": record.read_on.isoformat()} if record.judged_on is None and record.read_on else {}),
        **record.counts,
        "error": dict(record.error) if record.error else None,
    }


def _slot_json(slot: SlotRecord) -> dict[str, Any]:
    return {
        "job": slot.job,
        "slot": slot.slot,
        "attempts": slot.attempts,
        "retry_at": slot.retry_at.isoformat() if slot.retry_at else None,
        "error": dict(slot.error) if slot.error else None,
    }


def _delivery_json(found: DeliveryRecord, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "posts": list(found.posts),
        "service": found.service,
        "state": found.state,
        "attempts": found.attempts,
        "lines": [
            {
                "village": line.village,
                "ledger": line.ledger,
                "title": titles.get(line.ledger) or line.ledger,
                "sheet": line.sheet,
                "row": line.row,
                "case_no": line.case_no,
                "duty": line.duty,
                "due": line.due or None,
            }
            for line in found.lines
        ],
    }
