"""A village's cases: what happened (courses) and who, what and where (invented)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from scheduler.demo.courses import Course, courses
from scheduler.demo.days import HISTORY_DAYS, finished_half_months, workday_from
from scheduler.demo.village import LayoutWords, Village

_SURVEY_AFTER_DAYS = 4  # who was answered this week has not been asked yet


@dataclass(frozen=True, slots=True)
class Case:
    """One case as the village knows it.

    Attributes:
        course: its dates and how it stands.
        number: from 1 in each year of registration.
        party: who brought it.
        other: the other side.
        group: the villagers' group, 三.
        people: how many are concerned.
        category: the village's own word.
        summary: what it is about, in a sentence.
        channel: how it came.
        risk: red, yellow or green.
        org: the unit that handles it.
        owner: who is in charge there.
        leader: the township leader in charge, "" where none.
        status: how it stands, in the village's words.
        satisfaction: good, fair, bad; "" not asked yet.
        followed_up: when somebody called again.
        sitting: what stands under 约定调解时间.
    """

    course: Course
    number: int
    party: str
    other: str
    group: str
    people: int
    category: str
    summary: str
    channel: str
    risk: str
    org: str
    owner: str
    leader: str
    status: str
    satisfaction: str
    followed_up: date | None
    sitting: str = ""


@dataclass(frozen=True, slots=True)
class NilReport:
    """Nothing happened from *first* to *last*, and the village says so."""

    first: date
    last: date


Entry = Case | NilReport


def entries(village: Village, today: date, words: LayoutWords, rng: Random) -> list[Entry]:
    """Return a village's cases and nil reports in the order in which they were entered."""
    teller = _Teller(village, today, words, rng)
    cases = [teller.case(course, number) for course, number in _numbered(courses(village, today, rng))]
    if village.family == "mediation":
        cases = _with_sittings(cases, today)
    return [*cases] if not village.files_nil else _with_nil_reports(cases, today)


def entered_on(entry: Entry) -> date:
    """Return the day the ledger files an entry under."""
    return entry.last if isinstance(entry, NilReport) else entry.course.registered


def _numbered(made: Sequence[Course]) -> list[tuple[Course, int]]:
    last: Counter[int] = Counter()
    numbered: list[tuple[Course, int]] = []
    for course in made:
        last[course.registered.year] += 1
        numbered.append((course, last[course.registered.year]))
    return numbered


#: What a register of mediation says of its live cases, oldest first: working days from today, and the rest of
#: the cell. One was held and says no more, one failed, one is today, two share an hour, and one is agreed.
_SITTINGS = ((-3, ""), (-2, "未果"), (0, "下午"), (1, "上午"), (1, "上午"), (4, "下午"))


def _with_sittings(cases: Sequence[Case], today: date) -> list[Case]:
    days = {id(case): text for case, text in zip(_live(cases), _SITTINGS, strict=False)}
    found: list[Case] = []
    for case in cases:
        away, more = days.get(id(case), (0, None))
        day = workday_from(today, away)
        text = f"{day.year}年{day.month}月{day.day}日{more}" if more is not None else ""
        found.append(replace(case, sitting=text if day >= case.course.registered else ""))
    return found


def _live(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.course.outcome == "open" and case.course.slip is None]


def _with_nil_reports(cases: Sequence[Case], today: date) -> list[Entry]:
    days = [case.course.registered for case in cases]
    nil = [
        NilReport(period.first, period.last)
        for period in finished_half_months(today - timedelta(days=HISTORY_DAYS), today)
        if not any(period.first <= day <= period.last for day in days)
    ]
    return sorted([*cases, *nil], key=entered_on)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Invents who, what and where of a village's cases, in the words of its layout."""

    village: Village
    today: date
    words: LayoutWords
    rng: Random

    def case(self, course: Course, number: int) -> Case:
        """Tell one case; the order of the choices is part of the sample."""
        village, words, rng = self.village, self.words, self.rng
        family = "petition" if village.family == "petition" else "dispute"
        matters: list[dict[str, Any]] = [matter for matter in words["matter"] if matter["family"] == family]
        matter = rng.choices(matters, [matter["weight"] for matter in matters])[0]
        party, other = rng.sample(range(len(words["people"]["surnames"])), 2)
        names = {"a": self._name(party), "b": self._name(other)}
        risk = rng.choices(("green", "yellow", "red"), (12, 6, 1 if course.outcome == "resolved" else 2))[0]
        places = words["places"]
        village_unit = places["committee"].format(village=village.name)
        return Case(
            course=course,
            number=number,
            party=names["a"],
            other=names["b"],
            group=rng.choice(places["groups"]),
            people=rng.randint(2, 6),
            category=rng.choice(matter["words"]),
            summary=rng.choice(matter["stories"]).format(**names, n=rng.randint(2, 6)),
            channel=rng.choice(words["channel"][village.family]),
            risk=risk,
            org=rng.choice([village_unit, village_unit, *places["orgs"]]),
            owner=rng.choice(words["people"]["officials"]),
            leader=rng.choice(places["leaders"]) if risk != "green" or course.extended_to else "",
            status=self._status(course),
            satisfaction=self._satisfaction(course),
            followed_up=self._followed_up(course),
        )

    def _name(self, surname: int) -> str:
        people = self.words["people"]
        ordinal = self.rng.choice(people["ordinals"])
        return people["party"].format(surname=people["surnames"][surname], ordinal=ordinal)

    def _status(self, course: Course) -> str:
        spoken = self.rng.choice(self.village.status[course.outcome])
        ended = course.ended or course.registered
        first = course.registered
        return spoken.format(
            end=f"{ended.month}月{ended.day}日",
            first=f"{first.month}月{first.day}日",
            n=self.rng.randint(1, 3),
        )

    def _satisfaction(self, course: Course) -> str:
        answered = course.outcome == "resolved" and course.ended is not None
        if not answered or (self.today - (course.ended or self.today)).days <= _SURVEY_AFTER_DAYS:
            return ""
        return self.rng.choices(("good", "fair", "bad"), (30, 8, 1))[0]

    def _followed_up(self, course: Course) -> date | None:
        if course.outcome != "resolved" or course.ended is None:
            return None
        day = course.ended + timedelta(days=self.rng.randint(3, 20))
        return day if day <= self.today else None
