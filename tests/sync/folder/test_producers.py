"""Ledgers made by other programs: run, run again, detach; no cell changes and nothing of ours is left."""

import shutil

import pytest

from config.vocabulary import MARK_HEADINGS, OutcomeKind
from scheduler.marking.detach import detach
from scheduler.passes.one_pass import run_pass
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from tests.scheduler.conftest import township  # noqa: F401 - a fixture
from tests.sync.folder.ours import human_part, members
from tests.sync.folder.producers.ledgers import PRODUCERS, ROWS

pytestmark = pytest.mark.no_cover

SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=make.__name__.removeprefix("by_"), marks=pytest.mark.needs(*tools))
        for make, tools in PRODUCERS.items()
    ],
)
def test_run_run_again_detach(tmp_path, township, make):  # noqa: F811
    ledgers = tmp_path / "ledgers"
    ledgers.mkdir()
    path = ledgers / "青石村.xlsx"
    make(path)
    for left in ledgers.iterdir():  # what the program worked with
        if left.is_dir():
            shutil.rmtree(left)
        elif left != path:
            left.unlink()
    before = members(path)
    cells = read_workbook(path).sheets[0].rows
    town = township(FolderStore(ledgers))
    assert run_pass(town).outcomes[0].kind is OutcomeKind.WRITTEN
    written = read_workbook(path).sheets[0].rows
    width = len(cells[0])
    assert [row[:width] for row in written] == cells
    heading = len(cells) - len(ROWS) - 1
    assert written[heading][-5:] == list(MARK_HEADINGS["zh-CN"].values())
    assert all(row[-5] and row[-1] for row in written[heading + 1 :])
    ours = range(len(written[0]) - 5, len(written[0]))
    assert human_part(members(path)[SHEET], ours) == human_part(before[SHEET], ours)
    again = path.read_bytes()
    assert run_pass(town).outcomes[0].kind is OutcomeKind.UNCHANGED
    assert path.read_bytes() == again
    detach(town, [])
    after = members(path)
    assert after == before
    assert read_workbook(path).sheets[0].rows == cells
