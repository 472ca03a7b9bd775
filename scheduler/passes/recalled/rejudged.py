"""What the rules say today of a ledger that cannot be read: its last good reading, judged anew.

A case does not wait to fall due until somebody closes the file.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rules.judge import judge
from scheduler.ledgers.remembered_ledger import known_words, last_ledger
from scheduler.marking.outcome import Judged
from scheduler.passes.recalled.verdict_records import verdict_records
from scheduler.state import State
from scheduler.state.records import LedgerRecord, VerdictRecord
from scheduler.township import Township


def rejudged(
    township: Township, state: State, known: LedgerRecord
) -> tuple[dict[str, int], list[VerdictRecord]]:
    """Return the counts of a ledger's last good reading as of today, and the verdicts that stand."""
    records = state.looks.cases(known.ledger).get(known.ledger, [])
    ledger = last_ledger(township, state, known, records)
    verdicts = judge(ledger.cases, ledger.tables, township.today, township.rules).verdicts
    elsewhere = np.array([record.counts_at is not None for record in records], dtype=bool)
    judged = Judged(ledger, verdicts, {}, (), (), elsewhere, {}, ())
    found = verdict_records(judged, known_words(township, state).units)
    return judged.counts(), _with_numbers(found, state.looks.standing_of(known.ledger))


def _with_numbers(now: Sequence[VerdictRecord], before: Sequence[VerdictRecord]) -> list[VerdictRecord]:
    """Let each verdict keep the case's number and sitting as the reading itself gave them."""
    known = {(one.sheet, one.row): one for one in before}
    return [
        replace(one, case_no=then.case_no, org=then.org, sitting=then.sitting)
        if (then := known.get((one.sheet, one.row))) is not None
        else one
        for one in now
    ]
