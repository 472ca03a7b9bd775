"""A service that lives and gets nothing done is noticed: by itself, its health page, its platform."""

import logging
import shutil
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from config.errors import DuesheetError
from config.vocabulary import OutcomeKind
from scheduler.demo import make_township
from scheduler.serve.jobs import NO_LEDGER_READ, Jobs
from scheduler.serve.lease import Clocks, Lease, Shift, SlotWork
from scheduler.serve.process import STUCK_STATUS, Process
from scheduler.serve.supervisor import tell
from scheduler.serve.timetable import JobName, Slot
from scheduler.state import StateTroubleError, open_state
from scheduler.state.slots import Claim
from scheduler.township import open_township

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
SLOT = Slot(JobName.REPORT, "2026-03H2", NOW)


@pytest.fixture
def town(tmp_path):
    folder = tmp_path / "town"
    make_township(folder, datetime(2026, 4, 3, tzinfo=UTC).date())
    open_state("sqlite:///.duesheet/state.db", folder).close()
    return folder


@pytest.fixture
def process(town):
    process = Process(town)
    yield process
    process._file.close()
    process._state.close()


def lease_on(state, steady, stop):
    assert state.slots.claim(Claim(SLOT.job, SLOT.key, "me"), SLOT.due, NOW)
    clocks = Clocks(lambda: NOW, lambda: steady[0])
    return Lease(state.slots, SlotWork(SLOT, "me"), stop, clocks, timedelta(seconds=20))


def test_work_that_finishes_nothing_loses_its_slot(town):
    state = open_state("sqlite:///.duesheet/state.db", town)
    steady, stop = [0.0], threading.Event()
    lease = lease_on(state, steady, stop)
    steady[0] = 14 * 60
    assert lease._once()
    lease.progress()
    steady[0] = 28 * 60
    assert lease._once(), "progress counts from the last thing that was finished"
    steady[0] = 30 * 60
    assert not lease._once()
    assert lease.stands_still
    assert stop.is_set()
    (record,) = state.slots.open(SLOT.job)
    assert (record.owner, record.attempts, record.error["code"]) == ("", 1, "standstill")
    state.close()


def test_a_report_that_goes_on_and_on_has_an_end_all_the_same(town):
    state = open_state("sqlite:///.duesheet/state.db", town)
    steady, stop = [0.0], threading.Event()
    lease = lease_on(state, steady, stop)
    for minute in range(0, 60, 5):
        steady[0] = minute * 60
        lease.progress()
        assert lease._once()
    steady[0] = 60 * 60 + 1
    lease.progress()
    assert not lease._once()
    assert stop.is_set()
    (record,) = state.slots.open(SLOT.job)
    assert (record.owner, record.error["code"]) == ("", "over_limit")
    state.close()


def test_a_service_that_stands_still_is_unwell_and_ends_itself(process, monkeypatch):
    ended = []
    monkeypatch.setattr("scheduler.serve.process.os._exit", ended.append)
    assert process._healthy()
    process._service.under_way = SimpleNamespace(stands_still=True, began=time.monotonic())
    assert not process._healthy()
    process._tick()
    assert ended == []
    process._stuck_since = time.monotonic() - 3600
    process._tick()
    assert ended == [STUCK_STATUS]


def test_a_clock_set_back_does_not_put_the_service_to_sleep(process, caplog):
    caplog.set_level(logging.WARNING)
    process._scheduler.start(paused=True)
    process._schedule()
    process._wall = process._now() + timedelta(days=40)
    process._tick()
    assert "the clock was set back" in caplog.text
    assert process._scheduler.get_job("glance").next_run_time <= process._now()
    process._scheduler.shutdown(wait=False)


def test_it_looks_even_when_every_timer_sleeps(process):
    process._scheduler.start(paused=True)
    process._glanced_at = time.monotonic() - 3600
    process._tick()
    assert process._scheduler.get_job("glance") is not None
    process._scheduler.shutdown(wait=False)


def test_no_look_for_an_hour_is_unwell_whatever_the_clock_says(process):
    process._looked_at = time.monotonic() - 2 * 3600
    assert not process._healthy()


def test_a_deleted_state_is_written_again_with_all_it_held(process, town):
    process._state.slots.note("report", "2026-03H2", NOW, NOW, "done")
    shutil.rmtree(town / ".duesheet")
    assert process._file.is_ours()
    other = open_state("sqlite:///.duesheet/state.db", town)
    assert other.slots.known("report", ["2026-03H2"]) == {"2026-03H2"}
    other.close()
    process._state.slots.note("report", "2026-04H1", NOW, NOW, "done")
    assert process._state.slots.known("report", ["2026-04H1"])


def test_a_state_that_somebody_replaced_stops_everything_until_a_restart(process, town, caplog):
    file = town / ".duesheet" / "state.db"
    copy = file.with_name("copy")
    shutil.copy(file, copy)
    copy.replace(file)
    assert not process._file.is_ours()
    assert not process._healthy()
    assert "another file stands in its place" in caplog.text


def test_a_broken_state_is_unwell_and_says_so_without_a_traceback(process, town):
    file = town / ".duesheet" / "state.db"
    process._state._engine.dispose()
    for leftover in file.parent.glob("state.db-*"):
        leftover.unlink()
    file.write_bytes(b"no database at all " * 500)
    process._look()
    assert not process._healthy()
    assert "duesheet_state_ok 0" in process._metrics()


def test_a_state_that_can_be_read_and_not_written_is_unwell(process, monkeypatch):
    def full(*_args):
        raise StateTroubleError("full")

    process._state.slots.note("sync", "before", NOW, NOW, "done")
    monkeypatch.setattr(process._state.slots, "last_moment", full)
    process._look()
    assert not process._healthy()


def test_the_figures_tell_of_the_process_and_of_digests(process):
    told = process._metrics()
    for name in ("build_info{version=", "state_ok 1", "busy_seconds 0", 'deliveries{state="sent"} 0'):
        assert f"duesheet_{name}" in told


def test_a_changed_config_is_taken_up_without_a_signal(process, town, caplog):
    caplog.set_level(logging.INFO)
    process._scheduler.start(paused=True)
    config = town / "township.toml"
    config.write_text(config.read_text("utf-8") + "\n[schedule]\nsync = '0 9 * * *'\n", "utf-8")
    process._tick()
    assert "the config is taken up" in caplog.text
    process._tick()
    assert caplog.text.count("the config is taken up") == 1
    process._scheduler.shutdown(wait=False)


def jobs_of(town, **changes):
    township = open_township(town, datetime(2026, 4, 3, tzinfo=UTC).date())
    return Jobs(township, township.state, township.now, lambda *_: None), township


def test_a_report_told_to_stop_publishes_nothing(town):
    jobs, township = jobs_of(town)
    stop = threading.Event()
    stop.set()
    shift = Shift(SLOT, datetime(2026, 4, 3, 8, tzinfo=UTC), stop)
    assert jobs.bodies()[JobName.REPORT](shift) is False
    assert not (town / "summaries").exists() or not list((town / "summaries").glob("*2026*"))
    assert township.state.published.days("half-month") == {}
    township.state.close()


def outcome(kind):
    error = DuesheetError("gone", fix="mount it") if kind is OutcomeKind.FAILED else None
    return SimpleNamespace(kind=kind, error=error)


def test_a_pass_without_a_single_ledger_is_no_success(town):
    jobs, township = jobs_of(town)
    shift = Shift(SLOT, NOW, threading.Event())
    all_failed = SimpleNamespace(interrupted=False, outcomes=[outcome(OutcomeKind.FAILED)] * 3)
    with pytest.raises(DuesheetError, match="none of 3 ledgers") as told:
        jobs._is_good(shift, all_failed)
    assert told.value.code == NO_LEDGER_READ
    some = [outcome(OutcomeKind.FAILED), outcome(OutcomeKind.UNCHANGED)]
    assert jobs._is_good(shift, SimpleNamespace(interrupted=False, outcomes=some))
    township.state.close()


def test_the_second_pass_without_a_ledger_is_unwell(process):
    slots, error = process._state.slots, {"code": NO_LEDGER_READ, "message": "m", "fix": "f"}
    slots.claim(Claim("sync", "a", "me"), NOW, NOW)
    slots.give_back(Claim("sync", "a", "me"), attempts=1, retry_at=NOW, error=error)
    assert process._healthy()
    (record,) = slots.open("sync")
    slots.take(record, "me", NOW)
    slots.give_back(Claim("sync", "a", "me"), attempts=2, retry_at=NOW, error=error)
    assert not process._healthy()


class Watcher(BaseHTTPRequestHandler):
    """An outside watcher that counts how often it is asked."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args):
        pass


def test_an_outside_watcher_hears_of_every_good_pass(town):
    handler = type("Hearing", (Watcher,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with (town / "township.toml").open("a", encoding="utf-8") as config:
            config.write(f'\n[serve]\nheartbeat_url = "http://127.0.0.1:{server.server_port}/ping"\n')
        jobs, township = jobs_of(town)
        good = SimpleNamespace(interrupted=False, outcomes=[outcome(OutcomeKind.UNCHANGED)])
        assert jobs._is_good(Shift(SLOT, NOW, threading.Event()), good)
        server.shutdown()
    assert handler.asked == ["/ping"]
    township.state.close()


def test_systemd_hears_that_it_lives(tmp_path, monkeypatch):
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(address))
        listener.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        tell("READY=1")
        assert listener.recv(64) == b"READY=1"
    address.unlink()
    tell("WATCHDOG=1")  # nobody listens any more: no error
