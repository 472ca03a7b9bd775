"""How a cluster stands, as told to people, programs and a monitor; and one that really runs."""

import json
import signal
import socket
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from config.periods import HalfMonth
from config.vocabulary import CadenceState
from scheduler.cli import app
from scheduler.cluster.cluster_standing import cluster_metrics, read_cluster_standing
from scheduler.cluster.planner import SlotPlanner
from scheduler.publishing.figures_file import RolledUp
from scheduler.state.fleet.quota_grants import Ask
from sync.google.transport.quota import PER_USER
from tests.reports.figures.test_rollup import cells_of
from tests.scheduler.cluster.townships import make_county, wait_until

pytestmark = pytest.mark.needs("postgresql", "procrastinate")

NAMES = ["甲乡", "乙乡"]


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, NAMES, villages=1, more="\n[schedule]\nworkdays = false\n")


@pytest.fixture
def worker(cluster, ask):
    """The number of a worker that beats."""
    ((number,),) = ask("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
    return number


def status(county, *words):
    done = CliRunner().invoke(app, ["cluster", "status", "-c", str(county), *words])
    return done.exit_code, done.output


def told(county):
    code, output = status(county, "--json")
    return code, json.loads(output)


def put(ask, task, worker, started):
    """A job that a worker has begun a while ago."""
    ((number,),) = ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, worker_id) "
        "VALUES ('look', :task, 'doing', '{}', :worker) RETURNING id",
        task=task,
        worker=worker,
    )
    ask(
        "INSERT INTO procrastinate_events (job_id, type, at) VALUES (:job, 'started', now() - :ago)",
        job=number,
        ago=started,
    )


def test_without_a_worker_nothing_is_done_and_that_is_told(cluster, county):
    code, output = status(county)
    assert code == 1
    assert "请启动 duesheet worker" in output
    code, document = told(county)
    assert (code, document["well"], document["workers"]) == (1, False, {"alive": 0, "silent": 0})


def test_with_a_worker_and_nothing_late_all_is_well(cluster, county, worker):
    code, output = status(county)
    assert code == 0, output
    assert output.startswith("乡镇2个，工作进程1个")
    code, document = told(county)
    assert code == 0
    assert document["queue"]["look"] == {"waiting": 0, "under_way": 0}
    assert (document["townships"], document["behind"], document["oldest_slot"]) == (2, [], None)
    assert status(county, "--lang", "en")[1].startswith("2 townships, 1 workers")


def test_a_worker_that_beats_no_more_is_silent(cluster, county, ask, worker):
    ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 s'")
    assert told(county)[1]["workers"] == {"alive": 0, "silent": 1}


def test_a_slot_half_an_hour_late_lets_its_township_lag_behind(cluster, county, ask, make_due, worker):
    make_due(["甲乡"], "sync")
    SlotPlanner(cluster).tick()
    now = cluster.now()
    ask("UPDATE slots SET due_at = :d WHERE owner <> ''", d=(now - timedelta(minutes=29)).isoformat())
    code, document = told(county)
    assert (code, document["behind"]) == (0, [])
    assert document["oldest_slot"]["township"] == "甲乡"
    assert document["queue"]["look"]["waiting"] == 1
    late = now - timedelta(minutes=31)
    ask("UPDATE slots SET due_at = :d WHERE owner <> ''", d=late.isoformat())
    code, document = told(county)
    assert code == 1
    assert [(each["township"], each["job"]) for each in document["behind"]] == [("甲乡", "sync")]
    output = status(county)[1]
    assert "甲乡：" in output
    assert f"{late:%m-%d %H:%M}" in output


def test_a_config_that_cannot_be_read_is_told_with_its_remedy(cluster, county, worker):
    (county.parent / "townships" / "乙乡" / "township.toml").write_text("[township\n", "utf-8")
    planner = SlotPlanner(cluster)
    planner.refresh()
    planner.tick()
    code, document = told(county)
    assert code == 1
    ((wrong),) = document["wrong"]
    assert wrong["township"] == "乙乡"
    assert wrong["error"]["fix"]
    assert wrong["error"]["message"] in status(county)[1]


def test_a_job_over_its_limit_and_a_spent_quota_are_told(cluster, county, ask, worker):
    put(ask, "look", worker, timedelta(minutes=9))
    put(ask, "summary", worker, timedelta(minutes=20))
    assert told(county)[1]["over_limit"] == 0
    put(ask, "look", worker, timedelta(minutes=11))
    for number in range(5):
        assert cluster.state.grants.ask(Ask(str(number), "a@x", "p", "read", "甲乡", cluster.now())) == 0
    code, document = told(county)
    assert (code, document["over_limit"]) == (1, 1)
    (left,) = [left for name, left in document["quota_left"].items() if "a@x" in name]
    assert left == PER_USER - 5
    output = status(county)[1]
    assert "超过时限的任务1个" in output
    assert f"还可请求{left}次" in output


def test_a_monitor_is_told_the_same_as_numbers(cluster, county, ask, make_due, worker):
    make_due(["甲乡"], "sync")
    SlotPlanner(cluster).tick()
    ask(
        "UPDATE slots SET due_at = :d WHERE owner <> ''",
        d=(cluster.now() - timedelta(hours=2)).isoformat(),
    )
    put(ask, "look", worker, timedelta(minutes=11))
    found = metrics_of(cluster_metrics(read_cluster_standing(cluster), plans=True))
    assert found["duesheet_workers"] == found["duesheet_planner"] == found["duesheet_state_ok"] == 1
    assert found['duesheet_queue_waiting{queue="look"}'] == 1
    assert found['duesheet_queue_under_way{queue="look"}'] == 1
    assert found["duesheet_queue_over_limit"] == found["duesheet_townships_behind"] == 1
    assert 7200 <= found["duesheet_oldest_slot_seconds"] < 7300
    gone = metrics_of(cluster_metrics(None, plans=False))
    assert gone["duesheet_state_ok"] == 0
    assert "duesheet_workers" not in gone


def metrics_of(page):
    """Name with labels → value."""
    lines = [line.rpartition(" ") for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def fetch(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def save_half_months(cluster, name):
    """Counts of the two half-months that a roll-up may be due for now."""
    last = HalfMonth.last_finished(cluster.now().date())
    cells = tuple(("1村", *cell[1:]) for cell in cells_of(name, 3, 2, 1, 0, 0))
    for period in (last, last.previous()):
        counts = RolledUp(cells, CadenceState.ON_TIME, 0, "r", "1")
        published = cluster.state.of(name).published
        published.save_counts("half-month", period.label, period.last + timedelta(days=1), counts)
    return last.previous()


def test_a_running_cluster_works_off_compiles_and_tells(county, cluster, ask, make_due, processes):
    """Planner and worker as processes of their own: a slot, a roll-up, health and figures, a good end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with county.open("a", encoding="utf-8") as file:
        file.write(f"[serve]\nport = {port}\n")
    (period,) = {save_half_months(cluster, name) for name in NAMES}
    make_due(NAMES, "sync")
    planner = processes.start("serve", "--cluster", "-c", county)
    worker = processes.start("worker", "-c", county, "--jobs", 2)
    done = "SELECT count(*) FROM slots WHERE job = 'sync' AND slot <> 'before' AND outcome = 'done'"
    wait_until(lambda: ask(done)[0][0] == len(NAMES), 120)
    rolled = (
        f"SELECT told FROM rollups WHERE unit = '某县' AND kind = 'half-month' AND period = '{period.label}'"
    )
    wait_until(lambda: ask(rolled), 120)
    assert json.loads(ask(rolled)[0][0])["totals"]["new"] == 2 * len(NAMES)
    wait_until(lambda: len(list((county.parent / "rollups").glob("*"))) >= 3)
    assert fetch(port, "/healthz")[0] == 200
    found = metrics_of(fetch(port, "/metrics")[1])
    assert (found["duesheet_workers"], found["duesheet_planner"], found["duesheet_townships"]) == (1, 1, 2)
    assert "乡镇2个" in fetch(port, "/")[1]
    ((alive,),) = ask("SELECT max(id) FROM procrastinate_workers")
    put(ask, "look", alive, timedelta(minutes=11))
    assert fetch(port, "/healthz")[0] == 503
    for process in (planner, worker):
        process.send_signal(signal.SIGTERM)
    assert [process.wait(60) for process in (planner, worker)] == [0, 0]


def test_a_second_planner_stands_by_and_takes_over(county, cluster, ask, make_due, processes):
    first = processes.start("serve", "--cluster", "-c", county)
    holder = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    wait_until(lambda: ask(holder)[0][0] >= 1)
    processes.start("serve", "--cluster", "-c", county)
    make_due(["甲乡"], "sync")
    won = "SELECT count(*) FROM slots WHERE owner = 'queue' AND done_at IS NULL"
    wait_until(lambda: ask(won) == [(1,)])
    processes.kill(first)
    make_due(["乙乡"], "sync")
    wait_until(lambda: ask(won) == [(2,)])
