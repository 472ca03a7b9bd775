"""What stands below and between cases: signatures, nil lines, numbers, the ledger's own names."""

from datetime import date

import pytest

from config.vocabulary import Family, SheetKind
from sync.grid import Grid
from sync.understand import Given, understand
from tests.sync.grids import codes, read, sheet, table

BARE = (
    "云峰村2026年纠纷登记\n日期|当事人|事由|处理结果\n"
    "3月3日|赵甲、钱乙|争水|已化解\n3月9日|李丁|田界|正在调解\n"
)


def reasons(text: str) -> list[str]:
    return [row.get("reason", "case") for row in table(sheet(text))["rows"]]


@pytest.mark.parametrize(
    "row",
    [
        "赵某某 2026年3月31日|||",
        "包村干部：赵某某 2026年3月31日|||",
        "|||登记：赵某某 3月31日",
        "登记：赵某某|||3月31日",
        "|||赵某某2026.3.31",
    ],
)
def test_a_signature_below_the_cases_is_none(row: str):
    assert reasons(BARE + row + "\n") == ["case", "case", "footer"]


def test_a_signature_below_a_second_table_is_none():
    second = (
        "\n云峰村2026年4月纠纷登记\n日期|当事人|事由|处理结果\n"
        "4月1日|周戊|欠款|已化解\n赵某某 2026年4月30日|||\n"
    )
    found = read(sheet(BARE + second), today=date(2026, 5, 4))
    assert len(found.cases) == 3
    assert "footer" in found.sheets[0].tables[1].left_out.values()


def test_a_case_with_little_in_it_is_no_signature():
    assert reasons(BARE + "3月31日|赵某某||\n") == ["case", "case", "case"]
    assert reasons(BARE + "赵某某 2026年3月31日|||\n3月31日|周戊|欠款|在办\n")[-1] == "case"


@pytest.mark.parametrize("shift", ["", "|"])
def test_a_nil_row_is_evidence_and_no_case(shift: str):
    head = f"云峰村2026年纠纷台账\n{'序号|' if shift else ''}日期|当事人及事由|结果\n"
    found = read(sheet(head + f"{'#1|' if shift else ''}2月3日|赵甲争水|已化解\n{shift}3月|本月无|—\n"))
    assert len(found.cases) == 1
    assert list(found.sheets[0].nil_periods) == ["2026-03"]


NIL = "序号|登记日期|当事人|纠纷类型|简要情况|办理状态\n"


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("2月下半月：无", "2026-02H2"),
        ("3月：无", "2026-03"),
        ("三月份：无情况", "2026-03"),
        ("3月1日至15日：无", "2026-03H1"),
    ],
)
def test_a_period_and_its_nil_may_stand_in_one_cell(line: str, period: str):
    found = read(sheet(f"新民村2026年矛盾纠纷台账\n{NIL}#1|2026-02-03|赵甲|邻里|争水|在办\n{line}|||||\n"))
    assert (len(found.cases), list(found.sheets[0].nil_periods)) == (1, [period])


def test_a_nil_line_takes_its_year_from_the_file_or_its_neighbours():
    line = "|11月上半月无矛盾纠纷||||\n"
    laid = sheet("新民村矛盾纠纷台账\n" + NIL + line, name="11月")
    named = understand(Grid("新民村2026", (laid,)), Given(date(2026, 12, 2)))
    assert list(named.sheets[0].nil_periods) == ["2026-11H1"]
    beside = sheet("新民村矛盾纠纷台账\n" + NIL + "#1|2026-11-20|赵甲|邻里|争水|在办\n" + line, name="11月")
    told = understand(Grid("新民村", (beside,)), Given(date(2026, 12, 2)))
    assert list(told.sheets[0].nil_periods) == ["2026-11H1"]


def test_a_nil_line_without_any_year_is_said():
    laid = sheet("新民村矛盾纠纷台账\n" + NIL + "|11月上半月无矛盾纠纷||||\n", name="11月")
    found = understand(Grid("新民村", (laid,)), Given(date(2026, 12, 2)))
    assert found.sheets[0].nil_periods == ()
    assert [(problem.row, problem.code) for problem in found.problems] == [(3, "nil_without_year")]


def test_a_log_of_nil_reports_is_evidence_for_its_lines():
    text = (
        "双河村2026年矛盾纠纷排查上报登记\n期次|排查起止|排查出纠纷|化解|填报人|备注\n"
        "第5期|3.1-3.15|0|0|赵某某|零报告\n第6期|3.16-3.31|2|1|赵某某|\n第7期|4.1-4.15|0|0|赵某某|零报告\n"
    )
    found = understand(Grid("双河村", (sheet(text),)), Given(date(2026, 4, 20)))
    assert found.sheets[0].kind is SheetKind.NIL_REPORT
    assert list(found.sheets[0].nil_periods) == ["2026-03H1", "2026-04H1"]


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [
        (["第1号", "第2号", "第4号", "第5号", "第6号", "第7号"], "A4"),
        (
            [
                "〔2026〕第1号",
                "〔2026〕第2号",
                "〔2026〕第3号",
                "〔2026〕第4号",
                "〔2026〕第5号",
                "〔2026〕第7号",
            ],
            "A7",
        ),
    ],
)
def test_a_gap_in_numbers_written_out_is_said(numbers: list[str], gap: str):
    rows = "".join(f"{number}|2026.3.{at}|赵某|邻里|在办\n" for at, number in enumerate(numbers, 1))
    assert codes(read(sheet("编号|登记日期|当事人|纠纷类型|办理状态\n" + rows))) == [(gap, "number_gap")]


def test_one_number_left_out_is_a_gap_in_a_short_table_and_a_great_jump_is_none():
    for numbers, gap in (
        ((1, 2, 4), [("A4", "number_gap")]),
        ((1, 2, 40), []),
        ((1, 3, 6), []),
        ((1, 2, 1, 4), [("A4", "duplicate_number")]),  # a row pasted twice, no new beginning
        ((1, 2, 2, 4, 5), [("A4", "duplicate_number")]),  # the 3 was written as 2
        ((1, 2, 2, 5, 6, 7, 8, 9), [("A4", "duplicate_number"), ("A5", "number_gap")]),
    ):
        rows = "".join(f"#{number}|2026.3.{at}|赵某|邻里|在办\n" for at, number in enumerate(numbers, 1))
        assert codes(read(sheet("序号|登记日期|当事人|纠纷类型|办理状态\n" + rows))) == gap


def test_an_impossible_day_in_chinese_numerals_is_said_in_a_register():
    head = "编号|受理日期|申请人|被申请人|纠纷类型|调解结果\n"
    found = read(
        sheet(head + "第1号|二月三十日|赵甲|钱乙|邻里|调解成功\n第2号|贰月叁拾日|孙丙|李丁|邻里|调解成功\n")
    )
    assert codes(found) == [("B2", "date_impossible"), ("B3", "date_impossible")]


def test_a_family_that_the_title_speaks_against_is_said():
    text = "2026年台账\n序号|登记日期|当事人|纠纷类型|办理状态\n#1|2026.3.2|甲|邻里|在办\n"
    found = read(sheet(text), family=Family.PETITION)
    assert [(problem.code, problem.detail) for problem in found.problems] == [("family_overruled", "dispute")]
    assert read(sheet(text), family=Family.DISPUTE).problems == ()


def test_a_village_is_called_as_the_title_names_it():
    text = "双河村群众来信来访登记簿\n序号|来访时间|来访人|反映问题|办理情况\n#1|2026.3.2|甲|修路|在办\n"
    assert understand(Grid("信访", (sheet(text),)), Given(date(2026, 4, 3))).village == "双河村"
    assert understand(Grid("大坪村信访", (sheet(text),)), Given(date(2026, 4, 3))).village == "大坪村"
