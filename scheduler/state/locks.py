"""One hand at a time on a ledger: whoever is about to change it takes its lock, or leaves it to the other.

PostgreSQL has locks that end with their connection. For SQLite a lock is a row with a lease that its holder
renews: the lease of a program that was killed on this machine ends at once, that of another machine's in
time.
"""

import os
import socket
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from scheduler import clock
from scheduler.state import schema as tables
from scheduler.state.migrations import take_turns
from scheduler.state.statements import upsert

_LEASE = timedelta(minutes=2)
_RENEWED_EVERY_S = 20.0
_ASKED_EVERY_S = 0.2


class Locks:
    """The locks this program holds on ledgers of one township."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township
        self._held: set[str] = set()
        self._guard = threading.Lock()
        # Two townships' services, or two states of one test, may live in one process.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        self._connection: Connection | None = None
        self._done = threading.Event()

    @contextmanager
    def hold(self, ledger: str, *, patience_s: float = 0.0) -> Generator[bool]:
        """Hold a ledger's lock while the block runs; False when another pass has it.

        Args:
            ledger: its id.
            patience_s: how long to wait for another pass to let go of it.
        """
        until = time.monotonic() + patience_s
        while not (taken := self.take(ledger)) and time.monotonic() < until:
            time.sleep(_ASKED_EVERY_S)
        try:
            yield taken
        finally:
            if taken:
                self.give_back(ledger)

    def take(self, ledger: str) -> bool:
        """Take a ledger's lock until `give_back`; False when another pass has it."""
        with self._guard:
            if ledger in self._held or not self._take(ledger):
                if not self._held:
                    self._let_go()
                return False
            if not self._held and not self._is_server:
                self._done = threading.Event()
                threading.Thread(target=self._renew, args=[self._done], name="locks", daemon=True).start()
            self._held.add(ledger)
            return True

    def give_back(self, ledger: str) -> None:
        """Let go of a lock; the database being gone is no reason to fail then."""
        with self._guard:
            self._held.discard(ledger)
            if not self._held:
                self._done.set()
            with suppress(SQLAlchemyError):
                self._give_back(ledger)
            if not self._held:
                self._let_go()

    def _let_go(self) -> None:
        """Give the connection back, for a worker keeps the states of hundreds of townships."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()

    def close(self) -> None:
        """Let go of all."""
        for ledger in sorted(self._held):
            self.give_back(ledger)
        self._let_go()

    @property
    def _is_server(self) -> bool:
        return self._engine.dialect.name != "sqlite"

    def _take(self, ledger: str) -> bool:
        if self._is_server:
            return self._ask("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))", ledger)
        now = clock.now(UTC)
        table = tables.ledger_locks
        with self._engine.begin() as connection:
            take_turns(connection)
            query = select(table.c.owner, table.c.until).where(self._row(ledger))
            found = connection.execute(query).first()
            if found is not None and _moment(found.until) > now and not _is_dead(found.owner):
                return False
            key = {"township": self._township, "ledger": ledger}
            upsert(connection, table, key | {"owner": self._owner, "until": _text(now + _LEASE)})
        return True

    def _give_back(self, ledger: str) -> None:
        if self._is_server:
            self._ask("SELECT pg_advisory_unlock(hashtextextended(:key, 0))", ledger)
            return
        table = tables.ledger_locks
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(self._row(ledger) & (table.c.owner == self._owner)))

    def _row(self, ledger: str):
        table = tables.ledger_locks
        return (table.c.township == self._township) & (table.c.ledger == ledger)

    def _ask(self, question: str, ledger: str) -> bool:
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            connection = self._engine.connect()
            self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        key = f"ledger/{self._township}/{ledger}"
        return bool(self._connection.execute(text(question), {"key": key}).scalar())

    def _renew(self, done: threading.Event) -> None:
        table = tables.ledger_locks
        while not done.wait(_RENEWED_EVERY_S):
            with suppress(SQLAlchemyError), self._engine.begin() as connection:
                until = _text(clock.now(UTC) + _LEASE)
                connection.execute(update(table).where(table.c.owner == self._owner).values(until=until))


def _is_dead(owner: str) -> bool:
    """Whether a holder on this very machine runs no more; of other machines nobody knows."""
    host, _, rest = owner.partition(":")
    number = rest.partition(":")[0]
    # On Windows asking a process whether it lives would end it; there the lease decides.
    if host != socket.gethostname() or sys.platform == "win32" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
