"""The sittings of one pass: what ledgers say, what the sheet says, what is proposed, asked and written.

A gatherer: it takes one judged (or remembered) ledger after the other. Each ledger's rows are first marked
with what its own sittings and the sheet's suggestions tell; once all ledgers are known, those whose sentences
turn out otherwise (`stale`) are marked once more. When nothing has changed there are none.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from config.errors import DuesheetError, LedgerBusyError, LedgerChangedError
from config.roster_columns import RosterColumn
from config.schedule import ScheduleColumn as Column
from config.vocabulary import Half, Mark
from rules.filing_owners import RosterKept
from rules.sentences.grammar import sitting_part
from rules.sentences.sitting_asks import sitting_sentence
from rules.sentences.speller import Speller
from rules.sittings.arrangements import Arrangement, Arrangements, SheetRow, SittingState, arrange
from rules.sittings.asks import AskId, SittingAsking, asked, asks_of
from rules.sittings.case_sittings import BookedDay, CaseSittings, CaseStanding
from rules.sittings.half_days import Days, Diary, HalfDay
from rules.sittings.proposal import Proposal, Suggested
from rules.sittings.roster import RosterLeader
from scheduler.sittings.office_names import OfficeNames, keyed, leaders_of, nameless, office_of
from scheduler.sittings.roster_days import (
    RosterDay,
    known_roster,
    note_roster,
    recalled_roster,
    wanted_roster,
)
from scheduler.sittings.schedule_places import NewSchedule, SchedulePlace, ScheduleSeen
from scheduler.sittings.sitting_lines import LineWords, split_key, wanted_lines
from scheduler.state.records import VerdictRecord
from scheduler.township import Township
from sync.cases.sittings import names_in
from sync.cell_plan import CellPlan
from sync.cells.text import tidy
from sync.dates.times import outcome_of, says_cancelled, says_moved
from sync.grid import Grid
from sync.ledger import Ledger
from sync.roster_sheet import plan_roster, roster_texts
from sync.schedule_sheet import ScheduleLine, SchedulePlan, cells_of, plan_schedule

if TYPE_CHECKING:
    from scheduler.sittings.gathered import Gathering

log = logging.getLogger("duesheet")

#: How often the sheet is read anew because people saved it while it was planned.
_ROUNDS = 3
#: Where the state notes the version of a sheet that was found in order, and the day.
_NOTE = "schedule"


@dataclass(frozen=True, slots=True)
class ScheduleOutcome:
    """How 调解排期 came out.

    Attributes:
        kind: written, unchanged, skipped (open elsewhere) or failed.
        rows: how many lines of ours it has.
        edits: cells and lines that changed, or would.
        made: suggestions that are new.
        late: suggestions after their case's last day.
        share: of the mediators' half-days up to the horizon that suggestions take; None without mediators.
        unread: rows of 调解员与场所 that could not be read.
    """

    kind: str
    rows: int = 0
    edits: int = 0
    made: int = 0
    late: int = 0
    error: DuesheetError | None = None
    share: float | None = None
    unread: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the ``schedule`` of ``run --json``."""
        return {"outcome": self.kind, "rows": self.rows, "edits": self.edits}


@dataclass(frozen=True, slots=True)
class _Opened:
    """What stands on the sheet's second page and in its tag."""

    salt: bytes
    names: OfficeNames
    gathering: "Gathering"


class SittingsDesk:
    """Gathers sittings while a pass goes, and settles them when every ledger is known."""

    def __init__(self, township: Township, place: SchedulePlace | None, titles: Mapping[str, str]) -> None:
        """Begin a pass.

        Args:
            township: whose it is.
            place: of 调解排期; None while it is off.
            titles: ledger id to what people call it.
        """
        self._township, self._place, self._titles = township, place, titles
        self._lock = threading.Lock()
        self._cases: dict[str, tuple[CaseSittings, ...]] = {}
        self._said: dict[str, dict[str, str]] = {}
        self._waiting: dict[str, Callable[[], Sequence[CaseSittings]]] = {}
        self._spoken: dict[str, str] = {}
        self._final: Arrangements | None = None
        self.error: DuesheetError | None = None
        self._seen: ScheduleSeen | None = None
        self._opened: _Opened | None = None
        part = township.settings.sittings
        self._days = Days.of(
            township.today,
            township.rules.calendar,
            notice=part.notice if part else 3,
            horizon=part.horizon if part else 20,
            rest_days=part.rest_days if part else False,
        )
        self._asks = asks_of(township.rules.packs)
        state = township.state
        # Told before anything was read.
        told = place.version if place is not None else "off"
        spoken = township.settings.model_dump_json(include={"mediator", "place", "leader"})
        rules = hashlib.sha256(f"{township.judged_by}{spoken}{sorted(titles.items())}".encode()).hexdigest()[
            :32
        ]
        self._mark = f"{told} {township.today} {rules}" if told else ""
        #: Whether nobody changed the sheet since it was found in order, nor has the day come.
        self.was_quiet = bool(self._mark) and state is not None and state.noted(_NOTE) == self._mark

    @property
    def is_quiet(self) -> bool:
        """Whether no ledger was looked at, nor did anybody change the sheet since it was found in order."""
        return self.was_quiet and self._opened is None

    def look(self) -> None:
        """Read the sheet although nothing may have changed: somebody wants to see it."""
        self._open()

    def _open(self) -> "_Opened":
        """Read the sheet, once in a pass and only when something wants it."""
        with self._lock:
            if self._opened is None:
                self._seen = self._read()
                self._opened = self._office()
                for ledger, recalled in self._waiting.items():
                    self._cases[ledger] = tuple(recalled())
            return self._opened

    def _office(self) -> "_Opened":
        from scheduler.sittings.gathered import Gathering

        township = self._township
        salt = self._seen.look.salt if self._seen else ""
        state = township.state
        key = bytes.fromhex(salt) if _is_hex(salt) else (state.salt if state else b"\0" * 16)
        people = self._seen.look.people if self._seen else ()
        part = township.settings.sittings
        gathering = Gathering(
            township.today,
            township.rules,
            tuple(part.families) if part else _default_families(),
            frozenset(village.name for village in township.settings.village),
            key,
        )
        return _Opened(key, office_of(township.settings, people, key, township.today), gathering)

    @property
    def salt(self) -> bytes:
        """Of the keys: the sheet's own, else the state's."""
        return self._open().salt

    @property
    def names(self) -> OfficeNames:
        """The office, and what its keys are called."""
        return self._open().names

    @property
    def gathering(self) -> "Gathering":
        """What holds for every ledger."""
        return self._open().gathering

    @property
    def is_on(self) -> bool:
        """Whether 调解排期 is kept."""
        return self._place is not None

    def _read(self) -> ScheduleSeen | None:
        if self._place is None:
            return None
        try:
            return self._place.read(self._township.today)
        except DuesheetError as error:
            self.error = error
            return None

    # -- one ledger after the other ------------------------------------------------------------------------

    def gather(self, ledger: Ledger, grid: Grid, ledger_id: str) -> tuple[CaseSittings, ...]:
        """Return one ledger's cases; any thread may ask."""
        from scheduler.sittings.gathered import gather

        found = gather(ledger, grid, ledger_id, self.gathering)
        if self._township.settings.summary.officials:
            self._learn(ledger)
        return found

    def _learn(self, ledger: Ledger) -> None:
        for names in ledger.cases["mediators"]:
            for name in names or ():
                self._spoken[keyed(self.salt, "mediator", name)] = name

    def sentences(self, ledger_id: str, cases: Sequence[CaseSittings], ledger: Ledger) -> dict[str, str]:
        """Return what each case's row is told, by case: as far as it is known now; any thread may ask."""
        if self._final is not None:
            final = self._final.by_key
            return {case.key: self._sentence(final[case.key]) for case in cases if case.key in final}
        rows = self._rows()
        mine = {case.key for case in cases}
        own = [row for row in rows if row.key in mine or not row.key]
        found = arrange(
            cases, own, self.names.office, self._days, self._township.rules.calendar, proposing=False
        )
        written = _written(ledger)
        told: dict[str, str] = {}
        for one in found.cases:
            if self.is_on:
                one = self._hinted(one)
            sentence = self._sentence(one)
            before = sitting_part(written.get((one.case.sheet, one.case.row), ""))
            # A clash with another ledger's sitting is known only once all are.
            told[one.case.key] = before if one.booked and _is_clash(before) else sentence
        with self._lock:
            self._said[ledger_id] = {key: sentence_mark(text) for key, text in told.items()}
        return told

    def _hinted(self, one: Arrangement) -> Arrangement:
        """Return a case with the suggestion that the sheet holds for it."""
        case = one.case
        waits = case.wanted and not case.silent and not one.held and not one.is_cancelled
        if one.state is SittingState.NONE and waits and case.standing is CaseStanding.LIVE:
            one = replace(one, state=SittingState.TO_AGREE)
        row = next((row for row in reversed(one.rows) if row.number == one.number and not row.is_moved), None)
        waits = one.state in (SittingState.TO_AGREE, SittingState.TO_REBOOK)
        if row is None or row.suggested is None or not waits:
            return one
        if row.suggested.half_day.day < self._township.today:
            return one
        proposal = Proposal(
            row.suggested.half_day, row.suggested.mediator, "", in_time=True, provisional=False
        )
        return replace(one, proposal=proposal)

    def _sentence(self, one: Arrangement) -> str:
        asking = self.asking(one)
        if asking is None:
            return ""
        township = self._township
        return sitting_sentence(one, asking, township.language, township.rules.calendar, township.today)

    def asking(self, one: Arrangement) -> SittingAsking | None:
        """Return what is asked of a case."""
        rules = self._township.rules
        on_rows = one.case.has_columns or self.is_on
        return asked(one, self._asks, rules.calendar, self._township.today, on_rows=on_rows)

    def add(self, ledger_id: str, cases: Sequence[CaseSittings]) -> None:
        """Take a ledger's cases."""
        self._cases[ledger_id] = tuple(cases)

    def recall(self, ledger_id: str, village: str, records: Callable[[], Sequence[VerdictRecord]]) -> None:
        """Take what the state remembers of a ledger that was not read; asked for once something wants it."""

        def cases() -> list[CaseSittings]:
            found = [record for record in records() if record.sitting]
            told = {record.sitting["key"]: record.sitting.get("told") for record in found if record.sitting}
            self._said[ledger_id] = {key: mark for key, mark in told.items() if mark}
            return [_recalled(record, ledger_id, village) for record in found]

        with self._lock:
            is_open = self._opened is not None
            self._cases[ledger_id] = ()  # its place among the others
            self._waiting[ledger_id] = cases
        if is_open:
            self._cases[ledger_id] = tuple(cases())

    def marks_told(self, ledger_id: str) -> Mapping[str, str]:
        """Return the mark of what each case's row of a ledger was told, by case."""
        return self._said.get(ledger_id, {})

    # -- all of them ---------------------------------------------------------------------------------------

    def settle(self) -> Arrangements:
        """Lay all ledgers and the sheet together, and propose."""
        if self.is_quiet:
            self._final = Arrangements((), (), ())
            return self._final
        self._open()  # or the ledgers that nobody touched would have no cases
        # A case that two ledgers hold is arranged once, where it is met first.
        once = {case.key: case for one in reversed(self._cases.values()) for case in reversed(one)}
        cases = list(reversed(once.values()))
        self._final = arrange(
            cases,
            self._rows(),
            self.names.office,
            self._days,
            self._township.rules.calendar,
            proposing=self.is_on and self.error is None,
        )
        return self._final

    @property
    def found(self) -> Arrangements:
        """What `settle` found."""
        return self._final if self._final is not None else self.settle()

    def stale(self) -> list[str]:
        """Return the ledgers whose rows were told otherwise than they should be now."""
        by_key = self.found.by_key
        return [
            ledger
            for ledger, told in self._said.items()
            if any(
                sentence_mark(self._sentence(by_key[key])) != mark
                for key, mark in told.items()
                if key in by_key
            )
        ]

    def _rows(self) -> list[SheetRow]:
        self._open()
        return [self._row(line) for line in self._seen.look.lines] if self._seen else []

    def _row(self, line: ScheduleLine) -> SheetRow:
        texts = line.texts
        case, number = split_key(line.key)
        village = texts[Column.VILLAGE]
        suggested = self._suggested(line, village)
        named = tuple(
            keyed(self.salt, "mediator", name) for name in names_in(texts[Column.OWN_MEDIATOR]) or ()
        )
        booked = None
        agreed = line.agreed
        if agreed.agrees and suggested is not None:
            booked = BookedDay(suggested.half_day.day, suggested.half_day.half)
            named = named or (suggested.mediator,)
        elif agreed.day is not None:
            booked = BookedDay(agreed.day, agreed.half, agreed.time)
        place = texts[Column.OWN_PLACE]
        said = texts[Column.OUTCOME]
        moved, cancelled = says_moved(said), says_cancelled(said)
        return SheetRow(
            line.row,
            case,
            number or 1,
            booked=booked,
            mediators=named,
            place=keyed(self.salt, "place", tidy(place)) if place else "",
            suggested=suggested,
            outcome=outcome_of(said),
            is_touched=line.is_touched,
            is_moved=moved and not cancelled,
            is_cancelled=cancelled,
            agrees_to_nothing=agreed.agrees and suggested is None,
        )

    def _suggested(self, line: ScheduleLine, village: str) -> Suggested | None:
        day, name = line.suggested, line.texts[Column.MEDIATOR]
        if day.day is None:
            return None
        key = keyed(self.salt, "mediator", tidy(name)) if name else nameless(village)
        if name and key not in self.names.mediators:
            # 见台账: whoever the row names.
            case, _ = split_key(line.key)
            every = (one for cases in self._cases.values() for one in cases)
            key = next((one.mediators[0] for one in every if one.key == case and one.mediators), key)
        return Suggested(HalfDay(day.day, day.half or Half.AM), key)

    # -- the sheet -----------------------------------------------------------------------------------------

    def publish(self, *, dry: bool, complete: bool = True) -> ScheduleOutcome | None:
        """Write the sheet, or say what that would take; None while it is off.

        Args:
            dry: write nothing.
            complete: every ledger that there is was asked for, and told what it had to be told.
        """
        if self._place is None:
            self._note(dry=dry, in_order=complete)
            return None
        if self.is_quiet:
            return ScheduleOutcome("unchanged")
        self._open()
        if self.error is not None:
            return ScheduleOutcome("failed", error=self.error)
        try:
            found = self._published(self._place, dry=dry)
        except LedgerBusyError as error:
            return ScheduleOutcome("skipped", error=error)
        except DuesheetError as error:
            return ScheduleOutcome("failed", error=error)
        self._note(dry=dry, in_order=complete and found.kind == "unchanged")
        return found

    def _note(self, *, dry: bool, in_order: bool) -> None:
        state = self._township.state
        if not dry and state is not None and self._mark and not self.is_quiet:
            state.note(_NOTE, self._mark if in_order else "")
            note_roster(state, self.received())

    def _published(self, place: SchedulePlace, *, dry: bool) -> ScheduleOutcome:
        for _ in range(_ROUNDS):
            found = self.found
            lines = wanted_lines(found.cases, self._words())
            seen = self._seen
            if seen is None or (seen.roster is None and self.roster_wanted):
                if seen is None and not lines and not self._has_office():
                    return ScheduleOutcome("unchanged")
                new = NewSchedule(self.salt.hex(), lines, self._roster_lines())
                if seen is None and dry:
                    return self._told("written", len(lines), len(lines), found)
                if not dry and place.make(new) and seen is None:
                    return self._told("written", len(lines), len(lines), found)
            if seen is None:
                continue
            plan, roster = self._plan(seen, lines), self._roster_plan(seen)
            count = plan.count + (roster.count if roster else 0)
            if dry or not count:
                return self._told("written" if count else "unchanged", len(lines), count, found)
            try:
                place.write(seen, [each for each in (cells_of(seen.look, plan), roster) if each])
            except LedgerChangedError:
                # People were faster: what they wrote counts, and all is laid out anew.
                self._seen = self._read()
                self.settle()
                continue
            return self._told("written", len(lines), count, found)
        return ScheduleOutcome("skipped")

    def _plan(self, seen: ScheduleSeen, lines: Sequence[Any]) -> SchedulePlan:
        closed = self._words().state("closed")
        return plan_schedule(seen.look, lines, closed)

    # -- the roster ----------------------------------------------------------------------------------------

    @property
    def leaders(self) -> list[RosterLeader]:
        """Who receives, in the order that settles ties."""
        self._open()
        people = self._seen.look.people if self._seen else ()
        found = leaders_of(self._township.settings, people, self._township.today)
        return [RosterLeader(name, off) for name, _, off in found]

    @property
    def roster_wanted(self) -> dict[date, str]:
        """Whom the roster should suggest for each day to come."""
        if self._place is None:
            return {}
        roster = self._seen.roster if self._seen else None
        calendar = self._township.rules.calendar
        return wanted_roster(roster, self.leaders, self._township.today, calendar)

    def roster(self) -> list[RosterDay]:
        """Return every day of which it is known who receives."""
        seen = self._seen.roster if self._seen else None
        return known_roster(seen, self.roster_wanted, self.leaders)

    def received(self) -> RosterKept | None:
        """Return who received on which day, by the roster; as it was last seen where nobody touched it."""
        if self._place is None:
            return None
        if self._opened is None:
            return recalled_roster(self._township)
        if self._seen is None:
            return None
        from scheduler.ledgers.reading import roster_kept

        return roster_kept(self._township, self._seen.grid)

    def _roster_lines(self) -> list[dict[RosterColumn, str]]:
        language = self._township.language
        return [roster_texts(day, name, language) for day, name in sorted(self.roster_wanted.items())]

    def _roster_plan(self, seen: ScheduleSeen) -> CellPlan | None:
        if seen.roster is None or not self.leaders:
            return None
        return plan_roster(seen.roster, self.roster_wanted, self._township.today, self._township.language)

    def _has_office(self) -> bool:
        settings = self._township.settings
        return bool(settings.mediator or settings.place or settings.leader)

    def _told(self, kind: str, rows: int, edits: int, found: Arrangements) -> ScheduleOutcome:
        before = {row.key for row in self._rows() if row.suggested is not None}
        proposed = [one for one in found.cases if one.proposal is not None]
        late = sum(not one.proposal.in_time for one in proposed if one.proposal)
        made = sum(one.case.key not in before for one in proposed)
        return ScheduleOutcome(
            kind,
            rows,
            edits,
            made,
            late,
            share=self._share(len(proposed)),
            unread=tuple(self.names.unread),
        )

    def _share(self, taken: int) -> float | None:
        diary = Diary(self.names.office, self._days)
        free = sum((diary.works(one) & self._days.window).bit_count() for one in self.names.office.mediators)
        return taken / free if free else None

    def _words(self) -> LineWords:
        township = self._township
        lines = {line.row: line for line in self._seen.look.lines} if self._seen else {}
        say = Speller(township.language, township.rules.calendar, township.today)
        return LineWords(
            township.language, say, self.names, self._titles, lines, township.today, self._known_names()
        )

    def place_name(self, key: str, village: str) -> str:
        """Return what a place is called; a ledger's own words are not repeated."""
        return self._words().place(key, village)

    def mediator_name(self, key: str, village: str) -> str:
        """Return what a mediator is called, as far as it may be shown."""
        return self._words().mediator(key, village)

    def _known_names(self) -> Mapping[str, str]:
        """Names that stand on the sheet already, of those that may be shown."""
        if not self._township.settings.summary.officials:
            return {}
        lines = self._seen.look.lines if self._seen else ()
        there = {tidy(line.texts[Column.MEDIATOR]) for line in lines}
        return {keyed(self.salt, "mediator", name): name for name in there if name} | self._spoken


def _default_families() -> tuple[Any, ...]:
    from config.settings import SittingsPart

    return tuple(SittingsPart().families)


def _recalled(record: VerdictRecord, ledger: str, village: str) -> CaseSittings:
    kept = record.sitting or {}
    return CaseSittings.recalled(
        kept,
        ledger=ledger,
        village=kept.get("village") or village,
        sheet=record.sheet,
        row=record.row,
        number=record.case_no,
        category=record.category,
        registered=record.registered,
    )


def sentence_mark(text: str) -> str:
    """Return what tells one sentence from another, without saying it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _is_hex(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) >= 8
    except ValueError:
        return False


def _is_clash(sentence: str) -> bool:
    return sentence.startswith(("【冲突】", "[clash]"))


def _written(ledger: Ledger) -> dict[tuple[str, int], str]:
    """Return what our reminder cells say, by worksheet and row."""
    return {
        (sheet.name, row): text
        for sheet in ledger.sheets
        for table in sheet.tables
        for row, text in table.mark_texts.get(Mark.ASKED, {}).items()
    }


__all__ = ["AskId", "ScheduleOutcome", "SittingsDesk"]
