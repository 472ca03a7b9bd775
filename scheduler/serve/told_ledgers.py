"""What the morning's digest says of whole ledgers: those that are gone, those that wait to be closed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.remind.asked import LedgerNote

if TYPE_CHECKING:
    from scheduler.passes.conclusion import Pass


def ledger_notes(found: "Pass") -> Iterator[LedgerNote]:
    """Yield what is told of a pass's ledgers, each to its village."""
    for waits in found.put_off:
        yield LedgerNote("put_off", waits.village, waits.title, waits.since)
    for gone in found.gone:
        yield LedgerNote("gone", gone.village, gone.title, gone.since, gone.likely)
