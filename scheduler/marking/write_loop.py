"""The one loop in which a ledger is looked at, planned for, written, and looked at again."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from config.errors import LedgerChangedError, LedgerError
from config.messages import message
from config.vocabulary import Mark
from scheduler.marking.as_written import is_as_written
from scheduler.marking.journal import Journal
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import Edit, LedgerRef, SheetLayout, Store, Thinning

#: How often a ledger is written before what is left waits for the next pass.
ROUNDS = 3


class UnsettledError(LedgerError):
    """People changed the ledger faster than we could write."""

    code = "unsettled"


@dataclass(frozen=True, slots=True)
class Plan:
    """What one look at a ledger asks for; edits come first, columns go on the look after.

    Attributes:
        ledger: what was understood of the look.
        edits: of our cells and headings.
        layouts: of our columns while they are written.
        keep: where columns of ours are to go whole, those that stay, as (worksheet, mark); else None.
        doubles: a second set of our columns, as (worksheet, 0-based column); it goes before all else.
    """

    ledger: Ledger
    edits: Sequence[Edit] = ()
    layouts: Sequence[SheetLayout] = ()
    keep: Sequence[tuple[str, Mark]] | None = None
    doubles: Sequence[tuple[str, int]] = ()

    def __bool__(self) -> bool:
        return bool(self.edits or self.doubles) or self.keep is not None


class Planner(Protocol):
    """Says what a ledger needs, and hears what it got."""

    def plan(self, grid: Grid, *, first: bool) -> Plan:
        """Return what a look asks for; *first* before anything was written."""
        ...

    def wrote(self, plan: Plan) -> None:
        """Hear that a plan was carried out, before the ledger is looked at again."""
        ...


def settle(store: Store, ref: LedgerRef, planner: Planner, journal: Journal | None) -> Grid:
    """Carry out what *planner* asks of a ledger until a fresh look asks for nothing more; return that look.

    Args:
        store: where the ledger is.
        ref: the ledger.
        planner: reads nothing and writes nothing itself.
        journal: notes each write before it happens; None where nothing is to be written.

    Raises:
        UnsettledError: people changed it each time.
        LedgerError: it cannot be read or written, or *planner* refuses.
    """
    grid = store.read(ref)
    for rounds_left in range(ROUNDS, -1, -1):
        plan = planner.plan(grid, first=rounds_left == ROUNDS)
        if journal is None or grid.read_only is not None or not plan:
            return grid
        if not rounds_left:
            break
        if plan.doubles and isinstance(store, Thinning):
            with suppress(LedgerChangedError):
                store.thin(ref, grid, plan.doubles)
            grid = store.read(ref)
            continue
        if not _is_carried_out(store, ref, grid, plan, journal):
            grid = store.read(ref)
            continue
        planner.wrote(plan)
        if not plan.edits:
            return grid
        before, grid = grid, store.read(ref)
        as_planned = plan.keep is None and is_as_written(before, plan.ledger, plan.edits, grid)
        if as_planned and not any(sheet.doubled for sheet in grid.sheets):
            return grid
    raise UnsettledError(message("marking.unsettled", ledger=ref.title, rounds=ROUNDS))


def _is_carried_out(store: Store, ref: LedgerRef, grid: Grid, plan: Plan, journal: Journal) -> bool:
    """Write one round; False when somebody else was faster and nothing was written."""
    try:
        with journal.noting(grid, plan.ledger, plan.edits):
            if plan.edits:
                store.write(ref, grid, plan.edits, plan.layouts)
            else:
                store.detach(ref, grid, plan.keep or ())
    except LedgerChangedError:
        return False
    return True
