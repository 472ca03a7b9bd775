"""What a report reads of one ledger: the ledger itself, or, where that fails, its last good reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.errors import LedgerError
from scheduler.ledgers.case_keys import RowKeys, placed_cases, traits_from
from scheduler.ledgers.doubles import PlacedCase
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen, look
from scheduler.ledgers.remembered_ledger import has_reading, last_ledger
from scheduler.marking.not_this_ledger import refuse_another
from scheduler.township import Township
from sync.ledger import Ledger


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """One ledger as a report counts it.

    Attributes:
        prints: tells each case from every other, as keys.
        keys: which case each row holds; () where no state keeps any.
        as_of: the day of the earlier reading that this is; None: it was read now.
        error: why it is an earlier one.
        filed: what that reading said of periodic duties, beside its rows.
        seen: what was read now; None for an earlier reading.
    """

    ledger: Ledger
    prints: Sequence[PlacedCase]
    keys: tuple[str, ...]
    as_of: date | None = None
    error: LedgerError | None = None
    filed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    seen: Seen | None = None


def read_now(township: Township, entry: Entry) -> LedgerReading:
    """Read a ledger.

    Raises:
        LedgerError: it is gone or unreadable, or has lost its cases and nobody said that it is well so.
    """
    seen = look(township, entry)
    state = township.state
    prints = placed_cases(seen.ledger, seen.grid, state.salt if state is not None else b"")
    if state is None:
        return LedgerReading(seen.ledger, prints, (), seen=seen)
    refuse_another(township, entry, seen.ledger, seen.grid, prints)
    sheets = {sheet.name: sheet.rows for sheet in seen.grid.sheets}
    keys = tuple(RowKeys(seen.ledger, sheets, state.salt).of_cases())
    return LedgerReading(seen.ledger, prints, keys, seen=seen)


def read_before(township: Township, entry: Entry, error: LedgerError) -> LedgerReading | None:
    """Return a ledger as it was read last, since it cannot be now; None where that is not known."""
    state, name = township.state, entry.ref.ledger_id
    record = state.looks.ledger(name) if state is not None else None
    if state is None or record is None or record.gone_on is not None or not has_reading(record):
        return None
    records = state.looks.cases(name).get(name, [])
    # Its days are those of its cases.
    filed = {village: {**part, "days": []} for village, part in (record.filed or {}).items()}
    prints = [PlacedCase(case.sheet, case.row, traits_from(case.identity)) for case in records]
    keys = tuple(case.case_key for case in records)
    ledger = last_ledger(township, state, record, records)
    return LedgerReading(ledger, prints, keys, record.read_on, error, filed)
