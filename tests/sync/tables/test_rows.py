"""Which rows below a header are cases, and why the others are none."""

import pytest

from tests.sync.grids import rows, sheet

HEAD = "序号|登记日期|村（社区）|当事人|纠纷类型|简要情况|办理状态|备注\n"
CASE = "#1|2026.3.5|青石村|甲某|邻里|争水|已化解|\n"
NEXT = "#2|2026.3.6|青石村|乙某|邻里|争水|未化解|\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("#3|2026.3.6|青石村|乙某|邻里|争水|未化解|", "case", id="a case"),
        pytest.param("|2026.3.6|青石村|乙某|邻里|争水|未化解|", "case", id="a case without its number"),
        pytest.param("#3||||||双方多次争吵，仍未谈拢|", "case", id="a status that is a story"),
        pytest.param("#3|||乙某||||", "case", id="only a party"),
        pytest.param("|||||||", "blank", id="blank"),
        pytest.param("#3|||||||", "prenumbered_blank", id="a number, no case yet"),
        pytest.param("#3||青石村||||未化解|", "prenumbered_blank", id="a number, village and default status"),
        pytest.param("填表人：甲||||审核人：乙|||", "footer", id="signatures"),
        pytest.param("单位负责人（签字）：||||||报出日期：2026年4月1日|", "footer", id="signed and dated"),
        pytest.param("注：本表每半月报一次。|||||||", "note", id="a note"),
        pytest.param("说明：逐件登记|||||||", "note", id="an explanation"),
        pytest.param("合计|2件||||||", "total", id="total"),
        pytest.param("|合　计||#2||||", "total", id="total in the second column"),
        pytest.param("本月累计|#2||||||", "total", id="running total"),
        pytest.param("汇总|#2||||||", "total", id="what a table object calls its totals"),
        pytest.param("|||汇总|||#2|", "total", id="the same further right"),
        pytest.param("小计|2件||||||", "subtotal", id="subtotal"),
        pytest.param("三月小计|2件||||||", "subtotal", id="a month's subtotal"),
        pytest.param("四月份|||||||", "section_row", id="month"),
        pytest.param("2026年4月|||||||", "section_row", id="month with its year"),
        pytest.param("第二季度|||||||", "section_row", id="quarter"),
        pytest.param("大坪村|||||||", "section_row", id="village"),
        pytest.param("示例|2026.1.1|某村|某某|邻里|争水|已化解|", "example_row", id="example"),
        pytest.param("例：|2026.1.1|某村|某某|邻里|争水|已化解|", "example_row", id="e.g."),
        pytest.param("#1|#2|#3|#4|#5|#6|#7|#8", "column_number_row", id="numbers of the columns"),
        pytest.param(
            "序号|登记日期|村（社区）|当事人|纠纷类型|简要情况|办理状态|备注",
            "repeated_header",
            id="printed again",
        ),
        pytest.param("（续表）|||||||", "repeated_header", id="continued"),
        pytest.param("|||||后又反复上门||", "continuation_row", id="the case above goes on"),
        pytest.param("|||丙某||||", "continuation_row", id="another party of the case above"),
        pytest.param("|||丙某||占地||", "case", id="neither number nor date, but a story of its own"),
        pytest.param("|||||占地|未化解|", "case", id="neither number nor date, but a status"),
        pytest.param("#3|2026.3.31||无|无|无||", "nil_report", id="nil in the cells"),
        pytest.param("本月无矛盾纠纷|||||||", "nil_report", id="nil in words"),
        pytest.param("#3|2026.3.31|青石村|零报告||||", "nil_report", id="nil by its name"),
        pytest.param(
            "#3|2026.3.31|青石村|||经全面排查，我村3月16日至31日未发现矛盾纠纷，无调解案件，特此报告。||",
            "nil_report",
            id="nil in a whole sentence",
        ),
        pytest.param(
            "#3|2026.3.31|青石村|||经村委会多次上门，双方未达成一致，无调解可能，建议走诉讼程序。||",
            "case",
            id="a story alone",
        ),
        pytest.param("/|/|/|/|/|/|/|/", "nil_report", id="struck out"),
        pytest.param("#3|2026.3.31|青石村|乙某|邻里|无法通行|未化解|无", "case", id="无 beside a story"),
        pytest.param("#3|2026.3.31|青石村|乙某|邻里|合计欠款三千元|未化解|", "case", id="合计 in a story"),
        pytest.param(
            "#3|2026.3.31|青石村|乙某|邻里|小计不符|未化解|填表时漏登", "case", id="odd words in a case"
        ),
    ],
)
def test_a_row(row: str, reason: str):
    assert rows(sheet(HEAD + CASE + NEXT + row + "\n" + CASE))[2] == reason


def test_a_total_may_come_first():
    assert rows(sheet(HEAD + "合计|2件||||||\n" + CASE + NEXT)) == ["total", "case", "case"]


def test_a_case_over_several_rows_is_one():
    text = HEAD + CASE + "|||丙某||||\n" + "|||丁某|邻里|另一说法||\n" + NEXT
    found = rows(sheet(text, merges=[(1, 0, 3, 0), (1, 1, 3, 1)]))
    assert found == ["case", "continuation_row", "continuation_row", "case"]


def test_a_village_merged_downwards_does_not_make_one_case_of_several():
    found = rows(sheet(HEAD + CASE + "#2|2026.3.6||乙某|邻里|争水|未化解|\n", merges=[(1, 2, 2, 2)]))
    assert found == ["case", "case"]


def test_without_a_number_column_rows_are_told_by_what_they_hold():
    head = "登记日期|当事人|纠纷类型|简要情况|办理状态\n"
    body = "2026.3.5|甲某|邻里|争水|已化解\n合计|1件|||\n审核人：|||填表人：|\n"
    assert rows(sheet(head + body)) == ["case", "total", "footer"]


def test_hidden_rows_and_odd_numbers_count():
    text = HEAD + "1、|2026.3.5|青石村|甲某|邻里|争水|已化解|\n②|2026.3.6|青石村|乙某|邻里|争水|未化解|\n"
    assert rows(sheet(text)) == ["case", "case"]
