"""A ledger named as a copy: whether it is one, and what it has that the original lacks."""

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen, look
from scheduler.township import Township
from sync.cases.repeats import trait_columns
from sync.cases.same_case import Box, CaseLine, compare, is_copy


def copy_problem(township: Township, entry: Entry) -> Problem | None:
    """Return what is said of a copied ledger; None where its name alone speaks of a copy.

    A ledger named as a copy is one when most of its cases stand in the original too.

    Raises:
        LedgerError: one of the two cannot be read.
    """
    original = entry.copy_of
    if original is None:
        return None
    mine, theirs = (_lines(look(township, Entry(ref, None))) for ref in (entry.ref, original))
    if not is_copy(mine, theirs, named=True):
        return None
    told = compare(mine, theirs)
    code, more = LedgerProblemCode.COPY_OF_LEDGER, told.lacking + told.newer
    return Problem("", 0, "", "", code, detail=original.title, count=more)


def _lines(seen: Seen) -> list[CaseLine]:
    box = Box(seen.grid.title, "")
    told = trait_columns(seen.ledger, seen.grid).of_rows(range(len(seen.ledger.cases)))
    return [CaseLine(box, at, traits) for at, traits in enumerate(told)]
