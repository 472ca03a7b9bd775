"""A workbook made to hurt is refused or harmless, and bounded: a gigabyte and a minute of the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.sync.folder.attacks import ATTACKS
from tests.sync.folder.attacks_on_counts import MORE_ATTACKS

WANTED = ATTACKS | MORE_ATTACKS
#: Reads every workbook of a folder and writes what can be written, with limits no workbook may lift.
_UNDER_LIMITS = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from config.errors import LedgerError
from sync.folder.folder_store import FolderStore
from tests.sync.folder.ours import edits, layout
store = FolderStore(Path(sys.argv[1]))
ref = store.list()[0]
said = {}
try:
    grid = store.read(ref)
    said["sheets"] = len(grid.sheets)
    said["cells"] = sum(len(sheet.rows) for sheet in grid.sheets)
    for sheet in grid.sheets[:2]:
        sheet.may_hide_days()
        for row in range(min(len(sheet.rows), 2_000)):
            sheet.number_format(row, 0)
    name = grid.sheets[0].name
    store.write(ref, grid, edits(name, [2], 1), [layout(name, 1, 2, 2)])
    said["light"] = any("〔督〕预警" in row for row in store.read(ref).sheets[0].rows)
except LedgerError as error:
    said["error"], said["fix"] = error.message, error.fix
print(json.dumps(said))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("attack", WANTED, ids=lambda attack: attack.__name__)
def test_refused_or_harmless_and_bounded(tmp_path, attack):
    folder = tmp_path / "in" / "the" / "ledgers"
    folder.mkdir(parents=True)
    attack(folder / "a.xlsx")
    before = (folder / "a.xlsx").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", _UNDER_LIMITS, str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=240,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-600:]
    said = json.loads(done.stdout)
    assert done.stderr == ""
    wanted = WANTED[attack]
    if "error" in said:
        assert said["fix"]
        assert (folder / "a.xlsx").read_bytes() == before
    assert wanted != "read" or "sheets" in said, said
    assert wanted != "refused" or "error" in said, said
    assert "light" not in said or said["light"]
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == ["in/the/ledgers/a.xlsx"]
    assert "root:" not in done.stdout


#: Understands cells with a very long text, full of one sign or word.
_LONG_TEXTS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from datetime import date
from sync.grid import Grid, Sheet
from sync.understand import Given, understand
HEAD = ["序号", "登记日期", "当事人", "简要情况", "责任单位", "办理状态", "办结日期", "处理情况"]
ROW = ["1", "2026-03-05", "赵大勇", "院墙滴水", "村委会", "在办", "", "正在调解"]
for word in sys.argv[1:]:
    text = (word * 16_000)[:16_000]
    rows = [HEAD, ROW, *([text + str(n) for _ in HEAD] for n in range(3))]
    found = understand(Grid("青石村", (Sheet("台账", rows),)), Given(date(2026, 4, 3)))
    print(len(found.tables))
"""
_WORDS = ("1", "1.", "已办结", "张三、")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_cells_full_of_one_word_are_read_in_time():
    done = subprocess.run(
        [sys.executable, "-c", _LONG_TEXTS, *_WORDS],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=240,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-600:]
    assert done.stdout.split() == ["1"] * len(_WORDS)


def test_the_machine_was_not_touched():
    assert not [name for name in ("/absolute.txt", "/climbed.txt", "C:\\climbed.txt") if Path(name).exists()]
