"""What stays of a ledger on this machine once our columns are out of it, and how it is forgotten."""

from collections.abc import Sequence
from pathlib import Path

from scheduler.marking.detach import Detached
from scheduler.township import Township, state_of


def backups(township: Township, found: Sequence[Detached]) -> list[Path]:
    """Return the copies that lie beside the state of the ledgers as they were before we last wrote there."""
    folder = township.settings.base / ".duesheet" / "backup"
    return [path for one in found if (path := folder / one.ledger).is_file()]


def forget(township: Township, found: Sequence[Detached]) -> None:
    """Remove copies and state of the ledgers that were detached; that they are paused stays."""
    done = [one for one in found if one.error is None]
    for path in backups(township, done):
        path.unlink(missing_ok=True)
    state = state_of(township)
    for one in done:
        state.looks.forget(one.ledger)
        state.history.forget_ledger(one.ledger)
        state.looks.pause(one.ledger, one.village, paused=True)
