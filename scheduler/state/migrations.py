"""The schema upgrades itself, one numbered step at a time."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text, update

from config.errors import ConfigError
from config.messages import message
from scheduler.state import schema as tables

#: What the newest program writes.
SCHEMA = 2

#: Any number, as long as every duesheet asks PostgreSQL for the same one.
_LOCK = 0x64756573


def _every_row_has_a_township(connection: Connection) -> None:
    """1 → 2: ``township`` in every key, and what counts when a ledger lies untouched or cannot be read.

    What was remembered of ledgers is kept; none counts as judged, so that the next pass reads each once.
    """
    old = set(inspect(connection).get_table_names())
    for table in tables.metadata.sorted_tables:
        if table.name not in old:
            table.create(connection)
            continue
        _rebuild(connection, table)
    ledgers = tables.ledgers
    connection.execute(
        update(ledgers).values(read_on=ledgers.c.judged_on, judged_by="", title=ledgers.c.ledger)
    )


def _rebuild(connection: Connection, table: Table) -> None:
    """Give a table its new shape, with the rows it holds."""
    inspector = inspect(connection)
    had = [column["name"] for column in inspector.get_columns(table.name)]
    aside = f"{table.name}_before"
    for index in inspector.get_indexes(table.name):
        connection.execute(text(f'DROP INDEX "{index["name"]}"'))
    connection.execute(text(f'ALTER TABLE "{table.name}" RENAME TO "{aside}"'))
    table.create(connection)
    names = ", ".join(f'"{name}"' for name in had if name in table.c)
    connection.execute(text(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM "{aside}"'))  # noqa: S608
    connection.execute(text(f'DROP TABLE "{aside}"'))
    if table is tables.writes and connection.dialect.name == "postgresql":
        last = connection.execute(select(func.max(table.c.number))).scalar()
        if last is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('writes', 'number'), :last)"), {"last": last}
            )


#: The step that leads from each released schema to the next one.
STEPS: dict[int, Callable[[Connection], None]] = {1: _every_row_has_a_township}


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; two programs that start together take turns.

    Raises:
        ConfigError: a newer program has written it.
    """
    with engine.begin() as connection:
        take_turns(connection)
        if not inspect(connection).has_table(tables.meta.name):
            tables.metadata.create_all(connection)
            connection.execute(insert(tables.meta).values(key="schema", value=str(SCHEMA)))
            return
        query = select(tables.meta.c.value).where(tables.meta.c.key == "schema")
        found = int(connection.execute(query).scalar_one())
        if found > SCHEMA:
            raise ConfigError(message("state.schema", found=found, known=SCHEMA), code="state")
        for step in range(found, SCHEMA):
            STEPS[step](connection)
        if found < SCHEMA:
            changed = update(tables.meta).where(tables.meta.c.key == "schema").values(value=str(SCHEMA))
            connection.execute(changed)


def take_turns(connection: Connection) -> None:
    """Let no other program that asks for its turn begin before this transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
