"""A township's counts of the day, as its last pass left them, for a county to add up."""

from collections import Counter
from importlib.metadata import version

from config.vocabulary import CadenceState, Light, OutcomeKind
from scheduler.publishing.figures_file import RolledUp
from scheduler.township import Township, state_of

#: Light → what it counts as, besides being open.
_MEASURES = {Light.OVERDUE.value: "overdue", Light.DUE_SOON.value: "due_soon", Light.UNTIMED.value: "untimed"}


def board_counts(township: Township) -> RolledUp:
    """Return how many cases are open, overdue and nearly due, by village and category."""
    state = state_of(township)
    ledgers = {record.ledger: record for record in state.looks.ledgers() if record.gone_on is None}
    counted: Counter[tuple[str, str, str]] = Counter()
    for ledger, verdicts in state.looks.standing_verdicts().items():
        village = ledgers[ledger].village if ledger in ledgers else ledger
        for verdict in verdicts:
            if verdict.live:
                counted[village, "standing", verdict.category] += 1
                measure = _MEASURES.get(verdict.light)
                if measure is not None:
                    counted[village, measure, verdict.category] += 1
    cells = tuple(
        (village, measure, category, "", number)
        for (village, measure, category), number in sorted(counted.items())
    )
    unread = sum(record.outcome == OutcomeKind.FAILED for record in ledgers.values())
    return RolledUp(cells, CadenceState.ON_TIME, unread, township.rules.fingerprint, version("duesheet"))
