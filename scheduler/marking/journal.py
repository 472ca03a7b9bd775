"""What a run writes into one ledger, noted before it is written."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(slots=True)
class KnownKeys:
    """The keys of a ledger's cases as they were worked out when it was judged: nobody need do that again."""

    ledger: Ledger | None = None
    keys: Sequence[str] = ()

    def of(self, ledger: Ledger) -> dict[tuple[str, int], str]:
        """Return the key of each case by worksheet and row; none of a ledger that is another one."""
        if ledger is not self.ledger or len(self.keys) != len(ledger.cases):
            return {}
        places = zip(ledger.cases["sheet"].tolist(), ledger.cases["row"].tolist(), strict=True)
        return dict(zip(places, self.keys, strict=True))


class RunJournal:
    """The state's record of one ledger's writes in one run; without a state, nothing is kept.

    Args:
        state: where it is kept.
        run: the run's name.
        ledger: the ledger's.
        writing: told how many cells are about to be written.
        known: keys of the ledger's cases.
    """

    def __init__(
        self,
        state: "State | None",
        run: str,
        ledger: str,
        writing: Callable[[int], None] = lambda _cells: None,
        known: KnownKeys | None = None,
    ) -> None:
        self._state, self._run, self._ledger, self._writing = state, run, ledger, writing
        self._known = known or KnownKeys()

    @contextmanager
    def noting(self, grid: Grid, ledger: Ledger, edits: Sequence[Edit]) -> Generator[None]:
        """Keep each edit with the key of the case its row holds in *grid*."""
        self._writing(len(edits))
        if self._state is None:
            yield
            return
        keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, self._state.salt)
        cells = written_columns(edits, keys, self._known.of(ledger))
        note = self._state.history.record(self._run, self._ledger, cells)
        del cells  # they are as many as the edits, and the write takes its time
        try:
            yield
        except LedgerError:
            self._state.history.forget(note)
            raise


def written_columns(
    edits: Sequence[Edit], keys: RowKeys, known: Mapping[tuple[str, int], str]
) -> CellColumns:
    """Return the journal's notes of *edits*, each with the key of the case its row holds.

    Args:
        edits: to be written.
        keys: of the look that they rest on.
        known: those that were worked out already, by worksheet and row.
    """
    sheets, rows = [edit.sheet for edit in edits], [edit.row for edit in edits]
    places = list(zip(sheets, rows, strict=True))
    key_of = {place: known.get(place) or keys.key(*place) for place in dict.fromkeys(places)}
    return CellColumns(
        sheets,
        rows,
        [edit.mark.value for edit in edits],
        [edit.heading for edit in edits],
        [edit.old for edit in edits],
        [edit.new for edit in edits],
        list(map(key_of.__getitem__, places)),
    )
