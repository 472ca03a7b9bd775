"""Summaries and the board as tabs of the coordinator's spreadsheet, through the test server."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from config.errors import ConfigError
from config.loading.settings_file import load_settings, read_settings
from config.vocabulary import OutcomeKind
from reports.forms.files import PublishError
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.summaries import publish
from scheduler.state import open_state
from scheduler.township import make_township
from tests.google.bench import BOT, bench, cells
from tests.google.faults import Fault, FaultKind
from tests.google.model import Tab

CONFIG = """
[township]
name = "青石镇"
[ledgers]
store = "google"
[[village]]
name = "青石村"
ledger = "https://docs.google.com/spreadsheets/d/qingshi/edit#gid=0"
[summary]
to = "https://docs.google.com/spreadsheets/d/coordinator/edit#gid=0"
"""
HEADER = ("序号", "登记日期", "当事人", "简要情况", "纠纷类型", "复杂程度", "办理状态", "办结日期")
PERIOD = "2026-03H2"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path, exclude=["coordinator"]) as made:
        access = {BOT: "writer", "owner@example.org": "owner"}
        made.server.world.add_book("coordinator", "青石镇综治", access)
        made.ledger(rows=0)
        rows = [
            cells(str(n), f"2026-03-{n:02d}", f"赵{n}", "=邻里纠纷", "邻里", "简单", "在办", "")
            for n in range(1, 31)
        ]
        people(made, "qingshi", written(0, [cells("青石村矛盾纠纷台账"), cells(*HEADER), *rows]))
        yield made


@pytest.fixture
def township(work, tmp_path):
    path = tmp_path / "township.toml"
    path.write_text(CONFIG, "utf-8")
    opened = []

    def make(today=date(2026, 4, 3)):
        settings = load_settings(path)
        state = open_state(settings.state.url, settings.base)
        opened.append(state)
        now = datetime(today.year, today.month, today.day, 9, tzinfo=ZONE)
        return make_township(settings, work.store, state, today=today, now=lambda: now)

    yield make
    for state in opened:
        state.close()


def people(work, book, *requests):
    return work.server.people(book, list(requests))


def written(sheet, lines, row=0, column=0):
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def tabs(work):
    return {tab.title: tab for tab in work.server.world.books["coordinator"].tabs}


def ours(work):
    return [tab for tab in work.server.world.books["coordinator"].tabs if tab.creator.startswith("client:")]


def texts(tab: Tab):
    """Every cell's value, row by row, as (row, column) to value."""
    rows, columns = tab.used()
    values = {(r, c): tab.cell(r, c).get("userEnteredValue", {}) for r in range(rows) for c in range(columns)}
    return {place: next(iter(value.values())) for place, value in values.items() if value}


def links(tab: Tab):
    rows, columns = tab.used()
    looks = {
        (r, c): tab.cell(r, c).get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
        for r in range(rows)
        for c in range(columns)
    }
    return {place: uri for place, uri in looks.items() if uri}


def writes(work):
    return [call for call in work.server.calls if call.kind == "write" and call.book_id == "coordinator"]


def test_the_board_is_a_tab_beside_people_s_own(township, work):
    before = tabs(work)["工作表1"].sheet_id
    found = run_pass(township())
    board = tabs(work)["督办总表"]
    assert found.board == (f"https://docs.google.com/spreadsheets/d/coordinator/edit#gid={board.sheet_id}",)
    assert [tab.sheet_id for tab in tabs(work).values()] == [before, board.sheet_id]
    assert any("逾期18天" in str(text) for text in texts(board).values())
    assert board.frozen_rows == 1
    assert len(writes(work)) == 1


def test_each_row_of_the_board_leads_to_the_village_s_own_row(township, work):
    run_pass(township())
    board = tabs(work)["督办总表"]
    shown, found = texts(board), links(board)
    address = re.compile(r"https://docs\.google\.com/spreadsheets/d/qingshi/edit#gid=0&range=A(\d+)")
    assert found
    for place, uri in found.items():
        assert (match := address.fullmatch(uri))
        assert int(match[1]) == shown[place]


def test_rows_that_nobody_read_today_keep_their_links(township, work):
    run_pass(township())
    before = set(links(tabs(work)["督办总表"]).values())
    people(work, "qingshi", written(0, [cells("999")], 31, 0))
    work.ledger("other", "白岩村")
    town = township(date(2026, 4, 3))
    run_pass(town, PassOrder(only=["白岩村"]))
    assert before <= set(links(tabs(work)["督办总表"]).values())


def test_a_second_pass_writes_nothing_and_the_next_day_only_the_same_tab(township, work):
    run_pass(township())
    first = len(writes(work))
    run_pass(township())
    assert len(writes(work)) == first
    run_pass(township(date(2026, 4, 7)))
    assert len(writes(work)) == first + 1
    assert [tab.title for tab in ours(work)] == ["督办总表"]


def test_the_summary_is_one_tab_and_again_nothing(township, work):
    town = township()
    found = publish(town, "half-month", PERIOD)
    (tab,) = ours(work)
    assert str(found.files[0]).endswith(f"/coordinator/edit#gid={tab.sheet_id}")
    assert sorted(path.suffix for path in found.files[1:]) == [".docx", ".html"]
    assert all(path.parent == town.settings.base / "summaries" for path in found.files[1:])
    assert len(writes(work)) == 1
    assert publish(town, "half-month", PERIOD).files[0] == found.files[0]
    assert len(writes(work)) == 1


def test_the_tab_holds_the_texts_of_the_workbook(township, work, tmp_path):
    town = township()
    out = tmp_path / "out"
    files = publish(town, "half-month", PERIOD, out).files
    assert ours(work) == []
    publish(town, "half-month", PERIOD)
    shown = {str(text) for text in texts(ours(work)[0]).values()}
    (path,) = (file for file in files if file.suffix == ".xlsx")
    missing = []
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows(values_only=True) if sheet.sheet_state == "visible" else ():
            for value in row:
                if isinstance(value, datetime):
                    value = (value.date() - date(1899, 12, 30)).days
                if isinstance(value, str):  # how many rows are printed is said on paper alone
                    value = re.sub(r"　（共\d+件，打印时列前\d+件，其余见本工作表）$", "", value)
                if value not in (None, "") and str(value) not in shown:
                    missing.append(value)
    assert missing == []


def test_numbers_lead_to_the_rows_behind_them_and_those_to_the_ledger(township, work):
    publish(township(), "half-month", PERIOD)
    (tab,) = ours(work)
    found = links(tab)
    here = f"https://docs.google.com/spreadsheets/d/coordinator/edit#gid={tab.sheet_id}&range="
    inside = [uri.removeprefix(here) for uri in found.values() if uri.startswith(here)]
    rows = len(tab.rows)
    assert inside
    for place in inside:
        assert (match := re.fullmatch(r"A(\d+):[A-Z](\d+)", place))
        assert 0 < int(match[1]) <= int(match[2]) <= rows
    assert any("/qingshi/edit#gid=0&range=A" in uri for uri in found.values())


def test_charts_are_native_and_replaced_not_heaped(township, work):
    publish(township(), "half-month", PERIOD)
    (tab,) = ours(work)
    count = len(tab.charts)
    assert count
    assert all(chart["spec"]["altText"] for chart in tab.charts)
    people(work, "qingshi", written(0, [cells("已办结", "2026-03-30")], 20, 6))
    publish(township(), "half-month", PERIOD)
    assert len(ours(work)[0].charts) == count
    assert len(writes(work)) == 2


def test_nothing_is_a_formula_and_no_name_is_there(township, work):
    run_pass(township())
    publish(township(), "half-month", PERIOD)
    for tab in ours(work):
        for cell in tab.cells.values():
            assert "formulaValue" not in cell.get("userEnteredValue", {})
        assert not any(re.search(r"赵\d|邻里纠纷", str(text)) for text in texts(tab).values())


def test_a_tab_that_people_renamed_and_moved_is_found_again(township, work):
    run_pass(township())
    (board,) = ours(work)
    properties = {"sheetId": board.sheet_id, "title": "我们的总表", "index": 0, "hidden": False}
    people(
        work, "coordinator", {"updateSheetProperties": {"properties": properties, "fields": "title,index"}}
    )
    run_pass(township(date(2026, 4, 7)))
    assert list(tabs(work)) == ["我们的总表", "工作表1"]


def test_a_tab_of_people_s_with_our_name_stays_theirs(township, work):
    people(work, "coordinator", {"addSheet": {"properties": {"title": "督办总表"}}})
    run_pass(township())
    assert list(tabs(work)) == ["工作表1", "督办总表", "督办总表 (2)"]
    assert texts(tabs(work)["督办总表"]) == {}


def test_a_copy_that_people_made_is_theirs(township, work):
    run_pass(township())
    (board,) = ours(work)
    people(work, "coordinator", {"duplicateSheet": {"sourceSheetId": board.sheet_id, "newSheetName": "存档"}})
    before = texts(tabs(work)["存档"])
    run_pass(township(date(2026, 4, 7)))
    assert texts(tabs(work)["存档"]) == before
    assert texts(tabs(work)["督办总表"]) != before


def test_words_beside_our_columns_stay_and_words_over_ours_go(township, work):
    town = township()
    publish(town, "half-month", PERIOD)
    (tab,) = ours(work)
    wide, before = len(tab.columns), texts(tab)
    people(
        work,
        "coordinator",
        {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": 1}},
        written(tab.sheet_id, [cells("已核")], 4, wide),
        written(tab.sheet_id, [cells("改动")], 0, 0),
    )
    publish(town, "half-month", PERIOD)
    assert texts(ours(work)[0]) == {**before, (4, wide): "已核"}


def test_a_deleted_tab_comes_back_under_the_same_address(township, work):
    town = township()
    first = publish(town, "half-month", PERIOD).files[0]
    people(work, "coordinator", {"deleteSheet": {"sheetId": ours(work)[0].sheet_id}})
    assert publish(town, "half-month", PERIOD).files[0] == first
    assert len(ours(work)) == 1


@pytest.mark.parametrize("applied", [False, True], ids=["not applied", "applied"])
def test_a_write_of_unknown_outcome_makes_one_tab(township, work, applied):
    town = township()
    fault = Fault(
        FaultKind.RESET,
        applied=applied,
        when=lambda call: call.kind == "write" and call.book_id == "coordinator",
    )
    work.server.faults.append(fault)
    publish(town, "half-month", PERIOD)
    assert len(ours(work)) == 1
    assert len(writes(work)) == (1 if applied else 2)


def test_a_tab_deleted_between_look_and_write_is_made_anew(township, work):
    publish(township(), "half-month", PERIOD)
    (tab,) = ours(work)
    gone = {"deleteSheet": {"sheetId": tab.sheet_id}}
    people(work, "qingshi", written(0, [cells("已办结", "2026-03-30")], 20, 6))
    work.server.before_write.append(lambda _world, _book: people(work, "coordinator", gone))
    publish(township(), "half-month", PERIOD)
    assert len(ours(work)) == 1
    assert len(writes(work)) == 3


def test_the_coordinator_s_spreadsheet_is_no_ledger(township, work):
    run_pass(township())
    assert [ref.ledger_id for ref in work.store.list()] == ["qingshi"]


def test_a_spreadsheet_that_is_not_shared_is_said_and_the_pass_goes_on(township, work):
    work.server.world.books["coordinator"].access.clear()
    town = township()
    (outcome,) = run_pass(town).outcomes
    assert outcome.kind is OutcomeKind.WRITTEN
    with pytest.raises(PublishError, match="may not do that") as caught:
        publish(town, "half-month", PERIOD)
    assert BOT in caught.value.fix


def test_a_spreadsheet_that_is_not_there_is_said_with_the_key_to_mend(township, work):
    del work.server.world.books["coordinator"]
    with pytest.raises(PublishError) as caught:
        publish(township(), "half-month", PERIOD)
    assert caught.value.code == "gone"
    assert "[summary] to" in caught.value.fix


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        pytest.param("https://docs.google.com/spreadsheets/d/abc-1/edit#gid=0", "abc-1", id="an address"),
        pytest.param("1" * 44, "1" * 44, id="an id"),
        pytest.param("summaries", "", id="a folder"),
        pytest.param("/srv/summaries", "", id="a folder elsewhere"),
    ],
)
def test_what_summary_to_names(to, expected, tmp_path):
    text = CONFIG.replace("https://docs.google.com/spreadsheets/d/coordinator/edit#gid=0", to)
    settings = read_settings(text, tmp_path / "township.toml")
    assert settings.summary_spreadsheet == expected
    assert settings.summary_folder == (tmp_path / ("summaries" if expected else to)).resolve()


def test_a_spreadsheet_is_refused_where_ledgers_are_files(tmp_path):
    with pytest.raises(ConfigError, match=r"summary\.to"):
        read_settings(CONFIG.replace('store = "google"', ""), tmp_path / "township.toml")
