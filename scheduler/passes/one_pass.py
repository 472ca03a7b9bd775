"""One pass over the township: every ledger for itself, with its own errors."""

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.vocabulary import OutcomeKind
from scheduler.ledgers.entries import Entry, choose, find_entries
from scheduler.ledgers.reading import parties
from scheduler.marking.outcome import Outcome, Sittings, totals
from scheduler.passes.collector import rare_collections
from scheduler.passes.gather import Gather
from scheduler.passes.one_ledger import PassTerms
from scheduler.passes.stopping import stopping
from scheduler.passes.under_way import UnderWay, workers
from scheduler.sittings.calendars import refresh_calendars
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sitting_json import sittings_by_row
from scheduler.sittings.sittings_desk import ScheduleOutcome, SittingsDesk
from scheduler.township import OWED_NOTE, Township, new_run
from sync.folder.folder_store import FolderStore


@dataclass(slots=True)
class Pass:
    """What one pass did, ledger by ledger in the order of the config."""

    run: str
    outcomes: list[Outcome]
    cadences: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    board: tuple[Path | str, ...] = ()
    interrupted: bool = False
    sittings: Sittings | None = None
    desk: SittingsDesk | None = None
    schedule: ScheduleOutcome | None = None

    @property
    def went_well(self) -> bool:
        """False when a ledger failed or is held; one that was open elsewhere is only put off."""
        failed = any(outcome.kind in (OutcomeKind.FAILED, OutcomeKind.HELD) for outcome in self.outcomes)
        return not failed and not (self.schedule is not None and self.schedule.kind == "failed")


@rare_collections()
def run_pass(
    township: Township,
    *,
    only: Sequence[str] = (),
    resume: Sequence[str] = (),
    release: bool = False,
    dry: bool = False,
    kind: str = "run",
    keep_rows: bool = False,
    seen: Callable[[Outcome], None] = lambda _outcome: None,
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
        seen: told of each outcome as it comes, in the order of the config.
        stop: set from outside; the pass ends after the ledgers under way, or between two of their requests.

    Raises:
        ConfigError: a name in *only* or *resume* is unknown, or the store's place cannot be reached.
    """
    stop = stop or threading.Event()
    entries = find_entries(township.settings, township.store.list())
    _resume(township, choose(entries, resume) if resume else [])
    chosen = choose(entries, only)
    run = new_run(township)
    state = None if dry else township.state
    if state is not None:
        state.history.begin(run, kind, township.today, township.now())
    desk = SittingsDesk(township, schedule_of(township), {e.ref.ledger_id: e.ref.title for e in entries})
    look_at_all = dry or release or bool(resume) or kind == "sweep" or _is_cheap(township, desk, keep_rows)
    terms = PassTerms(run, dry=dry, release=release, look_at_all=look_at_all, keep_rows=keep_rows)
    work = Gather(township, terms, desk, chosen)
    by_id = {entry.ref.ledger_id: entry for entry in chosen}
    if keep_rows or kind == "remind":  # the digest tells of sittings that nobody has touched since
        work.sittings.look()
    outcomes: list[Outcome] = []
    interrupted = False
    at_once = workers(township)
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
    schedule = None
    if not interrupted and not stop.is_set():
        work.others(entries, chosen)
        complete = work.tell_again(chosen, outcomes) and len(chosen) == len(entries)
        schedule = work.sittings.publish(dry=dry, complete=complete)
    if state is not None:
        work.filings.note(state, township.today, township.rules)
    # A pass that was stopped asks for nothing more, and says nothing of what it did not look at.
    others = parties(township, with_office=not stop.is_set())
    filed = work.filings.verdicts(township.state, township.today, township.rules, others)
    cadences = [verdict.as_json() for verdict in filed]
    owed = [verdict.as_json() for verdict in filed if verdict.is_owed]
    board = work.board.publish(owed, anew=work.changed) if work.board is not None and outcomes else ()
    if state is not None:
        state.note(OWED_NOTE, json.dumps(owed, ensure_ascii=False))
        work.note_ledgers(state, all_met=len(outcomes) == len(chosen))
        state.history.finish(run, township.now(), totals(outcomes))
    if schedule is not None and not dry and not work.sittings.is_quiet:
        paused = {outcome.ledger for outcome in outcomes if outcome.kind is OutcomeKind.PAUSED}
        there = {entry.village for entry in entries if entry.ref.ledger_id not in paused}
        refresh_calendars(township, work.sittings, cadences, there)
    sittings = Sittings(sittings_by_row(work.sittings), schedule.as_json() if schedule else None)
    return Pass(
        run,
        outcomes,
        cadences,
        board,
        interrupted=interrupted or stop.is_set(),
        sittings=sittings,
        desk=work.sittings,
        schedule=schedule,
    )


def _is_cheap(township: Township, desk: SittingsDesk, keep_rows: bool) -> bool:
    """Whether to read what lies here although nobody touched it: for its words, or for 调解排期's sake."""
    return isinstance(township.store, FolderStore) and (keep_rows or (desk.is_on and not desk.was_quiet))


def _resume(township: Township, entries: Sequence[Entry]) -> None:
    if township.state is not None:
        for entry in entries:
            township.state.looks.pause(entry.ref.ledger_id, entry.label, paused=False)
