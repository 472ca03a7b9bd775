"""Ledgers that changed places: by their title, and by what the state knows, they are another village's."""

from collections.abc import Collection, Sequence

from config.vocabulary import LedgerProblemCode
from scheduler.ledgers.case_keys import told_apart, traits_from
from scheduler.ledgers.doubles import PlacedCase
from scheduler.ledgers.entries import Entry
from scheduler.state import State
from scheduler.township import Township
from sync.ledger import Ledger
from sync.tables.not_ledgers.other_village import same_village


def swapped_with(township: Township, entry: Entry, ledger: Ledger, cases: Sequence[PlacedCase]) -> str:
    """Return the village whose ledger this is, where it was known as that one's before; "" otherwise.

    A village that the config merely calls otherwise than before is no other one: the config must have both.

    Args:
        township: with a state; without one nothing is known.
        entry: the ledger as the config has it.
        ledger: as understood.
        cases: its cases.
    """
    mismatch = LedgerProblemCode.VILLAGE_MISMATCH
    title = next((each.detail for each in ledger.problems if each.code is mismatch), "")
    state = township.state
    others = [each.name for each in township.settings.village if each.name != entry.village]
    other = next((name for name in others if title and same_village(name, title)), "")
    if state is None or not other:
        return ""
    known = state.looks.ledger(entry.ref.ledger_id)
    if known is not None and known.read_on is not None and same_village(known.village, other):
        return other
    return other if _stood_elsewhere(state, entry.ref.ledger_id, other, cases) else ""


def _stood_elsewhere(state: State, ledger: str, village: str, cases: Sequence[PlacedCase]) -> bool:
    """Whether most of the cases stood in another ledger of that village, and not in this one."""
    now = {told_apart(case.traits) for case in cases}
    if not now or _is_most(now, _remembered(state, ledger)):
        return False
    return any(
        _is_most(now, _remembered(state, record.ledger))
        for record in state.looks.ledgers()
        if record.ledger != ledger and same_village(record.village, village)
    )


def _remembered(state: State, ledger: str) -> Collection[tuple[str, ...]]:
    return {told_apart(traits_from(case.identity)) for case in state.looks.cases(ledger).get(ledger, [])}


def _is_most(now: Collection[tuple[str, ...]], before: Collection[tuple[str, ...]]) -> bool:
    return 2 * len(set(now) & set(before)) > len(now)
