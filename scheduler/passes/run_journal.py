"""One run's notes of what it writes into one ledger."""

from collections.abc import Sequence

from scheduler.state import State
from scheduler.state.records import WriteRecord


class RunJournal:
    """The state's record of one ledger's writes in one run; without a state, nothing is kept."""

    def __init__(self, state: State | None, run: str, ledger: str) -> None:
        self._state, self._run, self._ledger = state, run, ledger

    def record(self, records: Sequence[WriteRecord]) -> None:
        """Note texts that are about to be written."""
        if self._state is not None:
            self._state.history.record(self._run, self._ledger, records)

    def forget(self, records: Sequence[WriteRecord]) -> None:
        """Take the note of the last write back: it did not happen."""
        if self._state is not None:
            self._state.history.forget(self._run, self._ledger, records)
