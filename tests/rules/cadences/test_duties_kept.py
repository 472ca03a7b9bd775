"""How often duties were owed and done: a year's periods, and what fell due in a half-month."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from config.log_lines import LogLine
from config.periods import HalfMonth, half_months
from config.periods import Year as WholeYear
from rules.cadences.cadence import half_month_cadence
from rules.cadences.duties_kept import duties_due, duties_ended
from rules.cadences.filing_owners import FiledEvidence, Filings, Parties
from tests.rules.rows import rules

SCREEN = half_month_cadence(rules().packs)
YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))
H2 = (date(2026, 3, 16), date(2026, 3, 31))
AFTER = date(2027, 2, 20)


def days(*texts):
    return np.array(texts, dtype="M8[D]")


def under(*cadences):
    return replace(rules("sichuan_2026", "statute"), cadences_on=frozenset(cadences))


def office(sheet="", *dates):
    lines = {sheet: [LogLine(date.fromisoformat(day)) for day in dates]} if sheet else {}
    return FiledEvidence((Filings("青石村"),), Parties(Filings("", lines=lines)))


def found(kept, duty):
    return [(one.owed, one.kept, one.late) for one in kept if one.duty == duty]


def test_a_years_half_months_are_owed_24_times_and_kept_where_rows_or_a_nil_line_are():
    filed = Filings(
        "青石村",
        registered=days("2026-01-03", "2026-01-20", "2026-05-05"),
        nil_periods=frozenset({"2026-03"}),
    )
    kept = duties_ended(FiledEvidence(villages=(filed,)), YEAR_2026, date(2027, 1, 20), rules())
    assert found(kept, SCREEN.id) == [(24, 5, 0)]


def test_what_is_not_due_yet_is_not_owed():
    filed = FiledEvidence(villages=(Filings("青石村"), Filings("柳树村")))
    kept = duties_ended(filed, YEAR_2026, date(2026, 4, 3), rules())
    assert found(kept, SCREEN.id) == [(12, 0, 0)]


def test_a_duty_that_only_a_village_sheet_shows_is_counted_too():
    lines = {"交叉排查": [LogLine(date(2026, 3, 18)), LogLine(date(2026, 3, 25))]}
    filed = FiledEvidence(villages=(Filings("青石村", lines=lines),))
    kept = duties_ended(filed, YEAR_2026, AFTER, under("CROSS_WEEKLY"))
    # The weeks of 2026 end on its 52 Sundays.
    assert found(kept, "CROSS_WEEKLY") == [(52, 2, 0)]


def test_who_missed_what_is_told():
    (one,) = [
        one
        for one in duties_due(office(), H2, AFTER, under("MONTHLY_MEETING"))
        if one.duty == "MONTHLY_MEETING"
    ]
    assert [(verdict.owner, verdict.period, verdict.due) for verdict in one.missing] == [
        ("", "2026-03", date(2026, 3, 31))
    ]


@pytest.mark.parametrize(
    ("duty", "sheet", "lines", "expected"),
    [
        pytest.param("MONTHLY_SCREEN", "月排查", ["2026-03-02"], (1, 1, 0), id="February's, due on 2 March"),
        pytest.param("MONTHLY_SCREEN", "月排查", ["2026-03-05"], (1, 1, 1), id="after its day"),
        pytest.param("MEETING_25", "矛盾分析会", ["2026-03-25"], None, id="the 25th is of the second half"),
        pytest.param("LAND_Q", "土地确权回头看", [], None, id="the quarter's is due in April"),
    ],
)
def test_what_fell_due_in_the_first_half_of_march(duty, sheet, lines, expected):
    first = HalfMonth.parse("2026-03H1")
    kept = duties_due(office(sheet, *lines), (first.first, first.last), AFTER, under(duty))
    assert found(kept, duty) == ([expected] if expected else [])


ON = (
    *("THREE_DAY_SIGNED", "MONTHLY_SCREEN", "MONTHLY_MEETING", "MONTHLY_REPORT", "MEETING_25"),
    *("CROSS_WEEKLY", "LAND_Q", "POLICY_Q", "DUTY_EVERY_WD"),
)


def test_what_falls_due_is_counted_in_one_half_month_and_no_other():
    """Every due day of a year lies in exactly one of its half-months."""
    evidence, on = office(), under(*ON)
    whole = {one.duty: one.owed for one in duties_due(evidence, YEAR_2026, AFTER, on)}
    summed = dict.fromkeys(whole, 0)
    for half in half_months(WholeYear(2026)):
        for one in duties_due(evidence, (half.first, half.last), AFTER, on):
            summed[one.duty] += one.owed
    assert summed == whole
    assert whole["MONTHLY_MEETING"] == whole["MEETING_25"] == whole["MONTHLY_SCREEN"] == 12
    assert whole["LAND_Q"] == 4
    assert set(ON) <= set(whole)


def test_a_list_of_ours_that_nobody_remembers_is_not_told():
    kept = duties_due(office(), H2, AFTER, under())
    assert found(kept, "RISK_LIST_25") == []
    published = {"RISK_LIST_25": {"2026-03": date(2026, 3, 27)}}
    remembered = replace(office(), published=published)
    assert found(duties_due(remembered, H2, AFTER, under()), "RISK_LIST_25") == [(1, 1, 1)]


def test_of_the_time_before_the_first_list_nothing_is_said():
    published = {"RISK_LIST_25": {"2026-09": date(2026, 9, 24), "2026-11": date(2026, 11, 25)}}
    remembered = replace(office(), published=published)
    # September to December: October and December are missing.
    assert found(duties_ended(remembered, YEAR_2026, AFTER, under()), "RISK_LIST_25") == [(4, 2, 0)]


def test_an_office_without_its_workbook_is_not_told_of_what_it_would_show():
    bare = FiledEvidence(villages=(Filings("青石村"),))
    assert found(duties_due(bare, H2, AFTER, under("MONTHLY_MEETING")), "MONTHLY_MEETING") == []


def test_of_the_day_of_the_look_nothing_is_counted():
    kept = duties_due(office(), H2, H2[1], under("MONTHLY_MEETING"))
    assert found(kept, "MONTHLY_MEETING") == []
    kept = duties_due(office(), H2, H2[1] + timedelta(days=1), under("MONTHLY_MEETING"))
    assert found(kept, "MONTHLY_MEETING") == [(1, 0, 0)]
