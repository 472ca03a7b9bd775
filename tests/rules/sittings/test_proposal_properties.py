"""What holds for every township, against the slow twin and by itself."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.sittings.half_days import Days
from rules.sittings.proposal import Need, Suggested, propose
from tests.rules.sittings.random_offices import township
from tests.rules.sittings.six_cases import calendar, last_working
from tests.rules.sittings.slow_proposal import slow
from tests.rules.sittings.tight_offices import tight_township

seeds = st.integers(0, 1 << 32)
#: Townships in which a room that became free serves a late case only by an exchange: one in thousands.
TIGHT = (6447,)


def fast(needs, taken, office, today, look):
    return propose(needs, taken, office, Days.of(today, calendar(), **look))


def plain(found):
    return {case: (one.half_day, one.mediator, one.in_time) for case, one in found.items()}


def standing(needs, found):
    return [
        replace(need, before=Suggested(found[need.case].half_day, found[need.case].mediator))
        if need.case in found
        else replace(need, before=None)
        for need in needs
    ]


def half_standing(seed):
    """Return a township a few of whose cases stand on the sheet already, some with a person's words."""
    needs, taken, office, today, look = township(seed)
    rng = random.Random(seed)
    old = [need for need in needs if rng.random() < 0.6]
    found = fast(old, taken[: len(taken) // 2], office, today, look)
    sheet = {need.case: need for need in standing(old, found)}
    needs = [replace(sheet.get(need.case, need), locked=rng.random() < 0.1) for need in needs]
    return needs, taken, office, today, look


@pytest.mark.parametrize("block", range(20))
def test_a_hundred_random_townships_are_planned_as_the_slow_twin_does(block):
    for seed in range(100 * block, 100 * block + 100):
        needs, taken, office, today, look = half_standing(seed) if seed % 2 else township(seed)
        expected = slow(needs, taken, office, calendar(), today, **look)
        assert plain(fast(needs, taken, office, today, look)) == expected, seed


@pytest.mark.parametrize("seed", [*range(200), *TIGHT])
def test_tight_townships_are_planned_as_the_slow_twin_does(seed):
    needs, taken, office, today, look = tight_township(seed)
    expected = slow(needs, taken, office, calendar(), today, **look)
    assert plain(fast(needs, taken, office, today, look)) == expected


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_no_half_day_is_used_twice(seed):
    needs, taken, office, today, look = half_standing(seed)
    found = fast(needs, taken, office, today, look)
    people = Counter((m.key, t.half_day) for t in taken for m in t.mediators)
    rooms = Counter((t.place.key, t.half_day) for t in taken if t.place)
    for one in found.values():
        assert not people[one.mediator, one.half_day]
        people[one.mediator, one.half_day] += 1
        rooms[one.place, one.half_day] += 1
        assert rooms[one.place, one.half_day] <= office.place(one.place).rooms


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_every_suggestion_is_an_open_day_its_mediator_works_on(seed):
    needs, taken, office, today, look = half_standing(seed)
    for one in fast(needs, taken, office, today, look).values():
        mediator, day = office.mediator(one.mediator), one.half_day.day
        weekend = look["rest_days"] and day.isoweekday() > 5 and day not in calendar().holidays
        assert calendar().is_working(np.datetime64(day, "D")) or weekend
        assert day >= today
        assert day not in mediator.off
        assert one.half_day.half in mediator.halves
        assert not mediator.days or day.isoweekday() in mediator.days


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_a_new_suggestion_lies_between_notice_and_horizon(seed):
    needs, taken, office, today, look = township(seed)
    first, last = (
        calendar().add_working_days(np.datetime64(today, "D"), look[key]).item()
        for key in ("notice", "horizon")
    )
    for one in fast(needs, taken, office, today, look).values():
        assert first <= one.half_day.day <= last


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_proposing_again_changes_nothing(seed):
    needs, taken, office, today, look = half_standing(seed)
    found = fast(needs, taken, office, today, look)
    again = [replace(new, locked=old.locked) for new, old in zip(standing(needs, found), needs, strict=True)]
    assert fast(again, taken, office, today, look) == found


@settings(deadline=None, max_examples=150)
@given(seeds)
def test_the_order_of_the_rows_does_not_matter(seed):
    needs, taken, office, today, look = half_standing(seed)
    shuffled = needs[:]
    random.Random(seed).shuffle(shuffled)
    assert fast(shuffled, taken, office, today, look) == fast(needs, taken, office, today, look)


@settings(deadline=None, max_examples=300)
@given(seeds)
def test_one_new_case_moves_at_most_one_other(seed):
    needs, taken, office, today, look = township(seed)
    before = fast(needs, taken, office, today, look)
    rng = random.Random(seed)
    last = last_working(date.fromordinal(today.toordinal() + rng.randint(0, 12)))
    new = Need("new", needs[0].village, last, today, order=(99,))
    after = fast([*standing(needs, before), new], taken, office, today, look)
    moved = [case for case in before if before[case] != after.get(case)]
    assert len(moved) <= 1
    assert not set(after) - set(before) - {"new"}


@settings(deadline=None, max_examples=300)
@given(seeds)
def test_a_case_that_goes_moves_nobody_unless_somebody_waits(seed):
    needs, taken, office, today, look = township(seed)
    before = fast(needs, taken, office, today, look)
    gone = random.Random(seed).choice(needs).case
    after = fast([n for n in standing(needs, before) if n.case != gone], taken, office, today, look)
    if len(before) == len(needs) and all(one.in_time for one in before.values()):
        assert after == {case: one for case, one in before.items() if case != gone}
