"""The service's page on keeping it, followed: a copy of the state, its loss, and putting it back."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from scheduler.marking.undo import undo
from scheduler.passes.one_pass import run_pass
from scheduler.township import open_township
from tests.scheduler.state.test_townships_in_state import SCHEMA_1

TODAY = date(2026, 4, 3)
HEAD = ["序号", "登记日期", "纠纷类别", "办理状态", "办结日期"]
CASES = [[number, f"2026-03-0{number}", "邻里", "在办", None] for number in range(1, 6)]
PAGE = Path(__file__).parents[3] / "docs" / "service.md"


@pytest.fixture
def folder(tmp_path):
    """A township with one ledger that a run has marked."""
    (tmp_path / "ledgers").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for row in (HEAD, *CASES):
        book.active.append(row)
    book.save(tmp_path / "ledgers" / "青石村.xlsx")
    (tmp_path / "township.toml").write_text(
        '[township]\nname = "青石镇"\nadopted_on = 2026-01-01\n[ledgers]\nfolder = "ledgers"\n', "utf-8"
    )
    return tmp_path


def passed(folder):
    with closing_township(folder) as township:
        return run_pass(township)


@contextmanager
def closing_township(folder):
    township = open_township(folder / "township.toml", TODAY)
    try:
        yield township
    finally:
        township.state.close()


def edits(found):
    return sum(len(outcome.edits) for outcome in found.outcomes)


def copied_while_it_runs(state, copy):
    """As the page's command: SQLite's own copy of a database that is in use."""
    assert '`sqlite3 .duesheet/state.db ".backup state.copy"`' in PAGE.read_text("utf-8")
    if shutil.which("sqlite3"):
        subprocess.run(["sqlite3", state, f".backup {copy}"], check=True)
        return
    with closing(sqlite3.connect(state)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def test_a_copy_that_is_put_back_remembers_every_run(folder):
    state, copy = folder / ".duesheet" / "state.db", folder / "state.copy"
    with closing_township(folder) as township:
        first = run_pass(township)
        copied_while_it_runs(state, copy)
    assert edits(first) > 0
    shutil.rmtree(folder / ".duesheet")
    state.parent.mkdir()
    os.replace(copy, state)  # noqa: PTH105 - the page speaks of moving a file
    assert edits(passed(folder)) == 0
    with closing_township(folder) as township:
        assert first.run in [run.run for run in township.state.history.runs()]
        undo(township, first.run)
    values = openpyxl.load_workbook(folder / "ledgers" / "青石村.xlsx")["台账"].iter_rows(
        2, 2, values_only=True
    )
    assert [value for value in next(values) if value] == CASES[0][:4]


def test_the_file_alone_is_the_whole_state_once_a_command_has_ended(folder):
    state = folder / ".duesheet" / "state.db"
    command = [sys.executable, "-m", "duesheet", "run", "-c", str(folder), "--today", TODAY.isoformat()]
    subprocess.run(command, check=True, capture_output=True, cwd=PAGE.parents[1])
    shutil.copy(state, folder / "state.copy")
    shutil.rmtree(state.parent)
    state.parent.mkdir()
    shutil.copy(folder / "state.copy", state)
    with closing_township(folder) as township:
        (run,) = township.state.history.runs()
    assert run.writes > 0


def test_a_lost_state_loses_history_and_writes_nothing_that_stands_there(folder):
    assert edits(passed(folder)) > 0
    book = (folder / "ledgers" / "青石村.xlsx").read_bytes()
    shutil.rmtree(folder / ".duesheet")
    again = passed(folder)
    assert edits(again) == 0
    assert again.outcomes[0].counts["open"] == 5
    assert (folder / "ledgers" / "青石村.xlsx").read_bytes() == book


def test_the_state_of_the_first_schema_is_upgraded_and_the_township_goes_on(folder):
    (folder / ".duesheet").mkdir()
    with closing(sqlite3.connect(folder / ".duesheet" / "state.db")) as old:
        old.executescript(
            SCHEMA_1.format(serial="INTEGER", true="1", false="0").replace("甲.xlsx", "别村.xlsx")
        )
    found = passed(folder)
    assert [outcome.error for outcome in found.outcomes] == [None]
    assert edits(found) > 0
    assert edits(passed(folder)) == 0
    with closing_township(folder) as township:
        assert {"r1", found.run} <= {run.run for run in township.state.history.runs()}
