"""Which townships there are, whose they are, and which of their slots wait, for planner and status."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, text


@dataclass(frozen=True, slots=True)
class FleetTownship:
    """One township.

    Attributes:
        unit: whose it is by the config; moves stand beside.
        is_sender: it runs on a machine of its own and sends its counts.
        error: why its config cannot be read; None when it can.
    """

    township: str
    name: str
    unit: str
    is_sender: bool
    next_due: datetime | None
    error: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot that is not done.

    Attributes:
        owner: "" when it was given back.
        retry_at: not before this moment; None: at once.
    """

    township: str
    job: str
    slot: str
    due_at: datetime
    owner: str
    claimed_at: datetime
    retry_at: datetime | None
    attempts: int
    error: Mapping[str, str] | None


class Fleet:
    """The tables of townships and of their moves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, found: FleetTownship) -> None:
        """Remember a township as the config has it."""
        values: dict[str, Any] = {name: getattr(found, name) for name in FleetTownship.__dataclass_fields__}
        values["error"] = json.dumps(found.error, ensure_ascii=False) if found.error else None
        with self._engine.begin() as connection:
            connection.execute(text(_NOTE), values)

    def forget_others(self, kept: Sequence[str]) -> None:
        """Drop townships that the config names no more; what they published stays."""
        with self._engine.begin() as connection:
            connection.execute(text("DELETE FROM fleet WHERE NOT township = ANY(:kept)"), {"kept": [*kept]})

    def all(self) -> list[FleetTownship]:
        """Return every township, by short name."""
        with self._engine.connect() as connection:
            rows = connection.execute(text(_ALL)).all()
        return [
            FleetTownship(row.township, row.name, row.unit, row.is_sender, row.next_due, _json(row.error))
            for row in rows
        ]

    def move(self, township: str, unit: str, since: date) -> None:
        """Put a township under another unit from a day on; earlier roll-ups stay as they are."""
        with self._engine.begin() as connection:
            connection.execute(text(_MOVE), {"township": township, "unit": unit, "since": since})

    def units_on(self, day: date) -> dict[str, str]:
        """Return which unit each township that ever moved belongs to on a day."""
        with self._engine.connect() as connection:
            return {row.township: row.unit for row in connection.execute(text(_MOVED), {"day": day})}

    def open_slots(self) -> list[OpenSlot]:
        """Return every slot that is claimed or given back and not done, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(text(_OPEN)).all()
        return [
            OpenSlot(
                row.township,
                row.job,
                row.slot,
                datetime.fromisoformat(row.due_at),
                row.owner,
                datetime.fromisoformat(row.claimed_at),
                datetime.fromisoformat(row.retry_at) if row.retry_at else None,
                row.attempts,
                _json(row.error),
            )
            for row in rows
        ]

    def lost_slots(self) -> list[tuple[str, str, str]]:
        """Return claimed slots that no job stands for any more: township, job and slot."""
        with self._engine.connect() as connection:
            return [(row.township, row.job, row.slot) for row in connection.execute(text(_LOST))]

    def now(self) -> datetime:
        """Return the time by the database's clock."""
        with self._engine.connect() as connection:
            return connection.execute(text("SELECT clock_timestamp()")).scalar_one()


def _json(told: str | None) -> Mapping[str, str] | None:
    return json.loads(told) if told else None


#: Who works on a cluster's slot: the queue.
QUEUE_OWNER = "queue"

_NOTE = """
INSERT INTO fleet (township, name, unit, is_sender, next_due, error)
VALUES (:township, :name, :unit, :is_sender, :next_due, :error)
ON CONFLICT (township) DO UPDATE SET name = excluded.name, unit = excluded.unit,
    is_sender = excluded.is_sender, next_due = excluded.next_due, error = excluded.error
"""
_ALL = "SELECT township, name, unit, is_sender, next_due, error FROM fleet ORDER BY township"
_MOVE = """
INSERT INTO fleet_moves (township, unit, since) VALUES (:township, :unit, :since)
ON CONFLICT (township, since) DO UPDATE SET unit = excluded.unit
"""
_MOVED = """
SELECT DISTINCT ON (township) township, unit FROM fleet_moves WHERE since <= :day
ORDER BY township, since DESC
"""
_OPEN = """
SELECT township, job, slot, due_at, owner, claimed_at, retry_at, attempts, error FROM slots
WHERE done_at IS NULL ORDER BY due_at, township, job
"""
_LOST = f"""
SELECT s.township, s.job, s.slot FROM slots s
WHERE s.done_at IS NULL AND s.owner = '{QUEUE_OWNER}' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing')
    AND j.args ->> 'township' = s.township AND j.args ->> 'job' = s.job AND j.args ->> 'slot' = s.slot)
"""  # noqa: S608
