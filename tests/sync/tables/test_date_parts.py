"""A date in columns of its own for year, month and day is read as one date."""

import pytest

from tests.sync.grids import codes, read, sheet


def days(text: str, role: str = "registered_date", **more: object) -> list[str]:
    return [str(day)[:10] for day in read(sheet(text, **more)).cases[role]]  # type: ignore[arg-type]


ROWS = "#1|#2026|#3|#5|赵某|邻里|在办\n#2|#2026|#3|#9|钱某|邻里|在办\n"


def test_year_month_and_day_below_one_heading():
    head = "序号|登记日期|||当事人|纠纷类型|办理状态\n|年|月|日|||\n"
    assert days(head + ROWS, merges=[(0, 1, 0, 3)]) == ["2026-03-05", "2026-03-09"]


def test_without_a_heading_above_them_they_are_the_day_of_registration():
    assert days("序号|年|月|日|当事人|纠纷类型|办理状态\n" + ROWS) == ["2026-03-05", "2026-03-09"]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            "新民村2026年纠纷台账\n序号|月|日|当事人|纠纷类型|办理状态\n", id="the year in the title"
        ),
        pytest.param("序号|2026年||当事人|纠纷类型|办理状态\n|月|日|||\n", id="the year in the heading"),
    ],
)
def test_month_and_day_take_the_year_from_above(head: str):
    merges = [(0, 1, 0, 2)] if "2026年|" in head else []
    rows = "#1|3|5|赵某|邻里|在办\n#2|〃|9|钱某|邻里|在办\n#3|3月|12日|孙某|邻里|在办\n"
    assert days(head + rows, merges=merges) == ["2026-03-05", "2026-03-09", "2026-03-12"]


def test_two_dates_in_parts():
    head = "序号|登记日期|||当事人|纠纷类型|办理状态|办结日期||\n|年|月|日||||年|月|日\n"
    rows = "#1|#2026|#3|#5|赵某|邻里|已办结|#2026|#3|#9\n#2|#2026|#3|#6|钱某|邻里|在办|||\n"
    merges = [(0, 1, 0, 3), (0, 7, 0, 9)]
    assert days(head + rows, merges=merges) == ["2026-03-05", "2026-03-06"]
    assert days(head + rows, "resolved_date", merges=merges) == ["2026-03-09", "NaT"]


def test_a_part_that_is_missing_is_said():
    head = "序号|登记日期|||当事人|纠纷类型|办理状态\n|年|月|日|||\n"
    rows = "#1|#2026|#3||赵某|邻里|在办\n#2|#2026|#2|#30|钱某|邻里|在办\n"
    found = read(sheet(head + rows, merges=[(0, 1, 0, 3)]))
    assert codes(found) == [("B3", "date_incomplete"), ("B4", "date_impossible")]
