"""Which slot of a job is to be worked off next: the newest missed one, or each in turn."""

import logging
from collections.abc import Sequence
from datetime import datetime

from scheduler.serve.timetable import CatchUp, Job, Slot
from scheduler.state.slots import BEFORE, SlotRecord, Slots

log = logging.getLogger("duesheet")

#: More half-months than this were not missed; a clock was wrong.
MOST_MISSED = 48


def pick(
    slots: Slots, job: Job, opened: Sequence[SlotRecord], now: datetime
) -> tuple[Slot | None, SlotRecord | None]:
    """Return the slot of *job* to work on, and what the state knows of it if it was begun before.

    Open slots that a newer one stands for are closed, and what was due before the first start is noted.

    Args:
        slots: what is claimed and done.
        job: whose slots.
        opened: those of them that are not done.
        now: the moment.
    """
    known = slots.newest(job.name, now)
    if known is None:
        _first_start(slots, job, now)
        return None, None
    due = job.between(known.due_at, now)
    missed = _unknown(slots, job, due)
    if job.catch_up is CatchUp.EVERY:
        if opened:
            return _slot_of(job, opened[0]), opened[0]
        if len(missed) > MOST_MISSED:
            told = (job.name, len(missed), MOST_MISSED)
            log.warning("%s: %d slots missed, only the last %d are made good", *told)
        missed = missed[-MOST_MISSED:]
        return (missed[0], None) if missed else (None, None)
    if missed and missed[-1] != due[-1]:
        missed = []  # the newest is known: another service took it while we looked
    stale = opened if missed else opened[:-1]
    for record in stale:
        slots.supersede(record, now)
    if missed:
        if len(missed) > 1:
            log.info("%s: %d slots missed, the newest is made good", job.name, len(missed) - 1)
        return missed[-1], None
    return (_slot_of(job, opened[-1]), opened[-1]) if opened else (None, None)


def ready_at(job: Job, slot: Slot, seen: SlotRecord | None, now: datetime) -> datetime:
    """Return the earliest moment at which a picked slot may be worked on."""
    again = seen.retry_at if seen is not None and seen.retry_at is not None else now
    return max(job.not_before(slot, now), again)


def _unknown(slots: Slots, job: Job, due: Sequence[Slot]) -> list[Slot]:
    """Return the slots that the state does not know.

    A schedule or a zone that moved gives a period that is done a later moment: it comes due again under
    the key it had, and must be passed over.
    """
    known = slots.known(job.name, [slot.key for slot in due])
    return [slot for slot in due if slot.key not in known]


def _first_start(slots: Slots, job: Job, now: datetime) -> None:
    """What was due before the service existed was not missed."""
    newest = job.newest(now)
    key, due = (newest.key, newest.due) if newest else ("start", now)
    slots.note(job.name, key, due, now, BEFORE)


def _slot_of(job: Job, record: SlotRecord) -> Slot:
    return Slot(job.name, record.slot, record.due_at.astimezone(job.zone))
