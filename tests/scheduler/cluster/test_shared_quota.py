"""Google's quota granted by the database: never too much, hardly too little, nearest deadline first, fair."""

import heapq
import random
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine

from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.shared_quota import SharedQuota
from scheduler.state.fleet.quota_grants import Ask, QuotaGrants
from sync.google.transport.quota import PER_PROJECT, PER_USER
from sync.google.transport.timing import StoppedError
from tests.scheduler.cluster.townships import make_county

pytestmark = pytest.mark.needs("postgresql", "procrastinate")

START = datetime(2026, 11, 30, 8, tzinfo=UTC)
MINUTE = timedelta(seconds=60)


@pytest.fixture
def grants(tmp_path, database):
    cluster = open_cluster(make_county(tmp_path, database, []))
    cluster.close()
    engine = create_engine(database)
    yield QuotaGrants(engine, PER_USER, PER_PROJECT)
    engine.dispose()


def simulate(grants, workers, seconds, seed=1):
    """Let workers ask and wait by a clock of ours.

    Args:
        grants: asked.
        workers: one (account, project, township, deadline) for each thread that always wants more.
        seconds: how long.
        seed: of when each begins, and of how late an answer to its wish to wait is heard.

    Returns:
        moment, account and township of each grant.
    """
    dice = random.Random(seed)
    waiting = [(dice.random(), at, 0) for at in range(len(workers))]
    heapq.heapify(waiting)
    granted = []
    while waiting:
        moment, at, turn = heapq.heappop(waiting)
        if moment > seconds:
            continue
        account, project, township, deadline = workers[at]
        ask = Ask(
            f"{at}.{turn}", account, project, "read", township, deadline, START + timedelta(seconds=moment)
        )
        delay = grants.ask(ask)
        if not delay:
            granted.append((moment, account, township))
            # It reads, and comes again with the next ledger.
            delay, turn = dice.uniform(0.05, 0.4), turn + 1
        heapq.heappush(waiting, (moment + delay + dice.uniform(0, 0.02), at, turn))
    return granted


def most_within_a_minute(moments):
    moments = sorted(moments)
    return max(sum(start <= other < start + 60 for other in moments) for start in moments)


def test_eight_workers_on_one_account_use_it_up_and_no_more(grants):
    deadline = START + timedelta(minutes=30)
    workers = [("a@x", "p", f"t{at}", deadline) for at in range(8)]
    granted = simulate(grants, workers, 360)
    moments = [moment for moment, _, _ in granted]
    assert most_within_a_minute(moments) <= PER_USER < 60
    assert len(granted) >= 0.95 * PER_USER * 6
    served = Counter(township for _, _, township in granted)
    assert max(served.values()) <= 1.25 * min(served.values()), "fair between townships"


def test_a_township_with_many_requests_takes_no_other_ones_turn(grants):
    workers = [("a@x", "p", "big", START)] * 9 + [("a@x", "p", "small", START)] * 3
    granted = simulate(grants, workers, 240, seed=5)
    served = Counter(township for moment, _, township in granted if moment > 60)
    assert served["small"] >= 0.5 * served["big"]  # by threads it would be a third


def test_the_nearest_deadline_is_served_first(grants):
    soon, late = START + timedelta(minutes=5), START + timedelta(hours=5)
    workers = [("a@x", "p", "sweep", late)] * 12 + [("a@x", "p", "digest", soon)] * 12
    granted = simulate(grants, workers, 150, seed=2)
    served = Counter(township for moment, _, township in granted if moment > 60)
    assert served["digest"] > 2 * served["sweep"]  # which takes what no digest waits for


def test_accounts_of_one_project_share_its_quota(grants):
    workers = [(f"{at % 7}@x", "p", f"t{at}", START) for at in range(14)]
    granted = simulate(grants, workers, 150, seed=3)
    assert most_within_a_minute([moment for moment, _, _ in granted]) <= PER_PROJECT < 300
    assert len([g for g in granted if g[0] <= 120]) >= 0.95 * PER_PROJECT * 2
    for account in {account for _, account, _ in granted}:
        assert most_within_a_minute([m for m, a, _ in granted if a == account]) <= PER_USER


def test_one_who_gave_up_waiting_holds_nobody_up(grants):
    workers = [("a@x", "p", "t", START)]
    simulate(grants, workers, 58)
    gone = Ask("gone", "a@x", "p", "read", "z", START - timedelta(hours=1), START + timedelta(seconds=55))
    assert grants.ask(gone) >= 0
    granted = simulate(grants, workers, 130, seed=4)
    assert len([g for g in granted if g[0] > 66]) >= 0.9 * PER_USER


def test_google_said_that_it_is_spent(grants):
    grants.hold("a@x", "read", timedelta(seconds=40))
    ask = Ask("1", "a@x", "p", "read", "t", START)
    assert 0 < grants.ask(ask) <= 5
    assert grants.ask(Ask("2", "b@x", "p", "read", "t", START)) == 0


def test_threads_of_several_workers_together_stay_within_it(tmp_path, database):
    """The server's own clock, and real callers at once."""
    config = make_county(tmp_path, database, [])
    clusters = [open_cluster(config) for _ in range(4)]
    granted, lock = Counter(), threading.Lock()

    def work(cluster, number):
        quota = SharedQuota(cluster.state.grants, f"t{number}", {}, lambda _seconds: True, START)
        try:
            for _ in range(30):
                quota.wait("a@x", "p", "read")
                with lock:
                    granted[number] += 1
        except StoppedError:
            return

    threads = [threading.Thread(target=work, args=[clusters[at % 4], at]) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted.values()) == PER_USER
    quota = SharedQuota(clusters[0].state.grants, "t", {}, lambda _seconds: True, START)
    assert quota.left("a@x", "p", "read") == 0
    assert quota.load("a@x", "read") == PER_USER
    assert quota.left("b@x", "p", "read") == PER_USER
    assert clusters[0].state.grants.waiting() == 0
    for cluster in clusters:
        cluster.close()
