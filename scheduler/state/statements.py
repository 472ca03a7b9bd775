"""Statements that SQLite and PostgreSQL both understand, and that two programs may make at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Table, and_, bindparam, delete, insert, select

#: One row's values, in the order of the columns that are named beside it.
Row = tuple[Any, ...]

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


def replace_all(
    connection: Connection, table: Table, place: Mapping[str, str], names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Put rows where those of a place stood; the same rows stay as they are.

    Args:
        connection: in a transaction.
        table: where.
        place: the columns that all of them share.
        names: the other columns, in the order of each row.
        rows: what goes into them.
    """
    there = and_(*(table.c[name] == value for name, value in place.items()))
    if connection.dialect.name != "sqlite":
        connection.execute(delete(table).where(there))
        insert_all(connection, table, [{**place, **dict(zip(names, row, strict=True))} for row in rows])
        return
    # Straight to the driver, for there may be tens of thousands, and most were there yesterday.
    plain = _as_stored(table, names, rows)
    stored = select(*(table.c[name] for name in names))
    stored = stored.where(*(table.c[name] == bindparam(f"of_{name}") for name in place))
    known = connection.exec_driver_sql(str(stored.compile(connection)), tuple(place.values()))
    there_already = set(map(tuple, known))
    if len(there_already) == len(plain) and there_already.issuperset(plain):
        return
    connection.execute(delete(table).where(there))
    if plain:
        columns = [*place, *names]
        added = insert(table).compile(connection, column_keys=columns)
        in_order = itemgetter(*map(columns.index, added.positiontup or columns))
        at = tuple(place.values())
        for start in range(0, len(plain), CHUNK):
            some = [in_order(at + row) for row in plain[start : start + CHUNK]]
            connection.exec_driver_sql(str(added), some)


def _as_stored(table: Table, names: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """Return rows as SQLite has them: days as text."""
    days = [at for at, name in enumerate(names) if isinstance(table.c[name].type, Date)]
    found: list[Row] = []
    for row in rows:
        plain = list(row)
        for at in days:
            day = plain[at]
            if isinstance(day, date):
                plain[at] = day.isoformat()
        found.append(tuple(plain))
    return found


def _insert(connection: Connection, table: Table) -> Any:
    """Return the INSERT of the database's own dialect; only that one is loaded."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
