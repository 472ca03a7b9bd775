"""No red in the dark: where nobody can see that a case is over, the ledger says so and has no lights."""

import pytest

from config.vocabulary import LedgerProblemCode
from tests.sync.grids import read, sheet

NO_END, COLOUR = LedgerProblemCode.NO_END_COLUMN, LedgerProblemCode.COLOUR_STATUS
BARE = "日期 | 姓名 | 事由 | 经办人"
TOLD = "日期 | 姓名 | 事由 | 处理情况 | 经办人"
GREEN = "rgb:FF92D050"


def tab(header, count=12, *, below="", told=""):
    width = header.count("|") + 1
    rows = [
        [f"2026-03-{n:02}", f"赵{n}", f"第{n}户院墙滴水"] + [told] * (width - 4) + ["王五"]
        for n in range(1, count + 1)
    ]
    return "\n".join(
        ["青石村矛盾纠纷台账", header, *(" | ".join(row) for row in rows), *([below] if below else [])]
    )


def painted(*rows, colour=GREEN):
    return lambda row, _column: colour if row + 1 in rows else ""


def said(ledger):
    return [(p.code, p.count) for p in ledger.problems if p.code in (NO_END, COLOUR)]


def test_no_column_shows_an_end():
    ledger = read(sheet(tab(BARE)))
    assert said(ledger) == [(NO_END, 12)]
    assert ledger.problems[0].code is NO_END
    assert not ledger.tables[0].ends_seen


def test_what_keeps_a_table_dark_stands_before_what_is_wrong_with_rows():
    lunar = (
        "青石村矛盾纠纷台账\n登记日期 | 当事人 | 简要情况 | 办理状态\n农历三月初一 | 赵大勇 | 院墙滴水 | 在办"
    )
    ledger = read(sheet(lunar, name="一月"), sheet(tab(BARE), name="二月"))
    assert [problem.code.value for problem in ledger.problems[:2]] == ["no_end_column", "date_lunar"]


def test_a_person_says_to_time_them_all_the_same():
    ledger = read(sheet(tab(BARE)), ends_open=True)
    assert said(ledger) == []
    assert ledger.tables[0].ends_seen


@pytest.mark.parametrize(
    "heading", ["办理状态", "是否办结", "办结日期", "结案时间", "调解结果", "已调处 | 未调处", "调解日期"]
)
def test_a_column_that_can_show_an_end_is_enough(heading):
    header = f"日期 | 姓名 | 事由 | {heading} | 经办人"
    assert said(read(sheet(tab(header)))) == []


def test_the_course_of_a_case_in_words_can_show_its_end():
    assert said(read(sheet(tab(TOLD)))) == []


def test_colours_with_a_legend_are_told_and_counted():
    some = tab(TOLD, below="注：绿色=已办结")
    ledger = read(sheet(some, fill=painted(*range(3, 10))))
    assert said(ledger) == [(COLOUR, 7)]
    assert not ledger.tables[0].ends_seen


@pytest.mark.parametrize("legend", ["绿色表示已办结", "已化解的用绿色标注", "黄底色为办结事项"])
def test_a_legend_in_other_words(legend):
    assert said(read(sheet(tab(TOLD, below=f"注：{legend}"), fill=painted(3)))) == [(COLOUR, 1)]


def test_colours_without_a_legend_are_told_where_they_tell_rows_apart():
    assert said(read(sheet(tab(TOLD), fill=painted(*range(3, 10))))) == [(COLOUR, 7)]
    assert said(read(sheet(tab(BARE), fill=painted(*range(3, 10))))) == [(NO_END, 12), (COLOUR, 7)]


@pytest.mark.parametrize(
    "rows", [range(0), range(3, 5), range(1, 20), range(3, 15, 2)], ids=["none", "two", "all", "stripes"]
)
def test_colours_for_the_eye_alone_say_nothing(rows):
    assert said(read(sheet(tab(TOLD), fill=painted(*rows)))) == []


def test_colours_beside_words_of_ending_are_decoration():
    ended = tab(TOLD, told="3月20日调解，双方签字，已化解")
    assert said(read(sheet(ended, fill=painted(*range(3, 10))))) == []


def test_colours_beside_a_status_column_are_decoration():
    header = "日期 | 姓名 | 事由 | 办理状态 | 经办人"
    assert said(read(sheet(tab(header, told="在办"), fill=painted(*range(3, 10))))) == []
