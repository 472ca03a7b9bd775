"""The service as a process: signals, what the next start finishes, what it shows, what it costs idle."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.demo import make_township
from scheduler.serve.process import Process
from scheduler.state import SERVICE_NOTE, open_state
from scheduler.state.slots import Claim
from tests.sync.folder.attacks import (
    a_count_of_four_thousand_million,
    a_stray_cell_in_the_last_corner,
    cells_that_never_close,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def town(tmp_path):
    """Return a sample township for which a sweep and nothing else has been due for long."""
    folder = tmp_path / "town"
    make_township(folder, datetime(2026, 4, 3, tzinfo=UTC).date())
    state = open_state("sqlite:///.duesheet/state.db", folder)
    state.slots.note("sweep", "long ago", LONG_AGO, LONG_AGO, "before")
    state.close()
    return folder


class Serving:
    """A running `duesheet serve`; what it says is read line by line."""

    def __init__(self, folder, *options):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.cli", "serve", "-c", str(folder), *options],
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=Path(__file__).parents[3],
        )
        self.said = []
        # A service that never says what a test waits for must not hold the whole run up.
        self._guard = threading.Timer(120, self.process.kill)
        self._guard.daemon = True
        self._guard.start()

    def close(self):
        self._guard.cancel()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def until(self, words):
        for line in self.process.stderr:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"ended without saying {words!r}: {''.join(self.said)}")

    def end(self, number):
        self.process.send_signal(number)
        self.said += self.process.stderr.readlines()
        return self.process.wait(30)


@pytest.fixture
def serve(town):
    started = []

    def start(*options):
        started.append(Serving(town, *options))
        return started[-1]

    yield start
    for serving in started:
        serving.close()


def outcomes(said):
    return [line for line in said if re.search(r"\.\d\d s$", line.strip())]


@pytest.mark.parametrize(
    ("number", "status"),
    [pytest.param(signal.SIGTERM, 0, id="SIGTERM"), pytest.param(signal.SIGINT, 130, id="Ctrl-C")],
)
def test_a_stop_lets_the_ledger_under_way_finish_and_the_next_start_the_rest(town, serve, number, status):
    first = serve()
    first.until("written")
    assert first.end(number) == status
    assert first.said[-1].strip().endswith("the service has ended")
    assert len(outcomes(first.said)) < 12
    second = serve()
    second.until(" done, ")
    assert len(outcomes(second.said)) == 12
    state = open_state("sqlite:///.duesheet/state.db", town)
    assert state.noted(SERVICE_NOTE).startswith("running ")
    assert second.end(signal.SIGTERM) == 0
    assert state.noted(SERVICE_NOTE) == "ended", "a service that was told to end misses nothing"
    assert {record.outcome for record in state.looks.ledgers()} <= {"written", "unchanged"}
    assert state.slots.open("sweep") == []
    state.close()


def test_files_made_to_hurt_fail_alone_and_the_slot_is_done(town, serve):
    hurtful = {
        "甲村.xlsx": a_count_of_four_thousand_million,
        "乙村.xlsx": cells_that_never_close,
        "丙村.xlsx": a_stray_cell_in_the_last_corner,
    }
    for name, make in hurtful.items():
        make(town / "ledgers" / name)
    serving = serve()
    serving.until(" done, ")
    assert serving.end(signal.SIGTERM) == 0
    state = open_state("sqlite:///.duesheet/state.db", town)
    found = {record.ledger: record for record in state.looks.ledgers()}
    assert state.slots.open("sweep") == []
    state.close()
    failed = {name: record.error for name, record in found.items() if record.outcome == "failed"}
    assert failed.keys() == hurtful.keys()
    assert all(name.removesuffix(".xlsx") in error["message"] for name, error in failed.items())
    assert all(error["code"] != "defect" for error in failed.values())
    assert len(found) == 12 + len(hurtful)


def test_a_broken_config_is_told_on_reload_and_the_old_one_stays(town, serve):
    serving = serve()
    serving.until(" done, ")
    config = town / "township.toml"
    good = config.read_text("utf-8")
    config.write_text(good + "\n[schedule]\nsync = 'whenever'\n", "utf-8")
    serving.process.send_signal(signal.SIGHUP)
    line = serving.until("not taken up")
    assert "schedule.sync" in line
    config.write_text(good + "\n[schedule]\nsync = '0 9 * * *'\n", "utf-8")
    serving.process.send_signal(signal.SIGHUP)
    serving.until("the config is taken up")
    assert serving.end(signal.SIGTERM) == 0


def test_what_takes_too_long_is_left_to_the_next_start(town, monkeypatch, caplog):
    ended = []
    process = Process(town)
    monkeypatch.setattr("scheduler.serve.process.PATIENCE_S", 0.01)
    monkeypatch.setattr("scheduler.serve.process.os._exit", ended.append)
    monkeypatch.setattr(process._service, "wait", lambda _timeout_s: False)
    process._scheduler.start()
    process._end(0)
    assert ended == [0]
    assert "the next start finishes" in caplog.text


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()


def test_it_shows_its_health_and_figures_on_this_machine_only(town, serve):
    port = free_port()
    with (town / "township.toml").open("a", encoding="utf-8") as config:
        config.write(f"\n[serve]\nport = {port}\n")
    serving = serve("--log-format", "json")
    serving.until(" done, ")
    assert fetch(port, "/healthz") == "ok\n"
    metrics = fetch(port, "/metrics")
    assert 'duesheet_last_success_timestamp_seconds{job="sweep"} 1' in metrics
    assert 'duesheet_ledgers{outcome="failed"} 0' in metrics
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(port, "/nowhere")
    state = open_state("sqlite:///.duesheet/state.db", town)
    error = {"code": "x", "message": "m", "fix": "f"}
    state.slots.note("report", "2026-03H2", LONG_AGO, LONG_AGO, "failed")
    state.slots.claim(Claim("report", "2026-04H1", "o"), LONG_AGO, LONG_AGO)
    state.slots.finish(Claim("report", "2026-04H1", "o"), LONG_AGO, "failed", error)
    state.close()
    with pytest.raises(urllib.error.HTTPError, match="503"):
        fetch(port, "/healthz")
    assert "duesheet_jobs_failed 1" in fetch(port, "/metrics")
    assert serving.end(signal.SIGTERM) == 0
    assert all({"at", "level", "from", "message"} == set(json.loads(line)) for line in serving.said)


def figures(process):
    """Return a process's memory in MiB and how often its threads gave up the processor to wait."""
    memory = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
    waits = 0
    for thread in Path(f"/proc/{process.pid}/task").iterdir():
        text = (thread / "status").read_text()
        waits += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.MULTILINE)[1])
    return int(memory[1]) / 1024, waits


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_idle_it_takes_little_and_never_wakes(town, serve):
    port = free_port()
    with (town / "township.toml").open("a", encoding="utf-8") as config:
        config.write(f"\n[serve]\nport = {port}\n[schedule]\nsync = '0 9 1 1 *'\nremind = '0 9 1 1 *'\n")
    serving = serve()
    serving.until(" done, ")
    time.sleep(1)
    _, before = figures(serving.process)
    time.sleep(float(os.environ.get("DUESHEET_IDLE_S", "4")))
    memory, after = figures(serving.process)
    assert after <= before + 2  # the main thread looks around twice a minute
    assert memory <= 150
    assert serving.end(signal.SIGTERM) == 0


def test_the_config_is_checked_before_anything_runs(town, serve):
    with (town / "township.toml").open("a", encoding="utf-8") as config:
        config.write('\n[schedule]\nremind = "0 25 * * *"\n')
    serving = serve()
    line = serving.until("schedule.remind")
    assert "township.toml:" in line
    serving.process.stderr.readlines()
    assert serving.process.wait(30) == 2
