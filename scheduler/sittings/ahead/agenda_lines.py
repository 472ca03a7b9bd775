"""The agenda as lines for people, in the order of days."""

from datetime import date
from typing import Any

import numpy as np

from config.language import phrases
from config.vocabulary import ProblemCode
from rules.sittings.arrangements import Appointment, Arrangement
from scheduler.sittings.ahead.agenda import Agenda, due_of, when


def agenda_lines(agenda: Agenda, language: str = "") -> list[str]:
    """Return what a person reads, in *language*; default: the township's."""
    return _Lines(agenda, language or agenda.township.language).all()


class _Lines:
    def __init__(self, agenda: Agenda, language: str) -> None:
        self._agenda, self._language = agenda, language
        self._words: Any = phrases(language, "schedule")["agenda"]
        self._halves: Any = phrases(language, "schedule")["half"]

    def all(self) -> list[str]:
        words, agenda = self._words, self._agenda
        name = agenda.township.settings.township.name
        head = words["title"].format(township=name, first=agenda.span.first, last=agenda.span.last)
        dated = [(when(one)[0], self._sitting_line(one)) for one in agenda.sittings()]
        dated += self._duty_lines()
        dated += self._office_lines()
        if not agenda.is_of_one_mediator and not agenda.owes_meeting:
            meeting = self._line("meeting", agenda.meeting())
            if not agenda.span.holds(agenda.meeting()):
                meeting = words["meeting_next"].format(line=meeting)
            dated.append((agenda.meeting(), meeting))
        clashes = [self._conflict_line(one.one, one.other, one.code) for one in agenda.conflicts()]
        body = [line for _, line in sorted(dated, key=lambda pair: pair[0])] or [words["nothing"]]
        return [head, *body, *clashes, words["totals"].format(**agenda.totals())]

    def _duty_lines(self) -> list[tuple[date, str]]:
        known = {one.day: one for one in self._agenda.roster()}
        missing = [day for day in map(due_of, self._agenda.duty()) if day not in known]
        lines = [(day, self._line("duty_missing", day)) for day in missing]
        for day, one in known.items():
            key = "duty_proposed" if one.state == "proposed" else "duty"
            lines.append((day, self._line(key, day, leader=one.leader or self._words["named_there"])))
        return lines

    def _office_lines(self) -> list[tuple[date, str]]:
        """Return one line for each duty, period and state, with everybody who owes it."""
        grouped: dict[tuple[date, str, str, str], list[str]] = {}
        for one in (*self._agenda.visits(), *self._agenda.filings()):
            key = due_of(one), str(one["duty"]), str(one["period"]), str(one["state"])
            grouped.setdefault(key, []).append(self._agenda.township.owner_of(one))
        names, joint = self._agenda.township.duty_names(self._language), self._words["list"]
        return [
            (
                day,
                self._line(
                    "office",
                    day,
                    kind=names.kind(duty),
                    title=names.title(duty),
                    period=names.period(duty, period),
                    owners=joint.join(owners),
                    state=names.state(duty, state),
                    left=self._left(day),
                ),
            )
            for (day, duty, period, state), owners in grouped.items()
        ]

    def _left(self, due: date) -> str:
        """Return how many working days are left for what is due on *due*; "" where it is past."""
        township = self._agenda.township
        if due < township.today:
            return ""
        if due == township.today:
            return self._words["due_today"]
        days = (np.datetime64(day, "D") for day in (township.today, due))
        left = int(township.rules.calendar.count_working_days(*days))
        key = "left_one" if left == 1 else "left"
        return self._words[key].format(count=left) if left else ""

    def _line(self, key: str, day: date, **fields: object) -> str:
        weekday = self._words["weekdays"][day.weekday()]
        return self._words[key].format(day=self._short(day), weekday=weekday, **fields)

    def _short(self, day: date) -> str:
        return f"{day:%m-%d}" if day.year == self._agenda.span.first.year else day.isoformat()

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
            mediator=words["list"].join(self._agenda.names(one)),
            place=self._agenda.desk.place_name(key, case.village) if key else "",
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
