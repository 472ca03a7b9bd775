"""The inspect object is as docs/outside.md has it, and nothing a person wrote leaves the ledger in it."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from config.errors import LedgerError
from tests.sync.grids import sheet, told
from tests.sync.inspected import inspect_workbook

TEXT = (
    "2026年矛盾纠纷台账\n序号|登记日期|当事人|纠纷类型|简要情况|风险等级|复杂程度|办理状态|办结日期|办理期限\n"
    "#1|5/3/2026|张甲甲|邻里|暗语一二三|黄|简单|在办||\n#2|2026.3.6|张甲甲|怪类型|暗语一二三|红|复杂|上报镇||2026.4.1\n小计|2件\n"
)


def test_the_shape_is_the_contracts():
    found = told(sheet(TEXT))
    assert (found["workbook"], found["village"]) == ("青石村.xlsx", "青石村")
    ledger = found["sheets"]["台账"]
    assert (ledger["kind"], ledger["visible"]) == ("ledger", True)
    table = ledger["tables"][0]
    assert table["header_rows"] == [2]
    assert table["first_data_row"] == 3
    assert table["columns"] == dict(
        zip(
            "ABCDEFGHIJ",
            [
                "seq",
                "registered_date",
                "party",
                "category",
                "summary",
                "risk_level",
                "complexity",
                "status",
                "resolved_date",
                "due_date",
            ],
            strict=True,
        )
    )
    first, second, third = table["rows"]
    assert {key: value for key, value in first.items() if key != "issues"} == {
        "row": 3,
        "kind": "case",
        "village": "青石村",
        "registered": None,
        "accepted": None,
        "assigned": None,
        "resolved": None,
        "status": "open",
        "category": "邻里",
        "level": "yellow",
        "complexity": "simple",
        "due": None,
        "held": None,
        "resumed": None,
    }
    assert table["headings"]["C"] == "当事人"
    assert table["suggestions"] == []
    assert [(issue["field"], issue["code"]) for issue in first["issues"]] == [
        ("registered_date", "date_ambiguous")
    ]
    assert set(first["issues"][0]) == {"field", "code", "message", "suggestion"}
    assert (second["status"], second["destination"], second["due"]) == (
        "transferred",
        "township",
        "2026-04-01",
    )
    assert third == {"row": 5, "kind": "ignore", "reason": "subtotal"}


def test_every_date_that_a_limit_rests_on_is_shown():
    text = (
        "序号|登记日期|受理日期|交办日期|当事人|纠纷类型|办理期限|中止日期|恢复日期|办理状态\n"
        "#1|2026.3.2|2026.3.3|2026.3.4|甲|邻里|2026.4.9|2026.3.10|2026.3.20|在办\n"
    )
    row = told(sheet(text))["sheets"]["台账"]["tables"][0]["rows"][0]
    keys = ("registered", "accepted", "assigned", "due", "held", "resumed")
    assert [row[key] for key in keys] == [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
        "2026-04-09",
        "2026-03-10",
        "2026-03-20",
    ]


def test_an_unknown_heading_is_suggested_with_the_line_that_makes_it_known():
    text = "序号|登记日期|当事人|纠纷类型|最晚哪天弄|办理状态\n"
    rows = "#1|2026.3.2|赵某|邻里|2026.4.9|在办\n#2|2026.3.5|钱某|邻里|2026.4.2|在办\n"
    found = told(sheet(text + rows))
    table = found["sheets"]["台账"]["tables"][0]
    assert table["headings"]["E"] == "最晚哪天弄"
    line = 'due_date = ["最晚哪天弄"]'
    assert table["suggestions"] == [{"column": "E", "role": "due_date", "line": line}]
    said = [problem for problem in found["problems"] if problem["code"] == "heading_suggested"]
    assert len(said) == 1
    assert line in said[0]["message"]


def test_a_heading_is_not_suggested_against_its_cells():
    text = "序号|登记日期|当事人|纠纷类型|最晚哪天弄|办理状态\n"
    rows = "#1|2026.3.2|赵某|邻里|孙某|在办\n#2|2026.3.5|钱某|邻里|李某|在办\n"
    found = told(sheet(text + rows))
    assert found["sheets"]["台账"]["tables"][0]["suggestions"] == []
    assert found["problems"] == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_text_of_a_cell_is_in_it(language: str, tmp_path: Path):
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "台账"
    for line in TEXT.strip().split("\n"):
        page.append([part.removeprefix("#") for part in line.split("|")])
    book.save(tmp_path / "青石村.xlsx")
    found = inspect_workbook(tmp_path / "青石村.xlsx", date(2026, 4, 3), language=language)
    said = json.dumps(found, ensure_ascii=False)
    assert not any(secret in said for secret in ("张甲甲", "暗语", "怪类型"))
    assert [problem["code"] for problem in found["problems"]] == ["category_unknown"]
    assert found["problems"][0]["cell"] == "D4"


def test_a_card_is_listed_with_its_own_problems():
    card = (
        "登记卡\n案号|〔2026〕1号|登记日期|2026.2.30\n申请人|甲|被申请人|乙\n纠纷类型|邻里|风险等级|绿\n"
        "简要情况|排水\n办理期限|2026.4.5|办理状态|化解中\n"
    )
    found = told(sheet(card + card.replace("2026.2.30", "2026.3.5"), name="卡"))
    table = found["sheets"]["卡"]["tables"][0]
    assert found["sheets"]["卡"]["kind"] == "form"
    assert [(row["row"], row["registered"], row["due"], row["status"]) for row in table["rows"]] == [
        (2, None, "2026-04-05", "open"),
        (8, "2026-03-05", "2026-04-05", "open"),
    ]
    issue = table["rows"][0]["issues"][0]
    assert (issue["code"], issue["message"][:2]) == ("date_impossible", "D2")
    assert [problem["code"] for problem in found["problems"]] == ["form_not_marked"]


def test_a_file_that_is_no_workbook_says_so(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(b"no zip")
    with pytest.raises(LedgerError) as caught:
        inspect_workbook(tmp_path / "a.xlsx", date(2026, 4, 3))
    assert caught.value.fix
