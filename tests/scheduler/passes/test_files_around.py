"""Files outside the folder, pipes, odd configs, and who may read what we write: no ledger's business."""

import os
import shutil
import stat
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from config.vocabulary import OutcomeKind
from scheduler.cli import app
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.writing import file_name
from sync.folder.folder_store import FolderStore
from tests.house import ROOT
from tests.scheduler.conftest import CONFIG

TOWNSHIP = '[township]\nname = "青石镇"\n'


@pytest.mark.parametrize("name", ["../外村.xlsx", "{outside}", "./../外村.xlsx", "sub/../../外村.xlsx"])
def test_a_village_of_the_config_never_leads_out_of_the_folder(tmp_path, ledgers, township, name):
    outside = tmp_path / "外村.xlsx"
    shutil.copy(ledgers / "青石村.xlsx", outside)
    before = outside.read_bytes()
    village = f'\n[[village]]\nname = "外村"\nledger = "{name.format(outside=outside)}"\n'
    found = run_pass(township(FolderStore(ledgers), config=CONFIG + village)).outcomes
    assert {one.village: one.kind for one in found} == {
        "外村": OutcomeKind.FAILED,
        "青石村": OutcomeKind.WRITTEN,
    }
    assert outside.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o000, 0o666)])
def test_the_umask_says_who_reads_the_board_and_nobody_else_the_state(
    tmp_path, ledgers, township, umask, mode
):
    before = os.umask(umask)
    try:
        town = township(FolderStore(ledgers))
        run_pass(town)
    finally:
        os.umask(before)
    board = town.settings.summary_folder / f"{file_name(town, 'board')}.xlsx"
    assert stat.S_IMODE(board.stat().st_mode) == mode
    kept = [path for path in (tmp_path / ".duesheet").rglob("*") if path.is_file()]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_inspect_waits_for_no_pipe(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    command = [sys.executable, "-m", "duesheet", "inspect", "--lang", "en", str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode != 0
    assert "no regular file" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TOWNSHIP + '[ledgers]\nfolder = "台\\u0000账"\n', id="NUL in a folder"),
        pytest.param('[township]\nname = "青石\\u0000镇"\n', id="NUL in the name"),
        pytest.param('[township]\nname = "../../x/y"\n', id="a name that leads out"),
        pytest.param(f'[township]\nname = "{"镇" * 300}"\n', id="a name of 300 characters"),
        pytest.param(TOWNSHIP + "x = " + "[" * 20_000, id="nested without end"),
    ],
)
def test_an_odd_config_is_wrong_and_no_defect(tmp_path, ledgers, text):
    (tmp_path / "township.toml").write_text(text, "utf-8")
    config = ["-c", str(tmp_path / "township.toml"), "--lang", "en"]
    for command in (["run"], ["report"], ["check"], ["status"]):
        done = CliRunner().invoke(app, [*command, *config])
        assert done.exit_code == 2, done.output
        assert "defect" not in done.output
        assert "township.toml" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledgers", "township.toml"]
