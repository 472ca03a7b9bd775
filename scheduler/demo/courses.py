"""When things happened to each case of a village, so that every light can be seen today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from config.periods import HalfMonth
from scheduler.demo.days import HISTORY_DAYS, adopted_on, is_workday, workday_from
from scheduler.demo.village import Village

_SIMPLE_LIMIT = 15
_LIMIT = 30
# Fifteen days late is late even where the limit moves to the end of the longest holiday.
_SURELY_LATE = (15, 28)
_SAME_DAY_SHARE = 0.25
_NEXT_DAY_SHARE = 0.6


def _limit(complexity: str) -> int:
    return _SIMPLE_LIMIT if complexity == "simple" else _LIMIT


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to one case, and when; None is not (yet).

    Attributes:
        outcome: how it stands: open, resolved, suspended, withdrawn, transferred or handed_up.
        complexity: simple, normal, complex; "" where the village does not grade.
        registered: when it was entered.
        assigned: when it was handed over to an office.
        limit: calendar days from hand-over, else from registration.
        ended: when it was resolved, withdrawn or transferred.
        held_from: first day on hold.
        held_to: day of resumption.
        extended_to: the later limit that was granted.
        approved: when that was granted.
        slip: what the clerk wrote instead of the date of registration.
    """

    outcome: str
    complexity: str
    registered: date
    assigned: date | None
    limit: int
    ended: date | None = None
    held_from: date | None = None
    held_to: date | None = None
    extended_to: date | None = None
    approved: date | None = None
    slip: str | float | None = None

    @property
    def start(self) -> date:
        """The day its limit counts from."""
        return self.assigned or self.registered

    @property
    def due(self) -> date:
        """The last day of its limit."""
        return self.start + timedelta(days=self.limit)


def courses(village: Village, today: date, rng: Random) -> list[Course]:
    """Return what happened to each of the village's cases, oldest first."""
    maker = _Maker(village, today, rng)
    made = [*maker.open_ones(), *maker.special_ones(), *maker.ended_ones(), *maker.unreadable_ones()]
    while len(made) < village.cases:
        made.append(maker.closed(made))
    return sorted(made, key=lambda course: (course.registered, course.start))


@dataclass(frozen=True, slots=True)
class _Maker:
    village: Village
    today: date
    rng: Random

    def starting(self, start: date, *, outcome: str = "open", complexity: str = "") -> Course:
        """A case whose limit counts from *start*; from the working day before it where offices hand over."""
        complexity = self.graded(complexity)
        if self.village.handed_over and not is_workday(start):
            start = workday_from(start, -1)
        return self.begun(start, outcome, complexity)

    def due_in(self, working_days_late: int, outcome: str = "open") -> Course:
        """A case that is so many working days late today; negative: still so many to go.

        Before a long holiday that many may not be left of its limit: then it came in today.
        """
        complexity = self.graded("")
        due = workday_from(self.today, -working_days_late)
        start = min(due - timedelta(days=_limit(complexity)), self.today)
        return self.begun(start, outcome, complexity)

    def begun(self, start: date, outcome: str, complexity: str) -> Course:
        assigned = start if self.village.handed_over else None
        registered = start
        if assigned and self.rng.random() < _NEXT_DAY_SHARE:
            registered = workday_from(start, -1)
        return Course(outcome, complexity, registered, assigned, _limit(complexity))

    def graded(self, complexity: str) -> str:
        if not self.village.graded:
            return ""
        return complexity or self.rng.choice(("simple", "simple", "normal", "complex"))

    def before(self, low: int, high: int) -> date:
        return self.today - timedelta(days=self.rng.randint(low, high))

    def open_ones(self) -> Iterator[Course]:
        plan = self.village.plan
        yield from (self.due_in(late) for late in plan.due)
        yield from (self.due_in(late, "handed_up") for late in plan.handed_up)
        for _ in range(plan.on_track):
            complexity = self.graded("")
            age = self.rng.randint(0, _limit(complexity) // 2 - 1)
            if self.village.quiet:
                age = min(age, (self.today - HalfMonth.of(self.today).first).days)
            yield self.starting(self.today - timedelta(days=age), complexity=complexity)
        for _ in range(plan.backlog):
            yield self.starting(adopted_on(self.today) - timedelta(days=self.rng.randint(15, 45)))

    def special_ones(self) -> Iterator[Course]:
        plan = self.village.plan
        for _ in range(plan.not_handed_over):
            day = workday_from(self.today, -5)
            yield replace(self.starting(day), registered=day, assigned=None)
        for _ in range(plan.suspended):
            course = self.starting(self.before(40, 90), outcome="suspended")
            yield replace(course, held_from=course.start + timedelta(days=9))
        for _ in range(plan.resumed):
            course = self.starting(self.before(38, 40), complexity="complex")
            held_from = course.start + timedelta(days=5)
            yield replace(course, held_from=held_from, held_to=held_from + timedelta(days=20))
        for _ in range(plan.extended):
            course = self.starting(
                workday_from(self.today, -5) - timedelta(days=_LIMIT), complexity="complex"
            )
            approved = workday_from(course.due, -3)
            yield replace(course, extended_to=course.due + timedelta(days=25), approved=approved)

    def ended_ones(self) -> Iterator[Course]:
        plan = self.village.plan
        outcomes = ["withdrawn"] * plan.withdrawn + ["transferred"] * plan.transferred
        for outcome in outcomes:
            course = self.starting(self.before(50, 300), outcome=outcome)
            yield replace(course, ended=course.start + timedelta(days=self.rng.randint(3, 12)))
        for _ in range(plan.closed_late):
            course = self.starting(self.before(70, 300), outcome="resolved")
            yield replace(course, ended=course.due + timedelta(days=self.rng.randint(*_SURELY_LATE)))

    def unreadable_ones(self) -> Iterator[Course]:
        for slip in self.village.plan.unreadable:
            course = self.starting(self.before(60, 200))
            # Where another date of the row would still time it, an open one would be long overdue.
            if self.village.handed_over or self.village.limit == "date":
                course = replace(course, outcome="resolved", ended=course.start + timedelta(days=8))
            yield replace(course, slip=slip)

    def closed(self, made: list[Course]) -> Course:
        """A case closed in time; where ditto marks are written, sometimes of the same day as another."""
        while True:
            start = self.before(2, HISTORY_DAYS)
            if self.village.ditto and made[-1].outcome == "resolved" and self.rng.random() < _SAME_DAY_SHARE:
                start = made[-1].registered
            course = self.starting(start, outcome="resolved")
            ended = start + timedelta(days=self.rng.randint(1, course.limit - 3))
            if ended <= self.today and not (self.village.quiet and self.in_last_period(course.registered)):
                return replace(course, ended=ended)

    def in_last_period(self, day: date) -> bool:
        return HalfMonth.of(day) == HalfMonth.last_finished(self.today)
