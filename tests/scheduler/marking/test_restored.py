"""Our columns deleted whole are back, and that is told; not after a first write, an undo or a detach."""

import openpyxl
import pytest

from config.spoken.problems import problem_message
from config.vocabulary import MARK_HEADINGS, LedgerProblemCode
from scheduler.marking.detach import detach
from scheduler.marking.undo import undo
from scheduler.passes.one_pass import run_pass
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from tests.sync.folder.producers.ledgers import HEADINGS, by_xlsxwriter

FIRST = len(HEADINGS) + 1
OURS = list(MARK_HEADINGS["zh-CN"].values())


@pytest.fixture
def path(tmp_path):
    (tmp_path / "ledgers").mkdir()
    by_xlsxwriter(tmp_path / "ledgers" / "青石村.xlsx")
    return tmp_path / "ledgers" / "青石村.xlsx"


@pytest.fixture
def town(path, township):
    """Return what makes the township anew, as a process of its own would."""
    return lambda: township(FolderStore(path.parent))


def restored(town):
    problems = run_pass(town()).outcomes[0].problems
    return [problem for problem in problems if problem.code is LedgerProblemCode.MARK_RESTORED]


def without_ours(path, sheets=("台账",)):
    book = openpyxl.load_workbook(path)
    for name in sheets:
        book[name].delete_cols(FIRST, 5)
    book.save(path)


def test_all_five_deleted_are_back_and_told_until_somebody_works_in_the_ledger(path, town):
    assert restored(town) == []
    without_ours(path)
    (told,) = restored(town)
    assert (told.sheet, told.detail) == ("台账", "")
    assert problem_message(told).startswith("“台账”的督办栏目由系统填写，曾被全部删除，已补回")
    assert read_workbook(path).sheets[0].rows[1][-5:] == OURS
    assert restored(town) == [told]
    book = openpyxl.load_workbook(path)
    book["台账"]["E3"] = "因宅基地边界争执，已测量"
    book.save(path)
    assert restored(town) == []


def test_on_one_of_two_worksheets(path, town):
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["台账"]).title = "4月"
    for number, row in enumerate(book["4月"].iter_rows(min_row=3, max_row=8), start=1):
        row[2].value, row[4].value = f"乙{number}某", f"事由{number}"
    book.save(path)
    assert restored(town) == []
    without_ours(path, ["4月"])
    assert [told.sheet for told in restored(town)] == ["4月"]


def test_a_new_worksheet_had_none(path, town):
    assert restored(town) == []
    book = openpyxl.load_workbook(path)
    new = book.create_sheet("4月")
    new.append(HEADINGS)
    new.append([1, "2026-04-01", "丙某", "邻里", "争水", "在办", ""])
    book.save(path)
    assert restored(town) == []
    assert read_workbook(path).sheets[-1].rows[0][-5:] == OURS


@pytest.mark.parametrize("how", ["detach", "undo"])
def test_what_we_took_out_ourselves_was_not_deleted(path, town, how):
    assert restored(town) == []
    if how == "detach":
        detach(town(), [])
    else:
        undo(town(), town().state.history.runs(limit=1)[0].run)
    assert OURS[0] not in read_workbook(path).sheets[0].rows[1]
    town().state.looks.pause("青石村.xlsx", "青石村", paused=False)
    assert restored(town) == []
    assert read_workbook(path).sheets[0].rows[1][-5:] == OURS
