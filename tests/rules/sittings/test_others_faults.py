"""Faults that other scheduling programs had, each as a test (docs/sittings.md has the rule)."""

import ast
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.vocabulary import Half
from rules.sittings.mediators import Place, SittingOffice
from tests.rules.sittings.six_cases import BING, JIA, Q1, SIX, YI, ahead, need, on_sheet, plan

RULES = Path(__file__).parents[3] / "rules" / "sittings"
FIRST = plan(SIX)


def attributes(path):
    tree = ast.parse(path.read_text("utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_one_diary_says_whether_a_half_day_is_free_and_every_path_asks_it():
    """caseflow #15186: rooms were booked twice because one path skipped the check."""
    kept = {"_busy", "_full", "_crowded", "_rooms"}
    for path in RULES.glob("*.py"):
        if path.name != "half_days.py":
            assert not attributes(path) & kept, path.name
    # Whatever puts a case on a half-day takes it through one function, out of what the diary says is free.
    tree = ast.parse((RULES / "proposal.py").read_text("utf-8"))
    takers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "take"
    }
    assert takers == {"_put", "propose"}  # a proposal; what people took


def test_the_one_room_of_a_township_is_never_given_twice_by_an_exchange():
    office = SittingOffice((JIA, YI, BING), common=Place("镇"))
    found = plan([*on_sheet(SIX, plan(SIX, office=office)), Q1], office=office)
    slots = [" ".join(text.split()[:2]) for text in found.values()]
    assert max(Counter(slots).values()) == 1


def test_moving_a_case_offers_no_full_day():
    """caseflow #9607: the path that moves a hearing offered days that were full."""
    office = SittingOffice((replace(JIA, per_day=1),))
    some = [need(f"N{n}", "青石村", date(2026, 11, 10 + n), date(2026, 12, 20)) for n in range(4)]
    before = plan(some, office=office)
    urgent = need("X", "青石村", date(2026, 11, 3), date(2026, 12, 3))
    found = plan([*on_sheet(some, before), urgent], office=office)
    days = Counter(text.split()[0] for text in found.values())
    assert found["X"].startswith("12-03")
    assert max(days.values()) == 1


def test_nobody_has_two_at_once_and_the_last_day_is_used_as_any_other():
    """caseflow #6431: one judge had two hearings on a day, and nothing fell on the period's last day."""
    days = ahead(horizon=5)  # 12-03, 12-04 and 12-07 are open
    many = [need(f"N{n}", "青石村", date(2026, 11, 1 + n), date(2026, 12, 25)) for n in range(6)]
    found = plan(many, office=SittingOffice((JIA,)), days=days)
    assert len(set(found.values())) == 6
    assert max(text.split()[0] for text in found.values()) == "12-07"


def test_every_one_of_many_days_is_checked_not_the_first_two():
    """cal.com #15997: of recurring bookings only the first two dates were checked."""
    away = replace(JIA, off=frozenset(date(2026, 12, day) for day in (4, 8, 10, 14, 16)))
    many = [need(f"N{n:02}", "青石村", date(2026, 11, 1 + n), date(2026, 12, 31)) for n in range(14)]
    found = plan(many, office=SittingOffice((away,)))
    assert len(found) == 14
    assert not {text.split()[0] for text in found.values()} & {"12-04", "12-08", "12-10", "12-14", "12-16"}


def test_nothing_falls_on_days_somebody_does_not_work():
    """Cal-ID #732: recurrence on days outside availability."""
    office = SittingOffice((replace(YI, halves=frozenset({Half.PM})),))
    many = [need(f"N{n}", "白云村", date(2026, 11, 1 + n), date(2026, 12, 31)) for n in range(6)]
    found = plan(many, office=office)
    assert list(found.values()) == [f"12-{day:02} pm 乙" for day in (3, 8, 10, 15, 17, 22)]


def test_suggestions_stay_whatever_the_order_in_which_cases_come():
    """caseflow #6129: a random order let suggestions shift on every run."""
    rng = random.Random(6129)
    for _ in range(10):
        shuffled = rng.sample([*on_sheet(SIX, FIRST)], len(SIX))
        assert plan(shuffled) == FIRST
        assert plan(rng.sample(SIX, len(SIX))) == FIRST
