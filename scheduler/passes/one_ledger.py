"""One pass's work on one ledger after the other, each with its own errors."""

import logging
import threading
import time
from functools import cached_property
from typing import TYPE_CHECKING

from config.errors import OtherPassError
from config.messages import message
from config.vocabulary import OutcomeKind, SkipReason
from scheduler.ledgers.entries import Entry, gone
from scheduler.ledgers.remembered_ledger import has_reading
from scheduler.marking.outcome import Outcome, counts_then
from scheduler.passes.failed_ledgers import failed, failed_by_defect
from scheduler.passes.pass_terms import PassTerms
from scheduler.passes.recalled.memory import is_untouched, recalled
from scheduler.state import State, StateTroubleError
from scheduler.state.problem_records import problems_from
from scheduler.state.records import LedgerRecord
from scheduler.township import Township

if TYPE_CHECKING:
    from scheduler.passes.counted_elsewhere import Elsewhere
    from scheduler.passes.ledger_marking import LedgerMarking
    from scheduler.sittings.sittings_desk import SittingsDesk

log = logging.getLogger("duesheet")


#: Outcomes of ledgers that may not have been read, or whose reading is not believed.
UNREAD = (OutcomeKind.FAILED, OutcomeKind.SKIPPED, OutcomeKind.HELD)


class LedgerWork:
    """Works on single ledgers of one pass; several threads may, each on a ledger of its own."""

    def __init__(
        self, township: Township, terms: PassTerms, sittings: "SittingsDesk", elsewhere: "Elsewhere"
    ) -> None:
        self._township = township
        self._terms = terms
        self._sittings = sittings
        self._elsewhere = elsewhere

    @cached_property
    def _marking(self) -> "LedgerMarking":
        # What understands and judges takes longer to load than a pass without news takes in all.
        from scheduler.passes.ledger_marking import LedgerMarking

        return LedgerMarking(self._township, self._terms, self._sittings, self._elsewhere)

    def one(self, entry: Entry, stop: threading.Event) -> Outcome | None:
        """Return how the entry's ledger came out; None when the pass was stopped before it."""
        if stop.is_set():
            return None
        started = time.monotonic()
        try:
            outcome = self._settle(entry)
            self._count_last_reading(entry, outcome)
        except StateTroubleError:
            raise
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            outcome = failed_by_defect(entry, error)
        outcome.title = entry.ref.title
        log.log(
            logging.DEBUG if self._terms.order.dry else logging.INFO,
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

    def again(self, entry: Entry) -> Outcome:
        """Look at a ledger once more in this pass, or after all: what counts in it turned out otherwise."""
        outcome = self.looked_at(entry)
        self._count_last_reading(entry, outcome)
        outcome.title = entry.ref.title
        outcome.listed = outcome.listed or entry.ref.version
        return outcome

    def _count_last_reading(self, entry: Entry, outcome: Outcome) -> None:
        """Let a ledger that cannot be read today count with its last good reading; one that is gone not."""
        state = self._township.state
        unread = outcome.judged is None and outcome.kind in UNREAD
        if state is None or not (unread or entry.unlisted) or outcome.kind is OutcomeKind.PAUSED:
            return
        known = state.looks.ledger(outcome.ledger)
        if known is None:
            return
        is_gone = outcome.error is not None and entry.is_gone(outcome.error)
        if entry.unlisted and is_gone != (known.gone_on is not None) and not self._terms.order.dry:
            state.looks.note_gone(outcome.ledger, self._township.today if is_gone else None)
        if unread and not is_gone:
            count_last_reading(self._township, state, outcome, known)

    def _settle(self, entry: Entry) -> Outcome:
        if entry.missing:
            return failed(entry, gone(entry))
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
        verdicts = state.looks.live_verdicts(ledger).get(ledger, []) if self._terms.order.keep_rows else []
        outcome = recalled(entry, known, verdicts, self._township.today)
        outcome.problems = problems_from(known.problems)
        return outcome

    def looked_at(self, entry: Entry) -> Outcome:
        """Read a ledger and bring its marks in line; whatever goes wrong is the outcome's error.

        One hand at a time: while another run works on it, it is read and counted here, and left alone.
        """
        if entry.unreadable is not None:
            return failed(entry, entry.unreadable)
        state = self._township.state
        if state is None or self._terms.order.dry:
            return self._marking.marked(entry, dry=self._terms.order.dry)
        with state.locks.hold(entry.ref.ledger_id) as is_mine:
            if not is_mine:
                return _left_to_other(entry, self._marking.marked(entry, dry=True))
            known = state.looks.ledger(entry.ref.ledger_id)
            if known is not None and known.paused:
                return _paused(entry, known)  # since this pass began
            return self._marking.marked(entry, dry=False)


def count_last_reading(township: Township, state: State, outcome: Outcome, known: LedgerRecord) -> None:
    """Let an outcome count by its ledger's last good reading, judged as of today, if there is one."""
    if known.read_on is None or known.gone_on is not None:
        return
    outcome.as_of = known.read_on
    outcome.village = known.village  # its title may be all that tells whose it is
    outcome.counts = counts_then(known)
    if has_reading(known):
        from scheduler.passes.recalled.rejudged import rejudged  # loads all that judges

        outcome.counts, outcome.standing = rejudged(township, state, known)


def _paused(entry: Entry, known: LedgerRecord) -> Outcome:
    counts = counts_then(known)
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.PAUSED, counts)


def _left_to_other(entry: Entry, outcome: Outcome) -> Outcome:
    """Return how a ledger came out that was read while another run works on it."""
    if outcome.kind in (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED):
        outcome.kind, outcome.reason, outcome.edits = OutcomeKind.SKIPPED, SkipReason.OTHER_RUN, ()
        outcome.error = OtherPassError(message("marking.other_pass", ledger=entry.ref.title))
    return outcome
