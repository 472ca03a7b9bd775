"""One hand at a time: who takes something out of a ledger waits until a run that works on it is through."""

from collections.abc import Generator
from contextlib import contextmanager

from config.errors import OtherPassError
from config.messages import message
from scheduler.state import State
from sync.store import LedgerRef

#: A run is through with one ledger long before.
PATIENCE_S = 30.0


@contextmanager
def one_hand(state: State, ref: LedgerRef) -> Generator[None]:
    """Hold a ledger's lock while the block runs.

    Raises:
        OtherPassError: another run still works on it; the block has not begun.
    """
    with state.locks.hold(ref.ledger_id, patience_s=PATIENCE_S) as is_mine:
        if not is_mine:
            raise OtherPassError(message("marking.other_pass_try_again", ledger=ref.title))
        yield
