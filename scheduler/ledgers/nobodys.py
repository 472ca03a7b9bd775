"""Files among the ledgers that are no village's: a roster, a plan, an old list that nobody can read."""

from collections.abc import Collection, Iterable

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from sync.tables.titles import village_in

#: What is said of a workbook nothing of which is a ledger.
_NO_LEDGER = frozenset({LedgerProblemCode.NOT_A_LEDGER, LedgerProblemCode.OWN_OUTPUT})


def holds_no_ledger(problems: Iterable[Problem]) -> bool:
    """Tell from what was found in a workbook whether nothing of it is a ledger."""
    return any(problem.code in _NO_LEDGER for problem in problems)


def is_village(called: str, named: Collection[str]) -> bool:
    """Tell whether a ledger goes by the name of a village, not by its own.

    Args:
        called: whose ledger it is said to be; where nothing tells, this is the name of the file.
        named: the villages of the config.
    """
    return called in named or bool(village_in(called))


def may_be_village(called: str, named: Collection[str]) -> bool:
    """Tell whether a file that never could be read may be a village's: it may where the config names none."""
    return not named or is_village(called, named)


def is_nobodys(called: str, problems: Iterable[Problem], named: Collection[str]) -> bool:
    """Tell whether a workbook is no ledger and no village's: nobody owes a report for it."""
    return holds_no_ledger(problems) and not is_village(called, named)
