"""What lies ahead: sittings, duties, visits, reports and meetings, in the order of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.calendar import WorkCalendar
from rules.sittings.arrangements import Appointment, Arrangement, Conflict, SittingState
from rules.sittings.half_days import plain_day
from scheduler.sittings.roster_days import RosterDay
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township

#: Cadences that the agenda tells in lines of their own.
_DUTY, _VISIT, MEETING = "DUTY_EVERY_WD", "VISIT_MONTHLY", "RISK_LIST_25"
#: The duty to hold that meeting, where the township watches it.
_MEETING_HELD = "MEETING_25"
#: States of a cadence that still want something.
_OWED = frozenset({"missing", "due_soon", "not_due"})


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """The days looked at; both ends belong to it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def span_of(calendar: WorkCalendar, first: date, days: int) -> DaysAhead:
    """Return the next *days* working days from *first* on."""
    begins = plain_day(calendar.roll_forward(_one(first))[0])
    return DaysAhead(first, plain_day(calendar.add_working_days(_one(begins), max(days - 1, 0))[0]))


def _one(day: date) -> NDArray[np.datetime64]:
    return np.array([day], dtype="datetime64[D]")


def next_25th(today: date, calendar: WorkCalendar) -> date:
    """Return the next monthly meeting: the 25th, or the working day before it."""
    month = today.replace(day=1)
    while True:
        found = plain_day(calendar.roll_backward(_one(month.replace(day=25)))[0])
        if found >= today:
            return found
        month = (month + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose days are looked at: one village's, one mediator's; "" for all."""

    village: str = ""
    mediator: str = ""


class Agenda:
    """One township's days ahead."""

    def __init__(
        self,
        township: Township,
        desk: SittingsDesk,
        cadences: Sequence[Mapping[str, Any]],
        span: DaysAhead,
        whose: Whose | None = None,
    ) -> None:
        """Look at *span*.

        Args:
            township: whose agenda it is.
            desk: settled.
            cadences: what offices owe, as JSON has it.
            span: the days.
            whose: only theirs; None for all.
        """
        self.township, self.desk, self.span = township, desk, span
        whose = whose or Whose()
        self._cadences, self._village, self._mediator = cadences, whose.village, whose.mediator

    @property
    def is_of_one_mediator(self) -> bool:
        """Whether the office's own days are left out."""
        return bool(self._mediator)

    def sittings(self) -> list[Arrangement]:
        """Return the cases with a sitting booked or proposed on these days, in the order of time."""
        found = [one for one in self.desk.found.cases if self._is_wanted(one)]
        return sorted(found, key=lambda one: (*when(one), one.case.village, one.case.row))

    def _is_wanted(self, one: Arrangement) -> bool:
        if (one.booked is None and one.proposal is None) or not self.span.holds(when(one)[0]):
            return False
        if self._village and one.case.village != self._village:
            return False
        return not self._mediator or self._mediator in self.names(one)

    def names(self, one: Arrangement) -> list[str]:
        """Return who mediates, as far as it may be shown."""
        village = one.case.village
        keys = [mediator.key for mediator in one.booked.mediators] if one.booked else []
        keys = keys or ([one.proposal.mediator] if one.proposal and not one.booked else [])
        return [name for key in keys if (name := self.desk.mediator_name(key, village))]

    def _owed(self, *codes: str, other: bool = False) -> Iterator[Mapping[str, Any]]:
        if self._mediator:
            return
        for cadence in self._cadences:
            named = cadence["duty"] in codes
            owner = cadence.get("village") or cadence.get("owner") or ""
            if named == other or cadence["state"] not in _OWED or not cadence.get("due"):
                continue
            due = due_of(cadence)
            late = cadence["state"] == "missing" and due < self.span.first
            if (late or self.span.holds(due)) and (not self._village or owner in ("", self._village)):
                yield cadence

    @property
    def owes_meeting(self) -> bool:
        """Whether the next monthly meeting is among what is owed already."""
        return any(c["duty"] == _MEETING_HELD and due_of(c) == self.meeting() for c in self.filings())

    def filings(self) -> list[Mapping[str, Any]]:
        """Return what offices still owe besides receptions and visits: reports, meetings, trainings."""
        return list(self._owed(_DUTY, _VISIT, MEETING, other=True))

    def duty(self) -> list[Mapping[str, Any]]:
        """Return the days of reception that nobody has noted."""
        return list(self._owed(_DUTY))

    def roster(self) -> list[RosterDay]:
        """Return who receives on which of these days, as far as that is known."""
        if self._mediator or self._village:
            return []
        return [one for one in self.desk.roster() if self.span.holds(one.day)]

    def visits(self) -> list[Mapping[str, Any]]:
        """Return who has not visited a village yet."""
        return list(self._owed(_VISIT))

    def meeting(self) -> date:
        """Return the next monthly meeting, whenever it is."""
        return next_25th(self.span.first, self.township.rules.calendar)

    def conflicts(self) -> list[Conflict]:
        """Return the clashes of booked sittings that concern whoever is asked for."""
        return [
            one for one in self.desk.found.conflicts if self._concerns(one.one) or self._concerns(one.other)
        ]

    def _concerns(self, one: Appointment) -> bool:
        village = one.case.village if one.case else ""
        names = [self.desk.mediator_name(mediator.key, village) for mediator in one.mediators]
        return self._village in ("", village) and (not self._mediator or self._mediator in names)

    def totals(self) -> dict[str, int]:
        """Return how many cases wait for what."""
        cases = [
            one for one in self.desk.found.cases if not self._village or one.case.village == self._village
        ]
        states = [one.state for one in cases]
        return {
            "to_agree": states.count(SittingState.TO_AGREE) + states.count(SittingState.TO_REBOOK),
            "booked": states.count(SittingState.BOOKED) + states.count(SittingState.TODAY),
            "outcome_owed": states.count(SittingState.OUTCOME_OWED),
            "conflicts": len(self.conflicts()),
        }


def when(one: Arrangement) -> tuple[date, str]:
    """Return the day and half of what is booked, else of what is proposed."""
    half_day = one.booked.half_day if one.booked else one.proposal.half_day if one.proposal else None
    return (half_day.day, half_day.half.value) if half_day else (date.max, "")


def due_of(cadence: Mapping[str, Any]) -> date:
    """Return until when a cadence is owed."""
    return date.fromisoformat(str(cadence["due"]))
