"""What lies ahead: sittings, duties, visits, reports and meetings, in the order of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.calendar import WorkCalendar
from config.language import phrases
from config.vocabulary import ProblemCode
from rules.sittings.arrangements import Appointment, Arrangement, SittingState
from rules.sittings.half_days import plain_day
from scheduler.sittings.roster_days import RosterDay
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township
from sync.cells.text import tidy

#: Cadences by what the agenda calls them; every other one is a report.
_DUTY, _VISIT, _MEETING = "DUTY_EVERY_WD", "VISIT_MONTHLY", "RISK_LIST_25"
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


class Agenda:
    """One township's days ahead."""

    def __init__(
        self,
        township: Township,
        desk: SittingsDesk,
        cadences: Sequence[Mapping[str, Any]],
        span: DaysAhead,
        *,
        village: str = "",
        mediator: str = "",
        language: str = "",
    ) -> None:
        """Look at *span*.

        Args:
            township: whose agenda it is.
            desk: settled.
            cadences: what offices owe, as JSON has it.
            span: the days.
            village: only this one's; "" for all.
            mediator: only this one's; "" for all.
            language: of the lines; default: the township's.
        """
        self.township, self.desk, self.span = township, desk, span
        self._cadences, self._village, self._mediator = cadences, village, mediator
        self._language = language or township.language
        self._words: Any = phrases(self._language, "schedule")["agenda"]
        self._halves: Any = phrases(self._language, "schedule")["half"]

    # -- what there is -------------------------------------------------------------------------------------

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
            due = date.fromisoformat(str(cadence["due"]))
            late = cadence["state"] == "missing" and due < self.span.first
            if (late or self.span.holds(due)) and (not self._village or owner in ("", self._village)):
                yield cadence

    def filings(self) -> list[Mapping[str, Any]]:
        """Return the reports that are still owed."""
        return list(self._owed(_DUTY, _VISIT, _MEETING, other=True))

    def duty(self) -> list[Mapping[str, Any]]:
        """Return the days of reception that nobody has noted."""
        return list(self._owed(_DUTY))

    def roster(self) -> list[RosterDay]:
        """Return who receives on which of these days, as far as that is known."""
        if self._mediator or self._village:
            return []
        return [one for one in self.desk.roster() if self.span.holds(one.day)]

    def _duty_json(self) -> list[dict[str, Any]]:
        names = [tidy(part.name) for part in self.township.settings.leader]
        known = self.roster()
        days = {one.day for one in known}
        told = [(one.day, _position(names, one.leader), one.state) for one in known]
        told += [(_due(c), None, str(c["state"])) for c in self.duty() if _due(c) not in days]
        return [
            {"day": day.isoformat(), "leader": at, "state": state}
            for day, at, state in sorted(told, key=_day)
        ]

    def visits(self) -> list[Mapping[str, Any]]:
        """Return who has not visited a village yet."""
        return list(self._owed(_VISIT))

    def meeting(self) -> date:
        """Return the next monthly meeting, whenever it is."""
        return next_25th(self.span.first, self.township.rules.calendar)

    # -- as JSON -------------------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``agenda --json``."""
        conflicts = self.desk.found.conflicts
        return {
            "today": self.township.today.isoformat(),
            "from": self.span.first.isoformat(),
            "to": self.span.last.isoformat(),
            "sittings": [self._sitting_json(one) for one in self.sittings()],
            "duty": self._duty_json(),
            "visits": [
                {"leader": c.get("owner"), "village": c.get("village"), "by": c["due"]} for c in self.visits()
            ],
            "filings": [
                {
                    "duty": c["duty"],
                    "owner": c.get("owner"),
                    "village": c.get("village"),
                    "period": c["period"],
                    "due": c["due"],
                    "state": c["state"],
                }
                for c in self.filings()
            ],
            "meetings": [{"duty": _MEETING, "day": self.meeting().isoformat()}],
            "conflicts": [
                {"code": one.code.value, "a": _place(one.one), "b": _place(one.other)} for one in conflicts
            ],
            "totals": self.totals(),
        }

    def _sitting_json(self, one: Arrangement) -> dict[str, Any]:
        case, booked, proposal = one.case, one.booked, one.proposal
        day, half = when(one)
        mediator = booked.mediators[0].key if booked and booked.mediators else None
        place = booked.place.key if booked and booked.place else None
        if booked is None and proposal is not None:
            mediator, place = proposal.mediator, proposal.place
        limit = case.last_day
        return {
            "village": case.village,
            "ledger": case.ledger,
            "sheet": case.sheet,
            "row": case.row,
            "number": one.number,
            "day": day.isoformat(),
            "half": None if booked and booked.is_open else half,
            "time": (booked.time or None) if booked else None,
            "state": "proposed" if booked is None else one.state.value,
            "mediator": self.desk.names.positions.get(mediator) if mediator else None,
            "place": self.desk.place_name(place, case.village) if place else None,
            "limit": case.due.isoformat() if case.due else None,
            "in_time": limit is None or day <= limit,
        }

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
            "conflicts": len(self.desk.found.conflicts),
        }

    # -- as lines ------------------------------------------------------------------------------------------

    def lines(self) -> list[str]:
        """Return what a person reads."""
        words = self._words
        name = self.township.settings.township.name
        head = words["title"].format(township=name, first=self.span.first, last=self.span.last)
        dated = [(when(one)[0], self._sitting_line(one)) for one in self.sittings()]
        dated += self._duty_lines()
        dated += [
            (_due(c), self._line("visit", _due(c), owner=self.township.owner_of(c))) for c in self.visits()
        ]
        dated += self._filing_lines()
        if not self._mediator:
            meeting = self._line("meeting", self.meeting())
            if not self.span.holds(self.meeting()):
                meeting = words["meeting_next"].format(line=meeting)
            dated.append((self.meeting(), meeting))
        clashes = [self._conflict_line(one.one, one.other, one.code) for one in self.desk.found.conflicts]
        body = [line for _, line in sorted(dated, key=lambda pair: pair[0])] or [words["nothing"]]
        return [head, *body, *clashes, words["totals"].format(**self.totals())]

    def _duty_lines(self) -> list[tuple[date, str]]:
        known = {one.day: one for one in self.roster()}
        missing = [day for day in map(_due, self.duty()) if day not in known]
        lines = [(day, self._line("duty_missing", day)) for day in missing]
        for day, one in known.items():
            key = "duty_proposed" if one.state == "proposed" else "duty"
            lines.append((day, self._line(key, day, leader=one.leader or self._words["named_there"])))
        return lines

    def _filing_lines(self) -> list[tuple[date, str]]:
        grouped: dict[tuple[date, str], list[str]] = {}
        for cadence in self.filings():
            owner = self.township.owner_of(cadence)
            grouped.setdefault((_due(cadence), str(cadence["duty"])), []).append(owner)
        titles = {c.id: c.title.said(self._language) for c in self.township.rules.cadences}
        joint = self._words["list"]
        return [
            (day, self._line("filing", day, title=titles.get(duty, duty), owners=joint.join(owners)))
            for (day, duty), owners in grouped.items()
        ]

    def _line(self, key: str, day: date, **fields: object) -> str:
        weekday = self._words["weekdays"][day.weekday()]
        return self._words[key].format(day=self._short(day), weekday=weekday, **fields)

    def _short(self, day: date) -> str:
        return f"{day:%m-%d}" if day.year == self.span.first.year else day.isoformat()

    def _sitting_line(self, one: Arrangement) -> str:
        case, words = one.case, self._words
        day, half = when(one)
        is_open = one.booked is not None and one.booked.is_open
        key = one.booked.place.key if one.booked and one.booked.place else None
        key = one.proposal.place if one.booked is None and one.proposal else key
        line = self._line(
            "sitting",
            day,
            half=words["open_half"] if is_open else self._halves[half],
            kind=words["proposed" if one.booked is None else "booked"],
            village=case.village,
            row=case.row,
            category=case.category,
            number=one.number,
            mediator=words["list"].join(self.names(one)),
            place=self.desk.place_name(key, case.village) if key else "",
            limit=self._short(case.due) if case.due else words["no_limit"],
        )
        late = ProblemCode.SITTING_AFTER_LIMIT in one.problems or (one.proposal and not one.proposal.in_time)
        return words["late"].format(line=line) if late else line

    def _conflict_line(self, one: Appointment, other: Appointment, code: ProblemCode) -> str:
        what = "mediator" if code is ProblemCode.SITTING_MEDIATOR_DOUBLE else "place"
        said: Any = phrases(self._language, "rules")["sitting"]
        return self._words["conflict"].format(one=self._where(one), other=self._where(other), what=said[what])

    def _where(self, one: Appointment) -> str:
        if one.case is None:
            return self._words["own_place"].format(row=one.row)
        return self._words["case_place"].format(village=one.case.village, row=one.case.row)


def when(one: Arrangement) -> tuple[date, str]:
    """Return the day and half of what is booked, else of what is proposed."""
    half_day = one.booked.half_day if one.booked else one.proposal.half_day if one.proposal else None
    return (half_day.day, half_day.half.value) if half_day else (date.max, "")


def _day(told: tuple[date, int | None, str]) -> date:
    return told[0]


def _position(names: Sequence[str], name: str) -> int | None:
    return names.index(name) + 1 if name in names else None


def _due(cadence: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(cadence["due"]))


def _place(one: Appointment) -> dict[str, Any]:
    if one.case is None:
        return {"village": None, "sheet": None, "row": one.row}
    return {"village": one.case.village, "sheet": one.case.sheet, "row": one.case.row}
