"""Cases that a ledger held open at its last reading and does not hold any more, nor shows as ended."""

from collections.abc import Sequence

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, Status
from scheduler.ledgers.case_keys import traits_from
from scheduler.ledgers.doubles import PlacedCase
from scheduler.state import State
from scheduler.state.records import CaseRecord, LedgerRecord
from sync.cases.counted_once.times_named import year_named
from sync.cases.counted_once.traits import Traits
from sync.grid import Grid
from sync.ledger import Ledger

#: A ledger is held when so many open cases are gone, and more than this share of them.
_LOST = 2
_SHARE = 0.5
#: Nothing in it is a ledger any more: where its header is gone, one open case is enough.
_HEADLESS = frozenset((LedgerProblemCode.HEADER_LOST, LedgerProblemCode.NOT_A_LEDGER))


def lost_since(
    state: State, name: str, now: Sequence[PlacedCase], ledger: Ledger, grid: Grid
) -> list[Problem]:
    """Return what the ledger *name* has lost since the reading that the state knows; `losses` says when."""
    if not may_have_lost(state.looks.ledger(name), now):
        return []
    return losses(state.looks.cases(name).get(name, []), now, ledger, grid)


def losses(
    before: Sequence[CaseRecord], now: Sequence[PlacedCase], ledger: Ledger, grid: Grid
) -> list[Problem]:
    """Return what a ledger has lost since its last reading; [] where nothing speaks of an accident.

    Args:
        before: the rows of its last reading.
        now: its cases.
        ledger: as understood.
        grid: its cells; a title may say that a new year begins.
    """
    held = [case for case in before if case.counts_at is None and case.status in _OPEN]
    if not held:
        return []
    headless = any(each.code in _HEADLESS for each in ledger.problems)
    known = {sign for case in now for sign in _signs(case.traits)}
    gone = [case for case in held if known.isdisjoint(_signs(traits_from(case.identity)))]
    if not gone or _begins_anew(gone, ledger, grid):
        return []
    if headless or (len(gone) >= _LOST and len(gone) > _SHARE * len(held)):
        lost = Problem("", 0, "", "", LedgerProblemCode.ROWS_LOST, detail=ledger.title, count=len(gone))
        return [lost]
    return []


def may_have_lost(known: LedgerRecord | None, now: Sequence[PlacedCase]) -> bool:
    """Whether a ledger has fewer cases than at its last reading: a look at its numbers alone."""
    return known is not None and len(now) < int(known.counts.get("cases", 0))


_OPEN = frozenset((Status.OPEN.value, Status.SUSPENDED.value))


def _signs(traits: Traits) -> list[tuple[str, ...]]:
    """Return what a case can be found again by, after everyday edits of any one of its cells."""
    pairs = (
        ("day", "party", traits.day, traits.party + traits.other),
        ("day", "matter", traits.day, traits.matter),
        ("party", "matter", traits.party + traits.other, traits.matter),
        ("day", "count", traits.day, traits.count),
    )
    found = [pair for pair in pairs if pair[2] and pair[3]]
    return [*found, ("number", traits.number)] if traits.number else found


def _begins_anew(gone: Sequence[CaseRecord], ledger: Ledger, grid: Grid) -> bool:
    """Whether its titles name a year later than any of the cases that are gone: it was cleared for it."""
    days = [case.registered for case in gone if case.registered is not None]
    return len(days) == len(gone) and bool(days) and max(days).year < year_named(ledger, grid)
