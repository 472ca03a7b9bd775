"""`duesheet inspect` for people: the village's own words, and whatever is wrong with the workbook."""

import re

import openpyxl
from typer.testing import CliRunner

from config.messages import said
from config.vocabulary import Role, RowReason, SheetKind
from scheduler.cli import app
from scheduler.cli.column_words import role_word

HEAD = ("序号", "排查时间", "纠纷类别", "办理状态")


def inspect(*arguments, language="zh-CN"):
    return CliRunner().invoke(
        app, ["--lang", language, "inspect", *map(str, arguments), "--today", "2026-11-27"]
    )


def test_a_column_stands_beside_the_villages_own_heading(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(HEAD)
    book.active.append((1, "2026-11-02", "邻里", "在办"))
    book.active.append((2, "上月", "邻里", "在办"))
    book.active.append(("合计", None, None, None))
    path = tmp_path / "甲村.xlsx"
    book.save(path)
    shown = inspect(path).output
    assert "B　登记日期 ← “排查时间”" in shown
    assert "未计入（合计行）：第4行" in shown
    assert "待改：B3" in shown
    assert not re.search(r"[a-z]+_[a-z]+", shown)


def test_open_rows_on_a_hidden_worksheet_are_told(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(HEAD)
    for number in range(5):
        sheet.append((number + 1, "2026-11-02", "邻里", "在办"))
    book.create_sheet("说明").append(("填表说明",))
    sheet.sheet_state = "hidden"
    path = tmp_path / "甲村.xlsx"
    book.save(path)
    shown = inspect(path).output
    assert "“台账”：台账（隐藏的工作表，不计入）" in shown
    assert "隐藏的工作表“台账”里有5件" in shown


def test_ticks_and_periods_are_told_in_words(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(("序号", "登记日期", "当事人", "类型", "已化解", "化解中", "未化解"))
    book.active.append((1, "2026-11-02", "张某", "邻里", "√", "", ""))
    book.create_sheet("10月").append(("2026年10月上半月无矛盾纠纷，零报告",))
    path = tmp_path / "甲村.xlsx"
    book.save(path)
    shown = inspect(path).output
    assert "E　办理状态“办结” ← “已化解”" in shown
    assert "F　办理状态“在办” ← “化解中”" in shown
    assert "零报告时段：2026年10月上半月" in shown
    assert "E  status resolved ← " in inspect(path, language="en").output


def test_a_file_that_is_not_there_is_no_village(tmp_path, monkeypatch):
    (tmp_path / "township.toml").write_text('[township]\nname = "青石镇"\n[ledgers]\nfolder = "."\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    done = inspect("无此.xlsx")
    assert done.exit_code == 2
    assert "无此.xlsx：没有这个文件" in done.output


def test_nothing_reaches_a_person_as_an_identifier():
    for language in ("zh-CN", "en"):
        for kind in SheetKind:
            assert said(language, f"inspect.kind_{kind.value}")
        for reason in RowReason:
            assert said(language, f"inspect.reason_{reason.value}")
        for role in Role:
            assert role_word(role.value, language) != role.value or language == "en"
            assert "_" not in role_word(f"{role.value}:邻里", language)
