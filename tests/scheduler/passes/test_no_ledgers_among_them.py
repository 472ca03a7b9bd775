"""Files among the ledgers that are none: said once, no run turns red for them, and nobody owes a report."""

import csv
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from scheduler.cli import app
from tests.reports.read_back import document_text

TODAY = "2026-04-03"
CONFIG = """
[township]
name = "青石镇"
[ledgers]
folder = "ledgers"
[summary]
formats = ["docx"]
"""
VILLAGE = '[[village]]\nname = "青石村"\nledger = "青石村.xlsx"\n'


def book(path, *lines):
    made = openpyxl.Workbook()
    for line in lines:
        made.active.append(line)
    made.save(path)


@pytest.fixture
def town(tmp_path):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    book(
        folder / "青石村.xlsx",
        ["序号", "登记日期", "纠纷类别", "办理状态"],
        [1, "2026-03-20", "邻里", "在办"],
    )
    book(folder / "值班表.xlsx", ["值班表"], ["日期", "带班领导", "值班人员"], ["4月1日", "甲", "乙"])
    with (folder / "名册.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["姓名", "电话"], ["甲", "1"]])
    config = tmp_path / "township.toml"
    config.write_text(CONFIG + VILLAGE, "utf-8")
    return config


def duesheet(config, *words):
    return CliRunner().invoke(app, [*words, "-c", str(config), "--today", TODAY, "--lang", "zh-CN"])


def owing(config):
    found = json.loads(duesheet(config, "check", "--json").stdout)
    return {one["village"] for one in found["cadences"] if one["duty"] == "HALF_MONTH_SCREEN"}


def summary(config):
    duesheet(config, "report", "--period", "2026-03H2")
    (paper,) = config.parent.glob("summaries/*.docx")
    return document_text(paper.read_bytes())


@pytest.mark.parametrize("villages", [VILLAGE, ""], ids=["villages named", "none named"])
def test_a_roster_turns_no_run_red_and_owes_no_report(town, villages):
    town.write_text(CONFIG + villages, "utf-8")
    for _ in range(2):  # read, and remembered
        done = duesheet(town, "run")
        assert done.exit_code == 0, done.output
        assert "名册（1处）：“名册”所在文件中没有可识别的台账" in done.output
        assert "本次未写入" not in done.output
    assert duesheet(town, "status").exit_code == 0
    assert owing(town) == {"青石村"}
    assert not (town.parent / "summaries" / "督办").exists()
    board = openpyxl.load_workbook(town.parent / "summaries" / "督办总表.xlsx")
    rows = [row for sheet in board for row in sheet.iter_rows(values_only=True) if len(row) > 1]
    counted = {row[0] for row in rows if isinstance(row[1], int)}
    assert counted >= {"青石村"}
    assert not {"值班", "名册"} & counted


def test_no_report_counts_or_asks_a_roster(town):
    text = summary(town)
    assert "全镇1个村（社区）" in text
    assert "值班" not in text
    assert "名册" not in text


def test_a_file_that_nobody_can_read_fails_and_is_no_village(town):
    (town.parent / "ledgers" / "老台账.xls").write_bytes(b"junk")
    done = duesheet(town, "run")
    assert done.exit_code == 1
    assert "不是台账的，请移出文件夹，或写入 township.toml 的 [ledgers] exclude" in done.output
    assert owing(town) == {"青石村"}
    text = summary(town)
    assert "全镇1个村（社区）" in text
    assert "老台账的台账未能读取" in text
    town.write_text(
        CONFIG.replace('folder = "ledgers"', 'folder = "ledgers"\nexclude = ["老*"]') + VILLAGE, "utf-8"
    )
    assert duesheet(town, "run").exit_code == 0


def test_a_village_stays_one_whose_ledger_cannot_be_told(town):
    book(town.parent / "ledgers" / "白云村.xlsx", ["甲", "乙"], ["一", "二"])
    assert owing(town) == {"青石村", "白云村"}
