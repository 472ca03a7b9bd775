"""Ledger and sheet laid together: states, conflicts and what is asked; acceptance cases by number."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.vocabulary import Half, Mark, ProblemCode, SittingOutcome
from rules.sentences.grammar import is_ours, sitting_part
from rules.sentences.sitting_asks import sitting_sentence
from rules.sittings.arrangements import SheetRow, SittingState, arrange
from rules.sittings.asks import asked, asks_of
from rules.sittings.case_sittings import BookedDay, CaseSittings, CaseStanding, HeldDay
from tests.rules.rows import rules
from tests.rules.sittings.six_cases import MONDAY, OFFICE, ahead, at, calendar, last_working

PACKS = rules().packs
FAILED = SittingOutcome.FAILED


def case(key="Q5", village="青石村", row=5, begun=date(2026, 11, 4), limit=date(2026, 12, 4), **more):
    last = last_working(limit) if limit else None
    place = {"ledger": f"{village}.xlsx", "sheet": "台账", "row": row, "number": key}
    return CaseSittings(
        key, village=village, **place, begun=begun, registered=begun, last_day=last, due=limit, **more
    )


Q3 = {"key": "Q3", "row": 3, "begun": date(2026, 11, 8), "limit": date(2026, 12, 8)}
Q9 = {"key": "Q9", "row": 9, "begun": date(2026, 11, 20), "limit": date(2026, 12, 21)}


def laid(*cases, rows=(), today=MONDAY, proposing=True, office=OFFICE):
    days = ahead(today)
    return arrange(cases, rows, office, days, proposing=proposing)


def told(one, today=MONDAY, language="zh-CN"):
    """Return what is asked of an arrangement: its id, the day it is asked for, and the sentence."""
    asking = asked(one, asks_of(PACKS), calendar(), today)
    if asking is None:
        return None, None, ""
    sentence = sitting_sentence(one, asking, language, calendar(), today)
    assert is_ours(Mark.ASKED, sentence)
    assert sitting_part(f"【催办】…{sentence}") == sentence
    return asking.id, asking.by, sentence


def booked(text, half=True):
    day, part = at(text if half else f"{text} am")
    return BookedDay(day, part if half else None)


@pytest.mark.parametrize(
    ("begun", "by"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 9, 28), date(2026, 10, 10)),
        (date(2026, 9, 24), date(2026, 10, 9)),
    ],
)
def test_case_19_a_day_is_agreed_within_five_working_days(begun, by):
    (one,) = laid(case(begun=begun, limit=None), today=begun).cases
    assert told(one, begun)[:2] == ("SITTING_AGREE_5WD", by)


@pytest.mark.parametrize(
    ("day", "by"), [(date(2026, 11, 27), date(2026, 12, 1)), (date(2026, 9, 30), date(2026, 10, 9))]
)
def test_case_20_an_outcome_is_written_within_two_working_days(day, by):
    today = day + timedelta(days=1)
    (one,) = laid(case(begun=date(2026, 9, 1), held=(HeldDay(day),)), today=today).cases
    assert one.state is SittingState.OUTCOME_OWED
    assert one.proposal is None
    assert told(one, today)[:2] == ("SITTING_RECORD_2WD", by)


def test_case_21_a_failed_sitting_is_followed_by_another():
    (one,) = laid(case(held=(HeldDay(date(2026, 11, 26), outcome=FAILED),))).cases
    assert (one.state, one.number) == (SittingState.TO_REBOOK, 2)
    asking, by, sentence = told(one)
    assert (asking, by) == ("SITTING_NEXT_5WD", date(2026, 12, 3))
    assert (
        sentence
        == "【再约】11月26日调解未成，请于12月3日前（含当日）约定下次调解（建议12月3日上午）或告知其他途径。"
    )


def test_case_23_an_outcome_that_is_overdue_is_asked_for_soon():
    saturday = date(2026, 11, 28)
    (one,) = laid(case(held=(HeldDay(date(2026, 11, 12)),)), today=saturday).cases
    assert told(one, saturday)[2] == "【补录】11月12日的调解，请尽快填写结果。"


def test_case_25_booked_after_the_limit():
    (one, other) = laid(case(booked=(booked("12-10 am"),)), case(**Q3)).cases
    assert one.problems == [ProblemCode.SITTING_AFTER_LIMIT]
    assert told(one)[2] == "【提前】约定的12月10日晚于办理期限（12月4日），请提前或办理延期。"
    assert other.proposal.half_day == at("12-03 am")


def test_case_26_two_sittings_of_one_mediator_in_one_room():
    rows = [SheetRow(4, "Q9", booked=booked("12-03 am"), is_touched=True)]
    found = laid(case(**Q3, booked=(booked("12-03 am"),)), case(**Q9), rows=rows)
    assert [conflict.code for conflict in found.conflicts] == [
        ProblemCode.SITTING_MEDIATOR_DOUBLE,
        ProblemCode.SITTING_PLACE_DOUBLE,
    ]
    assert [one.booked.half_day for one in found.cases] == [at("12-03 am")] * 2
    assert told(found.cases[0])[2] == "【冲突】12月3日上午与青石村第9行同一调解员，请改期。"


def test_case_27_the_ledgers_day_counts():
    rows = [SheetRow(4, "Q3", booked=booked("12-04 am"), is_touched=True)]
    (one,) = laid(case(**Q3, booked=(booked("12-03 am"),)), rows=rows).cases
    assert one.problems == [ProblemCode.SITTING_TWO_DATES]
    assert one.booked.half_day == at("12-03 am")


def test_case_28_a_sunday_is_a_note_and_stays():
    (one,) = laid(case(**Q9, booked=(booked("12-06 am"),))).cases
    assert one.problems == [ProblemCode.SITTING_REST_DAY]
    friday = date(2026, 12, 4)
    (one,) = laid(case(**Q9, booked=(booked("12-06 am"),)), today=friday).cases
    assert told(one, friday)[2] == "【调解】定于12月6日上午调解（第1次）。"


def test_case_8_leave_on_a_booked_day_is_named():
    office = replace(OFFICE, mediators=(replace(OFFICE.mediators[0], off=frozenset({date(2026, 12, 3)})),))
    (one,) = laid(case(booked=(booked("12-03 am"),)), office=office).cases
    assert one.problems == [ProblemCode.SITTING_MEDIATOR_AWAY]


@pytest.mark.parametrize("standing", [CaseStanding.CLOSED, CaseStanding.ON_HOLD])
def test_a_case_that_is_over_frees_its_half_day(standing):
    gone = case(booked=(booked("12-03 am"),), standing=standing)
    (one, other) = laid(gone, case(**Q3)).cases
    assert one.problems == [ProblemCode.SITTING_OF_CLOSED]
    assert one.state is SittingState.NONE
    assert other.proposal.half_day == at("12-03 am")


def test_put_off_frees_the_day_and_asks_for_another():
    rows = [SheetRow(4, "Q5", booked=booked("12-03 am"), is_touched=True, is_moved=True)]
    (one,) = laid(case(), rows=rows).cases
    assert (one.state, one.number) == (SittingState.TO_AGREE, 1)
    assert one.proposal.half_day == at("12-03 am")


def test_cancelled_gets_no_suggestion():
    rows = [SheetRow(4, "Q5", is_touched=True, is_cancelled=True)]
    (one,) = laid(case(), rows=rows).cases
    assert one.is_cancelled
    assert one.proposal is None
    assert told(one)[0] is None


def test_a_sitting_of_the_sheet_that_is_over_was_held():
    rows = [SheetRow(4, "Q5", booked=BookedDay(date(2026, 11, 27), Half.AM), outcome=FAILED, is_touched=True)]
    (one,) = laid(case(), rows=rows).cases
    assert (one.state, one.number, len(one.held)) == (SittingState.TO_REBOOK, 2, 1)


def test_agreement_in_the_sheet_asks_for_the_ledger_to_say_so():
    agreed = SittingOutcome.AGREED
    rows = [SheetRow(4, "Q5", booked=BookedDay(date(2026, 11, 27), Half.AM), outcome=agreed, is_touched=True)]
    (one,) = laid(case(), rows=rows).cases
    assert told(one)[0] == "SITTING_RECORD_2WD"


def test_a_day_without_a_half_takes_the_first_that_is_free():
    found = laid(case(booked=(booked("12-03 am"),)), case(**Q3, booked=(booked("12-03", half=False),)))
    assert [one.booked.half_day for one in found.cases] == [at("12-03 am"), at("12-03 pm")]
    assert not found.conflicts
    (_, second) = found.cases
    assert second.booked.is_open


def test_todays_own_sitting_is_today_and_its_outcome_is_asked_from_tomorrow():
    thursday = date(2026, 12, 3)
    (one,) = laid(case(booked=(booked("12-03 am"),)), today=thursday).cases
    assert one.state is SittingState.TODAY


def test_nobody_is_asked_row_by_row_without_a_place_for_the_answer():
    (one,) = laid(case(has_columns=False), proposing=False).cases
    assert one.state is SittingState.NONE
    (one,) = laid(case(has_columns=False), proposing=True).cases
    assert one.state is SittingState.TO_AGREE


def test_a_silent_case_keeps_its_half_day_and_is_asked_nothing():
    (one, other) = laid(case(booked=(booked("12-03 am"),), silent=True), case(**Q3)).cases
    assert told(one)[0] is None
    assert other.proposal.half_day == at("12-03 pm")


def test_what_the_state_keeps_gives_the_case_back():
    one = case(
        booked=(booked("12-03 am"),), held=(HeldDay(date(2026, 11, 20), Half.PM, FAILED),), mediators=("k",)
    )
    where = {
        name: getattr(one, name) for name in ("ledger", "village", "sheet", "row", "number", "registered")
    }
    assert CaseSittings.recalled(one.remembered(), **where) == one


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    "one",
    [
        case(),
        case(begun=date(2026, 10, 1)),
        case(held=(HeldDay(date(2026, 11, 26), outcome=FAILED),)),
        case(held=(HeldDay(date(2026, 10, 26), outcome=FAILED),)),
        case(held=(HeldDay(date(2026, 11, 27)),)),
        case(booked=(booked("12-10 am"),)),
        case(booked=(BookedDay(MONDAY),)),
    ],
)
def test_every_sentence_is_known_as_ours(one, language):
    for proposing in (True, False):
        (found,) = laid(one, proposing=proposing).cases
        assert told(found, language=language)[2]
