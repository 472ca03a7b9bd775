"""A county's roll-up out of its database: compiled, compiled again, moved, taken from files, adopted."""

import json
import random
import subprocess
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from config.calendar import WorkCalendar
from config.vocabulary import CadenceState
from scheduler.cli import app
from scheduler.cluster.figures_taken import RefusedFiguresError, take_figures
from scheduler.cluster.open_cluster import open_cluster
from scheduler.cluster.rollup_job import compile_rollup, publish_rollup
from scheduler.cluster.unit_plan import due_periods, put_due_rollups
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.figures_file import RolledUp
from scheduler.publishing.summaries import publish
from scheduler.state import open_state
from scheduler.township import open_township
from tests.reports.figures.test_rollup import cells_of
from tests.scheduler.cluster.townships import PLANTED, make_county, make_township
from tests.tools import postgres_program

pytestmark = pytest.mark.needs("postgresql", "procrastinate")

PERIOD = "2026-10H2"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def counts(cells, state=CadenceState.ON_TIME, rules="r"):
    return RolledUp(tuple((f"{at % 12}村", *cell[1:]) for at, cell in enumerate(cells)), state, 0, rules, "1")


def save(cluster, township, cells, day="2026-11-02", kind="half-month", period=PERIOD, **more):
    cluster.state.of(township).published.save_counts(
        kind, period, date.fromisoformat(day), counts(cells, **more)
    )


@pytest.fixture
def county(tmp_path, database):
    return make_county(tmp_path, database, ["甲乡", "乙乡", "丙乡"], villages=2, rows=5)


@pytest.fixture
def cluster(county):
    cluster = open_cluster(county)
    yield cluster
    cluster.close()


def test_it_is_the_sum_of_the_townships_own_reports(cluster, county, ask, tmp_path):
    whole = {}
    for name in ("甲乡", "乙乡"):
        township = open_township(county.parent / "townships" / name / "township.toml")
        published = publish(township, "half-month", PERIOD)
        for measure, number in published.totals.items():
            whole[measure] = whole.get(measure, 0) + number
        township.state.close()
    done = run("report", "--unit", "某县", "--period", PERIOD, "-c", county, "--json")
    assert done.exit_code == 1  # one is missing
    told = json.loads(done.output)
    assert {name: whole[name] for name in told["totals"]} == told["totals"]
    assert told["totals"]["closing"] > 0
    states = {each["township"]: each["state"] for each in told["filed"]}
    assert states["丙乡"] == "missing"
    assert "missing" not in (states["甲乡"], states["乙乡"])
    assert len(told["files"]) == 3
    (page,) = [Path(path) for path in told["files"] if path.endswith("html")]
    assert "/townships/" in unquote(page.read_text("utf-8"))  # each part leads to its own report


def test_no_name_of_a_person_is_in_the_database(cluster, county, database):
    for name in ("甲乡", "乙乡", "丙乡"):
        township = open_township(county.parent / "townships" / name / "township.toml")
        run_pass(township)
        publish(township, "half-month", PERIOD)
        publish(township, "risk-list", "2026-10")
        township.state.close()
    publish_rollup(cluster, compile_rollup(cluster, "某县", "half-month", PERIOD))
    address = database.replace("postgresql+psycopg", "postgresql")
    dumped = subprocess.run(
        [postgres_program("pg_dump"), address], check=True, capture_output=True
    ).stdout.decode()
    assert "甲乡" in dumped
    assert [name for name in PLANTED if name in dumped] == []


def test_two_hundred_townships_add_up(cluster, county, ask):
    dice = random.Random(7)
    whole = {}
    for at in range(200):
        name = f"t{at:03}"
        (county.parent / "townships" / name).mkdir()
        (county.parent / "townships" / name / "township.toml").write_text("", "utf-8")
        cells = [
            cell
            for category in ("邻里", "山林土地", "医疗")
            for cell in cells_of(name, *(dice.randrange(9) for _ in range(5)), category)
        ]
        for _, measure, _, _, number in cells:
            whole[measure] = whole.get(measure, 0) + number
        save(cluster, name, cells)
    cluster.configs()
    compiled = compile_rollup(cluster, "某县", "half-month", PERIOD)
    assert dict(compiled.rollup.totals) == whole
    publish_rollup(cluster, compiled)


def test_a_late_township_has_it_compiled_again(cluster, ask, monkeypatch):
    save(cluster, "甲乡", cells_of("甲乡", 3, 2, 1, 0, 0))
    monkeypatch.setattr(cluster, "now", lambda: datetime(2026, 11, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    put_due_rollups(cluster)
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'rollup' AND args ->> 'slot' = :p"
    assert ask(waiting, p=PERIOD) == [(1,)]
    publish_rollup(cluster, compile_rollup(cluster, "某县", "half-month", PERIOD))
    ask("DELETE FROM procrastinate_jobs")
    put_due_rollups(cluster)
    assert ask(waiting, p=PERIOD) == [(0,)]
    save(cluster, "乙乡", cells_of("乙乡", 1, 1, 0, 0, 0), day="2026-11-05", state=CadenceState.LATE)
    save(cluster, "甲乡", cells_of("甲乡", 3, 4, 1, 0, 0), day="2026-11-05")
    put_due_rollups(cluster)
    assert ask(waiting, p=PERIOD) == [(1,)]
    rollup = compile_rollup(cluster, "某县", "half-month", PERIOD).rollup
    assert [each.name for each in rollup.of(CadenceState.LATE)] == ["乙乡"]
    assert {(each.measure, each.was, each.now) for each in rollup.corrections} == {
        ("new", 2, 4),
        ("closing", 4, 6),
    }


def test_units_compile_the_working_day_after_their_townships():
    calendar, zone = WorkCalendar.build(), ZoneInfo("Asia/Shanghai")

    def due(moment):
        return set(due_periods(datetime.fromisoformat(moment).replace(tzinfo=zone), "0 9 * * *", calendar))

    # 2026-11-16 is a Monday: townships report then, units on Tuesday at nine.
    assert ("half-month", "2026-11H1") not in due("2026-11-17T08:59")
    assert ("half-month", "2026-11H1") in due("2026-11-17T09:00")
    assert ("board", "2026-11-16") in due("2026-11-17T09:00")
    assert ("risk-list", "2026-11") not in due("2026-11-26T08:00")
    assert ("risk-list", "2026-11") in due("2026-11-26T09:00")


def test_a_moved_township_counts_elsewhere_from_then_on(tmp_path, database):
    config = make_county(tmp_path, database, ["甲乡", "乙乡"], villages=1)
    config.write_text(
        f'[cluster]\ndatabase = "{database}"\n'
        '[[unit]]\nname = "一县"\nlevel = "county"\nof = "某市"\ntownships = ["*"]\n'
        '[[unit]]\nname = "二县"\nlevel = "county"\nof = "某市"\n'
        '[[unit]]\nname = "某市"\nlevel = "city"\n',
        "utf-8",
    )
    cluster = open_cluster(config)
    for name in ("甲乡", "乙乡"):
        for period, day in (("2026-10H1", "2026-10-16"), (PERIOD, "2026-11-02")):
            save(cluster, name, cells_of(name, 3, 2, 1, 0, 0), period=period, day=day)
    done = run("cluster", "move", "乙乡", "--of", "二县", "--since", "2026-10-16", "-c", config)
    assert done.exit_code == 0, done.output
    before = compile_rollup(cluster, "一县", "half-month", "2026-10H1").rollup
    after = compile_rollup(cluster, "一县", "half-month", PERIOD).rollup
    city = compile_rollup(cluster, "某市", "half-month", PERIOD).rollup
    cluster.close()
    assert [list(before.children), list(after.children)] == [["乙乡", "甲乡"], ["甲乡"]]
    assert {name: counts["new"] for name, counts in city.children.items()} == {"一县": 2, "二县": 2}
    assert run("cluster", "move", "乙乡", "--of", "三县", "-c", config).exit_code == 2


def test_a_signed_file_is_taken_once_and_a_forged_one_never(tmp_path, database):
    config = make_county(tmp_path, database, ["甲乡"], villages=1)
    (tmp_path / "yuanshan.key").write_text("a secret of two", "utf-8")
    with config.open("a", encoding="utf-8") as file:
        file.write('[[township]]\nname = "远山镇"\nof = "某县"\nfigures_key = "yuanshan.key"\n')
    alone = tmp_path / "elsewhere" / "yuanshan"
    make_township(alone, "远山镇", villages=2, more='\n[summary]\nfigures_key = "key"\n')
    (alone / "key").write_text("a secret of two\n", "utf-8")
    (alone.parent / "cluster.toml").unlink(missing_ok=True)
    sent = tmp_path / "out.json"
    written = run("report", "--period", PERIOD, "--figures", sent, "-c", alone / "township.toml")
    # It stands below the county's folder without being one of its townships.
    assert written.exit_code == 0, written.output
    cluster = open_cluster(config)
    assert take_figures(cluster, sent).is_news
    assert not take_figures(cluster, sent).is_news
    rollup = compile_rollup(cluster, "某县", "half-month", PERIOD).rollup
    totals = json.loads(sent.read_text("utf-8"))["figures"]
    assert rollup.children["远山镇"]["closing"] == sum(cell[4] for cell in totals if cell[1] == "closing")
    document = json.loads(sent.read_text("utf-8"))
    for change in (
        {"figures": [["1村", "new", "邻里", "", 99]]},
        {"period": "2026-10H1"},
        {"township": "甲乡"},
        {"schema": 9},
        {"signature": "0" * 64},
    ):
        forged = tmp_path / "forged.json"
        forged.write_text(json.dumps({**document, **change}), "utf-8")
        with pytest.raises(RefusedFiguresError):
            take_figures(cluster, forged)
    cluster.close()
    assert run("cluster", "take", tmp_path / "forged.json", "-c", config).exit_code == 1
    both = run("cluster", "take", tmp_path / "forged.json", sent, "-c", config, "--json")
    told = json.loads(both.output)
    assert (both.exit_code, [each["taken"] for each in told]) == (1, [False, True])
    assert told[0]["error"]["fix"]
    assert told[1] == {"file": str(sent), "taken": True, "news": False, "township": "远山镇"}
    known = run("cluster", "take", sent, "-c", config)
    assert (known.exit_code, "内容与已收取的相同" in known.output) == (0, True)
    listed = json.loads(run("cluster", "townships", "-c", config, "--json").output)
    assert [(each["township"], each["unit"]) for each in listed] == [("甲乡", "某县"), ("远山镇", "某县")]
    for wrong in (["adopt"], ["move"], ["take"], ["status", "甲乡"], ["nothing"]):
        assert run("cluster", *wrong, "-c", config).exit_code == 2, wrong


def test_a_townships_own_state_is_adopted_whole(tmp_path, database):
    folder = tmp_path / "townships" / "甲乡"
    make_township(folder, "甲乡镇", villages=2)
    township = open_township(folder / "township.toml")
    done = run_pass(township)
    publish(township, "half-month", PERIOD)
    own = township.state
    before = (
        own.salt,
        own.looks.ledgers(),
        own.looks.cases(),
        own.history.runs(),
        own.published.of("half-month", PERIOD),
    )
    texts = own.history.texts_written("1村.xlsx")
    make_county(tmp_path, database, [])
    adopted = run("cluster", "adopt", folder / "township.toml", "-c", tmp_path / "cluster.toml")
    assert adopted.exit_code == 0, adopted.output
    assert own.file().look().value == "same"  # what was opened since; the one of before was replaced
    own.close()
    shared = open_township(folder / "township.toml")
    state = shared.state
    assert state.engine.dialect.name == "postgresql"
    after = (
        state.salt,
        state.looks.ledgers(),
        state.looks.cases(),
        state.history.runs(),
        state.published.of("half-month", PERIOD),
    )
    assert after == before
    assert state.history.texts_written("1村.xlsx") == texts
    again = run_pass(shared)
    assert [outcome.kind.value for outcome in again.outcomes] == ["unchanged", "unchanged"]
    assert done.run != again.run
    state.close()
    assert run("cluster", "adopt", folder / "township.toml", "-c", tmp_path / "cluster.toml").exit_code == 2
    assert run("serve", "-c", folder / "township.toml").exit_code == 2
    assert open_state("sqlite:///.duesheet/state.db", folder, create=False) is not None
