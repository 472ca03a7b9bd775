"""The sentence about a case's sitting, at the end of 〔督〕催办提醒."""

from datetime import date

from config.calendar import WorkCalendar
from config.vocabulary import ProblemCode
from rules.sentences.speller import Speller
from rules.sittings.arrangements import Appointment, Arrangement
from rules.sittings.asks import AskId, SittingAsking
from rules.sittings.half_days import HalfDay


def sitting_sentence(
    one: Arrangement, asking: SittingAsking, language: str, calendar: WorkCalendar, today: date
) -> str:
    """Return what is asked of a case, in *language*."""
    say = Speller(language, calendar, today)
    fields: dict[str, object] = {"n": one.number, "hint": ""}
    if asking.day:
        fields["day"] = say.short(asking.day)
    if asking.by:
        fields["by"] = say.short(asking.by)
    if one.case.due:
        fields["due"] = say.short(one.case.due)
    if one.booked is not None:
        fields["slot"] = slot_text(one.booked.half_day, say, is_open=one.booked.is_open)
    if one.proposal is not None:
        slot = slot_text(one.proposal.half_day, say)
        fields["hint"] = say.text("sitting", "hint", slot=slot)
    if asking.id == AskId.CONFLICT:
        return _conflict(one, say, fields)
    if asking.kind is None:
        return say.text("sitting", "after_limit" if asking.id == AskId.AFTER_LIMIT else "soon", **fields)
    return say.text("sitting", f"{asking.kind}_late" if asking.late else str(asking.kind), **fields)


def slot_text(half_day: HalfDay, say: Speller, *, is_open: bool = False) -> str:
    """Return 12月3日上午, or 12月3日（时间待定）."""
    day = say.short(half_day.day)
    if is_open:
        return say.text("sitting", "slot_open", day=day)
    return say.text("sitting", "slot", day=day, half=say.text("sitting", half_day.half))


def _conflict(one: Arrangement, say: Speller, fields: dict[str, object]) -> str:
    conflict = one.conflicts[0]
    other = conflict.other if conflict.one.case is one.case else conflict.one
    what = "mediator" if conflict.code is ProblemCode.SITTING_MEDIATOR_DOUBLE else "place"
    fields["what"] = say.text("sitting", what)
    return say.text("sitting", _partner(other, fields), **fields)


def _partner(other: Appointment, fields: dict[str, object]) -> str:
    if other.case is None:
        fields["row"] = other.row
        return "conflict_sheet"
    fields["row"], fields["village"] = other.case.row, other.case.village
    return "conflict"
