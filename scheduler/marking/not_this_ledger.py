"""Refusing a ledger that stands in another village's place or has lost open cases: for pass and report."""

from collections.abc import Sequence

from config.messages import message
from scheduler.ledgers.doubles import PlacedCase
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.losses import lost_since
from scheduler.ledgers.swapped_ledgers import swapped_with
from scheduler.marking.reconcile import HeldError
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger


def refuse_another(
    township: Township, entry: Entry, ledger: Ledger, grid: Grid, cases: Sequence[PlacedCase]
) -> None:
    """Let nothing be done to a ledger that is not the one it was, until somebody says that it is well so.

    Args:
        township: whose state knows what it was.
        entry: the ledger as the config has it.
        ledger: as understood.
        grid: its cells.
        cases: its cases.

    Raises:
        HeldError: by its title and by what the state knows it is another village's, or open cases of its
            last reading are gone without having ended.
    """
    if township.state is None:
        return
    if other := swapped_with(township, entry, ledger, cases):
        why = message("marking.swapped", ledger=ledger.title, village=entry.label, other=other)
        raise HeldError(why, ledger.problems)
    lost = lost_since(township.state, entry.ref.ledger_id, cases, ledger, grid)
    if lost:
        why = message("marking.lost", ledger=ledger.title, gone=lost[0].count, village=entry.label)
        raise HeldError(why, (*ledger.problems, *lost))
