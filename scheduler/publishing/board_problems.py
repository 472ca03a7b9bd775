"""台账问题 of the board: of every ledger, whether this pass read it, recalled it or left it alone."""

from collections.abc import Sequence

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, OutcomeKind
from reports.inputs import LedgerProblem
from scheduler.marking.outcome import Outcome
from scheduler.state import State
from scheduler.state.problem_records import problems_from

#: Told of cells of ours that may be gone since: a ledger is paused when they were taken out.
_OF_OUR_CELLS = frozenset(code for code in LedgerProblemCode if code.value.startswith("mark_"))


class BoardProblems:
    """Gathers what is wrong with ledgers while a pass goes."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, str, Sequence[Problem]]] = {}
        self._unread: set[str] = set()

    def add(self, outcome: Outcome) -> None:
        """Take one ledger's problems."""
        self._found[outcome.ledger] = outcome.village, outcome.title or outcome.ledger, outcome.problems
        is_paused = outcome.kind is OutcomeKind.PAUSED
        if outcome.judged is None and outcome.recalled is None and (outcome.error is not None or is_paused):
            self._unread.add(outcome.ledger)

    def told(self, state: State | None, ledgers: Sequence[str]) -> list[LedgerProblem]:
        """Return all problems, those of ledgers that this pass did not read as the last reading left them.

        Args:
            state: what else is known; None: nothing.
            ledgers: all there are, in their order.
        """
        found = dict(self._found)
        for known in state.looks.ledgers() if state is not None else ():
            village, title, now = found.get(known.ledger, (known.village, known.title, ()))
            if known.ledger not in self._found or known.ledger in self._unread:
                before = [each for each in problems_from(known.problems) if each not in now]
                if known.paused:
                    before = [each for each in before if each.code not in _OF_OUR_CELLS]
                found[known.ledger] = known.village or village, title or known.title, (*now, *before)
        villages = {title: village for village, title, _ in found.values()}
        return [
            LedgerProblem(ledger, problem, title, _village(problem, village, villages))
            for ledger in ledgers
            if ledger in found
            for village, title, problems in (found[ledger],)
            for problem in problems
        ]


def _village(problem: Problem, village: str, villages: dict[str, str]) -> str:
    """Return whose ledger it is: a copy is called by its name alone, and is its original's village's."""
    is_copy = problem.code is LedgerProblemCode.COPY_OF_LEDGER
    return villages.get(problem.detail, village) if is_copy else village
