"""A pass that several processes share: each looks at ledgers of its own, one gathers when all are through."""

import threading
from collections.abc import Sequence

from config.errors import DuesheetError
from config.vocabulary import OutcomeKind, SkipReason
from scheduler.ledgers.copies.content_copies import township_ledgers
from scheduler.ledgers.entries import Entry
from scheduler.marking.outcome import Outcome, counts_then
from scheduler.passes.at_once.stopping import stopping
from scheduler.passes.at_once.under_load import under_load
from scheduler.passes.conclusion import Pass, PassEnd
from scheduler.passes.counted_elsewhere import Elsewhere, leave_out
from scheduler.passes.gather import Gather
from scheduler.passes.ghosts import note_listed
from scheduler.passes.one_ledger import UNREAD, LedgerWork, count_last_reading
from scheduler.passes.one_pass import is_cheap
from scheduler.passes.pass_terms import PassTerms
from scheduler.passes.recalled.memory import is_untouched
from scheduler.passes.recalled.remembering import remember
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.state.problem_records import problems_from
from scheduler.state.records import LedgerRecord
from scheduler.township import Township, state_of


def listed(township: Township) -> list[Entry]:
    """Return every ledger there is, as the looks and the gathering of one pass share it.

    Raises:
        ConfigError: the ledgers' place cannot be reached.
    """
    return township_ledgers(township)


def wanted(township: Township, entries: Sequence[Entry], *, look_at_all: bool) -> list[str]:
    """Return the ledgers that a pass has to look at; the state answers for the others."""
    known = {record.ledger: record for record in state_of(township).looks.ledgers()}
    found: list[str] = []
    look_at_all = look_at_all or is_cheap(township, _desk(township, entries), keep_rows=False)
    for entry in entries:
        record = known.get(entry.ref.ledger_id)
        if entry.missing or (record is not None and record.paused):
            continue
        if look_at_all or record is None or not is_untouched(township, entry, record):
            found.append(entry.ref.ledger_id)
    return found


@under_load()
def look_at(
    township: Township, entries: Sequence[Entry], ledger: str, terms: PassTerms, stop: threading.Event
) -> str | None:
    """Look at one ledger of a shared pass and remember how it came out.

    Returns:
        "changed" or "same" by what the state knew of it, "gone" when it is no longer there; None when it was
        stopped before anything was done.
    """
    entry = next((each for each in entries if each.ref.ledger_id == ledger), None)
    if entry is None:
        return "gone"
    state = state_of(township)
    elsewhere = Elsewhere(state)
    with stopping(township.store, stop):
        outcome = LedgerWork(township, terms, _desk(township, entries), elsewhere).one(entry, stop)
    if outcome is None:
        return None
    if outcome.kind is OutcomeKind.PAUSED or outcome.recalled is not None:
        return "same"
    if outcome.reason is SkipReason.OTHER_RUN:
        return "changed"  # the other run remembers it
    places = elsewhere.of(ledger)
    leave_out(outcome, places)
    changed = remember(township, state, terms.run, outcome, places)
    return "changed" if changed else "same"


@under_load()
def gather_pass(
    township: Township, entries: Sequence[Entry], terms: PassTerms, stop: threading.Event, *, changed: bool
) -> Pass:
    """Conclude a shared pass: every ledger as the state now knows it, each case once, duties, the board.

    Args:
        township: whose pass.
        entries: every ledger there is.
        terms: with the run's name.
        stop: set when it is to end early.
        changed: whether any of the looks found something new.
    """
    is_news = note_listed(township, entries)
    work = Gather(township, terms, _desk(township, entries), entries)
    work.sittings.look()
    work.changed = changed or is_news
    if work.changed:
        work.catch_up()  # what the looks found is laid beside the others, though each is recalled here
    known = {record.ledger: record for record in state_of(township).looks.ledgers()}
    outcomes: list[Outcome] = []
    with stopping(township.store, stop):
        for entry in entries:
            outcome = _remembered(township, work, entry, known.get(entry.ref.ledger_id), stop)
            if outcome is None:
                break
            outcomes.append(outcome)
            work.finish(entry, outcome)
            outcome.judged = None
    ended = PassEnd(township, work, terms, entries, entries, outcomes)
    return ended.conclude(whole=not stop.is_set() and len(outcomes) == len(entries))


def _remembered(
    township: Township, work: Gather, entry: Entry, record: LedgerRecord | None, stop: threading.Event
) -> Outcome | None:
    """Return how a ledger's look came out; one that nobody has looked at yet is looked at here."""
    if record is None or entry.missing or record.paused:
        return work.work.one(entry, stop)
    if stop.is_set():
        return None
    kind = OutcomeKind(record.outcome)
    if record.judged_on == township.today:
        outcome = work.work.recall(state_of(township), entry, record)
        outcome.kind = OutcomeKind.UNCHANGED if kind is OutcomeKind.WRITTEN else kind
    else:
        outcome = Outcome(record.village, record.ledger, kind)
        outcome.counts = counts_then(record)
        outcome.problems = problems_from(record.problems)
        if kind in UNREAD:
            count_last_reading(township, state_of(township), outcome, record)
    outcome.title = record.title
    if record.error is not None:
        told = record.error
        outcome.error = DuesheetError(told["message"], fix=told["fix"], code=told["code"])
    return outcome


def _desk(township: Township, entries: Sequence[Entry]) -> SittingsDesk:
    titles = {entry.ref.ledger_id: entry.ref.title for entry in entries}
    return SittingsDesk(township, schedule_of(township), titles)
