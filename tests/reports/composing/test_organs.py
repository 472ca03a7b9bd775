"""A 乡 is no 镇, and a 街道 is neither: in every kind of report, whatever its ledgers hold."""

from datetime import date

import pytest

from config.language import phrases
from config.periods import HalfMonth, Month, Quarter, Year
from config.spoken.office import Office
from config.vocabulary import CadenceState
from reports.composing.assessment import assess
from reports.composing.assessment_report import compose_assessment
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.lead_officers import compose_lead_officers
from reports.composing.risk_list import compose_risk_list
from reports.composing.year_report import compose_year
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import workbook_bytes
from reports.forms.page import page_text
from reports.forms.word.document import document_bytes
from reports.inputs import Filed
from tests.reports.read_back import document_text, page_text_of, workbook_text
from tests.reports.township import busy_township, case, manner, on_track, overdue, village

pytestmark = pytest.mark.no_cover

DAY = date(2026, 3, 31)
WHOLE = {
    "town": Office(
        "青石镇", "青石镇人民政府", "县委政法委、县信访局", "青石镇综治中心", "王某", "0830-1234567"
    ),
    "township": Office("盐乡", organ="盐乡人民政府", first_issue=101),
    "subdistrict": Office("城东街道"),
    "other": Office("红星农场"),
}
#: What each must never be called, in either language's own words.
WRONG = {
    "town": ("乡", "街道", "township", "subdistrict"),
    "township": ("镇", "街道", "the town ", "the town's", "our town ", "subdistrict"),
    "subdistrict": ("镇", "乡", "township", "the town ", "our town "),
    "other": ("镇", "乡", "街道", "township", "subdistrict", "our town "),
}


def everything(spoken):
    """Every kind of report, of ledgers that make each of their sentences speak."""
    up = case(90, "2026-03-02", "transferred", "", destination="township", **on_track("2026-04-01"))
    led = case(91, "2026-01-05", leader="李莫愁", risk="red", **overdue(40, "2026-02-19"))
    sources = [
        *busy_township(rows=8),
        village("上游村", [up, led]),
        village("下游村", filed=CadenceState.LATE),
    ]
    quarter = Quarter.parse("2026Q1")
    yield compose(summarise(HalfMonth.parse("2026-03H2"), sources), spoken)
    yield compose_board(DAY, sources, spoken)
    yield compose_risk_list(Month.parse("2026-03"), DAY, sources, spoken)
    yield compose_lead_officers(quarter, sources, spoken)
    filed = {s.village: {"2026-03H1": Filed(CadenceState.LATE)} for s in sources}
    yield compose_year(Year(2026), sources, spoken, {"2026-03H2": {"new": 0}})[0]
    yield compose_assessment(assess(quarter, sources, spoken, filed))


def everything_said(spoken):
    for report in everything(spoken):
        yield workbook_text(workbook_bytes(report))
        yield document_text(document_bytes(report))
        yield page_text_of(page_text(report))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", WHOLE)
def test_no_place_is_called_what_it_is_not(kind, language):
    office = WHOLE[kind]
    said = "".join(everything_said(manner(language, office)))
    # What people called their place and whom they write to is theirs.
    for own in (office.township, office.organ, office.recipients, office.signature):
        said = said.replace(own, "") if own else said
    assert [word for word in WRONG[kind] if word in said] == []
    words = phrases(language, "organs")[kind]
    assert words["whole"] in said
    assert words["committee"] in said


@pytest.mark.parametrize("kind", ["town", "township", "subdistrict"])
def test_the_signed_paper_of_each_kind_of_place(golden, kind):
    report = next(everything(manner(office=WHOLE[kind])))
    signed, _, _ = document_text(document_bytes(report)).partition("附件1\n")
    golden(f"signed.{kind}.txt", signed)


def test_the_board_takes_the_rank_from_the_name():
    board = next(r for r in everything(manner(office="盐乡")) if r.kind == "board")
    assert "乡级待办" in page_text(board)
