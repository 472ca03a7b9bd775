"""The two databases a state may live in, each fresh; tests import what they use."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, text

from scheduler.state import State, open_state
from tests.scheduler.postgres import cluster

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with cluster() as url:
        yield url


_needs_server = pytest.mark.needs("postgresql")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=_needs_server)])
def state_url(request, tmp_path) -> str:
    """Return the address of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state.db"
    server = request.getfixturevalue("postgres_url")
    name = f"state_{next(_numbers)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def open_another(state_url, tmp_path) -> Iterator[Callable[[], State]]:
    """Return a maker of states on the one database, each with connections of its own."""
    opened: list[State] = []

    def make() -> State:
        state = open_state(state_url, tmp_path)
        assert state is not None
        opened.append(state)
        return state

    yield make
    for state in opened:
        state.close()
