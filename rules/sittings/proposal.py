"""Which half-day is proposed for which case: the rule of docs/sittings.md, step by step.

1. What a person settled stands and takes its half-day. 2. What was proposed before stands while it still
fits. 3. The other cases, earliest last day first, take the earliest half-day that is free. 4. One that finds
none in time may take the half-day of one earlier proposal, if that other case can still be held in time.
5. Otherwise the earliest half-day, said to be late; or none.

Deterministic: the same needs, sittings and day give the same proposals, and proposing them again changes
nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.sittings.half_days import Days, Diary, HalfDay
from rules.sittings.mediators import Mediator, Place, SittingOffice

_LAST = date.max


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the sheet proposes already: a half-day and a mediator's key."""

    half_day: HalfDay
    mediator: str


@dataclass(frozen=True, slots=True)
class Need:
    """A case that wants a sitting.

    Attributes:
        case: tells it from all others.
        village: whose mediators and place serve it.
        last_day: the last working day on which a sitting keeps its limit; None: it has no limit.
        registered: nothing is proposed before it.
        order: decides between cases of one last day and registration: number, then where it stands.
        named: key of the mediator whom its row names; "" for none.
        before: what was proposed until now; None for nothing.
        locked: a person's words stand beside that proposal, so it is not moved.
    """

    case: str
    village: str
    last_day: date | None = None
    registered: date | None = None
    order: tuple[object, ...] = ()
    named: str = ""
    before: Suggested | None = None
    locked: bool = False

    @property
    def rank(self) -> tuple[object, ...]:
        """The place in the queue: earliest last day, then earliest registration, then *order*."""
        return self.last_day or _LAST, self.registered or _LAST, *self.order


@dataclass(frozen=True, slots=True)
class Taken:
    """A half-day that people took: a booked sitting, a court day, a training."""

    half_day: HalfDay
    mediators: Sequence[Mediator] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a case.

    Attributes:
        mediator: key.
        place: key.
        in_time: on or before the case's last day.
        provisional: on a day of a year whose notice is not out (暂定).
    """

    half_day: HalfDay
    mediator: str
    place: str
    in_time: bool
    provisional: bool


def propose(
    needs: Sequence[Need], taken: Sequence[Taken], office: SittingOffice, days: Days
) -> dict[str, Proposal]:
    """Return what is proposed, by case; a case that is missing finds no half-day.

    Args:
        needs: cases that want a sitting, in any order.
        taken: half-days that people took.
        office: who mediates where and when.
        days: the look ahead.
    """
    plan = _Plan(office, days)
    for one in taken:
        plan.diary.take(days.bit(one.half_day), one.mediators, one.place)
    queue = plan.enter(needs)
    for case in queue:
        plan.keep(case)
    while any(plan.improve(case) for case in queue):
        pass  # what one gives up may be in time for another
    for case in queue:
        # Beside a person's words nothing new is written.
        if not case.bit and not case.need.locked:
            plan.serve(case)
    return plan.told()


@dataclass(slots=True, eq=False)
class _Case:
    """A need on its way to a proposal; `any_time`, `in_time` and `bit` are sets of half-days."""

    need: Need
    first: Sequence[Mediator]
    more: Sequence[Mediator]
    place: Place
    any_time: int
    in_time: int
    bit: int = 0
    mediator: Mediator | None = None
    is_served: bool = False

    @property
    def is_late(self) -> bool:
        """Proposed, but after its last day."""
        last = self.need.last_day
        return bool(self.bit) and last is not None and not self.bit & self.in_time

    def may_have(self, mediator: Mediator) -> bool:
        return any(one.key == mediator.key for one in (*self.first, *self.more))


class _Plan:
    """The proposals so far, and the diary they stand in."""

    def __init__(self, office: SittingOffice, days: Days) -> None:
        self.diary = Diary(office, days)
        self._days = days
        self._queue: list[_Case] = []

    def enter(self, needs: Sequence[Need]) -> Sequence[_Case]:
        """Queue the needs."""
        self._queue = sorted(map(self._case, needs), key=lambda case: case.need.rank)
        return self._queue

    def _case(self, need: Need) -> _Case:
        office, days = self.diary.office, self._days
        first, more = office.serving(need.village, need.named)
        any_time = days.window
        if need.registered is not None:
            any_time &= ~days.until(need.registered - timedelta(days=1))
        # What stands already may lie before the notice, so being in time is not asked of the window.
        in_time = days.until(need.last_day)
        return _Case(need, first, more, office.place_of(need.village), any_time, in_time)

    def keep(self, case: _Case) -> None:
        """Let a proposal of before stand where it still fits."""
        before = case.need.before
        if before is None:
            return
        mediator = next((one for one in (*case.first, *case.more) if one.key == before.mediator), None)
        bit = self._days.bit(before.half_day)
        if mediator is not None and bit & self.diary.free(mediator, case.place):
            self._put(case, bit, mediator)

    def improve(self, case: _Case) -> bool:
        """Give a proposal after its case's last day up for one in time, where there is one now."""
        if not case.is_late or case.need.locked:
            return False
        bit, mediator = case.bit, case.mediator
        self._take_back(case)
        if self._in_time(case):
            return True
        assert mediator is not None  # noqa: S101  it was proposed with one
        self._put(case, bit, mediator)
        return False

    def serve(self, case: _Case) -> None:
        """Propose a half-day for a case that has none: in time, else the earliest."""
        case.is_served = True
        if self._in_time(case):
            return
        found = self.diary.earliest((*case.first, *case.more), case.place, case.any_time)
        if found is not None:
            self._put(case, *found)

    def _in_time(self, case: _Case) -> bool:
        if found := self._free_in_time(case):
            self._put(case, *found)
            return True
        return any(self._exchange(case, other) for other in self._exchangeable(case))

    def _free_in_time(self, case: _Case) -> tuple[int, Mediator] | None:
        among = case.any_time & case.in_time
        for mediators in (case.first, case.more):
            if found := self.diary.earliest(mediators, case.place, among):
                return found
        return None

    def _exchangeable(self, case: _Case) -> Iterator[_Case]:
        """Yield whose half-day a case could do with: the one that can wait longest first."""
        among = case.any_time & case.in_time
        for other in reversed(self._queue):
            if not other.bit & among or other is case or other.need.locked or other.is_late:
                continue
            if other.mediator is not None and case.may_have(other.mediator):
                yield other

    def _exchange(self, case: _Case, other: _Case) -> bool:
        """Let a case have another's half-day if that one can still be held in time; else change nothing."""
        before = self._swap(case, other)
        if before is None:
            return False
        # The room that *other* leaves must help nobody who waits, or one new case would move two.
        if other.place.key == case.place.key or not self._helps(before[0], other.place):
            return True
        self._swap_back(case, other, before)
        return False

    def _swap(self, case: _Case, other: _Case) -> tuple[int, Mediator] | None:
        """Do an exchange and return what *other* had; None, and nothing is changed, where it cannot be."""
        bit, mediator = other.bit, other.mediator
        assert mediator is not None  # noqa: S101  it was proposed with one
        self._take_back(other)
        if bit & self.diary.free(mediator, case.place):
            self._put(case, bit, mediator)
            if found := self._free_in_time(other):
                self._put(other, *found)
                return bit, mediator
            self._take_back(case)
        self._put(other, bit, mediator)
        return None

    def _swap_back(self, case: _Case, other: _Case, before: tuple[int, Mediator]) -> None:
        self._take_back(case)
        self._take_back(other)
        self._put(other, *before)

    def _helps(self, bit: int, place: Place) -> bool:
        """Whether a room that became free serves a case that is late or found nothing."""
        for case in self._queue:
            waits = case.is_late or (case.is_served and not case.bit)
            if not waits or case.need.locked or not bit & case.any_time:
                continue
            held, mediator = case.bit, case.mediator
            if mediator is None:
                helped = self._could_have(case, place, case.any_time)
            else:
                self._take_back(case)
                helped = self._could_have(case, place, case.any_time & case.in_time)
                self._put(case, held, mediator)
            if helped:
                return True
        return False

    def _could_have(self, case: _Case, place: Place, among: int) -> bool:
        """Whether *place* gives a case, which stands nowhere now, a half-day *among* some, or an exchange."""
        if case.place.key == place.key and self.diary.earliest((*case.first, *case.more), case.place, among):
            return True
        for other in self._exchangeable(case):
            if place.key in (other.place.key, case.place.key) and (before := self._swap(case, other)):
                self._swap_back(case, other, before)
                return True
        return False

    def _put(self, case: _Case, bit: int, mediator: Mediator) -> None:
        case.bit, case.mediator = bit, mediator
        self.diary.take(bit, (mediator,), case.place)

    def _take_back(self, case: _Case) -> None:
        assert case.mediator is not None  # noqa: S101  it was proposed with one
        self.diary.give_up(case.bit, case.mediator, case.place)
        case.bit, case.mediator = 0, None

    def told(self) -> dict[str, Proposal]:
        """Return the proposals by case."""
        days = self._days
        return {
            case.need.case: Proposal(
                days.half_day(case.bit),
                case.mediator.key,
                case.place.key,
                in_time=not case.is_late,
                provisional=bool(case.bit & days.provisional),
            )
            for case in self._queue
            if case.mediator is not None
        }
