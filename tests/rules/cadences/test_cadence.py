"""Duties of villages and offices: on time, late, nil, missing, not yet due."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from config.log_lines import LogLine
from config.packs.cadence_model import Cadence, CadencePeriod, Evidence
from config.packs.pack_parts import InLanguages, Roll, Source
from config.periods import HalfMonth, Month, Quarter, Week
from config.vocabulary import Unit
from rules.cadences.cadence import cadences, half_month_cadence, judge_filing, periods_up
from rules.cadences.due_periods import due_date, period_before
from rules.cadences.filing_owners import (
    ROSTER,
    FiledEvidence,
    FilingOwner,
    Filings,
    LinkedLeader,
    Parties,
    RosterKept,
    owners_of,
)
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
        pytest.param("2026-04-01", {}, "due_soon", id="the due day itself"),
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
        "owner": "青石村",
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
    words, source = InLanguages(zh="某事", en="a thing"), Source(work="本镇方案", quote="每期一次")
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
            cadence(CadencePeriod.MONTH, due_day=31, roll=Roll.NEXT),
            "2026-03-05",
            "2026-02",
            "2026-02-28",
            id="a short month",
        ),
        pytest.param(cadence(CadencePeriod.YEAR), "2026-03-05", "2025", "2025-12-31", id="the year"),
    ],
)
def test_the_period_that_is_over(of, today, label, due):
    under = replace(rules(), windows=WINDOWS)
    period = period_before(of, date.fromisoformat(today), under)
    assert (period.label, due_date(of, period, calendar()).isoformat()) == (label, due)


@pytest.mark.parametrize(
    ("of", "today", "labels"),
    [
        pytest.param(cadence(CadencePeriod.MONTH), "2026-11-24", ["2026-10"], id="four working days left"),
        pytest.param(cadence(CadencePeriod.MONTH), "2026-11-25", ["2026-10", "2026-11"], id="three"),
        pytest.param(cadence(CadencePeriod.MONTH), "2026-11-28", ["2026-10", "2026-11"], id="a Saturday"),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=25, roll=Roll.PREVIOUS),
            "2026-01-19",
            ["2025-12"],
            id="the 25th is a Sunday, due Friday the 23rd: four left",
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_day=25, roll=Roll.PREVIOUS),
            "2026-01-20",
            ["2025-12", "2026-01"],
            id="three left",
        ),
        pytest.param(
            cadence(CadencePeriod.MONTH, due_after=1, due_unit=Unit.WORKING_DAYS),
            "2026-11-30",
            ["2026-10", "2026-11"],
            id="a report due after the month's end",
        ),
        pytest.param(cadence(CadencePeriod.WORKING_DAY), "2026-02-15", ["2026-02-14"], id="a rest day"),
        pytest.param(cadence(CadencePeriod.WINDOW), "2026-03-04", ["2026-03-04"], id="a window's first day"),
        pytest.param(cadence(CadencePeriod.WINDOW), "2026-03-12", ["2026-03-11"], id="the day after"),
        pytest.param(cadence(CadencePeriod.WINDOW), "2026-03-13", [], id="after it"),
        pytest.param(
            cadence(CadencePeriod.DAYS, every=3, anchor=date(2026, 3, 1)),
            "2026-03-03",
            ["2026-03-01"],
            id="the first run of days",
        ),
        pytest.param(
            cadence(CadencePeriod.DAYS, every=3, anchor=date(2026, 3, 1)), "2026-02-27", [], id="before it"
        ),
        pytest.param(cadence(CadencePeriod.YEAR), "2026-12-29", ["2025", "2026"], id="the year's end"),
    ],
)
def test_a_running_period_is_told_from_three_working_days_before_its_day(of, today, labels):
    under = replace(rules(), windows=WINDOWS)
    assert [period.label for period in periods_up(of, date.fromisoformat(today), under)] == labels


def test_days_without_an_anchor_run_from_new_year():
    of = cadence(CadencePeriod.DAYS, every=3)
    assert period_before(of, date(2026, 1, 4), rules()).label == "2026-01-01"


# Where the evidence is.


def in_april(of, filings, period):
    owner = FilingOwner.of_village(filings)
    return judge_filing(of, owner, period, date(2026, 4, 3), rules()).state


def test_dated_lines_of_a_worksheet():
    of = cadence(CadencePeriod.WEEK, sheets=("交叉排查",))
    lines = {"2026年交叉排查": [LogLine(date(2026, 3, 25))], "通讯录": [LogLine(date(2026, 3, 26))]}
    span, before = Week.of(date(2026, 3, 25)), Week.of(date(2026, 3, 18))
    assert in_april(of, Filings("青石村", lines=lines), span) == "on_time"
    assert in_april(of, Filings("青石村", lines={}), span) == "missing"
    assert in_april(of, Filings("青石村", lines=lines), before) == "missing"


def test_the_roster_of_receptions_is_read_beside_the_offices_own_workbook():
    of = cadence(CadencePeriod.WEEK, sheets=("接访",))
    own, kept = LogLine(date(2026, 3, 24)), LogLine(date(2026, 3, 25))
    roster = RosterKept([kept], since=date(2026, 3, 23))
    office = Filings("", lines={ROSTER: [own]})
    shown = Parties(office, roster=roster).shown_for(of)
    assert shown is not None
    assert shown.lines == {ROSTER: [own, kept]}
    assert Parties(office, roster=roster).shown_for(of, date(2026, 3, 22)) is office


def test_nil_answers_only_what_it_can():
    filings = Filings("", nil_periods=frozenset({"2026-03"}))
    of = cadence(CadencePeriod.MONTH, nil_counts=False)
    assert in_april(of, filings, Month.of(date(2026, 3, 1))) == "missing"
    assert in_april(cadence(CadencePeriod.QUARTER), filings, Quarter.of(date(2026, 3, 1))) == "missing"


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
    # Before anybody ever published one, only what lies ahead can be said.
    assert found_by_id(FiledEvidence(()), date(2026, 3, 23), rules()) == {("RISK_LIST_25", ""): "due_soon"}


def test_what_the_office_owes_is_judged_by_its_own_workbook():
    under = replace(rules(), cadences_on=frozenset({"MONTHLY_MEETING"}))
    office = Parties(Filings("", lines={"会议记录": [LogLine(date(2026, 3, 20))]}))
    today = date(2026, 4, 3)
    assert found_by_id(FiledEvidence((), office), today, under) == {("MONTHLY_MEETING", ""): "on_time"}
    assert found_by_id(FiledEvidence(()), today, under) == {}


def test_zero_reports_are_owed_on_each_day_of_a_window():
    under = replace(rules(), windows=WINDOWS)
    filings = Filings("青石村", nil_periods=frozenset({"2026-03-10"}))
    found = cadences(FiledEvidence((filings, Filings("柳树村"))), date(2026, 3, 11), under)
    states = {(each.village, each.period): each.state for each in found if each.duty == "ZERO_REPORT"}
    assert states == {
        ("青石村", "2026-03-10"): "nil",
        ("柳树村", "2026-03-10"): "missing",
        ("青石村", "2026-03-11"): "due_soon",
        ("柳树村", "2026-03-11"): "due_soon",
    }


def test_a_cadence_that_is_not_valid_is_not_owed():
    packs = tuple(
        replace(pack, cadence=tuple(replace(each, valid_from=date(2026, 4, 1)) for each in pack.cadence))
        for pack in rules().packs
    )
    evidence = FiledEvidence((Filings("青石村"),))
    assert cadences(evidence, date(2026, 4, 3), replace(rules(), packs=packs)) == []
    assert len(cadences(evidence, date(2026, 4, 17), replace(rules(), packs=packs))) == 1


def found_in(duty, today, *, lines=None, packs=(), own=None, **who):
    """Return the state of each owner and period of a duty; *lines* stand in the office's own workbook."""
    under = replace(rules(*packs), cadences_on=frozenset({duty}))
    villages = tuple(Filings(name, lines=(own or {}).get(name, {})) for name in ("青石村", "白云村"))
    parties = Parties(Filings("", lines=lines or {}), **who)
    found = cadences(FiledEvidence(villages, parties), date.fromisoformat(today), under)
    return {(each.owner, each.village, each.period): str(each.state) for each in found if each.duty == duty}


def at(day, **parts):
    return LogLine(date.fromisoformat(day), **parts)


REPORT = {"月报": [at("2026-11-02", unit="青石村")]}


def test_case_35_a_roster_line_without_a_leader_proves_nothing():
    empty = {"接访排班": [at("2026-11-30")]}
    assert found_in("DUTY_EVERY_WD", "2026-12-01", lines=empty)[("", "", "2026-11-30")] == "missing"
    held = {"接访排班": [at("2026-11-30", has_leader=True)]}
    found = found_in("DUTY_EVERY_WD", "2026-12-01", lines=held)
    assert found == {("", "", "2026-11-30"): "on_time", ("", "", "2026-12-01"): "due_soon"}


@pytest.mark.parametrize(
    ("today", "lines", "expected"),
    [
        pytest.param("2026-11-03", REPORT, {"2026-10": "on_time"}, id="case 36: on the due day of October"),
        pytest.param("2026-11-30", REPORT, {"2026-10": "on_time", "2026-11": "due_soon"}, id="running"),
        pytest.param("2026-12-01", REPORT, {"2026-11": "due_soon"}, id="nor November"),
        pytest.param("2026-12-02", REPORT, {"2026-11": "missing"}, id="nor later"),
        pytest.param(
            "2026-11-10",
            {"月报": [at("2026-11-09", unit="青石村")]},
            {"2026-10": "late"},
            id="after the due day",
        ),
        pytest.param(
            "2026-12-02",
            {"月报": [at("2026-11-02", unit="青石村", period="2026-11")]},
            {"2026-11": "on_time"},
            id="a line may name its period",
        ),
        pytest.param(
            "2026-12-02",
            {"月报": [at("2026-11-02", unit="青石村"), at("2026-11-29", unit="青石村")]},
            {"2026-11": "on_time"},
            id="a line for each",
        ),
        pytest.param(
            "2026-12-02",
            {"月报": [at(day, unit="青石村") for day in ("2026-11-02", "2026-11-20", "2026-11-29")]},
            {"2026-11": "on_time"},
            id="a third has nothing left to answer",
        ),
        pytest.param("2026-11-03", {"月报": [at("2026-11-02")]}, {"2026-10": "missing"}, id="nobody's line"),
    ],
)
def test_a_report_answers_the_oldest_period_still_open(today, lines, expected):
    found = found_in("MONTHLY_REPORT", today, lines=lines)
    assert {period: state for (owner, _, period), state in found.items() if owner == "青石村"} == expected


def test_a_meeting_is_of_its_own_month():
    lines = {"会议记录": [at("2026-11-20")]}
    assert found_in("MONTHLY_MEETING", "2026-12-01", lines=lines) == {("", "", "2026-11"): "on_time"}
    assert found_in("MONTHLY_MEETING", "2026-11-28") == {
        ("", "", "2026-10"): "missing",
        ("", "", "2026-11"): "due_soon",
    }


def test_a_signed_report_wants_its_signer():
    own = {"青石村": {"签字报": [at("2026-11-26")]}, "白云村": {"签字报": [at("2026-11-26", is_signed=True)]}}
    found = found_in("THREE_DAY_SIGNED", "2026-11-29", own=own)
    # Runs of three days from 1 January: the one from 24 to 26 November is over.
    over = {owner: state for (owner, _, period), state in found.items() if period == "2026-11-24"}
    assert over == {"青石村": "missing", "白云村": "on_time"}


LEADERS = (LinkedLeader(1, ("青石村", "白云村")), LinkedLeader(2, ("白云村",)))
VISIT = ("visit_scheme",)


def test_every_leader_visits_each_of_the_linked_villages():
    lines = {"下访登记": [at("2026-11-10", leader=1, has_leader=True, village="青石村")]}
    own = {"白云村": {"下访登记": [at("2026-11-12", leader=2, has_leader=True)]}}
    found = found_in("VISIT_MONTHLY", "2026-12-01", packs=VISIT, lines=lines, own=own, leaders=LEADERS)
    assert found == {
        (1, "青石村", "2026-11"): "on_time",
        (1, "白云村", "2026-11"): "missing",
        (2, "白云村", "2026-11"): "on_time",
    }


def test_without_leaders_in_the_config_each_village_wants_a_visit():
    own = {
        "白云村": {"下访登记": [at("2026-11-12", has_leader=True)]},
        "青石村": {"下访登记": [at("2026-11-12")]},
    }
    found = found_in("VISIT_MONTHLY", "2026-12-01", packs=VISIT, own=own)
    assert found == {
        ("青石村", "青石村", "2026-11"): "missing",
        ("白云村", "白云村", "2026-11"): "on_time",
    }


def test_each_leader_reports_every_quarter():
    lines = {"季度汇报": [at("2026-10-08", leader=2, has_leader=True)]}
    found = found_in("LEADER_REPORT_Q", "2026-10-09", packs=VISIT, lines=lines, leaders=LEADERS)
    assert found == {(1, "", "2026Q3"): "missing", (2, "", "2026Q3"): "on_time"}


def test_departments_owe_the_half_monthly_report():
    lines = {"报送登记": [at("2026-11-16", unit="司法所")]}
    found = found_in("HALF_MONTH_SCREEN", "2026-11-18", lines=lines, departments=("司法所", "民政办"))
    states = {owner: state for (owner, _, period), state in found.items() if period == "2026-11H1"}
    assert states == {"青石村": "missing", "白云村": "missing", "司法所": "on_time", "民政办": "missing"}


def test_every_grid_keeps_its_log():
    own = {
        "青石村": {"巡查日志": [at("2026-11-27", unit="一网格")]},
        "白云村": {"巡查日志": [at("2026-11-27")]},
    }
    grids = (("一网格", "青石村"), ("二网格", "青石村"), ("三网格", "白云村"))
    found = found_in("GRID_DAILY", "2026-11-28", own=own, grids=grids)
    states = {owner: state for (owner, _, period), state in found.items() if period == "2026-11-27"}
    assert states == {"一网格": "on_time", "二网格": "missing", "三网格": "on_time"}
    unnamed = found_in("GRID_DAILY", "2026-11-28", own=own)
    assert {owner for owner, _, _ in unnamed} == {"青石村", "白云村"}


@pytest.mark.parametrize(
    ("today", "lines", "expected"),
    [
        pytest.param("2026-12-25", {}, {"2025": "missing"}, id="four working days left of this year"),
        pytest.param("2026-12-31", {}, {"2025": "missing", "2026": "due_soon"}, id="its last day"),
        pytest.param("2027-01-05", {"培训记录": [at("2026-05-12")]}, {"2026": "on_time"}, id="held in May"),
        pytest.param("2027-01-05", {}, {"2026": "missing"}, id="not held"),
    ],
)
def test_a_duty_of_the_year(today, lines, expected):
    found = found_in("TRAINING_YEARLY", today, lines=lines)
    assert {period: state for (_, _, period), state in found.items()} == expected


def test_the_agenda_may_look_further_ahead():
    found = cadences(
        FiledEvidence((Filings("青石村"),)), date(2026, 11, 20), rules(), until=date(2026, 12, 4)
    )
    assert [(each.period, each.state) for each in found if each.duty == "HALF_MONTH_SCREEN"] == [
        ("2026-11H1", "missing"),
        ("2026-11H2", "not_due"),
    ]


def test_an_office_without_its_workbook_is_asked_for_nothing():
    meeting = next(each for pack in rules().packs for each in pack.cadence if each.id == "MONTHLY_MEETING")
    assert list(owners_of(meeting, FiledEvidence(villages=(Filings("青石村"),)))) == []
