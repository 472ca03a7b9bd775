"""A database of an earlier release, opened by a cluster: each part of it goes on from its own version."""

import pytest
from sqlalchemy import create_engine, text

from config.errors import ConfigError
from scheduler.cluster.open_cluster import open_cluster
from tests.scheduler.cluster.townships import make_county
from tests.scheduler.state.test_townships_in_state import SCHEMA_1

pytestmark = pytest.mark.needs("postgresql", "procrastinate")


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, ["甲乡"], villages=1)


def versions(ask):
    return dict(
        ask("SELECT key, value FROM meta WHERE township = '' AND key IN ('schema', 'cluster', 'queue')")
    )


def test_a_townships_first_schema_becomes_a_clusters(county, database, ask):
    engine = create_engine(database)
    script = SCHEMA_1.format(serial="SERIAL", true="true", false="false")
    with engine.begin() as connection:
        for statement in filter(str.strip, script.split(";\n")):
            connection.execute(text(statement.replace(":", r"\:")))
    engine.dispose()
    open_cluster(county).close()
    newest = versions(ask)
    assert set(newest) == {"schema", "cluster", "queue"}
    assert ask("SELECT township, run FROM runs") == [("", "r1")]
    assert ask("SELECT township, outcome FROM ledgers") == [("", "written")]
    assert ask("SELECT count(*) FROM fleet") == ask("SELECT count(*) FROM procrastinate_jobs") == [(0,)]
    cluster = open_cluster(county)
    cluster.state.of("甲乡").note("key", "value")
    cluster.close()
    assert versions(ask) == newest
    assert ask("SELECT value FROM meta WHERE township = '甲乡' AND key = 'key'") == [("value",)]


def test_of_the_queues_own_steps_only_those_that_came_since_are_taken(county, ask):
    cluster = open_cluster(county)
    read = []

    def step(name):
        read.append(name)
        return f"CREATE TABLE step_{name[:2]} (number int)"

    ask("UPDATE meta SET value = '02_older.sql' WHERE township = '' AND key = 'queue'")
    steps = ["01_first.sql", "02_older.sql", "03_newer.sql", "04_newest.sql"]
    for _ in range(2):
        cluster.state.upgrade_queue("SELECT no_such_function()", steps, step)
    cluster.close()
    assert read == ["03_newer.sql", "04_newest.sql"]
    assert ask("SELECT to_regclass('step_01'), to_regclass('step_04')::text") == [(None, "step_04")]
    assert versions(ask)["queue"] == "04_newest.sql"


def test_a_step_that_fails_leaves_the_version_as_it_was(county, ask):
    cluster = open_cluster(county)
    ask("UPDATE meta SET value = '02_older.sql' WHERE township = '' AND key = 'queue'")
    scripts = {"03_good.sql": "CREATE TABLE half (number int)", "04_bad.sql": "SELECT no_such_function()"}
    with pytest.raises(Exception, match="no_such_function"):
        cluster.state.upgrade_queue("", list(scripts), scripts.__getitem__)
    cluster.close()
    assert versions(ask)["queue"] == "02_older.sql"
    assert ask("SELECT to_regclass('half')") == [(None,)]


@pytest.mark.parametrize("part", ["schema", "cluster"])
def test_a_database_of_a_newer_release_is_left_alone(county, ask, part):
    open_cluster(county).close()
    ask("UPDATE meta SET value = '99' WHERE township = '' AND key = :part", part=part)
    with pytest.raises(ConfigError, match="99"):
        open_cluster(county)
    assert versions(ask)[part] == "99"
