"""The schema upgrades itself, one numbered step at a time."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, select, update

from config.errors import ConfigError
from scheduler.state import tables

#: What the newest program writes.
SCHEMA = 1

#: The step that leads from each released schema to the next one.
STEPS: dict[int, Callable[[Connection], None]] = {}


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema.

    Raises:
        ConfigError: a newer program has written it.
    """
    with engine.begin() as connection:
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
