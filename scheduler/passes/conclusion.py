"""What a pass does once every ledger is through: sittings, office duties, the board."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from config.errors import DuesheetError, LedgerUnavailableError
from config.messages import message
from config.vocabulary import OutcomeKind
from rules.cadences.cadence import CadenceVerdict
from scheduler.ledgers.duty_parties import parties
from scheduler.ledgers.entries import GONE_CODES, Entry
from scheduler.marking.outcome import Outcome, Sittings, error_json, totals
from scheduler.passes.gather import Gather
from scheduler.passes.ghosts import GoneLedger, gone_ledgers
from scheduler.passes.pass_terms import PassTerms
from scheduler.passes.recalled.coming_sittings import note_coming
from scheduler.passes.recalled.put_off import PutOffLedger, note_put_off, put_off_ledgers
from scheduler.sittings.schedule_desk import ScheduleOutcome
from scheduler.sittings.sitting_json import sittings_by_row
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import OWED_NOTE, UNWRITTEN_NOTE, Township


def _nothing_filed(*, until: date | None = None) -> list[CadenceVerdict]:
    del until
    return []


def _unwritten(work: Gather) -> list[DuesheetError]:
    """Return why the board, or what stands in for our columns, could not be written."""
    board = [work.board.problem] if work.board is not None and work.board.problem is not None else []
    return [*board, *(work.apart.problems if work.apart is not None else ())]


@dataclass(slots=True)
class Pass:
    """What one pass did, ledger by ledger in the order of the config.

    Attributes:
        filed_by: judges the cadences once more, those due up to ``until`` among them.
        gone: ledgers that are no longer there.
        put_off: ledgers that have been open elsewhere for days, and wait to be written.
        problems: why the board, or what stands in for our columns, could not be written.
    """

    run: str
    outcomes: list[Outcome]
    cadences: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    board: tuple[Path | str, ...] = ()
    interrupted: bool = False
    sittings: Sittings | None = None
    desk: SittingsDesk | None = None
    schedule: ScheduleOutcome | None = None
    filed_by: Callable[..., list[CadenceVerdict]] = _nothing_filed
    gone: Sequence[GoneLedger] = ()
    put_off: Sequence[PutOffLedger] = ()
    problems: Sequence[DuesheetError] = ()

    @property
    def went_well(self) -> bool:
        """False when a ledger failed or is held, or a board could not be written.

        A ledger that was open elsewhere is only put off.
        """
        failed = any(outcome.kind in (OutcomeKind.FAILED, OutcomeKind.HELD) for outcome in self.outcomes)
        unwritten = self.schedule is not None and self.schedule.kind == "failed"
        return not failed and not unwritten and not self.problems


@dataclass(frozen=True, slots=True)
class PassEnd:
    """A pass whose ledgers are through.

    Attributes:
        entries: every ledger there is.
        chosen: those the pass was asked for.
        outcomes: how they came out, in the order of the config.
    """

    township: Township
    work: Gather
    terms: PassTerms
    entries: Sequence[Entry]
    chosen: Sequence[Entry]
    outcomes: list[Outcome]

    def conclude(self, *, whole: bool) -> Pass:
        """Publish what rests on all ledgers together, and note it.

        Args:
            whole: no ledger was left out because the pass was stopped.
        """
        township, work, dry = self.township, self.work, self.terms.order.dry
        state = None if dry else township.state
        schedule = None
        if whole:
            work.others(self.entries, self.chosen)
            complete = work.tell_again(self.chosen, self.outcomes) and len(self.chosen) == len(self.entries)
            schedule = work.sittings.publish(dry=dry, complete=complete)
        if state is not None:
            work.filings.note(state, township.today, township.rules)
        # A pass that was stopped asks for nothing more, and says nothing of what it did not look at.
        others = parties(township, work.sittings.received(), with_office=whole)
        filed_by = partial(work.filings.verdicts, township.state, township.today, township.rules, others)
        filed = filed_by()
        cadences = [verdict.as_json() for verdict in filed]
        owed = [verdict.as_json() for verdict in filed if verdict.is_owed]
        gone = gone_ledgers(township, self.entries, forget=not dry) if whole else []
        self._name_heirs(gone)
        board: tuple[Path | str, ...] = ()
        if work.board is not None and self.outcomes:
            ledgers = [entry.ref.ledger_id for entry in self.entries]
            board = work.board.publish(owed, ledgers, anew=work.changed)
        if work.apart is not None:
            work.apart.publish({entry.ref.ledger_id for entry in self.entries if not entry.missing})
        problems = _unwritten(work)
        if state is not None:
            note_put_off(township, state, self.outcomes)
            state.note(OWED_NOTE, json.dumps(owed, ensure_ascii=False))
            told = [error_json(error, township.language) for error in problems]
            state.note(UNWRITTEN_NOTE, json.dumps(told, ensure_ascii=False))
            work.note_ledgers(state, all_met=len(self.outcomes) == len(self.chosen))
            state.history.finish(self.terms.run, township.now(), totals(self.outcomes))
        if schedule is not None and not dry and not work.sittings.is_quiet:
            from scheduler.sittings.ahead.calendars import CALENDAR_AHEAD

            ahead = filed_by(until=township.today + CALENDAR_AHEAD)
            self._refresh_calendars([verdict.as_json() for verdict in ahead])
        if state is not None and whole and not work.sittings.is_quiet:
            note_coming(state, work.sittings)
        sittings = Sittings(sittings_by_row(work.sittings), schedule.as_json() if schedule else None)
        return Pass(
            self.terms.run,
            self.outcomes,
            cadences,
            board,
            interrupted=not whole,
            sittings=sittings,
            desk=work.sittings,
            schedule=schedule,
            filed_by=filed_by,
            gone=gone,
            put_off=put_off_ledgers(township, self.outcomes),
            problems=problems,
        )

    def _name_heirs(self, gone: Sequence[GoneLedger]) -> None:
        """Let the error of a named ledger that is gone say which ledger holds its cases now."""
        heirs = {each.ledger: each.likely for each in gone if each.likely}
        shown = {entry.ref.ledger_id: entry.ref.shown for entry in self.entries if entry.unlisted}
        for outcome in self.outcomes:
            likely = heirs.get(outcome.ledger, "")
            if not likely or outcome.error is None or outcome.error.code not in GONE_CODES:
                continue
            name = shown.get(outcome.ledger, outcome.ledger)
            told = message("entry.missing_renamed", village=outcome.village, ledger=name, likely=likely)
            outcome.error = LedgerUnavailableError(told, code=outcome.error.code)
            if self.township.state is not None:
                from scheduler.passes.recalled.remembering import remember  # loads all that reads and judges

                remember(self.township, self.township.state, self.terms.run, outcome, {})

    def _refresh_calendars(self, cadences: Sequence[dict[str, Any]]) -> None:
        from scheduler.sittings.ahead.calendars import refresh_calendars

        paused = {outcome.ledger for outcome in self.outcomes if outcome.kind is OutcomeKind.PAUSED}
        there = {entry.village for entry in self.entries if entry.ref.ledger_id not in paused}
        refresh_calendars(self.township, self.work.sittings, cadences, there)
