"""Reminders tried before they are trusted: `remind --preview` and `remind --test`."""

import json
from datetime import date

import openpyxl
import pytest
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.cli.app import Common
from scheduler.cli.remind import run_remind
from scheduler.remind.channels import Arrival

TODAY = "2026-11-27"


@pytest.fixture
def town(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(("序号", "登记日期", "纠纷类别", "当事人", "办理状态"))
    book.active.append((1, "2026-10-12", "邻里", "某甲", "在办"))
    (tmp_path / "ledgers").mkdir()
    book.save(tmp_path / "ledgers" / "甲村.xlsx")
    config = tmp_path / "township.toml"
    config.write_text(
        '[township]\nname = "青石镇"\n[ledgers]\nfolder = "ledgers"\n[notify]\nurls = ["json://127.0.0.1:9/a"]\n',
        "utf-8",
    )
    return config


def remind(*arguments):
    return CliRunner().invoke(app, ["remind", *map(str, arguments), "--today", TODAY])


def test_a_preview_shows_what_would_go_out_and_sends_nothing(town):
    before = (town.parent / "ledgers" / "甲村.xlsx").read_bytes()
    shown = remind("-c", town, "--preview")
    assert shown.exit_code == 0, shown.output
    assert "【青石镇】督办提醒 2026-11-27：新增" in shown.output
    assert "甲村《台账》第2行" in shown.output
    assert "某甲" not in shown.output
    assert (town.parent / "ledgers" / "甲村.xlsx").read_bytes() == before
    assert not (town.parent / ".duesheet" / "state.db").exists()
    document = json.loads(remind("-c", town, "--preview", "--json").stdout)
    assert document["digests"][0]["service"] == "json"
    assert "127.0.0.1" not in json.dumps(document)


def test_a_test_sends_one_line_to_each_channel_once(town, capsys):
    sent = []

    def send(url, title, lines):
        sent.append((url, title, list(lines)))
        return Arrival.FAILED

    common = Common(config=town, today=date(2026, 11, 27), lang="zh-CN")
    assert run_remind(common, preview=False, test=True, sender=send) == 1
    assert [url for url, _, _ in sent] == ["json://127.0.0.1:9/a"]
    assert len(sent[0][2]) == 1
    assert capsys.readouterr().out == "第1个地址（json）：未送达\n"


def test_it_wants_to_know_which(town):
    assert remind("-c", town).exit_code == 2
    town.write_text(town.read_text("utf-8").partition("[notify]")[0], "utf-8")
    assert "不会提醒任何人" in remind("-c", town, "--preview").output
