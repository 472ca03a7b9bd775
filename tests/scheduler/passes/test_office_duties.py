"""Each periodic duty, in each state it can have: its verdict, and where it is told."""

import threading
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from config.spoken.period_names import period_name
from scheduler.health.standing import read_standing
from scheduler.passes.one_pass import run_pass
from scheduler.passes.owed_lines import cadence_lines
from scheduler.remind.asked import Asked, owed_duties
from scheduler.remind.channels import Arrival
from scheduler.remind.round import send_digests
from scheduler.sittings.ahead.agenda import Agenda, DaysAhead
from scheduler.sittings.ahead.agenda_lines import agenda_lines
from sync.store import Requests
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row
from tests.scheduler.passes.every_duty import PARTIES, TITLE


def town_of(township, today, *, cadences=(), rules=(), office=None, own=None, window="", rows=()):
    on = f"cadences = {list(cadences)!r}\n".replace("'", '"')
    packs = '"visit_scheme", "statute"' if rules else '"sichuan_2026", "statute"'
    config = (
        CONFIG.replace('"sichuan_2026", "statute"', packs)
        + on
        + '[ledgers]\noffice = "镇台账"\n'
        + PARTIES
        + window
    )
    fake = FakeStore({"青石村": [TITLE, HEADER, *rows]})
    fake.more["青石村"] = own or {}
    fake.rows["镇台账"] = []
    fake.hidden.add("镇台账")
    fake.versions["镇台账"] = 0
    fake.cost["镇台账"] = Requests()
    fake.more["镇台账"] = office or {}
    return township(fake, today=date.fromisoformat(today), config=config)


#: Duty to its sheet, heading, a line that proves it, the period's label and due day.
SHEETS = {
    "MONTHLY_SCREEN": ("月排查汇总", "日期|内容", "2026-04-01|排查", "2026-03", "2026-04-01"),
    "MONTHLY_MEETING": ("信访工作会", "日期|主持", "2026-03-12|某乙", "2026-03", "2026-03-31"),
    "MONTHLY_REPORT": ("信访月报", "报送日期|单位", "2026-04-01|青石村", "2026-03", "2026-04-01"),
    "THREE_DAY_SIGNED": (
        "三日签字报",
        "日期|单位|签字人",
        "2026-03-30|青石村|某甲",
        "2026-03-29",
        "2026-03-31",
    ),
    "DUTY_EVERY_WD": ("接访排班", "日期|接访领导", "2026-03-31|王某", "2026-03-31", "2026-03-31"),
    "MEETING_25": ("矛盾分析会", "日期|主持", "2026-03-25|某乙", "2026-03", "2026-03-25"),
    "GRID_DAILY": ("网格巡查日志", "日期|网格|内容", "2026-03-31|一网格|巡查", "2026-03-31", "2026-03-31"),
    "CROSS_WEEKLY": ("交叉排查", "日期|单位|内容", "2026-03-26|青石村|排查", "2026-W13", "2026-03-29"),
    "LAND_Q": ("土地确权回头看", "日期|内容", "2026-04-01|完成", "2026Q1", "2026-04-01"),
    "POLICY_Q": ("政策落实自查", "日期|内容", "2026-04-01|完成", "2026Q1", "2026-04-01"),
    "VISIT_MONTHLY": ("下访登记", "日期|下访领导|村", "2026-03-09|王某|青石村", "2026-03", "2026-03-31"),
    "STUDY_QUARTERLY": ("信访研究", "日期|内容", "2026-03-09|研究", "2026Q1", "2026-03-31"),
    "LEADER_REPORT_Q": ("季度汇报", "日期|领导姓名", "2026-04-01|王某", "2026Q1", "2026-04-01"),
    "TRAINING_YEARLY": ("培训记录", "日期|内容", "2025-06-01|培训", "2025", "2025-12-31"),
    "RESPONSIBILITY_YEARLY": ("责任书", "日期|单位|签字人", "2025-01-20|青石村|某甲", "2025", "2025-12-31"),
    "SELF_CHECK_YEARLY": ("自查报告", "日期|内容", "2026-01-05|自查", "2025", "2026-01-15"),
}
VISITS = {"VISIT_MONTHLY", "STUDY_QUARTERLY", "LEADER_REPORT_Q"}


def judged(township, duty, today, lines):
    sheet, heading, _, period, due = SHEETS[duty]
    office = {sheet: [heading.split("|"), *(line.split("|") for line in lines)]}
    town = town_of(township, today, cadences=[duty], rules=duty in VISITS, office=office)
    found = run_pass(town)
    states = [one for one in found.cadences if (one["duty"], one["period"]) == (duty, period)]
    assert all(one["due"] == due for one in states)
    return town, found, [one["state"] for one in states]


@pytest.mark.parametrize("duty", SHEETS)
def test_on_time_by_a_line_of_the_log(township, duty):
    _, _, states = judged(
        township, duty, "2026-04-02" if duty not in _DAILY else "2026-04-01", [SHEETS[duty][2]]
    )
    assert states == ["on_time"]


_DAILY = {"DUTY_EVERY_WD", "GRID_DAILY", "THREE_DAY_SIGNED"}


@pytest.mark.parametrize("duty", SHEETS)
def test_missing_is_told_everywhere_until_it_is_filed(township, duty):
    today = "2026-04-02" if duty not in _DAILY else "2026-04-01"
    town, found, states = judged(township, duty, today, [])
    assert states == ["missing"]
    title = next(each.title.zh for each in town.rules.cadences if each.id == duty)
    period = period_name(SHEETS[duty][3], "zh-CN")
    overdue = town.duty_names("zh-CN").state(duty, "missing")
    # The digest of whoever owes it.
    sent = []

    def send(url, subject, lines):
        sent.extend(lines)
        return Arrival.SENT

    asked = Asked({}, {}, (), owed_duties(town, found.cadences))
    assert send_digests(town, town.state, asked, send, threading.Event())
    assert any(title in line and f"（{period}）" in line and overdue in line for line in sent), sent
    # The board.
    board = CalamineWorkbook.from_path(str(found.board[0]))
    cells = [
        cell
        for name in board.sheet_names
        for line in board.get_sheet_by_name(name).to_python()
        for cell in line
    ]
    assert title in cells
    assert overdue in cells
    # status, check and run.
    assert any(title in line for line in cadence_lines(found.cadences, town, "zh-CN"))
    assert [one for one in read_standing(town).owed if one["duty"] == duty]
    # The agenda.
    day = date.fromisoformat(today)
    lines = agenda_lines(Agenda(town, found.desk, found.cadences, DaysAhead(day, date(2026, 4, 20))))
    if duty not in {"DUTY_EVERY_WD", "VISIT_MONTHLY", "MEETING_25"}:
        assert any(title in line for line in lines), lines


@pytest.mark.parametrize(
    ("duty", "today", "owner"),
    [
        ("MONTHLY_SCREEN", "2026-03-30", ""),
        ("MONTHLY_MEETING", "2026-03-26", ""),
        ("MONTHLY_REPORT", "2026-04-01", "青石村"),
        ("THREE_DAY_SIGNED", "2026-03-29", "青石村"),
        ("DUTY_EVERY_WD", "2026-03-31", ""),
        ("MEETING_25", "2026-03-20", ""),
        ("GRID_DAILY", "2026-03-31", "一网格"),
        ("CROSS_WEEKLY", "2026-03-25", "青石村"),
        ("LAND_Q", "2026-03-30", ""),
        ("POLICY_Q", "2026-03-30", ""),
        ("VISIT_MONTHLY", "2026-03-26", 1),
        ("STUDY_QUARTERLY", "2026-03-26", ""),
        ("LEADER_REPORT_Q", "2026-03-30", 1),
        ("TRAINING_YEARLY", "2025-12-29", ""),
        ("RESPONSIBILITY_YEARLY", "2025-12-29", "青石村"),
        ("SELF_CHECK_YEARLY", "2026-01-13", ""),
    ],
)
def test_due_soon_is_told_before_it_is_missed(township, duty, today, owner):
    town, found, states = judged(township, duty, today, [])
    assert states == ["due_soon"]
    assert {one["owner"] for one in found.cadences if one["duty"] == duty} == {owner}
    assert any(line.duty == duty and line.state == "due_soon" for line in owed_duties(town, found.cadences))


@pytest.mark.parametrize("duty", ["MONTHLY_REPORT", "LAND_Q", "SELF_CHECK_YEARLY", "MONTHLY_SCREEN"])
def test_a_report_after_its_due_day_is_late(township, duty):
    line = SHEETS[duty][2]
    later = "2026-04-02|" + line.split("|", 1)[1]
    _, _, states = judged(township, duty, "2026-04-10", [later])
    assert states == ["late"]


def test_the_half_monthly_report_and_the_risk_list(township):
    town = town_of(township, "2026-04-02", rows=[row("1", "2026-03-05")])
    states = {(one["duty"], one["period"]): one["state"] for one in run_pass(town).cadences}
    assert states[("HALF_MONTH_SCREEN", "2026-03H2")] == "missing"
    town = town_of(township, "2026-04-01", rows=[row("1", "2026-03-05")])
    states = {(one["duty"], one["period"]): one["state"] for one in run_pass(town).cadences}
    assert states[("HALF_MONTH_SCREEN", "2026-03H2")] == "due_soon"
    town = town_of(township, "2026-04-23", rows=[row("1", "2026-04-05")])
    states = {(one["duty"], one["period"]): one["state"] for one in run_pass(town).cadences}
    assert states[("RISK_LIST_25", "2026-04")] == "due_soon"


def test_an_unsatisfied_answer_reaches_the_first_officers_digest(township):
    header = [*HEADER, "满意度"]
    config = CONFIG + '[[village]]\nname = "甲村"\nledger = "甲村"\nfamily = "petition"\n'
    closed = [*row("1", "2026-03-20"), "不满意"]
    closed[HEADER.index("办理状态")] = "已办结"
    closed[HEADER.index("办结日期")] = "2026-03-25"
    fake = FakeStore({"甲村": [["甲村2026年信访事项登记台账"], header, closed]})
    town = township(fake, config=config)
    run_pass(town)
    asked = [record.addressee for records in town.state.looks.live_verdicts().values() for record in records]
    assert "first_officer" in asked


def test_case_36_a_report_dated_on_its_due_day_is_of_the_month_that_is_over(township):
    office = {"信访月报": [["报送日期", "单位"], ["2026-11-02", "青石村"]]}

    def states(today):
        town = town_of(township, today, cadences=["MONTHLY_REPORT"], office=office)
        found = run_pass(town).cadences
        return {one["period"]: one["state"] for one in found if one["duty"] == "MONTHLY_REPORT"}

    assert states("2026-11-03")["2026-10"] == "on_time"
    assert states("2026-12-01")["2026-11"] == "due_soon"
    assert states("2026-12-02")["2026-11"] == "missing"
