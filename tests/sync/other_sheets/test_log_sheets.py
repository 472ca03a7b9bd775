from datetime import date

import pytest

from config.log_lines import LogLine, LogNames
from sync.grid import Grid, Sheet
from sync.other_sheets.log_sheets import dated_lines

TODAY = date(2026, 4, 3)
LOG = Sheet(
    "三日签字报",
    [
        ["青石村三日签字报", "", ""],
        ["序号", "日期", "签字人"],
        [1.0, date(2026, 3, 28), "某甲"],
        [2.0, "2026.3.31", "某甲"],
        [3.0, "三月底", "某甲"],
        [4.0, "2026年4月3日", ""],
    ],
)


ROSTER = Sheet(
    "接访排班",
    [
        ["日期", "星期", "建议领导", "接访领导", "实际接访", "备注"],
        ["2026-03-30", "一", "王某", "王某", "", ""],
        ["2026-03-31", "二", "李某", "", "", ""],
        ["2026-04-01", "三", "王某", "", "李某", ""],
        ["2026-04-02", "四", "李某", "/", "", "请假"],
    ],
)
VISITS = Sheet(
    "下访登记",
    [["序号", "下访日期", "下访领导", "所到村"], [1.0, "2026-03-10", "王某、李某", "青石村、白云村"]],
)
NAMES = LogNames(("青石村", "白云村"), ("司法所",), ("王某", "李某"))


def lines(sheet, *names):
    return dated_lines(Grid("青石村", (sheet,)), names or [sheet.name], TODAY, NAMES)[sheet.name]


def test_the_days_of_a_log_are_read_and_doubtful_and_empty_ones_left_out():
    found = lines(LOG, "签字报")
    assert [line.day for line in found] == [date(2026, 3, 28), date(2026, 3, 31)]
    assert all(line.is_signed for line in found)


def test_a_printed_date_beside_an_empty_cell_is_no_evidence():
    found = lines(ROSTER)
    assert [(line.day, line.leader) for line in found] == [(date(2026, 3, 30), 1), (date(2026, 4, 1), 2)]
    assert all(line.has_leader for line in found)


def test_a_visit_is_one_line_for_each_leader_and_village():
    found = {(line.leader, line.village) for line in lines(VISITS)}
    assert found == {(1, "青石村"), (1, "白云村"), (2, "青石村"), (2, "白云村")}


@pytest.mark.parametrize(
    ("said", "period"),
    [
        pytest.param("2月月报", "2026-02", id="a month"),
        pytest.param("12月", "2025-12", id="a month of the year before"),
        pytest.param("2026年3月下半月", "2026-03H2", id="a half-month"),
        pytest.param("一季度", "2026Q1", id="a quarter"),
        pytest.param("2025年度", "2025", id="a year"),
        pytest.param("3月15日", "", id="a day names no period"),
        pytest.param("信访工作", "", id="nothing"),
    ],
)
def test_a_line_may_name_its_period(said, period):
    sheet = Sheet("月报", [["报送日期", "所属期", "报送人"], ["2026-04-02", said, "甲"]])
    assert [line.period for line in lines(sheet)] == [period]


def test_a_line_may_name_the_unit_that_files():
    sheet = Sheet("报送登记", [["报送单位", "报送日期", "内容"], ["司法所", "2026-04-02", "半月报"]])
    assert [line.unit for line in lines(sheet)] == ["司法所"]


def test_what_the_state_keeps_gives_the_line_back():
    for sheet in (LOG, ROSTER, VISITS):
        found = lines(sheet)
        assert [LogLine.from_json(line.as_json()) for line in found] == found


def test_a_list_of_dates_and_nothing_else_counts():
    assert [line.day for line in lines(Sheet("会议记录", [["日期"], ["2026-03-20"]]))] == [date(2026, 3, 20)]


def test_only_the_named_and_visible_sheets_are_looked_at():
    hidden = Sheet("旧签字报", LOG.rows, visible=False)
    other = Sheet("台账", LOG.rows)
    assert dated_lines(Grid("青石村", (other, hidden)), ["签字报"], TODAY) == {}


def test_a_log_without_any_date_has_no_lines():
    empty = Sheet("签字报", [["日期", "签字人"]])
    assert dated_lines(Grid("青石村", (empty, Sheet("签字报2", []))), ["签字报"], TODAY) == {
        "签字报": [],
        "签字报2": [],
    }
