"""Where every case stands with its sittings: ledger and sheet laid together, conflicts found, days proposed.

Pure: cases, the sheet's rows, the office and the day in; one `Arrangement` for each case out. A day that a
person wrote is never moved; the ledger's day counts where the sheet names another.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from config.vocabulary import Half, ProblemCode, SittingOutcome
from rules.sittings.case_sittings import BookedDay, CaseSittings, CaseStanding, HeldDay
from rules.sittings.half_days import Days, Diary, HalfDay
from rules.sittings.mediators import Mediator, Place, SittingOffice
from rules.sittings.proposal import Need, Proposal, Suggested, Taken, propose


class SittingState(StrEnum):
    """What a case's next sitting waits for."""

    NONE = "none"
    TO_AGREE = "to_agree"
    BOOKED = "booked"
    TODAY = "today"
    OUTCOME_OWED = "outcome_owed"
    TO_REBOOK = "to_rebook"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of 调解排期, as far as the rules go.

    Attributes:
        row: 1-based.
        key: of the case; "" for a row that a person typed.
        number: of the sitting.
        booked: the day a person wrote, or the suggestion they agreed to; None for neither.
        mediators: keys.
        place: key; "" for none.
        suggested: what stands in our cells; None for nothing readable.
        outcome: how it came out.
        is_touched: anything stands in 约定日期 or 结果; our suggestion beside it stays as it is.
        is_moved: 改期; its day is free.
        is_cancelled: 取消; nothing is proposed as long as it stands.
        agrees_to_nothing: 同意 beside an empty suggestion.
    """

    row: int
    key: str = ""
    number: int = 1
    booked: BookedDay | None = None
    mediators: tuple[str, ...] = ()
    place: str = ""
    suggested: Suggested | None = None
    outcome: SittingOutcome = SittingOutcome.UNKNOWN
    is_touched: bool = False
    is_moved: bool = False
    is_cancelled: bool = False
    agrees_to_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two booked sittings that cannot both be held."""

    code: ProblemCode
    one: "Appointment"
    other: "Appointment"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked half-day with who and where, as far as people said or as is assumed.

    Attributes:
        case: None for a row of the sheet that a person typed.
        row: of the sheet; 0 where the ledger names the day.
        is_open: no half was written; *half_day* is the first that is free.
    """

    case: CaseSittings | None
    half_day: HalfDay
    time: str
    mediators: tuple[Mediator, ...]
    place: Place | None
    row: int = 0
    is_open: bool = False


@dataclass(slots=True)
class Arrangement:
    """Where one case stands.

    Attributes:
        number: of the next sitting, or of the one booked.
        held: by day, ledger and sheet together.
        rows: of the sheet, those of this case.
        conflicts: those it is part of.
    """

    case: CaseSittings
    state: SittingState
    number: int
    held: tuple[HeldDay, ...] = ()
    booked: Appointment | None = None
    proposal: Proposal | None = None
    rows: tuple[SheetRow, ...] = ()
    problems: list[ProblemCode] = field(default_factory=list[ProblemCode])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Arrangements:
    """All cases of a township, and every conflict once."""

    cases: Sequence[Arrangement]
    conflicts: Sequence[Conflict]
    own: Sequence[Appointment]

    @property
    def by_key(self) -> Mapping[str, Arrangement]:
        """The arrangements by case."""
        return {one.case.key: one for one in self.cases}


def arrange(
    cases: Sequence[CaseSittings],
    rows: Sequence[SheetRow],
    office: SittingOffice,
    days: Days,
    *,
    proposing: bool = True,
) -> Arrangements:
    """Lay ledgers and sheet together and propose what is missing.

    Args:
        cases: every case that has, had or wants a sitting.
        rows: of 调解排期; none while it is off.
        office: who mediates where and when.
        days: the look ahead from today.
        proposing: False where no sheet could carry a suggestion.
    """
    of_case: defaultdict[str, list[SheetRow]] = defaultdict(list)
    for row in rows:
        if row.key:
            of_case[row.key].append(row)
    known = [_Laid(case, of_case.get(case.key, ()), days.today, has_sheet=proposing) for case in cases]
    diary = Diary(office, days)
    appointments = _appointments(known, rows, diary)
    conflicts = _conflicts(appointments, office)
    found = [one.arrangement(appointments.get(one.case.key)) for one in known]
    _note_problems(found, conflicts, days)
    if proposing:
        taken = [Taken(one.half_day, one.mediators, one.place) for one in appointments.values()]
        places = {village: at for at, village in enumerate(office.villages)}
        needs = [_need(one, places) for one in found if _wants(one)]
        proposals = propose(needs, taken, office, days)
        for one in found:
            one.proposal = proposals.get(one.case.key)
    own = [one for one in appointments.values() if one.case is None]
    return Arrangements(found, conflicts, own)


class _Laid:
    """One case with its rows of the sheet."""

    def __init__(self, case: CaseSittings, rows: Sequence[SheetRow], today: date, *, has_sheet: bool) -> None:
        self.case, self.rows, self._today, self._has_sheet = case, tuple(rows), today, has_sheet
        self.held = self._held()
        self.number = max(case.counted, len(self.held)) + 1
        mine = [row for row in rows if row.booked and not row.is_moved and not row.is_cancelled]
        ahead = [row for row in mine if row.booked and row.booked.day >= today]
        self.row = min(ahead, key=lambda row: row.booked.day if row.booked else date.max, default=None)

    def _held(self) -> tuple[HeldDay, ...]:
        days = {one.day: one for one in self.case.held}
        for row in self.rows:
            day = row.booked
            if day is None or day.day >= self._today or row.is_moved or row.is_cancelled:
                continue
            outcome = days[day.day].outcome if day.day in days else SittingOutcome.UNKNOWN
            days[day.day] = HeldDay(day.day, day.half, outcome or row.outcome)
        return tuple(days[day] for day in sorted(days))

    @property
    def is_live(self) -> bool:
        return self.case.standing is CaseStanding.LIVE

    @property
    def booked(self) -> BookedDay | None:
        """The day that counts: the ledger's, else the sheet's."""
        sheet = self.row.booked if self.row else None
        if not self.case.booked:
            return sheet
        own = self.case.booked[0]
        if sheet and sheet.day == own.day and not own.half:
            return sheet
        return own

    @property
    def names_two_days(self) -> bool:
        sheet = self.row.booked if self.row else None
        return bool(self.case.booked) and sheet is not None and sheet.day != self.case.booked[0].day

    def arrangement(self, appointment: Appointment | None) -> Arrangement:
        cancelled = any(row.is_cancelled and row.number >= self.number for row in self.rows)
        state = self._state(cancelled=cancelled)
        found = Arrangement(
            self.case, state, self.number, self.held, appointment, rows=self.rows, is_cancelled=cancelled
        )
        if self.names_two_days:
            found.problems.append(ProblemCode.SITTING_TWO_DATES)
        if not self.is_live and (self.case.booked or self.row):
            found.problems.append(ProblemCode.SITTING_OF_CLOSED)
        return found

    def _state(self, *, cancelled: bool) -> SittingState:
        if not self.is_live:
            return SittingState.NONE
        if booked := self.booked:
            return SittingState.TODAY if booked.day == self._today else SittingState.BOOKED
        if cancelled:
            return SittingState.NONE
        if not self.held:
            if self.case.outcome == SittingOutcome.FAILED and self.case.counted:
                return SittingState.TO_REBOOK
            asked = self.case.wanted and not self.case.silent
            asked = asked and (self.case.has_columns or self._has_sheet)
            return SittingState.TO_AGREE if asked else SittingState.NONE
        last = self.held[-1].outcome or self.case.outcome
        if last == SittingOutcome.FAILED:
            return SittingState.TO_REBOOK
        # Other words than those of failure or agreement are an outcome, and nobody is asked for one.
        return SittingState.NONE if last == "said" else SittingState.OUTCOME_OWED


def _appointments(known: Sequence[_Laid], rows: Sequence[SheetRow], diary: Diary) -> dict[str, Appointment]:
    """Return every booked half-day, what nobody said filled in: half, mediator, place.

    What is written in full takes its half-day first; then the others in the order of the rule.
    """
    office, days = diary.office, diary.days
    wanted: list[tuple[str, BookedDay, CaseSittings | None, SheetRow | None]] = []
    for one in known:
        if one.is_live and (booked := one.booked):
            row = one.row if one.row and one.row.booked == booked else None
            wanted.append((one.case.key, booked, one.case, row))
    wanted += [
        (f"row {row.row}", row.booked, None, row)
        for row in rows
        if not row.key and row.booked and row.booked.day >= days.today and not row.is_cancelled
    ]
    wanted.sort(key=lambda item: (item[1].half is None, not _named(item[2], item[3]), item[1].day, item[0]))
    found: dict[str, Appointment] = {}
    for key, booked, case, row in wanted:
        one = _appointment(booked, case, row, diary, office)
        diary.take(days.bit(one.half_day), one.mediators, one.place)
        found[key] = one
    return found


def _named(case: CaseSittings | None, row: SheetRow | None) -> tuple[str, ...]:
    return (row.mediators if row else ()) or (case.mediators if case else ())


def _appointment(
    booked: BookedDay, case: CaseSittings | None, row: SheetRow | None, diary: Diary, office: SittingOffice
) -> Appointment:
    named = _named(case, row)
    where = (row.place if row else "") or (case.place if case else "")
    village = case.village if case else ""
    place = office.place(where) if where else (office.place_of(village) if case else None)
    halves = [booked.half] if booked.half else list(Half)
    mediators = tuple(map(office.mediator, named))
    serving = (mediators[:1] if mediators else _list(office, village)) if case or mediators else ()
    half, mediator = _first_free(booked.day, halves, serving, place, diary)
    if not mediators and mediator is not None:
        mediators = (mediator,)
    at = row.row if row else 0
    return Appointment(
        case, HalfDay(booked.day, half), booked.time, mediators, place, at, is_open=booked.half is None
    )


def _list(office: SittingOffice, village: str) -> tuple[Mediator, ...]:
    own, more = office.serving(village)
    return (*own, *more)


def _first_free(
    day: date, halves: Sequence[Half], serving: Sequence[Mediator], place: Place | None, diary: Diary
) -> tuple[Half, Mediator | None]:
    """Return the first half and mediator that nothing else takes; else the first of each."""
    room = place or Place("")
    for half in halves:
        bit = diary.days.bit(HalfDay(day, half))
        for mediator in serving:
            there = diary.agreed(mediator) & diary.untaken(mediator, room)
            if bit & there:
                return half, mediator
    return halves[0], serving[0] if serving else None


def _conflicts(appointments: Mapping[str, Appointment], office: SittingOffice) -> list[Conflict]:
    """Return each pair that cannot both be held, once for each reason."""
    found: list[Conflict] = []
    by_half: defaultdict[HalfDay, list[Appointment]] = defaultdict(list)
    for key in sorted(appointments):
        by_half[appointments[key].half_day].append(appointments[key])
    for half_day in sorted(by_half):
        here = sorted(by_half[half_day], key=_place_in_line)
        for at, one in enumerate(here):
            for other in here[at + 1 :]:
                if one.case is None and other.case is None:
                    continue
                mine = {mediator.key for mediator in one.mediators}
                if any(mediator.key in mine for mediator in other.mediators):
                    found.append(Conflict(ProblemCode.SITTING_MEDIATOR_DOUBLE, one, other))
        found += _crowded(here)
    return found


def _place_in_line(one: Appointment) -> tuple[object, ...]:
    if one.case is None:
        return 1, "", "", one.row
    return 0, one.case.ledger, one.case.sheet, one.case.row


def _crowded(here: Sequence[Appointment]) -> list[Conflict]:
    by_place: defaultdict[str, list[Appointment]] = defaultdict(list)
    for one in here:
        if one.place is not None:
            by_place[one.place.key].append(one)
    return [
        Conflict(ProblemCode.SITTING_PLACE_DOUBLE, some[0], other)
        for some in by_place.values()
        if some[0].place is not None and len(some) > some[0].place.rooms
        for other in some[some[0].place.rooms :]
        if some[0].case or other.case
    ]


def _note_problems(found: Sequence[Arrangement], conflicts: Sequence[Conflict], days: Days) -> None:
    by_key = {one.case.key: one for one in found}
    for conflict in conflicts:
        for appointment in (conflict.one, conflict.other):
            if appointment.case is not None:
                one = by_key[appointment.case.key]
                one.conflicts.append(conflict)
                if conflict.code not in one.problems:
                    one.problems.append(conflict.code)
    for one in found:
        if one.booked is None:
            continue
        day = one.booked.half_day.day
        if one.case.due and day > one.case.due:
            one.problems.append(ProblemCode.SITTING_AFTER_LIMIT)
        if not bool(days.calendar.is_working(np.datetime64(day, "D"))):
            one.problems.append(ProblemCode.SITTING_REST_DAY)
        if any(day in mediator.off for mediator in one.booked.mediators):
            one.problems.append(ProblemCode.SITTING_MEDIATOR_AWAY)


def _wants(one: Arrangement) -> bool:
    case = one.case
    if one.is_cancelled or case.silent or not case.wanted:
        return False
    return one.state in (SittingState.TO_AGREE, SittingState.TO_REBOOK)


def _need(one: Arrangement, places: Mapping[str, int]) -> Need:
    case = one.case
    row = current_row(one)
    order = (
        case.number,
        places.get(case.village, len(places)),
        case.village,
        case.ledger,
        case.sheet,
        case.row,
    )
    return Need(
        case.key,
        case.village,
        case.last_day,
        case.registered,
        order=order,
        named=case.mediators[0] if case.mediators else "",
        before=row.suggested if row else None,
        locked=row is not None and row.is_touched,
    )


def current_row(one: Arrangement) -> SheetRow | None:
    """Return the sheet's row of a case's next sitting; None where there is none yet."""
    mine = [row for row in one.rows if row.number == one.number and not row.is_moved]
    return mine[-1] if mine else None
