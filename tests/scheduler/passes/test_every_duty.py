"""Every periodic duty in every state it can have: verdict, digest, agenda and board say the same."""

import threading
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from config.packs.cadence_states import states_of
from config.packs.pack_files import built_in_packs
from config.spoken.period_names import period_name
from scheduler.passes.one_pass import run_pass
from scheduler.remind.asked import Asked, owed_duties
from scheduler.remind.round import send_digests
from scheduler.remind.send import Arrival
from scheduler.sittings.agenda import Agenda, DaysAhead
from scheduler.sittings.agenda_lines import agenda_lines
from sync.store import Requests
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore
from tests.scheduler.passes.every_duty import DUTIES, PARTIES, TITLE, VISITS

WITH_OFFICE = '[ledgers]\noffice = "镇台账"\n' + PARTIES
CADENCES = {cadence.id: cadence for pack in built_in_packs() for cadence in pack.cadence}
CASES = [(duty, state) for duty in DUTIES for state in duty.states]
#: What the digest and the board say of what is owed.
WORDS = {"missing": "逾期未完成", "due_soon": "临近期限"}
#: Duties that the agenda tells in words of their own, by what a line of them holds.
OWN_LINE = {"DUTY_EVERY_WD": "接访  未登记", "VISIT_MONTHLY": "王某→青石村本月尚未下访"}


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
            town.state.published.save("risk-list", "2026-02", date(2026, 2, 25), {"totals": {}}, ())
        if stood.published:
            on = date.fromisoformat(stood.published)
            town.state.published.save("risk-list", duty.period, on, {"totals": {}}, ())
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
    cadence, period = CADENCES[duty.id], period_name(duty.period, "zh-CN")
    title = cadence.title.zh
    # The verdict.
    ahead = [one.as_json() for one in found.filed_by(until=date.fromisoformat(duty.due))]
    (verdict,) = (one for one in ahead if (one["duty"], one["period"]) == (duty.id, duty.period))
    assert (verdict["state"], verdict["due"], verdict["owner"]) == (state, duty.due, duty.owner)
    told = [one for one in found.cadences if (one["duty"], one["period"]) == (duty.id, duty.period)]
    assert [one["state"] for one in told] == ([state] if state != "not_due" else [])
    # The digest of whoever owes it, and the board.
    who = town.owner_of(verdict)
    line = f"· {title}（{period}）｜期限{duty.due}｜{WORDS.get(state)}：{who}"
    digest = digest_of(town, found)
    board = [cells for cells in board_of(found) if title in cells and period in cells]
    if state in WORDS:
        assert line in digest
        assert [[str(cell) for cell in cells if cell != ""] for cells in board] == [
            [title, period, who, duty.due, WORDS[state]]
        ]
    else:
        assert not any(f"{title}（{period}）" in one for one in digest)
        assert board == []
    # The agenda.
    first, due = date.fromisoformat(duty.states[state].day), date.fromisoformat(duty.due)
    agenda = agenda_lines(Agenda(town, found.desk, ahead, DaysAhead(first, max(first, due))), "zh-CN")
    day = f"{due:%m-%d}" if due.year == first.year else duty.due
    wanted = OWN_LINE.get(duty.id, f"{title}：{who}未报（{day}到期）")
    here = [one for one in agenda if one.startswith(day) and wanted in one]
    if duty.id == "RISK_LIST_25":
        # A list of ours is compiled by itself: the meeting it is for is what stands ahead.
        assert sum("月度网格矛盾分析会" in one for one in agenda) == 1
    else:
        assert len(here) == (state in WORDS or state == "not_due"), agenda


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
