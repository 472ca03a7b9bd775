"""A township's own state copied into the database that many share: every row, under the township's name."""

from sqlalchemy import delete, func, select

from scheduler.state import schema as tables
from scheduler.state.database import State
from scheduler.state.statements import insert_all

#: Rows that are of a moment: who holds a ledger's lock just now.
_LEFT = frozenset({tables.ledger_locks.name})


def is_empty(state: State, township: str) -> bool:
    """Tell whether nothing is known of a township yet but its salt."""
    with state.engine.connect() as connection:
        for table in (tables.runs, tables.ledgers, tables.summaries, tables.deliveries):
            query = select(func.count()).select_from(table).where(table.c.township == township)
            if connection.execute(query).scalar_one():
                return False
    return True


def adopt(source: State, target: State, township: str) -> dict[str, int]:
    """Copy all that *source* remembers, in one transaction. What the target had of the township goes.

    Args:
        source: a township's own state; its rows belong to "".
        target: the shared database.
        township: the short name they are to have there.

    Returns:
        how many rows of each table.
    """
    copied: dict[str, int] = {}
    with source.engine.connect() as reading, target.engine.begin() as writing:
        for table in tables.metadata.sorted_tables:
            if table.name in _LEFT:
                continue
            owner = table.c.unit_or_township if table is tables.figures else table.c.township
            writing.execute(delete(table).where(owner == township))
            found = reading.execute(select(table).where(owner == "").order_by(*table.primary_key))
            rows = [dict(row) | {owner.name: township} for row in found.mappings()]
            if table is tables.meta:
                rows = [row for row in rows if row["key"] not in ("schema", "cluster", "queue", "service")]
            if table is tables.journal:
                for row in rows:
                    del row["number"]  # the database counts them itself, in the same order
            insert_all(writing, table, rows)
            copied[table.name] = len(rows)
    return copied
