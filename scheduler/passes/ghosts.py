"""Ledgers that are no longer there: told with their date and where their cases went, then forgotten.

Gone is what a full listing does not show. A folder that cannot be read in full, or that is empty where there
were ledgers, says nothing about any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scheduler.ledgers.case_keys import told_apart, traits_from
from scheduler.ledgers.entries import Entry
from scheduler.state import State
from scheduler.state.records import LedgerRecord
from scheduler.township import Township
from sync.store import Listing

#: So long a ledger that no `[[village]]` names is told of.
_TOLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GoneLedger:
    """A ledger that the state knows and that is no longer there.

    Attributes:
        since: the first day on which it was missed.
        likely: what the ledger is called that holds most of its cases now; "" for none.
    """

    ledger: str
    title: str
    village: str
    since: date
    likely: str

    def as_json(self) -> dict[str, Any]:
        """Return one object of ``gone`` in ``run --json``."""
        return {
            "ledger": self.ledger,
            "title": self.title,
            "village": self.village,
            "since": self.since.isoformat(),
            "likely": self.likely or None,
        }


def note_listed(township: Township, entries: Sequence[Entry]) -> bool:
    """Note which ledgers are there, and which are gone since today; True when one came or went."""
    state = township.state
    listed = {entry.ref.ledger_id for entry in entries if not entry.missing and not entry.unlisted}
    unlisted = {entry.ref.ledger_id for entry in entries if entry.unlisted}
    if state is None or not listed or any(entry.unreadable is not None for entry in entries):
        return False
    if isinstance(township.store, Listing) and not township.store.is_listed_in_full():
        return False
    return state.looks.note_listed(listed, township.today, unsure=unlisted)


def gone_ledgers(township: Township, entries: Sequence[Entry], *, forget: bool) -> list[GoneLedger]:
    """Return the ledgers that are gone, and *forget* those that were told long enough; history stays."""
    state = township.state
    records = state.looks.gone() if state is not None else []
    if state is None or not records:
        return []
    titles = {entry.ref.ledger_id: entry.ref.title for entry in entries if not entry.missing}
    named = {entry.ref.ledger_id for entry in entries if entry.missing or entry.unlisted}
    heirs = _Heirs(state, titles)
    found: list[GoneLedger] = []
    for record in records:
        assert record.gone_on is not None  # noqa: S101  as asked
        is_over = record.read_on is None or township.today - record.gone_on > _TOLD
        if record.ledger not in named and is_over:
            if forget:
                state.looks.forget(record.ledger)
            continue
        title = record.title or record.ledger
        found.append(GoneLedger(record.ledger, title, record.village, record.gone_on, heirs.of(record)))
    return found


class _Heirs:
    """Which of today's ledgers holds the cases of one that is gone."""

    def __init__(self, state: State, titles: dict[str, str]) -> None:
        self._state = state
        self._titles = titles
        self._cases = {
            ledger: {told_apart(traits_from(case.identity)) for case in cases}
            for ledger, cases in state.looks.cases().items()
            if ledger in titles
        }

    def of(self, record: LedgerRecord) -> str:
        lost = {
            told_apart(traits_from(case.identity))
            for case in self._state.looks.cases(record.ledger).get(record.ledger, [])
        }
        shared = {ledger: len(lost & cases) for ledger, cases in self._cases.items()}
        best = max(shared, key=lambda ledger: shared[ledger], default="")
        return self._titles[best] if best and shared[best] * 2 > len(lost) else ""
