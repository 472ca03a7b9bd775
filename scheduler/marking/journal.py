"""What a run writes into one ledger, noted before it is written."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from config.errors import LedgerError
from scheduler.ledgers.case_keys import RowKeys
from scheduler.state.written_cells import CellColumns
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
        cells = written_columns(grid, ledger, edits, self._state.salt)
        note = self._state.history.record(self._run, self._ledger, cells)
        del cells  # they are as many as the edits, and the write takes its time
        try:
            yield
        except LedgerError:
            self._state.history.forget(note)
            raise


def written_columns(grid: Grid, ledger: Ledger, edits: Sequence[Edit], salt: bytes) -> CellColumns:
    """Return the journal's notes of *edits*, each with the key of the case its row holds in *grid*."""
    keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, salt)
    sheets, rows = [edit.sheet for edit in edits], [edit.row for edit in edits]
    places = list(zip(sheets, rows, strict=True))
    known = {place: keys.key(*place) for place in dict.fromkeys(places)}
    return CellColumns(
        sheets,
        rows,
        [edit.mark.value for edit in edits],
        [edit.heading for edit in edits],
        [edit.old for edit in edits],
        [edit.new for edit in edits],
        list(map(known.__getitem__, places)),
    )
