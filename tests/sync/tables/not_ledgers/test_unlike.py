"""A sheet that is no readable ledger says why where a person would see it at once."""

from datetime import date

from config.spoken.problems import problem_message
from sync.grid import Grid
from sync.understand import Given, understand
from tests.sync.grids import sheet

HEADS = ("登记日期", "当事人", "纠纷类型", "简要情况", "办理状态")
CASES = (("2026.3.2", "赵甲", "邻里", "争水", "已办结"), ("2026.3.5", "钱乙", "土地", "田界", "在办"))


def told(text: str) -> list[tuple[str, str, str]]:
    found = understand(Grid("青石村", (sheet(text),)), Given(date(2026, 4, 3)))
    assert len(found.cases) == 0
    return [
        (problem.code.value, problem.detail, problem_message(problem, "zh-CN")) for problem in found.problems
    ]


def test_a_table_turned_on_its_side_is_refused_by_that_name():
    turned = "\n".join("|".join(line) for line in zip(HEADS, *CASES, strict=True))
    ((code, why, sentence),) = told("青石村矛盾纠纷台账\n" + turned + "\n")
    assert (code, why) == ("not_a_ledger", "turned")
    assert "每案占一列" in sentence


def test_a_card_of_one_case_is_not_turned():
    card = "\n".join("|".join(line) for line in zip(HEADS, CASES[0], strict=True))
    found = understand(Grid("青石村", (sheet("矛盾纠纷登记卡\n" + card + "\n"),)), Given(date(2026, 4, 3)))
    assert [one.kind.value for one in found.sheets] == ["form"]


def test_traditional_characters_are_named():
    rows = "序號|登記日期|當事人|糾紛類型|簡要情況|辦理狀態\n#1|2026.3.2|趙甲|鄰里|爭水|已辦結\n"
    ((code, why, sentence),) = told("青石村矛盾糾紛臺賬\n" + rows)
    assert (code, why) == ("not_a_ledger", "traditional")
    assert "繁体字" in sentence


def test_a_sheet_that_is_plainly_something_else_says_no_more():
    assert [found[:2] for found in told("物品|数量\n#1|#2\n桌子|#4\n")] in (
        [],
        [("not_a_ledger", "")],
    )
