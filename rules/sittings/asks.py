"""What is softly asked about a case's sittings: one thing at most, never a light, never above the handler."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from config.calendar import WorkCalendar
from config.packs.model import Pack, SittingAsk, SittingAsked
from config.vocabulary import ProblemCode, Unit
from rules.limits import add_months
from rules.sittings.arrangements import Arrangement, SittingState
from rules.sittings.half_days import plain_day


class AskId(StrEnum):
    """Asks that hang on a booked day; the others have the ids of their pack."""

    CONFLICT = "SITTING_CONFLICT"
    AFTER_LIMIT = "SITTING_AFTER_LIMIT"
    SOON = "SITTING_SOON"


@dataclass(frozen=True, slots=True)
class SittingAsking:
    """One thing that is asked.

    Attributes:
        id: of a pack's entry, or an `AskId`.
        kind: what is missing; None for those of a booked day.
        by: the day it is asked for; None where none is.
        late: that day is over.
        day: the sitting it is about; None for none.
    """

    id: str
    kind: SittingAsked | None = None
    by: date | None = None
    late: bool = False
    day: date | None = None


_DOUBLES = (ProblemCode.SITTING_MEDIATOR_DOUBLE, ProblemCode.SITTING_PLACE_DOUBLE)


def asks_of(packs: Sequence[Pack]) -> tuple[SittingAsk, ...]:
    """Return what the packs ask about sittings; of two for the same the later pack's."""
    found = {ask.when: ask for pack in packs for ask in pack.sitting}
    return tuple(ask for ask in found.values() if ask.enabled)


def asked(
    one: Arrangement, asks: Sequence[SittingAsk], calendar: WorkCalendar, today: date, *, on_rows: bool = True
) -> SittingAsking | None:
    """Return what is asked of a case, the first that fits; None for nothing.

    Args:
        one: where it stands.
        asks: those of the packs.
        calendar: the township's working days.
        today: the date in the township.
        on_rows: False where neither a column nor 调解排期 could hold the answer.
    """
    if one.case.silent or not on_rows:
        return None
    if one.booked is not None:
        return _of_booked(one, calendar, today)
    kinds = {
        SittingState.OUTCOME_OWED: SittingAsked.NO_OUTCOME,
        SittingState.TO_REBOOK: SittingAsked.FAILED,
        SittingState.TO_AGREE: SittingAsked.NOTHING_AGREED,
    }
    kind = kinds.get(one.state)
    ask = next((ask for ask in asks if ask.when is kind), None)
    if ask is None or one.is_cancelled:
        return None
    day = one.held[-1].day if one.held else None
    start = one.case.begun if ask.counts_from else day
    if start is None:
        return None
    by = _after(start, ask, calendar)
    return SittingAsking(ask.id, kind, by, late=by < today, day=day)


def _of_booked(one: Arrangement, calendar: WorkCalendar, today: date) -> SittingAsking | None:
    assert one.booked is not None  # noqa: S101  the caller looked
    day = one.booked.half_day.day
    if any(code in one.problems for code in _DOUBLES):
        return SittingAsking(AskId.CONFLICT, day=day)
    if ProblemCode.SITTING_AFTER_LIMIT in one.problems:
        return SittingAsking(AskId.AFTER_LIMIT, day=day)
    if int(calendar.count_working_days(np.datetime64(today, "D"), np.datetime64(day, "D"))) <= 1:
        return SittingAsking(AskId.SOON, day=day)
    return None


def _after(start: date, ask: SittingAsk, calendar: WorkCalendar) -> date:
    begun = np.array([start], dtype="datetime64[D]")
    if ask.unit is Unit.CALENDAR_DAYS:
        return start + timedelta(days=ask.length)
    working = ask.unit is Unit.WORKING_DAYS
    found = calendar.add_working_days(begun, ask.length) if working else add_months(begun, ask.length)
    return plain_day(found[0])
