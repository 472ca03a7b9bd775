"""Whether a village filed for a half-month: rows of the period or an explicit 零报告. Silence is neither."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from config.vocabulary import CadenceState, Role
from reports.inputs import Filed
from reports.periods import HalfMonth
from scheduler.state import State
from sync.ledger import Ledger

#: The duty whose evidence this is.
DUTY = "HALF_MONTH_SCREEN"


def evidence(ledger: Ledger, period: HalfMonth) -> tuple[int, bool]:
    """Return how many rows of *period* a ledger has, and whether it says 零报告 for it.

    A 零报告 for the whole month answers for both of its halves.
    """
    registered = ledger.cases[Role.REGISTERED_DATE.value].to_numpy(dtype="datetime64[D]")
    first, last = np.datetime64(period.first), np.datetime64(period.last)
    rows = int(((registered >= first) & (registered <= last)).sum())
    labels = {period.label, f"{period.year:04d}-{period.month:02d}"}
    nil = any(labels & set(sheet.nil_periods) for sheet in ledger.sheets if sheet.visible)
    return rows, nil


def filed_state(state: State | None, ledger: Ledger, period: HalfMonth, due: date) -> Filed:
    """Say how a village's report for *period* stands.

    Late is said only of evidence that was looked for in vain on or after the due day; where nobody had
    looked, it is 已报送 and no more.
    """
    rows, nil = evidence(ledger, period)
    if not rows:
        return Filed(CadenceState.NIL if nil else CadenceState.MISSING)
    known = state.filing(DUTY, ledger.village, period.label) if state is not None else None
    if known is None or known.first_seen is None:
        return Filed(CadenceState.ON_TIME, judged=False)
    if known.first_seen <= due:
        return Filed(CadenceState.ON_TIME)
    if known.missed_on is not None and known.missed_on >= due:
        return Filed(CadenceState.LATE)
    return Filed(CadenceState.ON_TIME, judged=False)


def note_filings(state: State, ledgers: Sequence[Ledger], period: HalfMonth, today: date) -> None:
    """Remember which villages had filed for *period* by *today*."""
    seen: dict[str, bool] = {}
    for ledger in ledgers:
        rows, nil = evidence(ledger, period)
        seen[ledger.village] = seen.get(ledger.village, False) or rows > 0 or nil
    for village, filed in seen.items():
        state.note_filing(DUTY, village, period.label, today, seen=filed)
