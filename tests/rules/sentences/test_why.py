"""Why this date: what 说明 says of a row."""

from dataclasses import replace
from datetime import date

import pytest

from config.frames import Problem
from config.vocabulary import Mark, ProblemCode, Role
from rules.judge import judge
from rules.sentences.grammar import is_ours
from rules.sentences.mark_texts import marks
from tests.rules.rows import cases, rules, table
from tests.rules.sentences.said_texts import SIMPLE, said, why

NO_GAPS = {"has_result": True, "has_served_date": True, "has_agreement_no": True}


@pytest.mark.parametrize(
    ("today", "family", "row", "expected"),
    [
        pytest.param(
            "2026-02-05",
            "dispute",
            {"accepted_date": "2026-01-30", "limit_days": 15, "limit_unit": "working_days"},
            "1：1月30日受理，期限15个工作日；不计春节假期，含2月14日调休上班日；应于2月27日前（含当日）办结。",
            id="working days over Spring Festival",
        ),
        pytest.param(
            "2026-03-24",
            "dispute",
            {
                "accepted_date": "2026-01-30",
                "limit_days": 15,
                "limit_unit": "working_days",
                "suspended_from": "2026-02-26",
                "suspended_to": "2026-03-02",
            },
            "1：1月30日受理，期限15个工作日；不计春节假期，含2月14日、2月28日调休上班日；中止3个工作日，期限顺延；应于3月3日前（含当日）办结；已超台账所载期限；建议提请镇级协调化解。",
            id="and a hold",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"complexity": "simple", "registered_date": "2026-04-03"},
            "1：4月3日登记，期限15日；期满日4月18日为休息日，顺延至4月20日。",
            id="a rest day",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"registered_date": "2026-04-03", "assigned_date": "2026-04-06"},
            "1：4月6日交办，期限30日；应于5月6日前（含当日）办结；未标注复杂程度，按复杂事项期限计算。",
            id="complexity not given",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"registered_date": "2026-04-03", "complexity": "normal"},
            "1：4月3日登记，期限30日；期满日5月3日为节假日，顺延至5月6日；一般事项按复杂事项期限计算。",
            id="normal, taken as complex",
        ),
        pytest.param(
            "2026-03-11",
            "petition",
            {"registered_date": "2026-03-09", "assigned_date": "2026-03-09", "complexity": "complex"},
            "1：3月9日登记，期限15日；应于3月24日前（含当日）书面告知是否受理；另有：复杂事项办结期限4月8日；法定办结期限5月8日（以登记日代受理日）。",
            id="the other duties are named",
        ),
        pytest.param(
            "2026-03-11",
            "dispute",
            {"registered_date": "2026-03-09", "due_date": "2026-03-01"},
            "1：台账载明3月1日；办理期限早于登记日期，请核对；应于3月1日前（含当日）办结；已超台账所载期限；建议提请镇级协调化解。",
            id="a written limit before the registration",
        ),
        pytest.param(
            "2026-11-22",
            "dispute",
            {
                **SIMPLE,
                "status": "resolved",
                "resolved_date": "2026-03-23",
                "has_result": True,
                "has_served_date": True,
            },
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；3月23日办结，逾期4天；已超镇规定期限。",
            id="closed late",
        ),
        pytest.param(
            "2026-11-22",
            "dispute",
            {**SIMPLE, "status": "resolved", "agreed": True},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；办结日期不明，不判断是否逾期；办结缺件：办结日期、处理结果、送达日期、协议书编号。",
            id="closed with gaps",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "status": "transferred", "destination": "township", "acknowledged_date": "2026-03-09"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；已转镇级，尚未办结；3月9日已阅，暂不催办。",
            id="with the township, and seen",
        ),
        pytest.param("2026-03-10", "dispute", {}, "1：起算日期无法识别。", id="no date"),
        pytest.param(
            "2026-03-10", "dispute", {"status": "withdrawn"}, "1：已撤回，不再计时。", id="withdrawn"
        ),
        pytest.param(
            "2026-03-10", "dispute", {"status": "transferred"}, "1：已移交，不再计时。", id="passed out"
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "status": "suspended"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；现中止，恢复后期限顺延。",
            id="on hold",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "suspended_from": "2026-03-06"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；3月6日起中止，恢复后期限顺延。",
            id="on hold since",
        ),
        pytest.param(
            "2026-12-22",
            "dispute",
            {"registered_date": "2026-12-04"},
            "1：12月4日登记，期限30日；期满日2027年1月3日为休息日，顺延至2027年1月4日；暂定，2027年放假安排未公布；未标注复杂程度，按复杂事项期限计算。",
            id="provisional",
        ),
        pytest.param(
            "2026-03-20",
            "mediation",
            {
                "registered_date": "2026-03-02",
                "status": "resolved",
                "resolved_date": "2026-03-18",
                "agreed": True,
                **NO_GAPS,
            },
            "1：3月2日登记，期限1个月；一般应于4月2日前（含当日）调结；3月18日办结；司法确认截止4月17日。",
            id="the parties' right, never a light",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "notes": ("yearless:registered_date", "unheard_of")},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；登记日期未写年份，按标题或前后行推定。",
            id="what was inferred",
        ),
    ],
)
def test_why_this_date(today, family, row, expected):
    assert why(today, family, **row) == expected


@pytest.mark.parametrize(
    ("family", "row", "clause"),
    [
        ("petition", {"satisfaction": "unsatisfied"}, "不满意，应启动复查"),
        ("petition", {"returned": True, "status": "open", "resolved_date": None}, "曾退回"),
        ("petition", {"status": "open", "review_requested_date": "2026-03-20"}, "复查中"),
        ("petition", {"status": "open", "review_open": True}, "复查中，未写申请日期"),
    ],
)
def test_other_circumstances_are_said(family, row, clause):
    base = {"registered_date": "2026-02-02", "status": "resolved", "resolved_date": "2026-03-10"}
    assert clause in why("2026-03-24", family, **base | row)


def test_an_open_case_of_an_earlier_year_says_the_year():
    assert why("2026-11-30", registered_date="2024-12-03").startswith("1：2024年12月3日登记，期限30日；")
    closed = {"status": "resolved", "resolved_date": "2024-12-20", **NO_GAPS}
    # What is over keeps its text for good, whatever year it becomes.
    assert why("2026-11-30", registered_date="2024-12-03", **closed).startswith("1：12月3日登记，")


def test_backlog_is_said():
    under = replace(rules(), adopted_on=date(2026, 3, 5))
    assert "；启用前登记的存量事项，不催办。" in why("2026-03-24", under=under, **SIMPLE)
    asked = replace(under, escalate_backlog=True)
    assert "；启用前登记的存量事项。" in why("2026-03-24", under=asked, **SIMPLE)
    # Nobody is asked about it, so nothing is proposed for it either.
    assert "建议提请" not in why("2026-04-24", under=under, **SIMPLE)
    assert "建议提请" in why("2026-04-24", under=asked, **SIMPLE)


def test_a_limit_on_a_handed_up_case_is_proposed_for_the_county():
    row = {**SIMPLE, "status": "transferred", "destination": "township"}
    assert "建议提请县级协调化解" in why("2026-04-24", **row)
    assert "建议" not in why("2026-04-24", "petition", **SIMPLE)


def test_no_limit_applies():
    assert "没有适用的办理期限" in why("2026-04-24", under=rules("statute"), **SIMPLE)


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({"seq": "0012", "case_no": "XF2026001"}, "0012："),
        ({"seq": "", "case_no": "〔2026〕第3号"}, "〔2026〕第3号："),
        ({"seq": "", "row": 9}, "第9行："),
        ({"seq": " 7\n。；"}, "7："),
        ({"seq": "：。", "row": 9}, "第9行："),
    ],
)
def test_the_note_begins_with_the_rows_own_number(row, number):
    assert why("2026-03-24", **SIMPLE, **row).startswith(number)


def test_what_could_not_be_read_is_told_after_it():
    problems = [
        Problem("台账", 4, "B", Role.REGISTERED_DATE, ProblemCode.DATE_AMBIGUOUS, "2026-03-05"),
        Problem("台账", 4, "A", Role.SEQ, ProblemCode.DUPLICATE_NUMBER, detail="A9"),
        Problem("台账", 5, "B", Role.REGISTERED_DATE, ProblemCode.DATE_LUNAR),
        Problem("台账", 0, "", "", ProblemCode.NUMBER_GAP),
    ]
    text = said("2026-03-24", problems=problems)[Mark.WHY]
    assert text.startswith("1：起算日期无法识别。B4")
    assert "A9" in text
    assert is_ours(Mark.WHY, text)
    english = said("2026-03-24", language="en", problems=problems)[Mark.WHY]
    assert english.startswith("1: no readable date to start from. B4:")
    assert is_ours(Mark.WHY, english)


def test_a_problem_is_told_on_its_own_row():
    frame, on = cases({}, {}, {}), date(2026, 3, 24)
    problem = Problem("台账", 5, "B", Role.REGISTERED_DATE, ProblemCode.DATE_LUNAR)
    texts = marks(judge(frame, [table()], on, rules()), "zh-CN", [problem])[Mark.WHY]
    assert ["B5" in text for text in texts] == [False, True, False]


def test_what_holds_for_the_whole_sheet_is_said_once():
    frame, on = cases(*({"registered_date": "2026-03-04"} for _ in range(3))), date(2026, 3, 10)
    without = judge(frame, [table(without=["complexity"])], on, rules())
    assert ["未标注复杂程度" in text for text in marks(without, "zh-CN")[Mark.WHY]] == [True, False, False]
    placed = judge(frame, [table()], on, rules())
    assert all("未标注复杂程度" in text for text in marks(placed, "zh-CN")[Mark.WHY])
