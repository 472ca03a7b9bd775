"""Statements that SQLite and PostgreSQL both understand, and that two programs may make at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

#: How many rows one INSERT carries.
CHUNK = 20_000


def upsert(
    connection: Connection, table: Table, row: Mapping[str, Any], *, once: Collection[str] = ()
) -> None:
    """Insert a row, or change the one that has its primary key; one statement, so nobody comes between.

    On PostgreSQL the row stays locked until the transaction ends: who changes what hangs on it (verdicts,
    cases of a summary) begins with it, and the next one waits.

    Args:
        connection: in a transaction.
        table: where.
        row: every column that is set.
        once: columns that an existing row keeps.
    """
    statement = _insert(connection, table).values(dict(row))
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in row if name not in {*keys, *once}}
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement)


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one has its primary key; False when it was there."""
    statement = _insert(connection, table).values(dict(row)).on_conflict_do_nothing()
    # A driver may not count what an INSERT passes over; what it returns is sure.
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows."""
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(table), rows[start : start + CHUNK])


def _insert(connection: Connection, table: Table) -> Any:
    """Return the INSERT of the database's own dialect; only that one is loaded."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
