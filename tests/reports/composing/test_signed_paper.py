"""What a leader signs: figures before verdicts, cases by their numbers, no cells and no files."""

import re

import pytest

from config.frames import Problem
from config.periods import HalfMonth, Month, Quarter, Year
from config.vocabulary import LedgerProblemCode, ProblemCode
from reports.composing.assessment import Scoring, assess
from reports.composing.assessment_report import compose_assessment
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.lead_officers import compose_lead_officers
from reports.composing.risk_list import compose_risk_list
from reports.composing.year_report import compose_year
from reports.content import bare
from reports.figures.halfmonth_figures import summarise
from reports.forms.word.document import document_bytes
from tests.reports.read_back import document_text
from tests.reports.township import AS_OF, busy_township, case, closed, manner, on_track, overdue, village

H2 = HalfMonth.parse("2026-03H2")
#: Nobody's figures say this by themselves.
PRAISE = re.compile("良好|较好|优秀|显著|明显|成效|圆满|有力|扎实")
#: A cell, a file, a worksheet or a row's heading, as a ledger knows them.
PLACE = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}\d+ ?的|\.xlsx|工作表|单元格|\| 台账 \||\| 行 \|")


def half_month(sources, **more):
    return compose(summarise(H2, sources), manner(**more))


def all_papers(sources):
    spoken = manner()
    yield half_month(sources)
    yield compose_risk_list(Month.parse("2026-03"), AS_OF, sources, spoken)
    yield compose_lead_officers(Quarter.parse("2026Q1"), sources, spoken)
    yield compose_assessment(assess(Quarter.parse("2026Q1"), sources, spoken, {}, Scoring()))
    yield compose_year(Year(2026), sources, spoken, {})[0]


def text_of(report):
    return "\n".join([report.opening, *(p.text for s in report.sections for p in s.paragraphs)])


def table_of(report, key):
    return next(t for part in report.parts for t in part.tables if t.key == key)


#: Two closed, both in time; of what is open most is overdue.
LATE_TOWN = [
    *(case(4 + n, "2026-03-02", "resolved", "2026-03-20", **closed("2026-04-01")) for n in range(2)),
    *(case(10 + n, "2026-01-05", **overdue(55, "2026-02-04")) for n in range(36)),
    *(case(60 + n, "2026-03-16", **on_track("2026-04-15")) for n in range(21)),
]


def test_a_verdict_stands_nowhere_and_overdue_cases_beside_those_closed_in_time():
    told = text_of(half_month([village("青石村", LATE_TOWN)]))
    assert "本期办结2件，按期办结率100.0%（2/2），逾期办结0件" in told
    assert "逾期未办结36件" in told
    for report in all_papers([village("青石村", LATE_TOWN)]):
        assert PRAISE.findall(text_of(report)) == [], report.kind


@pytest.mark.parametrize("rows", [6, 20])
def test_no_paper_of_any_township_praises(rows):
    for report in all_papers(busy_township(rows=rows)):
        assert PRAISE.findall(text_of(report)) == [], report.kind


def test_the_rates_that_leaders_go_by_stand_first_in_text_and_annex():
    report = half_month(busy_township(rows=20))
    names = [bare(row[0]) for row in table_of(report, "rates").rows]
    assert names == ["办结率", "累计办结率", "调解成功率", "按期办结率", "本期化解率"]
    told = text_of(report)
    at = [told.index(name) for name in ("本期办结率", "调解成功率", "累计办结率", "本期化解率")]
    assert at == sorted(at)
    rates = {bare(row[0]): row for row in table_of(report, "rates").rows}
    percent, above, below = map(bare, rates["累计办结率"][1:4])
    assert f"累计办结率{percent}（{above}/{below}）" in told


def test_a_case_goes_by_its_official_number_else_by_words_that_are_no_number():
    cases = [
        case(26, "2026-01-05", case_no="〔2026〕云人调字第22号", risk="red", **overdue(55, "2026-02-04")),
        case(3, "2026-01-06", seq="2", risk="red", **overdue(54, "2026-02-05")),
    ]
    report = half_month([village("云峰村", cases)])
    told = text_of(report)
    assert "1. 云峰村〔2026〕云人调字第22号（" in told
    assert "2. 云峰村（“台账”表第3行）（" in told
    assert "云峰村2026" not in told
    assert "台账:" not in told
    assert bare(table_of(report, "overdue").rows[0][2]) == "〔2026〕云人调字第22号"


def problems():
    """One in every cell of a row, of two kinds, and one of a whole file."""
    yield from (Problem("台账", 7, column, "due_date", ProblemCode.DATE_AMBIGUOUS) for column in "BCD")
    yield Problem("台账", 8, "AB", "status", ProblemCode.STATUS_CONFLICT)
    yield Problem("台账", 0, "", "", LedgerProblemCode.COPY_OF_LEDGER, "青石村（2）.xlsx")


def with_problems(*names):
    late = [case(4, "2026-01-05", case_no="2026-004", risk="red", **overdue(55, "2026-02-04"))]
    return [village(name, late, problems=tuple(problems())) for name in names]


def test_no_cell_file_or_worksheet_stands_on_a_signed_paper():
    for report in all_papers(with_problems("青石村", "柳树村")):
        text = document_text(document_bytes(report))
        assert PLACE.findall(text) == [], report.kind


def test_the_annex_counts_ledger_problems_by_kind_and_village_and_the_workbook_has_each():
    report = half_month(with_problems("青石村", "柳树村"))
    text = document_text(document_bytes(report))
    assert "序号 | 问题 | 处数 | 涉及村（社区）" in text
    assert "1 | 日期有歧义 | 6 | 青石村3处、柳树村3处" in text
    assert "2 | 办理状态与办结日期不一致 | 2 | 青石村1处、柳树村1处" in text
    assert "台账问题10处" in text
    each = table_of(report, "problems")
    assert len(each.rows) == 10
    assert [bare(row[4]) for row in each.rows[:4]] == ["B7", "C7", "D7", "AB8"]


def test_a_paper_says_who_answers_for_a_case_and_what_is_to_be_done():
    text = document_text(document_bytes(half_month(with_problems("青石村"))))
    header = next(line for line in text.splitlines() if "| 化解措施" in line)
    assert {"类别", "责任单位", "责任人", "包案领导", "办理期限", "期限状态", "化解措施"} <= {
        cell.strip() for cell in header.split("|")
    }
