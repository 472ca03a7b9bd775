"""Bring one ledger's marks in line with what its rows say today."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from config.errors import LedgerBusyError, LedgerChangedError, LedgerError
from config.frames import Problem
from config.messages import message
from config.vocabulary import MARK_HEADINGS, Light, Mark, OutcomeKind
from scheduler.ledgers.case_keys import RowKeys
from scheduler.marking.as_written import is_as_written
from scheduler.marking.covered import not_covered, slipped_headings
from scheduler.marking.difference import Difference, IsOurs, difference
from scheduler.marking.outcome import Judged, Outcome
from scheduler.state.records import WriteRecord
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import Edit, LedgerRef, Mending, Notice, Noticing, Requests, Store, Versioned

if TYPE_CHECKING:
    import pandas as pd

#: How often a pass looks again after its own write before it leaves the rest to the next pass.
ROUNDS = 3


class UnsettledError(LedgerError):
    """People changed the ledger faster than we could write."""

    code = "unsettled"


class HeldError(LedgerError):
    """The brake: too many rows would turn red at once."""

    code = "held"


class Judge(Protocol):
    """Says of a ledger, as understood, what its rows deserve; pure."""

    def __call__(self, ledger: Ledger, grid: Grid) -> Judged:
        """Return verdicts and texts for every case."""
        ...


class Journal(Protocol):
    """Remembers what we write, before it is written."""

    def record(self, records: Sequence[WriteRecord]) -> None:
        """Note texts that are about to be written."""
        ...

    def forget(self, records: Sequence[WriteRecord]) -> None:
        """Take the note of the last write back: it did not happen."""
        ...


@dataclass(frozen=True, slots=True)
class Brake:
    """How many rows may newly turn overdue in one ledger, and which share of its open cases."""

    rows: int
    share: float


@dataclass(frozen=True, slots=True)
class Task:
    """All that one ledger's pass needs, besides its store.

    Attributes:
        understand: from a grid to a ledger; pure.
        judge: from a ledger to verdicts and texts; pure.
        is_ours: makes what tells our texts from a person's, anew for each look: it knows what we wrote.
        journal: None when nothing is written (`check`).
        brake: None when released.
    """

    ref: LedgerRef
    village: str
    today: date
    language: str
    highlight: str
    understand: Callable[[Grid], Ledger]
    judge: Judge
    is_ours: Callable[[], IsOurs]
    salt: bytes
    journal: Journal | None = None
    brake: Brake | None = None


def reconcile(store: Store, task: Task) -> Outcome:
    """Bring one ledger's marks in line with what its rows say today, or say what that would take.

    Never raises for what is wrong with the ledger: that is the outcome's error.
    """
    before = store.requests(task.ref)
    noticed = len(_notices(store, task.ref))
    outcome = Outcome(task.village, task.ref.ledger_id, OutcomeKind.FAILED)
    try:
        _rounds(store, task, outcome)
    except LedgerBusyError as error:
        outcome.kind, outcome.error = OutcomeKind.SKIPPED, error
    except HeldError as error:
        outcome.kind, outcome.error = OutcomeKind.HELD, error
    except LedgerError as error:
        outcome.kind, outcome.error = OutcomeKind.FAILED, error
    news = _notices(store, task.ref)[noticed:]
    outcome.problems = (*outcome.problems, *(_told(notice, task.language) for notice in news))
    after = store.requests(task.ref)
    outcome.requests = Requests(
        after.read - before.read, after.write - before.write, after.drive - before.drive
    )
    return outcome


def _notices(store: Store, ref: LedgerRef) -> Sequence[Notice]:
    return store.notices(ref) if isinstance(store, Noticing) else ()


def _told(notice: Notice, language: str) -> Problem:
    heading = MARK_HEADINGS[language][notice.mark]
    return Problem(notice.sheet, 0, "", "", notice.code, detail=heading)


def _rounds(store: Store, task: Task, outcome: Outcome) -> None:
    written: list[Edit] = []
    grid = store.read(task.ref)
    for number in range(ROUNDS + 1):
        ledger = task.understand(grid)
        judged = task.judge(ledger, grid)
        found = difference(
            ledger,
            judged.texts,
            is_ours=task.is_ours(),
            language=task.language,
            highlight=task.highlight,
            notes=judged.notes,
        )
        edits = not_covered((*found.edits, *slipped_headings(grid, ledger)), grid, ledger)
        found = replace(found, edits=edits)
        _note(outcome, ledger, judged, found, grid)
        if grid.read_only is not None:
            outcome.kind, outcome.error = OutcomeKind.SKIPPED, grid.read_only
            return
        if not found.edits or task.journal is None:
            outcome.edits = tuple(written) or found.edits
            outcome.kind = OutcomeKind.WRITTEN if outcome.edits else OutcomeKind.UNCHANGED
            if task.journal is not None:
                _mend(store, task.ref, grid, found)
            return
        if number == ROUNDS:
            break
        if task.brake is not None and number == 0:
            _hold(task.brake, ledger, judged, task.village, outcome)
        if _write(store, task, grid, ledger, found):
            written += found.edits
            outcome.edits = tuple(written)
            # Asked before the look, so that what is changed after it has another version.
            outcome.listed = store.version(task.ref) if isinstance(store, Versioned) else ""
            before, grid = grid, store.read(task.ref)
            if is_as_written(before, ledger, found.edits, grid):
                outcome.kind, outcome.version = OutcomeKind.WRITTEN, str(grid.version)
                _mend(store, task.ref, grid, found)
                return
        else:
            grid = store.read(task.ref)
    raise UnsettledError(message("marking.unsettled", ledger=task.ref.title, rounds=ROUNDS))


def _mend(store: Store, ref: LedgerRef, grid: Grid, found: Difference) -> None:
    """Set colours right that people deleted; a change right now leaves that to the next pass."""
    if isinstance(store, Mending):
        with suppress(LedgerChangedError):
            store.mend(ref, grid, found.layouts)


def _note(outcome: Outcome, ledger: Ledger, judged: Judged, found: Difference, grid: Grid) -> None:
    outcome.counts = judged.counts()
    outcome.problems = (*ledger.problems, *judged.untimed, *found.kept)
    outcome.judged = judged
    outcome.version = str(grid.version)


def _write(store: Store, task: Task, grid: Grid, ledger: Ledger, found: Difference) -> bool:
    """Write one round; False when somebody else was faster and nothing was written."""
    assert task.journal is not None  # noqa: S101  a dry pass ends before its first write
    records = write_records(grid, ledger, found.edits, task.salt)
    task.journal.record(records)
    try:
        store.write(task.ref, grid, found.edits, found.layouts)
    except LedgerChangedError:
        task.journal.forget(records)
        return False
    except LedgerError:
        task.journal.forget(records)
        raise
    return True


def _hold(brake: Brake, ledger: Ledger, judged: Judged, village: str, outcome: Outcome) -> None:
    newly = newly_overdue(ledger, judged.cases, judged.verdicts)
    live = outcome.counts["open"]
    if newly > brake.rows and newly > brake.share * live:
        raise HeldError(message("marking.held", ledger=ledger.title, newly=newly, live=live, village=village))


def newly_overdue(ledger: Ledger, cases: "pd.DataFrame", verdicts: "pd.DataFrame") -> int:
    """Count live rows that are overdue now and whose own cell does not say so yet; backlog left out."""
    import numpy as np

    red = (verdicts["light"] == Light.OVERDUE) & verdicts["live"] & ~verdicts["backlog"]
    shown = {
        (table.info.table, row)
        for sheet in ledger.sheets
        for table in sheet.tables
        for row, text in table.mark_texts.get(Mark.LIGHT, {}).items()
        if any(character.isdigit() for character in text)  # 逾期14天, 14 days overdue
    }
    here = np.flatnonzero(red.to_numpy(dtype=bool))
    tables, rows = cases["table"].to_numpy()[here].tolist(), cases["row"].to_numpy()[here].tolist()
    return sum((table, row) not in shown for table, row in zip(tables, rows, strict=True))


def write_records(grid: Grid, ledger: Ledger, edits: Sequence[Edit], salt: bytes) -> list[WriteRecord]:
    """Return the journal's notes of *edits*, each with the key of the case its row holds in *grid*."""
    keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, salt)
    known = {place: keys.key(*place) for place in {(edit.sheet, edit.row) for edit in edits}}
    return [
        WriteRecord(e.sheet, e.row, e.mark.value, e.heading, e.old, e.new, known[e.sheet, e.row])
        for e in edits
    ]
