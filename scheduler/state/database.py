"""The state's door: what it remembers lies in its parts, each with the statements of its tables."""

import os
import secrets
import sqlite3
import time
import weakref
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, Select, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, SQLAlchemyError

from config.errors import ConfigError
from config.messages import message
from scheduler.state import schema as tables
from scheduler.state.deliveries import Deliveries
from scheduler.state.filings_seen import FilingsSeen
from scheduler.state.history import History
from scheduler.state.last_looks import LastLooks
from scheduler.state.locks import Locks
from scheduler.state.migrations import take_turns, upgrade
from scheduler.state.published import PublishedSummaries
from scheduler.state.slots import Slots
from scheduler.state.state_file import StateFile
from scheduler.state.statements import upsert
from scheduler.state.troubles import cannot_open, is_read_only

#: How long a statement waits for another program to let go of a SQLite file.
_BUSY_S = 30.0

#: A server's connection that lay unused for longer may be broken, and is tried before it is used.
_RESTED_S = 2.0
#: So long another program may take to turn the write-ahead log on; it is tried that often meanwhile.
_TURN_S, _TRY_S = 2.0, 0.02


class State:
    """What is remembered between runs, of one township.

    Attributes:
        salt: of the township; keys made with it mean nothing elsewhere.
        engine: for what stands beside a township's own tables in this room.
    """

    def __init__(
        self, engine: Engine, township: str = "", *, upgraded: bool = True, borrowed: bool = False
    ) -> None:
        self.engine = self._engine = engine
        self._township = township
        self._borrowed = borrowed
        if upgraded:
            upgrade(engine)
        self.salt = self._salt()
        self.looks = LastLooks(engine, township)
        self.history = History(engine, township)
        self.published = PublishedSummaries(engine, township)
        self.filings = FilingsSeen(engine, township)
        self.slots = Slots(engine, township)
        self.deliveries = Deliveries(engine, township)
        self.locks = Locks(engine, township)

    def file(self) -> StateFile | None:
        """Return the state's file, to be watched while a service runs; None where a server keeps it."""
        path = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not path or path == ":memory:":
            return None
        return StateFile(self._engine, Path(path))

    def of(self, township: str) -> "State":
        """Return another township's part of the same database, over the same connections."""
        return State(self._engine, township, upgraded=False, borrowed=True)

    def close(self) -> None:
        """Let go of the database; a part of another's state leaves it open."""
        self.locks.close()
        if not self._borrowed:
            self._engine.dispose()

    def _salt(self) -> bytes:
        with self._engine.connect() as connection:
            found = connection.execute(self._value("salt")).scalar()
        if found is not None:
            return bytes.fromhex(found)
        with self._engine.begin() as connection:
            take_turns(connection)
            found = connection.execute(self._value("salt")).scalar()
            if found is None:
                found = secrets.token_hex(16)
                row = {"township": self._township, "key": "salt", "value": found}
                connection.execute(insert(tables.meta).values(**row))
        return bytes.fromhex(found)

    def note(self, key: str, value: str) -> None:
        """Remember one small fact about what we published, under a key of its own."""
        row = {"township": self._township, "key": key, "value": value}
        with self._engine.begin() as connection:
            upsert(connection, tables.meta, row)

    def noted(self, key: str) -> str:
        """Return what was noted under *key*; "" for nothing."""
        with self._engine.connect() as connection:
            return connection.execute(self._value(key)).scalar() or ""

    def _value(self, key: str) -> Select[str]:
        table = tables.meta
        return select(table.c.value).where((table.c.township == self._township) & (table.c.key == key))


def open_state(url: str, base: Path, *, create: bool = True, township: str = "") -> State | None:
    """Open the database at *url*; a relative SQLite path starts at *base*.

    Args:
        url: SQLAlchemy's address.
        base: where township.toml stands.
        create: make a SQLite file that is not there yet.
        township: whose rows, where several share a database; "" where it is one township's own.

    Returns:
        None when *create* is false and there is no SQLite file yet.

    Raises:
        ConfigError: the address is wrong, or the database cannot be reached.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise ConfigError(message("state.no_address")) from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigError(message("state.no_address"), code="state")
    if address.get_backend_name() == "sqlite":
        file = (base / (address.database or "state.db")).resolve()
        if not file.exists() and not create:
            return None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Parties' numbers and dates are for the account that runs duesheet alone.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise cannot_open(str(file.parent), error) from error
        address = address.set(database=str(file))
    elif address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(address, **_options(address.get_backend_name()))
        if address.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _tune_sqlite)
        else:
            _try_rested(engine)
        return _opened(engine, township)
    except (SQLAlchemyError, ImportError) as error:
        if not create and is_read_only(error):
            return _read_only(address, township)
        raise cannot_open(address.render_as_string(hide_password=True), error) from error


def _opened(engine: Engine, township: str) -> State:
    try:
        state = State(engine, township)
    except ConfigError:  # of a newer release: it is left alone
        engine.dispose()
        raise
    # Closed by its last user, SQLite puts its log into the file: whoever copies the file has all of it.
    weakref.finalize(state, engine.dispose)
    return state


def _read_only(address: URL, township: str) -> State:
    """Open a file that may not be written, for those who only look.

    Raises:
        ConfigError: an older program wrote it, so that it cannot be read as it is.
    """
    for look in ("mode=ro", "mode=ro&immutable=1"):  # the latter where no lock can be taken beside the file
        where = f"file:{quote(address.database or '')}?{look}"
        engine = create_engine("sqlite://", creator=partial(sqlite3.connect, where, uri=True))
        try:
            return State(engine, township, upgraded=False)
        except SQLAlchemyError as error:
            engine.dispose()
            last = error
    raise cannot_open(address.render_as_string(hide_password=True), last) from last


def _options(backend: str) -> dict[str, Any]:
    # One writer at a time is SQLite's way; waiting beats failing when two passes meet.
    if backend == "sqlite":
        return {"connect_args": {"timeout": _BUSY_S}}
    # A worker's jobs hold a ledger's lock on one connection and work on another.
    return {"max_overflow": 50}


def _try_rested(engine: Engine) -> None:
    """Try a connection before it is used, as the pool's own pre-ping would; not one used a moment ago.

    A look takes a connection twenty times, and each ping costs as much as what is asked.
    """

    def rest(_connection: Any, record: Any) -> None:
        record.info["rested_at"] = time.monotonic()

    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("rested_at")
        if since is None or time.monotonic() - since < _RESTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the others broke with it

    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", wake)


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    # A digest's note must survive a power cut after the digest went out, or it would go out twice.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn the write-ahead log on: unlike a statement it does not wait for another that does the same."""
    ends = time.monotonic() + _TURN_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(_TRY_S)
        else:
            return
