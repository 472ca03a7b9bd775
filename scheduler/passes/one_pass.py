"""One pass over the township: every ledger for itself, with its own errors."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scheduler.ledgers.copies.content_copies import township_ledgers
from scheduler.ledgers.entries import Entry, choose
from scheduler.passes.at_once.stopping import stopping
from scheduler.passes.at_once.under_load import under_load
from scheduler.passes.at_once.under_way import UnderWay
from scheduler.passes.conclusion import Pass, PassEnd
from scheduler.passes.gather import Gather
from scheduler.passes.ghosts import note_listed
from scheduler.passes.pass_terms import USUAL, PassOrder, PassTerms
from scheduler.passes.pass_watch import NOBODY, PassWatch
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township, new_run

if TYPE_CHECKING:
    from scheduler.marking.outcome import Outcome


@under_load()
def run_pass(
    township: Township,
    order: PassOrder = USUAL,
    watch: PassWatch = NOBODY,
    stop: threading.Event | None = None,
) -> Pass:
    """Bring every ledger's marks in line with its rows, or in a dry pass say what that would take.

    Args:
        township: what to work on.
        order: what is asked of the pass.
        watch: hears how far it is.
        stop: set from outside; the pass ends after the ledgers under way, or between two of their requests.

    Raises:
        ConfigError: a name in the order is unknown, or the store's place cannot be reached.
    """
    stop = stop or threading.Event()
    entries = township_ledgers(township)
    _resume(township, choose(entries, order.resume) if order.resume else [])
    chosen = choose(entries, order.only)
    watch.begun([entry.label for entry in chosen])
    run = new_run(township)
    state = None if order.dry else township.state
    if state is not None:
        state.history.begin(run, order.kind, township.today, township.now())
    desk = SittingsDesk(township, schedule_of(township), {e.ref.ledger_id: e.ref.title for e in entries})
    terms = PassTerms(run, order, look_at_all=_looks_at_all(township, order, desk), tell=watch.step)
    work = Gather(township, terms, desk, chosen)
    if not order.dry:
        work.changed |= note_listed(township, entries)
    by_id = {entry.ref.ledger_id: entry for entry in chosen}
    # The digest tells of sittings that nobody has touched since.
    if order.keep_rows or order.kind == "remind":
        work.sittings.look()
    outcomes: list[Outcome] = []
    interrupted = False
    at_once = township.store.at_once
    with stopping(township.store, stop), ThreadPoolExecutor(max_workers=at_once) as pool:
        under_way = UnderWay(pool, chosen, lambda entry: work.work.one(entry, stop), ahead=2 * at_once)
        while True:
            try:
                for outcome in under_way:
                    outcomes.append(outcome)
                    work.finish(by_id[outcome.ledger], outcome)
                    watch.seen(outcome)
                    if not order.keep_rows:
                        outcome.judged = outcome.recalled = None
                break
            except KeyboardInterrupt:
                # Ledgers under way are finished; the others are left for the next pass.
                stop.set()
                interrupted = True
    ended = PassEnd(township, work, terms, entries, chosen, outcomes)
    return ended.conclude(whole=not interrupted and not stop.is_set())


def _looks_at_all(township: Township, order: PassOrder, desk: SittingsDesk) -> bool:
    """Tell whether the pass recalls no ledger."""
    asked = order.dry or order.release or bool(order.resume) or order.kind == "sweep"
    return asked or is_cheap(township, desk, order.keep_rows)


def is_cheap(township: Township, desk: SittingsDesk, keep_rows: bool) -> bool:
    """Tell whether to read what lies here though nobody touched it: for its words, or for 调解排期's sake."""
    return township.store.is_near and (keep_rows or (desk.is_on and not desk.was_quiet))


def _resume(township: Township, entries: Sequence[Entry]) -> None:
    if township.state is not None:
        for entry in entries:
            township.state.looks.pause(entry.ref.ledger_id, entry.label, paused=False)
