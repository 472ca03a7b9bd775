"""What a pass does with one ledger that it looks at: understand, judge, bring the marks in line."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from config.errors import LedgerError
from config.vocabulary import OutcomeKind
from rules.extension_problems import extension_problems
from rules.judge import judge
from rules.sentences.grammar import is_ours
from rules.sentences.mark_texts import marks
from scheduler.ledgers.case_keys import RowKeys, placed_cases
from scheduler.ledgers.copies.copied_ledgers import copy_problem
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import log_lines, understood, untimed
from scheduler.marking.difference import own_text
from scheduler.marking.journal import KnownKeys, RunJournal
from scheduler.marking.not_this_ledger import refuse_another
from scheduler.marking.outcome import Judged, Outcome, counts_then
from scheduler.marking.reconcile import Brake, Task, reconcile
from scheduler.passes.counted_elsewhere import Elsewhere, carried_notes, say_elsewhere
from scheduler.passes.failed_ledgers import failed, failed_by_defect
from scheduler.passes.pass_terms import PassTerms, Step
from scheduler.sittings.row_sentences import add_sentences
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger


class LedgerMarking:
    """Marks single ledgers of one pass; several threads may, each a ledger of its own."""

    def __init__(
        self, township: Township, terms: PassTerms, sittings: SittingsDesk, elsewhere: Elsewhere
    ) -> None:
        self._township = township
        self._terms = terms
        self._sittings = sittings
        self._elsewhere = elsewhere

    def marked(self, entry: Entry, *, dry: bool) -> Outcome:
        """Return how a ledger came out, or in a *dry* pass would."""
        try:
            if told := copy_problem(self._township, entry):
                return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.UNCHANGED, problems=(told,))
            self._terms.tell(entry.label, Step.READING, 0)
            outcome = reconcile(self._township.store, self._task(entry, dry=dry))
        except LedgerError as error:
            return failed(entry, error)
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            return failed_by_defect(entry, error)
        if outcome.kind is OutcomeKind.HELD and outcome.judged is None:
            self._as_last_read(entry, outcome)
        if outcome.judged is not None:
            outcome.village = outcome.judged.ledger.village
        return outcome

    def _as_last_read(self, entry: Entry, outcome: Outcome) -> None:
        """Let a ledger count as at its last good reading: what is gone for no reason goes on counting."""
        known = self._township.state.looks.ledger(entry.ref.ledger_id) if self._township.state else None
        outcome.counts = counts_then(known)
        if known is not None and known.read_on is not None:
            outcome.village = known.village  # whose it is, when it stands in another's place

    def _task(self, entry: Entry, *, dry: bool) -> Task:
        township, terms = self._township, self._terms
        state, brake = township.state, township.settings.brake
        form = partial(is_ours, packs=township.rules.packs)
        known = KnownKeys()
        return Task(
            ref=entry.ref,
            village=entry.label,
            today=township.today,
            language=township.language,
            highlight=township.settings.marks.highlight,
            as_ledger=lambda grid: self._understood(entry, grid),
            judge=partial(self._judged, entry, known),
            is_ours=lambda: own_text(
                form, lambda: state.history.texts_written(entry.ref.ledger_id) if state else None
            ),
            journal=None if dry else self._journal(entry, known),
            brake=None if terms.order.release else Brake(brake.rows, brake.share),
            marked=lambda: state.history.sheets_marked(entry.ref.ledger_id) if state else (),
        )

    def _understood(self, entry: Entry, grid: Grid) -> Ledger:
        self._terms.tell(entry.label, Step.UNDERSTANDING, sum(len(sheet.rows) for sheet in grid.sheets))
        return understood(self._township, entry, grid)

    def _journal(self, entry: Entry, known: KnownKeys) -> RunJournal:
        def writing(cells: int) -> None:
            self._terms.tell(entry.label, Step.WRITING, cells)

        return RunJournal(self._township.state, self._terms.run, entry.ref.ledger_id, writing, known)

    def _judged(self, entry: Entry, known: KnownKeys, ledger: Ledger, grid: Grid) -> Judged:
        """Return what the rules say of a ledger's rows today."""
        township = self._township
        self._terms.tell(entry.label, Step.JUDGING, len(ledger.cases))
        today, rules, language = township.today, township.rules, township.language
        judgement = judge(ledger.cases, ledger.tables, today, rules)
        found = marks(judgement, language, ledger.problems)
        texts = {mark: column.tolist() for mark, column in found.items()}
        sittings = self._sittings.gather(ledger, grid, entry.ref.ledger_id)
        told = self._sittings.sentences(entry.ref.ledger_id, sittings, ledger)
        add_sentences(texts, ledger.cases, sittings, told, language)
        prints = placed_cases(ledger, grid, township.state.salt if township.state else b"")
        if not self._terms.order.release:
            refuse_another(township, entry, ledger, grid, prints)
        known.ledger, known.keys = ledger, self._keys(ledger, grid)
        say_elsewhere(self._elsewhere.of(entry.ref.ledger_id), ledger, texts, language)
        return Judged(
            ledger,
            judgement.verdicts,
            texts,
            prints,
            known.keys,
            np.zeros(len(prints), dtype=bool),
            log_lines(township, grid),
            (*untimed(township, ledger, today), *extension_problems(judgement)),
            sittings=sittings,
            told=self._sittings.marks_told(entry.ref.ledger_id),
            notes=carried_notes(ledger.repeats, language),
        )

    def _keys(self, ledger: Ledger, grid: Grid) -> Sequence[str]:
        """Return what the state knows each case by, where it will be told of them."""
        state = self._township.state
        if state is None or self._terms.order.dry:
            return ()
        return RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, state.salt).of_cases()
