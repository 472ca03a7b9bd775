"""Who is asked when, and what keeps a row silent."""

from dataclasses import replace
from datetime import date

import pytest

from config.calendars import CalendarYear, statutory_days
from config.vocabulary import Post
from rules.ladder import last_quarter_end
from rules.ruleset import Rules, Rung
from tests.rules.rows import calendar, rules, shown, verdict, with_notice

SIMPLE = {"complexity": "simple", "registered_date": "2026-03-05"}  # due Friday 2026-03-20
VISIT = rules("visit_scheme", "statute", "mediation")


@pytest.mark.parametrize(
    ("today", "post", "rung"),
    [
        pytest.param("2026-03-16", "", -1, id="four working days left"),
        pytest.param("2026-03-17", "handler", 0, id="three left"),
        pytest.param("2026-03-18", "handler", 0, id="two left"),
        pytest.param("2026-03-19", "first_officer", 1, id="one left"),
        pytest.param("2026-03-20", "first_officer", 1, id="the day itself"),
        pytest.param("2026-03-21", "first_officer", 1, id="a weekend uses up no rung"),
        pytest.param("2026-03-23", "first_officer", 2, id="one working day over"),
        pytest.param("2026-03-25", "first_officer", 2, id="three over"),
        pytest.param("2026-03-26", "lead_officer", 3, id="four over, named or not"),
        pytest.param("2026-03-31", "lead_officer", 3, id="seven over"),
        pytest.param("2026-04-01", "leader_in_charge", 4, id="eight over"),
        pytest.param("2026-11-22", "leader_in_charge", 4, id="after a gap only the highest rung speaks"),
    ],
)
def test_the_default_ladder(today, post, rung):
    found = verdict(today, **SIMPLE)
    assert (found["addressee"], found["rung"]) == (post, rung)


def test_days_are_counted_both_ways():
    found = verdict("2026-03-24", **SIMPLE)
    assert (found["days_overdue"], found["working_days_overdue"], found["working_days_left"]) == (4, 2, -2)
    found = verdict("2026-03-17", **SIMPLE)
    assert (found["days_overdue"], found["working_days_overdue"], found["working_days_left"]) == (0, 0, 3)


def test_a_township_may_have_another_ladder():
    ladder = (Rung(5, Post.LEADER_IN_CHARGE), Rung(-5, Post.FIRST_OFFICER))
    under = replace(rules(), ladder=ladder)
    assert verdict("2026-03-12", under=under, **SIMPLE)["addressee"] == ""
    assert verdict("2026-03-13", under=under, **SIMPLE)["addressee"] == "first_officer"
    found = verdict("2026-03-27", under=under, **SIMPLE)
    assert (found["addressee"], found["rung"]) == ("leader_in_charge", 0)
    assert verdict("2026-03-27", under=replace(rules(), ladder=()), **SIMPLE)["addressee"] == ""


@pytest.mark.parametrize(
    ("today", "leader", "under", "post"),
    [
        pytest.param("2026-03-31", "赵某甲", VISIT, "committee", id="the quarter's last day, overdue"),
        pytest.param("2026-04-20", "赵某甲", VISIT, "committee", id="until it is closed"),
        pytest.param("2026-03-30", "赵某甲", VISIT, "first_officer", id="the day before"),
        pytest.param("2026-04-20", "", VISIT, "leader_in_charge", id="no lead officer named"),
        pytest.param("2026-04-20", "赵某甲", rules(), "leader_in_charge", id="another township's rules"),
    ],
)
def test_the_committee_is_addressed_in_the_visit_scheme_only(today, leader, under, post):
    row = {"registered_date": "2026-03-05", "due_date": "2026-03-26", "leader": leader, "contacted": True}
    assert verdict(today, under=under, **row)["addressee"] == post


@pytest.mark.parametrize(
    ("today", "ended"),
    [("2026-03-30", "2025-12-31"), ("2026-03-31", "2026-03-31"), ("2026-04-01", "2026-03-31")],
)
def test_when_a_quarter_ended_last(today, ended):
    assert last_quarter_end(date.fromisoformat(today)).isoformat() == ended


# What keeps a row silent.


def test_backlog_is_flagged_and_asks_nobody():
    under = replace(rules(), adopted_on=date(2026, 3, 6))
    found = verdict("2026-04-20", under=under, **SIMPLE)
    assert shown(found) == ("overdue", "2026-03-20", "SIMPLE_15D")
    assert (found["backlog"], found["addressee"], found["rung"]) == (True, "", -1)
    lifted = verdict("2026-04-20", under=replace(under, escalate_backlog=True), **SIMPLE)
    assert (lifted["backlog"], lifted["addressee"]) == (True, "leader_in_charge")
    on_the_day = verdict("2026-04-20", under=replace(rules(), adopted_on=date(2026, 3, 5)), **SIMPLE)
    assert (on_the_day["backlog"], on_the_day["addressee"]) == (False, "leader_in_charge")


def test_backlog_are_open_cases_only():
    under = replace(rules(), adopted_on=date(2026, 3, 6))
    closed = {"status": "resolved", "resolved_date": "2026-03-10"}
    assert not verdict("2026-04-20", under=under, **SIMPLE, **closed)["backlog"]


@pytest.mark.parametrize(
    ("today", "post"),
    [
        pytest.param("2026-03-27", "", id="seen today"),
        pytest.param("2026-04-01", "", id="three working days on"),
        pytest.param("2026-04-02", "leader_in_charge", id="then it speaks again"),
        pytest.param("2026-03-26", "lead_officer", id="not before it was seen"),
    ],
)
def test_acknowledged_silences_for_some_working_days(today, post):
    found = verdict(today, **SIMPLE, acknowledged_date="2026-03-27")
    assert (found["addressee"], found["light"]) == (post, "overdue")


def test_a_survey_asks_the_first_officer_at_most():
    row = {"registered_date": "2026-02-02", "status": "resolved", "resolved_date": "2026-02-10"}
    found = verdict("2026-06-10", "petition", **row)
    assert (found["duty"], found["light"], found["addressee"]) == ("SURVEY_5WD", "overdue", "first_officer")


# A year without its notice.

NOTICE = tuple(day for day in statutory_days() if day.year == 2027)
LATE = {"registered_date": "2026-12-20", "limit_days": 12, "limit_unit": "working_days"}


def test_a_provisional_date_never_escalates_alone():
    found = verdict("2027-02-03", **LATE)
    assert shown(found) == ("overdue", "2027-01-06", "ROW_LIMIT")
    assert (found["provisional"], found["addressee"]) == (True, "handler")
    settled = verdict("2027-02-03", under=with_notice(2027, NOTICE), **LATE)
    assert (settled["provisional"], settled["addressee"]) == (False, "leader_in_charge")


def test_today_a_case_that_runs_into_january_gets_a_provisional_date():
    found = verdict("2026-11-22", registered_date="2026-12-02", complexity="complex")
    assert (found["due"], found["provisional"]) == ("2027-01-04", True)
    assert not verdict("2026-11-22", registered_date="2026-11-20", complexity="simple")["provisional"]


def test_a_date_a_person_wrote_is_not_provisional():
    assert not verdict("2026-11-22", registered_date="2026-11-20", due_date="2027-01-03")["provisional"]


# Which duty shows.


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            {"registered_date": "2026-03-02", "accepted_date": "2026-03-02"},
            ("overdue", "2026-03-04", "HANDOVER_2WD"),
            id="a hard one that is overdue, the earliest first",
        ),
        pytest.param(
            {"registered_date": "2026-03-09", "due_date": "2026-03-24", "assigned_date": "2026-03-09"},
            ("on_track", "2026-03-24", "ROW_LIMIT"),
            id="on a tie the closing duty: the notice is due that day too",
        ),
        pytest.param(
            {"registered_date": "2026-03-09", "accepted_date": "2026-03-09", "assigned_date": "2026-03-09"},
            ("on_track", "2026-04-08", "COMPLEX_30D"),
            id="the earliest due of all",
        ),
    ],
)
def test_which_duty_shows(row, expected):
    assert shown(verdict("2026-03-18", "petition", **row)) == expected


def test_a_hard_limit_past_due_goes_before_a_soft_one():
    row = {"registered_date": "2026-01-05", "due_date": "2026-03-01"}
    assert shown(verdict("2026-02-20", "mediation", **row)) == ("due_soon", "2026-02-05", "MEDIATION_1M")
    assert shown(verdict("2026-03-02", "mediation", **row)) == ("overdue", "2026-03-01", "ROW_LIMIT")


def test_an_override_by_category(tmp_path):
    from config.packs import load_packs

    text = """
id = "wages"
title = { zh = "欠薪", en = "wages" }
scope = "township"
families = ["dispute"]
[[duty]]
id = "WAGES_7D"
title = { zh = "欠薪事项办结", en = "closing a wage case" }
deed = { zh = "办结", en = "close" }
kind = "closing"
counts_from = ["registered_date"]
length = 7
unit = "calendar_days"
when = [{ category = ["劳资欠薪"] }]
replaces = ["SIMPLE_15D", "COMPLEX_30D"]
source = { work = "本镇方案", quote = "欠薪事项七日内办结" }
"""
    (tmp_path / "wages.toml").write_text(text, "utf-8")
    under = replace(rules(), packs=load_packs(["sichuan_2026", "wages.toml"], tmp_path))
    row = {"registered_date": "2026-03-09"}
    assert verdict("2026-03-10", under=under, **row, category="劳资欠薪")["duty"] == "WAGES_7D"
    assert verdict("2026-03-10", under=under, **row, category="邻里")["duty"] == "COMPLEX_30D"


# The rules themselves.


def test_equal_rules_have_equal_fingerprints():
    assert rules().fingerprint == replace(rules(), packs=rules().packs).fingerprint
    others = [
        replace(rules(), adopted_on=date(2026, 1, 1)),
        replace(rules(), due_soon_days=5),
        VISIT,
        with_notice(2027, NOTICE),
        replace(rules(), calendar=type(calendar()).build({2026: CalendarYear(off=[date(2026, 3, 3)])})),
    ]
    assert len({each.fingerprint for each in [rules(), *others]}) == 6


def test_an_office_has_three_working_days_to_answer():
    assert rules().answer_by(date(2026, 4, 3)) == date(2026, 4, 9)
    off = {2026: CalendarYear(off=[date(2026, 4, day) for day in (7, 8, 9)])}
    local = replace(rules(), calendar=type(calendar()).build(off))
    assert local.answer_by(date(2026, 4, 3)) == date(2026, 4, 14)


def test_rules_are_frozen():
    assert isinstance(rules(), Rules)
    with pytest.raises(AttributeError):
        rules().adopted_on = date(2026, 1, 1)
