"""A ledger named as a copy: whether it is one, and what it has that the original lacks."""

from collections.abc import Callable

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen, look
from scheduler.township import Township
from sync.cases.counted_once.repeats import trait_columns
from sync.cases.counted_once.same_case import Box, CaseLine, copied


def copy_problem(township: Township, entry: Entry) -> Problem | None:
    """Return what is said of a copied ledger; as `copy_seen`, of a township's."""
    return copy_seen(lambda each: look(township, each), entry)


def copy_seen(looked: Callable[[Entry], Seen], entry: Entry) -> Problem | None:
    """Return what is said of a copied ledger; None where its name alone speaks of a copy.

    A ledger named as a copy is one when most of its cases stand in the original too.

    Args:
        looked: looks at a ledger.
        entry: the ledger that may be a copy.

    Raises:
        LedgerError: one of the two cannot be read.
    """
    original = entry.copy_of
    if original is None:
        return None
    mine, theirs = (ledger_lines(looked(Entry(ref, None))) for ref in (entry.ref, original))
    told = copied(mine, theirs, named=True)
    if told is None:
        return None
    code = LedgerProblemCode.COPY_OF_LEDGER
    return Problem("", 0, "", "", code, detail=original.title, count=told.ahead, beside=told.beside)


def ledger_lines(seen: Seen) -> list[CaseLine]:
    """Return every case of a ledger as it is compared with those of another."""
    box = Box(seen.grid.title, "")
    told = trait_columns(seen.ledger, seen.grid).of_rows(range(len(seen.ledger.cases)))
    return [CaseLine(box, at, traits) for at, traits in enumerate(told)]
