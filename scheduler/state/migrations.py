"""The schema upgrades itself, one numbered step at a time."""

from collections.abc import Callable
from itertools import groupby

from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, literal, select, text, update

from config.errors import ConfigError
from config.messages import message
from scheduler.state import schema as tables
from scheduler.state.records import WrittenCell
from scheduler.state.written_cells import CellColumns, packed

#: What the newest program writes.
SCHEMA = 3

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


def _writes_are_noted_together(connection: Connection) -> None:
    """2 → 3: one row for all that one look led to, instead of one for each cell."""
    tables.journal.create(connection, checkfirst=True)
    writes = Table("writes", MetaData(), autoload_with=connection)
    owner = writes.c.get("township", literal(""))  # the first schema had none
    names = ("sheet", "row", "mark", "heading", "old", "new", "row_key")
    query = select(owner, writes.c.run, writes.c.ledger, *(writes.c[name] for name in names))
    rows = connection.execute(query.order_by(writes.c.number)).all()
    for place, cells in groupby(rows, key=lambda row: tuple(row)[:3]):
        records = [WrittenCell(*tuple(cell)[3:]) for cell in cells]
        noted = dict(zip(("township", "run", "ledger"), place, strict=True)) | {"count": len(records)}
        connection.execute(insert(tables.journal).values(**noted, cells=packed(CellColumns.of(records))))
    writes.drop(connection)


#: The step that leads from each released schema to the next one.
STEPS: dict[int, Callable[[Connection], None]] = {
    1: _every_row_has_a_township,
    2: _writes_are_noted_together,
}


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; two programs that start together take turns.

    Raises:
        ConfigError: a newer program has written it.
    """
    with engine.begin() as connection:
        take_turns(connection)
        if not _is_there(connection, tables.meta.name):
            tables.metadata.create_all(connection, checkfirst=False)
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


def _is_there(connection: Connection, table: str) -> bool:
    """Tell whether a table is there; SQLAlchemy's inspector would keep the engine in memory for good."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name")
    else:
        query = text("SELECT to_regclass(quote_ident(:name))")
    return connection.execute(query, {"name": table}).scalar() is not None


def take_turns(connection: Connection) -> None:
    """Let no other program that asks for its turn begin before this transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
