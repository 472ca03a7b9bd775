"""What a worker spends and how it is held to it: limits of jobs, memory, questions to the database."""

import threading

import pytest
from sqlalchemy import event

from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.orders import LIMITS, Order
from scheduler.cluster.planner import SlotPlanner
from scheduler.cluster.slot_jobs import SlotJobs
from scheduler.cluster.worker import Worker, _UnderWay
from scheduler.serve.process import STUCK_STATUS
from tests.scheduler.cluster.townships import make_county

pytestmark = pytest.mark.needs("postgresql", "procrastinate")


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, ["甲乡", "乙乡"])


@pytest.fixture
def cluster(county):
    cluster = open_cluster(county)
    yield cluster
    cluster.close()


@pytest.fixture
def worker(county):
    worker = Worker(county)
    yield worker
    worker._cluster.close()


def test_a_job_over_its_limit_is_told_to_end_and_others_are_not(worker, monkeypatch):
    ended = []
    monkeypatch.setattr("os._exit", ended.append)
    limit = LIMITS["look"].total_seconds()
    old, young = _UnderWay("look", 1000.0), _UnderWay("look", 1000.0 + limit)
    long = _UnderWay("summary", 1000.0)  # which may take thrice as long
    worker._under_way |= {1: old, 2: young, 3: long}
    worker._hold_to_limits(1000.0 + limit)
    assert not old.stop.is_set()
    worker._hold_to_limits(1001.0 + limit)
    assert [job.stop.is_set() for job in (old, young, long)] == [True, False, False]
    assert ended == []


def test_a_worker_whose_job_does_not_heed_ends_itself(worker, monkeypatch):
    ended = []
    monkeypatch.setattr("os._exit", ended.append)
    worker._under_way[1] = _UnderWay("gather", 0.0)
    worker._hold_to_limits(2 * LIMITS["gather"].total_seconds() + 1)
    assert ended == [STUCK_STATUS]


def test_what_looks_leave_behind_is_collected_between_them(worker, monkeypatch):
    monkeypatch.setattr("scheduler.cluster.worker._LOOK_AROUND_S", 0.01)
    monkeypatch.setattr("scheduler.cluster.worker._GIVE_BACK_S", 0.02)
    collected = threading.Event()
    monkeypatch.setattr("scheduler.cluster.worker.give_back", collected.set)
    guard = threading.Thread(target=worker._watch)
    guard.start()
    assert collected.wait(30)
    worker._stop.set()
    guard.join()


def test_townships_share_what_is_the_same_to_all(cluster):
    today = cluster.now().date()
    one, other = (cluster.township(name, today).rules for name in ("甲乡", "乙乡"))
    assert one.calendar is other.calendar
    assert all(mine is theirs for mine, theirs in zip(one.packs, other.packs, strict=True))


def test_a_look_asks_the_database_little_and_the_rules_once(cluster, ask, make_due, monkeypatch):
    SlotPlanner(cluster).tick()
    make_due(["甲乡"], "sweep")
    SlotPlanner(cluster).tick()
    jobs = SlotJobs(cluster, lambda *_: None, threading.Event())
    ((args,),) = ask("SELECT args FROM procrastinate_jobs WHERE task_name = 'survey'")
    jobs.survey(Order.of(args))
    looks = ask("SELECT args FROM procrastinate_jobs WHERE task_name = 'look' ORDER BY id")
    for (args,) in looks:
        jobs.look(Order.of(args), args["ledger"])
    # Once more, as a sweep that finds everything at rest.
    ask("UPDATE slot_looks SET outcome = ''")
    asked = []
    event.listen(cluster.state._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    walked = []
    monkeypatch.setattr("rules.ruleset._stable", walked.append)
    for (args,) in looks:
        jobs.look(Order.of(args), args["ledger"])
    assert len(asked) <= 15 * len(looks), "\n".join(asked)
    assert walked == []
