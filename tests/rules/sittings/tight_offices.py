"""Random townships of few half-days, rooms for one and mediators by name, where cases must change places."""

import random
from datetime import timedelta

from config.vocabulary import Half
from rules.sittings.half_days import HalfDay
from rules.sittings.mediators import Mediator, Place, SittingOffice
from rules.sittings.proposal import Need, Taken
from tests.rules.sittings.six_cases import MONDAY, last_working


def _mediator(rng, n, villages):
    return Mediator(
        f"M{n}",
        villages=frozenset(rng.sample(villages, rng.randint(0, len(villages)))),
        days=frozenset(rng.sample(range(1, 6), rng.randint(1, 4))),
        halves=frozenset(rng.sample(list(Half), rng.choice([1, 2]))),
        per_day=rng.choice([1, 2]),
    )


def tight_township(seed):
    """Return needs, what people took, the office, today and how far it looks."""
    rng = random.Random(seed)
    villages = [f"V{n}" for n in range(rng.randint(1, 3))]
    mediators = tuple(_mediator(rng, n, villages) for n in range(rng.randint(2, 5)))
    places = {village: Place(f"P{rng.choice('AB')}", 1) for village in villages if rng.random() < 0.6}
    office = SittingOffice(mediators, places, Place("镇", 1))
    needs = []
    for n in range(rng.randint(6, 18)):
        village = rng.choice(villages)
        limit = None if rng.random() < 0.1 else last_working(MONDAY + timedelta(days=rng.randint(-1, 8)))
        began = MONDAY - timedelta(days=rng.randint(0, 9))
        named = rng.choice(mediators).key if rng.random() < 0.3 else ""
        needs.append(Need(f"C{n:02}", village, limit, began, order=(n,), named=named))
    taken = []
    for _ in range(rng.randint(0, 3)):
        slot = HalfDay(MONDAY + timedelta(days=rng.randint(0, 7)), rng.choice(list(Half)))
        place = office.place_of(rng.choice(villages)) if rng.random() < 0.5 else None
        taken.append(Taken(slot, (rng.choice(mediators),), place))
    return needs, taken, office, MONDAY, {"notice": 1, "horizon": rng.randint(3, 6), "rest_days": False}
