import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.planner import SlotPlanner
from tests.scheduler.cluster.townships import Processes
from tests.scheduler.states import postgres_url  # noqa: F401  a fixture

_numbers = itertools.count(1)


@pytest.fixture
def database(postgres_url):  # noqa: F811
    """The address of a database that holds nothing yet."""
    name = f"county_{next(_numbers)}"
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres_url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def ask(database):
    """Ask the database something."""
    engine = create_engine(database, isolation_level="AUTOCOMMIT")

    def ask(question, **values):
        with engine.connect() as connection:
            found = connection.execute(text(question), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    yield ask
    engine.dispose()


@pytest.fixture
def cluster(county):
    """A cluster whose planner has seen its townships; each module has a county of its own."""
    cluster = open_cluster(county)
    planner = SlotPlanner(cluster)
    planner.refresh()
    planner.tick()
    yield cluster
    cluster.close()


@pytest.fixture
def make_due(ask):
    """Let jobs of townships have been done last a week ago, so that their newest slot is due now."""

    def make_due(townships, *jobs):
        then = (datetime.now(UTC) - timedelta(days=8)).isoformat(timespec="seconds")
        for township in townships:
            for job in jobs:
                ask("DELETE FROM slots WHERE township = :t AND job = :j", t=township, j=job)
                ask(
                    "INSERT INTO slots (township, job, slot, due_at, owner, beat, attempts, retry_at, "
                    "claimed_at, done_at, outcome) "
                    "VALUES (:t, :j, 'before', :d, '', 0, 0, '', :d, :d, 'done')",
                    t=township,
                    j=job,
                    d=then,
                )

    return make_due


@pytest.fixture
def processes(tmp_path):
    """Starts workers and planners, and ends them."""
    running = Processes(tmp_path / "processes.log")
    yield running
    running.end()
