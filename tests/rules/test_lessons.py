"""Where others' users bled (docs/lessons.md, 1 to 19): one test or more for each, named after it."""

import inspect
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.calendars import CalendarYear
from config.packs import load_packs
from config.vocabulary import Mark, Post
from rules.judge import judge
from rules.ruleset import Rung
from rules.sentences.mark_texts import marks
from tests.config.counted_back import working_days_before
from tests.rules.rows import cases, rules, shown, table, verdict, with_notice

SIMPLE = {"complexity": "simple", "registered_date": "2026-03-05"}  # due Friday 2026-03-20
HANDED_OVER = {
    "registered_date": "2026-03-02",
    "accepted_date": "2026-03-02",
    "assigned_date": "2026-03-02",
}


def texts(today, family="dispute", *, under=None, **row):
    frame, on, by = cases(row), date.fromisoformat(today), under or rules()
    found = marks(judge(frame, [table(family)], on, by), "zh-CN")
    return {mark: text[0] for mark, text in found.items()}


def test_lesson_1_a_verdict_follows_the_rules_of_the_day_and_is_cleared_as_well_as_set():
    assert verdict("2026-04-20", **SIMPLE)["light"] == "overdue"
    none = replace(rules(), packs=load_packs(["statute"], Path()))
    assert shown(verdict("2026-04-20", under=none, **SIMPLE)) == ("untimed", None, "")
    assert verdict("2026-04-20", **SIMPLE, status="withdrawn")["light"] == "closed"
    longer = replace(rules(), calendar=with_notice(2026, [date(2026, 3, 20)]).calendar)
    assert verdict("2026-03-21", under=longer, **SIMPLE)["due"] == "2026-03-23"


def test_lesson_2_a_changed_due_date_is_a_new_reminder():
    before = texts("2026-03-24", **SIMPLE)
    after = texts("2026-03-24", **SIMPLE, due_date="2026-03-25")
    assert before[Mark.ASKED] != after[Mark.ASKED]
    assert verdict("2026-03-24", **SIMPLE, due_date="2026-04-25")["rung"] == -1
    assert verdict("2026-03-24", **SIMPLE, due_date="2026-03-25")["rung"] == 1


def test_lesson_3_an_answer_is_asked_for_on_a_working_day():
    # The Labour Day week lies between.
    assert "于5月8日前报送办理情况" in texts("2026-04-30", **SIMPLE)[Mark.ASKED]
    assert "于5月6日前报送办理情况" in texts("2026-04-28", **SIMPLE)[Mark.ASKED]


def test_lesson_4_no_rung_is_used_up_on_a_weekend():
    friday, saturday, sunday, monday = (verdict(f"2026-03-{day}", **SIMPLE) for day in (20, 21, 22, 23))
    assert friday["rung"] == saturday["rung"] == sunday["rung"] == 1
    assert monday["rung"] == 2
    golden_week = {"registered_date": "2026-09-01", "due_date": "2026-09-30"}
    assert {verdict(f"2026-10-0{day}", **golden_week)["rung"] for day in range(1, 8)} == {1}


def test_lesson_5_each_duty_stops_on_its_own_event_and_none_overrules_another():
    row = {"registered_date": "2026-03-02", "accepted_date": "2026-03-02"}
    late = verdict("2026-03-10", "petition", **row)
    assert shown(late) == ("overdue", "2026-03-04", "HANDOVER_2WD")
    handed_over = verdict("2026-03-10", "petition", **row, assigned_date="2026-03-09")
    assert (handed_over["duty"], handed_over["light"]) == ("COMPLEX_30D", "on_track")
    answered = verdict("2026-04-20", "petition", **HANDED_OVER, status="resolved", resolved_date="2026-03-20")
    assert not answered["overdue_township"]
    assert "法定办结期限5月6日" in texts("2026-03-10", "petition", **row)[Mark.WHY]


def test_lesson_6_a_hold_moves_the_date_by_its_overlap_only():
    row = {"registered_date": "2026-09-24", "limit_days": 5, "limit_unit": "working_days"}
    held = {"suspended_from": "2026-09-30", "suspended_to": "2026-10-09"}  # 09-30 and 10-08 are worked
    assert verdict("2026-10-10", **row)["due"] == "2026-10-09"
    assert verdict("2026-10-10", **row, **held)["due"] == "2026-10-12"
    assert verdict("2026-10-05", **row, **{**held, "suspended_to": None})["light"] == "suspended"


def test_lesson_7_a_changed_rule_keeps_the_hold():
    held = {"suspended_from": "2026-03-09", "suspended_to": "2026-03-19"}
    simple = verdict("2026-03-20", registered_date="2026-03-05", complexity="simple", **held)
    complex_ = verdict("2026-03-20", registered_date="2026-03-05", complexity="complex", **held)
    assert (simple["due"], complex_["due"]) == ("2026-03-30", "2026-04-14")


def test_lesson_8_one_unit_is_used_for_due_elapsed_and_remaining():
    row = {"registered_date": "2026-02-13", "limit_days": 15, "limit_unit": "working_days"}
    lefts = {}
    for step in range(30):
        today = date(2026, 2, 13) + timedelta(days=step)
        lefts[today] = verdict(today.isoformat(), **row)["working_days_left"]
    assert lefts[date(2026, 2, 13)] == 15
    assert lefts[date(2026, 2, 14)] == 14  # a make-up Saturday
    assert lefts[date(2026, 2, 23)] == 14  # Spring Festival
    assert lefts[date(2026, 3, 12)] == 0


@pytest.mark.parametrize(
    ("row", "at", "first_asked"),
    [
        pytest.param(
            {"registered_date": "2026-03-02", "due_date": "2026-03-04"},
            -3,
            "2026-03-02",
            id="offset ≥ length",
        ),
        pytest.param(
            {"registered_date": "2026-09-01", "due_date": "2026-10-09"},
            -3,
            "2026-09-29",
            id="after Golden Week",
        ),
        pytest.param(
            {"registered_date": "2026-02-01", "due_date": "2026-02-28"},
            -3,
            "2026-02-25",
            id="on a make-up Saturday",
        ),
        pytest.param(
            {"registered_date": "2026-02-01", "due_date": "2026-03-09"}, -1, "2026-03-06", id="over a weekend"
        ),
    ],
)
def test_lesson_9_days_before_are_the_calendars_inverse(row, at, first_asked):
    under = replace(rules(), ladder=(Rung(at, Post.HANDLER),))
    day = date.fromisoformat(first_asked)
    assert verdict(day.isoformat(), under=under, **row)["addressee"] == "handler"
    inverse = working_days_before(rules().calendar, date.fromisoformat(row["due_date"]), -at)
    assert max(inverse, date.fromisoformat(row["registered_date"])) == day
    if row["registered_date"] < first_asked:
        before = (day - timedelta(days=1)).isoformat()
        assert verdict(before, under=under, **row)["addressee"] == ""


def test_lesson_10_after_a_gap_the_highest_rung_speaks_and_every_rung_is_reached():
    assert verdict("2026-06-01", **SIMPLE)["rung"] == 4
    reached = [
        verdict((date(2026, 3, 10) + timedelta(days=step)).isoformat(), **SIMPLE)["rung"]
        for step in range(30)
    ]
    assert sorted(set(reached)) == [-1, 0, 1, 2, 3, 4]
    assert reached == sorted(reached)


@pytest.mark.parametrize(
    "end",
    [
        {"status": "resolved", "resolved_date": "2026-03-10"},
        {"status": "resolved"},
        {"status": "withdrawn"},
        {"status": "transferred", "destination": "outside"},
    ],
)
def test_lesson_11_what_is_over_is_never_marked_overdue_nor_asked_for(end):
    found = verdict("2026-11-22", **SIMPLE, **end)
    assert found["light"] == "closed"
    assert texts("2026-11-22", **SIMPLE, **end)[Mark.ASKED] == ""


def test_lesson_12_a_reopened_case_is_not_overdue_at_once():
    row = {**HANDED_OVER, "resolved_date": "2026-03-20", "review_requested_date": "2026-10-30"}
    found = verdict("2026-11-02", "petition", **row)
    assert shown(found) == ("on_track", "2026-11-30", "STATUTE_REVIEW_30D")
    assert not found["overdue_township"]


def test_lesson_13_the_same_day_says_the_same_however_often_it_is_asked():
    assert texts("2026-03-24", **SIMPLE) == texts("2026-03-24", **SIMPLE)
    assert verdict("2026-03-24", **SIMPLE) == verdict("2026-03-24", **SIMPLE)


def test_lesson_14_more_than_one_reminder_and_seen_silences_it_for_a_while():
    days = ("2026-03-17", "2026-03-19", "2026-03-23", "2026-03-26", "2026-04-01")
    assert len({texts(day, **SIMPLE)[Mark.ASKED] for day in days}) == len(days)
    assert texts("2026-03-24", **SIMPLE, acknowledged_date="2026-03-23")[Mark.ASKED] == ""
    assert texts("2026-03-27", **SIMPLE, acknowledged_date="2026-03-23")[Mark.ASKED] != ""


def test_lesson_15_the_boss_is_asked_later_than_the_handler():
    asked = [verdict(f"2026-03-{day}", **SIMPLE)["addressee"] for day in (17, 19, 26)]
    assert asked == ["handler", "first_officer", "lead_officer"]


def test_lesson_16_a_light_changes_without_an_edit():
    lights = [verdict(f"2026-03-{day}", **SIMPLE)["light"] for day in (16, 17, 20, 21)]
    assert lights == ["on_track", "due_soon", "due_soon", "overdue"]


def test_lesson_17_overdue_from_the_day_after_and_no_clock_inside():
    assert verdict("2026-03-20", **SIMPLE)["light"] == "due_soon"
    assert verdict("2026-03-21", **SIMPLE)["days_overdue"] == 1
    import rules.judge

    source = inspect.getsource(rules.judge)
    assert ".today()" not in source
    assert ".now()" not in source


def test_lesson_18_holidays_are_no_working_days():
    row = {"registered_date": "2026-04-30", "limit_days": 5, "limit_unit": "working_days"}
    assert verdict("2026-05-11", **row)["light"] == "due_soon"
    assert verdict("2026-05-12", **row)["light"] == "overdue"


def test_lesson_19_a_year_without_its_notice_is_provisional_and_no_crash():
    row = {"registered_date": "2026-11-20", "limit_days": 40, "limit_unit": "working_days"}
    found = verdict("2026-11-22", **row)
    assert (found["due"], found["provisional"]) == ("2027-01-18", True)
    assert "暂定，2027年放假安排未公布" in texts("2026-11-22", **row)[Mark.WHY]
    # The notice may move a day in the middle of a year; everything open follows it.
    moved = type(rules().calendar).build({2026: CalendarYear(off=[date(2026, 3, 20)])})
    assert verdict("2026-03-20", under=replace(rules(), calendar=moved), **SIMPLE)["due"] == "2026-03-23"
