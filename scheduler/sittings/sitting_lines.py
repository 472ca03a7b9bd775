"""What 调解排期 says: one line for each sitting of a case, from where the rules found it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.language import phrases
from config.our_tabs.schedule import ScheduleColumn
from config.vocabulary import ProblemCode
from rules.sentences.sitting_asks import slot_text
from rules.sentences.speller import Speller
from rules.sittings.arrangements import Arrangement, SheetRow, SittingState, current_row
from rules.sittings.case_sittings import CaseStanding
from rules.sittings.mediators import nameless
from scheduler.sittings.office_names import OfficeNames
from sync.other_sheets.schedule_sheet import ScheduleLine, WantedLine

_C = ScheduleColumn
#: Problems said in brackets behind the state, in this order.
_NOTES = {
    ProblemCode.SITTING_OF_CLOSED: "of_closed",
    ProblemCode.SITTING_TWO_DATES: "two_dates",
    ProblemCode.SITTING_AFTER_LIMIT: "after_limit",
    ProblemCode.SITTING_MEDIATOR_AWAY: "mediator_away",
    ProblemCode.SITTING_REST_DAY: "rest_day",
}
_DOUBLES = (ProblemCode.SITTING_MEDIATOR_DOUBLE, ProblemCode.SITTING_PLACE_DOUBLE)


@dataclass(frozen=True, slots=True)
class LineWords:
    """What lines are made with.

    Attributes:
        titles: ledger id to what people call it.
        lines: the sheet's lines by row.
        spoken: key to a name that may be shown although it is not the config's.
    """

    language: str
    say: Speller
    names: OfficeNames
    titles: Mapping[str, str]
    lines: Mapping[int, ScheduleLine]
    today: date
    spoken: Mapping[str, str]

    @property
    def table(self) -> Any:
        """The words of the sheet."""
        return phrases(self.language, "schedule")

    def state(self, key: str) -> str:
        """Return a word of 状态."""
        return self.table["state"][key]

    def mediator(self, key: str, village: str) -> str:
        """Return a mediator's name; "" for a nameless one, 见台账 where only a ledger names them."""
        if key == nameless(village):
            return ""
        return self.names.mediators.get(key) or self.spoken.get(key) or self.state("in_ledger")

    def place(self, key: str, village: str) -> str:
        """Return a place's name."""
        if key == nameless(village):
            return self.table["place"]["of_village"].format(village=village)
        return self.names.places.get(key) or self.spoken.get(key) or self.state("in_ledger")


def line_key(case: str, number: int, again: int = 0) -> str:
    """Return the key of a sitting: the case's, its number, and how often that number was put off."""
    return f"{case}-{number}" + (f".{again}" if again else "")


def wanted_lines(found: Sequence[Arrangement], words: LineWords) -> list[WantedLine]:
    """Return every line of ours as it should be, new ones in the order of the cases."""
    return [line for one in found for line in _of_case(one, words)]


def _of_case(one: Arrangement, words: LineWords) -> Iterator[WantedLine]:
    current = current_row(one)
    for row in one.rows:
        if row is not current:
            yield _past(one, row, words)
    key = words.lines[current.row].key if current else _new_key(one)
    if current is not None or _has_line(one):
        yield WantedLine(key, _texts(one, current, words))


def _has_line(one: Arrangement) -> bool:
    """Whether a case whose next sitting has no row yet gets one: it waits for a day, or has one."""
    if one.booked is not None:
        return True
    waits = one.state in (SittingState.TO_AGREE, SittingState.TO_REBOOK)
    return waits and one.case.wanted and not one.case.silent and not one.is_cancelled


def _new_key(one: Arrangement) -> str:
    again = sum(row.number == one.number and row.is_moved for row in one.rows)
    return line_key(one.case.key, one.number, again)


def _place_texts(one: Arrangement, number: int, words: LineWords) -> dict[ScheduleColumn, str]:
    case = one.case
    return {
        _C.VILLAGE: case.village,
        _C.LEDGER: words.titles.get(case.ledger, case.ledger),
        _C.SHEET: case.sheet,
        _C.ROW: str(case.row),
        _C.CASE_NO: case.number,
        _C.CATEGORY: case.category,
        _C.DUE: case.due.isoformat() if case.due else "",
        _C.NUMBER: str(number),
    }


def _past(one: Arrangement, row: SheetRow, words: LineWords) -> WantedLine:
    """A sitting that is over, put off or cancelled: its line stays, and says so."""
    line = words.lines[row.row]
    texts = dict(line.texts) | _place_texts(one, row.number, words)
    if row.is_cancelled:
        state = words.state("cancelled")
    elif row.is_moved:
        state = words.state("moved")
    elif one.case.standing is CaseStanding.CLOSED:
        state = words.state("closed")
    elif _is_last_held(one, row) and one.state is SittingState.OUTCOME_OWED:
        state = words.state("outcome_owed")
    elif _is_last_held(one, row) and one.state is SittingState.TO_REBOOK:
        state = words.state("to_rebook")
    else:
        state = words.state("held")
    return WantedLine(line.key, texts | {_C.STATE: state})


def _is_last_held(one: Arrangement, row: SheetRow) -> bool:
    return bool(one.held) and row.booked is not None and row.booked.day == one.held[-1].day


def _texts(one: Arrangement, row: SheetRow | None, words: LineWords) -> dict[ScheduleColumn, str]:
    texts = _place_texts(one, row.number if row else one.number, words)
    proposal = one.proposal
    if proposal is not None:
        village = one.case.village
        texts |= {
            _C.DAY: proposal.half_day.day.isoformat(),
            _C.HALF: words.table["half"][proposal.half_day.half],
            _C.MEDIATOR: words.mediator(proposal.mediator, village),
            _C.PLACE: words.place(proposal.place, village),
        }
    texts[_C.STATE] = _state(one, row, words)
    return texts


def _state(one: Arrangement, row: SheetRow | None, words: LineWords) -> str:
    """Return 状态; where two fit: cancelled, clash, today, no half-day, late, booked, failed."""
    say = words.state
    notes = [say(key) for code, key in _NOTES.items() if code in one.problems]
    if one.is_cancelled:
        return say("cancelled")
    if one.booked is not None:
        return _booked(one, row, words, notes)
    if one.case.standing is not CaseStanding.LIVE:
        return say("closed")
    if row is not None and words.lines[row.row].texts[_C.AGREED_DAY] and row.booked is None:
        if row.agrees_to_nothing:
            return say("no_suggestion")
        notes.append(say("unreadable"))
    if one.proposal is None and not (row is not None and row.is_touched):
        return say("nothing")
    # Where the failed sitting has a line of its own, that line says so.
    failed = one.state is SittingState.TO_REBOOK and not any(_is_last_held(one, past) for past in one.rows)
    key = "to_rebook" if failed else "to_agree"
    if one.proposal is not None and not one.proposal.in_time:
        key = "late"
    if one.proposal is not None and one.proposal.provisional:
        notes.append(say("provisional"))
    return _with_notes(say(key), notes, words)


def _booked(one: Arrangement, row: SheetRow | None, words: LineWords, notes: list[str]) -> str:
    assert one.booked is not None  # noqa: S101  the caller looked
    key = "today" if one.state is SittingState.TODAY else "booked"
    if any(code in one.problems for code in _DOUBLES):
        key = "conflict"
    in_sheet = row is not None and row.booked is not None and row.booked.day == one.booked.half_day.day
    state = words.state(key)
    if not in_sheet:
        slot = slot_text(one.booked.half_day, words.say, is_open=one.booked.is_open)
        state = words.state("with_slot").format(state=state, slot=slot)
    return _with_notes(state, notes, words)


def _with_notes(state: str, notes: Sequence[str], words: LineWords) -> str:
    if not notes:
        return state
    joint = "，" if words.language == "zh-CN" else ", "
    return words.state("with_note").format(state=state, note=joint.join(notes))
