"""How cases end, pause, are extended and come back (docs/rules.md)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.holds import held_calendar_days, held_working_days
from tests.rules.rows import calendar, rules, shown, verdict

SIMPLE = {"complexity": "simple", "registered_date": "2026-03-05"}  # due 2026-03-20
PETITION = {
    "registered_date": "2026-03-02",
    "accepted_date": "2026-03-02",
    "assigned_date": "2026-03-02",
}  # COMPLEX_30D 2026-04-01, STATUTE_60D 2026-05-06


def at(today, family="dispute", **row):
    return shown(verdict(today, family, **row))


# Closed.


@pytest.mark.parametrize(
    ("resolved", "light", "days"),
    [
        pytest.param("2026-03-19", "closed", 0, id="the day before"),
        pytest.param("2026-03-20", "closed", 0, id="on the day"),
        pytest.param("2026-03-21", "closed_late", 1, id="the day after"),
        pytest.param("2026-04-20", "closed_late", 31, id="a month late"),
    ],
)
def test_a_closed_case_keeps_its_due_date_and_counts_how_late_it_was(resolved, light, days):
    found = verdict("2026-11-22", **SIMPLE, status="resolved", resolved_date=resolved)
    assert shown(found) == (light, "2026-03-20", "SIMPLE_15D")
    assert found["days_overdue"] == days
    assert found["addressee"] == ""
    assert not found["live"]
    assert found["overdue_township"] == (days > 0)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param({}, id="no date"),
        pytest.param({"resolved_date": "2026-02-20"}, id="before its registration"),
        pytest.param({"resolved_date": "2026-05-20", "resolved_end_unsure": True}, id="unsure"),
    ],
)
def test_lateness_is_not_judged_without_a_sure_end(end):
    found = verdict("2026-11-22", **SIMPLE, status="resolved", **end)
    assert shown(found) == ("closed", "2026-03-20", "SIMPLE_15D")
    assert (found["days_overdue"], found["overdue_township"]) == (0, False)


def test_a_mediation_closed_late_is_closed():
    found = verdict(
        "2026-05-01", "mediation", registered_date="2026-01-31", status="resolved", resolved_date="2026-03-10"
    )
    assert shown(found) == ("closed", "2026-02-28", "MEDIATION_1M")
    assert found["days_overdue"] == 10


def test_a_closed_case_without_any_date_is_closed():
    assert at("2026-05-01", status="resolved") == ("closed", None, "")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"status": "withdrawn"}, id="withdrawn"),
        pytest.param({"status": "transferred", "destination": "outside"}, id="to the county, a court"),
        pytest.param({"status": "transferred"}, id="somewhere"),
    ],
)
def test_withdrawn_and_passed_out_are_closed_without_a_date(row):
    found = verdict("2026-05-01", "petition", **PETITION, **row)
    assert shown(found) == ("closed", None, "")
    assert not found["live"]
    assert found["addressee"] == ""


def test_handed_up_to_the_township_stays_live_and_asks_the_township():
    row = {**SIMPLE, "status": "transferred", "destination": "township"}
    for today, light, post in [
        ("2026-03-06", "on_track", "first_officer"),
        ("2026-03-18", "due_soon", "first_officer"),
        ("2026-04-20", "overdue", "leader_in_charge"),
    ]:
        found = verdict(today, **row)
        assert (found["light"], found["due"], found["live"]) == (light, "2026-03-20", True)
        assert found["addressee"] == post


def test_no_readable_date_is_untimed():
    found = verdict("2026-05-01")
    assert shown(found) == ("untimed", None, "")
    assert found["addressee"] == ""


def test_a_length_without_a_start_is_untimed():
    assert at("2026-05-01", limit_days=15, limit_unit="calendar_days") == ("untimed", None, "")


# On hold.


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"status": "suspended"}, id="by its status"),
        pytest.param({"status": "suspended", "suspended_from": "2026-03-10"}, id="with its day"),
        pytest.param({"suspended_from": "2026-03-10"}, id="by its day alone"),
        pytest.param({"suspended_from": "2026-03-10", "suspended_to": "2026-06-01"}, id="until later"),
    ],
)
def test_on_hold_is_grey_keeps_its_date_and_asks_nobody(row):
    found = verdict("2026-05-01", **SIMPLE, **row)
    assert shown(found) == ("suspended", "2026-03-20", "SIMPLE_15D")
    assert (found["addressee"], found["days_overdue"], found["live"]) == ("", 0, True)


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param({**SIMPLE}, "2026-04-02", id="13 calendar days"),
        pytest.param(
            {"registered_date": "2026-03-05", "due_date": "2026-03-22"}, "2026-04-04", id="a written date"
        ),
        pytest.param(
            {"registered_date": "2026-03-05", "limit_days": 11, "limit_unit": "working_days"},
            "2026-04-02",
            id="nine of them working days",
        ),
    ],
)
def test_after_a_hold_the_date_has_moved_by_it_in_its_own_unit(row, due):
    held = {"suspended_from": "2026-03-10", "suspended_to": "2026-03-23"}
    assert at("2026-03-24", **row, **held)[1] == due
    assert at("2026-03-24", **row, **held, status="suspended")[1] == due


def test_a_hold_over_holidays_only_moves_no_working_day_limit():
    row = {"registered_date": "2026-09-24", "limit_days": 5, "limit_unit": "working_days"}
    held = {"suspended_from": "2026-10-01", "suspended_to": "2026-10-08"}
    assert at("2026-10-08", **row)[1] == at("2026-10-08", **row, **held)[1] == "2026-10-09"


def test_a_hold_before_the_clock_began_takes_nothing():
    row = {"complexity": "simple", "registered_date": "2026-02-01", "assigned_date": "2026-03-05"}
    held = {"suspended_from": "2026-02-05", "suspended_to": "2026-02-20"}
    assert at("2026-03-06", **row, **held)[1] == "2026-03-20"


def test_a_return_from_hold_is_not_overdue_at_a_stroke():
    held = {"suspended_from": "2026-03-19", "suspended_to": "2026-05-20"}
    assert at("2026-05-20", **SIMPLE, **held) == ("due_soon", "2026-05-21", "SIMPLE_15D")


def test_a_hold_that_was_never_lifted_ended_with_the_case():
    row = {**SIMPLE, "suspended_from": "2026-03-10", "status": "resolved", "resolved_date": "2026-04-20"}
    assert at("2026-05-01", **row) == ("closed", "2026-04-30", "SIMPLE_15D")


days = st.dates(date(2025, 6, 1), date(2026, 8, 1)).map(lambda day: np.array([day], dtype="M8[D]"))


@given(first=days, second=days, third=days)
def test_two_adjacent_holds_equal_one(first, second, third):
    a, b, c = sorted([first, second, third], key=lambda day: day[0])
    assert held_calendar_days(a, b) + held_calendar_days(b, c) == held_calendar_days(a, c)
    joined = held_working_days(a, b, calendar()) + held_working_days(b, c, calendar())
    assert joined == held_working_days(a, c, calendar())


def test_on_hold_since_nobody_knows_when_is_not_said_to_be_late():
    undated = verdict("2026-05-01", **SIMPLE, status="suspended")
    dated = verdict("2026-05-01", **SIMPLE, status="suspended", suspended_from="2026-04-01")
    assert (undated["overdue_township"], dated["overdue_township"]) == (False, True)


# Extended.

APPROVED = {
    "extension_approver": "钱某乙",
    "extension_approved_on": "2026-03-18",
    "extension_reason": "待鉴定",
}


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param({"extension": "2026-04-12", **APPROVED}, "2026-04-12", id="a Sunday, as written"),
        pytest.param(
            {"extension_days": 30, **APPROVED}, "2026-04-20", id="30 days on, Sunday 19 April rolls"
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": "2026-03-20"},
            "2026-04-12",
            id="approved on the last day",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": "2026-03-21"},
            "2026-03-20",
            id="a day too late",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_reason": ""},
            "2026-04-12",
            id="without a reason",
        ),
        pytest.param({"extension": "2026-04-12"}, "2026-03-20", id="asked for, not approved"),
        pytest.param(
            {"extension": "2026-04-12", "extension_approver": "钱某乙"},
            "2026-03-20",
            id="approved, and its day left blank",
        ),
        pytest.param(
            {"extension": "2026-04-12", "extension_times": 2, **APPROVED}, "2026-04-12", id="of two the first"
        ),
        pytest.param(
            {"extension_days": 20, "extension_times": 2, **APPROVED}, "2026-04-09", id="by its length"
        ),
        pytest.param({"extension_times": 2, **APPROVED}, "2026-03-20", id="a second one alone"),
        pytest.param({"extension_times": 1, **APPROVED}, "2026-03-20", id="not said until when"),
        pytest.param({"extension": "2026-03-10", **APPROVED}, "2026-03-20", id="ends before the limit"),
    ],
)
def test_extension(row, due):
    assert at("2026-03-19", **SIMPLE, **row)[1] == due


def test_a_ledger_with_only_the_date_gets_the_benefit():
    columns = ["registered_date", "complexity", "extension"]
    assert at("2026-03-19", only=columns, **SIMPLE, extension="2026-04-12")[1] == "2026-04-12"
    columns = [*columns, "extension_approver"]
    row = {**SIMPLE, "extension": "2026-04-12"}
    assert at("2026-03-19", only=columns, **row)[1] == "2026-03-20"
    assert at("2026-03-19", only=columns, **row, extension_approver="钱某乙")[1] == "2026-04-12"


@pytest.mark.parametrize(
    ("approver", "due"), [("钱某乙", "2026-04-12"), ("孙某丙", "2026-03-20"), ("", "2026-03-20")]
)
def test_only_listed_approvers_count_where_there_is_a_list(approver, due):
    under = replace(rules(), approvers=frozenset({"钱某乙"}))
    row = {**SIMPLE, "extension": "2026-04-12", **APPROVED, "extension_approver": approver}
    assert at("2026-03-19", under=under, **row)[1] == due
    columns = ["registered_date", "complexity", "extension", "extension_approved_on"]
    assert at("2026-03-19", under=under, only=columns, **row)[1] == "2026-04-12"


def test_an_extension_replaces_the_limit_in_the_row():
    row = {"registered_date": "2026-03-05", "due_date": "2026-03-25", "extension": "2026-04-12", **APPROVED}
    assert at("2026-03-19", **row) == ("on_track", "2026-04-12", "ROW_LIMIT")


@pytest.mark.parametrize(
    ("until", "due"),
    [
        pytest.param("2026-04-10", "2026-04-10", id="within the 30 days"),
        pytest.param("2026-04-13", "2026-04-13", id="art. 34: raw 12 April is a Sunday"),
        pytest.param("2026-06-30", "2026-04-13", id="beyond: capped"),
        pytest.param("2026-03-10", "2026-03-13", id="an extension of the township's limit only"),
    ],
)
def test_the_statutory_limit_is_extended_by_30_days_at_most(until, due):
    row = {"accepted_date": "2026-01-12", "registered_date": "2026-01-12", "extension": until}
    row |= {"extension_approver": "钱某乙", "extension_approved_on": "2026-02-10"}
    assert at("2026-02-11", "petition", under=rules("statute"), **row) == ("on_track", due, "STATUTE_60D")


def test_an_extension_by_days_moves_the_statutory_limit_too():
    row = {"accepted_date": "2026-01-12", "registered_date": "2026-01-12", "extension_days": 45, **APPROVED}
    row["extension_approved_on"] = "2026-02-10"
    assert at("2026-02-11", "petition", under=rules("statute"), **row)[1] == "2026-04-13"


def test_consent_without_an_end_stops_a_mediations_clock():
    row = {"registered_date": "2026-01-31", "extension_times": 1, "extension_approver": "双方"}
    row["extension_approved_on"] = "2026-02-20"
    assert at("2026-05-01", "mediation", **row) == ("untimed", None, "")
    assert at("2026-03-01", "mediation", **row, extension="2026-04-30") == (
        "on_track",
        "2026-04-30",
        "MEDIATION_1M",
    )


@pytest.mark.parametrize(
    ("approved", "due"),
    [
        pytest.param("2026-03-06", "2026-04-22", id="written before the hold: moved by its ten days"),
        pytest.param("2026-03-18", "2026-04-12", id="written after it: holds as written"),
        pytest.param(None, "2026-04-22", id="no column for it: to the office's benefit"),
    ],
)
def test_an_extension_and_a_hold(approved, due):
    row = {
        **SIMPLE,
        "extension": "2026-04-12",
        "extension_approver": "钱某乙",
        "extension_approved_on": approved,
    }
    row |= {"suspended_from": "2026-03-08", "suspended_to": "2026-03-18"}
    without = () if approved else ("extension_approved_on",)
    assert at("2026-03-19", without=without, **row)[1] == due


# Rules that change.


def test_a_closed_case_is_judged_by_the_pack_of_its_day(tmp_path):
    from config.packs import load_packs

    pack = """
id = "year{year}"
title = {{ zh = "{year}年", en = "{year}" }}
scope = "township"
families = ["dispute"]
valid_from = {year}-01-01
valid_to = {year}-12-31
[[duty]]
id = "CLOSING"
title = {{ zh = "办结", en = "closing" }}
deed = {{ zh = "办结", en = "close" }}
kind = "closing"
counts_from = ["registered_date"]
length = {length}
unit = "calendar_days"
roll = "none"
source = {{ work = "本镇方案", quote = "限期办结" }}
"""
    for year, length in ((2025, 10), (2026, 20)):
        (tmp_path / f"{year}.toml").write_text(pack.format(year=year, length=length), "utf-8")
    under = replace(rules(), packs=load_packs(["2025.toml", "2026.toml"], tmp_path))
    row = {"registered_date": "2025-12-25"}
    closed = {"status": "resolved", "resolved_date": "2025-12-30"}
    assert at("2026-02-01", under=under, **row)[1] == "2026-01-14"
    assert at("2026-02-01", under=under, **row, **closed)[1] == "2026-01-04"
    assert (
        at("2026-02-01", under=under, **row, **{**closed, "resolved_date": "2026-01-05"})[1] == "2026-01-14"
    )
    assert at("2027-02-01", under=under, **row) == ("untimed", None, "")
