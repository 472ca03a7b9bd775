"""What the cells below a heading confirm, change or veto."""

import pytest

from tests.sync.grids import read, sheet, table


def roles(head: str, *body: str) -> dict[str, str]:
    return table(sheet("\n".join([head, *body])))["columns"]


def column(heading: str, values: str) -> str:
    """Return the role of *heading* above *values* in an otherwise ordinary ledger."""
    lines = [f"{value}|2026.3.{day}|甲|争水|司法所" for day, value in enumerate(values.split(), start=1)]
    return roles(f"{heading}|登记日期|当事人|简要情况|责任单位", *lines)["A"]


@pytest.mark.parametrize(
    ("heading", "values", "role"),
    [
        pytest.param("编号", "1 2 3 4", "seq", id="counts up"),
        pytest.param("编号", "〔2026〕1号 〔2026〕2号 〔2026〕3号", "case_no", id="a number of its own"),
        pytest.param("类型", "邻里 土地 婚姻 邻里", "category", id="categories"),
        pytest.param("信访类型", "来信 来访 来电 网上信访", "source", id="channels"),
        pytest.param(
            "信访类型", "邻里 土地 婚姻家庭 劳资", "category", id="a channel's heading, but categories"
        ),
        pytest.param("性质", "简单 复杂 疑难 一般", "complexity", id="a category's heading, but grades"),
        pytest.param("案件性质", "邻里 土地 婚姻家庭", "category", id="a grade's heading, but categories"),
        pytest.param("等级", "红 黄 绿", "risk_level", id="colours"),
        pytest.param("等级", "简单 复杂 疑难", "complexity", id="a risk's heading, but grades"),
        pytest.param("办理情况", "已办结 在办 已办结", "status", id="progress that is a status"),
        pytest.param("办理情况", "是 否 是", "status", id="progress answered with yes and no"),
        pytest.param(
            "办理情况",
            "3月5日上门走访双方 3月6日再次上门走访 经村委会多次做工作",
            "progress",
            id="progress that tells",
        ),
        pytest.param(
            "办结情况",
            "3月5日上门走访双方仍有分歧 3月6日再次上门走访未见人 经村委会干部多次上门做工作",
            "progress",
            id="a status that tells",
        ),
        pytest.param("答复日期", "甲乙 丙丁 戊己 庚辛 壬癸", "other", id="a date's heading without any date"),
        pytest.param("办理期限", "15日 30日 2个月", "due_date", id="limits are no dates"),
    ],
)
def test_evidence(heading: str, values: str, role: str):
    assert column(heading, values) == role


def test_a_number_beside_the_running_number_is_the_cases_own():
    found = roles(
        "序号|编号|登记日期|当事人|简要情况", "#1|#101|2026.3.5|甲|争水", "#2|#102|2026.3.6|乙|争水"
    )
    assert (found["A"], found["B"]) == ("seq", "case_no")


def test_when_the_dispute_arose_stands_in_only_where_nothing_better_does():
    body = "#1|2026.3.5|甲|争水|2026.1.1"
    found = read(sheet(f"序号|登记日期|当事人|简要情况|发生时间\n{body}\n"))
    assert found.cases["registered_date"].dt.month.tolist() == [3]
    alone = read(sheet("序号|发生时间|当事人|简要情况|处理结果\n#1|2026.1.1|甲|争水|调解成功\n"))
    assert alone.cases["registered_date"].dt.month.tolist() == [1]
    assert alone.cases["notes"].tolist() == [("fallback_date:registered_date:发生时间",)]


def test_ticks_need_neighbours_and_nothing_but_ticks():
    ticked = roles(
        "序号|日期|事由|责任人|已化解|化解中|未化解", "#1|2026.3.5|争水|甲|√||", "#2|2026.3.6|争水|甲||√|"
    )
    assert [ticked[letter] for letter in "EFG"] == [
        "status_tick:resolved",
        "status_tick:open",
        "status_tick:open",
    ]
    counted = roles("序号|日期|事由|当事人|处理结果|邻里|土地", "#1|2026.3.5|争水|甲|调解|3人|2人")
    assert not any(role.startswith("category_tick") for role in counted.values())


def test_sums_below_a_column_of_few_ticks_do_not_hide_it():
    found = roles(
        "序号|登记日期|当事人|已化解|化解中|上报",
        "#1|2026.3.5|甲|√||",
        "#2|2026.3.6|乙||√|",
        "小计|||#1|#1|#0",
        "#3|2026.3.7|丙|||√",
        "小计|||#0|#0|#12",
        "合计|||#11|#12|#12",
    )
    assert [found[column] for column in "DEF"] == [
        "status_tick:resolved",
        "status_tick:open",
        "status_tick:transferred",
    ]
