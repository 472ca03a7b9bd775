"""One pass over the township: every ledger for itself, with its own errors."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from scheduler.ledgers.content_copies import told_copies
from scheduler.ledgers.entries import Entry, choose
from scheduler.ledgers.ledgers_there import township_entries
from scheduler.marking.outcome import Outcome
from scheduler.passes.conclusion import Pass, PassEnd
from scheduler.passes.gather import Gather
from scheduler.passes.ghosts import note_listed
from scheduler.passes.pass_terms import PassTerms, Tell
from scheduler.passes.stopping import stopping
from scheduler.passes.under_load import under_load
from scheduler.passes.under_way import UnderWay
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township, new_run


@under_load()
def run_pass(
    township: Township,
    *,
    only: Sequence[str] = (),
    resume: Sequence[str] = (),
    release: bool = False,
    dry: bool = False,
    kind: str = "run",
    keep_rows: bool = False,
    begun: Callable[[Sequence[str]], None] = lambda _labels: None,
    seen: Callable[[Outcome], None] = lambda _outcome: None,
    step: Tell = lambda _label, _step, _count: None,
    stop: threading.Event | None = None,
) -> Pass:
    """Bring every ledger's marks in line with its rows, or (``dry``) say what that would take.

    Args:
        township: what to work on.
        only: villages or ledgers; empty means all.
        resume: paused villages to take up again.
        release: let a ledger through that the brake holds, once.
        dry: write nothing at all.
        kind: what the state calls it: run, sync, remind or sweep.
        keep_rows: keep every ledger's rows in its outcome; otherwise they go once *seen* has had them,
            so that no more than a few ledgers are in memory at a time.
        begun: told once what the ledgers are called that come, in the order of the config.
        seen: told of each outcome as it comes, in the order of the config.
        step: told of each step within a ledger; from several threads.
        stop: set from outside; the pass ends after the ledgers under way, or between two of their requests.

    Raises:
        ConfigError: a name in *only* or *resume* is unknown, or the store's place cannot be reached.
    """
    stop = stop or threading.Event()
    entries = told_copies(township, township_entries(township))
    _resume(township, choose(entries, resume) if resume else [])
    chosen = choose(entries, only)
    begun([entry.label for entry in chosen])
    run = new_run(township)
    state = None if dry else township.state
    if state is not None:
        state.history.begin(run, kind, township.today, township.now())
    desk = SittingsDesk(township, schedule_of(township), {e.ref.ledger_id: e.ref.title for e in entries})
    look_at_all = dry or release or bool(resume) or kind == "sweep" or is_cheap(township, desk, keep_rows)
    terms = PassTerms(run, dry=dry, release=release, look_at_all=look_at_all, keep_rows=keep_rows, tell=step)
    work = Gather(township, terms, desk, chosen)
    if not dry:
        work.changed |= note_listed(township, entries)
    by_id = {entry.ref.ledger_id: entry for entry in chosen}
    if keep_rows or kind == "remind":  # the digest tells of sittings that nobody has touched since
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
                    seen(outcome)
                    if not keep_rows:
                        outcome.judged = outcome.recalled = None
                break
            except KeyboardInterrupt:
                # Ledgers under way are finished; the others are left for the next pass.
                stop.set()
                interrupted = True
    ended = PassEnd(township, work, terms, entries, chosen, outcomes)
    return ended.conclude(whole=not interrupted and not stop.is_set())


def is_cheap(township: Township, desk: SittingsDesk, keep_rows: bool) -> bool:
    """Tell whether to read what lies here though nobody touched it: for its words, or for 调解排期's sake."""
    return township.store.is_near and (keep_rows or (desk.is_on and not desk.was_quiet))


def _resume(township: Township, entries: Sequence[Entry]) -> None:
    if township.state is not None:
        for entry in entries:
            township.state.looks.pause(entry.ref.ledger_id, entry.label, paused=False)


__all__ = ["Pass", "is_cheap", "run_pass"]
