"""A county's day: townships × ledgers in folders, planner and workers, one working day's slots in turn.

    python -m benchmarks.cluster_day [TOWNSHIPS [LEDGERS [LOOKS]]]        default: 200 12 22

Needs PostgreSQL's server. Shows the wall time of the day and of its sweep, the workers' CPU over the CPU of
judging each ledger once in one process, and what an idle job of ours costs over an empty one.
"""

import asyncio
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from procrastinate import App, PsycopgConnector
from sqlalchemy import create_engine, text

from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.orders import Order
from scheduler.cluster.planner import SlotPlanner
from scheduler.cluster.watch import Watch
from scheduler.cluster.worker import Worker
from scheduler.ledgers.entries import find_entries
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.serve.timetable import JobName
from scheduler.state.fleet.job_queue import QueuedJob
from scheduler.township import open_township
from tests.scheduler.cluster.townships import make_ledger
from tests.scheduler.postgres import cluster as postgres

WORKERS = 2
CHANGED = 0.02
JOBS = 300


def main() -> None:
    townships, ledgers, looks = (
        int(word) for word in (*sys.argv[1:], *("200", "12", "22")[len(sys.argv) - 1 :])
    )
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        names = [f"t{at:03}" for at in range(townships)]
        make(base, url, names, ledgers)
        alone = cpu_alone(base, names[: max(1, townships // 20)], ledgers) * townships * ledgers
        day(base / "cluster.toml", url, names, ledgers, looks, alone)
        engine_time(base / "cluster.toml", url)


def make(base: Path, url: str, names: list[str], ledgers: int) -> None:
    pattern = base / "pattern.xlsx"
    make_ledger(pattern, rows=60)
    for name in names:
        place = base / "townships" / name / "ledgers"
        place.mkdir(parents=True)
        for at in range(ledgers):
            shutil.copy(pattern, place / f"{at}村.xlsx")
        lines = [
            f'[township]\nname = "{name}"\n[ledgers]\nstore = "folder"\nfolder = "ledgers"\n',
            "[brake]\nrows = 9999\n",
            '[schedule]\nworkdays = false\nremind = "0 0 * * *"\n',
        ]
        lines += [f'[[village]]\nname = "{at}村"\nledger = "{at}村.xlsx"\n' for at in range(ledgers)]
        (place.parent / "township.toml").write_text("".join(lines), "utf-8")
    (base / "cluster.toml").write_text(
        f'[cluster]\ndatabase = "{url}"\n[[unit]]\nname = "某县"\nlevel = "county"\n', "utf-8"
    )


def cpu_alone(base: Path, names: list[str], ledgers: int) -> float:
    """CPU seconds per ledger of a sweep in one process, each township's marks written before."""
    spent = 0.0
    for name in names:
        copy = base.parent / f"{base.name}-alone" / name
        shutil.copytree(base / "townships" / name, copy)
        township = open_township(copy / "township.toml")
        run_pass(township)
        began = time.process_time()
        run_pass(township, PassOrder(kind="sweep"))
        spent += time.process_time() - began
        township.state.close()
        assert len(find_entries(township.settings, township.store.list())) == ledgers
    return spent / len(names) / ledgers


def day(config: Path, url: str, names: list[str], ledgers: int, looks: int, alone: float) -> None:
    dice, engine = random.Random(1), create_engine(url, isolation_level="AUTOCOMMIT")
    cluster = open_cluster(config)
    planner = SlotPlanner(cluster)
    planner.refresh()
    planner.tick()
    words = [sys.executable, "-m", "scheduler.cli", "worker", "-q", "-c", str(config), "--jobs", "2"]
    workers = [subprocess.Popen(words, cwd=Path(__file__).parents[1]) for _ in range(WORKERS)]
    watch = Watch(cluster, None)  # type: ignore[arg-type]  nothing is lost for good here
    try:
        slot(
            engine, planner, watch, names, "sync"
        )  # the marks are written: a county's first day is no measure
        began, spent = time.monotonic(), cpu_of(workers)
        slot(engine, planner, watch, names, "sweep")
        swept = time.monotonic() - began
        cpu = cpu_of(workers) - spent
        print(
            f"sweep of {len(names) * ledgers} ledgers: {swept:.0f} s wall, {cpu:.0f} s CPU of workers, "
            f"alone {alone:.0f} s: ratio {cpu / alone:.2f} (bar 1.2)"
        )
        for _ in range(looks):
            for name in names:
                for at in range(ledgers):
                    if dice.random() < CHANGED:
                        make_ledger(config.parent / "townships" / name / "ledgers" / f"{at}村.xlsx", rows=60)
            slot(engine, planner, watch, names, "sync")
        slot(engine, planner, watch, names, "remind")
        print(f"day: {time.monotonic() - began:.0f} s wall (bar 1200 for 200 × 12)")
        with engine.connect() as connection:
            for row in connection.execute(
                text("SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2")
            ):
                print(" ", *row)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
        cluster.close()


def slot(engine, planner, watch, names, job) -> None:
    """Let one slot of every township be due, and wait until all are done."""
    then = (datetime.now(UTC) - timedelta(days=8)).isoformat(timespec="seconds")
    with engine.connect() as connection:
        connection.execute(text("DELETE FROM slots WHERE job = :j"), {"j": job})
        connection.execute(
            text(
                "INSERT INTO slots (township, job, slot, due_at, owner, beat, attempts, retry_at, "
                "claimed_at, done_at, outcome) SELECT t, :j, 'before', :d, '', 0, 0, '', :d, :d, 'done' "
                "FROM unnest(CAST(:t AS text[])) t"
            ),
            {"j": job, "d": then, "t": names},
        )
    for planned in planner._planned.values():
        planned.next_at = datetime.now(UTC) - timedelta(seconds=1)
        planned.moments.clear()
    done = text("SELECT count(*) FROM slots WHERE job = :j AND slot <> 'before' AND outcome <> ''")
    swept = time.monotonic()
    while True:
        planner.tick()
        if time.monotonic() - swept > 10:
            watch.sweep()
            swept = time.monotonic()
        with engine.connect() as connection:
            if connection.execute(done, {"j": job}).scalar() == len(names):
                return
        time.sleep(0.2)


def cpu_of(workers) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    spent = 0.0
    for worker in workers:
        fields = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()
        spent += (int(fields[11]) + int(fields[12])) / ticks
    return spent


def engine_time(config: Path, url: str) -> None:
    """What the engine takes for a look of ours that has nothing to do, over an empty job, in the same run."""
    app = App(connector=PsycopgConnector(conninfo=url.replace("postgresql+psycopg", "postgresql")))

    @app.task(name="empty", queue="empty")
    def empty() -> None:
        pass

    async def run(queue: str) -> None:
        async with app.open_async():
            await app.run_worker_async(queues=[queue], wait=False, install_signal_handlers=False)

    cluster = open_cluster(config)
    now = cluster.now()
    jobs = [Order("t000", JobName.SYNC, f"over{at}", now, now).look("x.xlsx") for at in range(JOBS)]
    ratios = []
    for _ in range(3):
        cluster.state.queue.put([QueuedJob("empty", "empty", {}, f"empty{at}") for at in range(JOBS)])
        began = time.monotonic()
        asyncio.run(run("empty"))
        bare = time.monotonic() - began
        cluster.state.queue.put(jobs)
        began = time.monotonic()
        Worker(config, queues=["look"], jobs=1).run(until_empty=True)
        ours = time.monotonic() - began
        ratios.append(ours / bare)
        print(f"an empty job: {1000 * bare / JOBS:.1f} ms; an idle look: {1000 * ours / JOBS:.1f} ms")
    cluster.close()
    print(f"engine time per job: {sorted(ratios)[1]:.2f} × an empty job (bar 1.3)")
    print(f"peak memory of a worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
