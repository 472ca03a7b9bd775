"""Outcomes of ledgers that something stopped."""

import logging
import traceback

from config.errors import DuesheetError
from config.vocabulary import OutcomeKind
from scheduler.ledgers.entries import Entry
from scheduler.marking.outcome import Outcome

log = logging.getLogger("duesheet")


def failed_by_defect(entry: Entry, error: Exception) -> Outcome:
    """Return the outcome of a ledger that we failed on by a defect of ours, and log where that arose."""
    from scheduler.ledgers.reading import defect

    # Where, and never what: the text of an exception may quote a cell.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.warning("%s: %s\n%s", entry.ref.title, type(error).__name__, frames)
    outcome = failed(entry, defect(entry, error))
    outcome.title = entry.ref.title
    return outcome


def failed(entry: Entry, error: DuesheetError) -> Outcome:
    """Return the outcome of a ledger that *error* stopped."""
    return Outcome(entry.label, entry.ref.ledger_id, OutcomeKind.FAILED, error=error)
