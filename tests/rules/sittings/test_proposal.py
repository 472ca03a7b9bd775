"""The acceptance cases of proposing, by their numbers."""

import random
from dataclasses import replace
from datetime import date

import pytest

from config.vocabulary import Half
from rules.sittings.half_days import Diary
from rules.sittings.mediators import Mediator, Place, SittingOffice
from rules.sittings.proposal import Taken
from tests.rules.sittings.six_cases import (
    B2,
    B4,
    BING,
    H1,
    JIA,
    OFFICE,
    Q1,
    Q3,
    Q5,
    Q9,
    SIX,
    YI,
    ahead,
    at,
    booked,
    need,
    on_sheet,
    plan,
)

FIRST = {
    "Q5": "12-03 am 甲",
    "Q3": "12-03 pm 甲",
    "Q9": "12-04 am 甲",
    "B2": "12-03 am 乙",
    "B4": "12-03 pm 乙",
    "H1": "12-03 am 丙",
}


def only(*mediators, rooms=1):
    return SittingOffice(mediators, common=Place("镇", rooms=rooms))


def test_case_1_six_cases_and_an_empty_sheet():
    assert plan(SIX) == FIRST


def test_case_2_a_second_run_changes_nothing():
    assert plan(on_sheet(SIX, FIRST)) == FIRST


def test_case_3_the_next_day_leaves_suggestions_where_they_are():
    assert plan(on_sheet(SIX, FIRST), days=ahead(date(2026, 12, 1))) == FIRST


def test_case_4_one_new_case_moves_one_other():
    found = plan([*on_sheet(SIX, FIRST), Q1])
    assert found == FIRST | {"Q1": "12-03 pm 甲", "Q3": "12-04 pm 甲"}


def test_case_5_the_confirmed_one_stays_and_the_other_moves():
    needs = [Q1, *on_sheet((Q5, Q9, B2, B4, H1), FIRST)]
    found = plan(needs, [booked("12-03 pm", JIA, "青石村")])
    kept = {case: FIRST[case] for case in ("Q9", "B2", "B4", "H1")}
    assert found == kept | {"Q1": "12-03 am 甲", "Q5": "12-04 pm 甲"}


def test_case_6_nothing_can_move_so_the_new_one_is_late():
    taken = [booked("12-03 am", JIA, "青石村"), booked("12-03 pm", JIA, "青石村")]
    found = plan([Q1, *on_sheet((Q9, B2, B4, H1), FIRST)], taken)
    assert found["Q1"] == "12-04 pm 甲 late"
    assert {case: found[case] for case in ("Q9", "B2", "B4", "H1")} == {
        case: FIRST[case] for case in ("Q9", "B2", "B4", "H1")
    }


AWAY = SittingOffice((replace(JIA, off=frozenset({date(2026, 12, 3)})), YI, BING))


def test_case_7_leave_moves_what_fell_on_it():
    found = plan(on_sheet(SIX, FIRST), office=AWAY)
    assert found == FIRST | {"Q5": "12-04 pm 甲", "Q3": "12-07 am 甲"}


def test_case_8_a_confirmed_one_stays_on_the_day_of_leave():
    found = plan(on_sheet((Q3, Q9, B2, B4, H1), FIRST), [booked("12-03 am", JIA, "青石村")], office=AWAY)
    assert found["Q3"] == "12-04 pm 甲"
    assert found["Q9"] == "12-04 am 甲"


def test_case_9_what_nobody_confirmed_is_proposed_anew_once_it_is_over():
    assert plan(on_sheet(SIX, FIRST), days=ahead(date(2026, 12, 4))) == {
        "Q9": "12-04 am 甲",
        "Q5": "12-09 am 甲 late",
        "Q3": "12-09 pm 甲 late",
        "B2": "12-10 am 乙",
        "B4": "12-10 pm 乙",
        "H1": "12-09 am 丙",
    }


def test_case_10_the_row_names_another_villages_mediator():
    found = plan([Q5, replace(Q3, named="乙"), Q9, B2, B4, H1])
    assert found["Q5"] == "12-03 am 甲"
    assert found["Q3"] == "12-03 pm 乙"
    assert found["B2"] == "12-03 am 乙"
    assert found["B4"] == "12-08 am 乙"


def two(limit=date(2026, 12, 20)):
    return [need(f"N{n}", "青石村", date(2026, 11, 20 + n), limit) for n in range(2)]


def test_case_11_mornings_only():
    office = SittingOffice((replace(JIA, halves=frozenset({Half.AM})),))
    assert plan(two(), office=office) == {"N0": "12-03 am 甲", "N1": "12-04 am 甲"}


def test_case_12_one_sitting_a_day():
    office = SittingOffice((replace(JIA, per_day=1),))
    assert plan(two(), office=office) == {"N0": "12-03 am 甲", "N1": "12-04 am 甲"}


def test_case_13_a_persons_own_row_takes_its_half_day():
    training = Taken(at("12-03 am"), (JIA,))
    assert plan([Q5], [training]) == {"Q5": "12-03 pm 甲"}


def test_case_14_an_overdue_case_gets_the_first_half_day():
    late = need("X", "青石村", date(2026, 10, 20), date(2026, 11, 20))
    assert plan([late]) == {"X": "12-03 am 甲 late"}


def test_case_15_the_last_working_day_before_a_holiday_is_in_time():
    needs = [
        need("X", "青石村", date(2026, 9, 3), date(2026, 10, 3)),
        need("Y", "青石村", date(2026, 9, 12), date(2026, 10, 12)),
    ]
    assert plan(needs, days=ahead(date(2026, 9, 24))) == {"X": "09-30 am 甲", "Y": "09-30 pm 甲"}


def test_case_16_the_holiday_swallows_the_days_left():
    needs = [need("X", "青石村", date(2026, 9, 3), date(2026, 10, 3))]
    assert plan(needs, days=ahead(date(2026, 9, 28))) == {"X": "10-08 am 甲 late"}


def test_case_17_a_make_up_saturday_is_a_day_like_any_other():
    needs = [need(f"N{n}", "青石村", date(2026, 9, 20 + n), date(2026, 10, 20)) for n in range(6)]
    found = plan(needs, days=ahead(date(2026, 9, 29)))
    assert list(found.values()) == [
        "10-09 am 甲",
        "10-09 pm 甲",
        "10-10 am 甲",
        "10-10 pm 甲",
        "10-12 am 甲",
        "10-12 pm 甲",
    ]


def test_case_18_a_year_without_its_notice_is_marked():
    needs = [need(f"N{n}", "青石村", date(2026, 12, 20 + n), date(2027, 1, 20)) for n in range(3)]
    found = plan(needs, days=ahead(date(2026, 12, 28)))
    assert list(found.values()) == ["12-31 am 甲", "12-31 pm 甲", "2027-01-04 am 甲 unsure"]


def test_case_29_nobody_moves_when_a_case_goes():
    found = plan(on_sheet((Q5, Q3, Q9, B4, H1), FIRST))
    assert found == {case: text for case, text in FIRST.items() if case != "B2"}


def test_case_40_150_cases_that_stand_are_left_as_they_are():
    rng = random.Random(40)
    office = SittingOffice(tuple(Mediator(f"M{n}", villages=frozenset({f"V{n}"})) for n in range(12)))
    needs = [
        need(f"C{n:03}", f"V{rng.randrange(12)}", date(2026, 11, 1 + rng.randrange(29)), date(2026, 12, 24))
        for n in range(150)
    ]
    found = plan(needs, office=office)
    assert len(found) == 150
    assert plan(on_sheet(needs, found), office=office) == found


# -- and what the acceptance cases leave unsaid --------------------------------------------------------------


def test_the_townships_mediator_steps_in_where_the_villages_own_has_nothing_in_time():
    office = SittingOffice((replace(JIA, days=frozenset({5})), BING))
    assert plan([Q1], office=office) == {"Q1": "12-03 am 丙"}


def test_a_village_without_anybody_has_one_nameless_mediator():
    assert plan(two(), office=SittingOffice()) == {"N0": "12-03 am \0青石村", "N1": "12-03 pm \0青石村"}


def test_a_late_suggestion_is_given_up_once_a_half_day_in_time_is_free():
    late = on_sheet([Q1], {"Q1": "12-04 pm 甲"})
    assert plan(late) == {"Q1": "12-03 am 甲"}


def test_a_late_suggestion_is_given_up_for_an_exchange_as_well():
    needs = on_sheet([Q5, Q3, Q1], FIRST | {"Q1": "12-07 am 甲"})
    assert plan(needs) == {"Q5": "12-03 am 甲", "Q3": "12-04 am 甲", "Q1": "12-03 pm 甲"}


def test_what_a_person_wrote_beside_is_not_moved():
    needs = [replace(one, locked=one.case == "Q3") for one in on_sheet((Q5, Q3), FIRST)]
    assert plan([*needs, Q1]) == {"Q3": "12-03 pm 甲", "Q1": "12-03 am 甲", "Q5": "12-04 am 甲"}


def test_an_exchange_takes_nothing_before_the_notice():
    tuesday = ahead(date(2026, 12, 1))  # the first day is 12-04 now
    needs = on_sheet((Q5, Q3), FIRST)
    assert plan([*needs, Q1], days=tuesday)["Q1"] == "12-04 am 甲 late"


def test_a_case_without_a_limit_comes_after_all_others_and_is_always_in_time():
    untimed = need("U", "青石村", date(2026, 1, 5), None)
    found = plan([untimed, *two()], office=only(JIA))
    assert found == {"N0": "12-03 am 甲", "N1": "12-03 pm 甲", "U": "12-04 am 甲"}


def test_nothing_is_proposed_before_registration():
    ahead_of_time = need("X", "青石村", date(2026, 12, 7), date(2027, 1, 7))
    assert plan([ahead_of_time]) == {"X": "12-07 am 甲"}


def test_no_half_day_within_the_horizon_is_no_suggestion():
    office = only(replace(JIA, days=frozenset({6})))  # no working Saturday lies ahead
    assert plan(two(), office=office) == {}


def test_weekends_are_open_where_the_township_says_so_and_holidays_never():
    days = ahead(date(2026, 12, 30), rest_days=True)  # 01-01 to 01-03 rest
    office = only(replace(JIA, days=frozenset({5, 6, 7})))
    needs = [need(f"N{n}", "青石村", date(2026, 12, 1 + n), date(2027, 1, 29)) for n in range(4)]
    found = [text.removesuffix(" unsure") for text in plan(needs, office=office, days=days).values()]
    assert found == ["2027-01-08 am 甲", "2027-01-08 pm 甲", "2027-01-09 am 甲", "2027-01-09 pm 甲"]


@pytest.mark.parametrize("rooms", [1, 2])
def test_a_shared_place_holds_as_many_sittings_as_it_has_rooms(rooms):
    office = only(JIA, YI, rooms=rooms)
    needs = [need("A", "青石村", None, date(2026, 12, 20)), need("B", "白云村", None, date(2026, 12, 20))]
    second = "12-03 am 乙" if rooms == 2 else "12-03 pm 乙"
    assert plan(needs, office=office) == {"A": "12-03 am 甲", "B": second}


def test_every_path_asks_one_diary():
    diary = Diary(OFFICE, ahead())
    day = ahead().bit(at("12-03 am"))
    place = OFFICE.place_of("青石村")
    diary.take(day, (JIA,), place)
    assert not diary.free(JIA, OFFICE.place_of("白云村")) & day
    assert not diary.free(BING, place) & day
    diary.give_up(day, JIA, place)
    assert diary.free(JIA, place) & day


def test_an_exchange_that_would_set_a_third_case_moving_is_left_alone():
    # O leaves the one room of 青石村, where L's mediator has waited for nothing but a room.
    first = replace(BING, key="T1")
    second = replace(BING, key="T2", days=frozenset({4, 5}))
    office = SittingOffice((first, second))
    needs = on_sheet(
        [
            need("L", "青石村", date(2026, 11, 1), date(2026, 12, 3), named="T2"),
            need("O", "青石村", date(2026, 11, 8), date(2026, 12, 8), named="T1"),
        ],
        {"L": "12-04 am T2", "O": "12-03 am T1"},
    )
    new = need("X", "白云村", date(2026, 11, 2), date(2026, 12, 3), named="T1")
    booked_too = Taken(at("12-03 pm"), (first, second))
    found = plan([*needs, new], [booked_too], office=office)
    assert found == {"L": "12-04 am T2 late", "O": "12-03 am T1", "X": "12-04 am T1 late"}
