"""Pass after pass, the service's memory stays what it was."""

import gc
import itertools
import threading
import tracemalloc
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.remind.channels import Arrival
from scheduler.serve.jobs import Jobs
from scheduler.serve.lease import Shift
from scheduler.serve.timetable import JobName, Slot
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row

pytestmark = pytest.mark.no_cover

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
START = datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
KIB = 1024


def rows(count=40):
    return [TITLE, HEADER, *[row(str(n), f"2026-03-{n % 28 + 1:02d}") for n in range(1, count)]]


@pytest.fixture
def bodies(township):
    config = CONFIG + '[notify]\nurls = ["json://desk"]\n[brake]\nrows = 1000\n'
    store = FakeStore({name: rows() for name in ("甲村", "乙村", "丙村")})
    store.written = deque(maxlen=0)  # it would remember every edit, for other tests
    town = township(store, config=config)
    seconds = itertools.count()
    town = replace(town, now=lambda: START + timedelta(seconds=next(seconds)))
    jobs = Jobs(town, town.state, town.now, lambda *_arguments: Arrival.SENT)
    return jobs.bodies()


def passes(bodies, count, first=0):
    """Run passes half an hour apart, and a digest each day."""
    for number in range(first, first + count):
        now = START + timedelta(minutes=30 * number)
        job = JobName.REMIND if number % 48 == 0 else JobName.SYNC
        assert bodies[job](Shift(Slot(job, str(number), now), now, threading.Event()))


def resident_kib():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def test_a_few_days_of_passes_leave_nothing_behind(bodies):
    tracemalloc.start()
    try:
        passes(bodies, 20)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        passes(bodies, 20, first=20)
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    # A pass over these ledgers allocates megabytes; a leak of one row's worth a pass would show.
    assert after - before < 20 * 8 * KIB


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_two_thousand_passes_leave_nothing_behind(bodies):
    passes(bodies, 200)
    gc.collect()
    before = resident_kib()
    passes(bodies, 1800, first=200)
    gc.collect()
    grown = resident_kib() - before
    print(f"grown by {grown} KiB over 1,800 passes")
    assert grown < 1.8 * KIB
