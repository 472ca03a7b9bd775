"""The planner: each due slot once, with its job in the same transaction, whatever happens to whom."""

import threading

import pytest

from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.planner import SlotPlanner
from scheduler.state.fleet.job_queue import JobQueue
from tests.scheduler.cluster.townships import make_county

pytestmark = pytest.mark.needs("postgresql", "procrastinate")

NAMES = ["东", "南", "西", "北"]


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, NAMES, villages=1)


@pytest.fixture
def planned(county, make_due):
    """A planner that has seen its townships for the first time, with sync due in each."""
    cluster = open_cluster(county)
    planner = SlotPlanner(cluster)
    planner.refresh()
    assert planner.tick() == 0  # what was due before the cluster existed was not missed
    make_due(NAMES, "sync")
    yield cluster
    cluster.close()


def jobs(ask):
    return sorted(ask("SELECT args ->> 'township', task_name FROM procrastinate_jobs"))


def test_a_slot_comes_with_its_job(planned, ask):
    assert SlotPlanner(planned).tick() == len(NAMES)
    assert jobs(ask) == sorted((name, "survey") for name in NAMES)
    assert ask("SELECT count(*) FROM slots WHERE owner = 'queue' AND done_at IS NULL") == [(len(NAMES),)]


def test_one_slot_of_a_township_at_a_time(planned, ask, make_due):
    make_due(NAMES, "sweep")
    planner = SlotPlanner(planned)
    assert [planner.tick(), planner.tick()] == [len(NAMES), 0]


def test_a_crash_between_slot_and_job_leaves_neither(planned, ask, monkeypatch):
    def crash(*_):
        raise SystemExit

    monkeypatch.setattr(JobQueue, "defer", crash)
    with pytest.raises(SystemExit):
        SlotPlanner(planned).tick()
    assert jobs(ask) == []
    assert ask("SELECT count(*) FROM slots WHERE owner = 'queue'") == [(0,)]
    monkeypatch.undo()
    assert SlotPlanner(planned).tick() == len(NAMES)


def test_two_planners_at_once_win_each_slot_once(planned, county, ask):
    others = [open_cluster(county) for _ in range(3)]
    start = threading.Barrier(len(others))

    def plan(cluster):
        planner = SlotPlanner(cluster)
        start.wait()
        planner.tick()

    threads = [threading.Thread(target=plan, args=[cluster]) for cluster in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for cluster in others:
        cluster.close()
    assert jobs(ask) == sorted((name, "survey") for name in NAMES), ask(
        "SELECT * FROM slots WHERE done_at IS NULL"
    )


def test_one_process_plans_until_its_connection_is_gone(planned, ask):
    with planned.state.alone("planner") as still:
        assert still is not None
        assert still()
        with planned.state.alone("planner") as other:
            assert other is None
        ask(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert not still()
    with planned.state.alone("planner") as again:
        assert again is not None


def test_a_township_whose_config_is_broken_stops_no_other(planned, county, ask):
    (county.parent / "townships" / "东" / "township.toml").write_text("[township\n", "utf-8")
    planner = SlotPlanner(planned)
    planner.refresh()
    assert planner.tick() == len(NAMES) - 1
    assert ask("SELECT township FROM fleet WHERE error IS NOT NULL") == [("东",)]


def test_a_slot_that_lost_its_job_is_planned_again(planned, ask):
    from scheduler.cluster.slot_jobs import SlotJobs
    from scheduler.cluster.watch import Watch

    planner = SlotPlanner(planned)
    planner.tick()
    ask("DELETE FROM procrastinate_jobs WHERE args ->> 'township' = '东'")
    watch = Watch(planned, SlotJobs(planned, lambda *_: None, threading.Event()))
    assert watch.sweep() == 1
    assert planner.tick() == 1
    assert jobs(ask) == sorted((name, "survey") for name in NAMES)
