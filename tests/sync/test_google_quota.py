"""Google's quotas are kept by us: no 429 comes, whoever asks from however many threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.google.quota import Meter
from tests.google.bench import Bench, bench
from tests.google.clock import VirtualClock
from tests.google.simple import run_pass
from tests.google.verdicts import check_book


def test_never_more_than_54_in_any_minute():
    clock = VirtualClock()
    meter = Meter(clock)
    times = []
    for _ in range(200):
        meter.wait("a", "p", "read")
        times.append(clock.now())
    for start in times:
        assert sum(start <= moment < start + 60 for moment in times) <= 54


def test_reads_and_writes_and_users_are_metered_apart_and_the_project_together():
    clock = VirtualClock()
    meter = Meter(clock)
    for _ in range(54):
        meter.wait("a", "p", "read")
        meter.wait("a", "p", "write")
    assert clock.slept == 0
    for user in "bcde":
        for _ in range(54):
            meter.wait(user, "p", "read")
    assert clock.slept == 0
    meter.wait("f", "p", "read")
    assert clock.slept >= 60, "the project's 270 are spent"
    meter.wait("f", "other", "read")


def test_a_refusal_holds_every_thread_of_that_user():
    clock = VirtualClock()
    meter = Meter(clock)
    meter.hold("a", "read", 30)
    meter.wait("b", "p", "read")
    meter.wait("a", "p", "write")
    assert clock.slept == 0
    meter.wait("a", "p", "read")
    assert clock.slept == pytest.approx(30)


def adopt(work: Bench, ledgers: int, rows: int) -> None:
    refs = [work.ledger(f"s{i}", f"村{i}", rows=rows) for i in range(ledgers)]
    work.store.list()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda ref: run_pass(work.store, ref), refs))
    assert work.server.refused == 0, "no 429 reached anybody"
    for ref in refs:
        check_book(work.book(ref))


@pytest.mark.parametrize("accounts", [1, 3])
def test_many_ledgers_in_eight_threads_meet_no_429(tmp_path, accounts):
    names = [f"bot{i}@example.iam" for i in range(accounts)]
    with bench(tmp_path, accounts=names) as work:
        work.share_with = tuple(names)
        adopt(work, 60, 3)
        minutes = work.clock.slept / 60
        assert minutes >= 1 if accounts == 1 else minutes < 1


@pytest.mark.soak
def test_a_thousand_ledgers_of_two_hundred_rows(tmp_path):
    import tracemalloc

    with bench(tmp_path) as work:
        refs = [work.ledger(f"s{i}", f"村{i}", rows=200) for i in range(1000)]
        work.store.list()
        tracemalloc.start()
        sizes = []
        with ThreadPoolExecutor(8) as pool:
            for part in range(0, 1000, 250):
                list(pool.map(lambda ref: run_pass(work.store, ref), refs[part : part + 250]))
                work.server.forget()
                sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        assert work.server.refused == 0
        for ref in refs[::50]:
            check_book(work.book(ref))
        print(f"\n{work.clock.slept / 60:.0f} minutes of waiting for quota; memory {sizes}")
