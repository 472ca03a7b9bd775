"""What a complaint about a date shows: its own words where they are words of time, and an example."""

from datetime import date

import numpy as np
import pytest

from config.language import LANGUAGES
from config.spoken.problems import problem_message
from config.vocabulary import Mark
from rules.sentences.grammar import is_ours
from sync.dates.shown_doubt import DoubtPlace, example_day, shown
from tests.sync.grids import read, sheet

HEAD = "序号|登记日期|纠纷类别|办理状态|办结日期\n"


@pytest.mark.parametrize(
    "text",
    [
        "5月中旬",
        "2026.2.30",
        "5/3/2026",
        "农历七月十五",
        "待定",
        "月底前",
        "2026年5月",
        "３月３２日",
        "20260231",
        "预计年底",
    ],
)
def test_words_of_time_are_quoted(text):
    assert shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "张三说的",
        "许三",
        "13800001234",
        "138-0000-1234",
        "6123-4567",
        "2012-3456",
        "51010119800101123X",
        "见李某台账",
        "问王主任",
        "待定，李家坝2号",
        "",
        "去年" * 20,
    ],
)
def test_what_may_be_a_name_or_a_number_of_somebodys_is_not(text):
    assert shown(text) == ""


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        pytest.param("3月中旬", 0, "2026-03-15", id="the month that is named"),
        pytest.param("三月底", 0, "2026-03-25", id="in Chinese numerals"),
        pytest.param("12月上旬", 0, "2025-12-05", id="a month that is still to come was last year's"),
        pytest.param("4月下旬", 0, "2026-04-01", id="this month, not beyond today"),
        pytest.param("2025年8月", 0, "2025-08-15", id="the year that is named"),
        pytest.param("月底", 0, "2026-03-09", id="as the row above"),
        pytest.param("月底", 2025, "2025-01-01", id="a year of which no other row is"),
        pytest.param("8月初", 2025, "2025-08-05", id="the sheet's year"),
    ],
)
def test_an_example_is_of_the_rows_own_time(text, year, expected):
    days = np.array(["2026-03-09", "NaT", "2026-04-01"], dtype="datetime64[D]")
    assert example_day(text, DoubtPlace(1, days, year, date(2026, 4, 3))).isoformat() == expected


def test_an_example_lies_not_before_the_registration():
    days = np.array(["2026-01-09", "NaT"], dtype="datetime64[D]")
    around = DoubtPlace(1, days, 2026, date(2026, 4, 3), date(2026, 3, 2))
    assert example_day("待定", around) == date(2026, 3, 2)


def test_an_example_is_the_same_tomorrow():
    days = np.array(["NaT"], dtype="datetime64[D]")
    told = {example_day("待定", DoubtPlace(0, days, 0, date(2026, 4, day))) for day in range(1, 29)}
    assert told == {date(2026, 1, 1)}


@pytest.mark.parametrize("today", [date(2026, 4, 3), date(2027, 2, 1)])
@pytest.mark.parametrize("text", ["1月上旬", "待定", "2.30", "张三", "5/3/2026", "13月5日", "农历正月初五"])
def test_an_example_is_of_the_year_and_not_to_come(text, today):
    rows = f"#1|{text}|邻里|在办|\n#2|{today.year}-01-20|邻里|在办|\n"
    problems = [each for each in read(sheet(HEAD + rows), today=today).problems if each.row == 2]
    assert problems
    for problem in problems:
        if text != "5/3/2026":  # both of its readings are shown, and they say a year themselves
            assert f"{today.year}-01-01" <= problem.example <= today.isoformat()
        assert all("张三" not in problem_message(problem, language) for language in LANGUAGES)


def test_the_words_at_fault_stand_beside_the_complaint():
    rows = "#1|3月中旬|邻里|在办|\n#2|2026-03-20|邻里|在办|\n"
    [problem] = [each for each in read(sheet(HEAD + rows)).problems if each.row == 2]
    assert problem_message(problem) == "B2 的登记日期写作“3月中旬”，不具体，请补全年月日，如2026-03-15。"


def test_of_a_date_with_two_readings_both_are_shown():
    rows = "#1|5/6/2026|邻里|在办|\n#2|2026-03-20|邻里|在办|\n"
    [problem] = [each for each in read(sheet(HEAD + rows)).problems if each.row == 2]
    said = "B2 的登记日期写作“5/6/2026”，有两种读法，请写明年月日，如2026-05-06或2026-06-05。"
    assert problem_message(problem) == said
    assert "2026-05-06 or 2026-06-05" in problem_message(problem, "en")
    assert is_ours(Mark.WHY, f"1：起算日期无法识别。{said}")


@pytest.mark.parametrize(
    ("number", "both"),
    [
        ("3.1", "2026-03-01或2026-03-10"),
        ("2.2", "2026-02-02或2026-02-20"),
        ("12.3", "2025-12-03或2025-12-30"),
    ],
)
def test_of_a_number_that_may_have_lost_its_zero_both_days_are_shown(number, both):
    rows = f"#1|#{number}|邻里|在办|\n#2|2026-01-20|邻里|在办|\n"
    [problem] = [each for each in read(sheet(HEAD + rows)).problems if each.row == 2]
    told = f"B2 的登记日期写作“{number}”，有两种读法，请写明年月日，如{both}。"
    assert problem_message(problem) == told
    assert is_ours(Mark.WHY, f"1：起算日期无法识别。{told}")
