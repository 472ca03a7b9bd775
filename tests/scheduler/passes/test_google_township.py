"""The whole program on shared spreadsheets: the real pass over the real rules, through the test server."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from config.loading.settings_file import load_settings
from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, Mark, OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.state import open_state
from scheduler.township import make_township
from sync.store import LedgerRef
from tests.google.bench import Bench, bench, cells
from tests.google.people import Person
from tests.google.verdicts import text

CONFIG = """
[township]
name = "青石镇"
[ledgers]
store = "google"
[[village]]
name = "青石村"
ledger = "https://docs.google.com/spreadsheets/d/qingshi/edit#gid=0"
"""
HEADER = ("序号", "登记日期", "当事人", "简要情况", "纠纷类型", "复杂程度", "办理状态", "办结日期")
STATUS, LIGHT, WHY = 6, 8, 12


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


@pytest.fixture
def ref(work):
    made = work.ledger(rows=0)
    rows = [
        cells(str(n), f"2026-03-{n:02d}", f"赵{n}", "邻里纠纷", "邻里", "简单", "在办", "")
        for n in range(1, 21)
    ]
    lines = [cells("青石村矛盾纠纷台账"), cells(*HEADER), *rows]
    people(work, {"updateCells": {"start": {"sheetId": 0}, "rows": lines, "fields": "userEnteredValue"}})
    return made


@pytest.fixture
def township(work, ref, tmp_path):
    path = tmp_path / "township.toml"
    path.write_text(CONFIG, "utf-8")
    settings = load_settings(path)
    zone = ZoneInfo("Asia/Shanghai")
    state = open_state(settings.state.url, settings.base)
    now = datetime(2026, 4, 3, 9, tzinfo=zone)
    return make_township(settings, work.store, state, today=date(2026, 4, 3), now=lambda: now)


def people(work: Bench, *requests) -> None:
    work.server.people("qingshi", list(requests))


def status(row: int, word: str) -> dict[str, object]:
    start = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": STATUS}
    return {"updateCells": {"start": start, "rows": [cells(word)], "fields": "userEnteredValue"}}


def flags(work: Bench, ref: LedgerRef) -> list[tuple[str, str, str]]:
    """Return (number, light, the number that the note begins with) of every row below the header."""
    tab = work.tab(ref)
    rows = range(2, tab.used()[0])
    return [(text(tab, r, 0), text(tab, r, LIGHT), text(tab, r, WHY).partition("：")[0]) for r in rows]


def test_a_pass_writes_and_the_next_writes_nothing(township, work, ref):
    (first,) = run_pass(township, PassOrder(release=True)).outcomes
    assert (first.kind, first.counts["cases"]) == (OutcomeKind.WRITTEN, 20)
    assert (first.requests.read, first.requests.write) == (2, 1)
    (second,) = run_pass(township, PassOrder(release=True)).outcomes
    assert (second.kind, second.requests.write) == (OutcomeKind.UNCHANGED, 0)
    shown = flags(work, ref)
    assert shown[0] == ("1", "逾期18天", "1")
    assert all(number == why for number, _, why in shown)


def test_a_row_deleted_between_read_and_write_leaves_no_flag_behind(township, work, ref):
    run_pass(township, PassOrder(release=True))
    people(work, status(3, "已办结"), status(22, "已办结"))
    gone = {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 6}
    work.server.before_write.append(lambda _w, _b: people(work, {"deleteDimension": {"range": gone}}))
    (outcome,) = run_pass(township, PassOrder(release=True)).outcomes
    assert outcome.kind is OutcomeKind.WRITTEN
    shown = flags(work, ref)
    assert len([row for row in shown if row[0]]) == 18
    assert all(number == why for number, _, why in shown)
    assert shown[-1][:2] == ("20", "已办结")


@pytest.mark.parametrize(
    "act", ["insert_blank_above", "move_column", "insert_column", "duplicate_tab", "delete_ours"]
)
def test_people_at_work_between_read_and_write(township, work, ref, act):
    run_pass(township, PassOrder(release=True))
    people(work, status(5, "已办结"))
    person = Person(work, ref)
    work.server.before_write.append(lambda _w, _b: person.act(act, 0, 59))
    run_pass(township, PassOrder(release=True))
    (again,) = run_pass(township, PassOrder(release=True)).outcomes
    assert again.kind is OutcomeKind.UNCHANGED, again.error


def test_a_spreadsheet_that_is_not_shared_fails_alone(township, work, ref):
    work.ledger("other", "白岩村")
    work.book(ref).access.clear()
    first, second = run_pass(township, PassOrder(release=True)).outcomes
    assert (first.kind, first.error is not None) == (OutcomeKind.FAILED, True)
    assert second.kind is not OutcomeKind.FAILED


def test_an_untouched_spreadsheet_costs_no_request_right_after_our_own_write(township, work, ref):
    (adopted,) = run_pass(township).outcomes
    assert adopted.kind is OutcomeKind.WRITTEN, adopted.error
    looks = [run_pass(township).outcomes[0].requests for _ in range(3)]
    assert [(cost.read, cost.write) for cost in looks] == [(0, 0), (0, 0), (0, 0)]
    before = work.server.count("read"), work.server.count("write")
    run_pass(township)
    assert (work.server.count("read"), work.server.count("write")) == before
    people(work, status(3, "已办结"))
    (changed,) = run_pass(township).outcomes
    assert (changed.kind, changed.requests.read, changed.requests.write) == (OutcomeKind.WRITTEN, 2, 1)


def test_a_colour_rule_that_people_deleted_comes_back_though_no_cell_needs_writing(township, work, ref):
    run_pass(township)
    rules = len(work.tab(ref).rules)
    people(work, {"deleteConditionalFormatRule": {"index": 0, "sheetId": 0}})
    (outcome,) = run_pass(township).outcomes
    assert (outcome.kind, outcome.requests.write) == (OutcomeKind.UNCHANGED, 1)
    assert len(work.tab(ref).rules) == rules


def test_a_column_put_back_is_said(township, work, ref):
    run_pass(township)
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10}
    people(work, {"deleteDimension": {"range": span}})
    (outcome,) = run_pass(township).outcomes
    told = [problem.sheet for problem in outcome.problems if problem.code is LedgerProblemCode.MARK_RESTORED]
    assert told == ["台账"]


def test_cells_of_ours_that_people_merged_stay_as_they_are_and_are_told(township, work, ref):
    run_pass(township, PassOrder(release=True))
    span = {"sheetId": 0, "startRowIndex": 4, "endRowIndex": 6, "startColumnIndex": 8, "endColumnIndex": 13}
    people(work, {"mergeCells": {"range": span, "mergeType": "MERGE_COLUMNS"}}, status(6, "已办结"))
    for _ in range(2):
        (outcome,) = run_pass(township, PassOrder(release=True)).outcomes
        assert outcome.error is None
        assert outcome.requests.write <= 1
        told = {problem.row for problem in outcome.problems if problem.code is LedgerProblemCode.MARK_MERGED}
        assert told
    (again,) = run_pass(township, PassOrder(release=True)).outcomes
    assert (again.kind, again.requests.write) == (OutcomeKind.UNCHANGED, 0)


def test_a_row_put_above_the_header_before_our_first_write_keeps_no_heading_of_ours(township, work, ref):
    above = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    work.server.before_write.append(lambda _w, _b: people(work, {"insertDimension": {"range": above}}))
    (outcome,) = run_pass(township, PassOrder(release=True)).outcomes
    assert outcome.error is None
    rows = {row for row in range(4) if text(work.tab(ref), row, LIGHT)}
    assert text(work.tab(ref), 2, LIGHT) == MARK_HEADINGS["zh-CN"][Mark.LIGHT]
    assert rows == {2, 3}
    assert run_pass(township, PassOrder(release=True)).outcomes[0].requests.write == 0
