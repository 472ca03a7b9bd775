"""Two services by mistake on one state: no slot twice, none lost, in SQLite and in PostgreSQL."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from config.tables.service_tables import SchedulePart
from scheduler.serve.timetable import JobName
from tests.scheduler.states import open_another, postgres_url, state_url
from tests.scheduler.year import ZONE, Machine, PowerCutError, World

__all__ = ["open_another", "postgres_url", "state_url"]

SPARSE = SchedulePart(sync="0 9,14 * * *")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def pair(world, open_another, schedule):
    """Two machines; whenever one works, the other looks several times while the first one's heart beats."""
    short = timedelta(seconds=20)
    machines = [Machine(world, open_another(), name=name, schedule=schedule, length=short) for name in "ab"]

    def look_meanwhile(one, other):
        def look(shift):
            def beat(_shift=None):
                one.state.slots.beat(shift.slot.job, shift.slot.key, one.service._terms.owner)

            inside, other.in_the_middle = other.in_the_middle, beat
            for _ in range(3):
                world.now += timedelta(seconds=50)
                beat()
                other.service.work_off()
            other.in_the_middle = inside

        return look

    for one, other in (machines, reversed(machines)):
        one.in_the_middle = look_meanwhile(one, other)
    return machines


def live_with_cuts(world, machines, until, *, seed, cuts):
    chance = random.Random(seed)
    moments = sorted(chance.random() * (until - world.now) + world.now for _ in range(cuts))
    while world.now < until:
        for machine in machines:
            machine.cut_at = None
        if moments and moments[0] <= world.now:
            moments.pop(0)
            chance.choice(machines).cut_at = world.now
        for machine in machines:
            try:
                machine.service.work_off()
                cut = machine.cut_at is not None  # it had nothing to do when the light went out
            except PowerCutError:
                cut = True
            if cut:
                # This one restarts; now and then the light went out for both.
                for dead in machines if chance.random() < 0.3 else [machine]:
                    dead.start()
                    dead.cut_at = None
                if chance.random() < 0.5:
                    world.now += timedelta(hours=chance.choice([1, 5, 30, 200]))
        ahead = min(machine.next_look() for machine in machines)
        world.now = max(ahead, world.now + timedelta(seconds=1))
    machines[0].live_until(world.now + timedelta(hours=1))


def check(world, halves):
    for job in JobName:
        twice = [key for key, count in world.counts(job).items() if count > 1]
        assert not twice, (job, twice)
    assert set(halves) <= set(world.counts("report"))
    days = Counter(when.date() for job, _, when, done in world.ran if job == "remind" and done)
    assert set(days.values()) <= {1}


def test_two_services_share_the_slots_of_a_month(open_another):
    world = World("2026-03-13T20:00")
    machines = pair(world, open_another, SPARSE)
    live_with_cuts(world, machines, at("2026-04-17T12:00"), seed=1, cuts=10)
    check(world, ["2026-03H1", "2026-03H2", "2026-04H1"])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_two_services_share_the_slots_of_a_year(open_another, seed):
    world = World("2025-12-31T20:00")
    machines = pair(world, open_another, SchedulePart())
    live_with_cuts(world, machines, at("2027-01-05T12:00"), seed=seed, cuts=50)
    check(world, [f"2026-{month:02d}H{half}" for month in range(1, 13) for half in (1, 2)])


def test_a_service_that_works_long_keeps_its_slot_as_long_as_it_beats(open_another):
    world = World("2026-04-03T07:59")
    first, second = pair(world, open_another, SPARSE)
    world.now = at("2026-04-03T09:00")
    looked = []

    def work(shift):
        for _ in range(30):
            world.now += timedelta(seconds=60)
            assert first.state.slots.beat(shift.slot.job, shift.slot.key, first.service._terms.owner)
            second.service.work_off()
            looked.append(world.now)

    first.service.work_off()
    second.service.work_off()
    world.ran.clear()
    world.now = at("2026-04-03T14:00")
    first.in_the_middle = second.in_the_middle = lambda _shift: None
    first.in_the_middle = work
    first.service.work_off()
    assert len(looked) == 30
    assert [(job, key) for job, key, _, _ in world.ran] == [("sync", "2026-04-03T14:00")]
