"""The start for somebody who never opens a terminal."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from scheduler.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(("序号", "登记日期", "当事人", "简要情况", "纠纷类别", "办理状态"))
    book.active.append((1, "2026-11-02", "某甲", "因地界争执", "邻里", "在办"))
    book.active.append((2, "2026-11-03", "某乙", "因排水争执", "邻里", "在办"))
    book.save(tmp_path / "甲村.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def setup(answers):
    return CliRunner().invoke(app, ["setup", "--lang", "zh-CN", "--today", "2026-11-27"], input=answers)


def test_who_says_yes_to_all_gets_a_config_and_marks(folder):
    done = setup("\n青石镇\n\n是\n是\n")
    assert done.exit_code == 0, done.output
    assert (folder / "township.toml").is_file()
    assert "甲村：已写入" in done.output
    again = setup("否\n")
    assert "没有写入任何内容" in again.output


@pytest.mark.parametrize("answer", ['"{}"', "“{}”", "{}/甲村.xlsx", "'{}' "])
def test_a_path_that_was_pasted_or_dropped_is_taken(folder, tmp_path, monkeypatch, answer):
    here = tmp_path / "别处 的"
    here.mkdir()
    monkeypatch.chdir(here)
    done = setup(answer.format(folder) + "\n青石镇\n\n是\n否\n")
    assert done.exit_code == 0, done.output
    assert (here / "township.toml").is_file()


def test_a_folder_that_is_not_there_is_asked_for_again(folder):
    done = setup("台帐\n\n青石镇\n\n是\n否\n")
    assert done.exit_code == 0, done.output
    assert "没有这个文件夹：台帐。请重新填写" in done.output
    assert (folder / "township.toml").is_file()


def test_who_gives_no_answer_is_told_another_way(folder):
    done = setup("")
    assert done.exit_code == 2
    assert "duesheet init 文件夹 --yes" in done.output


def test_nothing_is_written_without_a_yes(folder):
    before = (folder / "甲村.xlsx").read_bytes()
    assert setup("\n青石镇\n\n是\n\n").exit_code == 0
    assert (folder / "甲村.xlsx").read_bytes() == before


def test_the_double_click_is_short_and_calls_it():
    text = (ROOT / "deploy" / "start.cmd").read_text("utf-8")
    assert len(text.splitlines()) <= 15
    assert "-m duesheet" in text
    assert "setup" in text
