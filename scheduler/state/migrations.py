"""The schema upgrades itself, one numbered step at a time."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, select, text, update

from config.errors import ConfigError
from scheduler.state import schema as tables

#: What the newest program writes.
SCHEMA = 1

#: The step that leads from each released schema to the next one.
STEPS: dict[int, Callable[[Connection], None]] = {}

#: Any number, as long as every duesheet asks PostgreSQL for the same one.
_LOCK = 0x64756573


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
            raise ConfigError(
                f"state.url: the database has schema {found}, this program knows {SCHEMA}",
                fix="install the newer duesheet that wrote it, or name another state.url",
                code="state",
            )
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
