"""What is wrong, or will be: each finding with its remedy."""

from datetime import datetime

from config.errors import DuesheetError
from config.messages import message
from scheduler.health.findings import Finding, Level, finding, of_error
from scheduler.health.ledger_check import of_ledger, of_printing
from scheduler.health.posts_check import of_posts
from scheduler.health.surroundings_check import ServerTime, of_surroundings
from scheduler.ledgers.copies.content_copies import told_copies
from scheduler.ledgers.entries import find_entries
from scheduler.ledgers.provisional import ProvisionalCases
from scheduler.township import Township
from sync.store import Dated


def examine(township: Township, server_time: ServerTime) -> list[Finding]:
    """Look at everything a run rests on; writes nothing."""
    findings = [*of_surroundings(township, server_time), *of_posts(township)]
    try:
        entries = told_copies(township, find_entries(township.settings, township.store.list()))
    except DuesheetError as error:
        return [*findings, of_error("ledgers", error)]
    if not entries:
        findings.append(finding("ledgers", message("doctor.no_ledger")))
    provisional = ProvisionalCases(township)
    for entry in entries:
        findings += of_ledger(township, entry, provisional)
    if (told := provisional.told()) is not None:
        findings.append(finding("calendar", told, Level.NOTICE))
    return [*findings, *of_printing(township, entries)]


def server_time(township: Township) -> datetime | None:
    """Return what time the ledgers' service says it is; None without one, or without an answer."""
    return township.store.server_time() if isinstance(township.store, Dated) else None
