"""The sittings of one pass: what ledgers say, what the sheet says, what is proposed, asked and written.

A gatherer: it takes one judged (or remembered) ledger after the other. Each ledger's rows are first marked
with what its own sittings and the sheet's suggestions tell; once all ledgers are known, those whose sentences
turn out otherwise (`stale`) are marked once more. When nothing has changed there are none.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from config.tables.sitting_tables import SittingsPart
from config.vocabulary import Mark
from rules.cadences.filing_owners import RosterKept
from rules.sentences.grammar import sitting_part
from rules.sentences.sitting_asks import sitting_sentence
from rules.sittings.arrangements import Arrangement, Arrangements, SittingState, current_row
from rules.sittings.asks import SittingAsking, asked, asks_of
from rules.sittings.case_sittings import CaseSittings, CaseStanding
from rules.sittings.proposal import Proposal
from scheduler.sittings.all_cases import AllCases
from scheduler.sittings.office_names import OfficeNames
from scheduler.sittings.roster_days import RosterDay
from scheduler.sittings.roster_desk import RosterDesk
from scheduler.sittings.schedule_desk import ScheduleDesk, ScheduleOutcome
from scheduler.sittings.schedule_places import SchedulePlace
from scheduler.sittings.sheet_in_hand import SheetInHand
from scheduler.sittings.sheet_order import SheetOrder
from scheduler.state.records import VerdictRecord
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger

if TYPE_CHECKING:
    from scheduler.sittings.gathered import Gathering

_WAITS = (SittingState.TO_AGREE, SittingState.TO_REBOOK)


class SittingsDesk:
    """Gathers sittings while a pass goes, and settles them when every ledger is known."""

    def __init__(self, township: Township, place: SchedulePlace | None, titles: Mapping[str, str]) -> None:
        """Begin a pass.

        Args:
            township: whose it is.
            place: of 调解排期; None while it is off.
            titles: ledger id to what people call it.
        """
        self._township, self._place = township, place
        self._sheet = SheetInHand(township, place)
        self._cases = AllCases(self._sheet, titles)
        self._titles = titles
        self._roster = RosterDesk(self._sheet)
        self._order = SheetOrder(township, place, titles)
        self._asks = asks_of(township.rules.packs)
        self._said: dict[str, dict[str, str]] = {}

    @property
    def is_on(self) -> bool:
        """Whether 调解排期 is kept."""
        return self._place is not None

    @property
    def was_quiet(self) -> bool:
        """Whether nobody changed the sheet since it was found in order, nor has the day come."""
        return self._order.was_kept

    @property
    def is_quiet(self) -> bool:
        """Whether no ledger was looked at, nor did anybody change the sheet since it was found in order."""
        return self.was_quiet and not self._sheet.is_open

    @property
    def names(self) -> OfficeNames:
        """The office, and what its keys are called."""
        return self._sheet.names

    def title_of(self, ledger: str) -> str:
        """Return what people call a ledger."""
        return self._titles.get(ledger, ledger)

    def look(self) -> None:
        """Read the sheet although nothing may have changed: somebody wants to see it."""
        self._sheet.open()

    # -- one ledger after the other ------------------------------------------------------------------------

    @cached_property
    def gathering(self) -> "Gathering":
        """What holds for every ledger."""
        from scheduler.sittings.gathered import Gathering

        town = self._township
        part = town.settings.sittings or SittingsPart()
        villages = frozenset(village.name for village in town.settings.village)
        return Gathering(town.today, town.rules, tuple(part.families), villages, self._sheet.salt)

    def gather(self, ledger: Ledger, grid: Grid, ledger_id: str) -> tuple[CaseSittings, ...]:
        """Return one ledger's cases; any thread may ask."""
        from scheduler.sittings.gathered import gather

        found = gather(ledger, grid, ledger_id, self.gathering)
        self._cases.learn(ledger)
        return found

    def sentences(self, ledger_id: str, cases: Sequence[CaseSittings], ledger: Ledger) -> dict[str, str]:
        """Return what each case's row is told, by case: as far as it is known now; any thread may ask."""
        if self._cases.is_settled:
            final = self.found.by_key
            return {case.key: self._sentence(final[case.key]) for case in cases if case.key in final}
        mine = {case.key for case in cases}
        own = [row for row in self._cases.rows() if row.key in mine or not row.key]
        written = _written(ledger)
        told: dict[str, str] = {}
        for one in self._cases.arranged(cases, own, proposing=False).cases:
            sentence = self._sentence(self._hinted(one) if self.is_on else one)
            before = sitting_part(written.get((one.case.sheet, one.case.row), ""))
            # A clash with another ledger's sitting is known only once all are.
            told[one.case.key] = before if one.booked and _is_clash(before) else sentence
        self._said[ledger_id] = {key: _sentence_mark(text) for key, text in told.items()}
        return told

    def _hinted(self, one: Arrangement) -> Arrangement:
        """Return a case with the suggestion that the sheet holds for it."""
        case = one.case
        waits = case.wanted and not case.silent and not one.held and not one.is_cancelled
        if one.state is SittingState.NONE and waits and case.standing is CaseStanding.LIVE:
            one = replace(one, state=SittingState.TO_AGREE)
        row = current_row(one)
        if row is None or row.suggested is None or one.state not in _WAITS:
            return one
        half_day, mediator = row.suggested.half_day, row.suggested.mediator
        if half_day.day < self._township.today:
            return one
        return replace(one, proposal=Proposal(half_day, mediator, "", in_time=True, provisional=False))

    def _sentence(self, one: Arrangement) -> str:
        asking = self.asking(one)
        if asking is None:
            return ""
        town = self._township
        return sitting_sentence(one, asking, town.language, town.rules.calendar, town.today)

    def asking(self, one: Arrangement) -> SittingAsking | None:
        """Return what is asked of a case."""
        town = self._township
        on_rows = one.case.has_columns or self.is_on
        return asked(one, self._asks, town.rules.calendar, town.today, on_rows=on_rows)

    def add(self, ledger_id: str, cases: Sequence[CaseSittings]) -> None:
        """Take a ledger's cases."""
        self._cases.add(ledger_id, cases)

    def recall(self, ledger_id: str, village: str, records: Callable[[], Sequence[VerdictRecord]]) -> None:
        """Take what the state remembers of a ledger that was not read; asked for once something wants it."""

        def cases() -> list[CaseSittings]:
            found = [record for record in records() if record.sitting]
            told = {record.sitting["key"]: record.sitting.get("told") for record in found if record.sitting}
            self._said[ledger_id] = {key: mark for key, mark in told.items() if mark}
            return [_recalled(record, ledger_id, village) for record in found]

        self._cases.recall(ledger_id, cases)

    def marks_told(self, ledger_id: str) -> Mapping[str, str]:
        """Return the mark of what each case's row of a ledger was told, by case."""
        return self._said.get(ledger_id, {})

    # -- all of them ---------------------------------------------------------------------------------------

    def settle(self) -> Arrangements:
        """Lay all ledgers and the sheet together, and propose."""
        if self.is_quiet:
            self._cases.settle_nothing()
            return self._cases.found
        return self._cases.settle()

    @property
    def found(self) -> Arrangements:
        """What `settle` found."""
        return self._cases.found if self._cases.is_settled else self.settle()

    def stale(self) -> list[str]:
        """Return the ledgers whose rows were told otherwise than they should be now."""
        should = {key: _sentence_mark(self._sentence(one)) for key, one in self.found.by_key.items()}
        return [
            ledger
            for ledger, told in self._said.items()
            if any(should.get(key, mark) != mark for key, mark in told.items())
        ]

    # -- the sheet -----------------------------------------------------------------------------------------

    def publish(self, *, dry: bool, complete: bool = True) -> ScheduleOutcome | None:
        """Write the sheet, or say what that would take; None while it is off.

        Args:
            dry: write nothing.
            complete: every ledger that there is was asked for, and told what it had to be told.
        """
        if self._place is not None and self.is_quiet:
            return ScheduleOutcome("unchanged")
        done = None
        if self._place is not None:
            done = ScheduleDesk(self._cases, self._roster).publish(self._place, dry=dry)
        in_order = complete and (done is None or done.kind == "unchanged")
        is_read = done is None or done.kind not in ("skipped", "failed")
        if not dry and is_read and self._order.can_be_noted and not self.is_quiet:
            self._order.note(in_order=in_order)
            self._roster.note()
        return done

    def roster(self) -> list[RosterDay]:
        """Return every day of which it is known who receives."""
        return self._roster.days()

    def received(self) -> RosterKept | None:
        """Return who received on which day, by the roster; as it was last seen where nobody touched it."""
        return self._roster.received()

    def place_name(self, key: str, village: str) -> str:
        """Return what a place is called; a ledger's own words are not repeated."""
        return self._cases.line_words().place(key, village)

    def mediator_name(self, key: str, village: str) -> str:
        """Return what a mediator is called, as far as it may be shown."""
        return self._cases.line_words().mediator(key, village)


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


def _sentence_mark(text: str) -> str:
    """Return what tells one sentence from another, without saying it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


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
