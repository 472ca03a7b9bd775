import json
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from config.loading.settings_file import load_settings
from scheduler.cli import app
from scheduler.demo import make_township
from sync.google.transport.trouble import Effect, Trouble, error_for
from tests.google.server import GoogleServer

TODAY = "2026-04-03"


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "town"
    make_township(folder, date(2026, 4, 3))
    return folder / "ledgers"


@pytest.fixture
def here(workbooks, tmp_path, monkeypatch):
    """Return a township's folder with three ledgers and nothing else, and stand in it."""
    (tmp_path / "ledgers").mkdir()
    for name in ("青石村.xlsx", "河口村.xlsx", "大坪村月台账.xlsx"):
        shutil.copy(workbooks / name, tmp_path / "ledgers")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*arguments, answers=None):
    return CliRunner().invoke(app, ["init", *arguments, "--lang", "en", "--today", TODAY], input=answers)


def test_one_dialogue_leads_to_a_config_that_runs(here):
    done = init(answers="\n\ny\n")
    assert done.exit_code == 0, done.output
    assert "青石村.xlsx: 青石村" in done.output
    assert "B date of registration ← “排查时间”" in done.output
    assert " more alike: A running number ← “编号”" in done.output
    settings = load_settings(here / "township.toml")
    assert settings.township.name == "青石镇"
    assert settings.township.adopted_on == date(2026, 4, 3)
    assert settings.ledgers.folder == "ledgers"
    assert {(village.name, tuple(village.ledger)) for village in settings.village} == {
        ("青石村", ("青石村.xlsx",)),
        ("河口村", ("河口村.xlsx",)),
        ("大坪村", ("大坪村月台账.xlsx",)),
    }
    checked = CliRunner().invoke(app, ["check", "--json", "--today", TODAY])
    assert json.loads(checked.stdout)["totals"]["failed"] == 0


def test_it_speaks_of_columns_in_the_words_of_the_village(here):
    done = CliRunner().invoke(app, ["init", "--lang", "zh-CN", "--today", TODAY], input="\n\n否\n")
    assert done.exit_code == 1
    assert "B 登记日期←“排查时间”" in done.output
    assert "乡镇（街道）名称［青石镇］：" in done.output
    assert not re.search(r"[a-z]+_[a-z]+", done.output.replace(str(here), ""))


def test_it_reads_with_the_headings_of_the_config_that_is_there(tmp_path, monkeypatch):
    """What `inspect` finds beside a config, `init` finds too."""
    book = openpyxl.Workbook()
    book.active.append(["栏甲", "栏乙", "栏丙", "栏丁", "栏戊"])
    for number in (1, 2, 3):
        book.active.append([number, f"2026-03-0{number}", f"某{number}", "邻里", "办理中"])
    (tmp_path / "ledgers").mkdir()
    path = tmp_path / "ledgers" / "甲村.xlsx"
    book.save(path)
    roles = ("seq", "registered_date", "party", "category", "status")
    own = "".join(f'{role} = "栏{mark}"\n' for role, mark in zip(roles, "甲乙丙丁戊", strict=True))
    (tmp_path / "township.toml").write_text(f'[township]\nname = "青石镇"\n[headers]\n{own}', "utf-8")
    monkeypatch.chdir(tmp_path)
    found = json.loads(init("--yes", "--json").stdout)["ledgers"]
    told = CliRunner().invoke(app, ["inspect", str(path), "--json", "--today", TODAY])
    (table,) = json.loads(told.stdout)["sheets"]["Sheet"]["tables"]
    assert [(one["village"], one["cases"], one["columns"]) for one in found] == [
        ("甲村", 3, {"Sheet": table["columns"]})
    ]


def test_it_names_the_duties_of_offices_with_their_sources_and_asks(here):
    done = CliRunner().invoke(
        app, ["init", "--lang", "zh-CN", "--today", TODAY], input="\n99\n2、monthly_report\n是\n"
    )
    assert done.exit_code == 0, done.output
    assert "默认启用  半月排查报告（HALF_MONTH_SCREEN）——S0" in done.output
    assert "默认启用  月度矛盾风险清单（RISK_LIST_25）——S3" in done.output
    assert "1. 三日签字报（THREE_DAY_SIGNED）——S0 乡镇2023年工作方案：“村、乡" in done.output
    assert "请写1到" in done.output
    assert load_settings(here / "township.toml").township.cadences == ["MONTHLY_SCREEN", "MONTHLY_REPORT"]


def test_enter_alone_leaves_those_on_that_are_on_by_default(here):
    init(answers="\n\ny\n")
    assert load_settings(here / "township.toml").township.cadences == []
    checked = CliRunner().invoke(app, ["check", "--json", "--today", "2026-04-23"])
    told = {one["duty"] for one in json.loads(checked.stdout)["cadences"]}
    assert told == {"HALF_MONTH_SCREEN", "RISK_LIST_25"}


def test_json_names_the_duties_too(here):
    named = {one["duty"]: one for one in json.loads(init("--json").stdout)["cadences"]}
    assert {duty for duty, one in named.items() if one["on"]} == {
        "HALF_MONTH_SCREEN",
        "RISK_LIST_25",
        "ZERO_REPORT",
    }
    assert named["GRID_DAILY"]["source"].startswith("S3")


def test_without_an_answer_nothing_is_written_and_the_option_is_named(here):
    done = init(answers="")
    assert done.exit_code == 2
    assert "--yes --name NAME" in done.output
    assert not (here / "township.toml").exists()


def test_a_folder_that_is_not_there_is_told(here):
    assert "there is no such folder" in init("nosuch", "--yes").output


def test_a_ledger_that_is_gone_is_told(here):
    init("--yes")
    (here / "ledgers" / "青石村.xlsx").unlink()
    assert "青石村.xlsx (青石村) of township.toml is not there now" in init("--yes").output


def test_who_says_no_gets_nothing_written(here):
    assert init(answers="柳河镇\n\nn\n").exit_code == 1
    assert not (here / "township.toml").exists()


def test_without_questions_the_name_is_the_one_in_the_titles(here):
    assert init("--yes").exit_code == 0
    assert load_settings(here / "township.toml").township.name == "青石镇"


def test_a_name_may_be_given(here):
    init("--yes", "--name", "柳河乡")
    assert load_settings(here / "township.toml").township.name == "柳河乡"


def test_a_second_time_adds_what_is_new_and_keeps_comments_and_values(here, workbooks):
    init("--yes")
    config = here / "township.toml"
    text = config.read_text("utf-8").replace('language = "zh-CN"', 'language = "en" # for the visitors')
    config.write_text(text, "utf-8")
    assert "nothing to change" in init("--yes").output
    assert config.read_text("utf-8") == text
    shutil.copy(workbooks / "石门村信访台账.xlsx", here / "ledgers")
    assert "written, 4 ledgers" in init("--yes").output
    added = config.read_text("utf-8")
    assert added.startswith(text.rstrip("\n"))
    assert "石门村信访台账.xlsx" in added
    assert load_settings(config).township.language == "en"


def test_the_comments_of_a_new_config_speak_the_language_of_the_command(here):
    assert init("--yes").exit_code == 0
    assert "# duesheet's config" in (here / "township.toml").read_text("utf-8")
    (here / "township.toml").unlink()
    assert CliRunner().invoke(app, ["init", "--yes", "--lang", "zh-CN"]).exit_code == 0
    comments = [line.partition("#")[2] for line in (here / "township.toml").read_text("utf-8").splitlines()]
    assert sum(bool(comment) for comment in comments) == 3
    assert all(re.search(r"[\u3400-\u9fff]", comment) for comment in comments if comment)


def test_what_is_no_ledger_is_left_out_with_the_reason(here):
    shutil.copy(here / "ledgers" / "青石村.xlsx", here / "ledgers" / "青石村 - 副本.xlsx")
    (here / "ledgers" / "旧台账.xls").write_bytes(b"x")
    document = json.loads(init("--json").stdout)
    left = {one["ledger"]: one["left_out"] for one in document["ledgers"] if one["left_out"]}
    assert left.keys() == {"青石村 - 副本.xlsx", "旧台账.xls"}
    assert "save it as .xlsx" in left["旧台账.xls"]
    assert len(load_settings(here / "township.toml").village) == 3


def test_the_folder_may_be_named_and_the_config_stand_elsewhere(here, tmp_path):
    (tmp_path / "config").mkdir()
    assert init("ledgers", "--yes", "-c", "config/township.toml").exit_code == 0
    settings = load_settings(here / "config" / "township.toml")
    assert settings.path(settings.ledgers.folder) == here / "ledgers"


def test_workbooks_right_here_are_found(here, monkeypatch):
    monkeypatch.chdir(here / "ledgers")
    assert init("--yes").exit_code == 0
    assert load_settings(here / "ledgers" / "township.toml").ledgers.folder == "."


def test_another_place_than_the_configs_is_refused(here, tmp_path):
    init("--yes")
    (tmp_path / "other").mkdir()
    done = init("other", "--yes")
    assert done.exit_code == 2
    assert "names another place" in done.output


def test_an_empty_folder_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = init("--yes")
    assert done.exit_code == 2
    assert "duesheet init DIR" in done.output


def test_a_service_account_is_looked_up_at_the_endpoint_that_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with GoogleServer() as server:
        account = server.add_account("bot@example.org")
        Path("key.json").write_text(json.dumps(account.key_file), "utf-8")
        Path("key.json").chmod(0o600)
        server.world.add_book("s1", "甲村矛盾纠纷台账", {"bot@example.org": "writer"})
        lines = [["序号", "登记日期", "纠纷类型", "办理状态"], ["1", "2026-03-01", "邻里", "办理中"]]
        server.people("s1", [{"updateCells": written(lines)}])
        done = init("--credentials", "key.json", "--endpoint", server.url, "--name", "青石镇", "--yes")
        assert done.exit_code == 0, done.output
        assert load_settings(tmp_path / "township.toml").ledgers.endpoint == server.url


def written(lines):
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in line]} for line in lines]
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return {"start": start, "rows": cells, "fields": "userEnteredValue"}


def test_without_a_network_the_remedy_is_not_to_wait_for_a_pass(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = Trouble(Effect.UNKNOWN, 0, "no network")

    def unreachable(*_):
        raise error_for(told, "Google Drive", "bot@example.org")

    monkeypatch.setattr("scheduler.cli.init.survey", unreachable)
    (tmp_path / "ledgers").mkdir()
    done = init("ledgers", "--yes")
    assert done.exit_code == 1
    assert "run duesheet init again" in done.output
    assert "next pass" not in done.output


def book(path, header, rows):
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("台账")
        for at, line in enumerate([["青石村矛盾纠纷台账（2026年）"], header, *rows]):
            sheet.write_row(at, 0, line)


ROWS = [[f"2026-03-0{n}", f"赵大{n}", f"第{n}组水渠堵塞", "办理中"] for n in range(1, 5)]


def test_it_finds_ledgers_with_the_headings_that_its_config_has(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ledgers").mkdir()
    book(tmp_path / "ledgers" / "青石村.xlsx", ["来的日子", "谁家", "啥事", "咋样了"], ROWS)
    config = tmp_path / "township.toml"
    config.write_text('[township]\nname = "青石镇"\nadopted_on = 2026-01-01\n', "utf-8")
    assert init("--yes").exit_code == 2, "whose words nobody knows"
    own = 'registered_date = ["来的日子"]\nparty = ["谁家"]\nsummary = ["啥事"]\nstatus = ["咋样了"]\n'
    config.write_text(f"{config.read_text('utf-8')}[headers]\n{own}", "utf-8")
    done = init("--yes")
    assert done.exit_code == 0, done.output
    assert [part.ledger for part in load_settings(config).village] == [["青石村.xlsx"]]


@pytest.mark.parametrize(
    "copy",
    [
        "青石村 (陈某的冲突副本 2026-03-30)",
        "青石村_conflict-20260330-101112",
        "青石村.sync-conflict-20260330-101112-ABCDEFG",
        "青石村-DESKTOP-AB12CD",
        "青石村(自动恢复)",
        "青石村最终版",
    ],
)
def test_a_stale_copy_beside_a_ledger_gets_no_entry(copy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ledgers").mkdir()
    header = ["登记日期", "当事人", "主要内容", "办理状态"]
    settled = [[*line[:3], "已办结"] for line in ROWS]
    book(tmp_path / "ledgers" / "青石村.xlsx", header, settled)
    book(tmp_path / "ledgers" / f"{copy}.xlsx", header, ROWS)
    done = init("--yes", "--name", "青石镇")
    assert done.exit_code == 0, done.output
    assert [part.ledger for part in load_settings(tmp_path / "township.toml").village] == [["青石村.xlsx"]]
    assert f"{copy}.xlsx" in done.output, "what was left out is said"
