"""Bring one ledger's marks in line with what its rows say today."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from config.errors import LedgerBusyError, LedgerChangedError, LedgerError
from config.frames import Problem
from config.messages import Message, message
from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, Light, Mark, OutcomeKind, SkipReason
from scheduler.ledgers.nobodys import holds_no_ledger
from scheduler.marking.covered import not_covered, slipped_headings
from scheduler.marking.difference import IsOurs, Wanted, difference
from scheduler.marking.doubled import superfluous
from scheduler.marking.journal import Journal
from scheduler.marking.outcome import Judged, Outcome
from scheduler.marking.write_loop import Plan, settle
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import (
    Edit,
    LedgerRef,
    Mending,
    Notice,
    Noticing,
    Requests,
    SheetLayout,
    Store,
    Thinning,
    Versioned,
)

if TYPE_CHECKING:
    import pandas as pd


_COPIED = LedgerProblemCode.MARK_COLUMN_DOUBLED
_RESTORED = LedgerProblemCode.MARK_RESTORED


class HeldError(LedgerError):
    """A ledger waits for a person: too many rows would turn red at once, or its cases are gone."""

    code = "held"

    def __init__(self, told: Message, problems: Sequence[Problem] = ()) -> None:
        super().__init__(told)
        self.problems = problems


class Judge(Protocol):
    """Says of a ledger, as understood, what its rows deserve; pure."""

    def __call__(self, ledger: Ledger, grid: Grid) -> Judged:
        """Return verdicts and texts for every case."""
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
        as_ledger: from a grid to a ledger; pure.
        judge: from a ledger to verdicts and texts; pure.
        is_ours: makes what tells our texts from a person's, anew for each look: it knows what we wrote.
        journal: None when nothing is written (`check`).
        brake: None when released.
        marked: the worksheets where our columns should stand by what was written before.
    """

    ref: LedgerRef
    village: str
    today: date
    language: str
    highlight: str
    as_ledger: Callable[[Grid], Ledger]
    judge: Judge
    is_ours: Callable[[], IsOurs]
    journal: Journal | None = None
    brake: Brake | None = None
    marked: Callable[[], Collection[str]] = tuple[str, ...]


def reconcile(store: Store, task: Task) -> Outcome:
    """Bring one ledger's marks in line with what its rows say today, or say what that would take.

    Never raises for what is wrong with the ledger: that is the outcome's error.
    """
    before = store.requests(task.ref)
    noticed = len(_notices(store, task.ref))
    outcome = Outcome(task.village, task.ref.ledger_id, OutcomeKind.FAILED)
    try:
        marking = _Marking(store, task, outcome)
        marking.finish(settle(store, task.ref, marking, task.journal))
    except LedgerBusyError as error:
        outcome.kind, outcome.error, outcome.edits = OutcomeKind.SKIPPED, error, ()
        outcome.reason = SkipReason.OPEN_ELSEWHERE if error.code == LedgerBusyError.code else None
    except HeldError as error:
        outcome.kind, outcome.error = OutcomeKind.HELD, error
        outcome.problems = (*error.problems, *outcome.problems)
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


class _Marking:
    """What today's verdicts ask of a ledger; its outcome is kept up to date while that is carried out."""

    def __init__(self, store: Store, task: Task, outcome: Outcome) -> None:
        self._store, self._task, self._outcome = store, task, outcome
        self._layouts: Sequence[SheetLayout] = ()
        self._written: list[Edit] = []
        self._copies: dict[Problem, None] = {}  # the look after a write shows no more of them
        self._gone: Sequence[str] = ()  # worksheets whose columns of ours somebody deleted

    def plan(self, grid: Grid, *, first: bool) -> Plan:
        """Return what lies between the look and what should stand there.

        Raises:
            HeldError: too many rows would turn red at once.
        """
        task, outcome = self._task, self._outcome
        ledger = task.as_ledger(grid)
        judged = task.judge(ledger, grid)
        found = difference(
            ledger,
            Wanted(judged.texts, judged.notes),
            is_ours=task.is_ours(),
            language=task.language,
            highlight=task.highlight,
        )
        edits = tuple(not_covered((*found.edits, *slipped_headings(grid, ledger)), grid, ledger))
        outcome.counts = judged.counts()
        outcome.judged = judged
        outcome.version = str(grid.version)
        is_doubled = task.journal is not None and isinstance(self._store, Thinning)
        doubles = superfluous(grid, task.is_ours()) if is_doubled else ()
        outcome.problems = (*self._with_copies(ledger, doubles), *judged.untimed, *found.kept)
        self._layouts = found.layouts
        if first and task.journal is not None and (bare := bare_sheets(ledger, found.layouts)):
            marked = task.marked()
            self._gone = [name for name in bare if name in marked]
        if task.journal is None and grid.read_only is None:
            outcome.edits = edits
        elif edits and first and task.brake is not None and grid.read_only is None:
            _hold(task.brake, ledger, judged, task.village, outcome)
        return Plan(ledger, edits, found.layouts, doubles=doubles)

    def _with_copies(self, ledger: Ledger, doubles: Sequence[object]) -> Sequence[Problem]:
        """Return a ledger's problems, and copies that an earlier look showed and a write cleared."""
        if not doubles:  # a second set that another program made is no person's copy
            self._copies |= dict.fromkeys(one for one in ledger.problems if one.code is _COPIED)
        return (*self._copies, *(one for one in ledger.problems if one not in self._copies))

    def wrote(self, plan: Plan) -> None:
        """Note what was written, and the version it gave the ledger.

        The version is asked before the next look, so that what is changed after it has another one.
        """
        self._written += plan.edits
        self._outcome.edits = tuple(self._written)
        store, ref = self._store, self._task.ref
        self._outcome.listed = store.version(ref) if isinstance(store, Versioned) else ""

    def finish(self, grid: Grid) -> None:
        """Say how the ledger came out by its last look, and set our colours right that people deleted."""
        outcome, task = self._outcome, self._task
        outcome.version = str(grid.version)
        if grid.read_only is not None and not holds_no_ledger(outcome.problems):
            outcome.kind, outcome.error = OutcomeKind.SKIPPED, grid.read_only
            outcome.reason = SkipReason.READ_ONLY
            return
        outcome.kind = OutcomeKind.WRITTEN if outcome.edits else OutcomeKind.UNCHANGED
        if self._written:
            back = (Problem(name, 0, "", "", _RESTORED) for name in self._gone)
            outcome.problems = (*outcome.problems, *back)
        if task.journal is not None and isinstance(self._store, Mending):
            with suppress(LedgerChangedError):  # a change right now leaves that to the next pass
                self._store.mend(task.ref, grid, self._layouts)


def bare_sheets(ledger: Ledger, layouts: Sequence[SheetLayout]) -> list[str]:
    """Return the worksheets that are to have our columns and have none of them."""
    wanted = {layout.sheet for layout in layouts if layout.blocks}
    return [
        sheet.name
        for sheet in ledger.sheets
        if sheet.name in wanted and not any(table.marks for table in sheet.tables)
    ]


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
