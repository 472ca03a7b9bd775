"""What is wrong with a whole ledger stands first, and once, in whatever a newcomer or a clerk runs."""

import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

from scheduler.cli import app

DARK = ["日期", "姓名", "事由", "处理情况", "经办人"]
CASES = [[f"2026-02-{n:02}", f"赵{n}", f"第{n}户院墙滴水", "", "王五"] for n in range(1, 13)]
PLAIN = ["登记日期", "当事人", "简要情况", "办理状态"]
OPEN = [[f"2026-03-{n:02}", f"赵大{n}", f"第{n}户院墙滴水", "办理中"] for n in range(1, 7)]


def ledger(path, header, cases, *, green=0, legend=""):
    book = xlsxwriter.Workbook(str(path))
    sheet, done = book.add_worksheet("台账"), book.add_format({"bg_color": "#92D050"})
    sheet.write(0, 0, "青石村矛盾纠纷台账（2026年）")
    sheet.write_row(1, 0, header)
    for at, case in enumerate(cases):
        sheet.write_row(at + 2, 0, case, done if at < green else None)
    if legend:
        sheet.write(len(cases) + 3, 0, legend)
    book.close()


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "ledgers").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "ledgers"


def duesheet(*arguments):
    done = CliRunner().invoke(app, [*arguments, "--today", "2026-04-03", "--lang", "zh-CN"])
    assert "Traceback" not in done.output
    return done


def first_to_mend(shown):
    """Return the first line that asks for something to be mended."""
    return next(line.strip() for line in shown.splitlines() if "“台账”" in line and "请增设" in line)


def test_a_ledger_that_shows_no_end_says_so_before_anything_turns_red(here):
    bare = [[*case[:3], case[4]] for case in CASES]
    ledger(here / "青石村.xlsx", [*DARK[:3], DARK[4]], bare)
    for command in (["inspect", "ledgers/青石村.xlsx"], ["init", "--yes"], ["inspect"], ["check"], ["run"]):
        shown = duesheet(*command).output
        assert "没有能看出是否办结的栏目" in first_to_mend(shown), (command, shown)
        assert "12件均不亮灯" in shown, command
    checked = json.loads(duesheet("check", "--json").stdout)["ledgers"][0]
    assert {one["light"] for one in checked["verdicts"]} == {"untimed"}
    assert (checked["open"], checked["overdue"]) == (12, 0)
    assert checked["issues"][0]["code"] == "no_end_column"
    config = here.parent / "township.toml"
    named = 'ledger = "青石村.xlsx"\n'
    config.write_text(config.read_text("utf-8").replace(named, named + 'ends = "open"\n'), "utf-8")
    (timed,) = json.loads(duesheet("check", "--json").stdout)["ledgers"]
    assert timed["overdue"] == 12


@pytest.mark.parametrize("legend", ["注：绿色=已办结", ""])
def test_a_status_by_colour_alone_is_asked_for_with_its_count(here, legend):
    ledger(here / "青石村.xlsx", DARK, CASES, green=7, legend=legend)
    for command in (["inspect", "ledgers/青石村.xlsx"], ["init", "--yes"], ["inspect"], ["check"], ["run"]):
        shown = duesheet(*command).output
        assert "7件涂色" in first_to_mend(shown), (command, shown)
    (checked,) = json.loads(duesheet("check", "--json").stdout)["ledgers"]
    assert {one["light"] for one in checked["verdicts"]} == {"untimed"}
    assert checked["overdue"] == 0


def test_ticked_ends_are_ends(here):
    """Settled cases of a ledger that ticks 已调处 or 未调处 are not late."""
    ticked = [[*case[:3], "√" if at < 9 else "", "" if at < 9 else "√"] for at, case in enumerate(CASES)]
    ledger(here / "青石村.xlsx", [*DARK[:3], "已调处", "未调处"], ticked)
    duesheet("init", "--yes")
    (checked,) = json.loads(duesheet("check", "--json").stdout)["ledgers"]
    assert (checked["cases"], checked["open"]) == (12, 3)
    assert {one["row"] for one in checked["verdicts"] if one["light"] == "overdue"} == {12, 13, 14}
    assert not {"no_end_column", "colour_status"} & {one["code"] for one in checked["issues"]}


def test_no_blank_name_stands_where_a_whole_ledger_is_meant(here):
    ledger(here / "青石村.xlsx", PLAIN, OPEN)
    ledger(here / "青石村(1).xlsx", PLAIN, OPEN)
    duesheet("init", "--yes")
    for command in (["check"], ["check", "-v"], ["run"], ["inspect"], ["status"], ["doctor"]):
        shown = duesheet(*command).output
        assert not any(blank in shown for blank in ("“”", " · ：", "  : ", " :  ")), (command, shown)
    assert "本文件疑为“青石村”的副本" in duesheet("check").output
    ledger(here / "青石村.xlsx", PLAIN, OPEN[:1])
    held = duesheet("run").output
    assert "暂扣" in held
    assert "“”" not in held


def test_a_worksheet_is_named_once_in_a_line(here):
    ledger(here / "青石村.xlsx", [*DARK[:3], DARK[4]], [[*case[:3], case[4]] for case in CASES])
    duesheet("init", "--yes")
    for command in (["check"], ["run"], ["inspect"]):
        line = first_to_mend(duesheet(*command).output)
        assert line.count("“台账”") == 1, (command, line)


def test_the_heading_to_add_and_the_village_s_own_heading_are_named(here):
    led = ["排查时间", "当事人", "简要情况", "包案领导", "办理状态"]
    cases = [
        ["2026-03-02", "赵大一", "院墙滴水", "李某", "办理中"],
        ["上月", "赵大二", "争水", "李某", "办理中"],
    ]
    ledger(here / "青石村.xlsx", led, cases)
    (here.parent / "township.toml").write_text(
        '[township]\nname = "青石镇"\nrules = ["sichuan_2026"]\n[ledgers]\nfolder = "ledgers"\n', "utf-8"
    )
    shown = duesheet("check", "-v").output
    assert "“台账”未设“最近沟通日期”栏，“包案领导每月沟通”无法逐件计时；如需计时，请增设该栏" in shown
    assert "A4 的“排查时间”（登记日期）写作“上月”" in shown
