"""Sittings in the half-month report, from the ledgers and from 调解排期, each of them once."""

from datetime import date

import pytest

from scheduler.publishing.summaries import publish
from scheduler.township import open_township
from tests.reports.read_back import document_text
from tests.scheduler.sittings.six_villages import ROWS, Villages

AFTER = date(2026, 12, 16)
PERIOD = "2026-12H1"


@pytest.fixture
def villages(tmp_path):
    found = Villages(tmp_path)
    found.run()
    return found


def told(villages, today=AFTER, period=PERIOD):
    township = open_township(villages.config, today)
    found = publish(township, "half-month", period, villages.folder / "out")
    (path,) = (path for path in found.files if str(path).endswith(".docx"))
    text = document_text(path.read_bytes())
    return text[text.index("调解会情况。") :].split("。")[1]


def test_a_day_that_only_the_sheet_names_is_counted(villages):
    villages.fill("Q5", 约定日期="同意", 结果="达成协议")
    villages.fill("B2", 约定日期="2026-12-03", 结果="一方未到")
    assert told(villages).startswith("本期召开调解会2次，其中达成协议1次，未达成1次，结果未填0次；")


def test_a_day_that_both_name_is_one_sitting_with_the_outcome_of_either(villages):
    villages.fill("Q5", 约定日期="2026-12-03", 结果="未达成")
    villages.put("Q5", "约定调解时间", "2026-12-03上午")
    assert told(villages).startswith("本期召开调解会1次，其中达成协议0次，未达成1次，结果未填0次；")


def test_what_was_put_off_or_called_off_is_no_sitting(villages):
    villages.fill("Q5", 约定日期="2026-12-03", 结果="改期")
    villages.fill("Q3", 约定日期="2026-12-03", 结果="取消")
    assert told(villages).startswith("本期未召开调解会；")


def test_a_suggestion_is_nobodys_sitting(villages):
    assert told(villages) == "本期未召开调解会；期末在办事项中已约定调解会0件，尚未约定6件"


def test_what_is_booked_ahead_counts_once_though_the_sheet_names_another_day(villages):
    villages.put("Q9", "约定调解时间", "2026-12-18上午")
    villages.fill("Q9", 约定日期="2026-12-21")
    assert told(villages) == "本期未召开调解会；期末在办事项中已约定调解会1件，尚未约定5件"


def test_a_case_closed_by_its_sitting_counts_after_its_line_is_done_with(villages):
    villages.fill("Q5", 约定日期="2026-12-03", 结果="达成协议")
    villages.put("Q5", "调解结果", "达成协议")
    villages.put("Q5", "结案日期", "2026-12-03")
    villages.run(date(2026, 12, 4))
    assert told(villages).startswith("本期召开调解会1次，其中达成协议1次，未达成0次，结果未填0次；")


def test_without_the_sheet_the_ledgers_alone_are_counted(villages):
    villages.config.write_text(villages.config.read_text("utf-8").split("[sittings]")[0], "utf-8")
    villages.fill("Q5", 约定日期="2026-12-03", 结果="达成协议")
    villages.put("Q3", "约定调解时间", "2026-12-04上午")
    assert told(villages).startswith("本期召开调解会1次，其中达成协议0次，未达成0次，结果未填1次；")
    assert sum(map(len, ROWS.values())) == 6
