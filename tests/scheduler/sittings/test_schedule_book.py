"""调解排期 as a workbook: the acceptance cases that only a whole pass shows, by number."""

import subprocess
import sys
from datetime import date

import openpyxl
import pytest

from config.vocabulary import OutcomeKind
from tests.scheduler.sittings.six_villages import CONFIG, ROWS, TODAY, Villages

FIRST = {
    "Q5": "12-03 am 甲",
    "Q3": "12-03 pm 甲",
    "Q9": "12-04 am 甲",
    "B2": "12-03 am 乙",
    "B4": "12-03 pm 乙",
    "H1": "12-03 am 丙",
}
Q1 = ["Q1", "2026-11-03", "蒋某寅", "沈某卯", "邻里", "", "", "", "", ""]


@pytest.fixture
def villages(tmp_path):
    found = Villages(tmp_path)
    found.run()
    return found


def test_cases_1_and_2_a_sheet_is_made_and_then_left_alone(villages):
    assert villages.suggested() == FIRST
    before = villages.sheet.read_bytes()
    again = villages.run()
    assert villages.sheet.read_bytes() == before
    assert again.schedule.as_json() == {"outcome": "unchanged", "rows": 6, "edits": 0}
    assert [outcome.kind for outcome in again.outcomes] == [OutcomeKind.UNCHANGED] * 3


def test_case_3_the_next_day_leaves_suggestions_where_they_are(villages):
    villages.run(date(2026, 12, 1))
    assert villages.suggested() == FIRST


def test_case_4_one_new_case_moves_one_other_and_its_row_says_so(villages):
    villages.write("青石村", [*ROWS["青石村"], Q1])
    villages.run()
    assert villages.suggested() == FIRST | {"Q1": "12-03 pm 甲", "Q3": "12-04 pm 甲"}
    assert "（建议12月4日下午）" in villages.reminder("Q3")
    assert villages.run().schedule.kind == "unchanged"


def test_case_5_agreed_with_one_word_the_suggestion_stands(villages):
    villages.fill("Q3", 约定日期="同意")
    villages.write("青石村", [*ROWS["青石村"], Q1])
    villages.run()
    assert villages.suggested() == FIRST | {"Q1": "12-03 am 甲", "Q5": "12-04 pm 甲"}
    assert villages.states()["Q3"] == "已约定"


def test_case_6_nothing_can_move(villages):
    villages.fill("Q3", 约定日期="√")
    villages.fill("Q5", 约定日期="12月3日", 约定时段="上午")
    villages.write("青石村", [*ROWS["青石村"], Q1])
    villages.run()
    assert villages.suggested() == FIRST | {"Q1": "12-04 pm 甲"}
    assert villages.states()["Q1"] == "期限前排不上"


def test_case_7_leave_in_the_config(villages):
    text = CONFIG.replace('villages = ["青石村"]', 'villages = ["青石村"]\noff = [2026-12-03]')
    villages.config.write_text(text, "utf-8")
    villages.run()
    assert villages.suggested() == FIRST | {"Q5": "12-04 pm 甲", "Q3": "12-07 am 甲"}


def test_case_41_leave_typed_into_the_sheet_of_mediators(villages):
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book["调解员与场所"]
    sheet["A4"], sheet["F4"] = "甲", "2026-12-03"
    book.save(villages.sheet)
    villages.run()
    assert villages.suggested() == FIRST | {"Q5": "12-04 pm 甲", "Q3": "12-07 am 甲"}


def test_case_8_leave_on_a_confirmed_day_is_said_and_nothing_moved(villages):
    villages.fill("Q5", 约定日期="同意")
    text = CONFIG.replace('villages = ["青石村"]', 'villages = ["青石村"]\noff = [2026-12-03]')
    villages.config.write_text(text, "utf-8")
    villages.run()
    assert villages.states()["Q5"] == "已约定（调解员请假）"
    assert villages.suggested()["Q3"] == "12-04 pm 甲"


def test_case_9_what_nobody_confirmed_comes_anew(villages):
    villages.run(date(2026, 12, 4))
    assert villages.suggested()["Q9"] == "12-04 am 甲"
    assert villages.suggested()["Q5"] == "12-09 am 甲"
    assert villages.states()["Q5"] == "期限前排不上"


def test_case_10_another_villages_mediator_is_named_in_the_row(villages):
    villages.sheet.unlink()
    villages.put("Q3", "调解员", "乙")
    villages.run()
    assert villages.suggested()["Q3"] == "12-03 pm 乙"
    assert villages.suggested()["B4"] == "12-08 am 乙"


def test_case_13_a_persons_own_line_takes_its_half_day_and_is_never_touched(villages):
    villages.sheet.unlink()
    villages.run()
    villages.add(约定日期="12月3日", 约定时段="上午", 调解员="甲", 备注="培训")
    villages.run()
    assert villages.suggested()["Q5"] == "12-04 am 甲" or villages.suggested()["Q5"] == "12-04 pm 甲"
    (own,) = (lines[0] for number, lines in villages.lines().items() if number.startswith("own"))
    assert own["备注"] == "培训"
    assert not own["状态"]
    assert not own["键"]


def test_case_25_a_day_after_the_limit_stands_and_is_said(villages):
    villages.put("Q5", "约定调解时间", "12月10日上午")
    villages.run()
    assert "【提前】约定的12月10日晚于办理期限（12月4日）" in villages.reminder("Q5")
    assert villages.states()["Q5"] == "已约定 12月10日上午（晚于期限）"


def test_case_26_one_mediator_two_sittings(villages):
    villages.put("Q3", "约定调解时间", "12月3日上午")
    villages.fill("Q9", 约定日期="12月3日", 约定时段="上午")
    found = villages.run()
    row = found.sittings.by_row["青石村.xlsx", "台账", 4]
    assert row["problems"] == ["sitting_mediator_double", "sitting_place_double"]
    assert "【冲突】12月3日上午与青石村第5行同一调解员" in villages.reminder("Q3")
    assert villages.states()["Q9"].startswith("冲突")
    assert villages.run().schedule.kind == "unchanged"


def test_case_27_ledger_and_sheet_name_two_days(villages):
    villages.put("Q3", "约定调解时间", "12月3日")
    villages.fill("Q3", 约定日期="12月4日")
    found = villages.run()
    row = found.sittings.by_row["青石村.xlsx", "台账", 4]
    assert row["problems"] == ["sitting_two_dates"]
    assert row["booked"]["day"] == "2026-12-03"
    assert "与台账日期不一致" in villages.states()["Q3"]


def test_case_28_a_sunday_stays(villages):
    villages.fill("Q9", 约定日期="2026-12-06")
    villages.run()
    assert villages.states()["Q9"] == "已约定（休息日）"
    villages.run(date(2026, 12, 4))
    assert "【调解】定于12月6日" in villages.reminder("Q9")


def test_case_29_a_closed_case_leaves_and_nobody_moves(villages):
    villages.put("B2", "结案日期", "2026-11-30")
    villages.put("B2", "调解结果", "达成协议")
    villages.run()
    assert "B2" not in villages.lines()
    assert villages.suggested() == {case: text for case, text in FIRST.items() if case != "B2"}


def test_case_31_a_line_with_a_persons_word_stays_as_closed(villages):
    villages.fill("B2", 备注="双方已谈好")
    villages.put("B2", "结案日期", "2026-11-30")
    villages.put("B2", "调解结果", "达成协议")
    villages.run()
    (line,) = villages.lines()["B2"]
    assert (line["状态"], line["备注"]) == ("已办结", "双方已谈好")
    assert villages.run().schedule.kind == "unchanged"


def test_case_30_sorted_by_a_person_our_cells_stay_with_their_case(villages):
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book["调解排期"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=9)]
    remark = [cell.value for cell in sheet[3]].index("备注")
    for row in rows:
        row[remark] = f"记{row[5]}"
    for at, row in enumerate(sorted(rows, key=lambda row: (row[1], row[4]), reverse=True), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value
    book.save(villages.sheet)
    assert villages.run().schedule.edits == 0
    villages.put("Q5", "约定调解时间", "12月2日上午")
    villages.run()
    for number, (line,) in villages.lines().items():
        assert line["备注"] == f"记{number}"
    assert villages.states()["Q5"].startswith("已约定 12月2日上午")
    sheet = openpyxl.load_workbook(villages.sheet)["调解排期"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:U9")


@pytest.mark.parametrize("lock", [".~lock.调解排期.xlsx#", "~$调解排期.xlsx"])
def test_case_32_open_elsewhere_the_sheet_is_put_off(villages, lock):
    path = villages.sheet.with_name(lock)
    path.write_text("x")
    villages.put("H1", "约定调解时间", "12月2日上午")
    found = villages.run()
    assert (found.schedule.kind, found.went_well) == ("skipped", True)
    assert "【调解】" not in villages.reminder("H1")
    path.unlink()
    assert villages.run().schedule.kind == "written"
    assert villages.states()["H1"] == "已约定 12月2日上午"


NAMES = [name for rows in ROWS.values() for row in rows for name in row[2:4]]


def test_case_33_no_party_leaves_the_ledger(villages):
    villages.put("Q5", "约定调解时间", "12月2日上午")
    villages.put("Q3", "调解员", "欧阳某")
    villages.run()
    told = villages.json("check")
    rows = [verdict for ledger in told["ledgers"] for verdict in ledger["verdicts"]]
    assert any("sitting" in row for row in rows)
    state = (villages.folder / ".duesheet" / "state.db").read_bytes().decode("utf-8", "replace")
    sheet = openpyxl.load_workbook(villages.sheet)
    texts = [str(cell.value) for tab in sheet for row in tab.iter_rows() for cell in row]
    for name in [*NAMES, "欧阳某"]:
        assert name not in str(rows)
        assert name not in state
        assert not any(name in text for text in texts)
    assert villages.lines()["Q3"][-1]["建议调解员"] == "见台账"


def test_case_39_detached_its_lines_go_and_its_calendar(villages):
    villages.fill("Q3", 备注="双方愿谈")
    villages.run()
    line = [sys.executable, "-m", "scheduler.cli", "detach", "青石村", "-c", str(villages.config), "--yes"]
    subprocess.run([*line, "--today", TODAY.isoformat()], check=True, capture_output=True)
    assert set(villages.lines()) == {"Q3", "B2", "B4", "H1"}
    assert villages.states()["Q3"] == "已办结"
    calendars = {path.name for path in (villages.folder / "summaries" / "calendars").iterdir()}
    assert "青石村.ics" not in calendars
    assert "白云村.ics" in calendars
    assert villages.suggested()["B2"] == FIRST["B2"]


def test_run_says_on_the_first_day_what_it_suggested(tmp_path):
    villages = Villages(tmp_path)
    line = [sys.executable, "-m", "scheduler.cli", "run", "-c", str(villages.config)]
    said = subprocess.run([*line, "--today", TODAY.isoformat()], check=True, capture_output=True, text=True)
    assert "调解排期：6行，新建议6件，其中期限前排不上0件，占调解员可用时段" in said.stdout


def test_put_off_a_line_stays_and_another_comes(villages):
    villages.fill("Q5", 约定日期="同意", 结果="改期")
    villages.run()
    first, second = villages.lines()["Q5"]
    assert (first["状态"], second["状态"]) == ("已改期", "待约定")
    assert second["第几次"] == "1"
    assert villages.run().schedule.kind == "unchanged"


def test_cancelled_nothing_more_is_proposed(villages):
    villages.fill("Q5", 结果="取消")
    villages.run()
    assert villages.states()["Q5"] == "已取消"
    assert "【约期】" not in villages.reminder("Q5")


def test_a_failed_sitting_is_followed_by_the_next_line(villages):
    villages.fill("Q5", 约定日期="2026-11-30", 约定时段="上午")
    villages.run()
    assert villages.states()["Q5"] == "今日"
    villages.fill("Q5", 结果="一方未到")
    villages.run(date(2026, 12, 1))
    first, second = villages.lines()["Q5"]
    assert (first["状态"], second["第几次"]) == ("未成，待再约", "2")
    assert second["状态"] == "待约定"
    assert "【再约】11月30日调解未成" in villages.reminder("Q5")


def test_an_outcome_that_is_owed_is_said_on_its_line(villages):
    villages.fill("Q5", 约定日期="2026-11-30", 约定时段="上午")
    villages.run(date(2026, 12, 1))
    assert villages.states()["Q5"] == "待填结果"
    assert "【补录】11月30日的调解，请于12月2日前（含当日）填写结果。" in villages.reminder("Q5")


def test_a_run_of_one_village_leaves_the_others_lines(villages):
    villages.run(only=["河口村"])
    assert villages.suggested() == FIRST


def test_a_ledger_that_is_gone_for_a_while_keeps_its_lines(villages):
    path = villages.folder / "ledgers" / "白云村.xlsx"
    data = path.read_bytes()
    path.unlink()
    villages.run()
    path.write_bytes(data)
    villages.run()
    assert villages.suggested() == FIRST


def test_a_lost_state_loses_nothing(villages):
    villages.fill("Q5", 约定日期="同意")
    for path in (villages.folder / ".duesheet").glob("state.db*"):
        path.unlink()
    assert villages.run().schedule.as_json() == {"outcome": "written", "rows": 6, "edits": 1}
    assert villages.states()["Q5"] == "已约定"
    assert villages.suggested() == FIRST


def test_without_the_table_nothing_new_is_written(tmp_path):
    villages = Villages(tmp_path, CONFIG.replace("[sittings]\n", ""))
    found = villages.run()
    assert found.schedule is None
    assert not villages.sheet.exists()
    assert villages.reminder("H1") == "【约期】请于12月2日前（含当日）约定调解时间。"


def test_a_check_writes_nothing_and_says_what_would_come(tmp_path):
    villages = Villages(tmp_path)
    found = villages.run(dry=True)
    assert not villages.sheet.exists()
    assert found.schedule.as_json() == {"outcome": "written", "rows": 6, "edits": 6}


def test_json_shows_the_suggestion(villages):
    told = villages.json("run")
    row = told["ledgers"][0]["verdicts"][0]
    assert row["sitting"] == {
        "state": "to_agree",
        "number": 1,
        "held": [],
        "booked": None,
        "asked": "SITTING_AGREE_5WD",
        "by": "2026-11-11",
        "proposal": {
            "day": "2026-12-03",
            "half": "am",
            "mediator": 1,
            "place": "青石村调解室",
            "in_time": True,
        },
        "problems": [],
    }
    assert row["addressee"] == "handler"
    assert told["schedule"] == {"outcome": "unchanged", "rows": 6, "edits": 0}
    assert TODAY.isoformat() == told["today"]


def test_a_case_in_two_ledgers_has_one_line(tmp_path):
    villages = Villages(tmp_path)
    villages.write("河口村", [*ROWS["河口村"], ROWS["青石村"][0]])
    villages.run()
    assert len(villages.lines()["Q5"]) == 1
    assert villages.run().schedule.as_json() == {"outcome": "unchanged", "rows": 6, "edits": 0}
