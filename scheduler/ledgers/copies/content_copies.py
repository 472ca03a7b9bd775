"""Ledgers that are copies by what they hold, whatever they are called: 最终版, 终稿, V2, 新建工作表.

Only a ledger that no pass has worked on yet can turn out to be one, and none that the config names: what we
marked once stays a ledger, and a case that it shares with another counts once all the same.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from config.vocabulary import LedgerProblemCode
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.ledgers_there import township_entries
from scheduler.state.problem_records import problems_from
from scheduler.state.records import LedgerRecord
from scheduler.township import Township
from sync.store import LedgerRef

if TYPE_CHECKING:
    from scheduler.ledgers.reading import Seen


def township_ledgers(township: Township) -> list[Entry]:
    """Return every ledger of the township (`township_entries`), copies by content named as such.

    Raises:
        As `township_entries`.
    """
    return told_copies(township, township_entries(township))


def told_copies(township: Township, entries: Sequence[Entry]) -> list[Entry]:
    """Return a township's ledgers, those that are copies by content named as such; as `with_copies`."""
    if all(entry.village is not None for entry in entries):  # what the config names is no copy
        return list(entries)

    def looked(entry: Entry) -> "Seen":
        from scheduler.ledgers.reading import look  # with it comes all that understands a sheet

        return look(township, entry)

    state = township.state
    known = {each.ledger: each for each in state.looks.ledgers()} if state is not None else {}
    return with_copies(entries, known, looked)


def with_copies(
    entries: Sequence[Entry], known: Mapping[str, LedgerRecord], looked: "Callable[[Entry], Seen]"
) -> list[Entry]:
    """Return the entries, `Entry.copy_of` filled in where what a ledger holds says so; copies come last.

    Args:
        entries: every ledger there is.
        known: how each came out of the last pass, by its id.
        looked: looks at a ledger; only at those nobody knows yet, and at what they may be copies of.
    """
    there = [
        each for each in entries if each.copy_of is None and each.unreadable is None and not each.missing
    ]
    then = _copied_then(there, known)
    found = _remembered(there, then)
    left = [each for each in there if each.ref.ledger_id not in found]
    new = [each for each in left if _is_new(each, known.get(each.ref.ledger_id), then)]
    if new:
        from scheduler.ledgers.copies.first_meeting import FirstMeeting  # loads all that understands a sheet

        taken = [each for each in left if each not in new]
        meeting = FirstMeeting(looked, found)
        for at, entry in enumerate(new):
            meeting.meet(entry, taken, new[:at])
    if not found:
        return list(entries)
    told = [replace(each, copy_of=found.get(each.ref.ledger_id, each.copy_of)) for each in entries]
    return sorted(told, key=lambda each: each.copy_of is not None)


def _is_new(entry: Entry, record: LedgerRecord | None, then: Collection[str]) -> bool:
    """Whether nobody has said yet that this is a ledger: not the config, and no pass."""
    if entry.village is not None or (record is not None and record.paused):
        return False
    return record is None or record.read_on is None or entry.ref.ledger_id in then


def _copied_then(there: Sequence[Entry], known: Mapping[str, LedgerRecord]) -> dict[str, str]:
    """Return what an earlier pass found to be copies, to the title of what each is a copy of."""
    return {
        each.ref.ledger_id: title
        for each in there
        if each.village is None
        and (record := known.get(each.ref.ledger_id)) is not None
        and (title := _copied_from(record))
    }


def _copied_from(record: LedgerRecord) -> str:
    """Return the title of what a ledger was found to be a copy of; "" for a ledger."""
    copies = LedgerProblemCode.COPY_OF_LEDGER
    return next((each.detail for each in problems_from(record.problems) if each.code is copies), "")


def _remembered(there: Sequence[Entry], then: Mapping[str, str]) -> dict[str, LedgerRef]:
    """Return the copies that an earlier pass found, while their originals are there."""
    originals = {each.ref.title: each.ref for each in there if each.ref.ledger_id not in then}
    return {ledger: originals[title] for ledger, title in then.items() if title in originals}
