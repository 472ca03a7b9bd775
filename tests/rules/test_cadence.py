"""Duties of villages and offices: on time, late, nil, missing, not yet due."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from config.packs.model import Cadence, CadencePeriod, Evidence, Roll, Source, Words
from config.periods import HalfMonth, Month, Quarter, Week
from config.vocabulary import Unit
from rules.cadence import FiledEvidence, Filings, cadences, half_month_cadence, judge_filing
from rules.due_periods import due_date, period_up
from rules.ruleset import Window
from tests.rules.rows import calendar, rules

SCREEN = half_month_cadence(rules().packs)
MARCH_H2 = HalfMonth.of(date(2026, 3, 31))


def days(*texts):
    return np.array(texts, dtype="M8[D]")


def screened(today, *, village="青石村", **filed):
    evidence = FiledEvidence(villages=(Filings(village, **filed),))
    return cadences(evidence, date.fromisoformat(today), rules())


@pytest.mark.parametrize(
    ("today", "filed", "state"),
    [
        pytest.param("2026-04-03", {}, "missing", id="silent"),
        pytest.param("2026-04-01", {}, "not_due", id="the due day itself"),
        pytest.param("2026-04-02", {}, "missing", id="the day after"),
        pytest.param(
            "2026-04-03", {"registered": days("2026-03-16")}, "on_time", id="a row of the period's first day"
        ),
        pytest.param("2026-04-03", {"registered": days("2026-03-31")}, "on_time", id="of its last day"),
        pytest.param(
            "2026-04-03", {"registered": days("2026-03-15", "2026-04-01")}, "missing", id="of its neighbours"
        ),
        pytest.param("2026-04-03", {"registered": days("NaT")}, "missing", id="of no date"),
        pytest.param("2026-04-03", {"nil_periods": frozenset({"2026-03H2"})}, "nil", id="零报告"),
        pytest.param("2026-04-03", {"nil_periods": frozenset({"2026-03"})}, "nil", id="零报告 for the month"),
        pytest.param(
            "2026-04-03", {"nil_periods": frozenset({"2026-03H1"})}, "missing", id="for another half"
        ),
        pytest.param(
            "2026-04-03",
            {"registered": days("2026-03-20"), "first_seen": {"2026-03H2": date(2026, 4, 1)}},
            "on_time",
            id="seen on the due day",
        ),
        pytest.param(
            "2026-04-03",
            {"registered": days("2026-03-20"), "first_seen": {"2026-03H2": date(2026, 4, 2)}},
            "late",
            id="first seen after it",
        ),
    ],
)
def test_the_half_monthly_report(today, filed, state):
    (found,) = screened(today, **filed)
    assert (found.duty, found.village, found.period) == ("HALF_MONTH_SCREEN", "青石村", "2026-03H2")
    assert (found.state, found.due) == (state, date(2026, 4, 1))


def test_a_late_nil_report_stays_nil_and_is_late():
    filed = {"nil_periods": frozenset({"2026-03H2"}), "first_seen": {"2026-03H2": date(2026, 4, 9)}}
    (found,) = screened("2026-04-10", **filed)
    assert (found.state, found.is_late) == ("nil", True)


def test_it_is_told_as_the_contract_says():
    (found,) = screened("2026-04-03")
    assert found.as_json() == {
        "duty": "HALF_MONTH_SCREEN",
        "village": "青石村",
        "period": "2026-03H2",
        "state": "missing",
        "due": "2026-04-01",
    }


def test_every_village_is_judged_in_its_order():
    villages = tuple(Filings(name) for name in ("青石村", "柳树村"))
    found = cadences(FiledEvidence(villages), date(2026, 4, 16), rules())
    assert [(each.village, each.period) for each in found] == [
        ("青石村", "2026-04H1"),
        ("柳树村", "2026-04H1"),
    ]


def test_the_day_it_is_due_rolls_over_a_holiday():
    assert due_date(SCREEN, HalfMonth.of(date(2026, 2, 15)), calendar()) == date(2026, 2, 24)
    assert due_date(SCREEN, HalfMonth.of(date(2026, 9, 30)), calendar()) == date(2026, 10, 8)


# Periods.


def cadence(period, **parts):
    words, source = Words(zh="某事", en="a thing"), Source(work="本镇方案", quote="每期一次")
    base = {"due_after": 0, "due_unit": Unit.CALENDAR_DAYS, "roll": Roll.NONE, "enabled": True}
    return Cadence(
        **{
            "id": "X",
            "title": words,
            "source": source,
            "period": period,
            "evidence": Evidence.SHEET,
            **base,
            **parts,
        }
    )


WINDOWS = (Window("全县会议", date(2026, 3, 4), date(2026, 3, 11)),)


@pytest.mark.parametrize(
    ("of", "today", "label", "due"),
    [
        pytest.param(
            cadence(CadencePeriod.MONTH), "2026-03-31", "2026-02", "2026-02-28", id="the month that is over"
        ),
        pytest.param(cadence(CadencePeriod.QUARTER), "2026-04-01", "2026Q1", "2026-03-31", id="the quarter"),
        pytest.param(cadence(CadencePeriod.WEEK), "2026-03-30", "2026-W13", "2026-03-29", id="the week"),
        pytest.param(cadence(CadencePeriod.DAY), "2026-03-01", "2026-02-28", "2026-02-28", id="yesterday"),
        pytest.param(
            cadence(CadencePeriod.WORKING_DAY),
            "2026-02-24",
            "2026-02-14",
            "2026-02-14",
            id="the last working day",
        ),
        pytest.param(
            cadence(CadencePeriod.DAYS, every=3, anchor=date(2026, 3, 1)),
            "2026-03-07",
            "2026-03-04",
            "2026-03-06",
            id="three days",
        ),
        pytest.param(
            cadence(CadencePeriod.WINDOW), "2026-03-05", "2026-03-04", "2026-03-04", id="a day of a window"
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=25, roll=Roll.PREVIOUS),
            "2026-01-25",
            "2026-01",
            "2026-01-23",
            id="the 25th, a Sunday",
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=25, roll=Roll.PREVIOUS),
            "2026-01-22",
            "2025-12",
            "2025-12-25",
            id="the month before",
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=31, roll=Roll.NEXT),
            "2026-03-05",
            "2026-02",
            "2026-02-28",
            id="a short month",
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=20, roll=Roll.NEXT),
            "2026-02-26",
            "2026-02",
            "2026-02-24",
            id="rolls on",
        ),
    ],
)
def test_the_period_that_is_up(of, today, label, due):
    under = replace(rules(), windows=WINDOWS)
    span = period_up(of, date.fromisoformat(today), under)
    assert (span.label, due_date(of, span, calendar()).isoformat()) == (label, due)


@pytest.mark.parametrize(
    ("of", "today"),
    [
        pytest.param(cadence(CadencePeriod.WINDOW), "2026-03-04", id="before a window's first day is over"),
        pytest.param(cadence(CadencePeriod.WINDOW), "2026-03-13", id="after its last"),
        pytest.param(
            cadence(CadencePeriod.DAYS, every=3, anchor=date(2026, 3, 1)), "2026-03-03", id="the first run"
        ),
    ],
)
def test_no_period_is_up(of, today):
    assert period_up(of, date.fromisoformat(today), replace(rules(), windows=WINDOWS)) is None


def test_days_without_an_anchor_run_from_new_year():
    assert period_up(cadence(CadencePeriod.DAYS, every=3), date(2026, 1, 4), rules()).label == "2026-01-01"


# Where the evidence is.


def test_dated_lines_of_a_worksheet():
    of = cadence(CadencePeriod.WEEK, sheets=("交叉排查",))
    lines = {"2026年交叉排查": [date(2026, 3, 25)], "通讯录": [date(2026, 3, 26)]}
    span = Week.of(date(2026, 3, 25))
    assert (
        judge_filing(of, Filings("青石村", lines=lines), span, date(2026, 4, 3), rules()).state == "on_time"
    )
    assert judge_filing(of, Filings("青石村", lines={}), span, date(2026, 4, 3), rules()).state == "missing"
    other = Week.of(date(2026, 3, 18))
    assert (
        judge_filing(of, Filings("青石村", lines=lines), other, date(2026, 4, 3), rules()).state == "missing"
    )


def test_nil_answers_only_what_it_can():
    filings = Filings("", nil_periods=frozenset({"2026-03"}))
    of = cadence(CadencePeriod.MONTH, nil_counts=False)
    assert judge_filing(of, filings, Month.of(date(2026, 3, 1)), date(2026, 4, 3), rules()).state == "missing"
    spring = Quarter.of(date(2026, 3, 1))
    assert (
        judge_filing(cadence(CadencePeriod.QUARTER), filings, spring, date(2026, 4, 3), rules()).state
        == "missing"
    )


def found_by_id(evidence, today, under):
    return {(each.duty, each.village): each.state for each in cadences(evidence, today, under)}


def test_the_risk_list_is_judged_by_our_own_record():
    today = date(2026, 3, 26)
    nothing_known = found_by_id(FiledEvidence(()), today, rules())
    assert nothing_known == {}
    unpublished = found_by_id(FiledEvidence((), published={}), today, rules())
    assert unpublished == {("RISK_LIST_25", ""): "missing"}
    published = FiledEvidence((), published={"RISK_LIST_25": {"2026-03": date(2026, 3, 25)}})
    assert found_by_id(published, today, rules()) == {("RISK_LIST_25", ""): "on_time"}
    late = FiledEvidence((), published={"RISK_LIST_25": {"2026-03": date(2026, 3, 26)}})
    assert found_by_id(late, today, rules()) == {("RISK_LIST_25", ""): "late"}


def test_what_the_office_owes_is_judged_by_its_own_workbook():
    under = replace(rules(), cadences_on=frozenset({"MONTHLY_MEETING"}))
    office = Filings("", lines={"会议记录": [date(2026, 3, 20)]})
    today = date(2026, 4, 3)
    assert found_by_id(FiledEvidence((), office=office), today, under) == {("MONTHLY_MEETING", ""): "on_time"}
    assert found_by_id(FiledEvidence(()), today, under) == {}


def test_zero_reports_are_owed_on_each_day_of_a_window():
    under = replace(rules(), windows=WINDOWS)
    filings = Filings("青石村", nil_periods=frozenset({"2026-03-10"}))
    found = found_by_id(FiledEvidence((filings, Filings("柳树村"))), date(2026, 3, 11), under)
    assert found[("ZERO_REPORT", "青石村")] == "nil"
    assert found[("ZERO_REPORT", "柳树村")] == "missing"


def test_a_cadence_that_is_not_valid_is_not_owed():
    packs = tuple(
        replace(pack, cadence=tuple(replace(each, valid_from=date(2026, 4, 1)) for each in pack.cadence))
        for pack in rules().packs
    )
    evidence = FiledEvidence((Filings("青石村"),))
    assert cadences(evidence, date(2026, 4, 3), replace(rules(), packs=packs)) == []
    assert len(cadences(evidence, date(2026, 4, 17), replace(rules(), packs=packs))) == 1
