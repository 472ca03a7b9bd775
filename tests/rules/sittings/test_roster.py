"""The reception roster: acceptance case 34, and what follows from a person's word."""

from datetime import date

from rules.sittings.roster import RosterLeader, propose_roster, roster_days
from tests.rules.sittings.six_cases import calendar

WANG, LI, ZHANG = (RosterLeader(name) for name in ("王", "李", "张"))
LAST = {"王": date(2026, 11, 26), "李": date(2026, 11, 27), "张": date(2026, 11, 30)}
DAYS = [date(2026, 12, day) for day in (1, 2, 3, 4, 7)]


def test_case_34_whoever_was_last_farthest_back():
    away = RosterLeader("李", frozenset({date(2026, 12, 2)}))
    found = propose_roster([WANG, away, ZHANG], DAYS, LAST, {})
    assert list(found.values()) == ["王", "张", "李", "王", "张"]


def test_what_a_person_filled_in_stands_and_later_days_follow():
    found = propose_roster([WANG, LI, ZHANG], DAYS, LAST, {date(2026, 12, 1): "张"})
    assert found == dict(zip(DAYS[1:], ["王", "李", "张", "王"], strict=True))


def test_nobody_has_a_last_duty_in_the_first_month():
    assert list(propose_roster([WANG, LI, ZHANG], DAYS, {}, {}).values()) == ["王", "李", "张", "王", "李"]


def test_a_day_with_nobody_at_hand_stays_empty():
    away = RosterLeader("王", frozenset(DAYS))
    assert propose_roster([away], DAYS, {}, {}) == {}


def test_the_next_month_is_suggested_from_the_twentieth():
    before = roster_days(date(2026, 11, 19), calendar())
    after = roster_days(date(2026, 11, 20), calendar())
    assert before[-1] == date(2026, 11, 30)
    assert (after[0], after[-1]) == (date(2026, 11, 20), date(2026, 12, 31))
    assert roster_days(date(2026, 12, 18), calendar())[-1] == date(2027, 1, 29)  # the 20th is a Sunday
