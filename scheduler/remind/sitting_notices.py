"""What is told of sittings in the morning: those at hand, outcomes that are owed, and clashes.

Only what people agreed: a suggestion is nobody's sitting. On a rest day nothing is told; what is booked on
one is told on the working day before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from config.vocabulary import ProblemCode
from rules.sittings.arrangements import Appointment, Arrangement, Conflict, SittingState
from rules.sittings.case_sittings import CaseSittings
from rules.sittings.half_days import plain_day
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township


class NoticeKind(StrEnum):
    """What a notice is about, in the order in which it is told."""

    SITTING = "sitting"
    OWED = "owed"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """Where a case stands; without a village a line that a person added to 调解排期."""

    village: str
    sheet: str
    row: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class SittingNotice:
    """One thing that is told of a sitting.

    Attributes:
        day: of the sitting.
        half: ``am`` or ``pm``; "" where nobody wrote one.
        time: as written, or "".
        room: what its place is called.
        count: which sitting of the case it is.
        by: until when the outcome is asked for; None once that day is over.
        other: the other one of a clash.
        what: both of a clash want: ``mediator`` or ``place``.
        mediators: whose it is, by their positions in ``[[mediator]]`` from 1.
        is_rest_day: booked on a day on which nobody works.
    """

    kind: NoticeKind
    one: NoticePlace
    day: date
    half: str = ""
    time: str = ""
    room: str = ""
    count: int = 0
    by: date | None = None
    other: NoticePlace | None = None
    what: str = ""
    mediators: frozenset[int] = frozenset()
    is_rest_day: bool = False

    @property
    def villages(self) -> tuple[str, ...]:
        """Whose posts are told."""
        both = (self.one.village, self.other.village if self.other else "")
        return tuple(dict.fromkeys(filter(None, both)))


def sitting_notices(township: Township, desk: SittingsDesk | None) -> list[SittingNotice]:
    """Return what is told today of the sittings that a pass found, in the order of time."""
    today, calendar = township.today, township.rules.calendar
    now = np.array([today], dtype="datetime64[D]")
    if desk is None or not calendar.is_working(now)[0]:
        return []
    last = plain_day(calendar.add_working_days(now, 1)[0])
    return [*_at_hand(township, desk, last), *_owed(township, desk), *_clashes(desk)]


def _at_hand(township: Township, desk: SittingsDesk, last: date) -> Iterator[SittingNotice]:
    booked = [(one, one.booked) for one in desk.found.cases if one.booked is not None]
    near = [(one, sitting) for one, sitting in booked if sitting.half_day.day <= last]
    for one, sitting in sorted(near, key=lambda pair: _order(*pair)):
        day, half = sitting.half_day
        yield SittingNotice(
            NoticeKind.SITTING,
            _place(one.case),
            day,
            "" if sitting.is_open else half.value,
            sitting.time,
            desk.place_name(sitting.place.key, one.case.village) if sitting.place else "",
            one.number,
            mediators=_positions(sitting, desk),
            is_rest_day=not township.rules.calendar.is_working(np.array([day], dtype="datetime64[D]"))[0],
        )


def _order(one: Arrangement, sitting: Appointment) -> tuple[Any, ...]:
    return *sitting.half_day, one.case.village, one.case.sheet, one.case.row


def _owed(township: Township, desk: SittingsDesk) -> Iterator[SittingNotice]:
    owing = [one for one in desk.found.cases if one.state is SittingState.OUTCOME_OWED and one.held]
    for one in sorted(owing, key=lambda one: (one.held[-1].day, one.case.village, one.case.row)):
        asking = desk.asking(one)
        if asking is not None:
            by = None if asking.late else asking.by
            place, held = _place(one.case), one.held[-1].day
            yield SittingNotice(NoticeKind.OWED, place, held, by=by, mediators=_of_case(one, held, desk))


def _clashes(desk: SittingsDesk) -> Iterator[SittingNotice]:
    for conflict in desk.found.conflicts:
        both = (conflict.one, conflict.other)
        first, second = sorted(map(_place_of, both), key=_cases_first)
        day, half = conflict.one.half_day
        positions = frozenset[int]().union(*(_positions(each, desk) for each in both))
        yield SittingNotice(
            NoticeKind.CLASH, first, day, half.value, other=second, what=_what(conflict), mediators=positions
        )


def _cases_first(place: NoticePlace) -> tuple[bool, str, int]:
    return not place.village, place.village, place.row


def _what(conflict: Conflict) -> str:
    return "mediator" if conflict.code is ProblemCode.SITTING_MEDIATOR_DOUBLE else "place"


def _place(case: CaseSittings) -> NoticePlace:
    return NoticePlace(case.village, case.sheet, case.row, case.number)


def _place_of(one: Appointment) -> NoticePlace:
    return NoticePlace("", "", one.row) if one.case is None else _place(one.case)


def _positions(one: Appointment, desk: SittingsDesk) -> frozenset[int]:
    return _known((mediator.key for mediator in one.mediators), desk)


def _of_case(one: Arrangement, held: date, desk: SittingsDesk) -> frozenset[int]:
    """Return whose the sitting was: as the sheet or the row says, else the first who serves the village."""
    on_sheet = [row.mediators for row in one.rows if row.booked is not None and row.booked.day == held]
    named: Sequence[str] = next(filter(None, on_sheet), one.case.mediators)
    if not named:
        own, more = desk.names.office.serving(one.case.village)
        named = [mediator.key for mediator in (*own, *more)][:1]
    return _known(named, desk)


def _known(keys: Any, desk: SittingsDesk) -> frozenset[int]:
    return frozenset(at for key in keys if (at := desk.names.positions.get(key)))
