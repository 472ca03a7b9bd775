"""Every spelling of docs/reading.md, as a clerk would name it."""

# ruff: noqa: DTZ001  (cells have no time zone)

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from config.vocabulary import Role
from sync.dates.dating import Dating
from sync.dates.read_dates import DateColumn, read_dates

AS_OF = date(2026, 4, 3)


def read(*values: object, role: Role = Role.REGISTERED_DATE, **more: object) -> DateColumn:
    return read_dates(values, role, Dating(AS_OF, **more))  # type: ignore[arg-type]


def shown(column: DateColumn, row: int = 0) -> str:
    """The date read, or the reason why there is none."""
    if column.blank[row]:
        return "blank"
    return str(column.code[row]) or str(column.on[row])


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.5",
        "2026-3-5",
        "2026/3/5",
        "2026.03.05",
        "2026-03-05",
        "2026年3月5日",
        "2026年3月5号",
        "2026年3月5",
        "2026年03月05日（星期四）",
        "2026年3月5日 周四",
        "2026 年 3 月 5 日",
        "2026年\n3月5日",
        " 2026.3.5 ",
        "'2026-3-5",
        "2026.3.5.",
        "2026..3.5",
        "2026\\3\\5",
        "2026·3·5",
        "2026—3—5",
        "2026 3 5",
        "2026年3.5",
        "2026.3月5日",
        "２０２６．３．５",
        "２０２６年３月５日",
        "2026。3。5",
        "2026、3、5",
        "20260305",
        "260305",
        20260305.0,
        260305.0,
        20260305,
        "2026-3-5 上午",
        "2026/3/5 14:30",
        "2026-03-05T09:15",
        "2026-03-05 00:00:00",
        "2026年3月5日上午9点半",
        "2026年3月5日14时30分",
        "26.3.5",
        "26-3-5",
        "26/03/05",
        "26年3月5日",
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "二零二六年三月五日",
        "二0二六年三月五日",
        "二O二六年三月五日",
        "二六年三月五日",
        "贰零贰陆年叁月伍日",
        "二〇二六年〇三月〇五日",
        "46086",
        46086.0,
        46086,
        46086.604166,
        "Mar 5, 2026",
        "March 5, 2026",
        "5-Mar-26",
        "5 March 2026",
        "5-MAR-2026",
        "2026-Mar-5",
        date(2026, 3, 5),
        datetime(2026, 3, 5, 14, 30),
        "于2026年3月5日登记",
        "2026.3.5收",
        "2026.3.5（补录）",
        "2026年3月5日（农历正月十七）",
        "2026.3.5村民来访反映",
        "2026.3.5 9:05 AM",
        "\u200b2026-3-5\ufeff",
        "2026年3⽉5⽇",
        "2026年3月5日（星期四）上午9:30",
    ],
)
def test_the_fifth_of_march_in_every_full_spelling(cell: object) -> None:
    column = read(cell)
    assert shown(column) == "2026-03-05"
    assert column.note[0] == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("二〇二六年三月廿三日", "2026-03-23"),
        ("二〇二六年三月二十三日", "2026-03-23"),
        ("二〇二六年三月卅一日", "2026-03-31"),
        ("二〇二六年三月三〇日", "2026-03-30"),
        ("二〇二六年一月十日", "2026-01-10"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("贰零贰伍年拾贰月贰拾叁日", "2025-12-23"),
        ("二〇二六年元月五日", "2026-01-05"),
        ("2024.2.29", "2024-02-29"),
        ("2026。3。21", "2026-03-21"),
        (36526.0, "2000-01-01"),
    ],
)
def test_other_days_in_numerals(cell: object, expected: str) -> None:
    assert shown(read(cell)) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "3月5日",
        "3.5",
        "3/5",
        "3-5",
        "3月5",
        "03.05",
        "三月五日",
        "叁月伍日",
        "３．５",
        "3。5",
        3.5,
        3.05,
        "3月5日上午",
    ],
)
def test_a_date_without_its_year_takes_the_sheets_year(cell: object) -> None:
    column = read(cell, years=[2026])
    assert (shown(column), column.note[0]) == ("2026-03-05", "yearless")
    assert shown(read(cell, years=[2025])) == "2025-03-05"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        pytest.param("5/3/2026", "date_ambiguous", id="day and month could be swapped"),
        pytest.param("05-03-2026", "date_ambiguous", id="the same with dashes"),
        pytest.param("25/3/2026", "date_ambiguous", id="never read, though only one reading exists"),
        pytest.param("5.3.26", "date_unparseable", id="a one-digit year is no year"),
        pytest.param("05.3.26", "date_ambiguous", id="2005 is not this sheet's, 26 could be the year"),
        pytest.param("050326", "date_ambiguous", id="day, month, year without signs"),
        pytest.param("26-Mar-05", "date_ambiguous", id="an English year first"),
        pytest.param(3.1, "date_ambiguous", id="a number has lost the zero of 3.10"),
        pytest.param(3.2, "date_ambiguous", id="3.20"),
        pytest.param(11.3, "date_ambiguous", id="11.30"),
        pytest.param("三月十五", "date_ambiguous", id="without 日 it may be the farmers' calendar"),
        pytest.param("2026年3月5日（星期五）", "date_ambiguous", id="it was a Thursday"),
        pytest.param("2026.3.5、3.8", "date_ambiguous", id="two days and no word which is which"),
        pytest.param("2026.3.5办结", "date_ambiguous", id="the day of another event"),
        pytest.param("2026.3", "date_incomplete", id="no day"),
        pytest.param("2026.3.", "date_incomplete", id="no day, a dot"),
        pytest.param("2026年3月", "date_incomplete", id="no day, in words"),
        pytest.param("2026-03", "date_incomplete", id="no day, ISO"),
        pytest.param("202603", "date_incomplete", id="no day, digits"),
        pytest.param("2026年", "date_incomplete", id="the year alone"),
        pytest.param("2026", "date_incomplete", id="the year alone as text"),
        pytest.param(2026.0, "date_incomplete", id="the year alone as a number"),
        pytest.param(2026.3, "date_incomplete", id="a year and a month as a number"),
        pytest.param("三月份", "date_incomplete", id="the month alone"),
        pytest.param("5日", "date_incomplete", id="the day alone"),
        pytest.param("3月中旬", "date_vague", id="the middle of March"),
        pytest.param("3月初", "date_vague", id="the beginning of March"),
        pytest.param("月底", "date_vague", id="the end of some month"),
        pytest.param("2026年3月底", "date_vague", id="the end of March"),
        pytest.param("3月5日左右", "date_vague", id="about"),
        pytest.param("约3月5日", "date_vague", id="about, in front"),
        pytest.param("3月5日前", "date_vague", id="before is not on"),
        pytest.param("预计3月5日", "date_vague", id="a plan is no registration"),
        pytest.param("待定", "date_vague", id="to be settled"),
        pytest.param("不详", "date_vague", id="unknown"),
        pytest.param("/", "date_vague", id="a slash where a date must be"),
        pytest.param("—", "date_vague", id="a dash"),
        pytest.param("无", "date_vague", id="none"),
        pytest.param("农历正月十八", "date_lunar", id="said to be lunar"),
        pytest.param("正月十八", "date_lunar", id="a lunar month"),
        pytest.param("三月初五", "date_lunar", id="a lunar day"),
        pytest.param("二〇二六年腊月廿三日", "date_lunar", id="a lunar month with a year"),
        pytest.param("闰三月五日", "date_lunar", id="a leap month"),
        pytest.param("2026.2.30", "date_impossible", id="30 February"),
        pytest.param("2026.13.5", "date_impossible", id="month 13"),
        pytest.param("二月三十日", "date_impossible", id="30 February in words"),
        pytest.param("2026.2.29", "date_impossible", id="no leap year"),
        pytest.param("20260230", "date_impossible", id="30 February in digits"),
        pytest.param("3.50", "date_impossible", id="a text with day 50"),
        pytest.param("2026年3月8日-5日", "date_impossible", id="a range that ends before it starts"),
        pytest.param("2062-03-23", "date_implausible", id="swapped digits"),
        pytest.param("1826-03-05", "date_implausible", id="another century"),
        pytest.param("1999-12-31", "date_implausible", id="before 2000"),
        pytest.param("2027.3.5", "date_future", id="next year"),
        pytest.param("2026-04-05", "date_future", id="the day after tomorrow"),
        pytest.param(datetime(2027, 3, 5), "date_future", id="a real date in the future"),
        pytest.param("1/2/3/4", "date_unparseable", id="four numbers"),
        pytest.param("2026.3.5.8", "date_unparseable", id="one number too many"),
        pytest.param("2026.3-5", "date_unparseable", id="March to May, or March 5"),
        pytest.param("2026年3-5月", "date_unparseable", id="March to May"),
        pytest.param("3-5-8", "date_unparseable", id="three numbers, no year"),
        pytest.param("2026-3-5-3-8", "date_unparseable", id="dashes that separate and join"),
        pytest.param("2026.3.1\n5", "date_unparseable", id="a line break inside the day"),
        pytest.param("2026.3.1①", "date_unparseable", id="a footnote sign is no digit"),
        pytest.param("2026.3.1²", "date_unparseable", id="nor is an exponent"),
        pytest.param("2026-3-514:30", "date_unparseable", id="day and hour run together"),
        pytest.param("2026-03-05T23:15:00Z", "date_unparseable", id="another day in the village"),
        pytest.param("2026.3.5张三丰", "date_unparseable", id="a word that is not understood"),
        pytest.param("2026.3.5未办结", "date_unparseable", id="a negated word"),
        pytest.param("3月二三日", "date_unparseable", id="two or three days"),
        pytest.param("3、5", "date_unparseable", id="the third and the fifth, perhaps"),
        pytest.param("3.5万元", "date_unparseable", id="an amount"),
        pytest.param("同上", "date_unparseable", id="ditto that nobody filled in"),
        pytest.param("2026.3.5来访，" * 20, "date_unparseable", id="a whole story"),
        pytest.param(35000.0, "date_unparseable", id="a serial of another century"),
        pytest.param(305.0, "date_unparseable", id="0305 without its zero"),
        pytest.param(-3.5, "date_unparseable", id="negative"),
        pytest.param(float("inf"), "date_unparseable", id="not finite"),
        pytest.param(True, "date_unparseable", id="a ticked box is not the number 1"),
        pytest.param(time(9, 15), "date_unparseable", id="a time"),
        pytest.param(timedelta(days=3), "date_unparseable", id="a duration"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(cell: object, code: str) -> None:
    column = read(cell)
    assert shown(column) == code
    assert np.isnat(column.on[0])


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        pytest.param("2062-03-23", "2026-03-23", id="swapped digits"),
        pytest.param("2027.3.5", "2026-03-05", id="one digit wrong"),
        pytest.param("2026-12-28", "2025-12-28", id="the year that Excel added"),
        pytest.param("2026-04-20", "", id="a day ahead of time, not a year"),
        pytest.param("1826-03-05", "2026-03-05", id="another century"),
        pytest.param("2026年3月5日（星期五）", "2026-03-05", id="weekday"),
        pytest.param("2026.3.5张三丰", "2026-03-05", id="the date is clear, the rest is not"),
        pytest.param("25/3/2026", "2026-03-25", id="the only day it can be"),
        pytest.param("5/3/2026", "", id="either"),
        pytest.param("2026.2.30", "", id="no obvious one"),
        pytest.param("2026.3.1\n5", "", id="digits left over"),
        pytest.param("2044-03-05", "", id="nothing near"),
        pytest.param("待定", "", id="nothing there"),
    ],
)
def test_a_suggestion_is_what_a_person_would_probably_mean(cell: str, suggestion: str) -> None:
    assert read(cell).suggestion[0] == suggestion


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        "   ",
        "\u3000",
        " " * 300,
        "1970-01-01",
        "1970/1/1 8:00",
        "1900-01-00",
        "1900/1/0",
        "1900-01-01",
        "0",
        "00:00",
        0.0,
        float("nan"),
        0,
        1.0,
        date(1970, 1, 1),
        datetime(1899, 12, 31),
        datetime(1970, 1, 1, 8),
        time(0),
        timedelta(0),
    ],
)
def test_zeros_that_programs_leave_are_blank(cell: object) -> None:
    column = read(cell)
    assert shown(column) == "blank"
    assert column.code[0] == ""


@pytest.mark.parametrize("cell", ["/", "—", "-", "无", "暂无", "未办结", "在办", "办理中", "×"])
def test_where_nothing_need_have_happened_a_dash_is_blank(cell: str) -> None:
    assert shown(read(cell, role=Role.RESOLVED_DATE)) == "blank"


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2026年3月5日-8日", "2026-03-05", "2026-03-08"),
        ("3月28日—4月1日", "2026-03-28", "2026-04-01"),
        ("3.5～3.8", "2026-03-05", "2026-03-08"),
        ("2026.3.5-3.8", "2026-03-05", "2026-03-08"),
        ("2026.3.5-8", "2026-03-05", "2026-03-08"),
        ("2026-03-05至2026-03-08", "2026-03-05", "2026-03-08"),
        ("2025.12.28-1.3", "2025-12-28", "2026-01-03"),
        ("12月28日至1月3日", "2025-12-28", "2026-01-03"),
        ("二〇二六年三月五日至八日", "2026-03-05", "2026-03-08"),
    ],
)
def test_a_range_starts_a_case_and_ends_it(cell: str, start: str, end: str) -> None:
    assert str(read(cell).on[0]) == start
    done = read(cell, role=Role.RESOLVED_DATE, registered=np.array(["2025-12-20"], dtype="datetime64[D]"))
    assert str(done.on[0]) == end


def test_a_range_that_ends_after_today_has_not_ended() -> None:
    assert shown(read("2026.4.1-4.20", role=Role.RESOLVED_DATE)) == "date_future"


def test_the_first_date_counts_where_its_word_says_so() -> None:
    column = read("2026.3.5收，3.12再访")
    assert (shown(column), column.note[0]) == ("2026-03-05", "extra")
    assert shown(read("2026.3.5收，3.12办结", role=Role.RESOLVED_DATE)) == "date_ambiguous"
    assert shown(read("2026.3.12办结，3.20回访", role=Role.RESOLVED_DATE)) == "2026-03-12"
    assert shown(read("2026.3.12结案（回访满意）", role=Role.RESOLVED_DATE)) == "2026-03-12"
    assert shown(read("2026.3.5受理（3.12办结）", role=Role.RESOLVED_DATE)) == "date_ambiguous"
    assert shown(read("2026.3.10调解，3.20签订协议", role=Role.RESOLVED_DATE)) == "2026-03-20"
    assert shown(read("2026.3.10，第二次3.20")) == "2026-03-10"
    assert shown(read("2026.3.10，3.20签订协议")) == "date_ambiguous"
    assert shown(read("2026.3.12（已履行）", role=Role.RESOLVED_DATE)) == "2026-03-12"


@pytest.mark.parametrize(
    "cell", ["2026.3.31前", "3月31日前", "2026年3月31日之前", "截至3月31日", "预计3月31日", "至2026.3.31"]
)
def test_a_limit_may_be_called_a_bound_or_a_plan(cell: str) -> None:
    assert shown(read(cell, role=Role.DUE_DATE)) == "2026-03-31"


def test_a_limit_may_lie_in_the_future_but_not_far() -> None:
    column = read("2026-12-31", "2031-04-03", "2031-04-04", role=Role.DUE_DATE)
    assert [shown(column, row) for row in range(3)] == ["2026-12-31", "2031-04-03", "date_implausible"]


def test_tomorrow_is_still_plausible() -> None:
    assert shown(read("2026-04-04")) == "2026-04-04"


class TestNumbersWithTwoDecimals:
    def shown(self, *numbers: float, format_code: str = "0.00") -> list[str]:
        column = read(*numbers, years=[2026] * len(numbers), number_format=lambda row: format_code)
        return [shown(column, row) for row in range(len(numbers))]

    def test_a_column_of_padded_days_proves_that_3_10_is_march_10(self) -> None:
        assert self.shown(3.05, 3.1, 3.2) == ["2026-03-05", "2026-03-10", "2026-03-20"]

    def test_without_a_padded_day_nothing_is_proved(self) -> None:
        assert self.shown(3.1, 3.12) == ["date_ambiguous", "2026-03-12"]

    def test_a_day_50_disproves_it(self) -> None:
        assert self.shown(3.05, 3.1, 3.5) == ["2026-03-05", "date_ambiguous", "2026-03-05"]

    def test_general_format_never_proves_it(self) -> None:
        assert self.shown(3.05, 3.1, format_code="General") == ["2026-03-05", "date_ambiguous"]

    def test_a_number_that_shows_as_another_is_refused(self) -> None:
        assert self.shown(3.12, format_code="0.0") == ["date_ambiguous"]
        assert self.shown(3.5, format_code="0") == ["date_ambiguous"]
        assert self.shown(3.5, format_code="0.00%") == ["date_ambiguous"]

    def test_the_order_of_the_column_suggests_which(self) -> None:
        column = read(3.05, 3.1, 3.12, years=[2026] * 3)
        assert (column.code[1], column.suggestion[1]) == ("date_ambiguous", "2026-03-10")


def test_serials_of_a_1904_workbook_count_from_1904() -> None:
    assert shown(read(46086.0 - 1462, date1904=True)) == "2026-03-05"
    assert shown(read("44624", date1904=True)) == "2026-03-05"


@pytest.mark.parametrize(
    ("cell", "title", "expected"),
    [
        pytest.param("25.3.26", 2025, "2025-03-26", id="year first, as everybody writes"),
        pytest.param("20.3.26", 2026, "date_ambiguous", id="day first would be this year's"),
        pytest.param("20.3.26", 2020, "2020-03-26", id="a sheet of 2020"),
        pytest.param("23.03.05", 2023, "2023-03-05", id="padded"),
    ],
)
def test_two_digit_years_must_fit_the_sheet(cell: str, title: int, expected: str) -> None:
    assert shown(read(cell, years=[title])) == expected


def test_two_digit_years_must_fit_the_column() -> None:
    column = read("2023-03-01", "23.3.26")
    assert shown(column, 1) == "2023-03-26"


def test_a_column_of_every_kind_of_cell_keeps_its_order() -> None:
    column = read("2026.3.5", None, 46086.0, datetime(2026, 3, 5), True, "待定", "3.6")
    assert [shown(column, row) for row in range(7)] == [
        "2026-03-05",
        "blank",
        "2026-03-05",
        "2026-03-05",
        "date_unparseable",
        "date_vague",
        "2026-03-06",
    ]


def test_an_empty_column() -> None:
    column = read()
    assert len(column.on) == len(column.code) == 0
