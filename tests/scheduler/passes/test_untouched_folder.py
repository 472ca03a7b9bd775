"""A workbook whose bytes are those of today's last pass is not read, and counts all the same."""

import shutil
from datetime import timedelta

import openpyxl
import pytest

from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from sync.folder.folder_store import FolderStore
from tests.scheduler.conftest import TODAY
from tests.scheduler.fake import row

HEADER = ["序号", "登记日期", "纠纷类型", "当事人", "复杂程度", "责任单位", "办理状态", "办结日期"]
LATE, SOON, LATER = row("1", "2026-03-01"), row("2", "2026-03-23"), row("7", "2026-03-24")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "ledgers"
    place.mkdir()
    for name, rows in {"甲村": [LATE, SOON], "乙村": [LATER]}.items():
        save(place / f"{name}.xlsx", [HEADER, *rows])
    return place


def save(path, rows):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for line in rows:
        book.active.append(line)
    book.save(path)


def change(path, cell, text):
    book = openpyxl.load_workbook(path)
    book.active[cell] = text
    book.save(path)


@pytest.fixture
def run(township, folder):
    """Run one pass as a new process would: with a store that has seen nothing."""

    def again(**how):
        of_town = {name: how.pop(name) for name in ("today", "config") if name in how}
        return run_pass(township(FolderStore(folder), **of_town), PassOrder(**how))

    again()
    return again


def reads(found):
    return {outcome.ledger: outcome.requests.read for outcome in found.outcomes}


def counts(found):
    return {outcome.ledger: outcome.counts["cases"] for outcome in found.outcomes}


def test_nothing_is_read_right_after_our_own_write(run):
    found = run()
    assert reads(found) == {"甲村.xlsx": 0, "乙村.xlsx": 0}
    assert {outcome.kind for outcome in found.outcomes} == {OutcomeKind.UNCHANGED}
    assert counts(found) == {"甲村.xlsx": 2, "乙村.xlsx": 1}


def test_only_the_workbook_that_somebody_saved_is_read(run, folder):
    change(folder / "乙村.xlsx", "E2", "复杂")
    assert reads(run()) == {"甲村.xlsx": 0, "乙村.xlsx": 2}


def test_a_workbook_that_was_only_saved_again_with_the_same_bytes_is_not_read(run, folder):
    shutil.copy(folder / "甲村.xlsx", folder.parent / "aside")
    (folder / "甲村.xlsx").unlink()
    shutil.copy(folder.parent / "aside", folder / "甲村.xlsx")
    assert reads(run())["甲村.xlsx"] == 0


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"today": TODAY + timedelta(days=1)}, id="the next day"),
        pytest.param({"kind": "sweep"}, id="a sweep"),
        pytest.param({"keep_rows": True}, id="JSON wants every sentence"),
    ],
)
def test_some_passes_read_all_the_same(run, how):
    assert all(count > 0 for count in reads(run(**how)).values())


def test_one_that_is_open_elsewhere_is_not_taken_for_untouched(run, folder):
    (folder / "~$甲村.xlsx").touch()
    found = {outcome.ledger: outcome.kind for outcome in run().outcomes}
    assert found["甲村.xlsx"] is not OutcomeKind.FAILED
    assert FolderStore(folder).list()[1].version == ""


def test_a_file_that_becomes_a_copy_by_its_name_is_told_as_one(run, folder):
    shutil.copy(folder / "甲村.xlsx", folder / "甲村 - 副本.xlsx")
    codes = {outcome.ledger: [p.code for p in outcome.problems] for outcome in run().outcomes}
    assert LedgerProblemCode.COPY_OF_LEDGER in codes["甲村 - 副本.xlsx"]


def test_a_case_whose_first_ledger_went_away_counts_in_the_other_that_nobody_touched(run, folder):
    shared = ["3", "2026-03-24", "邻里", "孙富贵", "简单", "村委会", "办理中", ""]
    for name in ("丙村", "丁村"):
        save(folder / f"{name}.xlsx", [[*HEADER, "简要情况"], [*shared, "水沟堵塞无法排水"]])
    run()
    assert [counts(run())[f"{name}.xlsx"] for name in ("丁村", "丙村")] == [1, 0]
    (folder / "丁村.xlsx").unlink()
    assert counts(run())["丙村.xlsx"] == 1
