"""接访排班 beside 调解排期: acceptance cases 34 and 35 as whole passes, in both stores."""

import json
import subprocess
import sys
from datetime import date

import openpyxl
import pytest

from config.periods import Quarter
from scheduler.publishing.receptions import receptions_of
from scheduler.publishing.summaries import publish
from scheduler.township import open_township
from tests.scheduler.sittings.six_villages import CONFIG, TODAY, Villages

THREE_LEADERS = """
[[leader]]
name = "王某"
[[leader]]
name = "李某"
[[leader]]
name = "张某"
"""
LEADERS = CONFIG.replace('name = "青石镇"', 'name = "青石镇"\ncadences = ["DUTY_EVERY_WD"]') + THREE_LEADERS
NAME = "接访排班"


@pytest.fixture
def villages(tmp_path):
    return Villages(tmp_path, LEADERS)


def roster(villages):
    """Return the lines by date: 建议领导, 接访领导, 实际接访."""
    sheet = openpyxl.load_workbook(villages.sheet)[NAME]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return {row[0]: tuple(cell or "" for cell in row[2:5]) for row in rows if row[0]}


def suggested(villages):
    return {day: line[0] for day, line in roster(villages).items()}


def fill(villages, **days):
    """Let a person write 接访领导 of days of the year, ``d1201="王某"``; ``r1201`` is 实际接访."""
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book[NAME]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4) if row[0].value}
    last = max((row[0].row for row in rows.values()), default=3)
    for key, name in days.items():
        day = f"2026-{key[1:3]}-{key[3:]}"
        if day not in rows:
            last += 1
            sheet.cell(last, 1).value = day
            rows[day] = sheet[last]
        sheet.cell(rows[day][0].row, 4 if key[0] == "d" else 5).value = name
    book.save(villages.sheet)


def on_leave(villages, name, *days):
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book["调解员与场所"]
    headings = [cell.value for cell in sheet[3]]
    for at, day in enumerate(days, 4):
        sheet.cell(at, headings.index("领导") + 1).value = name
        sheet.cell(at, headings.index("领导请假自") + 1).value = day
    book.save(villages.sheet)


def test_a_new_month_is_suggested_in_the_order_of_the_config(villages):
    villages.run(date(2026, 11, 20))
    days = suggested(villages)
    assert list(days)[:4] == ["2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"]
    assert list(days)[-1] == "2026-12-31"
    assert list(days.values())[:4] == ["王某", "李某", "张某", "王某"]


def test_case_34_whoever_was_last_farthest_back(villages):
    villages.run()
    fill(villages, d1126="王某", d1127="李某", d1130="张某")
    on_leave(villages, "李某", "2026-12-02")
    villages.run()
    found = suggested(villages)
    days = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07"]
    assert [found[day] for day in days] == ["王某", "张某", "李某", "王某", "张某"]


def test_what_a_person_fills_in_stands_and_later_days_follow(villages):
    villages.run()
    before = roster(villages)
    fill(villages, d1202="张某")
    villages.run()
    after = roster(villages)
    assert after["2026-12-02"] == (before["2026-12-02"][0], "张某", "")
    assert [after[f"2026-12-0{day}"][0] for day in (1, 3, 4)] == ["李某", "王某", "李某"]


def test_a_second_pass_and_the_next_day_write_nothing(villages):
    villages.run()
    data = villages.sheet.read_bytes()
    assert villages.run().schedule.as_json() == {"outcome": "unchanged", "rows": 6, "edits": 0}
    assert villages.sheet.read_bytes() == data
    before = suggested(villages)
    villages.run(date(2026, 12, 1))
    assert suggested(villages) == before


def duty(found, day):
    return [c["state"] for c in found.cadences if (c["duty"], c["period"]) == ("DUTY_EVERY_WD", day)]


def test_case_35_a_printed_date_alone_is_no_evidence(villages):
    villages.run()
    assert duty(villages.run(date(2026, 12, 1)), "2026-11-30") == ["missing"]
    fill(villages, d1130="王某")
    assert duty(villages.run(date(2026, 12, 1)), "2026-11-30") == ["on_time"]


def test_who_received_in_fact_is_evidence_too(villages):
    villages.run()
    fill(villages, r1130="王某")
    assert duty(villages.run(date(2026, 12, 1)), "2026-11-30") == ["on_time"]


def test_days_before_the_roster_began_are_not_missed(villages):
    villages.run()
    assert duty(villages.run(), "2026-11-27") == []


def test_the_agenda_shows_who_receives(villages):
    villages.run()
    fill(villages, d1201="李某", d1202="外单位的")
    told = villages.json("agenda", "--days", "4")
    assert told["duty"] == [
        {"day": "2026-11-30", "leader": 1, "state": "proposed"},
        {"day": "2026-12-01", "leader": 2, "state": "planned"},
        {"day": "2026-12-02", "leader": None, "state": "planned"},
        {"day": "2026-12-03", "leader": 3, "state": "proposed"},
    ]
    line = [sys.executable, "-m", "scheduler.cli", "agenda", "-c", str(villages.config)]
    text = subprocess.run(
        [*line, "--today", TODAY.isoformat()], check=True, capture_output=True, text=True
    ).stdout
    assert "11-30 一  接访（建议）  王某" in text
    assert "12-01 二  接访  李某" in text
    assert "12-02 三  接访  见接访排班" in text
    assert "外单位的" not in text + json.dumps(told)


def test_without_leaders_the_sheet_waits_for_names_in_the_other_one(tmp_path):
    villages = Villages(tmp_path, LEADERS.removesuffix(THREE_LEADERS))
    villages.run()
    assert suggested(villages) == {}
    on_leave(villages, "赵某", "2026-12-01")
    villages.run()
    found = suggested(villages)
    assert (found["2026-11-30"], found.get("2026-12-01", "")) == ("赵某", "")


def test_a_sheet_that_people_took_out_does_not_come_back(villages):
    villages.run()
    book = openpyxl.load_workbook(villages.sheet)
    del book[NAME]
    book.save(villages.sheet)
    assert villages.run().schedule.as_json()["edits"] == 0
    assert NAME not in openpyxl.load_workbook(villages.sheet).sheetnames


def test_a_line_whose_day_is_no_working_day_any_more_goes_unless_somebody_wrote_in_it(villages):
    villages.run()
    fill(villages, d1203="李某")
    villages.config.write_text(
        villages.config.read_text("utf-8") + '[calendar.2026]\noff = ["2026-12-02", "2026-12-03"]\n', "utf-8"
    )
    villages.run()
    found = roster(villages)
    assert "2026-12-02" not in found
    assert found["2026-12-03"][1] == "李某"


def test_the_calendar_holds_the_duty(villages):
    villages.run()
    text = (villages.folder / "summaries" / "calendars" / "township.ics").read_text("utf-8")
    assert "SUMMARY:接访 王某" in text
    assert "UID:DUTY_EVERY_WD-2026-11-30-1@duesheet" in text


def test_the_rate_of_receptions_is_counted_from_who_received_in_fact(villages):
    villages.run()
    assert receptions_of(open_township(villages.config, TODAY), Quarter(2026, 4)) is None
    fill(villages, d1123="王某", r1124="王某", r1125="李某", r1128="张某", r1130="王某")
    # 11-28 is a Saturday; October to December has 62 working days.
    found = receptions_of(open_township(villages.config, date(2027, 1, 5)), Quarter(2026, 4))
    assert found.counts == (3, 62)
    assert len(found.missed) == 59


def test_the_assessment_shows_the_rate(villages):
    villages.run()
    fill(villages, r1124="王某")
    township = open_township(villages.config, date(2027, 1, 5))
    publish(township, "assessment", "2026Q4")
    pages = [path.read_text("utf-8") for path in (villages.folder / "summaries").glob("*考核*.html")]
    pages = pages or [path.read_text("utf-8") for path in (villages.folder / "summaries").glob("*.html")]
    assert any("1.6%" in page and "1/62" in page for page in pages)
