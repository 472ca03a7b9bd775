"""Published summaries: their figures, and the cases they rested on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Engine, delete, select

from config.vocabulary import CadenceState
from reports.inputs import Published, PublishedCase
from scheduler.state import schema as tables
from scheduler.state.statements import insert_all, upsert


class Countable(Protocol):
    """What a county adds up of one summary: cells of village, measure, category, level and count."""

    @property
    def cells(self) -> Sequence[tuple[str, str, str, str, int]]:
        """Village, measure, category, level and count."""
        ...

    @property
    def state(self) -> CadenceState:
        """How the summary came."""
        ...

    @property
    def unread(self) -> int:
        """Ledgers that are not in the counts."""
        ...

    @property
    def rules_hash(self) -> str:
        """Hash of the rules they were judged by."""
        ...

    @property
    def program(self) -> str:
        """Version of the program."""
        ...


class PublishedSummaries:
    """The tables of summaries and their cases."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def save(
        self,
        kind: str,
        period: str,
        compiled_on: date,
        figures: Mapping[str, Any],
        cases: Mapping[str, PublishedCase],
    ) -> None:
        """Remember what was published, cases by salted key; the newest compilation of a period counts."""
        key = {"township": self._township, "kind": kind, "period": period}
        text = json.dumps(figures, ensure_ascii=False)
        table = tables.summary_cases
        with self._engine.begin() as connection:
            upsert(connection, tables.summaries, {**key, "compiled_on": compiled_on, "figures": text})
            of_period = (table.c.kind == kind) & (table.c.period == period)
            connection.execute(delete(table).where((table.c.township == self._township) & of_period))
            rows = ({"case_key": name, **asdict(case)} for name, case in cases.items())
            insert_all(connection, table, [key | row for row in rows])

    def last(self, kind: str, before: str) -> Published | None:
        """Return the newest published summary before the period *before*; None when there is none."""
        table, cases = tables.summaries, tables.summary_cases
        query = select(table.c.period, table.c.compiled_on, table.c.figures).where(
            (table.c.township == self._township) & (table.c.kind == kind) & (table.c.period < before)
        )
        with self._engine.connect() as connection:
            newest = connection.execute(query.order_by(table.c.period.desc()).limit(1)).first()
            if newest is None:
                return None
            columns = [cases.c[name] for name in ("case_key", *PublishedCase.__dataclass_fields__)]
            of_period = (cases.c.kind == kind) & (cases.c.period == newest.period)
            mine = select(*columns).where((cases.c.township == self._township) & of_period)
            rows = connection.execute(mine).all()
        known = {key: PublishedCase(*facts) for key, *facts in rows}
        return Published(newest.period, newest.compiled_on, json.loads(newest.figures)["totals"], known)

    def save_counts(self, kind: str, period: str, compiled_on: date, counts: "Countable") -> None:
        """Remember a summary's counts for a roll-up; those of the same day and rules are replaced."""
        table, of = tables.figures, {"unit_or_township": self._township, "kind": kind, "period": period}
        key = {**of, "compiled_on": compiled_on, "rules_hash": counts.rules_hash}
        names = ("village", "measure", "category", "level", "value")
        meta = {"township": self._township, "kind": kind, "period": period, "compiled_on": compiled_on}
        told = {"state": counts.state.value, "program": counts.program, "rules_hash": counts.rules_hash}
        with self._engine.begin() as connection:
            same = [table.c[name] == value for name, value in key.items()]
            connection.execute(delete(table).where(*same))
            rows = [key | dict(zip(names, cell, strict=True)) for cell in counts.cells]
            insert_all(connection, table, rows)
            upsert(connection, tables.figures_meta, {**meta, **told, "unread": counts.unread})

    def of(self, kind: str, period: str) -> tuple[date, Mapping[str, Any]] | None:
        """Return when the summary of one period was compiled last, and its figures; None when never."""
        table = tables.summaries
        query = select(table.c.compiled_on, table.c.figures).where(
            (table.c.township == self._township) & (table.c.kind == kind) & (table.c.period == period)
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).first()
        return None if found is None else (found.compiled_on, json.loads(found.figures))

    def days(self, kind: str) -> dict[str, date]:
        """Return when each period's summary of a kind was compiled last."""
        table = tables.summaries
        query = select(table.c.period, table.c.compiled_on).where(
            (table.c.township == self._township) & (table.c.kind == kind)
        )
        with self._engine.connect() as connection:
            return {row.period: row.compiled_on for row in connection.execute(query)}
