"""Rows that people type into 调解排期 for no case of a ledger, and halves that nobody said."""

from dataclasses import replace
from datetime import date

import pytest

from config.packs.model import SittingAsked, Unit
from config.vocabulary import Half, ProblemCode, Role, SittingOutcome
from rules.sittings.arrangements import SheetRow, SittingState
from rules.sittings.asks import asked, asks_of
from rules.sittings.case_sittings import BookedDay, CaseStanding
from tests.rules.sittings.six_cases import MONDAY, calendar
from tests.rules.sittings.test_arrangements import PACKS, Q3, booked, case, laid, told

TYPED = {"is_touched": True}


def both(*rows, **more):
    return laid(case(booked=(booked("12-03 am"),), mediators=("丙",), **more), rows=rows)


def test_a_typed_row_takes_its_mediator_from_a_case():
    found = both(SheetRow(9, booked=booked("12-03 am"), mediators=("丙",), **TYPED))
    assert [one.row for one in found.own] == [9]
    assert [conflict.code for conflict in found.conflicts] == [ProblemCode.SITTING_MEDIATOR_DOUBLE]
    _, _, sentence = told(found.cases[0])
    assert "第9行" in sentence


def test_two_typed_rows_are_their_writers_own_affair():
    rows = [SheetRow(at, booked=booked("12-03 am"), mediators=("丙",), **TYPED) for at in (8, 9)]
    assert laid(rows=rows).conflicts == []


def test_two_typed_rows_without_anybody_stand_side_by_side():
    rows = [SheetRow(at, booked=booked("12-03 am"), **TYPED) for at in (8, 9)]
    assert [one.mediators for one in laid(rows=rows).own] == [(), ()]


def test_a_room_is_double_booked_by_a_typed_row():
    found = laid(
        case(booked=(booked("12-03 am"),), mediators=("甲",), place="镇调解室"),
        rows=[SheetRow(9, booked=booked("12-03 am"), mediators=("丙",), place="镇调解室", **TYPED)],
    )
    assert [conflict.code for conflict in found.conflicts] == [ProblemCode.SITTING_PLACE_DOUBLE]


def test_a_row_in_the_past_or_off_takes_nobody():
    rows = [
        SheetRow(8, booked=BookedDay(date(2026, 11, 27), Half.AM), mediators=("丙",), **TYPED),
        SheetRow(9, booked=booked("12-03 am"), mediators=("丙",), is_cancelled=True, **TYPED),
    ]
    assert both(*rows).conflicts == []


def test_an_unsaid_half_is_the_first_that_is_free():
    found = laid(
        case(booked=(booked("12-03 am"),), mediators=("甲",)),
        case(**Q3, booked=(booked("12-03", half=False),), mediators=("甲",)),
    )
    halves = {one.case.key: one.booked.half_day.half for one in found.cases}
    assert halves == {"Q5": Half.AM, "Q3": Half.PM}
    assert found.conflicts == []


def test_without_a_free_half_the_first_is_taken_and_told():
    found = laid(
        case(booked=(booked("12-03 am"),), mediators=("甲",)),
        case(key="Q6", row=6, booked=(booked("12-03 pm"),), mediators=("甲",)),
        case(**Q3, booked=(booked("12-03", half=False),), mediators=("甲",)),
    )
    assert {conflict.code for conflict in found.conflicts} >= {ProblemCode.SITTING_MEDIATOR_DOUBLE}
    assert next(one for one in found.cases if one.case.key == "Q3").booked.half_day.half is Half.AM


def test_two_codes_of_conflict_are_two_problems_of_the_case():
    found = laid(
        case(booked=(booked("12-03 am"),), mediators=("甲",), place="镇调解室"),
        case(**Q3, booked=(booked("12-03 am"),), mediators=("甲",), place="镇调解室"),
    )
    assert {conflict.code for conflict in found.conflicts} == {
        ProblemCode.SITTING_MEDIATOR_DOUBLE,
        ProblemCode.SITTING_PLACE_DOUBLE,
    }
    assert all(len(one.problems) == len(set(one.problems)) for one in found.cases)


def test_three_at_once_are_two_conflicts_and_one_problem_each():
    cases = [
        case(booked=(booked("12-03 am"),), mediators=("甲",)),
        case(**Q3, booked=(booked("12-03 am"),), mediators=("甲",)),
        case(key="Q6", row=6, booked=(booked("12-03 am"),), mediators=("甲",)),
    ]
    found = laid(*cases)
    mine = [one.problems.count(ProblemCode.SITTING_MEDIATOR_DOUBLE) for one in found.cases]
    assert mine == [1, 1, 1]


def test_the_ledgers_day_wins_and_its_half_is_filled_from_the_sheet():
    row = SheetRow(4, "Q5", booked=booked("12-03 pm"), **TYPED)
    same_day = laid(case(booked=(booked("12-03", half=False),)), rows=[row])
    assert same_day.cases[0].booked.half_day.half is Half.PM
    other_day = laid(case(booked=(booked("12-02 am"),)), rows=[row])
    assert other_day.cases[0].booked.half_day.day == date(2026, 12, 2)


@pytest.mark.parametrize("standing", [each for each in CaseStanding if each is not CaseStanding.LIVE])
def test_a_closed_case_has_no_sitting(standing):
    one = laid(case(standing=standing, booked=(booked("12-03 am"),))).cases[0]
    assert one.state is SittingState.NONE
    assert ProblemCode.SITTING_OF_CLOSED in one.problems


def test_by_key_finds_a_case():
    found = laid(case(), case(**Q3))
    assert found.by_key["Q3"].case.row == 3
    assert date(2026, 12, 3) > MONDAY


def test_a_failed_sitting_that_only_a_count_tells_of_is_booked_anew():
    one = laid(case(outcome=SittingOutcome.FAILED, counted=1)).cases[0]
    assert one.state is SittingState.TO_REBOOK


@pytest.mark.parametrize(
    ("unit", "length", "by"),
    [
        (Unit.WORKING_DAYS, 5, date(2026, 11, 30)),
        (Unit.CALENDAR_DAYS, 5, date(2026, 11, 28)),
        (Unit.MONTHS, 1, date(2026, 12, 23)),
    ],
)
def test_an_ask_counts_in_its_own_unit(unit, length, by):
    nothing_agreed = next(ask for ask in asks_of(PACKS) if ask.when is SittingAsked.NOTHING_AGREED)
    ask = replace(nothing_agreed, unit=unit, length=length, counts_from=(Role.REGISTERED_DATE,))
    one = laid(case(begun=date(2026, 11, 23), wanted=True, has_columns=True)).cases[0]
    asking = asked(one, (ask,), calendar(), MONDAY)
    assert asking is not None
    assert asking.by == by


def test_nothing_is_asked_where_no_pack_asks_or_it_is_off():
    one = laid(case(wanted=True, has_columns=True)).cases[0]
    assert asked(one, (), calendar(), MONDAY) is None
    failed = laid(case(outcome=SittingOutcome.FAILED, counted=1)).cases[0]
    ask = next(ask for ask in asks_of(PACKS) if ask.when is SittingAsked.FAILED)
    assert asked(failed, (replace(ask, counts_from=()),), calendar(), MONDAY) is None
