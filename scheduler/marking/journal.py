"""What a run writes into one ledger, noted before it is written."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from config.errors import LedgerError
from scheduler.ledgers.case_keys import RowKeys
from scheduler.state.records import WrittenCell
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import Edit

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from scheduler.state import State


class Journal(Protocol):
    """Remembers what we write, before it is written."""

    def noting(self, grid: Grid, ledger: Ledger, edits: Sequence[Edit]) -> "AbstractContextManager[None]":
        """Note *edits* while the block writes them; a write that fails with our error did not happen."""
        ...


class RunJournal:
    """The state's record of one ledger's writes in one run; without a state, nothing is kept.

    Args:
        state: where it is kept.
        run: the run's name.
        ledger: the ledger's.
        writing: told how many cells are about to be written.
    """

    def __init__(
        self,
        state: "State | None",
        run: str,
        ledger: str,
        writing: Callable[[int], None] = lambda _cells: None,
    ) -> None:
        self._state, self._run, self._ledger, self._writing = state, run, ledger, writing

    @contextmanager
    def noting(self, grid: Grid, ledger: Ledger, edits: Sequence[Edit]) -> Generator[None]:
        """Keep each edit with the key of the case its row holds in *grid*."""
        self._writing(len(edits))
        if self._state is None:
            yield
            return
        records = write_records(grid, ledger, edits, self._state.salt)
        note = self._state.history.record(self._run, self._ledger, records)
        try:
            yield
        except LedgerError:
            self._state.history.forget(note)
            raise


def write_records(grid: Grid, ledger: Ledger, edits: Sequence[Edit], salt: bytes) -> list[WrittenCell]:
    """Return the journal's notes of *edits*, each with the key of the case its row holds in *grid*."""
    keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, salt)
    known = {place: keys.key(*place) for place in {(edit.sheet, edit.row) for edit in edits}}
    return [
        WrittenCell(e.sheet, e.row, e.mark.value, e.heading, e.old, e.new, known[e.sheet, e.row])
        for e in edits
    ]
