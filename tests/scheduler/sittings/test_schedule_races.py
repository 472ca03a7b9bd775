"""People, faults and ends of the machine while 调解排期 is written: no cell of theirs ever changes."""

import random
import subprocess
import sys
import time
from datetime import timedelta

import openpyxl
import pytest

from config.errors import LedgerUnavailableError
from scheduler.sittings.schedule_places import BookPlace
from sync.folder.folder_store import FolderStore
from sync.folder.own_workbook import OwnWorkbook
from tests.scheduler.sittings.six_villages import TODAY, Villages

pytestmark = pytest.mark.no_cover

THEIRS = ("约定日期", "约定时段", "调解员", "地点", "结果", "备注")
WORDS = {
    "约定日期": ("同意", "√", "12月3日", "2026-12-04", "等电话", "下周三", "", "12月6日"),
    "约定时段": ("上午", "下午", ""),
    "调解员": ("甲", "丙", "外来的", ""),
    "地点": ("村委会", ""),
    "结果": ("达成协议", "未达成", "一方未到", "改期", "取消", "再看看", ""),
    "备注": ("=1+1 的说明", "欧阳某到场", ""),
}


def theirs(villages):
    """Return every cell of people's, in whatever order the rows stand."""
    sheet = openpyxl.load_workbook(villages.sheet)["调解排期"]
    headings = [cell.value for cell in sheet[3]]
    at = [headings.index(name) for name in THEIRS]
    rows = [tuple(row[i] for i in at) for row in sheet.iter_rows(min_row=4, values_only=True)]
    return sorted(str(row) for row in rows if any(row))


def scribble(villages, rng):
    """Let a person write somewhere in the right part, or add a line."""
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book["调解排期"]
    headings = [cell.value for cell in sheet[3]]
    last = max((cell.row for row in sheet.iter_rows(min_row=4) for cell in row if cell.value), default=4)
    row = rng.randint(4, last + rng.choice([0, 0, 1]))
    for name in rng.sample(THEIRS, 2):
        sheet.cell(row, headings.index(name) + 1).value = rng.choice(WORDS[name]) or None
    book.save(villages.sheet)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_write_stays_and_a_second_pass_writes_nothing(tmp_path, seed):
    rng = random.Random(seed)
    villages = Villages(tmp_path)
    villages.run()
    today = TODAY
    for _ in range(5):
        for _ in range(rng.randint(1, 3)):
            scribble(villages, rng)
        today += timedelta(days=rng.choice([0, 0, 1]))
        before = theirs(villages)
        villages.run(today)
        assert theirs(villages) == before
        data = villages.sheet.read_bytes()
        assert villages.run(today).schedule.edits == 0
        assert villages.sheet.read_bytes() == data


def test_a_person_who_saves_in_between_is_read_and_not_overwritten(tmp_path, monkeypatch):
    villages = Villages(tmp_path)
    villages.run()
    villages.put("H1", "约定调解时间", "12月2日上午")
    races = iter([1, 2])

    def save_meanwhile():
        if next(races, 0):
            villages.fill("Q5", 约定日期="同意", 备注="刚写的")

    def racing(place):
        return OwnWorkbook(place._path, before_replace=save_meanwhile)

    monkeypatch.setattr(BookPlace, "_workbook", racing)
    assert villages.run().schedule.kind == "written"
    (line,) = villages.lines()["Q5"]
    assert (line["约定日期"], line["备注"], line["状态"]) == ("同意", "刚写的", "已约定")


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    villages = Villages(tmp_path)
    villages.run()
    before = villages.sheet.read_bytes()
    villages.put("H1", "约定调解时间", "12月2日上午")

    def broken(*_):
        raise LedgerUnavailableError("no room", fix="make room")

    monkeypatch.setattr(FolderStore, "rewrite", broken)
    found = villages.run()
    assert (found.schedule.kind, found.went_well) == ("failed", False)
    assert villages.sheet.read_bytes() == before


def test_killed_at_any_moment_the_sheet_is_whole(tmp_path):
    villages = Villages(tmp_path)
    villages.run()
    villages.fill("Q5", 约定日期="同意", 备注="记")
    before = theirs(villages)
    rng = random.Random(5)
    for number in range(4):
        villages.put("H1", "约定调解时间", f"12月{number + 2}日上午")
        line = [sys.executable, "-m", "scheduler.cli", "run", "-c", str(villages.config)]
        child = subprocess.Popen([*line, "--today", TODAY.isoformat()], stdout=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.4, 2.5))
        child.kill()
        child.wait()
        assert theirs(villages) == before
    villages.run()
    assert villages.run().schedule.edits == 0
    assert theirs(villages) == before
