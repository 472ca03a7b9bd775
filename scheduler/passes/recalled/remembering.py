"""What the state is told of a ledger that was looked at."""

from typing import Any

from config.vocabulary import OutcomeKind
from scheduler.ledgers.filings import FilingsDesk
from scheduler.ledgers.reading import column_roles
from scheduler.ledgers.remembered_ledger import known_words, ledger_facts
from scheduler.marking.outcome import Judged, Outcome, error_json
from scheduler.passes.counted_elsewhere import Elsewhere, Places
from scheduler.passes.recalled.case_records import case_records
from scheduler.passes.recalled.verdict_records import verdict_records
from scheduler.state import State
from scheduler.state.problem_records import problems_json
from scheduler.state.records import LedgerRecord, LedgerRows
from scheduler.township import Township


def remember(township: Township, state: State, run: str, outcome: Outcome, elsewhere: Places) -> bool:
    """Remember how a ledger came out; False when it was judged before just as it is now."""
    read = outcome.judged is not None
    record = LedgerRecord(
        ledger=outcome.ledger,
        village=outcome.village,
        version=outcome.version,
        judged_on=township.today if read else None,
        judged_by=township.judged_by if read else "",
        outcome=outcome.kind.value,
        error=error_json(outcome.error, township.language),
        counts=dict(outcome.counts),
        run=run,
        roles=column_roles(outcome.judged.ledger) if outcome.judged is not None else None,
        facts=ledger_facts(outcome.judged.ledger) if outcome.judged is not None else None,
        listed=outcome.listed,
        title=outcome.title,
        reason=outcome.reason or "",
        problems=problems_json(outcome.problems),
        filed=_filed(township, outcome.judged) if outcome.judged is not None else None,
        # What could not be read keeps its last verdicts; a copy, read and found to be one, has none.
        read_on=township.today if read or outcome.kind is OutcomeKind.UNCHANGED else None,
    )
    is_known = read and _is_known(record, state.looks.ledger(outcome.ledger))
    if is_known and elsewhere == Elsewhere(state).of(outcome.ledger):
        state.looks.save(record, None)
        return False
    rows = LedgerRows()
    if outcome.judged is not None:
        words = known_words(township, state)
        cases = case_records(outcome.judged, elsewhere, words)
        rows = LedgerRows(verdict_records(outcome.judged, words.units), cases)
    state.looks.save(record, rows if record.read_on else None)
    if outcome.standing is not None:
        state.looks.save_standing(outcome.ledger, outcome.counts, outcome.standing)
    return True


def _filed(township: Township, judged: Judged) -> dict[str, dict[str, Any]]:
    alone = FilingsDesk(village.name for village in township.settings.village)
    alone.add(judged.ledger, judged.lines)
    return alone.as_json(township.today, township.rules)


def _is_known(now: LedgerRecord, before: LedgerRecord | None) -> bool:
    """Say whether a ledger was judged before just as it is now: same content, day, rules and counts."""
    return before is not None and (
        (now.version, now.judged_on, now.judged_by, now.counts, now.problems)
        == (before.version, before.judged_on, before.judged_by, before.counts, before.problems)
    )
