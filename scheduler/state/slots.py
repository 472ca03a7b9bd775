"""Which slot of which job is claimed, by whom, and how it came out.

A claim is a row's primary key, so two processes never hold one slot. It is a lease: its owner counts
``beat`` up while it works, and whoever saw the same beat for long enough, by a clock that nobody sets,
may take it over. Moments are UTC.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, select, update

from scheduler.state import schema as tables
from scheduler.state.statements import insert_new

DONE, FAILED, SUPERSEDED, BEFORE = "done", "failed", "superseded", "before"

#: A connection in a transaction that is under way.
Transaction = Connection

#: What is done in a claim's own transaction.
Along = Callable[[Transaction], None]


def _nothing(_connection: Connection) -> None:
    """Nothing belongs to the claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One slot of one job in one hand."""

    job: str
    slot: str
    owner: str


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """One slot as the state knows it.

    Attributes:
        owner: "" when nobody works on it.
        attempts: how often it failed.
        retry_at: not to be tried again before this moment; None: at once.
        outcome: "" while open; done, failed (for good), superseded (a newer one stood for it), before (the
            newest one when the service first started).
        error: of the last failure, ``{code, message, fix}``.
    """

    job: str
    slot: str
    due_at: datetime
    owner: str
    beat: int
    attempts: int
    retry_at: datetime | None
    claimed_at: datetime
    done_at: datetime | None
    outcome: str
    error: Mapping[str, str] | None


class Slots:
    """The table of (job, slot)."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def claim(self, claim: Claim, due_at: datetime, now: datetime, *, along: Along = _nothing) -> bool:
        """Take a slot that nobody has taken yet; False when somebody was faster.

        Args:
            claim: which slot, and who takes it.
            due_at: when it was due.
            now: the moment.
            along: what else belongs to the claim: done in its transaction, or neither is.
        """
        row = {"job": claim.job, "slot": claim.slot, "due_at": _text(due_at), "owner": claim.owner}
        return self._insert(row, now, along)

    def note(self, job: str, slot: str, due_at: datetime, now: datetime, outcome: str) -> bool:
        """Close a slot that nobody will run; False when somebody has taken it."""
        row = {"job": job, "slot": slot, "due_at": _text(due_at), "done_at": _text(now), "outcome": outcome}
        return self._insert(row, now)

    def take(self, seen: SlotRecord, owner: str, now: datetime, *, along: Along = _nothing) -> bool:
        """Take an open slot that is as it was *seen*: given back, or silent; False when it moved on."""
        values = {"owner": owner, "beat": seen.beat + 1, "claimed_at": _text(now)}
        return self._update(_seen(seen), values, along)

    def beat(self, job: str, slot: str, owner: str) -> bool:
        """Say that the owner lives; False when the slot is no longer its own."""
        return self._update(_own(Claim(job, slot, owner)), {"beat": tables.slots.c.beat + 1})

    def finish(
        self,
        claim: Claim,
        now: datetime,
        outcome: str = DONE,
        error: Mapping[str, str] | None = None,
        *,
        along: Along = _nothing,
    ) -> bool:
        """Close a slot for good; False when it is no longer the owner's."""
        values = {"owner": "", "done_at": _text(now), "outcome": outcome, "error": _json(error)}
        return self._update(_own(claim), values, along)

    def give_back(
        self,
        claim: Claim,
        *,
        attempts: int,
        retry_at: datetime | None = None,
        error: Mapping[str, str] | None = None,
    ) -> bool:
        """Let go of a slot that is not done, to be taken again, not before *retry_at*."""
        when = _text(retry_at) if retry_at else ""
        values = {"owner": "", "attempts": attempts, "retry_at": when, "error": _json(error)}
        return self._update(_own(claim), values)

    def supersede(self, seen: SlotRecord, now: datetime) -> bool:
        """Close an open slot because a newer one stands for it."""
        return self._update(_seen(seen), {"owner": "", "done_at": _text(now), "outcome": SUPERSEDED})

    def open(self, job: str) -> list[SlotRecord]:
        """Return the slots of a job that are claimed or given back and not done, the oldest first."""
        table = tables.slots
        query = select(table).where((table.c.job == job) & table.c.done_at.is_(None))
        return self._records(query.order_by(table.c.due_at, table.c.slot))

    def newest(self, job: str, until: datetime | None = None) -> SlotRecord | None:
        """Return the slot of a job that was due last, of those due by *until*."""
        table = tables.slots
        query = select(table).where(table.c.job == job)
        if until is not None:
            query = query.where(table.c.due_at <= _text(until))
        found = self._records(query.order_by(table.c.due_at.desc(), table.c.slot.desc()).limit(1))
        return found[0] if found else None

    def known(self, job: str, keys: Sequence[str]) -> set[str]:
        """Return those of *keys* that the state knows of a job, however they stand."""
        table = tables.slots
        found: set[str] = set()
        with self._engine.connect() as connection:
            for start in range(0, len(keys), 500):  # a statement takes only so many values
                asked = table.c.slot.in_(keys[start : start + 500])
                query = select(table.c.slot).where(self._mine & (table.c.job == job) & asked)
                found |= set(connection.execute(query).scalars())
        return found

    def last_with(self, job: str, outcome: str) -> SlotRecord | None:
        """Return the slot of a job that came out so last."""
        table = tables.slots
        query = select(table).where((table.c.job == job) & (table.c.outcome == outcome))
        found = self._records(query.order_by(table.c.done_at.desc()).limit(1))
        return found[0] if found else None

    def failed(self) -> list[SlotRecord]:
        """Return what failed and was not done since: open slots that failed, and jobs whose last slot did."""
        table = tables.slots
        query = select(table).where(table.c.error.is_not(None) & table.c.outcome.in_(["", FAILED]))
        found = self._records(query.order_by(table.c.due_at.desc()))
        newest: dict[str, SlotRecord] = {}
        for record in found:
            newest.setdefault(record.job, record)
        kept: list[SlotRecord] = []
        for record in newest.values():
            done = self.last_with(record.job, DONE)
            if done is None or done.due_at < record.due_at:
                kept.append(record)
        return kept

    def all(self) -> list[SlotRecord]:
        """Return every slot, the oldest first."""
        return self._records(select(tables.slots).order_by(tables.slots.c.due_at, tables.slots.c.job))

    def last_moment(self) -> datetime | None:
        """Return the latest moment at which anything was claimed or done."""
        table = tables.slots
        with self._engine.connect() as connection:
            claimed, done = connection.execute(
                select(func.max(table.c.claimed_at), func.max(table.c.done_at)).where(self._mine)
            ).one()
        latest = max((moment for moment in (claimed, done) if moment), default=None)
        return _moment(latest)

    def forget_after(self, moment: datetime) -> int:
        """Drop every slot claimed after *moment*: a clock that ran ahead made it. Returns how many."""
        table = tables.slots
        with self._engine.begin() as connection:
            ahead = self._mine & (table.c.claimed_at > _text(moment))
            return connection.execute(delete(table).where(ahead)).rowcount

    def prune(self, before: datetime) -> int:
        """Drop slots that were closed before a moment, so that a table of years stays small."""
        table = tables.slots
        old = (
            table.c.done_at.is_not(None)
            & (table.c.done_at < _text(before))
            & (table.c.due_at < _text(before))
        )
        with self._engine.begin() as connection:
            return connection.execute(delete(table).where(self._mine & old)).rowcount

    def _insert(self, row: Mapping[str, Any], now: datetime, along: Along = _nothing) -> bool:
        blank = {"owner": "", "beat": 0, "attempts": 0, "retry_at": "", "done_at": None, "outcome": ""}
        row = {**blank, "claimed_at": _text(now), **row}
        with self._engine.begin() as connection:
            won = insert_new(connection, tables.slots, {"township": self._township, **row})
            if won:
                along(connection)
            return won

    def _update(self, where: ColumnElement[bool], values: Mapping[str, Any], along: Along = _nothing) -> bool:
        with self._engine.begin() as connection:
            changed = update(tables.slots).where(self._mine & where).values(**values)
            won = connection.execute(changed).rowcount == 1
            if won:
                along(connection)
            return won

    @property
    def _mine(self) -> ColumnElement[bool]:
        return tables.slots.c.township == self._township

    def _records(self, query: Select[Any]) -> list[SlotRecord]:
        with self._engine.connect() as connection:
            return [_record(row) for row in connection.execute(query.where(self._mine)).mappings()]


def _own(claim: Claim) -> ColumnElement[bool]:
    table = tables.slots
    mine = (table.c.job == claim.job) & (table.c.slot == claim.slot) & (table.c.owner == claim.owner)
    return mine & table.c.done_at.is_(None)


def _seen(record: SlotRecord) -> ColumnElement[bool]:
    own = _own(Claim(record.job, record.slot, record.owner))
    return own & (tables.slots.c.beat == record.beat)


def _record(row: Mapping[Any, Any]) -> SlotRecord:
    values = {name: value for name, value in row.items() if name != "township"}
    for name in ("due_at", "claimed_at", "done_at", "retry_at"):
        values[name] = _moment(values[name])
    values["error"] = json.loads(values["error"]) if values["error"] else None
    return SlotRecord(**values)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _json(error: Mapping[str, str] | None) -> str | None:
    return json.dumps(error, ensure_ascii=False) if error else None
