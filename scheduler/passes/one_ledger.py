"""One pass's work on one ledger after the other, each with its own errors."""

import logging
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from config.errors import DuesheetError, LedgerError, OtherPassError
from config.frames import Problem
from config.messages import message
from config.vocabulary import LedgerProblemCode, OutcomeKind, SkipReason
from rules.extension_problems import extension_problems
from rules.judge import judge
from rules.sentences.grammar import is_ours
from rules.sentences.mark_texts import marks
from scheduler.ledgers.case_keys import placed_cases
from scheduler.ledgers.doubles import PlacedCase
from scheduler.ledgers.entries import Entry, gone
from scheduler.ledgers.losses import losses, may_have_lost
from scheduler.ledgers.reading import Seen, defect, log_lines, look, understood, untimed
from scheduler.marking.difference import own_text
from scheduler.marking.journal import RunJournal
from scheduler.marking.outcome import COUNTS, Judged, Outcome
from scheduler.marking.reconcile import Brake, HeldError, Task, reconcile
from scheduler.passes.case_records import problems_from
from scheduler.passes.counted_elsewhere import Elsewhere, carried_notes, say_elsewhere
from scheduler.passes.memory import is_untouched, recalled
from scheduler.sittings.row_sentences import add_sentences
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.state import State, StateTroubleError
from scheduler.state.records import LedgerRecord
from scheduler.township import Township
from sync.cases.repeats import trait_columns
from sync.cases.same_case import Box, CaseLine, is_copy
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import LedgerRef

log = logging.getLogger("duesheet")


@dataclass(frozen=True, slots=True)
class PassTerms:
    """How a pass goes about its ledgers.

    Attributes:
        run: its name.
        dry: it writes nothing at all.
        release: it lets through what the brake holds.
        look_at_all: it recalls no ledger.
        keep_rows: the verdicts of recalled ledgers are wanted too.
    """

    run: str
    dry: bool = False
    release: bool = False
    look_at_all: bool = False
    keep_rows: bool = False


class LedgerWork:
    """Works on single ledgers of one pass; several threads may, each on a ledger of its own."""

    def __init__(
        self, township: Township, terms: PassTerms, sittings: SittingsDesk, elsewhere: Elsewhere
    ) -> None:
        self._township = township
        self._terms = terms
        self._sittings = sittings
        self._elsewhere = elsewhere

    def one(self, entry: Entry, stop: threading.Event) -> Outcome | None:
        """Return how the entry's ledger came out; None when the pass was stopped before it."""
        if stop.is_set():
            return None
        started = time.monotonic()
        try:
            outcome = self._settle(entry)
        except StateTroubleError:
            raise
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            outcome = failed_by_defect(entry, error)
        outcome.title = entry.ref.title
        log.info(
            "%s: %s, %d cases, %d overdue, %d edits, %d problems, %.2f s",
            entry.ref.title,
            outcome.kind.value,
            outcome.counts["cases"],
            outcome.counts["overdue"],
            len(outcome.edits),
            len(outcome.problems),
            time.monotonic() - started,
        )
        return outcome

    def _settle(self, entry: Entry) -> Outcome:
        if entry.missing:
            return _failed(entry, gone(entry))
        state = self._township.state
        known = state.looks.ledger(entry.ref.ledger_id) if state else None
        if state is not None and known is not None:
            if known.paused:
                return _paused(entry, known)
            if not self._terms.look_at_all and is_untouched(self._township, entry, known):
                return self.recall(state, entry, known)
        outcome = self.looked_at(entry)
        outcome.listed = outcome.listed or entry.ref.version
        return outcome

    def recall(self, state: State, entry: Entry, known: LedgerRecord) -> Outcome:
        """Return the outcome of a ledger as the state knows it, without a look."""
        ledger = entry.ref.ledger_id
        verdicts = state.looks.live_verdicts(ledger).get(ledger, []) if self._terms.keep_rows else []
        outcome = recalled(entry, known, verdicts, self._township.today)
        outcome.problems = problems_from(known.problems)
        return outcome

    def looked_at(self, entry: Entry) -> Outcome:
        """Read a ledger and bring its marks in line; whatever goes wrong is the outcome's error.

        One hand at a time: while another run works on it, it is read and counted here, and left alone.
        """
        state = self._township.state
        if state is None or self._terms.dry:
            return self._marked(entry, dry=self._terms.dry)
        with state.locks.hold(entry.ref.ledger_id) as is_mine:
            if not is_mine:
                return _left_to_other(entry, self._marked(entry, dry=True))
            known = state.looks.ledger(entry.ref.ledger_id)
            if known is not None and known.paused:
                return _paused(entry, known)  # since this pass began
            return self._marked(entry, dry=False)

    def _marked(self, entry: Entry, *, dry: bool) -> Outcome:
        try:
            if entry.copy_of is not None and self._is_copy(entry.ref, entry.copy_of):
                return _copy(entry)
            outcome = reconcile(self._township.store, self._task(entry, dry=dry))
        except LedgerError as error:
            return _failed(entry, error)
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            return failed_by_defect(entry, error)
        if outcome.kind is OutcomeKind.HELD and outcome.judged is None:
            outcome.counts = self._last_counts(entry)
        if outcome.judged is not None:
            outcome.village = outcome.judged.ledger.village
        return outcome

    def _last_counts(self, entry: Entry) -> Mapping[str, int]:
        """Return the counts of the last good reading: what is gone for no reason goes on counting."""
        known = self._township.state.looks.ledger(entry.ref.ledger_id) if self._township.state else None
        return dict.fromkeys(COUNTS, 0) | dict(known.counts if known is not None else {})

    def _task(self, entry: Entry, *, dry: bool) -> Task:
        township, terms = self._township, self._terms
        state, brake = township.state, township.settings.brake
        form = partial(is_ours, packs=township.rules.packs)
        return Task(
            ref=entry.ref,
            village=entry.label,
            today=township.today,
            language=township.language,
            highlight=township.settings.marks.highlight,
            understand=lambda grid: understood(township, entry, grid),
            judge=partial(self._judged, entry),
            is_ours=lambda: own_text(
                form, lambda: state.history.texts_written(entry.ref.ledger_id) if state else None
            ),
            journal=None if dry else RunJournal(state, terms.run, entry.ref.ledger_id),
            brake=None if terms.release else Brake(brake.rows, brake.share),
        )

    def _judged(self, entry: Entry, ledger: Ledger, grid: Grid) -> Judged:
        """Return what the rules say of a ledger's rows today."""
        township = self._township
        today, rules, language = township.today, township.rules, township.language
        judgement = judge(ledger.cases, ledger.tables, today, rules)
        found = marks(judgement, language, ledger.problems)
        texts = {mark: column.tolist() for mark, column in found.items()}
        sittings = self._sittings.gather(ledger, grid, entry.ref.ledger_id)
        told = self._sittings.sentences(entry.ref.ledger_id, sittings, ledger)
        add_sentences(texts, ledger.cases, sittings, told, language)
        prints = placed_cases(ledger, grid, township.state.salt if township.state else b"")
        self._hold_losses(entry, ledger, grid, prints)
        say_elsewhere(self._elsewhere.of(entry.ref.ledger_id), ledger, texts, language)
        return Judged(
            ledger,
            judgement.verdicts,
            texts,
            prints,
            np.zeros(len(prints), dtype=bool),
            log_lines(township, grid),
            (*untimed(township, ledger, today), *extension_problems(judgement)),
            sittings=sittings,
            told=self._sittings.marks_told(entry.ref.ledger_id),
            notes=carried_notes(ledger.repeats, language),
        )

    def _hold_losses(self, entry: Entry, ledger: Ledger, grid: Grid, prints: Sequence[PlacedCase]) -> None:
        """Let nothing be done to a ledger whose open cases are gone without having ended.

        Raises:
            HeldError: they are; until somebody says that it is well so.
        """
        state, name = self._township.state, entry.ref.ledger_id
        if state is None or self._terms.release or not may_have_lost(state.looks.ledger(name), prints):
            return
        lost = losses(state.looks.cases(name).get(name, []), prints, ledger, grid)
        if lost:
            why = message("marking.lost", ledger=ledger.title, gone=lost[0].count, village=entry.label)
            raise HeldError(why, (*ledger.problems, *lost))

    def _is_copy(self, ref: LedgerRef, original: LedgerRef) -> bool:
        """A file named as a copy is one when most of its cases stand in the original too."""
        looks = (look(self._township, Entry(each, None)) for each in (ref, original))
        mine, theirs = (_lines(seen) for seen in looks)
        return is_copy(mine, theirs, named=True)


def failed_by_defect(entry: Entry, error: Exception) -> Outcome:
    """Return the outcome of a ledger that we failed on by a defect of ours, and log where that arose."""
    # Where, and never what: the text of an exception may quote a cell.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.warning("%s: %s\n%s", entry.ref.title, type(error).__name__, frames)
    outcome = _failed(entry, defect(entry, error))
    outcome.title = entry.ref.title
    return outcome


def _failed(entry: Entry, error: DuesheetError) -> Outcome:
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.FAILED, error=error)


def _paused(entry: Entry, known: LedgerRecord) -> Outcome:
    counts = dict.fromkeys(COUNTS, 0) | dict(known.counts)
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.PAUSED, counts)


def _left_to_other(entry: Entry, outcome: Outcome) -> Outcome:
    """Return how a ledger came out that was read while another run works on it."""
    if outcome.kind in (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED):
        outcome.kind, outcome.reason, outcome.edits = OutcomeKind.SKIPPED, SkipReason.OTHER_RUN, ()
        outcome.error = OtherPassError(message("marking.other_pass", ledger=entry.ref.title))
    return outcome


def _copy(entry: Entry) -> Outcome:
    assert entry.copy_of is not None  # noqa: S101  only called for one
    problem = Problem("", 0, "", "", LedgerProblemCode.COPY_OF_LEDGER, detail=entry.copy_of.title)
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.UNCHANGED, problems=(problem,))


def _lines(seen: Seen) -> list[CaseLine]:
    box = Box(seen.grid.title, "")
    told = trait_columns(seen.ledger, seen.grid).of_rows(range(len(seen.ledger.cases)))
    return [CaseLine(box, at, traits) for at, traits in enumerate(told)]
