"""Rows, tabs and tables of one workbook that got doubled: each case counts once, the other row says where."""

import pytest

from config.vocabulary import LedgerProblemCode, ProblemCode, RowReason, SheetKind
from tests.sync.grids import read, sheet

HEADER = "序号 | 登记日期 | 当事人 | 纠纷类型 | 主要内容 | 办理状态 | 办结日期 | 备注"


def tab(name, *lines, title=""):
    rows = [*([f"{title} | | | | | | |"] if title else []), HEADER, *lines]
    return sheet("\n".join(rows), name=name)


def places(ledger):
    return [tuple(place) for place in ledger.cases[["sheet", "row"]].itertuples(index=False)]


def gone_to(ledger):
    return {(one.sheet, one.row): (one.at_sheet, one.at_row) for one in ledger.repeats}


def codes(ledger):
    return [problem.code for problem in ledger.problems]


ROWS = [
    "1 | 2026-02-05 | 王某 | 邻里 | 院墙滴水 | 办理中 | | ",
    "2 | 2026-02-09 | 李某 | 邻里 | 地界不清 | 办理中 | | ",
    "3 | 2026-02-16 | 赵某 | 邻里 | 树枝伸过院墙 | 办理中 | | ",
]


@pytest.mark.parametrize(
    "name",
    [
        "台账 (2)",
        "台账备份",
        "“台账”的副本",
        "台账的副本",
        "台账 - 副本",
        "Copy of 台账",
        "台账旧",
        "台账 20260330备份",
    ],
)
@pytest.mark.parametrize("in_front", [False, True])
def test_a_copied_tab_counts_nothing_wherever_it_stands(name, in_front):
    tabs = [tab("台账", *ROWS), tab(name, *ROWS[:2])]
    ledger = read(*(reversed(tabs) if in_front else tabs))
    assert places(ledger) == [("台账", 2), ("台账", 3), ("台账", 4)]
    copy = next(each for each in ledger.sheets if each.name == name)
    assert copy.tables[0].copy_of == "台账"
    assert copy.kind is SheetKind.NOT_LEDGER
    assert set(copy.tables[0].left_out.values()) == {RowReason.COPIED_TABLE}
    assert [p.detail for p in ledger.problems if p.code is LedgerProblemCode.COPY_OF_TABLE] == ["台账"]


def test_what_a_copy_has_more_or_newer_is_told():
    settled = ROWS[1].replace("办理中 | ", "已办结 | 2026-02-20")
    new = "4 | 2026-02-20 | 孙某 | 邻里 | 水沟 | 办理中 | | "
    ledger = read(tab("台账", *ROWS), tab("台账 (2)", ROWS[0], settled, new))
    (problem,) = (p for p in ledger.problems if p.code is LedgerProblemCode.COPY_OF_TABLE)
    assert problem.count == 2
    assert problem.beside == (("lacking", 1), ("later", 1), ("missing", 1))
    assert problem.newer == "both"


@pytest.mark.parametrize(
    ("copy", "newer", "beside"),
    [
        (ROWS, "", ()),
        (ROWS[:2], "original", (("missing", 1),)),
        ([*ROWS, "4 | 2026-02-20 | 孙某 | 邻里 | 水沟 | 办理中 | | "], "copy", (("lacking", 1),)),
        ([ROWS[0], ROWS[1].replace("办理中 | ", "已办结 | 2026-02-20"), ROWS[2]], "copy", (("later", 1),)),
    ],
)
def test_which_of_a_copied_tab_and_its_original_is_newer(copy, newer, beside):
    ledger = read(tab("台账", *ROWS), tab("台账 (2)", *copy))
    (problem,) = (p for p in ledger.problems if p.code is LedgerProblemCode.COPY_OF_TABLE)
    assert (problem.newer, problem.beside) == (newer, beside)


def test_an_old_copy_says_that_the_original_is_the_newer():
    settled = ROWS[1].replace("办理中 | ", "已办结 | 2026-02-20")
    ledger = read(tab("台账", ROWS[0], settled, ROWS[2]), tab("台账 (2)", *ROWS))
    (problem,) = (p for p in ledger.problems if p.code is LedgerProblemCode.COPY_OF_TABLE)
    assert (problem.count, problem.newer, problem.beside) == (0, "original", (("earlier", 1),))


def test_a_tab_named_like_a_copy_with_other_cases_is_a_tab_of_its_own():
    others = [row.replace("2026-02", "2026-03").replace("某", "大勇") for row in ROWS]
    ledger = read(tab("台账", *ROWS), tab("台账 (2)", *others))
    assert len(ledger.cases) == 6
    assert LedgerProblemCode.COPY_OF_TABLE not in codes(ledger)


def test_a_copy_under_another_name_is_seen_by_its_rows():
    ledger = read(tab("Sheet1", *ROWS), tab("打印", *ROWS))
    assert places(ledger) == [("Sheet1", 2), ("Sheet1", 3), ("Sheet1", 4)]


def test_a_case_carried_over_counts_where_it_went():
    march = "1 | 2026-02-05 | 王某 | 邻里 | 院墙滴水 | 已办结 | 2026-03-04 | 上月结转"
    ledger = read(
        tab("2月", *ROWS, title="青石村2026年2月矛盾纠纷台账"),
        tab(
            "3月",
            march,
            "2 | 2026-03-09 | 赵某 | 邻里 | 树枝伸过院墙 | 办理中 | | ",
            title="青石村2026年3月矛盾纠纷台账",
        ),
    )
    assert places(ledger) == [("2月", 4), ("2月", 5), ("3月", 3), ("3月", 4)]
    assert gone_to(ledger) == {("2月", 3): ("3月", 3)}
    assert [p.count for p in ledger.problems if p.code is LedgerProblemCode.CASE_CARRIED_OVER] == [1]


def test_a_tab_copied_for_the_next_month_and_written_on_counts_its_newest_rows():
    more = "4 | 2026-03-09 | 孙某 | 邻里 | 水沟 | 办理中 | | "
    ledger = read(
        tab("2月", *ROWS, title="青石村2026年2月台账"),
        tab("3月", *ROWS, more, title="青石村2026年3月台账"),
    )
    assert {name for name, _ in places(ledger)} == {"3月"}
    assert len(ledger.cases) == 4


def test_the_older_row_that_says_settled_while_the_newer_is_open_is_told():
    settled = ROWS[0].replace("办理中 | ", "已办结 | 2026-02-20")
    ledger = read(
        tab("2月", settled, ROWS[1], title="青石村2026年2月台账"),
        tab("3月", ROWS[0], title="青石村2026年3月台账"),
    )
    told = [p for p in ledger.problems if p.code is LedgerProblemCode.CASE_CARRIED_OVER and p.row]
    assert [(p.sheet, p.row, p.detail) for p in told] == [("2月", 3, "3月!3")]


def test_two_masked_cases_of_one_day_stay_two_and_one_of_them_may_go_on():
    twin = "4 | 2026-02-05 | 王某 | 邻里 | 院墙滴水 | 办理中 | | "
    ledger = read(
        tab("2月", ROWS[0], twin, title="青石村2026年2月台账"),
        tab("3月", ROWS[0], title="青石村2026年3月台账"),
    )
    assert len(ledger.cases) == 2


@pytest.mark.parametrize("names", [("一组", "二组"), ("2月", "3月")])
def test_like_rows_that_nothing_shows_to_be_carried_over_stay_two(names):
    like = "1 | 2026-03-05 | 王某 | 邻里 | 邻里纠纷 | 办理中 | | "
    titles = [f"青石村2026年{name}矛盾纠纷台账" for name in names]
    tabs = [
        tab(name, like, ROWS[at].replace("1 |", "2 |"), title=title)
        for at, (name, title) in enumerate(zip(names, titles, strict=True))
    ]
    ledger = read(*tabs)
    assert len(ledger.cases) == 4
    assert ledger.repeats == ()


def test_like_words_on_other_days_or_of_other_people_stay_apart():
    ledger = read(
        tab("2月", ROWS[0], ROWS[1], title="青石村2026年2月台账"),
        tab(
            "3月", ROWS[0].replace("02-05", "03-05"), ROWS[1].replace("李", "赵"), title="青石村2026年3月台账"
        ),
    )
    assert len(ledger.cases) == 4
    assert ledger.repeats == ()


def test_a_row_pasted_twice_counts_once_and_is_reported():
    ledger = read(tab("台账", *ROWS, ROWS[1], "4 | 2026-02-20 | 孙某 | 邻里 | 水沟 | 办理中 | | "))
    assert [row for _, row in places(ledger)] == [2, 3, 4, 6]
    assert gone_to(ledger) == {("台账", 5): ("台账", 3)}
    assert [p.row for p in ledger.problems if p.code is ProblemCode.DUPLICATE_NUMBER] == [5]


def test_a_row_pasted_where_numbers_begin_again_counts_once():
    ledger = read(tab("台账", *ROWS, ROWS[0], "4 | 2026-02-20 | 孙某 | 邻里 | 水沟 | 办理中 | | "))
    assert gone_to(ledger) == {("台账", 5): ("台账", 2)}
    assert [p.row for p in ledger.problems if p.code is ProblemCode.DUPLICATE_NUMBER] == [5]


def test_one_number_on_two_different_cases_counts_both():
    ledger = read(tab("台账", *ROWS, "2 | 2026-02-20 | 孙某 | 邻里 | 水沟 | 办理中 | | "))
    assert len(ledger.cases) == 4
    assert ProblemCode.DUPLICATE_NUMBER in codes(ledger)


def test_a_case_moved_to_a_tab_of_settled_ones_is_settled():
    named = "1 | 2026-02-05 | 王大勇 | 邻里 | 院墙滴水 | 办理中 | | "
    settled = "1 | 2026-02-05 | 王大勇 | 邻里 | 院墙滴水 | 已办结 | 2026-03-04 | "
    ledger = read(
        tab("台账", named, *ROWS[1:]),
        tab("已办结", settled, "2 | 2026-01-05 | 周大勇 | 邻里 | 水沟 | 已办结 | 2026-01-09 | "),
    )
    assert ("已办结", 2) in places(ledger)
    assert ("台账", 2) not in places(ledger)
