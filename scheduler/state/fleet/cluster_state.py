"""The database that many machines share: every township's state, the queue, the quota, the roll-ups."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from config.errors import ConfigError
from scheduler.state.database import State, open_state
from scheduler.state.fleet.cluster_schema import note_version, run_script, upgrade_cluster
from scheduler.state.fleet.fleet_records import Fleet
from scheduler.state.fleet.job_queue import JobQueue
from scheduler.state.fleet.quota_grants import QuotaGrants
from scheduler.state.fleet.rollup_records import RollupRecords
from scheduler.state.fleet.slot_looks import SlotLooks
from scheduler.state.migrations import take_turns

_TAKE = "SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"
_GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(:name, 0))"


class ClusterState:
    """One open database.

    Attributes:
        per_user: requests to Google that an account may make within any sixty seconds.
    """

    def __init__(self, whole: State, engine: Engine, per_user: int, per_project: int) -> None:
        self._whole = whole
        self._engine = engine
        self.fleet = Fleet(engine)
        self.queue = JobQueue(engine)
        self.grants = QuotaGrants(engine, per_user, per_project)
        self.rollups = RollupRecords(engine)
        self.per_user, self.per_project = per_user, per_project

    def of(self, township: str) -> State:
        """Return one township's state."""
        return self._whole.of(township)

    def looks(self, township: str) -> SlotLooks:
        """Return a township's slots under way."""
        return SlotLooks(self._engine, township)

    @contextmanager
    def alone(self, name: str) -> Generator[Callable[[], bool] | None]:
        """Hold a name while the block runs; None when another process holds it.

        The lock ends with the connection: a process that is killed lets go at once, and one whose
        connection broke is told by the yielded function, which is to be asked before each step.
        """
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        values = {"name": name}

        def still() -> bool:
            try:
                connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                return False
            return not connection.invalidated

        try:
            held = connection.execute(text(_TAKE), values).scalar()
            yield still if held else None
            if held and not connection.invalidated:
                connection.execute(text(_GIVE_BACK), values)
        finally:
            # Not back into the pool: whatever happened, the lock goes with the connection.
            if not connection.invalidated:
                connection.detach()
            connection.close()

    def upgrade_queue(self, whole: str, steps: Sequence[str], read: Callable[[str], str]) -> None:
        """Make the queue's tables, or run those of the library's steps that came since.

        Args:
            whole: the newest schema, for a database that has none.
            steps: the names of all steps, in order.
            read: a step's statements.
        """
        with self._engine.begin() as connection:
            take_turns(connection)
            found = connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar()
            if found is None:
                run_script(connection, whole)
            else:
                noted = text("SELECT value FROM meta WHERE township = '' AND key = 'queue'")
                last = str(connection.execute(noted).scalar() or "")
                for name in steps:
                    if name > last:
                        run_script(connection, read(name))
            if steps:
                note_version(connection, "queue", steps[-1])

    def queue_address(self) -> str:
        """Return the database's address as its own library takes it."""
        address = self._engine.url.set(drivername="postgresql")
        return address.render_as_string(hide_password=False)

    def close(self) -> None:
        """Let go of the database."""
        self._whole.close()


def open_cluster_state(address: str, base: Path, *, per_user: int, per_project: int) -> ClusterState:
    """Open the database, and make or upgrade its tables.

    Args:
        address: of a PostgreSQL database.
        base: where cluster.toml stands.
        per_user: requests to Google within any sixty seconds, of one account.
        per_project: the same of all accounts of a project.

    Raises:
        ConfigError: it cannot be reached, or a newer program has written it.
    """
    whole = open_state(address, base)
    assert whole is not None  # noqa: S101  only a file may be left unmade
    engine = whole.engine
    try:
        upgrade_cluster(engine)
    except (SQLAlchemyError, ConfigError):
        whole.close()
        raise
    return ClusterState(whole, engine, per_user, per_project)
