"""Each duty at its boundary: the day before, the day, the day after; holidays, make-up days, month ends."""

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.rows import rules, shown, verdict

VISIT = rules("visit_scheme", "statute", "mediation")


def at(today, family="dispute", **row):
    return shown(verdict(today, family, **row))


@pytest.mark.parametrize(
    ("today", "light"),
    [
        pytest.param("2026-03-12", "on_track", id="four working days left"),
        pytest.param("2026-03-13", "on_track", id="a Friday, five"),
        pytest.param("2026-03-17", "due_soon", id="three left"),
        pytest.param("2026-03-20", "due_soon", id="the day itself is not late"),
        pytest.param("2026-03-21", "overdue", id="the day after, though a Saturday"),
    ],
)
def test_simple_matter_15_days_from_handing_over(today, light):
    assert at(today, complexity="simple", registered_date="2026-03-03", assigned_date="2026-03-05") == (
        light,
        "2026-03-20",
        "SIMPLE_15D",
    )


@pytest.mark.parametrize(
    ("complexity", "duty", "due"),
    [
        pytest.param("simple", "SIMPLE_15D", "2026-04-20", id="15 days end on a Saturday, Monday then"),
        pytest.param("complex", "COMPLEX_30D", "2026-05-06", id="30 days end in the Labour Day week"),
        pytest.param("normal", "COMPLEX_30D", "2026-05-06", id="一般 is given the longer limit"),
        pytest.param("", "COMPLEX_30D", "2026-05-06", id="as is a row that says nothing"),
    ],
)
def test_sichuan_limits_by_complexity(complexity, duty, due):
    assert at("2026-04-04", complexity=complexity, registered_date="2026-04-03") == ("on_track", due, duty)


def test_15_days_into_spring_festival_end_after_it():
    assert at("2026-02-06", complexity="simple", registered_date="2026-02-05")[1] == "2026-02-24"


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param({"registered_date": "2026-03-02"}, "2026-03-17", id="registered only"),
        pytest.param(
            {"registered_date": "2026-03-02", "accepted_date": "2026-03-04"}, "2026-03-19", id="accepted"
        ),
        pytest.param(
            {"registered_date": "2026-03-02", "accepted_date": "2026-03-04", "assigned_date": "2026-03-05"},
            "2026-03-20",
            id="handed over",
        ),
        pytest.param({"accepted_date": "2026-03-04"}, "2026-03-19", id="registration unreadable"),
    ],
)
def test_sichuan_clock_starts_at_handing_over_else_acceptance_else_registration(row, due):
    assert at("2026-03-05", complexity="simple", **row)[1] == due


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            {"complexity": "simple", "channel": "field_visit", "registered_date": "2026-03-07"},
            ("2026-03-07", "SPOT"),
            id="found on a visit and simple: on the spot, also on a Saturday",
        ),
        pytest.param(
            {"complexity": "simple", "channel": "visit", "registered_date": "2026-02-13"},
            ("2026-03-12", "GENERAL_15WD"),
            id="simple, but not found on a visit",
        ),
        pytest.param(
            {"registered_date": "2026-02-13"},
            ("2026-03-12", "GENERAL_15WD"),
            id="15 working days over both make-up Saturdays",
        ),
        pytest.param(
            {"complexity": "complex", "registered_date": "2026-12-31"},
            ("2027-03-01", "HARD_2M"),
            id="two months from 31 December end on Sunday 28 February, Monday then",
        ),
        pytest.param(
            {"complexity": "complex", "registered_date": "2026-01-20", "accepted_date": "2026-01-22"},
            ("2026-03-23", "HARD_2M"),
            id="from acceptance; 22 March is a Sunday",
        ),
    ],
)
def test_visit_scheme(row, expected):
    assert at(row["registered_date"], under=VISIT, **row)[1:] == expected


@pytest.mark.parametrize(
    ("today", "light"),
    [
        pytest.param("2026-02-13", "due_soon", id="registered on a Friday"),
        pytest.param("2026-02-24", "due_soon", id="the second working day"),
        pytest.param("2026-02-25", "overdue", id="the day after"),
    ],
)
def test_handing_over_takes_two_working_days(today, light):
    row = {"registered_date": "2026-02-13", "accepted_date": "2026-02-13"}
    assert at(today, "petition", **row) == (light, "2026-02-24", "HANDOVER_2WD")


def test_handing_over_ends_with_its_own_event():
    row = {"registered_date": "2026-02-13", "accepted_date": "2026-02-13", "assigned_date": "2026-03-02"}
    assert at("2026-03-03", "petition", **row)[2] == "COMPLEX_30D"


def test_handing_over_binds_petitions_only():
    assert at("2026-03-03", "dispute", registered_date="2026-02-13")[2] == "COMPLEX_30D"


def test_a_ledger_without_a_column_for_it_owes_no_handing_over():
    found = at("2026-03-03", "petition", without=["assigned_date"], registered_date="2026-02-26")
    assert found[2] != "HANDOVER_2WD"


STATUTE = {"under": rules("statute"), "accepted_date": "2026-08-05", "registered_date": "2026-08-05"}


@pytest.mark.parametrize(
    ("today", "light"),
    [
        pytest.param("2026-09-28", "due_soon", id="28, 29, 30 September and 8 October"),
        pytest.param("2026-10-08", "due_soon", id="the day itself"),
        pytest.param("2026-10-09", "overdue", id="the day after"),
    ],
)
def test_sixty_days_end_after_national_day(today, light):
    assert at(today, "petition", **STATUTE)[1:] == ("2026-10-08", "STATUTE_60D")
    assert at("2026-09-25", "petition", **STATUTE)[0] == "on_track"
    if today != "2026-09-28":
        assert at(today, "petition", **STATUTE)[0] == light


@pytest.mark.parametrize("word", ["涉法涉诉", "建议意见", "检举控告类"])
def test_sixty_days_do_not_bind_what_goes_another_way(word):
    row = {**STATUTE, "category_raw": word}
    assert at("2026-10-20", "petition", **row) == ("untimed", None, "")


def test_sixty_days_bind_petitions_only():
    assert at("2026-10-20", "dispute", **STATUTE) == ("untimed", None, "")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-03-17", ("due_soon", "2026-03-17", "STATUTE_NOTICE_15D"), id="the 15th day"),
        pytest.param("2026-03-18", ("overdue", "2026-03-17", "STATUTE_NOTICE_15D"), id="the day after"),
    ],
)
def test_notice_of_acceptance_within_15_days(today, expected):
    found = at(today, "petition", under=rules("statute"), registered_date="2026-03-02")
    assert found == expected


@pytest.mark.parametrize(("routing", "duty"), [(True, "STATUTE_ROUTE_15D"), (False, "STATUTE_60D")])
def test_routing_is_timed_only_where_it_has_a_column(routing, duty):
    row = {"registered_date": "2026-03-02", "accepted_date": "2026-03-02"}
    assert at("2026-03-03", "petition", under=rules("statute"), routing=routing, **row)[2] == duty


@pytest.mark.parametrize(
    ("today", "light"), [("2026-05-11", "due_soon"), ("2026-05-12", "overdue")], ids=["fifth", "after"]
)
def test_a_wrongly_sent_case_goes_back_in_five_working_days(today, light):
    row = {
        "registered_date": "2026-04-28",
        "accepted_date": "2026-04-28",
        "assigned_date": "2026-04-30",
        "returned": True,
    }
    found = at(today, "petition", under=rules("statute"), **row)
    assert found == (light, "2026-05-11", "STATUTE_OBJECTION_5WD")
    back = at(today, "petition", under=rules("statute"), **row, returned_date="2026-05-09")
    assert back[2] == "STATUTE_60D"


@pytest.mark.parametrize(
    ("today", "light", "late"),
    [
        pytest.param("2026-02-28", "due_soon", 0, id="a make-up Saturday: it stays there"),
        pytest.param("2026-03-01", "due_soon", 1, id="a soft limit past due stays amber"),
        pytest.param("2026-03-20", "due_soon", 20, id="however long"),
    ],
)
def test_a_mediation_takes_a_month_softly(today, light, late):
    found = verdict(today, "mediation", registered_date="2026-01-31")
    assert shown(found) == (light, "2026-02-28", "MEDIATION_1M")
    assert found["days_overdue"] == late
    assert found["addressee"] == "handler"
    assert not found["overdue_township"]


def test_the_townships_limits_do_not_bind_mediations():
    found = at("2026-02-03", "mediation", complexity="simple", registered_date="2026-02-02")
    assert found == ("on_track", "2026-03-02", "MEDIATION_1M")


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param({"due_date": "2026-03-29"}, "2026-03-29", id="a date holds as written, Sunday or not"),
        pytest.param({"limit_days": 15, "limit_unit": "calendar_days"}, "2026-03-20", id="15日"),
        pytest.param({"limit_days": 15, "limit_unit": "working_days"}, "2026-03-26", id="15个工作日"),
        pytest.param({"limit_days": 2, "limit_unit": "months"}, "2026-05-06", id="2个月, 5 May is a holiday"),
        pytest.param({"limit_days": 0, "limit_unit": "calendar_days"}, "2026-03-05", id="当场"),
    ],
)
def test_a_limit_in_the_row_beats_the_preset(row, due):
    found = at(
        "2026-03-05", complexity="simple", registered_date="2026-03-02", assigned_date="2026-03-05", **row
    )
    assert found[1:] == (due, "ROW_LIMIT")


def test_a_written_date_needs_no_start():
    assert at("2026-03-05", due_date="2026-03-29") == ("on_track", "2026-03-29", "ROW_LIMIT")


def test_a_lax_limit_in_the_row_never_silences_the_statute():
    row = {"accepted_date": "2026-01-05", "registered_date": "2026-01-05", "assigned_date": "2026-01-05"}
    found = verdict("2026-03-20", "petition", due_date="2026-12-31", **row)
    assert shown(found) == ("overdue", "2026-03-06", "STATUTE_60D")
    assert found["overdue_statute"]
    assert not found["overdue_township"]


def test_two_flags_are_raised_apart():
    row = {"accepted_date": "2026-01-05", "registered_date": "2026-01-05", "assigned_date": "2026-01-05"}
    found = verdict("2026-02-20", "petition", **row)
    assert (found["overdue_township"], found["overdue_statute"]) == (True, False)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-05-11", ("due_soon", "2026-05-11", "SURVEY_5WD"), id="fifth working day"),
        pytest.param("2026-05-12", ("overdue", "2026-05-11", "SURVEY_5WD"), id="the day after"),
    ],
)
def test_a_closed_petition_owes_its_survey(today, expected):
    row = {"registered_date": "2026-04-20", "assigned_date": "2026-04-20", "accepted_date": "2026-04-20"}
    row |= {"status": "resolved", "resolved_date": "2026-04-30"}
    found = verdict(today, "petition", **row)
    assert shown(found) == expected
    assert found["survey_owed"]
    assert not found["live"]
    assert not found["overdue_township"]
    for answer in ({"satisfaction": "satisfied"}, {"followed_up": True}, {"followup_date": "2026-05-20"}):
        done = verdict(today, "petition", **row, **answer)
        assert shown(done) == ("closed", "2026-05-20", "COMPLEX_30D")
        assert not done["survey_owed"]


def test_no_survey_without_a_column_for_it():
    row = {"registered_date": "2026-04-20", "status": "resolved", "resolved_date": "2026-04-30"}
    columns = ["satisfaction", "followup_date"]
    assert verdict("2026-05-20", "petition", without=columns, **row)["light"] == "closed"


def test_unsatisfied_is_named_and_the_light_stays():
    row = {"registered_date": "2026-03-02", "status": "resolved", "resolved_date": "2026-03-10"}
    found = verdict("2026-03-20", "petition", satisfaction="unsatisfied", **row)
    assert shown(found) == ("closed", "2026-04-01", "UNSATISFIED")
    assert (found["addressee"], found["rung"]) == ("first_officer", -1)
    opened = verdict("2026-03-20", "petition", satisfaction="unsatisfied", review_open=True, **row)
    assert (opened["duty"], opened["addressee"]) == ("COMPLEX_30D", "")
    adopted = replace(rules(), adopted_on=date(2026, 3, 3))
    assert (
        verdict("2026-03-20", "petition", under=adopted, satisfaction="unsatisfied", **row)["addressee"] == ""
    )
    seen = verdict(
        "2026-03-20", "petition", satisfaction="unsatisfied", acknowledged_date="2026-03-19", **row
    )
    assert seen["addressee"] == ""


@pytest.mark.parametrize(
    ("today", "family", "row", "expected"),
    [
        pytest.param(
            "2026-03-03",
            "petition",
            {"registered_date": "2026-03-02", "accepted_date": "2026-03-02"},
            ("due_soon", "HANDOVER_2WD", "first_officer"),
            id="handing over, three or fewer left",
        ),
        pytest.param(
            "2026-03-25",
            "dispute",
            {"registered_date": "2026-02-10", "due_date": "2026-06-30", "leader": "赵某甲"},
            ("on_track", "LEADER_CONTACT_M", ""),
            id="the month's contact, four left",
        ),
        pytest.param(
            "2026-03-26",
            "dispute",
            {"registered_date": "2026-02-10", "due_date": "2026-06-30", "leader": "赵某甲"},
            ("due_soon", "LEADER_CONTACT_M", "lead_officer"),
            id="three left",
        ),
        pytest.param(
            "2026-03-31",
            "dispute",
            {"registered_date": "2026-02-10", "due_date": "2026-06-30", "leader": "赵某甲"},
            ("due_soon", "LEADER_CONTACT_M", "lead_officer"),
            id="the last day",
        ),
        pytest.param(
            "2026-04-02",
            "dispute",
            {"registered_date": "2026-02-10", "due_date": "2026-06-30", "leader": "赵某甲"},
            ("overdue", "LEADER_CONTACT_M", "first_officer"),
            id="after it the ladder begins with the first officer",
        ),
    ],
)
def test_before_its_day_a_duty_asks_at_least_who_owes_it(today, family, row, expected):
    found = verdict(today, family, **row)
    assert (found["light"], found["duty"], found["addressee"]) == expected


@pytest.mark.parametrize(
    ("today", "addressee"),
    [
        pytest.param("2027-01-04", "first_officer", id="until its day at least who owes it"),
        pytest.param("2027-01-14", "handler", id="after it nobody above the handler"),
    ],
)
def test_a_provisional_date_alone_moves_nobody_up(today, addressee):
    row = {"registered_date": "2026-12-31", "accepted_date": "2026-12-31"}
    found = verdict(today, "petition", **row)
    assert (found["duty"], found["provisional"], found["addressee"]) == ("HANDOVER_2WD", True, addressee)


@pytest.mark.parametrize(
    ("today", "contact", "light", "due"),
    [
        pytest.param("2026-02-28", None, "due_soon", "2026-02-28", id="first owed for the month after"),
        pytest.param("2026-03-01", None, "overdue", "2026-02-28", id="overdue from the month's end, no roll"),
        pytest.param(
            "2026-03-02", "2026-02-27", "on_track", "2026-03-31", id="done in February, owed in March"
        ),
        pytest.param(
            "2026-03-02", "2026-01-30", "overdue", "2026-02-28", id="done too early counts for nothing"
        ),
    ],
)
def test_lead_officer_speaks_with_the_parties_once_a_month(today, contact, light, due):
    row = {"registered_date": "2026-01-10", "due_date": "2026-06-30", "leader": "赵某甲"}
    found = at(today, last_contact_date=contact, **row)
    assert found == (light, due, "LEADER_CONTACT_M")


def test_a_contact_without_a_readable_date_is_not_timed():
    row = {"registered_date": "2026-01-10", "due_date": "2026-06-30", "leader": "赵某甲"}
    assert at("2026-03-10", contacted=True, **row)[2] == "ROW_LIMIT"
    assert at("2026-03-10", **{**row, "leader": ""})[2] == "ROW_LIMIT"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({}, ("on_track", "2026-04-09", "STATUTE_REVIEW_30D"), id="asked for, runs"),
        pytest.param({"review_decided_date": "2026-03-20"}, ("closed", "2026-02-05", ""), id="decided"),
        pytest.param(
            {"review_decided_date": "2026-03-02"},
            ("on_track", "2026-04-09", "STATUTE_REREVIEW_30D"),
            id="asked for again after the decision",
        ),
    ],
)
def test_a_review_has_its_own_clock(row, expected):
    closed = {"registered_date": "2026-01-06", "status": "resolved", "resolved_date": "2026-02-05"}
    closed |= {"review_requested_date": "2026-03-10", "satisfaction": "satisfied"}
    found = verdict("2026-03-25", "petition", **closed, **row)
    if expected[2]:
        assert shown(found) == expected
    else:
        assert shown(found) == ("closed", "2026-02-05", "COMPLEX_30D")


def test_a_reopened_case_is_not_overdue_at_a_stroke():
    row = {"registered_date": "2026-01-06", "resolved_date": "2026-02-05", "review_open": True}
    found = verdict("2026-03-25", "petition", review_requested_date="2026-03-10", **row)
    assert shown(found) == ("on_track", "2026-04-09", "STATUTE_REVIEW_30D")
    assert found["live"]
    assert shown(verdict("2026-03-25", "petition", **row)) == ("untimed", None, "")
