"""A worksheet is a ledger on evidence that a person would accept, whatever else its header names."""

from datetime import date

import pytest

from config.vocabulary import SheetKind
from sync.grid import Grid, Sheet
from sync.tables.register_evidence import Stance, stance_of
from sync.understand import Given, understand
from tests.corpus.lists.asked_ledgers import everyday
from tests.sync.grids import sheet

TODAY = date(2026, 4, 3)


def kind(text: str, *, book: str = "青石村", tab: str = "Sheet1") -> SheetKind:
    laid = sheet(text)
    return understand(Grid(book, (Sheet(tab, laid.rows),)), Given(TODAY)).sheets[0].kind


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        pytest.param("青石村2026年矛盾纠纷排查化解台账", Stance.FOR, id="disputes"),
        pytest.param("群众来访登记簿", Stance.FOR, id="visits of petitioners"),
        pytest.param("青石村2026年公章使用登记表", Stance.AGAINST, id="seals"),
        pytest.param("安全隐患排查台账", Stance.AGAINST, id="hazards are screened for as well"),
        pytest.param("信访人员名单", Stance.PERSONS, id="a list of persons, whatever it says"),
        pytest.param("社区矫正对象台账", Stance.PERSONS, id="persons under correction"),
        pytest.param("2026年台账", Stance.NONE, id="a year and a ledger"),
        pytest.param("青石镇青石村2026年3月工作台账", Stance.NONE, id="nothing but place and time"),
        pytest.param("填报单位：青石村", Stance.NONE, id="who fills it in"),
        pytest.param("Sheet1", Stance.NONE, id="a tab nobody named"),
    ],
)
def test_what_a_title_says(text: str, stance: Stance):
    assert stance_of(text) is stance


@pytest.mark.parametrize("file", ["", "office_everyday.txt", "around_disputes.txt"])
def test_no_everyday_table_is_taken_for_a_ledger(file: str):
    assert [half.misses for half in everyday(file)] == [[], []]


REGISTER = "序号|受理日期|申请人|被申请人|纠纷类型|主持人|记录人|调解时间|调解地点|调解结果|结案时间\n"
ROW = "#1|2026.3.2|赵甲|钱乙|邻里|孙某|李某|2026.3.4|村部|调解成功|2026.3.5\n"


def test_a_register_that_names_host_and_recorder_is_a_ledger():
    assert kind(REGISTER + ROW) is SheetKind.LEDGER
    assert kind("双河村人民调解登记簿\n" + REGISTER + ROW) is SheetKind.LEDGER


def test_parties_and_matter_decide_against_another_title():
    head = "民情台账\n序号|登记日期|当事人|纠纷类型|简要情况|办理状态\n"
    rows = "#1|2026.3.2|赵甲|邻里|两家争水|在办\n#2|2026.3.5|钱乙|土地|田界|已办结\n"
    assert kind(head + rows) is SheetKind.LEDGER


def test_another_title_wants_the_matter_too():
    rows = "#1|2026.3.2|赵甲|已处理|\n#2|2026.3.5|钱乙|在办|\n"
    head = "序号|日期|当事人|化解情况|备注\n"
    assert kind("2026年3月\n" + head + rows) is SheetKind.LEDGER
    assert kind("物资发放登记表\n" + head + rows) is SheetKind.NOT_LEDGER


def test_headings_of_another_register_weigh_against():
    head = "序号|日期|当事人|调解员|状态|请假事由|天数|销假时间\n"
    rows = "#1|2026.3.2|赵甲|孙某|已批|看病|#2|2026.3.4\n#2|2026.3.9|钱乙|孙某|已批|外出|#1|2026.3.10\n"
    assert kind(head + rows) is SheetKind.NOT_LEDGER


def test_three_known_headings_among_a_hundred_unknown_ones_are_no_ledger():
    names = ["Description", "Source", "Date", *(f"Attribute {number}" for number in range(137))]
    row = ["Widget", "Store 3", "2026-03-02", *("x" for _ in range(137))]
    assert kind("|".join(names) + "\n" + "|".join(row) + "\n") is SheetKind.NOT_LEDGER


def test_an_everyday_table_in_the_file_of_a_ledger_is_none():
    head = "序号|姓名|请假事由|请假时间|天数|批准人|销假时间|备注\n"
    rows = "#1|赵某|看病|2026.3.2|#2|孙某|2026.3.4|\n#2|钱某|外出|2026.3.9|#1|孙某|2026.3.10|\n"
    assert kind(head + rows, book="青石村矛盾纠纷台账") is SheetKind.NOT_LEDGER


def test_the_townships_own_headings_make_a_ledger():
    laid = sheet("哪天的事|谁跟谁|咋样了\n2026.3.2|赵某跟钱某|已化解\n2026.3.9|李某跟周某|在办\n")
    own = {"registered_date": ["哪天的事"], "party": ["谁跟谁"], "status": ["咋样了"]}
    found = understand(Grid("青石村", (laid,)), Given(TODAY, headings=own))
    assert len(found.cases) == 2


VERNACULAR = "哪天的事|谁跟谁|为啥|谁管|咋样了|哪天了的\n"
TOLD = """
2026.3.2|赵某跟钱某|争水|孙某|已化解|2026.3.4
2026.3.9|李某跟周某|田埂|孙某|在办|
2026.3.12|吴某跟郑某|狗叫|王某|已化解|2026.3.13
""".lstrip()


@pytest.mark.parametrize("number", ["", "序号"])
def test_a_sheet_in_everyday_words_is_said_to_look_like_a_ledger(number: str):
    head = f"{number}|{VERNACULAR}" if number else VERNACULAR
    rows = "".join(f"#{at}|{row}\n" for at, row in enumerate(TOLD.splitlines(), 1)) if number else TOLD
    found = understand(Grid("青石村", (sheet(head + rows),)), Given(TODAY))
    assert found.sheets[0].kind is SheetKind.NOT_LEDGER
    said = [(problem.detail, problem.suggestion) for problem in found.problems if problem.suggestion]
    assert said == [
        ("哪天的事", "registered_date"),
        ("谁跟谁", "party"),
        ("为啥", "summary"),
        ("谁管", "owner"),
        ("咋样了", "status"),
        ("哪天了的", "resolved_date"),
    ]
    own = {role: [heading] for heading, role in said}
    read = understand(Grid("青石村", (sheet(head + rows),)), Given(TODAY, headings=own))
    assert list(read.cases["status"]) == ["resolved", "open", "resolved"]
    assert not [problem for problem in read.problems if problem.suggestion]


def test_a_workbook_in_which_nothing_is_a_ledger_is_said_once():
    seals = sheet(
        "公章使用登记表\n序号|日期|用印事由|经办人|批准人\n#1|2026.3.2|开证明|赵某|孙某\n", name="公章"
    )
    leave = sheet("请假登记\n序号|姓名|请假事由|天数\n#1|赵某|看病|#2\n", name="请假")
    found = understand(Grid("青石村", (seals, leave)), Given(TODAY))
    assert [(problem.sheet, problem.code) for problem in found.problems] == [("公章", "not_a_ledger")]


def test_a_table_whose_cells_repeat_a_headings_word_is_no_card():
    rows = "".join(f"#{at}|修路灯|村委会|赵某|2026.3.{at}|正常|无\n" for at in range(1, 7))
    tasks = sheet("2026年重点工作任务清单\n序号|工作任务|责任单位|责任人|完成时限|进展情况|备注\n" + rows)
    found = understand(Grid("青石村", (tasks,)), Given(TODAY))
    assert [one.kind for one in found.sheets] == [SheetKind.NOT_LEDGER]
    assert [problem.code for problem in found.problems] == ["not_a_ledger"]


def test_an_empty_workbook_and_a_nil_report_say_no_such_thing():
    nil = sheet("青石村2026年3月矛盾纠纷零报告\n本月无矛盾纠纷\n")
    assert understand(Grid("青石村", (nil,)), Given(TODAY)).problems == ()
    assert understand(Grid("青石村", (sheet(""),)), Given(TODAY)).problems == ()
