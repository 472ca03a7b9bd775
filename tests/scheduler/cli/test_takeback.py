"""`status`, `history`, `undo` and `detach` as people meet them."""

import json
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.demo import make_township
from scheduler.state import open_state
from scheduler.state.deliveries import UNKNOWN, Line, Sending
from scheduler.state.slots import Claim

TODAY = "2026-04-03"
NOW = datetime(2026, 4, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town") / "town"
    make_township(folder, date(2026, 4, 3))
    return folder


def duesheet(town, *arguments):
    return CliRunner().invoke(app, ["--lang", "en", *arguments, "-c", str(town), "--today", TODAY])


def document(town, *arguments):
    return json.loads(duesheet(town, *arguments, "--json").stdout)


def test_before_the_first_run_each_says_what_to_do(town):
    for command in ("status", "history"):
        done = duesheet(town, command)
        assert done.exit_code == 2
        assert "duesheet run" in done.output


def test_a_run_is_seen_taken_back_resumed_and_detached(town):
    before = {path.name: path.read_bytes() for path in (town / "ledgers").iterdir()}
    run = document(town, "run")["run"]
    history = document(town, "history")
    assert [(one["run"], one["kind"]) for one in history["runs"]] == [(run, "run")]
    cells = document(town, "history", "青石村")["writes"]
    assert {"run", "ledger", "title", "sheet", "row", "header", "old", "new"} == set(cells[0])
    assert all(cell["ledger"] == "青石村.xlsx" for cell in cells)
    shown = duesheet(town, "history", "青石村").output
    assert "〔督〕预警 · (blank) → " in shown
    assert "→ 〔督〕" not in shown  # our own headings are no news
    assert "more cells; see all with -v" in shown
    everything = duesheet(town, "history", "青石村", "-v").output
    assert "more cells" not in everything
    assert shown.count(" → ") == 40 < everything.count(" → ")

    status = document(town, "status")
    assert status["last_run"]["run"] == run
    assert len(status["ledgers"]) == 12
    assert set(status["next"]) == {
        "sync",
        "remind",
        "sweep",
        "report",
        "report_again",
        "risk_list",
        "lead_officers",
    }

    assert "no such run" in duesheet(town, "undo", "x").output  # before anything is asked
    assert "take a run back" not in duesheet(town, "history", "-q").output
    refused = duesheet(town, "undo", run)
    assert refused.exit_code == 2
    assert "--yes" in refused.output
    undone = document(town, "undo", run, "--yes")
    assert all(one["left"] == [] and one["error"] is None for one in undone["ledgers"])
    assert "青石村: paused" in duesheet(town, "status").output
    assert {path.name: path.read_bytes() for path in (town / "ledgers").iterdir()} == before

    resumed = document(town, "run", "--resume", "青石村")
    assert {one["outcome"] for one in resumed["ledgers"] if one["village"] == "青石村"} == {"written"}
    done = duesheet(town, "detach", "青石村")
    assert done.exit_code == 0
    assert "青石村: 5 columns removed" in done.output
    assert "duesheet run --resume 青石村" in done.output
    assert {path.name: path.read_bytes() for path in (town / "ledgers").iterdir()} == before

    again = duesheet(town, "undo", run, "--yes")
    assert again.exit_code == 2
    assert f"{run} was taken back on {TODAY} already" in again.output


def test_detach_of_everything_wants_to_be_confirmed(town):
    document(town, "run")
    before = {path.name: path.read_bytes() for path in (town / "ledgers").iterdir()}
    done = duesheet(town, "detach")
    assert done.exit_code == 2
    assert "all 12 ledgers; nothing was changed" in done.output
    assert "--yes" in done.output
    assert {path.name: path.read_bytes() for path in (town / "ledgers").iterdir()} == before


def test_what_failed_and_what_may_not_have_arrived_is_shown_with_its_remedy(town):
    state = open_state("sqlite:///.duesheet/state.db", town)
    error = {"code": "machine", "message": "no room", "fix": "make room on the disk"}
    state.slots.claim(Claim("report", "2026-03H2", "me"), NOW, NOW)
    state.slots.give_back(Claim("report", "2026-03H2", "me"), attempts=1, retry_at=NOW, error=error)
    line = Line("k", "青石村", "青石村.xlsx", "台账", 4, "2026-001", "SIMPLE_15D", "2026-03-20", "overdue")
    state.deliveries.begin(Sending("c", date(2026, 4, 3), ["handler"], "wecombot", [line]), NOW, attempts=3)
    state.deliveries.end("c", date(2026, 4, 3), UNKNOWN, NOW)
    state.close()
    done = duesheet(town, "status")
    assert done.exit_code == 1
    assert (
        "report 2026-03H2: no room; tried again at 04-03 08:00\n  fix: make room on the disk" in done.output
    )
    assert "digest of 2026-04-03 to handling office by wecombot: may not have arrived" in done.output
    shown = document(town, "status")
    assert shown["deliveries"][0]["lines"][0]["row"] == 4
    assert shown["failed"][0]["error"] == error


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("undo", "nope", "--yes"), "duesheet history"),
        (("history", "无此村"), "无此村"),
        (("detach", "无此村"), "无此村"),
    ],
)
def test_a_wrong_name_is_told(town, arguments, says):
    done = duesheet(town, *arguments)
    assert done.exit_code == 2
    assert says in done.output


def test_detach_says_where_copies_are_and_forget_removes_them_with_the_state(tmp_path):
    from tests.scheduler.passes.test_two_first_passes import OnFolder

    OnFolder(tmp_path)
    (tmp_path / "township.toml").write_text('[township]\nname = "青石镇"\n', "utf-8")
    name, copies = "青石村.xlsx", tmp_path / ".duesheet" / "backup"
    duesheet(tmp_path / "township.toml", "run", "--release")
    assert (copies / name).exists()
    told = "".join(duesheet(tmp_path / "township.toml", "detach", name, "--yes").output.split())
    assert "".join(str(copies).split()) in told
    assert "detach--forget" in told
    duesheet(tmp_path / "township.toml", "detach", name, "--yes", "--forget")
    assert not (copies / name).exists()
    state = open_state("sqlite:///.duesheet/state.db", tmp_path)
    record = state.looks.ledger(name)
    assert record.paused, "or the service would write it all again"
    assert (record.read_on, state.looks.cases(name), state.history.runs(ledger=name)) == (None, {}, [])
