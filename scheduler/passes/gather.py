"""What a pass makes of its ledgers' outcomes together: each case once, filings, sittings, the board."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from config.vocabulary import OutcomeKind, SkipReason
from scheduler.ledgers.doubles import Doubles, double_problems
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.filings import FilingsDesk
from scheduler.marking.outcome import Outcome
from scheduler.passes.counted_elsewhere import Elsewhere
from scheduler.passes.one_ledger import LedgerWork, PassTerms
from scheduler.passes.remembering import remember
from scheduler.publishing.board_desk import BoardDesk
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township

_AT_REST = (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED)


class Gather:
    """Takes one outcome after the other, in the order of the config.

    Attributes:
        changed: whether a ledger came out otherwise than the state knew it.
        board: None in a dry pass.
    """

    def __init__(self, township: Township, terms: PassTerms, sittings: SittingsDesk) -> None:
        self._township = township
        self._terms = terms
        self._doubles = Doubles()
        self._elsewhere = Elsewhere(township.state)
        self.sittings = sittings
        self.work = LedgerWork(township, terms, sittings, self._elsewhere)
        self.changed = township.state is None
        self.board = None if terms.dry else BoardDesk(township)
        self.filings = FilingsDesk(village.name for village in township.settings.village)

    def finish(self, entry: Entry, outcome: Outcome) -> None:
        """Count a case that an earlier ledger holds too only there, and remember how this one came out."""
        self._count_once(entry, outcome)
        self._gather(outcome)
        state = self._township.state
        known = (
            outcome.kind is OutcomeKind.PAUSED
            or outcome.recalled is not None
            or outcome.reason is SkipReason.OTHER_RUN  # the other run remembers it
        )
        if not self._terms.dry and state is not None and not known:
            places = self._elsewhere.of(outcome.ledger)
            self.changed |= remember(self._township, state, self._terms.run, outcome, places)
        if self.board is not None:
            self.board.add(outcome)

    def _count_once(self, entry: Entry, outcome: Outcome) -> None:
        """Take out what an earlier ledger holds too, and mark this one again where its rows say otherwise."""
        cases = outcome.judged.prints if outcome.judged is not None else outcome.recalled_cases
        if not cases:
            return
        places = self._doubles.repeated(outcome.ledger, entry.ref.title, cases)
        wanted = {(case.sheet, case.row): place for case, place in zip(cases, places, strict=True) if place}
        if wanted != self._elsewhere.of(outcome.ledger):
            self._elsewhere.note(outcome.ledger, wanted)
            again = self.work.looked_at(entry)
            if outcome.recalled is not None:
                _replace(outcome, again)
            elif outcome.kind in _AT_REST:
                _merge(outcome, again, dry=self._terms.dry)
        if outcome.judged is not None and wanted:
            judged = outcome.judged
            at = zip(judged.cases["sheet"].tolist(), judged.cases["row"].tolist(), strict=True)
            gone = np.array([place in wanted for place in at], dtype=bool)
            outcome.judged = replace(judged, elsewhere=gone)
            outcome.counts = outcome.judged.counts()
            outcome.problems = (*outcome.problems, *double_problems(cases, places))

    def _gather(self, outcome: Outcome) -> None:
        if outcome.judged is not None:
            self.sittings.add(outcome.ledger, outcome.judged.sittings)
        elif outcome.kind is not OutcomeKind.PAUSED:
            self._recall_sittings(outcome.ledger, outcome.village)
        if outcome.judged is not None:
            self.filings.add(outcome.judged.ledger, outcome.judged.lines)
        elif outcome.recalled is not None:
            self.filings.recall(outcome.recalled.filed)
        elif outcome.kind is OutcomeKind.FAILED:
            self.filings.silent(outcome.village)

    def _recall_sittings(self, ledger: str, village: str) -> None:
        state = self._township.state
        if state is not None:
            records = state.looks.standing_verdicts(ledger).get(ledger, [])
            self.sittings.recall(ledger, village, records)

    def others(self, entries: Sequence[Entry], chosen: Sequence[Entry]) -> None:
        """Recall the sittings of ledgers that this pass was not asked to look at."""
        mine = {entry.ref.ledger_id for entry in chosen}
        for entry in entries:
            known = self._township.state.looks.ledger(entry.ref.ledger_id) if self._township.state else None
            if entry.ref.ledger_id not in mine and known is not None and not known.paused:
                self._recall_sittings(entry.ref.ledger_id, known.village)

    def tell_again(self, chosen: Sequence[Entry], outcomes: Sequence[Outcome]) -> None:
        """Mark those ledgers once more whose sittings turned out otherwise once all ledgers were known."""
        self.sittings.settle()
        stale = set(self.sittings.stale())
        by_ledger = {outcome.ledger: outcome for outcome in outcomes}
        for entry in chosen:
            outcome = by_ledger.get(entry.ref.ledger_id)
            if outcome is None or entry.ref.ledger_id not in stale:
                continue
            if outcome.kind in _AT_REST:
                _merge(outcome, self.work.looked_at(entry), dry=self._terms.dry)


def _merge(first: Outcome, again: Outcome, *, dry: bool) -> None:
    """Let an outcome tell of a second marking as well."""
    first.edits = again.edits if dry else (*first.edits, *again.edits)
    if again.kind is not OutcomeKind.UNCHANGED:
        first.kind, first.error, first.reason = again.kind, again.error, again.reason
    if first.judged is not None and again.judged is not None:
        first.judged = replace(again.judged, elsewhere=first.judged.elsewhere)


def _replace(outcome: Outcome, other: Outcome) -> None:
    """Let an outcome be another one: its ledger had to be looked at after all."""
    for name in Outcome.__dataclass_fields__:
        setattr(outcome, name, getattr(other, name))
