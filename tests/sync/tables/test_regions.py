"""Finding the header and the rows that belong to it."""

import pytest

from tests.sync.grids import read, rows, sheet, table, told

BODY = "#1|2026.3.5|甲某|邻里|争水|已化解\n#2|2026.3.6|乙某|邻里|争水|未化解\n"
HEAD = "序号|登记日期|当事人|纠纷类型|简要情况|办理状态\n"
ROLES = {
    "A": "seq",
    "B": "registered_date",
    "C": "party",
    "D": "category",
    "E": "summary",
    "F": "status",
}


@pytest.mark.parametrize(
    ("above", "header_rows"),
    [
        pytest.param("", [1], id="at the top"),
        pytest.param("青石村矛盾纠纷台账\n", [2], id="below a title"),
        pytest.param(
            "青石村矛盾纠纷台账\n填报单位（盖章）：青石村|||填报时间：2026年4月1日\n",
            [3],
            id="below a unit row",
        ),
        pytest.param("台账\n#1|#2|#3|#4|#5|#6\n", [3], id="below the numbers of the columns"),
        pytest.param("\n\n台账\n\n", [5], id="below blank rows"),
    ],
)
def test_what_stands_above(above: str, header_rows: list[int]):
    found = table(sheet("|\n" * above.startswith("\n") + above.lstrip("\n") + HEAD + BODY))
    assert found["header_rows"] == [row - (above.startswith("\n") and 1) for row in header_rows]
    assert found["columns"] == ROLES
    assert [row["kind"] for row in found["rows"]] == ["case", "case"]


def test_two_levels_merged():
    text = (
        "2026年信访台账\n序号|受理情况||信访人||办理情况||备注\n|登记日期|信访形式|姓名|联系电话|办理状态|办结时间|\n"
        "#1|3月5日|来访|甲|138|已办结|3月9日|\n"
    )
    merges = [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6), (1, 7, 2, 7)]
    for given in (merges, []):
        found = table(sheet(text, merges=given))
        assert found["header_rows"] == [2, 3]
        assert list(found["columns"].values()) == [
            "seq",
            "registered_date",
            "source",
            "party",
            "ignored",
            "status",
            "resolved_date",
            "remark",
        ]


def test_each_heading_merged_over_two_rows():
    found = table(sheet(HEAD + "|||||\n" + BODY, merges=[(0, column, 1, column) for column in range(6)]))
    assert found["header_rows"] == [1, 2]
    assert found["first_data_row"] == 3


def test_a_table_that_starts_at_c6():
    lines = (HEAD + BODY).splitlines()
    found = table(sheet("|||\n" * 5 + "\n".join("||" + line for line in lines)))
    assert found["header_rows"] == [6]
    assert list(found["columns"]) == list("CDEFGH")


@pytest.mark.parametrize("gap", ["||", "|"])
def test_a_statistic_at_the_side_adds_no_cases(gap: str):
    lines = [*(HEAD + BODY).splitlines(), "|||||", "|||||"]
    side = ["类别|件数", "邻里|#2", "土地|#0", "合计|#2"]
    found = table(
        sheet("\n".join(line + gap + beside for line, beside in zip(lines, [*side, ""], strict=True)))
    )
    assert [row["row"] for row in found["rows"] if row["kind"] == "case"] == [2, 3]
    assert {column: found["columns"][column] for column in ROLES} == ROLES


def test_a_statistic_below_is_no_part_of_the_table():
    text = HEAD + BODY + "|\n统计表\n类别|排查数|化解数\n邻里|#2|#1\n土地|#0|#0\n"
    assert rows(sheet(text)) == ["case", "case"]


def test_two_ledgers_on_one_sheet():
    text = (
        "一、矛盾纠纷台账\n"
        + HEAD
        + BODY
        + "\n二、信访台账\n序号|信访日期|信访人|信访内容|办理状态\n#1|2026.3.7|丙|低保|在办\n"
    )
    ledger = read(sheet(text))
    assert [info.header_rows for info in ledger.tables] == [(2,), (7,)]
    assert [info.family.value for info in ledger.tables] == ["dispute", "petition"]
    assert ledger.cases["table"].tolist() == [0, 0, 1]


def test_the_same_header_under_a_new_title_begins_a_new_table():
    text = "已办结矛盾纠纷台账\n" + HEAD + BODY + "未办结矛盾纠纷台账\n" + HEAD + BODY
    merges = [(0, 0, 0, 5), (4, 0, 4, 5)]
    assert [info.header_rows for info in read(sheet(text, merges=merges)).tables] == [(2,), (6,)]


@pytest.mark.parametrize("titles", [("2025年台账", "2026年台账"), ("台账（2025年）", "台账（2026年）")])
def test_another_year_in_the_title_begins_a_new_table(titles: tuple[str, str]):
    text = f"{titles[0]}\n{HEAD}{BODY}|\n{titles[1]}\n{HEAD}{BODY}"
    assert [info.header_rows for info in read(sheet(text)).tables] == [(2,), (7,)]


def test_the_same_header_under_the_same_title_is_the_next_page():
    text = (
        "矛盾纠纷台账（第1页）\n"
        + HEAD
        + BODY
        + "矛盾纠纷台账（第2页）\n"
        + HEAD
        + BODY.replace("#1", "#3").replace("#2", "#4")
    )
    merges = [(0, 0, 0, 5), (4, 0, 4, 5)]
    found = rows(sheet(text, merges=merges))
    assert found == ["case", "case", "repeated_header", "repeated_header", "case", "case"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(
            "序号|姓名|性别|职务|单位|联系电话|备注\n#1|甲|男|主任|村委会|138|", "not_ledger", id="roster"
        ),
        pytest.param("日期|值班领导|值班人员|值班电话|备注\n3月5日|甲|乙|138|", "not_ledger", id="duty list"),
        pytest.param("时间|地点|主要内容|参会人员|备注\n3月5日|村|学习|甲|", "not_ledger", id="minutes"),
        pytest.param(
            "村|纠纷类型|排查数|化解数|化解率|备注\n青石村|邻里|#3|#2|66%|", "not_ledger", id="statistics"
        ),
        pytest.param("督办总表（duesheet）\n村|事项\n青石村|1", "not_ledger", id="our own board"),
        pytest.param("矛盾纠纷台账\n" + HEAD + "#1\n#2\n", "empty_ledger", id="header and numbers"),
        pytest.param("矛盾纠纷台账\n" + HEAD + "#1||无|||\n", "nil_report", id="nil row alone"),
        pytest.param(
            "零报告\n经全面排查，我村3月16日至31日未发现矛盾纠纷，特此报告。\n青石村",
            "nil_report",
            id="nil letter",
        ),
        pytest.param("矛盾纠纷台账\n" + HEAD + BODY, "ledger", id="a ledger"),
        pytest.param(
            "人民调解登记卡\n案号|〔2026〕1号|登记日期|2026.3.5\n申请人|甲|被申请人|乙\n纠纷类型|邻里|风险等级|绿\n简要情况|排水\n"
            "办理期限|2026.4.5|办理状态|化解中",
            "form",
            id="a card",
        ),
    ],
)
def test_kinds_of_worksheets(text: str, kind: str):
    assert told(sheet(text))["sheets"]["台账"]["kind"] == kind


def test_a_sheet_of_instructions_holds_no_cases_whatever_it_shows():
    assert told(sheet(HEAD + BODY, name="填写说明"))["sheets"]["填写说明"] == {
        "kind": "not_ledger",
        "visible": True,
        "tables": [],
    }


def test_a_hidden_ledger_holds_no_cases_and_is_reported():
    found = told(sheet(HEAD + BODY, visible=False))
    assert found["sheets"]["台账"] == {"kind": "ledger", "visible": False, "tables": []}
    assert [problem["code"] for problem in found["problems"]] == ["hidden_sheet_open_rows"]


def test_a_summary_of_ours_among_the_ledgers_is_never_counted_again():
    marker = sheet("duesheet", name="_duesheet", visible=False)
    found = told(sheet(HEAD + BODY, name="期末在办"), marker)
    assert {name: one["kind"] for name, one in found["sheets"].items()} == {
        "期末在办": "not_ledger",
        "_duesheet": "not_ledger",
    }
    assert [problem["code"] for problem in found["problems"]] == ["own_output"]
