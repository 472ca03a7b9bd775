"""Which run wrote what: read back for `history`, `undo` and `status`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, func, select

from scheduler.state import schema as tables


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run.

    Attributes:
        kind: run, sync, remind, sweep, undo or detach.
        started_at: ISO 8601 with the township's offset.
        finished_at: None when it was cut off.
        writes: how many cells it wrote.
    """

    run: str
    kind: str
    today: date
    started_at: str
    finished_at: str | None
    totals: Mapping[str, int]
    writes: int


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """One of our cells as a run wrote it."""

    run: str
    ledger: str
    sheet: str
    row: int
    mark: str
    heading: bool
    old: str
    new: str
    row_key: str


class History:
    """Runs and their writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def runs(self, *, limit: int = 20, ledger: str | None = None) -> list[RunRecord]:
        """Return the newest runs, the newest first; with *ledger* only those that wrote there."""
        table, writes = tables.runs, tables.writes
        counted = select(func.count()).where(writes.c.run == table.c.run)
        query = select(table).order_by(table.c.started_at.desc(), table.c.run.desc()).limit(limit)
        if ledger is not None:
            counted = counted.where(writes.c.ledger == ledger)
            query = query.where(
                select(writes.c.number)
                .where((writes.c.run == table.c.run) & (writes.c.ledger == ledger))
                .exists()
            )
        query = query.add_columns(counted.correlate(table).scalar_subquery().label("writes"))
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def run(self, run: str) -> RunRecord | None:
        """Return one run by its name."""
        table, writes = tables.runs, tables.writes
        counted = select(func.count()).where(writes.c.run == run).scalar_subquery().label("writes")
        with self._engine.connect() as connection:
            row = connection.execute(select(table, counted).where(table.c.run == run)).mappings().first()
        return _run(row) if row else None

    def writes(self, run: str, ledger: str | None = None) -> list[WrittenCell]:
        """Return what a run wrote, in the order it wrote it."""
        table = tables.writes
        columns = [table.c[name] for name in WrittenCell.__dataclass_fields__]
        query = select(*columns).where(table.c.run == run).order_by(table.c.number)
        if ledger is not None:
            query = query.where(table.c.ledger == ledger)
        with self._engine.connect() as connection:
            return [WrittenCell(*row) for row in connection.execute(query)]


def _run(row: Mapping[Any, Any]) -> RunRecord:
    return RunRecord(
        run=row["run"],
        kind=row["kind"],
        today=row["today"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        totals=json.loads(row["totals"]) if row["totals"] else {},
        writes=row["writes"],
    )
