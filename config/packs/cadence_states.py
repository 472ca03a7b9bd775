"""Which states a duty of offices can have at all: docs/rules.md lists them, and a test meets each of them."""

from collections.abc import Iterator

from config.packs.cadence_model import Cadence, CadencePeriod, Evidence, Owner, Proof
from config.vocabulary import CadenceState

#: Periods that are due so soon after they begin that they are told from their first day on.
_SHORT = frozenset({CadencePeriod.DAY, CadencePeriod.WORKING_DAY, CadencePeriod.WINDOW, CadencePeriod.DAYS})
#: Periods that no line of a log can name, and whose lines are about the day or week they are dated in.
_UNNAMED = _SHORT | {CadencePeriod.WEEK}


def states_of(cadence: Cadence) -> tuple[CadenceState, ...]:
    """Return the states *cadence* can have, in the order of `CadenceState`."""
    possible = set(_states(cadence))
    return tuple(state for state in CadenceState if state in possible)


def _states(cadence: Cadence) -> Iterator[CadenceState]:
    yield from (CadenceState.DUE_SOON, CadenceState.ON_TIME, CadenceState.MISSING)
    if cadence.period not in _SHORT:
        yield CadenceState.NOT_DUE
    if cadence.evidence is not Evidence.SHEET or cadence.period not in _UNNAMED:
        yield CadenceState.LATE
    if nil_answers(cadence) and _NIL_BY & set(cadence.owed_by):
        yield CadenceState.NIL


def nil_answers(cadence: Cadence) -> bool:
    """Whether an explicit 零报告 in a ledger answers it; a signed report has its signature beside it."""
    return cadence.nil_counts and cadence.proof is not Proof.SIGNED and cadence.evidence is not Evidence.OWN


#: Whose ledgers can say 零报告; grids that the config does not name fall to the villages.
_NIL_BY = frozenset({Owner.VILLAGE, Owner.GRID})
