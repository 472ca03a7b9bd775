"""Random townships for proposing: crowded enough that limits, rooms and leave get into each other's way."""

import random
from datetime import date, timedelta

from config.vocabulary import Half
from rules.sittings.half_days import HalfDay
from rules.sittings.mediators import Mediator, Place, SittingOffice
from rules.sittings.proposal import Need, Taken
from tests.rules.sittings.six_cases import last_working

STARTS = (date(2026, 11, 30), date(2026, 9, 24), date(2026, 12, 28), date(2026, 4, 29), date(2026, 2, 13))


def _mediator(rng, n, villages):
    leave = frozenset(STARTS[0] + timedelta(days=rng.randint(0, 30)) for _ in range(rng.randint(0, 4)))
    return Mediator(
        f"M{n}",
        villages=frozenset(rng.sample(villages, min(len(villages), rng.randint(0, 2)))),
        days=frozenset(rng.sample(range(1, 8), rng.choice([0, 0, 2, 3]))),
        halves=rng.choice([frozenset(Half), frozenset({Half.AM}), frozenset(Half)]),
        per_day=rng.choice([1, 2, 2]),
        off=leave,
    )


def office(rng: random.Random, villages):
    mediators = [_mediator(rng, n, villages) for n in range(rng.randint(0, 5))]
    places = {v: Place(f"P{v}", rng.choice([1, 1, 2])) for v in villages if rng.random() < 0.3}
    common = Place("镇", rng.choice([1, 2])) if rng.random() < 0.5 else None
    return SittingOffice(tuple(mediators), places, common)


def township(seed):
    """Return needs, what people took, the office, today and how far it looks, of one random township."""
    rng = random.Random(seed)
    today = rng.choice(STARTS)
    villages = [f"V{n}" for n in range(rng.randint(1, 4))]
    where = office(rng, villages)
    look = {"notice": rng.randint(1, 4), "horizon": rng.randint(5, 9), "rest_days": rng.random() < 0.2}
    named = [*(m.key for m in where.mediators), "外"]
    needs = []
    for n in range(rng.randint(1, 22)):
        limit = today + timedelta(days=rng.randint(-3, 12))
        needs.append(
            Need(
                f"C{n:02}",
                rng.choice(villages),
                None if rng.random() < 0.1 else last_working(limit),
                today - timedelta(days=rng.randint(0, 30)),
                order=(n,),
                named=rng.choice(named) if rng.random() < 0.15 else "",
            )
        )
    taken = []
    for _ in range(rng.randint(0, 5)):
        slot = HalfDay(today + timedelta(days=rng.randint(0, 10)), rng.choice(list(Half)))
        key = rng.choice(named)
        place = where.place_of(rng.choice(villages)) if rng.random() < 0.6 else None
        taken.append(Taken(slot, (where.mediator(key),), place))
    return needs, taken, where, today, look
