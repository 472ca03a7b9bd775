"""Google's quotas are kept by us: no 429 comes, whoever asks from however many threads."""

import gc
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.google.transport.quota import Meter
from sync.google.transport.timing import Patience
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
    sizes: list[int] = []
    with (
        bench(tmp_path, patience=Patience(connect_s=30.0, read_s=60.0)) as work,
        ThreadPoolExecutor(8) as pool,
    ):
        for part in range(10):
            refs = [work.ledger(f"s{part}-{i}", f"村{part}-{i}", rows=200) for i in range(100)]
            work.store.list()
            list(pool.map(lambda ref: run_pass(work.store, ref), refs))
            for ref in refs[::10]:
                check_book(work.book(ref))
            work.server.forget()
            sizes.append(resident_mib())
        assert work.server.refused == 0, "no 429 reached anybody"
        minutes = work.clock.slept / 60
    # The server's own journal is dropped after each part, so that what is left is the client's.
    assert max(sizes[5:]) < 1.15 * max(sizes[:5]) + 20, sizes
    assert minutes + 1 >= 2000 / 54 - 1, "the quota did bind"
    print(f"\n1,000 ledgers: {minutes:.0f} minutes of Google's quota, {sizes} MiB")


def resident_mib() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20
