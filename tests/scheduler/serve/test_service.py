import itertools
import logging
import random
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from config.errors import DuesheetError
from config.tables.service_tables import SchedulePart
from scheduler.serve.service import TRIES, CatchUp
from scheduler.serve.timetable import JobName
from scheduler.state.slots import FAILED
from tests.scheduler.states import open_another, postgres_url, state_url
from tests.scheduler.year import ZONE, Machine, PowerCutError, World

__all__ = ["open_another", "postgres_url", "state_url"]

#: Few passes a day, so that a year fits into seconds; every other line as it stands by default.
SPARSE = SchedulePart(sync="0 9,14 * * *")
DAY = timedelta(days=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def state_url(tmp_path):  # noqa: F811  the two databases meet where it says so
    return f"sqlite:///{tmp_path}/state.db"


def test_the_first_start_makes_nothing_good(open_another):
    world = World("2026-04-03T10:10")
    Machine(world, open_another()).live_until(at("2026-04-03T10:40"))
    assert [(job, key) for job, key, _, _ in world.ran] == [("sync", "2026-04-03T10:30")]


def test_jobs_due_together_run_one_after_the_other_and_reports_last(open_another):
    world = World("2026-04-01T07:00")
    Machine(world, open_another()).live_until(at("2026-04-01T08:20"))
    assert [job for job, *_ in world.ran] == ["sync", "remind", "report", "lead_officers"]


def test_after_a_stop_only_the_newest_pass_is_made_good_and_every_half_month(open_another):
    world, state = World("2026-03-02T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-03-13T19:00"))
    world.ran.clear()
    world.now = at("2026-04-20T10:10")
    machine.start()
    machine.live_until(at("2026-04-20T10:20"))
    assert [(job, key) for job, key, _, _ in world.ran] == [
        ("sweep", "2026-04-20T03:00"),
        ("sync", "2026-04-20T10:00"),
        ("remind", "2026-04-20T08:00"),
        ("report", "2026-03H1"),
        ("report", "2026-03H2"),
        ("report", "2026-04H1"),
        ("report_again", "2026-04H1"),
        ("risk_list", "2026-03"),
        ("lead_officers", "2026Q1"),
    ]


def test_a_reminder_missed_on_friday_does_not_go_out_on_saturday(open_another):
    world, state = World("2026-04-16T12:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-16T19:00"))
    world.now = at("2026-04-18T10:00")
    machine.start()
    machine.live_until(at("2026-04-20T09:00"))
    reminded = [(key, when) for job, key, when, _ in world.ran if job == "remind"]
    assert [key for key, _ in reminded] == ["2026-04-20T08:00"]
    assert reminded[0][1] >= at("2026-04-20T08:00")


def test_a_stop_in_the_middle_is_finished_by_the_next_start(open_another):
    world, state = World("2026-04-03T07:59"), open_another()
    machine = Machine(world, state)
    machine.in_the_middle = lambda _shift: machine.service.stop()
    machine.live_until(at("2026-04-03T08:01"))
    assert [(job, done) for job, _, _, done in world.ran] == [("sync", False)]
    machine.in_the_middle = lambda _shift: None
    machine.start()
    machine.service.work_off()
    assert [(job, key, done) for job, key, _, done in world.ran[1:]] == [
        ("sync", "2026-04-03T08:00", True),
        ("remind", "2026-04-03T08:00", True),
    ]


def test_a_killed_claim_is_taken_after_its_silence_and_not_before(open_another):
    world, state = World("2026-04-03T07:59"), open_another()
    machine = Machine(world, state)
    machine.cut_at = at("2026-04-03T08:01")
    with pytest.raises(PowerCutError):
        machine.live_until(at("2026-04-03T12:00"))
    machine.cut_at = None
    machine.start()
    machine.length = timedelta(seconds=20)
    machine.service.work_off()
    assert [job for job, *_ in world.ran] == ["sync", "remind"]
    assert machine.service.look_again is not None
    machine.live_until(world.now + timedelta(minutes=3))
    assert [(job, key, done) for job, key, _, done in world.ran if job == "sync"] == [
        ("sync", "2026-04-03T08:00", False),
        ("sync", "2026-04-03T08:00", True),
    ]


def failing(world, times, error):
    left = [times]

    def body(_shift):
        if left[0]:
            left[0] -= 1
            raise error

    return body


def test_a_summary_that_fails_is_tried_again_with_growing_waits(open_another):
    world, state = World("2026-03-16T07:00"), open_another()
    error = DuesheetError("no room", fix="make room")
    machine = Machine(world, state, schedule=SPARSE, bodies={"report": failing(world, 3, error)})
    machine.live_until(at("2026-03-16T12:00"))
    tries = [when for job, _, when, _ in world.ran if job == "report"]
    waits = [round((later - sooner) / timedelta(minutes=1)) for sooner, later in itertools.pairwise(tries)]
    assert waits == [3, 7, 17]  # 1, 5 and 15 minutes after tries of 2 minutes
    assert world.counts("report") == {"2026-03H1": 1}
    assert state.slots.failed() == []


def test_a_job_that_never_works_is_given_up_and_shown_with_its_remedy(open_another, caplog):
    world, state = World("2026-04-01T07:00"), open_another()
    body = failing(world, 10_000, DuesheetError("no room", fix="make room"))
    machine = Machine(world, state, bodies={"report": body})
    machine.live_until(at("2026-04-14T07:00"))
    assert len([job for job, *_ in world.ran if job == "report"]) == TRIES[CatchUp.EVERY]
    shown = state.slots.failed()
    assert [(slot.job, slot.slot, slot.outcome, slot.error["fix"]) for slot in shown] == [
        ("report", "2026-03H2", FAILED, "make room")
    ]
    assert "no room; fix: make room" in caplog.text


def test_a_defect_in_one_job_stops_no_other_and_its_words_stay_inside(open_another, caplog):
    world, state = World("2026-04-03T07:00"), open_another()
    body = failing(world, 1, ValueError("张某甲 13800000000"))
    machine = Machine(world, state, bodies={"sync": body})
    machine.live_until(at("2026-04-03T08:20"))
    assert world.counts("sync") == {"2026-04-03T08:00": 1}
    assert world.counts("remind") == {"2026-04-03T08:00": 1}
    assert "a defect: ValueError at test_service.py" in caplog.text
    assert "张某甲" not in caplog.text
    assert "13800000000" not in str(state.slots.all())


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError(28, "No space left on device"), id="a full disk"),
        pytest.param(OperationalError("x", {}, Exception("disk is full")), id="a full disk under the state"),
    ],
)
def test_a_full_disk_is_said_and_survived(open_another, caplog, error):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state, bodies={"sync": failing(world, 1, error)})
    machine.live_until(at("2026-04-03T08:20"))
    assert world.counts("sync") == {"2026-04-03T08:00": 1}
    assert "make room on the disk" in caplog.text


def test_a_state_that_cannot_be_reached_for_a_while_is_survived(open_another, caplog, monkeypatch):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-03T07:30"))

    def broken(_job):
        raise OperationalError("SELECT", {}, Exception("gone"))

    with monkeypatch.context() as patched:
        patched.setattr(state.slots, "open", broken)
        machine.live_until(at("2026-04-03T08:03"))
    assert world.ran == []
    assert "state: OperationalError" in caplog.text
    machine.live_until(at("2026-04-03T08:10"))
    assert world.counts("sync") == {"2026-04-03T08:00": 1}


def test_a_clock_that_lost_its_battery_is_not_believed(open_another, caplog):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-03T09:00"))
    world.ran.clear()
    world.now = at("1970-01-01T08:00")
    machine.start()
    machine.service.work_off()
    machine.service.work_off()
    assert world.ran == []
    assert caplog.text.count("--trust-clock") == 1
    world.now = at("2026-04-03T09:40")
    machine.service.work_off()
    assert [job for job, *_ in world.ran] == ["sync"]


def test_a_clock_set_back_a_little_runs_nothing_twice(open_another):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-03T09:10"))
    world.now = at("2026-04-03T08:40")
    machine.live_until(at("2026-04-03T09:20"))
    assert max(world.begun("sync").values()) == 1


def test_a_clock_that_ran_ahead_can_be_taken_back(open_another):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-03T09:00"))
    world.now = at("2026-09-03T09:00")
    machine.service.work_off()
    world.now = at("2026-04-03T09:10")
    state.slots.forget_after(world.now)
    world.ran.clear()
    machine.live_until(at("2026-04-17T09:00"))
    assert world.counts("report") == {"2026-04H1": 1}
    assert max(world.begun("sync").values()) == 1


def test_years_of_a_wrong_clock_do_not_make_years_of_summaries(open_another):
    world, state = World("2026-04-03T07:00"), open_another()
    machine = Machine(world, state)
    machine.live_until(at("2026-04-03T09:00"))
    world.now = at("2036-04-03T09:00")
    machine.service.work_off()
    assert len(world.counts("report")) == 48


def test_a_live_claim_beats_and_a_lost_one_stops_its_job(open_another):
    world, state = World("2026-04-03T07:59"), open_another()
    machine = Machine(world, state)
    machine.service.work_off()
    world.now = at("2026-04-03T08:00")
    service = machine.service
    service._terms = replace(service._terms, beats=True, lease=timedelta(seconds=0.04))
    beaten, stopped = threading.Event(), []

    def wait(shift):
        for _ in range(500):
            if state.slots.open(JobName.SYNC)[0].beat > 0:
                beaten.set()
                break
            shift.stop.wait(0.01)
        seen = state.slots.open(JobName.SYNC)[0]
        while not state.slots.take(seen, "another", world.now):
            seen = state.slots.open(JobName.SYNC)[0]
        stopped.append(shift.stop.wait(10))  # what a job's body raises is the service's own matter
        service.stop()

    machine.in_the_middle = wait
    service.work_off()
    assert beaten.is_set()
    assert stopped == [True]
    assert state.slots.open(JobName.SYNC)[0].owner == "another"


def a_year_with_stops(state, seed, *, stops=60, schedule=SPARSE):
    """Live through 2026 (and on, if the stops take longer) with power cuts of 1 hour to 20 days."""
    chance = random.Random(seed)
    world = World("2025-12-31T20:00")
    machine = Machine(world, state, schedule=schedule)
    machine.service.work_off()
    for _ in range(stops):
        machine.cut_at = world.now + chance.random() * timedelta(days=6)
        with pytest.raises(PowerCutError):
            machine.live_until(world.now + timedelta(days=7))
        world.now += timedelta(hours=chance.choice([1, 2, 5, 14, 40, 90, 200, 20 * 24]))
        machine.start()
    machine.cut_at = None
    machine.live_until(max(at("2027-01-05T12:00"), world.now + timedelta(hours=1)))
    return world


def check_year(world):
    halves = {f"2026-{month:02d}H{half}" for month in range(1, 13) for half in (1, 2)} | {"2025-12H2"}
    done = world.counts("report")
    assert halves <= set(done)
    assert set(done.values()) == {1}
    for job in JobName:
        assert not [key for key, count in world.counts(job).items() if count > 1], job
    assert {f"2026-{month:02d}" for month in range(1, 13)} <= set(world.counts("risk_list"))
    assert {"2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"} <= set(world.counts("lead_officers"))
    days = [when.date() for job, _, when, finished in world.ran if job == "remind" and finished]
    assert len(days) == len(set(days))


def test_a_year_with_sixty_stops_loses_and_doubles_nothing(open_another):
    check_year(a_year_with_stops(open_another(), 20260101))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_many_years_with_sixty_stops_each(open_another, seed):
    check_year(a_year_with_stops(open_another(), seed, schedule=SchedulePart()))


def test_times_are_the_townships_whatever_the_machine_says(open_another, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    world = World("2026-04-03T07:00")
    Machine(world, open_another()).live_until(at("2026-04-03T08:10"))
    assert [(job, key) for job, key, _, _ in world.ran][:1] == [("sync", "2026-04-03T08:00")]
    monkeypatch.undo()
    time.tzset()


def test_nothing_is_logged_above_information_on_a_good_day(open_another, caplog):
    caplog.set_level(logging.INFO)
    world = World("2026-04-03T07:00")
    Machine(world, open_another()).live_until(at("2026-04-03T12:00"))
    assert {record.levelname for record in caplog.records} == {"INFO"}
