"""What townships published, summed for a unit; and the roll-ups that were compiled of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, text

#: township, measure, category, level and count; of all villages together.
TownshipCell = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class FiledCounts:
    """How a township's counts of a period came.

    Attributes:
        state: on_time, late or nil.
        unread: ledgers that are not in them.
    """

    state: str
    compiled_on: date
    program: str
    rules_hash: str
    unread: int


@dataclass(frozen=True, slots=True)
class RollupRecord:
    """A roll-up as it was compiled last."""

    compiled_on: date
    told: Mapping[str, Any]


class RollupRecords:
    """The tables of published counts, of all townships, and of roll-ups."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def filed(self, kind: str, period: str) -> dict[str, FiledCounts]:
        """Return how each township's counts of a period came; a missing one is not there."""
        with self._engine.connect() as connection:
            rows = connection.execute(text(_FILED), {"kind": kind, "period": period}).all()
        return {row[0]: FiledCounts(*row[1:]) for row in rows}

    def cells(self, kind: str, period: str, townships: Sequence[str]) -> list[TownshipCell]:
        """Return what townships published last of a period, over all their villages."""
        values = {"kind": kind, "period": period, "townships": list(townships)}
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(_CELLS), values)]

    def save(self, unit: str, kind: str, period: str, record: RollupRecord) -> None:
        """Remember a roll-up; the newest compilation of a period counts."""
        values = {
            "unit": unit,
            "kind": kind,
            "period": period,
            "compiled_on": record.compiled_on,
            "told": json.dumps(record.told, ensure_ascii=False),
        }
        with self._engine.begin() as connection:
            connection.execute(text(_SAVE), values)

    def last(self, unit: str, kind: str, period: str) -> RollupRecord | None:
        """Return how a unit's roll-up of a period was compiled last; None when it never was."""
        with self._engine.connect() as connection:
            row = connection.execute(text(_LAST), {"unit": unit, "kind": kind, "period": period}).first()
        return None if row is None else RollupRecord(row.compiled_on, json.loads(row.told))


_NEWEST = """
figures f JOIN figures_meta m ON m.township = f.unit_or_township AND m.kind = f.kind
    AND m.period = f.period AND m.compiled_on = f.compiled_on AND m.rules_hash = f.rules_hash
WHERE f.kind = :kind AND f.period = :period AND f.unit_or_township = ANY(:townships)
"""
_FILED = """
SELECT township, state, compiled_on, program, rules_hash, unread FROM figures_meta
WHERE kind = :kind AND period = :period
"""
_CELLS = f"""
SELECT f.unit_or_township, f.measure, f.category, f.level, CAST(sum(f.value) AS int)
FROM {_NEWEST} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""  # noqa: S608
_SAVE = """
INSERT INTO rollups (unit, kind, period, compiled_on, told)
VALUES (:unit, :kind, :period, :compiled_on, :told)
ON CONFLICT (unit, kind, period) DO UPDATE SET compiled_on = excluded.compiled_on, told = excluded.told
"""
_LAST = "SELECT compiled_on, told FROM rollups WHERE unit = :unit AND kind = :kind AND period = :period"
