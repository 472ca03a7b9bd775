import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from config.periods import Month, Quarter, half_months
from config.vocabulary import CadenceState
from reports.composing.assessment import Scoring, assess
from reports.composing.assessment_report import compose_assessment
from reports.composing.board import compose_board
from reports.composing.lead_officers import compose_lead_officers
from reports.composing.risk_list import compose_risk_list
from reports.figures.halfmonth_figures import Rate
from reports.figures.key_figures import KeyFigure
from reports.forms.excel.xlsx import workbook_bytes
from reports.forms.page import page_text
from reports.forms.word.document import document_bytes
from reports.inputs import Filed
from tests.reports.read_back import document_text, page_text_of, workbook_text
from tests.reports.township import busy_township, case, closed, manner, on_track, overdue, village

TODAY = date(2026, 3, 31)
MANNER = manner(titles={"COMPLEX_30D": "复杂事项办结"})
NAMED = manner(officials=True)
Q1 = Quarter.parse("2026Q1")
FILED_ALL = Filed(CadenceState.ON_TIME)


def rows_of(report, part, table):
    found = {t.key: t for p in report.parts if p.key == part for t in p.tables}
    return (
        [[getattr(cell, "value", cell) for cell in row] for row in found[table].rows]
        if table in found
        else []
    )


def column_of(report, part, table, heading):
    found = {t.key: t for p in report.parts if p.key == part for t in p.tables}
    if table not in found:
        return []
    at = [column.heading for column in found[table].columns].index(heading)
    return [row[at] for row in rows_of(report, part, table)]


def cases_of(report, part, table):
    return column_of(report, part, table, "编号（序号）")


CASES = [
    case(4, "2026-01-05", case_no="a", risk="red", leader="李莫愁", org="司法所", **overdue(3, "2026-03-28")),
    case(5, "2026-01-02", case_no="b", risk="yellow", org="综治办", **overdue(40, "2026-02-19")),
    case(6, "2026-03-20", case_no="c", **on_track("2026-04-02", "due_soon")),
    case(
        7, "2025-12-20", case_no="d", risk="green", leader="李莫愁", backlog=True, **overdue(60, "2026-01-30")
    ),
    case(8, "2026-03-20", "transferred", "", destination="township", case_no="e", **on_track("2026-04-20")),
    case(9, "2026-03-20", case_no="f", risk="red", **on_track("2026-04-20")),
    case(
        10,
        "2026-03-01",
        "resolved",
        "2026-03-20",
        case_no="g",
        **{**overdue(2, "2026-03-27"), "survey_owed": True},
    ),
    case(11, "2026-03-01", "resolved", "2026-03-20", case_no="h", **closed("2026-03-31")),
    case(12, "2026-03-20", case_no="i", light="untimed"),
]


def test_the_board_shows_what_to_act_on_worst_first():
    report = compose_board(TODAY, [village("青石村", CASES)], MANNER)
    assert cases_of(report, "board", "overdue") == ["b", "a"]
    assert cases_of(report, "board", "due_soon") == ["c"]
    assert cases_of(report, "board", "handed_up") == ["e"]
    assert cases_of(report, "board", "survey") == ["g"]
    assert cases_of(report, "board", "backlog") == ["d"]
    assert rows_of(report, "board_villages", "board_villages") == [["青石村", 7, 3, 1, 1, 0, 0, 1, 1, 1]]


def test_the_boards_rows_lead_to_the_ledger_and_it_says_when_it_stopped():
    report = compose_board(TODAY, [village("青石村", CASES)], MANNER)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))["督办总表"]
    assert sheet["C3"].value.date() == TODAY
    assert sheet["E3"].value.startswith("=IF(TODAY()-$C$3>2,")
    assert sheet.conditional_formatting
    assert [row[-1].hyperlink.location for row in sheet["A6:N7"]] == ["'台账'!A5", "'台账'!A4"]


def test_a_row_without_a_number_is_named_by_its_row():
    late = case(17, "2026-03-02", **overdue(11, "2026-03-20"))
    report = compose_board(TODAY, [village("青石村", [late])], MANNER)
    assert cases_of(report, "board", "overdue") == ["第17行"]


def test_a_board_of_nothing_says_so():
    text = workbook_text(workbook_bytes(compose_board(TODAY, [], MANNER)))
    assert "期末无逾期事项。" in text


def test_the_risk_list_has_every_open_case_once_by_its_colour():
    report = compose_risk_list(Month.parse("2026-03"), TODAY, [village("青石村", CASES)], MANNER)
    by_colour = {part.key: cases_of(report, part.key, part.key) for part in report.parts[1:]}
    assert by_colour == {"red": ["a", "f"], "yellow": ["b"], "green": ["d"], "ungraded": ["c", "e", "i"]}
    text = document_text(document_bytes(report))
    assert "在办矛盾纠纷7件" in text
    assert "有1件没有化解时限" in text


def test_the_risk_list_counts_each_field_by_colour():
    more = {"risk": "red", **on_track("2026-04-20")}
    cases = [
        case(4, "2026-03-02", category="邻里", risk="yellow", **overdue(3, "2026-03-28")),
        case(5, "2026-03-02", category="邻里", **on_track("2026-04-20")),
        case(6, "2026-03-02", category="征地拆迁", **more),
        case(7, "2026-03-02", category="", risk="green", **on_track("2026-04-20")),
        case(8, "2026-03-02", "resolved", "2026-03-20", category="医疗", **closed("2026-04-01")),
    ]
    report = compose_risk_list(Month.parse("2026-03"), TODAY, [village("青石村", cases)], MANNER)
    assert [tuple(row) for row in rows_of(report, "risk_fields", "risk_fields")] == [
        ("征地拆迁", 1, 1, 0, 0, 0, 0),
        ("邻里", 2, 0, 1, 0, 1, 1),
        ("未注明", 1, 0, 0, 1, 0, 0),
    ]
    assert "合计 | 4 | 1 | 1 | 1 | 1 | 1" in document_text(document_bytes(report))


def test_the_lead_officers_list_has_overdue_cases_under_one_and_room_for_the_account():
    report = compose_lead_officers(Q1, [village("青石村", CASES)], MANNER)
    assert cases_of(report, "lead_officers", "lead_officers") == ["a"]
    assert column_of(report, "lead_officers", "lead_officers", "包案领导说明") == [""]
    assert "李莫愁" not in page_text(report)
    named = compose_lead_officers(Q1, [village("青石村", CASES)], NAMED)
    assert "李莫愁1件" in page_text(named)


def test_no_account_is_owed_where_nothing_is_late():
    text = page_text(compose_lead_officers(Q1, [village("青石村", [])], MANNER))
    assert "本季度无须说明" in text


def filings(name, *states):
    labels = [half_month.label for half_month in half_months(Q1)]
    return {name: {label: Filed(state) for label, state in zip(labels, states, strict=False)}}


def score(cases, *states, scoring=None, **more):
    return assess(Q1, [village("青石村", cases, **more)], MANNER, filings("青石村", *states), scoring)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(case(4, "2026-03-01", **on_track("2026-04-01")), "5", id="a case costs nothing"),
        pytest.param(case(4, "2026-01-05", **overdue(3, "2026-03-28")), "4.7", id="overdue and open"),
        pytest.param(
            case(4, "2026-01-05", "resolved", "2026-03-01", **closed("2026-02-04", late=True)),
            "4.8",
            id="closed late",
        ),
        pytest.param(
            case(4, "2026-03-01", **overdue(9, "2026-03-03", "HANDOVER_2WD")), "4.9", id="not handed over"
        ),
        pytest.param(case(4, "2025-06-05", backlog=True, **overdue(3, "2026-03-28")), "5", id="backlog"),
        pytest.param(
            case(4, "2026-01-05", provisional=True, **overdue(3, "2026-03-28")), "5", id="provisional date"
        ),
        pytest.param(
            case(4, "2026-03-01", "resolved", "2026-03-20", survey_owed=True, **overdue(2, "2026-03-27")),
            "5",
            id="a survey owed is no case overdue",
        ),
    ],
)
def test_a_score_falls_only_where_the_office_was_late(row, expected):
    found = score([row])
    assert found.scores["青石村"] == Decimal(expected)
    assert sum((d.points for d in found.deductions), Decimal(0)) == Decimal(5) - Decimal(expected)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([CadenceState.ON_TIME, CadenceState.NIL, CadenceState.NOT_DUE], "5"),
        ([CadenceState.LATE, CadenceState.MISSING], "4.3"),
        ([], "5"),
    ],
)
def test_a_score_falls_where_the_office_was_silent(states, expected):
    assert score([], *states).scores["青石村"] == Decimal(expected)


def test_a_score_never_falls_below_zero_and_every_deduction_is_shown():
    late = [case(row, "2026-01-05", **overdue(3, "2026-03-28")) for row in range(4, 34)]
    found = score(late, CadenceState.MISSING)
    assert found.scores["青石村"] == 0
    report = compose_assessment(found)
    rows = column_of(report, "deductions", "deductions", "行")
    assert len(rows) == 31
    assert rows[1:] == list(range(4, 34))
    reasons = column_of(report, "deductions", "deductions", "原因")
    assert reasons[0] == "2026年1月上半月半月报未报送"


def test_a_township_may_have_another_scale():
    scale = Scoring(start=Decimal(100), overdue=Decimal(7))
    assert score([CASES[0]], scoring=scale).scores["青石村"] == 93


def test_a_village_that_could_not_be_read_is_neither_blamed_nor_praised():
    found = score([], CadenceState.MISSING, error="文件已加密，无法打开")
    assert found.scores["青石村"] is None
    assert "得满分" not in page_text(compose_assessment(found))


def test_key_figures_have_numerator_denominator_and_target():
    cases = [
        case(
            4,
            "2026-03-01",
            "resolved",
            "2026-03-20",
            satisfaction="satisfied",
            first_time="first",
            **closed("2026-03-31"),
        ),
        case(
            5,
            "2026-03-01",
            "resolved",
            "2026-03-20",
            satisfaction="unsatisfied",
            **closed("2026-03-10", late=True),
        ),
        case(6, "2026-03-01", "resolved", "2026-03-20", review_open=True, **closed("2026-03-31")),
        case(7, "2026-01-01", first_time="first", from_superior=True, **overdue(30, "2026-03-01")),
        case(8, "2026-03-25", first_time="first", from_superior=True, **on_track("2026-04-20")),
    ]
    report = compose_assessment(score(cases), reception=(60, 60))
    rows = {row[0]: row[1:6] for row in rows_of(report, "key_figures", "key_figures")}
    assert rows["初信初访办结率"] == ["50.0%", 1, 2, "≥98%", "未达到"]
    assert rows["上级交办转办事项办结率"] == ["0.0%", 0, 1, "100%", "未达到"]
    assert rows["案结事了率"] == ["33.3%", 1, 3, "≥95%", "未达到"]
    assert rows["公开接访率"] == ["100.0%", 60, 60, "100%", "达到"]
    assert rows["按期办结率"] == ["66.7%", 2, 3, "", ""]


def test_without_a_roster_nothing_is_said_of_receptions():
    report = compose_assessment(score([CASES[0]]))
    assert "公开接访" not in page_text(report)
    assert len(rows_of(report, "key_figures", "key_figures")) == 4


def test_a_target_is_compared_exactly_not_as_printed():
    assert KeyFigure("x", Rate(97_999, 100_000), Decimal(98)).met is False
    assert KeyFigure("x", Rate(98, 100), Decimal(98)).met is True
    assert KeyFigure("x", Rate(0, 0), Decimal(98)).met is None


def test_without_marks_of_first_time_all_cases_count_and_it_says_so():
    report = compose_assessment(score([CASES[0]]))
    assert "按全部事项计" in page_text(report)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_kind_in_every_format(golden, language):
    sources, spoken = busy_township(rows=6), manner(language)
    filed = {s.village: {h.label: s.filed for h in half_months(Q1)[4:]} for s in sources}
    reports = [
        compose_board(TODAY, sources, spoken),
        compose_risk_list(Month.parse("2026-03"), TODAY, sources, spoken),
        compose_lead_officers(Q1, sources, spoken),
        compose_assessment(assess(Q1, sources, spoken, filed)),
    ]
    for report in reports:
        golden(f"{report.kind}.{language}.xlsx.txt", workbook_text(workbook_bytes(report)))
        golden(f"{report.kind}.{language}.html.txt", page_text_of(page_text(report)))
        golden(f"{report.kind}.{language}.docx.txt", document_text(document_bytes(report)))
        assert workbook_bytes(report) == workbook_bytes(report)
