"""The sittings ahead, remembered for whoever reads the state only: days, places and numbers, no name."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.language import phrases
from config.messages import said
from rules.sittings.arrangements import Arrangement
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.state import State

#: Where the state keeps them.
_NOTE = "coming_sittings"


@dataclass(frozen=True, slots=True)
class ComingSitting:
    """One sitting that people agreed on.

    Attributes:
        half: ``am`` or ``pm``; "" where nobody wrote one.
        time: as written, or "".
        count: which sitting of the case it is.
        room: what its place is called.
    """

    day: date
    half: str
    time: str
    village: str
    sheet: str
    row: int
    case_no: str
    count: int
    room: str

    def text(self, language: str) -> str:
        """Return it as people read it."""
        halves: Any = phrases(language, "schedule")["half"]
        key = "page.number"
        number = said(language, key, number=self.case_no) if self.case_no else ""
        when = f"{halves[self.half]}{self.time}" if self.half else ""
        place = said(language, "page.row", sheet=self.sheet, row=self.row, number=number)
        return said(
            language,
            "page.sitting",
            day=self.day,
            when=when,
            village=self.village,
            place=place,
            count=self.count,
            room=self.room,
        )


def note_coming(state: State, desk: SittingsDesk) -> None:
    """Remember the sittings that a pass found agreed."""
    told = json.dumps([_as_json(one, desk) for one in desk.found.cases if one.booked], ensure_ascii=False)
    if state.noted(_NOTE) != told:
        state.note(_NOTE, told)


def _as_json(one: Arrangement, desk: SittingsDesk) -> list[Any]:
    case, booked = one.case, one.booked
    assert booked is not None  # noqa: S101  the caller looked
    half = "" if booked.is_open else booked.half_day.half.value
    room = desk.place_name(booked.place.key, case.village) if booked.place else ""
    day = booked.half_day.day.isoformat()
    return [day, half, booked.time, case.village, case.sheet, case.row, case.number, one.number, room]


def coming_sittings(state: State, first: date, last: date) -> list[ComingSitting]:
    """Return the sittings from one day to another, in the order of time."""
    found = (
        ComingSitting(date.fromisoformat(day), *more) for day, *more in json.loads(state.noted(_NOTE) or "[]")
    )
    ahead = [one for one in found if first <= one.day <= last]
    return sorted(ahead, key=lambda one: (one.day, one.half, one.time, one.village, one.row))
