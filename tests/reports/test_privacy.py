"""No person of a case in any output, whatever the frames hold; officials only when they may be named."""

from datetime import date

import pytest

from config.periods import HalfMonth, Month, Quarter
from reports.composing.assessment import assess
from reports.composing.assessment_report import compose_assessment
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.lead_officers import compose_lead_officers
from reports.composing.risk_list import compose_risk_list
from reports.figures.corrections import snapshot
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import workbook_bytes
from reports.forms.page import page_text
from reports.forms.word.document import document_bytes
from tests.reports.read_back import document_text, workbook_text
from tests.reports.township import case, closed, manner, overdue, village

OFFICIAL = "欧阳锋"
PERSON = "张三丰"
DAY = date(2026, 3, 31)
TEXTS = {
    "owner": OFFICIAL,
    "leader": OFFICIAL,
    "org": "司法所",
    **dict.fromkeys(
        ("category_raw", "group", "grid", "village", "extension_reason", "extension_approver"), PERSON
    ),
    "risk": "red",
}
CASES = [
    case(4, "2026-03-20", **TEXTS, **overdue(3, "2026-03-28")),
    case(5, "2026-03-01", "resolved", "2026-03-20", **TEXTS, **closed("2026-03-10", late=True)),
    case(6, "", **TEXTS),
]


def reports(officials):
    spoken = manner(officials=officials)
    sources = [village("青石村", CASES, keyed=True)]
    quarter = Quarter.parse("2026Q1")
    summary = summarise(HalfMonth.parse("2026-03H2"), sources)
    yield compose(summary, manner("zh-CN", officials=officials))
    yield compose_board(DAY, sources, spoken)
    yield compose_risk_list(Month.parse("2026-03"), DAY, sources, spoken)
    yield compose_lead_officers(quarter, sources, spoken)
    yield compose_assessment(assess(quarter, sources, spoken, {}))


@pytest.mark.parametrize("officials", [False, True])
def test_no_person_of_a_case_is_in_any_output(officials):
    for report in reports(officials):
        for text in (
            workbook_text(workbook_bytes(report)),
            document_text(document_bytes(report)),
            page_text(report),
        ):
            assert PERSON not in text, report.kind
            if not officials:
                assert OFFICIAL not in text, report.kind


def test_what_is_kept_of_a_published_summary_holds_no_text():
    sources = [village("青石村", CASES, keyed=True)]
    summary = summarise(HalfMonth.parse("2026-03H2"), sources)
    kept = repr(snapshot(summary.books, summary.period))
    assert "青石村.xlsx" in kept
    assert PERSON not in kept
    assert OFFICIAL not in kept
