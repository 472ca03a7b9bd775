"""Every periodic duty in every state it can have: verdict, digest, agenda and board say the same."""

import threading
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from config.packs.cadence_states import states_of
from config.packs.pack_files import built_in_packs
from scheduler.passes.one_pass import run_pass
from scheduler.passes.owed_lines import cadence_lines
from scheduler.remind.asked import Asked, owed_duties
from scheduler.remind.channels import Arrival
from scheduler.remind.round import send_digests
from scheduler.sittings.ahead.agenda import Agenda, DaysAhead
from scheduler.sittings.ahead.agenda_lines import agenda_lines
from scheduler.sittings.ahead.calendars import write_calendars
from sync.store import Requests
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore
from tests.scheduler.passes.every_duty import DUTIES, PARTIES, TITLE, VISITS

WITH_OFFICE = '[ledgers]\noffice = "镇台账"\n' + PARTIES
CADENCES = {cadence.id: cadence for pack in built_in_packs() for cadence in pack.cadence}
CASES = [(duty, state) for duty in DUTIES for state in duty.states]
#: What is said of a duty that is owed when its day is past, and before; and how the agenda calls its kind.
SAID = {
    "report": ("逾期未报送", "尚未报送", "报送"),
    "list": ("逾期未编制", "尚未编制", "编制"),
    "meeting": ("逾期未召开", "尚未召开", "会议"),
    "reception": ("未登记接访领导", "尚未登记接访领导", "接访"),
    "visit": ("逾期未下访", "尚未下访", "下访"),
    "activity": ("逾期未开展", "尚未开展", "工作"),
    "signing": ("逾期未签订", "尚未签订", "签订"),
    "log": ("逾期未填写", "尚未填写", "填写"),
}
LATE = {
    "report": "迟报",
    "list": "逾期编制",
    "meeting": "逾期召开",
    "reception": "补登记接访领导",
    "visit": "逾期下访",
    "activity": "逾期开展",
    "signing": "逾期签订",
    "log": "逾期填写",
}
#: What an office does about each duty; every other one is a report.
ACTS = {
    "RISK_LIST_25": "list",
    "MONTHLY_MEETING": "meeting",
    "MEETING_25": "meeting",
    "DUTY_EVERY_WD": "reception",
    "VISIT_MONTHLY": "visit",
    "RESPONSIBILITY_YEARLY": "signing",
    "GRID_DAILY": "log",
    **dict.fromkeys(("MONTHLY_SCREEN", "TRAINING_YEARLY", "CROSS_WEEKLY"), "activity"),
    **dict.fromkeys(("LAND_Q", "POLICY_Q", "STUDY_QUARTERLY"), "activity"),
}


def town_of(township, duty, stood):
    packs = duty.config if duty.config == VISITS else '["sichuan_2026", "statute", "mediation"]'
    config = CONFIG.replace('["sichuan_2026", "statute", "mediation"]', packs)
    config += f'cadences = ["{duty.id}"]\n' + WITH_OFFICE + ("" if duty.config == VISITS else duty.config)
    fake = FakeStore({"青石村": [TITLE, HEADER, *stood.rows]})
    fake.rows["镇台账"] = []
    fake.hidden.add("镇台账")
    fake.versions["镇台账"] = 0
    fake.cost["镇台账"] = Requests()
    lines = [duty.heading.split("|"), *(line.split("|") for line in stood.lines)]
    fake.more["镇台账"] = {duty.sheet: lines} if duty.sheet else {}
    return township(fake, today=date.fromisoformat(stood.day), config=config)


@pytest.fixture
def looked_at(township):
    """Return a maker of townships that have had a pass on the day of the look."""

    def make(duty, state):
        stood = duty.states[state]
        town = town_of(township, duty, stood)
        if stood.seen:
            day = date.fromisoformat(duty.due)
            town.state.filings.note(duty.id, "青石村", duty.period, day, seen=False)
            town.state.filings.note(duty.id, "青石村", duty.period, date.fromisoformat(stood.seen), seen=True)
        if duty.id == "RISK_LIST_25":
            # Whoever has published one list is known to publish them.
            town.state.published.save("risk-list", "2026-02", date(2026, 2, 25), {"totals": {}}, {})
        if stood.published:
            on = date.fromisoformat(stood.published)
            town.state.published.save("risk-list", duty.period, on, {"totals": {}}, {})
        return town, run_pass(town)

    return make


def digest_of(town, found):
    sent = []

    def send(url, subject, lines):
        sent.extend(lines)
        return Arrival.SENT

    asked = Asked({}, {}, (), owed_duties(town, found.cadences))
    send_digests(town, town.state, asked, send, threading.Event())
    return sent


def board_of(found):
    book = CalamineWorkbook.from_path(str(found.board[0]))
    return [line for name in book.sheet_names for line in book.get_sheet_by_name(name).to_python()]


@pytest.mark.parametrize(("duty", "state"), CASES, ids=[f"{duty.id} {state}" for duty, state in CASES])
def test_in_each_state_all_say_the_same(looked_at, duty, state):
    town, found = looked_at(duty, state)
    cadence = CADENCES[duty.id]
    title, called = cadence.title.zh, town.duty_names().period(duty.id, duty.period)
    # The verdict.
    ahead = [one.as_json() for one in found.filed_by(until=date.fromisoformat(duty.due))]
    (verdict,) = (one for one in ahead if (one["duty"], one["period"]) == (duty.id, duty.period))
    assert (verdict["state"], verdict["due"], verdict["owner"]) == (state, duty.due, duty.owner)
    told = [one for one in found.cadences if (one["duty"], one["period"]) == (duty.id, duty.period)]
    assert [one["state"] for one in told] == ([state] if state != "not_due" else [])
    # The digest of whoever owes it, and the board.
    who = town.owner_of(verdict)
    act = ACTS.get(duty.id, "report")
    overdue, pending, kind = SAID[act]
    word = overdue if state == "missing" else pending
    owed = state in ("missing", "due_soon")
    line = f"· {title}（{called}）｜期限{duty.due}｜{word}：{who}"
    digest = digest_of(town, found)
    board = [cells for cells in board_of(found) if title in cells and called in cells]
    if owed:
        assert line in digest
        assert [[str(cell) for cell in cells if cell != ""] for cells in board] == [
            [title, called, who, duty.due, word]
        ]
    else:
        assert not any(f"{title}（{called}）" in one for one in digest)
        assert board == []
    # The agenda.
    first, due = date.fromisoformat(duty.states[state].day), date.fromisoformat(duty.due)
    agenda = agenda_lines(Agenda(town, found.desk, ahead, DaysAhead(first, max(first, due))), "zh-CN")
    day = f"{due:%m-%d}" if due.year == first.year else duty.due
    of_roster = "接访  未登记"
    wanted = of_roster if act == "reception" else f"  {kind}  {title}（{called}）：{who}{word}"
    here = [one for one in agenda if one.startswith(day) and wanted in one]
    if duty.id == "RISK_LIST_25":
        # A list of ours is compiled by itself: the meeting it is for is what stands ahead.
        assert sum("月度网格矛盾分析会" in one for one in agenda) == 1
    else:
        assert len(here) == (owed or state == "not_due"), agenda
    # check, run and status, in text.
    words = {"missing": overdue, "due_soon": pending, "late": LATE[act]}
    lines = [one for one in cadence_lines(found.cadences, town, "zh-CN") if f"{title}（{called}）" in one]
    told = [f"{title}（{called}）：{who}{words[state]}，期限{duty.due}（含当日）"] if state in words else []
    assert lines == told


def test_a_zero_report_names_its_window_wherever_it_is_told(looked_at):
    duty = next(one for one in DUTIES if one.id == "ZERO_REPORT")
    town, found = looked_at(duty, "missing")
    called = f"会议期间{duty.period}"
    ahead = [one.as_json() for one in found.filed_by(until=date.fromisoformat(duty.due))]
    day = date.fromisoformat(duty.period)
    assert any(called in cells for cells in board_of(found))
    told = {
        "digest": digest_of(town, found),
        "check": cadence_lines(found.cadences, town, "zh-CN"),
        "agenda": agenda_lines(Agenda(town, found.desk, ahead, DaysAhead(day, day)), "zh-CN"),
    }
    wanted = f"零报告（{called}）"
    assert [name for name, lines in told.items() if not any(wanted in one for one in lines)] == []


def test_calendars_and_agenda_say_what_is_done_and_name_a_meeting_once(township, tmp_path):
    watched = '"MONTHLY_MEETING", "MEETING_25", "TRAINING_YEARLY", "RESPONSIBILITY_YEARLY", "MONTHLY_REPORT"'
    fake = FakeStore({"青石村": [TITLE, HEADER]})
    fake.rows["镇台账"], fake.versions["镇台账"], fake.cost["镇台账"] = [], 0, Requests()
    fake.hidden.add("镇台账")
    town = township(fake, today=date(2026, 12, 24), config=f"{CONFIG}cadences = [{watched}]\n{WITH_OFFICE}")
    found = run_pass(town)
    ahead = [one.as_json() for one in found.filed_by(until=date(2027, 1, 31))]
    agenda = Agenda(town, found.desk, ahead, DaysAhead(town.today, date(2027, 1, 31)))
    write_calendars(agenda, tmp_path, ())
    text = (tmp_path / "township.ics").read_text("utf-8").replace("\r\n ", "")
    told = {line.partition(":")[2] for line in text.splitlines() if line.startswith("SUMMARY")}
    assert {
        "召开网格矛盾分析会",
        "召开信访工作例会",
        "开展村干部年度培训",
        "签订年度目标责任书",
        "报送信访信息月报",
    } <= told
    assert "月度网格矛盾分析会" not in told
    lines = agenda_lines(agenda, "zh-CN")
    (meeting,) = (line for line in lines if line.startswith("12-25"))
    assert meeting == "12-25 五  会议  网格矛盾分析会（2026年12月）：青石镇尚未召开，还有1个工作日"
    assert not [line for line in lines if "月度网格矛盾分析会" in line]


def test_every_duty_of_every_pack_is_met_in_every_state_it_can_have():
    met = {duty.id: set(duty.states) for duty in DUTIES}
    # A line cannot be told from a nil one where grids are named; only the villages' own ledgers say nil.
    possible = {name: {str(state) for state in states_of(one)} for name, one in CADENCES.items()}
    possible["GRID_DAILY"] -= {"nil"}
    assert met == possible


def test_villages_owe_the_grids_log_where_no_grid_is_named_and_may_say_nil(township):
    config = CONFIG + 'cadences = ["GRID_DAILY"]\n[[village]]\nname = "青石村"\nledger = "青石村"\n'
    said = ["", "2026-03-31", "", "3月份零报告", "", "", "", ""]
    town = township(FakeStore({"青石村": [TITLE, HEADER, said]}), today=date(2026, 4, 1), config=config)
    states = {one["period"]: one["state"] for one in run_pass(town).cadences if one["duty"] == "GRID_DAILY"}
    assert states["2026-03-31"] == "nil"
