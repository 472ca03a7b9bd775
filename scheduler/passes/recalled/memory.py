"""A ledger that nobody touched since it was judged today: the state answers for it, and nothing is asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from config.vocabulary import Light, OutcomeKind
from scheduler.ledgers.entries import Entry
from scheduler.marking.outcome import Outcome, Recalled, counts_then
from scheduler.state.records import LedgerRecord, VerdictRecord
from scheduler.township import Township

#: How a ledger came out whose marks say what they should.
_SETTLED = frozenset({OutcomeKind.WRITTEN.value, OutcomeKind.UNCHANGED.value})


def is_untouched(township: Township, entry: Entry, known: LedgerRecord) -> bool:
    """Say whether a look at a ledger would find just what the last one found.

    It goes by the version listed *before* that look: what was changed after the listing, by our own write
    as well, has another version now and is looked at again.
    """
    return (
        entry.copy_of is None
        and entry.ref.version not in {"", "@"}
        and entry.ref.version == known.listed
        and known.outcome in _SETTLED
        and (known.judged_on, known.judged_by) == (township.today, township.judged_by)
    )


def recalled(entry: Entry, known: LedgerRecord, verdicts: Sequence[VerdictRecord], today: date) -> Outcome:
    """Return the outcome of a ledger that is not looked at, as far as the state knows it.

    Args:
        entry: the ledger.
        known: how it last came out.
        verdicts: the last ones on its live cases; empty where nobody wants to see them.
        today: the date in the township.
    """
    return Outcome(
        known.village,
        entry.ref.ledger_id,
        OutcomeKind.UNCHANGED,
        counts_then(known),
        recalled=Recalled(known.filed or {}, [_json(each, known.village, today) for each in verdicts]),
        version=known.version,
        listed=known.listed,
    )


def _json(record: VerdictRecord, village: str, today: date) -> dict[str, Any]:
    # The sentences are not remembered: they may hold what a person wrote.
    is_late = record.light == Light.OVERDUE and record.due is not None
    return {
        "village": village,
        "sheet": record.sheet,
        "row": record.row,
        "light": record.light,
        "due": record.due.isoformat() if record.due else None,
        "duty": record.duty or None,
        "days_overdue": (today - record.due).days if is_late and record.due else 0,
        "addressee": record.addressee or None,
        "reminder": "",
        "why": "",
    }
