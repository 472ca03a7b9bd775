"""Workers: a slot's looks, the gathering after the last of them, and the one job of a quiet slot."""

import signal
import threading
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from scheduler.cluster.orders import Order
from scheduler.cluster.planner import SlotPlanner
from scheduler.cluster.slot_jobs import SlotJobs
from scheduler.cluster.watch import Watch
from scheduler.cluster.worker import Worker
from scheduler.passes.one_pass import run_pass
from scheduler.remind.channels import Arrival
from scheduler.township import open_township
from tests.scheduler.cluster.townships import make_county, make_ledger, wait_until

pytestmark = pytest.mark.needs("postgresql", "procrastinate")

NAMES = ["甲乡", "乙乡"]


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, NAMES)


def work_off(config, ask, **more):
    """Work until no job is left."""
    while ask("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") != [(0,)]:
        Worker(config, jobs=3, **more).run(until_empty=True)


def plan_and_work(cluster, config, ask, make_due, *jobs, **more):
    make_due(NAMES, *jobs)
    planner = SlotPlanner(cluster)
    while planner.tick():
        work_off(config, ask, **more)


def tasks(ask):
    return dict(ask("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1"))


def test_every_ledger_is_looked_at_and_the_board_written_once(cluster, county, ask, make_due):
    plan_and_work(cluster, county, ask, make_due, "sync")
    assert tasks(ask) == {"survey": 2, "look": 6, "gather": 2}
    assert ask("SELECT DISTINCT outcome FROM slots WHERE job = 'sync'") == [("done",)]
    assert ask("SELECT DISTINCT outcome FROM ledgers") == [("written",)]
    for name in NAMES:
        folder = county.parent / "townships" / name
        sheet = load_workbook(folder / "ledgers" / "1村.xlsx")["台账"]
        assert "〔督〕预警" in [cell.value for cell in sheet[1]]
        assert list((folder / "summaries").glob("*.xlsx"))
    assert ask("SELECT count(*) FROM slot_work") == [(0,)]
    assert ask("SELECT count(DISTINCT run), count(*) FROM runs WHERE finished_at IS NOT NULL") == [(2, 2)]


def test_a_quiet_slot_is_one_job_and_a_touched_ledger_two_more(cluster, county, ask, make_due):
    plan_and_work(cluster, county, ask, make_due, "sync")
    ask("DELETE FROM procrastinate_jobs")
    plan_and_work(cluster, county, ask, make_due, "sync")
    assert tasks(ask) == {"survey": 2}
    ask("DELETE FROM procrastinate_jobs")
    make_ledger(county.parent / "townships" / "甲乡" / "ledgers" / "2村.xlsx", rows=7)
    plan_and_work(cluster, county, ask, make_due, "sync")
    assert tasks(ask) == {"survey": 2, "look": 1, "gather": 1}
    counts = "SELECT counts FROM ledgers WHERE township = '甲乡' AND ledger = '2村.xlsx'"
    assert '"cases":7' in ask(counts)[0][0]


def test_it_comes_out_as_one_process_would(cluster, county, ask, make_due, tmp_path):
    plan_and_work(cluster, county, ask, make_due, "sync")
    alone = make_county(tmp_path / "alone", "postgresql://nowhere", ["甲乡"]).parent
    (alone / "cluster.toml").unlink()
    township = open_township(alone / "townships" / "甲乡" / "township.toml")
    run_pass(township)
    columns = ("ledger", "village", "outcome", "counts", "problems", "filed", "roles")
    mine = {
        record.ledger: [getattr(record, name) for name in columns]
        for record in township.state.looks.ledgers()
    }
    theirs = cluster.state.of("甲乡").looks.ledgers()
    assert {record.ledger: [getattr(record, name) for name in columns] for record in theirs} == mine
    township.state.close()
    for name in mine:
        both = [
            list(load_workbook(base / "townships" / "甲乡" / "ledgers" / name)["台账"].values)
            for base in (alone, county.parent)
        ]
        assert both[0] == both[1]


def test_a_case_in_two_ledgers_counts_once(cluster, county, ask, make_due):
    folder = county.parent / "townships" / "甲乡" / "ledgers"
    for name in ("1村", "2村"):
        book = load_workbook(folder / f"{name}.xlsx")
        sheet = book["台账"]
        sheet["J1"], sheet["J2"] = "纠纷简要情况", "因宅基地滴水问题多次争吵并损坏院墙约二米"
        sheet["D2"] = "张三测试、李四测试"
        book.save(folder / f"{name}.xlsx")
    plan_and_work(cluster, county, ask, make_due, "sync")
    found = ask("SELECT ledger, counts FROM ledgers WHERE township = '甲乡' ORDER BY ledger")
    assert ['"cases":6' in counts for _, counts in found] == [True, False, True]
    plan_and_work(cluster, county, ask, make_due, "sweep")
    assert ask("SELECT ledger, counts FROM ledgers WHERE township = '甲乡' ORDER BY ledger") == found


def test_the_days_digest_goes_out_once(cluster, county, ask, make_due):
    config = county.parent / "townships" / "甲乡" / "township.toml"
    more = '\n[notify]\nurls = ["wecombot://x"]\n\n[schedule]\nworkdays = false\nremind = "0 0 * * *"\n'
    config.write_text(config.read_text("utf-8") + more, "utf-8")
    sent = []

    def send(url, _title, lines):
        sent.append(url)
        return Arrival.SENT

    for _ in range(2):
        plan_and_work(cluster, county, ask, make_due, "remind", sender=send)
    assert len(sent) == 1
    assert ask("SELECT DISTINCT outcome FROM slots WHERE township = '甲乡' AND job = 'remind'") == [("done",)]


def test_a_killed_workers_jobs_are_taken_by_another(cluster, county, ask, make_due, processes):
    make_ledger(county.parent / "townships" / "甲乡" / "ledgers" / "1村.xlsx", rows=4000)
    make_due(NAMES, "sync")
    SlotPlanner(cluster).tick()
    first = processes.start("worker", "-c", county, "--jobs", 2)
    working = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND args ->> 'ledger' = '1村.xlsx'"
    )
    wait_until(lambda: ask(working)[0][0] > 0)
    processes.kill(first)
    assert ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")[0][0] > 0
    watch = Watch(cluster, SlotJobs(cluster, lambda *_: None, first), silent=timedelta(0))
    assert watch.sweep() > 0
    work_off(county, ask)
    assert ask("SELECT DISTINCT outcome FROM slots WHERE job = 'sync'") == [("done",)]
    assert ask("SELECT count(*) FROM ledgers WHERE outcome IN ('written', 'unchanged')") == [(6,)]
    assert ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == [(0,)]


def test_a_poison_ledger_fails_and_stops_nothing_else(cluster, county, ask, make_due):
    make_due(NAMES, "sync")
    SlotPlanner(cluster).tick()
    jobs = SlotJobs(cluster, lambda *_: None, threading.Event())
    for (args,) in ask("SELECT args FROM procrastinate_jobs"):
        jobs.survey(Order.of(args))
    ask("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = 'survey'")
    # Four workers have died over it, and the fifth is silent.
    ask(
        "UPDATE procrastinate_jobs SET status = 'doing', attempts = 4 "
        "WHERE args ->> 'ledger' = '2村.xlsx' AND args ->> 'township' = '甲乡'"
    )
    Watch(cluster, jobs).sweep()
    work_off(county, ask)
    assert ask("SELECT DISTINCT outcome FROM slots WHERE job = 'sync'") == [("done",)]
    failed = ask("SELECT township, ledger, error FROM ledgers WHERE outcome = 'failed'")
    assert [row[:2] for row in failed] == [("甲乡", "2村.xlsx")]
    assert "job_lost" in failed[0][2]


def test_a_stopped_worker_gives_its_jobs_back(cluster, county, ask, make_due, processes):
    make_due(NAMES, "sync")
    for name in NAMES:
        make_ledger(county.parent / "townships" / name / "ledgers" / "1村.xlsx", rows=3000)
    SlotPlanner(cluster).tick()
    worker = processes.start("worker", "-c", county, "--jobs", 2)
    wait_until(
        lambda: ask("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'look' AND status = 'doing'")[
            0
        ][0]
    )
    worker.terminate()
    assert worker.wait(30) == 0
    assert ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == [(0,)]
    assert ask("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('failed', 'aborted')") == [(0,)]
    work_off(county, ask)
    assert ask("SELECT DISTINCT outcome FROM slots WHERE job = 'sync'") == [("done",)]


def test_workers_whose_clocks_differ_judge_by_one_day(cluster, county, ask, make_due, monkeypatch):
    from datetime import datetime

    from scheduler import clock

    make_due(NAMES, "sync")
    SlotPlanner(cluster).tick()
    monkeypatch.setattr(clock, "now", lambda zone: datetime(2031, 5, 1, tzinfo=zone))
    work_off(county, ask)
    today = cluster.now().date()
    assert ask("SELECT DISTINCT judged_on FROM ledgers") == [(today,)]
    assert ask("SELECT DISTINCT today FROM runs") == [(today,)]
    assert {row[0][:10] for row in ask("SELECT started_at FROM runs")} == {today.isoformat()}


def test_a_hand_made_run_works_on_the_shared_state(cluster, county, ask, make_due):
    plan_and_work(cluster, county, ask, make_due, "sync")
    township = open_township(county.parent / "townships" / "甲乡" / "township.toml")
    assert len(township.state.looks.ledgers()) == 3
    assert not (county.parent / "townships" / "甲乡" / ".duesheet" / "state.db").exists()
    run_pass(township)
    township.state.close()
    assert ask("SELECT count(*) FROM runs WHERE township = '甲乡' AND kind = 'run'") == [(1,)]


def test_a_worker_that_the_network_forgot_for_a_while_does_no_harm(cluster, county, ask, make_due, processes):
    """Its jobs are given to another, and when it comes back each ledger is still as one run leaves it."""
    make_ledger(county.parent / "townships" / "甲乡" / "ledgers" / "1村.xlsx", rows=3000)
    make_due(NAMES, "sync")
    SlotPlanner(cluster).tick()
    worker = processes.start("worker", "-c", county, "--jobs", 1)
    working = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND args ->> 'ledger' = '1村.xlsx'"
    )
    wait_until(lambda: ask(working)[0][0] > 0)
    worker.send_signal(signal.SIGSTOP)
    Watch(cluster, SlotJobs(cluster, lambda *_: None, None), silent=timedelta(0)).sweep()
    work_off(county, ask)
    worker.send_signal(signal.SIGCONT)
    assert ask("SELECT DISTINCT outcome FROM slots WHERE job = 'sync'") == [("done",)]
    worker.terminate()
    worker.wait(60)
    plan_and_work(cluster, county, ask, make_due, "sync")
    assert ask("SELECT count(*) FROM ledgers WHERE outcome IN ('written', 'unchanged')") == [(6,)]
    heads = [c.value for c in load_workbook(county.parent / "townships/甲乡/ledgers/1村.xlsx")["台账"][1]]
    assert heads.count("〔督〕预警") == 1


def test_connections_that_break_lose_no_job(cluster, county, ask, make_due, processes):
    make_due(NAMES, "sync")
    for name in NAMES:
        make_ledger(county.parent / "townships" / name / "ledgers" / "1村.xlsx", rows=2000)
    SlotPlanner(cluster).tick()
    # The watch below runs in this process: a service tries again after such a break, a test's call would not.
    ours = [pid for (pid,) in ask("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")]
    processes.start("worker", "-c", county, "--jobs", 2)
    looks = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'look' AND status = 'doing'"
    wait_until(lambda: ask(looks)[0][0] > 0)
    broken = ask(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> ALL (:ours)",
        ours=ours,
    )
    assert broken
    watch = Watch(cluster, SlotJobs(cluster, lambda *_: None, None), silent=timedelta(seconds=12))

    def is_done():
        watch.sweep()
        done = ask("SELECT count(*) FROM slots WHERE job = 'sync' AND outcome = 'done' AND slot <> 'before'")
        return done == [(2,)]

    wait_until(is_done, seconds=300, step=1)
    assert all(process.poll() is None for process in processes.running)
