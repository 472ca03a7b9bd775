"""Runs and what each wrote: noted by passes; read back for `history`, `undo` and `status`."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from config.vocabulary import Mark
from scheduler.state import schema as tables
from scheduler.state.records import RunRecord, WrittenCell
from scheduler.state.written_cells import CellColumns, packed, sheets_in, texts_in, unpacked

#: How many cells were written.
_CELLS = func.coalesce(func.sum(tables.journal.c.count), 0)


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

    def record(self, run: str, ledger: str, cells: CellColumns) -> int | None:
        """Note what is about to be written, before it is: a text in a ledger is then always known as ours.

        Returns:
            the number of the note, for `forget`; None where there was nothing to note.
        """
        if not len(cells):
            return None
        row = {"township": self._township, "run": run, "ledger": ledger, "count": len(cells)}
        with self._engine.begin() as connection:
            done = connection.execute(insert(tables.journal).values(**row, cells=packed(cells)))
        return done.inserted_primary_key[0] if done.inserted_primary_key else None

    def forget(self, note: int | None) -> None:
        """Take back the note of a write that did not happen."""
        table = tables.journal
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.number == note))

    def forget_ledger(self, ledger: str) -> None:
        """Drop what was written in a ledger: it can be taken back no more."""
        table = tables.journal
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(self._in_ledger(ledger)))

    def texts_written(self, ledger: str) -> dict[Mark, set[str]] | None:
        """Return every text we ever wrote into each of our columns of *ledger*; None if we know of none."""
        texts: dict[Mark, set[str]] = {}
        with self._engine.connect() as connection:
            query = select(tables.journal.c.cells).where(self._in_ledger(ledger))
            for (cells,) in connection.execute(query):
                for mark, text in texts_in(cells):
                    texts.setdefault(Mark(mark), set()).add(text)
        return texts or None

    def sheets_marked(self, ledger: str) -> set[str]:
        """Return the worksheets of *ledger* where our columns should stand, as far as we know.

        None after an undo or a detach, whichever ledger it was of: it may have taken them out.
        """
        newest = self.runs(limit=1, ledger=ledger)
        table = tables.runs
        query = select(func.max(table.c.started_at)).where(
            (table.c.township == self._township) & table.c.kind.in_(("undo", "detach"))
        )
        with self._engine.connect() as connection:
            taken_out = connection.execute(query).scalar()
            if not newest or (taken_out is not None and taken_out >= newest[0].started_at):
                return set()
            cells = select(tables.journal.c.cells).where(self._in_ledger(ledger))
            return {sheet for (one,) in connection.execute(cells) for sheet in sheets_in(one)}

    def runs(self, *, limit: int = 20, ledger: str | None = None) -> list[RunRecord]:
        """Return the newest runs, the newest first; with *ledger* only those that wrote there."""
        table, writes = tables.runs, tables.journal
        of_run = (writes.c.township == table.c.township) & (writes.c.run == table.c.run)
        counted = select(_CELLS).where(of_run)
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
        counted = select(_CELLS).where(self._written(run)).scalar_subquery().label("writes")
        query = select(tables.runs, counted).where(self._run(run))
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _run(row) if row else None

    def writes(self, run: str, ledger: str | None = None) -> list[WrittenCell]:
        """Return what a run wrote, in the order it wrote it."""
        table = tables.journal
        query = select(table.c.ledger, table.c.cells).where(self._written(run)).order_by(table.c.number)
        if ledger is not None:
            query = query.where(table.c.ledger == ledger)
        with self._engine.connect() as connection:
            return [cell for name, cells in connection.execute(query) for cell in unpacked(run, name, cells)]

    def _run(self, run: str) -> ColumnElement[bool]:
        return (tables.runs.c.township == self._township) & (tables.runs.c.run == run)

    def _written(self, run: str) -> ColumnElement[bool]:
        return (tables.journal.c.township == self._township) & (tables.journal.c.run == run)

    def _in_ledger(self, ledger: str) -> ColumnElement[bool]:
        return (tables.journal.c.township == self._township) & (tables.journal.c.ledger == ledger)


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
