"""The township of the acceptance cases: three mediators, villages with one room each, six open cases."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from config.calendar import WorkCalendar
from config.vocabulary import Half
from rules.sittings.half_days import Days, HalfDay
from rules.sittings.mediators import Mediator, SittingOffice
from rules.sittings.proposal import Need, Suggested, Taken, propose

MONDAY = date(2026, 11, 30)
JIA = Mediator("甲", villages=frozenset({"青石村"}))
YI = Mediator("乙", villages=frozenset({"白云村"}), days=frozenset({2, 4}))
BING = Mediator("丙")
OFFICE = SittingOffice((JIA, YI, BING))


@cache
def calendar():
    return WorkCalendar.build()


def ahead(today=MONDAY, *, notice=3, horizon=20, rest_days=False):
    return Days.of(today, calendar(), notice=notice, horizon=horizon, rest_days=rest_days)


def last_working(day):
    return calendar().roll_backward(np.datetime64(day, "D")).item()


def need(case, village, registered, limit, **more):
    last = None if limit is None else last_working(limit)
    return Need(case, village, last, registered, order=(case,), **more)


Q5 = need("Q5", "青石村", date(2026, 11, 4), date(2026, 12, 4))
Q3 = need("Q3", "青石村", date(2026, 11, 8), date(2026, 12, 8))
Q9 = need("Q9", "青石村", date(2026, 11, 20), date(2026, 12, 20))
B2 = need("B2", "白云村", date(2026, 11, 12), date(2026, 12, 12))
B4 = need("B4", "白云村", date(2026, 11, 13), date(2026, 12, 12))
H1 = need("H1", "河口村", date(2026, 11, 25), date(2026, 12, 25))
SIX = (Q5, Q3, Q9, B2, B4, H1)
Q1 = need("Q1", "青石村", date(2026, 11, 3), date(2026, 12, 3))


def at(text):
    """Read 「12-03 am」; the year is that of the township of the acceptance cases."""
    day, half = text.split()
    iso = day if len(day) == 10 else f"2026-{day}"
    return HalfDay(date.fromisoformat(iso), Half(half))


def shown(proposals):
    """Return 「12-03 am 甲」 by case, with 「late」 and 「unsure」 behind it where they hold."""
    return {
        case: " ".join(
            (
                one.half_day.day.isoformat().removeprefix("2026-"),
                one.half_day.half,
                one.mediator,
                *([] if one.in_time else ["late"]),
                *(["unsure"] if one.provisional else []),
            )
        )
        for case, one in proposals.items()
    }


def on_sheet(needs, text):
    """Return *needs* with what the sheet proposes already, as `shown` writes it."""
    return [
        replace(one, before=Suggested(at(" ".join(text[one.case].split()[:2])), text[one.case].split()[2]))
        if one.case in text
        else one
        for one in needs
    ]


def booked(text, mediator, village):
    return Taken(at(text), (mediator,), OFFICE.place_of(village))


def plan(needs, taken=(), *, office=OFFICE, days=None):
    return shown(propose(needs, taken, office, days or ahead()))
