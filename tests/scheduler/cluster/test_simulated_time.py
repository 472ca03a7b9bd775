"""A township on a cluster through a month or a year of simulated time: stops, kills, new planners."""

import random
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from config.vocabulary import OutcomeKind
from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.orders import Order
from scheduler.cluster.planner import SlotPlanner
from scheduler.cluster.slot_jobs import SlotJobs
from scheduler.cluster.watch import Watch
from scheduler.marking.outcome import Outcome
from scheduler.passes import clock_guard
from scheduler.passes.conclusion import Pass
from scheduler.remind.channels import Arrival
from scheduler.serve.idle_memory import give_back
from scheduler.serve.timetable import CatchUp, JobName, make_plan
from scheduler.state.records import LedgerRecord, LedgerRows, VerdictRecord
from tests.scheduler.cluster.townships import make_county

pytestmark = [pytest.mark.needs("postgresql", "procrastinate"), pytest.mark.no_cover]

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 7, tzinfo=ZONE)
SCHEDULE = '\n[notify]\nurls = ["wecombot://x"]\n\n[schedule]\nsync = "0 9,14 * * *"\n'


class KilledError(BaseException):
    """The worker is gone in the middle of whatever it did."""


class SimulatedCluster:
    """A planner and three workers in one process, whose clock is ours and whose workers can be killed."""

    def __init__(self, config, ask, now):
        self.config, self.ask, self.now = config, ask, now
        self.sent, self.kills, self.passes = [], 0, 0
        self.kill_next = False
        self.cluster = None
        self.start()

    def start(self):
        """New processes on the same database."""
        if self.cluster is not None:
            self.cluster.close()
        self.cluster = open_cluster(self.config)
        self.cluster._clock = SimpleNamespace(now=lambda: self.now)
        self.jobs = SlotJobs(self.cluster, self.send, threading.Event())
        self.planner, self.watch = SlotPlanner(self.cluster), Watch(self.cluster, self.jobs)
        self.planner.refresh()
        self.workers = [self.worker() for _ in range(3)]

    def worker(self):
        return self.ask(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() + interval '9 days') RETURNING id"
        )[0][0]

    def send(self, url, _title, _lines):
        if self.kill_next:
            self.kill_next = False
            self.sent.append((url, self.now.date()))
            raise KilledError
        self.sent.append((url, self.now.date()))
        return Arrival.SENT

    def work(self):
        """Let each worker take a job; False when there was none."""
        worked = False
        for at, worker in enumerate(self.workers):
            found = self.ask(
                "SELECT id, task_name, args FROM procrastinate_fetch_job_v2(NULL, :w) WHERE id IS NOT NULL",
                w=worker,
            )
            for number, task, args in found:
                worked = True
                try:
                    self.body(task, args)
                    self.killed_before_it_told_anybody(task)
                except KilledError:
                    self.kills += 1
                    self.ask("DELETE FROM procrastinate_workers WHERE id = :w", w=worker)
                    self.workers[at] = self.worker()
                    self.watch.sweep()
                else:
                    self.ask("SELECT procrastinate_finish_job_v1(:n, 'succeeded', true)", n=number)
        return worked

    def killed_before_it_told_anybody(self, task):
        if self.kill_next and task != "digest":
            self.kill_next = False
            raise KilledError

    def body(self, task, args):
        order = Order.of(args)
        if task == "survey":
            self.passes += 1
            self.jobs.survey(order)
        elif task == "look":
            self.jobs.look(order, args["ledger"])
        elif task == "summary":
            self.jobs.summary(order)
        else:
            self.jobs.gather(order)

    def live_until(self, end):
        while self.now < end:
            while self.planner.tick() or self.work():
                self.now += timedelta(seconds=20)
            coming = [planned.next_at for planned in self.planner._planned.values()]
            waits = [slot.retry_at for slot in self.cluster.state.fleet.open_slots() if slot.retry_at]
            self.now = min(end, max(min([*coming, *waits]), self.now + timedelta(seconds=30)))


def live(config, ask, days, stops, kills, seed=5):
    dice = random.Random(seed)
    world = SimulatedCluster(config, ask, START)
    end = START + timedelta(days=days)
    moments = sorted(dice.sample(range(1, days * 24), stops + kills))
    events = [
        (START + timedelta(hours=hour, minutes=dice.randrange(60)), at) for at, hour in enumerate(moments)
    ]
    off = []
    ends = ["stop"] * stops + ["kill"] * kills
    dice.shuffle(ends)
    for (moment, _), end_of in zip(events, ends, strict=True):
        world.live_until(moment)
        if end_of == "kill":
            world.kill_next = True
        else:
            gone = world.now
            world.now += timedelta(hours=dice.choice([1, 3, 14, 30]))
            off.append((gone, world.now))
            world.start()
    world.live_until(end)
    return world, off


def check(world, off, ask, end):
    """No slot is missed or doubled, no digest goes out twice."""
    assert max(Counter(world.sent).values()) == 1
    township = world.cluster.township("甲乡", end.date())
    known = {(job, slot): outcome for job, slot, outcome in ask("SELECT job, slot, outcome FROM slots")}
    missed = []
    for job in make_plan(township.settings.schedule, township.rules.calendar, ZONE):
        for slot in job.between(START, end - timedelta(days=3)):
            was_off = any(gone <= slot.due <= back for gone, back in off)
            outcome = known.get((job.name.value, slot.key), "")
            if job.catch_up is CatchUp.EVERY:
                missed += [] if outcome == "done" else [(job.name, slot.key, outcome)]
            elif not was_off and outcome not in ("done", "superseded"):
                missed.append((job.name, slot.key, outcome))
    assert missed == []
    assert ask("SELECT count(*) FROM slot_work") == [(0,)]
    assert ask("SELECT count(*) FROM procrastinate_jobs") == [(0,)]
    days = {day for _, day in world.sent}
    remind = [key for (job, key), outcome in known.items() if job == JobName.REMIND and outcome == "done"]
    assert len(remind) >= len(days) > 0


@pytest.fixture
def county(tmp_path, database, monkeypatch):
    monkeypatch.setattr(clock_guard, "MADE_ON", START.date())
    return make_county(tmp_path, database, ["甲乡"], villages=2, more=SCHEDULE)


@pytest.fixture
def quick(monkeypatch):
    """Looks and summaries that take no time; slots, jobs and digests are the real ones."""
    published = []

    def look(township, _entries, ledger, _terms, _stop):
        verdict = VerdictRecord("台账", 2, "1", "SIMPLE_15D", date(2026, 3, 1), "overdue", "handler")
        record = LedgerRecord(ledger, ledger[:2], "", township.today, "", "unchanged", None, {}, "r")
        township.state.looks.save(replace(record, read_on=township.today), LedgerRows(verdicts=[verdict]))
        return "changed"

    def gathered(township, _entries, terms, _stop, *, changed):
        township.state.history.finish(terms.run, township.now(), {})
        names = [record.ledger for record in township.state.looks.ledgers()]
        return Pass(terms.run, [Outcome(name[:2], name, OutcomeKind.UNCHANGED) for name in names])

    def publish(_township, kind, period, **_terms):
        published.append((kind, period))
        return SimpleNamespace(unread=(), title="")

    names = ["1村.xlsx", "2村.xlsx"]
    monkeypatch.setattr("scheduler.cluster.slot_jobs.wanted", lambda *_, **__: names)
    monkeypatch.setattr("scheduler.cluster.slot_jobs.look_at", look)
    monkeypatch.setattr("scheduler.cluster.slot_jobs.gather_pass", gathered)
    monkeypatch.setattr("scheduler.publishing.summaries.publish", publish)
    return published


def test_a_month_with_five_stops_and_three_kills(county, ask, quick):
    world, off = live(county, ask, days=31, stops=5, kills=3)
    assert (len(off), world.kills) == (5, 3)
    check(world, off, ask, world.now)
    assert {period for kind, period in quick if kind == "half-month"} >= {"2026-03H1"}
    world.cluster.close()


def fill_names():
    """Let the interpreter rebuild its table of names now, and not in the middle of what is measured.

    It grows when as many names came as it has room for, those long gone among them: once, by some 2 MiB.
    """
    for at in range(200_000):
        sys.intern(f"a name of nothing {at}")


def resident_mib():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def live_long(world, days, ends, seed=8):
    """Live with real looks; three of five ends are stops, the others kills.

    Returns:
        when nothing ran, and the memory in MiB after each of the ends by the number of passes so far.
    """
    dice, off, held = random.Random(seed), [], {}
    for at in range(ends):
        world.live_until(START + timedelta(days=days / ends * (at + 1)))
        if at % 5 < 3:
            gone = world.now
            world.now += timedelta(hours=dice.choice([1, 3, 14, 30]))
            off.append((gone, world.now))
            world.start()
        else:
            world.kill_next = True
        give_back()  # as a worker does once a minute
        held[world.passes] = resident_mib()
    return off, held


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
@pytest.mark.parametrize(("days", "ends"), [(365, 100)])
def test_a_year_with_sixty_stops_and_forty_kills(county, ask, days, ends):
    fill_names()
    world = SimulatedCluster(county, ask, START)
    off, held = live_long(world, days, ends)
    first = min(passes for passes in held if passes >= 200)
    grown = (held[max(held)] - held[first]) / (max(held) - first) * 1000
    print(f"{world.passes} passes, {len(off)} stops, {world.kills} kills, {grown:.2f} MiB per 1,000", held)
    check(world, off, ask, world.now)
    assert len(off) == ends * 3 // 5
    assert grown <= 1
    world.cluster.close()
