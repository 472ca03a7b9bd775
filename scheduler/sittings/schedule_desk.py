"""Writes 调解排期 as the rules want it: planned, compared with what stands there, and sent if it differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from config.errors import DuesheetError, LedgerBusyError, LedgerChangedError
from rules.sittings.half_days import Diary
from scheduler.sittings.all_cases import AllCases
from scheduler.sittings.roster_desk import RosterDesk
from scheduler.sittings.schedule_places import NewSchedule, SchedulePlace, ScheduleSeen
from scheduler.sittings.sitting_lines import wanted_lines
from sync.other_sheets.schedule_sheet import WantedLine, cells_of, plan_schedule

#: How often the sheet is read anew because people saved it while it was planned.
_ROUNDS = 3


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


class ScheduleDesk:
    """Publishes the sheet."""

    def __init__(self, cases: AllCases, roster: RosterDesk) -> None:
        self._cases, self._sheet, self._roster = cases, cases.sheet, roster

    def publish(self, place: SchedulePlace, *, dry: bool) -> ScheduleOutcome:
        """Write the sheet, or say what that would take."""
        self._sheet.open()
        if self._sheet.error is not None:
            return ScheduleOutcome("failed", error=self._sheet.error)
        try:
            return self._published(place, dry=dry)
        except LedgerBusyError as error:
            return ScheduleOutcome("skipped", error=error)
        except DuesheetError as error:
            return ScheduleOutcome("failed", error=error)

    def _published(self, place: SchedulePlace, *, dry: bool) -> ScheduleOutcome:
        for _ in range(_ROUNDS):
            lines = wanted_lines(self._cases.found.cases, self._cases.line_words())
            done = self._made(place, lines, dry=dry)
            seen = self._sheet.seen
            if done is None and seen is not None:
                done = self._written(place, seen, lines, dry=dry)
            if done is not None:
                return done
        return ScheduleOutcome("skipped")

    def _made(
        self, place: SchedulePlace, lines: Sequence[WantedLine], *, dry: bool
    ) -> ScheduleOutcome | None:
        """Make what is missing; None where there is a sheet, to be brought up to date."""
        seen = self._sheet.seen
        if seen is not None and (seen.roster is not None or not self._roster.wanted):
            return None
        if seen is None and not lines and not self._has_office():
            return ScheduleOutcome("unchanged")
        made = seen is None and dry
        if not dry:
            made = (
                place.make(NewSchedule(self._sheet.salt.hex(), lines, self._roster.lines())) and seen is None
            )
        return self._told("written", len(lines), len(lines)) if made else None

    def _written(
        self, place: SchedulePlace, seen: ScheduleSeen, lines: Sequence[WantedLine], *, dry: bool
    ) -> ScheduleOutcome | None:
        """Send what differs; None where people were faster, and all was laid out anew."""
        plan = plan_schedule(seen.look, lines, self._cases.line_words().state("closed"))
        roster = self._roster.plan()
        count = plan.count + (roster.count if roster else 0)
        if count and not dry:
            try:
                place.write(seen, [each for each in (cells_of(seen.look, plan), roster) if each])
            except LedgerChangedError:
                # What people wrote counts.
                self._sheet.read_again()
                self._cases.settle()
                return None
        return self._told("written" if count else "unchanged", len(lines), count)

    def _has_office(self) -> bool:
        settings = self._sheet.township.settings
        return bool(settings.mediator or settings.place or settings.leader)

    def _told(self, kind: str, rows: int, edits: int) -> ScheduleOutcome:
        before = {row.key for row in self._cases.rows() if row.suggested is not None}
        proposed = [one for one in self._cases.found.cases if one.proposal is not None]
        late = sum(not one.proposal.in_time for one in proposed if one.proposal)
        made = sum(one.case.key not in before for one in proposed)
        unread = tuple(self._sheet.names.unread)
        return ScheduleOutcome(kind, rows, edits, made, late, share=self._share(len(proposed)), unread=unread)

    def _share(self, taken: int) -> float | None:
        office = self._sheet.names.office
        days = self._cases.days
        diary = Diary(office, days)
        free = sum((diary.works(one) & days.window).bit_count() for one in office.mediators)
        return taken / free if free else None
