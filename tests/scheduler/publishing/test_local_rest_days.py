"""Local rest days in the calendar: ledger, half-month report and risk list name one day to answer by."""

import re
from datetime import date

import pytest

from scheduler.passes.one_pass import run_pass
from scheduler.publishing.summaries import publish
from tests.reports.read_back import document_text
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "风险等级", "责任单位", "办理期限", "办理状态", "办结日期"]
CONFIG = """
[township]
name = "青石镇"
rules = ["sichuan_2026", "statute"]
[summary]
formats = ["docx"]
"""
LOCAL = '[calendar.2026]\noff = ["2026-04-07", "2026-04-08", "2026-04-09"]\n'
#: Overdue; one limit written on what is a rest day here, one on a day on which everybody works.
ROWS = [
    ["1", "2026-02-10", "邻里", "红", "司法所", "", "办理中", ""],
    ["2", "2026-03-20", "医疗", "黄", "司法所", "2026-04-08", "办理中", ""],
    ["3", "2026-03-20", "邻里", "黄", "司法所", "2026-04-10", "办理中", ""],
]


@pytest.fixture
def town(township):
    def make(calendar, today=date(2026, 4, 3)):
        store = FakeStore({"青石村.xlsx": [["青石村矛盾纠纷排查台账（2026年）"], HEADER, *map(list, ROWS)]})
        return township(store, today=today, config=CONFIG + calendar), store

    return make


def cells(store):
    """Return 〔督〕催办提醒 and 〔督〕办理期限 of each row, by 序号."""
    rows = store.rows["青石村.xlsx"]
    headings = rows[1]
    asked, due = headings.index("〔督〕催办提醒"), headings.index("〔督〕办理期限")
    return {line[0]: (line[asked], line[due]) for line in rows[2:]}


@pytest.mark.parametrize(
    ("calendar", "answer"),
    [
        pytest.param("", "4月9日", id="the notice alone"),
        pytest.param(LOCAL, "4月14日", id="with three local rest days"),
    ],
)
def test_one_day_to_answer_by_in_cell_report_and_list(town, calendar, answer):
    made, store = town(calendar)
    run_pass(made)
    assert f"于{answer}前" in cells(store)["1"][0]
    for kind, period in (("half-month", "2026-03H2"), ("risk-list", "2026-04")):
        text = document_text(publish(made, kind, period).files[0].read_bytes())
        days = set(re.findall(r"于(\d+月\d+日)前办结", text)) - {"4月8日", "4月10日"}
        assert days == {answer}, kind


def test_a_written_limit_on_a_local_rest_day_names_the_last_working_day_before(town):
    made, store = town(LOCAL)
    run_pass(made)
    asked, due = cells(store)["2"]
    assert due == "2026-04-08"  # as a person wrote it: it does not roll
    # 4 to 6 April are the festival's, 7 to 9 April are rest days here.
    assert "宜在4月3日前完成" in asked
    assert "宜在" not in cells(store)["3"][0]


def test_without_the_local_days_the_written_limit_is_a_working_day(town):
    made, store = town("")
    run_pass(made)
    asked, due = cells(store)["2"]
    assert due == "2026-04-08"
    assert "宜在" not in asked
