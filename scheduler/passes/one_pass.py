"""One pass over the township: every ledger for itself, with its own errors."""

import json
import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from config.case_numbers import case_number
from config.errors import DuesheetError, LedgerError
from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Light, Mark, OutcomeKind, Status
from rules.extension_problems import extension_problems
from rules.judge import judge
from rules.sentences.elsewhere import where_it_counts
from rules.sentences.grammar import is_ours
from rules.sentences.mark_texts import marks
from scheduler.ledgers.case_keys import placed_cases, traits_from
from scheduler.ledgers.doubles import CountsAt, Doubles, PlacedCase, double_problems
from scheduler.ledgers.entries import Entry, choose, find_entries, gone
from scheduler.ledgers.filings import FilingsDesk
from scheduler.ledgers.reading import (
    Seen,
    column_roles,
    defect,
    log_lines,
    look,
    parties,
    understood,
    untimed,
)
from scheduler.marking.difference import own_text
from scheduler.marking.outcome import COUNTS, Judged, Outcome, Sittings, error_json, totals
from scheduler.marking.settle import Brake, Task, reconcile
from scheduler.passes.case_records import case_records, problems_from, problems_json
from scheduler.passes.collector import rare_collections
from scheduler.passes.memory import is_untouched, recalled
from scheduler.passes.stopping import stopping
from scheduler.publishing.board_desk import BoardDesk
from scheduler.sittings.calendars import refresh_calendars
from scheduler.sittings.desk import ScheduleOutcome, SittingsDesk
from scheduler.sittings.row_sentences import add_sentences
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sitting_json import sittings_by_row
from scheduler.state import State
from scheduler.state.records import LedgerRecord, LedgerRows, VerdictRecord, WriteRecord
from scheduler.township import OWED_NOTE, Township, new_run
from sync.cases.repeats import ledger_traits
from sync.cases.same_case import Box, Line, is_copy
from sync.grid import Grid
from sync.ledger import Ledger, Repeat
from sync.store import LedgerRef

log = logging.getLogger("duesheet")


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
    look_at_all = dry or release or bool(resume) or kind == "sweep"
    work = _Work(
        township,
        run,
        dry=dry,
        release=release,
        alone=len(chosen) == 1,
        look_at_all=look_at_all,
        keep_rows=keep_rows,
        desk=SittingsDesk(township, schedule_of(township), {e.ref.ledger_id: e.ref.title for e in entries}),
    )
    if keep_rows:
        work.sittings.look()
    outcomes: list[Outcome] = []
    interrupted = False
    workers = _workers(township)
    with stopping(township.store, stop), ThreadPoolExecutor(max_workers=workers) as pool:
        under_way = _UnderWay(pool, chosen, lambda entry: work.one(entry, stop), ahead=2 * workers)
        while True:
            try:
                for outcome in under_way:
                    outcomes.append(outcome)
                    work.finish(outcome)
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
        work.tell_again(chosen, outcomes)
        schedule = work.sittings.publish(dry=dry)
    if state is not None:
        work.desk.note(state, township.today, township.rules)
    # A pass that was stopped asks for nothing more, and says nothing of what it did not look at.
    others = parties(township, with_office=not stop.is_set())
    filed = work.desk.verdicts(township.state, township.today, township.rules, others)
    cadences = [verdict.as_json() for verdict in filed]
    owed = [verdict.as_json() for verdict in filed if verdict.is_owed]
    board = work.board.publish(owed, anew=work.changed) if work.board is not None and outcomes else ()
    if state is not None:
        state.note(OWED_NOTE, json.dumps(owed, ensure_ascii=False))
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


def _workers(township: Township) -> int:
    # Workbooks cost CPU, which threads do not share; spreadsheets cost waiting, which they do.
    return 8 if township.settings.ledgers.store == "google" else 2


class _UnderWay:
    """The outcomes of several ledgers at a time, in order, and never more than a few ahead of the reader.

    A generator would end for good at the first Ctrl-C; this goes on where it was.
    """

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        entries: Sequence[Entry],
        work: Callable[[Entry], Outcome | None],
        ahead: int,
    ) -> None:
        self._pool = pool
        self._entries = iter(entries)
        self._work = work
        self._ahead = ahead
        self._futures: deque[Future[Outcome | None]] = deque()

    def __iter__(self) -> "_UnderWay":
        return self

    def __next__(self) -> Outcome:
        while True:
            self._fill()
            if not self._futures:
                raise StopIteration
            outcome = self._futures[0].result()
            self._futures.popleft()
            if outcome is not None:
                return outcome

    def _fill(self) -> None:
        while len(self._futures) < self._ahead:
            entry = next(self._entries, None)
            if entry is None:
                return
            self._futures.append(self._pool.submit(self._work, entry))


def _resume(township: Township, entries: Sequence[Entry]) -> None:
    if township.state is not None:
        for entry in entries:
            township.state.looks.pause(entry.ref.ledger_id, entry.label, paused=False)


class _Work:
    """One pass's work on one ledger after the other, several at a time."""

    def __init__(
        self,
        township: Township,
        run: str,
        *,
        dry: bool,
        release: bool,
        alone: bool,
        look_at_all: bool,
        keep_rows: bool,
        desk: SittingsDesk,
    ) -> None:
        self.sittings = desk
        self._township = township
        self._run = run
        self._dry = dry
        self._release = release
        self._look_at_all = look_at_all
        self._keep_rows = keep_rows
        self._doubles = Doubles()
        self._alone = alone
        self._entries: dict[str, Entry] = {}
        self._elsewhere: dict[str, dict[tuple[str, int], CountsAt]] = {}
        self.changed = township.state is None
        self.board = None if dry else BoardDesk(township)
        self.desk = FilingsDesk(village.name for village in township.settings.village)

    def finish(self, outcome: Outcome) -> None:
        """Count a case that an earlier ledger holds too only there, and remember how this one came out.

        Called for one outcome after the other, in the order of the config.
        """
        self._count_once(outcome)
        self._gather(outcome)
        state = self._township.state
        known = outcome.kind is OutcomeKind.PAUSED or outcome.recalled is not None
        if not self._dry and state is not None and not known:
            self._remember(state, outcome)
        if self.board is not None:
            self.board.add(outcome)

    def _count_once(self, outcome: Outcome) -> None:
        """Take out what an earlier ledger holds too, and mark this one again where its rows say otherwise."""
        cases = outcome.judged.prints if outcome.judged is not None else outcome.recalled_cases
        entry = self._entries.get(outcome.ledger)
        if entry is None or not cases:
            return
        places = self._doubles.repeated(outcome.ledger, entry.ref.title, cases)
        wanted = {(case.sheet, case.row): place for case, place in zip(cases, places, strict=True) if place}
        if wanted != self._known_elsewhere(outcome.ledger):
            self._elsewhere[outcome.ledger] = wanted
            again = self._looked_at(entry)
            if outcome.recalled is not None:
                _replace(outcome, again)
            elif outcome.kind in (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED):
                _merge(outcome, again, dry=self._dry)
        if outcome.judged is not None and wanted:
            judged = outcome.judged
            at = zip(judged.cases["sheet"].tolist(), judged.cases["row"].tolist(), strict=True)
            gone = np.array([place in wanted for place in at], dtype=bool)
            outcome.judged = replace(judged, elsewhere=gone)
            outcome.counts = outcome.judged.counts()
            outcome.problems = (*outcome.problems, *double_problems(cases, places))

    def _known_elsewhere(self, ledger: str) -> dict[tuple[str, int], CountsAt]:
        """Return which rows count in another ledger, as far as is known before this pass is through."""
        if ledger not in self._elsewhere:
            state = self._township.state
            known = state.looks.cases(ledger).get(ledger, []) if state is not None else []
            self._elsewhere[ledger] = {
                (case.sheet, case.row): CountsAt(**case.counts_at) for case in known if case.counts_at
            }
        return self._elsewhere[ledger]

    def _gather(self, outcome: Outcome) -> None:
        if outcome.judged is not None:
            self.sittings.add(outcome.ledger, outcome.judged.sittings)
        elif outcome.kind is not OutcomeKind.PAUSED:
            self._recall_sittings(outcome.ledger, outcome.village)
        if outcome.judged is not None:
            self.desk.add(outcome.judged.ledger, outcome.judged.lines)
        elif outcome.recalled is not None:
            self.desk.recall(outcome.recalled.filed)
        elif outcome.kind is OutcomeKind.FAILED:
            self.desk.silent(outcome.village)

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
            if outcome.kind in (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED):
                _merge(outcome, self._looked_at(entry), dry=self._dry)

    def one(self, entry: Entry, stop: threading.Event) -> Outcome | None:
        """Return how the entry's ledger came out; None when the pass was stopped before it."""
        if stop.is_set():
            return None
        self._entries[entry.ref.ledger_id] = entry
        started = time.monotonic()
        outcome = self._settle(entry)
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
                counts = dict.fromkeys(COUNTS, 0) | dict(known.counts)
                return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.PAUSED, counts)
            if not self._look_at_all and is_untouched(self._township, entry, known):
                return self._recalled(state, entry, known)
        outcome = self._looked_at(entry)
        outcome.listed = outcome.listed or entry.ref.version
        return outcome

    def _recalled(self, state: State, entry: Entry, known: LedgerRecord) -> Outcome:
        ledger = entry.ref.ledger_id
        verdicts = state.looks.live_verdicts(ledger).get(ledger, []) if self._keep_rows else []
        outcome = recalled(entry, known, verdicts, self._township.today)
        cases = state.looks.cases(ledger).get(ledger, [])
        outcome.problems = problems_from(known.problems)
        outcome.recalled_cases = [
            PlacedCase(case.sheet, case.row, traits_from(case.identity)) for case in cases
        ]
        return outcome

    def _looked_at(self, entry: Entry) -> Outcome:
        try:
            if entry.copy_of is not None and self._is_copy(entry.ref, entry.copy_of):
                return _copy(entry)
            outcome = reconcile(self._township.store, self._task(entry))
        except LedgerError as error:
            return _failed(entry, error)
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            # Where, and never what: the text of an exception may quote a cell.
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.warning("%s: %s\n%s", entry.ref.title, type(error).__name__, frames)
            return _failed(entry, defect(entry, error))
        if outcome.judged is not None:
            outcome.village = outcome.judged.ledger.village
        return outcome

    def _task(self, entry: Entry) -> Task:
        township = self._township
        state, brake = township.state, township.settings.brake
        form = partial(is_ours, packs=township.rules.packs)
        return Task(
            ref=entry.ref,
            village=entry.label,
            today=township.today,
            language=township.language,
            highlight=township.settings.marks.highlight,
            understand=lambda grid: understood(township, entry, grid),
            judge=partial(self.judged, entry),
            is_ours=lambda: own_text(
                form, lambda: state.history.texts_written(entry.ref.ledger_id) if state else None
            ),
            salt=state.salt if state else b"",
            journal=None if self._dry else _Journal(state, self._run, entry.ref.ledger_id),
            brake=None if self._release else Brake(brake.rows, brake.share),
        )

    def judged(self, entry: Entry, ledger: Ledger, grid: Grid) -> Judged:
        """Return what the rules say of a ledger's rows today."""
        today, rules = self._township.today, self._township.rules
        judgement = judge(ledger.cases, ledger.tables, today, rules)
        found = marks(judgement, self._township.language, ledger.problems)
        texts = {mark: column.tolist() for mark, column in found.items()}
        sittings = self.sittings.gather(ledger, grid, entry.ref.ledger_id)
        told = self.sittings.sentences(entry.ref.ledger_id, sittings, ledger)
        add_sentences(texts, ledger.cases, sittings, told, self._township.language)
        prints = placed_cases(ledger, grid, self._township.state.salt if self._township.state else b"")
        self._say_elsewhere(entry, ledger, texts)
        lines = log_lines(self._township, grid)
        nowhere_else = np.zeros(len(prints), dtype=bool)
        told = (*untimed(self._township, ledger, today), *extension_problems(judgement))
        notes = carried_notes(ledger.repeats, self._township.language)
        return Judged(
            ledger,
            judgement.verdicts,
            texts,
            prints,
            nowhere_else,
            lines,
            told,
            sittings=sittings,
            notes=notes,
        )

    def _say_elsewhere(self, entry: Entry, ledger: Ledger, texts: dict[Mark, list[str]]) -> None:
        """Leave four cells of a row empty whose case counts in another ledger; 说明 names the place."""
        known = self._known_elsewhere(entry.ref.ledger_id)
        if not known:
            return
        cases = ledger.cases
        columns = (cases[name].tolist() for name in ("sheet", "row", "seq", "case_no"))
        for at, (sheet, row, seq, case_no) in enumerate(zip(*columns, strict=True)):
            place = known.get((sheet, row))
            if place is None:
                continue
            for mark in Mark:
                texts[mark][at] = ""
            number = seq or case_no or str(row)
            texts[Mark.WHY][at] = where_it_counts(
                number, place.sheet, place.row, self._township.language, place.title
            )

    def _is_copy(self, ref: LedgerRef, original: LedgerRef) -> bool:
        """A file named as a copy is one when most of its cases stand in the original too."""
        looks = (look(self._township, Entry(each, None)) for each in (ref, original))
        mine, theirs = (_lines(seen) for seen in looks)
        return is_copy(mine, theirs, named=True)

    def _remember(self, state: State, outcome: Outcome) -> None:
        read = outcome.judged is not None
        record = LedgerRecord(
            ledger=outcome.ledger,
            village=outcome.village,
            version=outcome.version,
            judged_on=self._township.today if read else None,
            judged_by=self._township.judged_by if read else "",
            outcome=outcome.kind.value,
            error=error_json(outcome.error, self._township.language),
            counts=dict(outcome.counts),
            run=self._run,
            roles=column_roles(outcome.judged.ledger) if outcome.judged is not None else None,
            listed=outcome.listed,
            filed=self._filed(outcome.judged) if outcome.judged is not None else None,
            # What could not be read keeps its last verdicts; a copy, read and found to be one, has none.
            read_on=self._township.today if read or outcome.kind is OutcomeKind.UNCHANGED else None,
        )
        record = replace(record, problems=problems_json(outcome.problems), title=outcome.title)
        units = frozenset(post.org for post in self._township.settings.post if post.org)
        if read and _is_known(record, state.looks.ledger(outcome.ledger)):
            state.looks.save(record, None)
            return
        self.changed = True
        rows = LedgerRows()
        if outcome.judged is not None:
            cases = case_records(outcome.judged, self._known_elsewhere(outcome.ledger))
            rows = LedgerRows(verdict_records(outcome.judged, units), cases)
        state.looks.save(record, rows if record.read_on else None)

    def _filed(self, judged: Judged) -> dict[str, dict[str, Any]]:
        township = self._township
        alone = FilingsDesk(village.name for village in township.settings.village)
        alone.add(judged.ledger, judged.lines)
        return alone.as_json(township.today, township.rules)


def _merge(first: Outcome, again: Outcome, *, dry: bool) -> None:
    """Let an outcome tell of a second marking as well."""
    first.edits = again.edits if dry else (*first.edits, *again.edits)
    if again.kind is not OutcomeKind.UNCHANGED:
        first.kind, first.error = again.kind, again.error
    if first.judged is not None and again.judged is not None:
        first.judged = replace(again.judged, elsewhere=first.judged.elsewhere)


def _replace(outcome: Outcome, other: Outcome) -> None:
    """Let an outcome be another one: its ledger had to be looked at after all."""
    for name in Outcome.__dataclass_fields__:
        setattr(outcome, name, getattr(other, name))


def _is_known(now: LedgerRecord, before: LedgerRecord | None) -> bool:
    """Say whether a ledger was judged before just as it is now: same content, day, rules and counts."""
    return before is not None and (
        (now.version, now.judged_on, now.judged_by, now.counts, now.problems)
        == (before.version, before.judged_on, before.judged_by, before.counts, before.problems)
    )


class _Journal:
    """The state's record of one ledger's writes in one run; without a state, nothing is kept."""

    def __init__(self, state: State | None, run: str, ledger: str) -> None:
        self._state, self._run, self._ledger = state, run, ledger

    def record(self, records: Sequence[WriteRecord]) -> None:
        if self._state is not None:
            self._state.history.record(self._run, self._ledger, records)

    def forget(self, records: Sequence[WriteRecord]) -> None:
        if self._state is not None:
            self._state.history.forget(self._run, self._ledger, records)


def carried_notes(repeats: Sequence[Repeat], language: str) -> dict[Repeat, str]:
    """Return what 说明 says in rows whose case counts in another row of the workbook."""
    return {
        each: where_it_counts(
            each.number, "" if each.at_sheet == each.sheet else each.at_sheet, each.at_row, language
        )
        for each in repeats
    }


def _failed(entry: Entry, error: DuesheetError) -> Outcome:
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.FAILED, error=error)


def _copy(entry: Entry) -> Outcome:
    assert entry.copy_of is not None  # noqa: S101  only called for one
    problem = Problem("", 0, "", "", LedgerProblemCode.COPY_OF_LEDGER, detail=entry.copy_of.title)
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.UNCHANGED, problems=(problem,))


def _lines(seen: Seen) -> list[Line]:
    box = Box(seen.grid.title, "")
    return [Line(box, at, traits) for at, traits in enumerate(ledger_traits(seen.ledger, seen.grid))]


def verdict_records(judged: Judged, units: Set[str]) -> list[VerdictRecord]:
    """Return what the state may know of the cases on the board: identifiers, and words of our own.

    A unit is known to it only when the config itself names it.
    """
    standing = judged.verdicts[["live", "survey_owed"]].to_numpy(dtype=bool).any(axis=1)
    # 不满意 is asked about though the case is closed.
    standing = (standing | (judged.verdicts["addressee"] != "").to_numpy()) & ~judged.elsewhere
    cases, verdicts = judged.cases[standing], judged.verdicts[standing]
    number = cases["case_no"].where(cases["case_no"] != "", cases["seq"])
    sittings = {(one.sheet, one.row): one.remembered() | {"village": one.village} for one in judged.sittings}
    columns = (
        cases["sheet"],
        cases["row"],
        number,
        verdicts["duty"],
        verdicts["due"].to_numpy().astype("datetime64[D]"),
        verdicts["light"],
        verdicts["addressee"],
        cases["org"].where(cases["org"].isin(sorted(units)), ""),
        cases["registered_date"].to_numpy().astype("datetime64[D]"),
        cases["category"],
        cases["status"],
        verdicts["backlog"],
        verdicts["live"],
        verdicts["survey_owed"],
    )
    return [
        VerdictRecord(
            sheet,
            int(row),
            case_number(str(case)),
            str(duty),
            due_on,
            str(Light(light)),
            str(post),
            str(org),
            registered_on,
            str(category),
            str(Status(status)),
            *flags,
            sitting=sittings.get((sheet, int(row))),
        )
        for sheet, row, case, duty, due_on, light, post, org, registered_on, category, status, *flags in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


__all__ = ["Mark", "Pass", "run_pass", "verdict_records"]
