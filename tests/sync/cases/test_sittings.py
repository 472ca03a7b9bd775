"""What cells say of sittings, and what 调解日期 means in which row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.dates.times import NOTHING, read_half, read_sittings, read_times
from tests.sync.grids import read, sheet, table

TODAY = date(2026, 11, 28)
HEAD = "编号|登记日期|当事人|纠纷类型|约定调解时间|办理状态"


def one(cell, registered="2026-11-10", today=TODAY, role="约定调解时间", status="在办"):
    """Return what a ledger of one row says of its sittings, and its problems' codes and suggestions."""
    text = f"{HEAD.replace('约定调解时间', role)}\n#1|{registered}|甲|邻里|{cell}|{status}"
    ledger = read(sheet(text), today=today)
    sittings = ledger.cases["sittings"][0] or ()
    told = [
        (p.code.value, p.suggestion) for p in ledger.problems if p.role in ("sitting_date", "sitting_or_end")
    ]
    return [" ".join(filter(None, (s.day.isoformat(), s.half, s.time, s.outcome))) for s in sittings], told


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026年12月3日上午", ["2026-12-03 am"]),
        ("12月3日 9:30", ["2026-12-03 am 09:30"]),
        ("12.3下午3点", ["2026-12-03 pm 15:00"]),
        ("12月3日15时", ["2026-12-03 pm 15:00"]),
        ("2026-12-03", ["2026-12-03"]),
        ("@2026-12-03", ["2026-12-03"]),
        ("#46359", ["2026-12-03"]),
        ("#46359.6", ["2026-12-03 pm 14:24"]),
        ("2026.12.3-12.4", ["2026-12-03"]),
        ("11月20日未果，12月3日再调", ["2026-11-20 failed", "2026-12-03"]),
        ("12月6日", ["2026-12-06"]),
        ("待定", []),
        ("另行通知", []),
        ("/", []),
        ("", []),
        ("12月3日上午9点半", ["2026-12-03 am 09:30"]),
        ("12月3日上午9.30", ["2026-12-03 am 09:30"]),
        ("12月3日（周四）下午2:30-4:30", ["2026-12-03 pm 14:30"]),
        ("定于十二月三日下午三点在村委会", ["2026-12-03 pm 15:00"]),
        ("12月3日改期至12月8日上午", ["2026-12-08 am"]),
        ("12月3日(已取消)", []),
        ("11月12日、20日", ["2026-11-12", "2026-11-20"]),
        ("Dec 3, 2026 pm", ["2026-12-03 pm"]),
        ("１２月３日上午", ["2026-12-03 am"]),
    ],
)
def test_a_cell_is_read(cell, expected):
    assert one(cell) == (expected, [])


@pytest.mark.parametrize(
    ("cell", "code", "suggestion"),
    [
        ("下周三", "date_vague", ""),
        ("月底前", "date_vague", ""),
        ("12月3日前", "date_vague", ""),
        ("12月3日左右", "date_vague", ""),
        ("2027-12-03", "date_implausible", "2026-12-03"),
        ("2026-11-01", "sitting_before_registered", ""),
        ("11月1日", "sitting_before_registered", ""),
        ("12月32日", "date_impossible", ""),
        ("12月", "date_incomplete", ""),
        ("12月3日（周五）", "date_ambiguous", "2026-12-03"),
        ("张某打电话再说", "date_unparseable", ""),
    ],
)
def test_a_cell_that_cannot_be_read_is_reported(cell, code, suggestion):
    assert one(cell) == ([], [(code, suggestion)])


def test_a_year_left_out_is_the_first_after_registration():
    assert one("1月5日", registered="2026-12-20", today=date(2026, 12, 28)) == (["2027-01-05"], [])


def test_case_22_a_day_ahead_of_a_live_row_is_an_appointment():
    found = read(
        sheet(f"{HEAD.replace('约定调解时间', '调解日期')}\n#1|2026-11-10|甲|邻里|2026-12-03|在办"),
        today=TODAY,
    )
    assert found.problems == ()
    assert found.cases["notes"].tolist() == [()]
    assert found.cases["status"].tolist() == ["open"]
    assert one("2026-12-03", role="调解日期") == (["2026-12-03"], [])


@pytest.mark.parametrize("status", ["在办", ""])
def test_case_23_a_day_past_of_a_live_row_was_held_and_closes_nothing(status):
    head = "编号|受理日期|申请人|被申请人|纠纷类型|调解日期|调解结果"
    found = read(sheet(f"{head}\n#1|2026-11-02|甲|乙|邻里|2026-11-12|{status}"), today=TODAY)
    assert found.cases["status"].tolist() == ["open"]
    assert found.cases["resolved_date"].isna().all()
    assert found.cases["notes"].tolist() == [()]
    assert [s.day for s in found.cases["sittings"][0]] == [date(2026, 11, 12)]


def test_case_24_a_closed_row_without_an_end_of_its_own_ended_on_that_day():
    head = "编号|受理日期|申请人|被申请人|纠纷类型|调解日期|调解结果|结案日期"
    row = "2026-11-02|甲|乙|邻里|2026-11-12|达成协议|"
    text = f"{head}\n#1|{row}\n#2|{row}2026-11-16"
    found = read(sheet(text), today=TODAY)
    assert found.cases["status"].tolist() == ["resolved", "resolved"]
    assert found.cases["resolved_date"].dt.date.tolist() == [date(2026, 11, 12), date(2026, 11, 16)]
    assert [p for p in found.problems if p.code.value in ("date_missing", "ambiguous_column")] == []


def test_a_closed_rows_day_of_mediation_was_a_sitting_too():
    head = "编号|受理日期|申请人|被申请人|纠纷类型|调解日期|调解结果|结案日期"
    rows = (
        "#1|2026-11-02|甲|乙|邻里|2026-11-12|达成协议|",
        "#2|2026-11-02|甲|乙|邻里|2026-11-12|达成协议|2026-11-16",
        "#3|2026-11-02|甲|乙|邻里|2026-11-28|达成协议|2026-11-28",
        "#4|2026-11-02|甲|乙|邻里|2026-12-12|达成协议|2026-11-16",
    )
    found = read(sheet("\n".join([head, *rows])), today=TODAY)
    held = [[(one.day.day, one.ahead) for one in written or ()] for written in found.cases["sittings"]]
    assert held == [[(12, False)], [(12, False)], [(28, False)], []]


def test_a_closed_row_dated_ahead_is_still_a_wrong_date():
    text = f"{HEAD.replace('约定调解时间', '调解日期')}\n#1|2026-11-10|甲|邻里|2026-12-03|已办结"
    found = read(sheet(text), today=TODAY)
    assert [p.code.value for p in found.problems] == ["date_future"]


def test_a_register_with_who_led_and_who_wrote_is_a_register():
    head = "序号|受理日期|申请人|被申请人|纠纷类型|主持人|记录人|调解时间|调解地点|调解结果|结案时间"
    row = "#1|2026.11.2|甲|乙|邻里|王某|李某|2026.11.12|村委会|达成协议|2026.11.12"
    found = table(sheet(f"{head}\n{row}\n{row.replace('#1', '#2').replace('邻里', '山林土地')}"))
    assert [found["columns"][c] for c in "FGHIK"] == [
        "mediator",
        "ignored",
        "sitting_or_end",
        "sitting_place",
        "resolved_date",
    ]
    assert [row["kind"] for row in found["rows"]] == ["case", "case"]


def test_minutes_of_meetings_stay_minutes():
    minutes = sheet(
        "序号|会议时间|议题|会议地点|主持人|记录人|参会人员\n#1|2026.11.2|安全生产|会议室|王某|李某|全体"
    )
    assert len(read(minutes).cases) == 0


@pytest.mark.parametrize(
    ("text", "times"),
    [("第2次", 2), ("2次", 2), ("两次", 2), ("二", 2), ("3", 3), ("", 0), ("多次", 0), ("十二次", 12)],
)
def test_how_often_is_read(text, times):
    assert read_times(text) == times


def test_what_stands_beside_a_sitting_is_read():
    head = "编号|登记日期|当事人|纠纷类型|下次调解日期|调解次数|调解员|调解地点|调解结果"
    row = "#1|2026-11-02|甲|邻里|12月3日下午|2|王某、李某|镇调解室|未达成协议"
    case = read(sheet(f"{head}\n{row}"), today=TODAY).cases.iloc[0]
    assert (case.sitting_count, case.mediators, case.sitting_place) == (2, ("王某", "李某"), "镇调解室")
    assert case.sitting_outcome == "failed"


def test_inspect_shows_sittings():
    text = f"{HEAD}\n#1|2026-11-02|甲|邻里|11月12日未果，12月3日9:30|在办\n#2|2026-11-03|乙|邻里||在办"
    first, second = table(sheet(text), today=TODAY)["rows"]
    assert first["sitting"] == {
        "number": 2,
        "held": [{"day": "2026-11-12", "half": None, "outcome": "failed"}],
        "booked": {"day": "2026-12-03", "half": "am", "time": "09:30"},
    }
    assert "sitting" not in second


def test_a_half_is_read_without_a_day():
    assert read_half("下午") == ("pm", "")
    assert read_half("下午3点") == ("pm", "15:00")
    assert read_half("看情况") == (None, "")


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_without_end_is_no_day(value: float):
    assert read_sittings(value) == NOTHING


@given(
    st.one_of(st.text(), st.floats(allow_nan=True), st.integers(), st.booleans(), st.datetimes(), st.dates())
)
def test_no_cell_is_ever_an_error(value):
    read_sittings(value)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.times(),
    st.sampled_from(["{}月{}日{}:{:02}", "{}.{} {}:{:02}"]),
)
def test_a_day_and_its_time_are_read_whatever_they_are(day, clock, form):
    text = form.format(day.month, day.day, clock.hour, clock.minute)
    (found,) = read_sittings(text).days
    assert (found.point.month, found.point.day) == (day.month, day.day)
    hour = clock.hour if clock.hour >= 7 else clock.hour + 12
    assert found.time == f"{hour:02}:{clock.minute:02}"
    assert found.half == ("am" if hour < 12 else "pm")


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("正在调解", ""),
        ("调解中。", ""),
        ("", ""),
        ("在办", ""),
        ("未达成协议", "failed"),
        ("当事人要求考虑两天", "said"),
    ],
)
def test_that_mediation_goes_on_is_no_outcome_of_a_sitting(result, outcome):
    head = "编号|登记日期|当事人|纠纷类型|约定调解时间|调解结果"
    ledger = read(sheet(f"{head}\n#1|2026-11-10|甲|邻里|2026-11-24|{result}"), today=TODAY)
    assert ledger.cases["sitting_outcome"][0] == outcome
