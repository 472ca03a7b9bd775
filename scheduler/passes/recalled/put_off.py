"""Ledgers that wait to be written because somebody has them open, and since when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from config.calendar import WorkCalendar
from config.vocabulary import OutcomeKind, SkipReason
from scheduler.marking.outcome import Outcome
from scheduler.state import State
from scheduler.township import Township

#: So many working days nobody is bothered with it.
_PATIENCE_DAYS = 2
#: Where the state notes them: ledger to the first day.
_NOTE = "put_off"


@dataclass(frozen=True, slots=True)
class PutOffLedger:
    """A ledger that has waited for its village to close it."""

    ledger: str
    title: str
    village: str
    since: date


def put_off_ledgers(township: Township, outcomes: Sequence[Outcome]) -> list[PutOffLedger]:
    """Return those ledgers of a pass that were put off again and again, for too long, as it was noted."""
    known = _noted(township.state) if township.state is not None else {}
    return [
        PutOffLedger(outcome.ledger, outcome.title or outcome.ledger, outcome.village, since)
        for outcome in outcomes
        if (since := known.get(outcome.ledger)) is not None
        and _is_long(township.rules.calendar, since, township.today)
    ]


def note_put_off(township: Township, state: State, outcomes: Sequence[Outcome]) -> None:
    """Remember which ledgers of a pass were put off, and since when.

    Ledgers that the pass did not look at stay as they were noted.
    """
    noted = _noted(state)
    known = dict(noted)
    for outcome in outcomes:
        if outcome.reason is SkipReason.OTHER_RUN:
            continue  # that run will tell
        first = known.pop(outcome.ledger, township.today)
        if outcome.kind is OutcomeKind.SKIPPED and outcome.reason is not SkipReason.READ_ONLY:
            known[outcome.ledger] = first
    if known != noted:
        told = {ledger: day.isoformat() for ledger, day in known.items()}
        state.note(_NOTE, json.dumps(told, ensure_ascii=False))


def _noted(state: State) -> Mapping[str, date]:
    noted = json.loads(state.noted(_NOTE) or "{}")
    return {ledger: date.fromisoformat(day) for ledger, day in noted.items()}


def _is_long(calendar: WorkCalendar, since: date, today: date) -> bool:
    waited = calendar.count_working_days(np.datetime64(since, "D"), np.datetime64(today, "D"))
    return int(waited) >= _PATIENCE_DAYS
