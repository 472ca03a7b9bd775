"""Which ledgers there are today; those that cannot be seen today are not gone, and count as they last did."""

from collections.abc import Sequence
from dataclasses import replace

from config.errors import ConfigError, LedgerError, LedgerUnavailableError
from config.messages import message
from scheduler.ledgers.entries import Entry, find_entries
from scheduler.state.records import LedgerRecord
from scheduler.township import Township
from sync.store import LedgerRef, Listing


def township_entries(township: Township) -> list[Entry]:
    """Return every ledger of the township, with those the state knows where a listing cannot show them.

    One that a listing in full leaves out is marked, unless it shows none at all: then it says nothing either.
    A folder that is missing, cannot be read, in full or at all, or is empty where there were ledgers, and a
    listing that failed, say nothing about any ledger: it is unreadable, not gone.

    Raises:
        ConfigError: the ledgers' place cannot be reached, and nothing was ever read there; or two entries
            of the config name one ledger.
        LedgerError: likewise, where the place does not answer.
    """
    known = [] if township.state is None else township.state.looks.ledgers()
    known = [record for record in known if record.read_on is not None]
    refs, trouble = _listed(township, known)
    if trouble is None:
        entries = find_entries(township.settings, refs)
        shows_any = _shows_any(refs)
        return [replace(entry, unlisted=shows_any and not entry.ref.listed) for entry in entries]
    there = {ref.ledger_id for ref in refs}
    unseen = {
        record.ledger: LedgerRef(record.ledger, record.title or record.ledger)
        for record in known
        if record.ledger not in there
    }
    every = sorted([*refs, *unseen.values()], key=lambda ref: (ref.title, ref.ledger_id))
    return [
        replace(entry, unreadable=trouble) if entry.ref.ledger_id in unseen else entry
        for entry in find_entries(township.settings, every)
    ]


def _shows_any(refs: Sequence[LedgerRef]) -> bool:
    """Whether a listing shows any ledger; those that only the config names are not shown."""
    return any(ref.listed for ref in refs)


def _was_shown(record: LedgerRecord) -> bool:
    """Whether a listing showed a ledger once: one that only the config names has no version of it."""
    return not record.judged_on or bool(record.listed)


def _listed(
    township: Township, known: Sequence[LedgerRecord]
) -> tuple[Sequence[LedgerRef], LedgerError | None]:
    """Return what a listing shows, and why it does not show all; None where it does."""
    store = township.store
    try:
        refs = store.list()
    except (ConfigError, LedgerError) as error:
        if not known:
            raise
        return (), LedgerUnavailableError(error.told, fix=error.fix_told, code="unlisted")
    if isinstance(store, Listing) and not store.is_listed_in_full():
        told = message("entry.not_in_full")
    elif known and (not refs or (not _shows_any(refs) and any(map(_was_shown, known)))):
        told = message("entry.all_unlisted", count=len(known))
    else:
        return refs, None
    return refs, LedgerUnavailableError(told, code="unlisted")
