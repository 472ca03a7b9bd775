"""What `check` and `run` print: villages in order, the worst first, few lines however many rows there are."""

import csv
import json
import time
from datetime import date
from io import StringIO

import openpyxl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.cli.app import Common
from scheduler.cli.progress import Heartbeat, with_progress
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import Step
from scheduler.passes.pass_watch import Unwatched
from scheduler.township import open_township
from sync.folder.folder_store import FolderStore

TODAY = "2026-11-27"
HEAD = ("序号", "登记日期", "纠纷类别", "办理状态", "办结日期")


def ledger(path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    book.save(path)


def town(folder, villages, rows, extra=""):
    """A township with one ledger a village; *rows* is called with the village's number."""
    ledgers = folder / "ledgers"
    ledgers.mkdir(parents=True)
    lines = [
        '[township]\nname = "青石镇"\n',
        extra,
        '[ledgers]\nfolder = "ledgers"\n',
        "[brake]\nrows = 9999\n",
    ]
    for number, village in enumerate(villages):
        ledger(ledgers / f"{village}.xlsx", rows(number))
        lines.append(f'[[village]]\nname = "{village}"\nledger = "{village}.xlsx"\n')
    config = folder / "township.toml"
    config.write_text("\n".join(lines), "utf-8")
    return config


def late(count, first=date(2026, 9, 1)):
    return [
        (n + 1, first.replace(day=1 + n % 28).isoformat(), "邻里", "在办" if n % 3 else "已办结", None)
        for n in range(count)
    ]


def duesheet(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments), "--today", TODAY])


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    villages = [f"第{number}村" for number in (10, 2, 1, 12, 11, 9, 8, 7, 6, 5, 4, 3)]
    extra = 'cadences = ["HALF_MONTH_SCREEN"]\n'
    return town(
        tmp_path_factory.mktemp("twelve"),
        villages,
        lambda _: [*late(40), (99, "上月", "邻里", "在办")],
        extra,
    )


def test_check_prints_a_line_of_totals_and_the_five_worst_rows_of_each_village(twelve):
    done = duesheet("check", "-c", twelve)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert len(lines) <= 80
    titles = [line.partition("：")[0] for line in lines if "将写入" in line and not line.startswith("合计")]
    assert titles == [f"第{number}村" for number in (10, 2, 1, 12, 11, 9, 8, 7, 6, 5, 4, 3)]
    worst = lines[lines.index(next(line for line in lines if line.startswith("第1村"))) + 1 :][:5]
    days = [int(line.partition("天")[0].strip().removeprefix("逾期")) for line in worst]
    assert days == sorted(days, reverse=True)
    assert "另有" in worst[-1]
    assert worst[-1].endswith("行：-v 列出全部")
    assert "列出全部：duesheet check -v" in lines[0]
    assert all("“台账”第" in line and "期限2026-" in line and "请" in line for line in worst)


def test_verbose_json_and_out_hold_all_rows(twelve, tmp_path):
    everything = duesheet("check", "-c", twelve, "-v", "--only", "第1村").stdout.splitlines()
    assert sum("“台账”第" in line for line in everything) == 27  # 26 are late, one cannot be timed
    assert not any("另有" in line for line in everything)
    assert "列出全部" not in everything[0]
    out = tmp_path / "全部.txt"
    short = duesheet("check", "-c", twelve, "--only", "第1村", "--out", out)
    assert str(out) in short.output.replace("\n", "")
    assert [line for line in out.read_text("utf-8").splitlines() if line] == everything


def test_out_writes_over_no_workbook(twelve):
    book = twelve.parent / "ledgers" / "第1村.xlsx"
    before = book.read_bytes()
    done = duesheet("check", "-c", twelve, "--out", book)
    assert done.exit_code == 2
    assert book.read_bytes() == before


def test_a_list_that_cannot_be_saved_is_no_defect(twelve, tmp_path):
    done = duesheet("check", "-c", twelve, "--only", "第1村", "--out", tmp_path / "无此" / "全部.txt")
    assert done.exit_code == 2
    assert "全部.txt：无法写入（没有这个文件或文件夹）" in done.output


def test_the_first_day_says_why_nobody_is_asked(tmp_path):
    config = town(tmp_path, ["甲村"], lambda _: late(9), f"adopted_on = {TODAY}\n")
    said = duesheet("check", "-c", config).output
    assert "6件在办事项登记于2026-11-27（启用日）之前，属存量：只标注，不催办" in said
    config.write_text(config.read_text("utf-8").replace(TODAY, "2026-01-01"), "utf-8")
    assert "存量" not in duesheet("check", "-c", config).output


def test_check_says_what_a_run_would_hold(tmp_path):
    config = town(tmp_path, ["甲村"], lambda _: late(60))
    config.write_text(config.read_text("utf-8").replace("rows = 9999", "rows = 20"), "utf-8")
    assert "新增逾期40件，运行时将暂扣" in duesheet("check", "-c", config).output
    held = duesheet("run", "-c", config)
    assert held.exit_code == 1
    assert "1本台账被暂扣，核对无误后全部放行：duesheet run --release" in held.output
    assert duesheet("run", "-c", config, "--release").exit_code == 0


def test_run_is_a_line_for_each_village_with_news(tmp_path):
    villages = [f"第{number}村" for number in range(1, 51)]
    config = town(tmp_path, villages, lambda n: [*late(3), (9, "上月", "邻里", "在办")])
    first = duesheet("run", "-c", config)
    assert first.exit_code == 0, first.output
    lines = first.stdout.splitlines()
    assert len(lines) <= 65
    assert [line.partition("：")[0] for line in lines[1:51]] == villages
    assert "台账中待改的问题，请先改：" in lines
    again = duesheet("run", "-c", config).stdout.splitlines()
    assert any(line.startswith("其余50个村无变化：在办") for line in again)
    assert len(again) <= 15


def test_what_is_only_read_is_counted_in_its_line_and_says_where_its_marks_stand(tmp_path):
    config = town(tmp_path, ["甲村"], lambda _: late(9))
    with (tmp_path / "ledgers" / "乙村.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEAD, *late(3)])
    for command in ("check", "run", "run"):
        lines = duesheet(command, "-c", config).stdout.splitlines()
        told = next(line for line in lines if line.startswith("乙村"))
        assert told.startswith("乙村：只读，未写入；共3件，在办2件，逾期2件，临期0件；问题1处。乙村.csv：")
        assert "督办内容见报表文件夹的“督办”" in told
    assert "乙村：只读，未写入：乙村.csv" in duesheet("status", "-c", config).stdout


def test_of_several_problems_run_says_which_it_shows_and_how_all_are_seen(tmp_path):
    config = town(
        tmp_path,
        ["甲村", "乙村"],
        lambda n: [
            (1, "2026-09-02", "邻里", "在办"),
            *((2 + k, "上月", "邻里", "在办") for k in range(2 - n)),
        ],
    )
    lines = duesheet("run", "-c", config).stdout.splitlines()
    said = "“台账”B3 的登记日期写作“上月”，不具体，请补全年月日，如2026-09-02。"
    assert f"  甲村（共2处，先改此处）：{said}" in lines
    assert f"  乙村（1处）：{said}" in lines
    assert "  查看全部问题：duesheet check -v；只看一个村：duesheet check -v --only 村名" in lines


def test_what_is_to_be_mended_in_a_late_row_is_told_too(tmp_path):
    config = town(
        tmp_path,
        ["甲村"],
        lambda _: [(1, "2026-09-02", "邻里", "在办", "上月"), (2, "上月", "邻里", "在办", None)],
    )
    lines = duesheet("check", "-c", config).stdout.splitlines()
    late = next(line for line in lines if "“台账”第2行" in line)
    assert "逾期" in late
    assert "上月" not in late
    assert any(line.startswith("  待改　“台账”E2 的办结日期写作“上月”") for line in lines)
    # A row that cannot be timed says why in its own line, and once.
    assert sum("B3 的登记日期写作“上月”" in line for line in lines) == 1


def test_long_work_without_a_terminal_says_a_line_now_and_then():
    console = Console(file=StringIO(), width=80)
    beat = Heartbeat(Common(lang="zh-CN"), console, every_s=0.01)
    with beat:
        beat.begun(["甲村", "乙村"])
        beat.step("甲村", Step.WRITING, 9)
        beat.seen(None)
        # The ledger that takes a minute goes through its steps; each can be told.
        for step, words in ((Step.UNDERSTANDING, "识别100000行"), (Step.JUDGING, "判断100000件的期限")):
            beat.step("乙村", step, 100_000)
            until = time.monotonic() + 20
            while f"正在处理：乙村（{words}）" not in console.file.getvalue():
                assert time.monotonic() < until, "nothing was said"
    assert "已处理1/2本台账" in console.file.getvalue()


def test_a_pass_tells_each_step_within_a_ledger(tmp_path):
    config = town(tmp_path, ["甲村"], lambda _: late(9))
    told = []

    class Steps(Unwatched):
        def step(self, label, step, count):
            told.append((label, step, count))

    township = open_township(config, date.fromisoformat(TODAY))
    run_pass(township, watch=Steps())
    township.state.close()
    assert told[:3] == [
        ("甲村", Step.READING, 0),
        ("甲村", Step.UNDERSTANDING, 10),
        ("甲村", Step.JUDGING, 9),
    ]
    written = [count for _, step, count in told if step is Step.WRITING]
    assert len(written) == 1
    assert written[0] > 9


def test_a_bar_names_the_ledger_and_the_step(monkeypatch):
    shown = []

    class Terminal(Console):
        is_terminal = True

    monkeypatch.setattr("rich.console.Console", lambda **_: Terminal(file=StringIO(), width=120))
    monkeypatch.setattr("rich.progress.Progress.update", lambda _self, _task, **what: shown.append(what))

    def work(watch):
        watch.begun(["甲村"])
        watch.step("甲村", Step.JUDGING, 7)
        watch.seen(None)

    with_progress(Common(lang="zh-CN"), work)
    assert [(what["completed"], what["description"]) for what in shown] == [
        (0, "正在处理：甲村（读取文件）"),
        (0, "正在处理：甲村（判断7件的期限）"),
        (1, "正在汇总"),
    ]


def test_a_command_with_progress_lists_the_ledgers_once(tmp_path, monkeypatch):
    config = town(tmp_path, ["甲村"], lambda _: [(1, "2026-03-18", "邻里", "在办", None)])
    listed, real = [], FolderStore.list
    monkeypatch.setattr(FolderStore, "list", lambda store: listed.append(store) or real(store))
    assert CliRunner().invoke(app, ["check", "-c", str(config), "--today", "2026-04-03"]).exit_code == 0
    assert len(listed) == 1


def test_a_notice_shows_which_rows_it_would_move(tmp_path):
    config = town(tmp_path, ["甲村"], lambda _: [(1, "2026-12-18", "邻里", "在办", None)])
    notice = tmp_path / "notice.toml"
    notice.write_text(
        '[calendar.2027]\noff = ["2027-01-01", "2027-01-04", "2027-01-05"]\nwork = []\n', "utf-8"
    )
    moved = CliRunner().invoke(
        app, ["check", "-c", str(config), "--calendar", str(notice), "--today", "2026-12-21"]
    )
    assert moved.exit_code == 0, moved.output
    assert "换用 notice.toml 后" in moved.output
    notice.write_text("# nothing\n", "utf-8")
    assert "没有放假通知" in duesheet("check", "-c", config, "--calendar", notice).output


#: Rows due within a made-up notice of 2027, due before it, closed, and due on an ordinary day.
NOTICE_ROWS = [
    (1, "2026-12-05", "邻里", "在办", None),
    (2, "2026-11-20", "邻里", "在办", None),
    (3, "2026-12-05", "邻里", "已办结", "2026-12-20"),
    (4, "2026-12-12", "邻里", "在办", None),
]


def check_notice(tmp_path, rows, notice, *more):
    config = town(tmp_path, ["甲村"], lambda _: rows)
    file = tmp_path / "notice.toml"
    file.write_text(f"[calendar.2027]\n{notice}\n", "utf-8")
    words = ["check", "-c", str(config), "--calendar", str(file), "--today", "2026-12-21"]
    done = CliRunner().invoke(app, [*words, *more])
    assert done.exit_code == 0, done.output
    return done


def test_each_open_row_that_moves_is_told_with_by_how_much(tmp_path):
    off = 'off = ["2027-01-01", "2027-01-04", "2027-01-05"]\nwork = []'
    changes = json.loads(check_notice(tmp_path, NOTICE_ROWS, off, "--json").stdout)["changes"]
    # 2026-12-05 and 30 days are Monday 01-04; 2026-12-12 and 30 days are Monday 01-11.
    assert {c["row"]: (c["now"]["due"], c["then"]["due"], c["moved_days"]) for c in changes} == {
        2: ("2027-01-04", "2027-01-06", 2)
    }


def test_a_make_up_day_brings_a_date_forward(tmp_path):
    # 2026-12-10 and 30 days are Saturday 01-09: Monday 01-11, unless that Saturday is a working day.
    work = 'off = ["2027-01-01"]\nwork = ["2027-01-09"]'
    rows = [(1, "2026-12-10", "邻里", "在办", None), (2, "2026-12-14", "邻里", "在办", None)]
    done = check_notice(tmp_path, rows, work)
    assert "第2行" in done.output
    assert "2027-01-11" in done.output
    assert "2027-01-09" in done.output
    assert "（提前2天）" in done.output
    assert "1行的结论会变" in done.output
