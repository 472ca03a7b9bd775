import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from time import sleep

import pytest

from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from sync.store import LedgerRef
from tests.sync.folder.ours import edits, human_part, layout, members
from tests.sync.folder.rich import FIRST_ROW, HEADING_ROW, LAST_ROW, SHEET, rich

pytestmark = pytest.mark.no_cover

REF = LedgerRef("a.xlsx", "a")
OURS = range(10, 15)
ROOT = Path(__file__).parents[3]
#: Writes and detaches without end, and says when it has begun.
WORKER = """
import sys
from pathlib import Path
from sync.folder.folder_store import FolderStore
from tests.sync.folder.ours import edits, layout
from tests.sync.folder.test_folder_killed import FIRST_ROW, HEADING_ROW, LAST_ROW, REF, SHEET
store = FolderStore(Path(sys.argv[1]), state_dir=Path(sys.argv[1]) / "state")
print("ready", flush=True)
number = 0
while True:
    number += 1
    rows = range(FIRST_ROW, LAST_ROW + 1 - number % 2)
    layouts = [layout(SHEET, HEADING_ROW, FIRST_ROW, rows[-1])]
    store.write(REF, store.read(REF), edits(SHEET, rows, HEADING_ROW), layouts)
    if number % 5 == 0:
        store.detach(REF, store.read(REF))
"""


def killed_at_random(folder: Path, repeats: int, seed: int) -> None:
    path = rich(folder / "a.xlsx")
    human = human_part(members(path)["xl/worksheets/sheet1.xml"], OURS)
    random = Random(seed)
    for _ in range(repeats):
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        sleep(random.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, "the worker ended by itself"
        with zipfile.ZipFile(path) as book:
            assert book.testzip() is None
        assert human_part(members(path)["xl/worksheets/sheet1.xml"], OURS) == human
        read_workbook(path)
    store = FolderStore(folder)
    rows = range(FIRST_ROW, LAST_ROW + 1)
    layouts = [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW)]
    store.write(REF, store.read(REF), edits(SHEET, rows, HEADING_ROW), layouts)
    assert store.read(REF).sheets[0].rows[LAST_ROW - 1][10]
    assert list(folder.glob(".duesheet-*")) == []


def test_a_killed_write_never_breaks_a_workbook_and_the_next_finishes(tmp_path):
    killed_at_random(tmp_path, repeats=15, seed=20261122)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_killed_writes(tmp_path, seed):
    killed_at_random(tmp_path, repeats=100, seed=seed)
