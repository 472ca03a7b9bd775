"""Runs and what each wrote: noted by passes; read back for `history`, `undo` and `status`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from config.vocabulary import Mark
from scheduler.state import schema as tables
from scheduler.state.records import RunRecord, WriteRecord, WrittenCell
from scheduler.state.statements import insert_all


class History:
    """Runs and their writes."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def begin(self, run: str, kind: str, today: date, started_at: datetime) -> None:
        """Note that a pass begins."""
        row = {"run": run, "kind": kind, "today": today, "started_at": started_at.isoformat("T", "seconds")}
        with self._engine.begin() as connection:
            connection.execute(insert(tables.runs).values(township=self._township, **row))

    def finish(self, run: str, finished_at: datetime, totals: Mapping[str, int]) -> None:
        """Note how a pass ended."""
        values = {"finished_at": finished_at.isoformat("T", "seconds"), "totals": json.dumps(totals)}
        with self._engine.begin() as connection:
            connection.execute(update(tables.runs).where(self._run(run)).values(**values))

    def record(self, run: str, ledger: str, records: Sequence[WriteRecord]) -> None:
        """Note what is about to be written, before it is: a text in a ledger is then always known as ours."""
        names = tuple(WriteRecord.__dataclass_fields__)
        place = {"township": self._township, "run": run, "ledger": ledger}
        rows = [place | {name: getattr(record, name) for name in names} for record in records]
        with self._engine.begin() as connection:
            insert_all(connection, tables.writes, rows)

    def forget(self, run: str, ledger: str, records: Sequence[WriteRecord]) -> None:
        """Take back the newest notes of a write that did not happen."""
        table = tables.writes
        of_ledger = self._written(run) & (table.c.ledger == ledger)
        newest = select(table.c.number).where(of_ledger).order_by(table.c.number.desc()).limit(len(records))
        with self._engine.begin() as connection:
            first = connection.execute(
                select(newest.subquery().c.number).order_by("number").limit(1)
            ).scalar()
            if first is not None:
                connection.execute(delete(table).where(of_ledger & (table.c.number >= first)))

    def forget_ledger(self, ledger: str) -> None:
        """Drop what was written in a ledger: it can be taken back no more."""
        table = tables.writes
        here = (table.c.township == self._township) & (table.c.ledger == ledger)
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(here))

    def texts_written(self, ledger: str) -> dict[Mark, set[str]] | None:
        """Return every text we ever wrote into each of our columns of *ledger*; None if we know of none."""
        table = tables.writes
        here = (table.c.township == self._township) & (table.c.ledger == ledger)
        texts: dict[Mark, set[str]] = {}
        with self._engine.connect() as connection:
            for mark, text in connection.execute(select(table.c.mark, table.c.new).where(here).distinct()):
                texts.setdefault(Mark(mark), set()).add(text)
        return texts or None

    def runs(self, *, limit: int = 20, ledger: str | None = None) -> list[RunRecord]:
        """Return the newest runs, the newest first; with *ledger* only those that wrote there."""
        table, writes = tables.runs, tables.writes
        of_run = (writes.c.township == table.c.township) & (writes.c.run == table.c.run)
        counted = select(func.count()).where(of_run)
        query = select(table).where(table.c.township == self._township)
        query = query.order_by(table.c.started_at.desc(), table.c.run.desc()).limit(limit)
        if ledger is not None:
            counted = counted.where(writes.c.ledger == ledger)
            query = query.where(select(writes.c.number).where(of_run & (writes.c.ledger == ledger)).exists())
        query = query.add_columns(counted.correlate(table).scalar_subquery().label("writes"))
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def run(self, run: str) -> RunRecord | None:
        """Return one run by its name."""
        counted = select(func.count()).where(self._written(run)).scalar_subquery().label("writes")
        query = select(tables.runs, counted).where(self._run(run))
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _run(row) if row else None

    def writes(self, run: str, ledger: str | None = None) -> list[WrittenCell]:
        """Return what a run wrote, in the order it wrote it."""
        table = tables.writes
        columns = [table.c[name] for name in WrittenCell.__dataclass_fields__]
        query = select(*columns).where(self._written(run)).order_by(table.c.number)
        if ledger is not None:
            query = query.where(table.c.ledger == ledger)
        with self._engine.connect() as connection:
            return [WrittenCell(*row) for row in connection.execute(query)]

    def _run(self, run: str) -> ColumnElement[bool]:
        return (tables.runs.c.township == self._township) & (tables.runs.c.run == run)

    def _written(self, run: str) -> ColumnElement[bool]:
        return (tables.writes.c.township == self._township) & (tables.writes.c.run == run)


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
