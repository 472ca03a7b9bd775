"""The duties of offices in the half-month report and in the annual self-check."""

from datetime import date

import pytest

from scheduler.publishing.summaries import Terms, publish
from sync.store import Requests
from tests.reports.read_back import document_text
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "责任单位", "办理状态", "办结日期"]
CONFIG = """
[township]
name = "青石镇"
rules = ["sichuan_2026", "statute"]
cadences = ["THREE_DAY_SIGNED", "MONTHLY_MEETING", "MEETING_25", "GRID_DAILY"]
[ledgers]
office = "镇台账"
[[village]]
name = "青石村"
ledger = "青石村"
[[department]]
name = "司法所"
[[grid]]
name = "一网格"
village = "青石村"
[summary]
formats = ["docx"]
"""
WINDOW = '[[window]]\nname = "大会"\nfirst = 2026-03-20\nlast = 2026-03-22\n'
SIGNED = [["日期", "单位", "签字人"], *([f"2026-03-{day}", "青石村", "某甲"] for day in (16, 19, 22, 25))]
LOGS = [["日期", "网格"], *([f"2026-03-{day}", "一网格"] for day in range(16, 31))]


@pytest.fixture
def town(township):
    def make(today, office=None, window=""):
        fake = FakeStore(
            {
                "青石村": [
                    ["青石村矛盾纠纷排查台账（2026年）"],
                    HEADER,
                    ["1", "2026-03-20", "邻里", "司法所", "办理中", ""],
                ]
            }
        )
        fake.rows["镇台账"] = []
        fake.hidden.add("镇台账")
        fake.versions["镇台账"] = 0
        fake.cost["镇台账"] = Requests()
        fake.more["镇台账"] = office or {}
        return township(fake, today=date.fromisoformat(today), config=CONFIG + window)

    return make


def text_of(found):
    return document_text(found.files[0].read_bytes())


def test_a_half_month_tells_what_fell_due_in_it_and_who_missed_it(town):
    office = {
        "三日签字报": SIGNED,
        "网格巡查日志": LOGS,
        "矛盾分析会": [["日期", "主持"], ["2026-03-27", "某"]],
    }
    text = text_of(publish(town("2026-04-02", office), "half-month", "2026-03H2"))
    assert "半月排查报告 | 1 | 0 | 0 | 0.0%（0/1） | 司法所（2026年3月下半月）" in text
    # The runs from 14 to 31 March: that of 28 March, and that of 31 March, are not signed.
    assert "三日签字报 | 6 | 4 | 0 | 66.7%（4/6） | 青石村2次" in text
    assert "信访工作例会 | 1 | 0 | 0 | 0.0%（0/1） | 2026年3月" in text
    assert "网格矛盾分析会 | 1 | 1 | 1 | 100.0%（1/1） |" in text
    assert "网格巡查日志 | 16 | 15 | 0 | 93.8%（15/16） | 一网格（3月31日）" in text
    assert "下列工作要求未落实：" in text
    assert "三日签字报2次" in text


def test_a_zero_report_that_is_missing_names_its_window(town):
    def told(first):
        window = WINDOW.replace("2026-03-20", first)
        return text_of(publish(town("2026-04-02", window=window), "half-month", "2026-03H2"))

    assert "零报告 | 3 | 1 | 0 | 33.3%（1/3） | 青石村2次" in told("2026-03-20")
    assert "零报告 | 1 | 0 | 0 | 0.0%（0/1） | 青石村（大会期间3月22日）" in told("2026-03-22")


def test_on_its_due_day_a_department_may_still_file(town):
    text = text_of(publish(town("2026-04-01"), "half-month", "2026-03H2"))
    assert "半月排查报告 | 1 | 0 | 0 | 0.0%（0/1） | 司法所尚未报送" in text


def test_a_report_is_published_anew_where_a_duty_was_done_meanwhile(town):
    publish(town("2026-04-01", {"网格巡查日志": LOGS}), "half-month", "2026-03H2")
    again = publish(
        town("2026-04-02", {"网格巡查日志": [*LOGS, ["2026-03-31", "一网格"]]}),
        "half-month",
        "2026-03H2",
        terms=Terms(only_news=True),
    )
    assert "网格巡查日志未落实由1次改为0次" in text_of(again)


def test_the_year_counts_the_periods_that_ended_in_it(town):
    dates = ["2026-01-12", "2026-02-10", "2026-03-12", *(f"2026-{month:02}-15" for month in range(5, 13))]
    office = {"信访工作会": [["日期", "主持"], *([day, "某"] for day in dates)]}
    text = text_of(publish(town("2027-01-20", office), "year", "2026"))
    assert "信访工作例会 | 12 | 11 | 0 | 91.7%（11/12） | 2026年4月" in text
    assert "MONTHLY_MEETING" not in text
