"""Which rows of a ledger count in another ledger, and what their cells say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from config.vocabulary import Mark
from rules.sentences.elsewhere import where_it_counts
from scheduler.ledgers.doubles import CountsAt, double_problems
from scheduler.marking.outcome import Outcome
from scheduler.state import State
from sync.ledger import Ledger, Repeat

#: (worksheet, 1-based row) of a case to where it counts instead.
Places = Mapping[tuple[str, int], CountsAt]


class Elsewhere:
    """Of every ledger, which rows count in another one, as far as is known."""

    def __init__(self, state: State | None) -> None:
        self._state = state
        self._known: dict[str, Places] = {}

    def of(self, ledger: str) -> Places:
        """Return which rows of a ledger count in another: as this pass found, else as the last one did."""
        if ledger not in self._known:
            known = self._state.looks.elsewhere(ledger) if self._state is not None else []
            self._known[ledger] = {
                (case.sheet, case.row): CountsAt(**case.counts_at) for case in known if case.counts_at
            }
        return self._known[ledger]

    def note(self, ledger: str, places: Places) -> None:
        """Take what this pass found."""
        self._known[ledger] = places


def leave_out(outcome: Outcome, places: Places) -> None:
    """Take the rows out of an outcome's counts that count in another ledger, and tell of each."""
    judged = outcome.judged
    if judged is None or not places:
        return
    at = zip(judged.cases["sheet"].tolist(), judged.cases["row"].tolist(), strict=True)
    outcome.judged = replace(judged, elsewhere=np.array([place in places for place in at], dtype=bool))
    outcome.counts = outcome.judged.counts()
    told = double_problems(judged.prints, [places.get((case.sheet, case.row)) for case in judged.prints])
    outcome.problems = (*outcome.problems, *told)


def say_elsewhere(places: Places, ledger: Ledger, texts: dict[Mark, list[str]], language: str) -> None:
    """Leave four cells of a row empty whose case counts in another ledger; 说明 names the place."""
    if not places:
        return
    cases = ledger.cases
    columns = (cases[name].tolist() for name in ("sheet", "row", "seq", "case_no"))
    for at, (sheet, row, seq, case_no) in enumerate(zip(*columns, strict=True)):
        place = places.get((sheet, row))
        if place is None:
            continue
        for mark in Mark:
            texts[mark][at] = ""
        number = seq or case_no or str(row)
        texts[Mark.WHY][at] = where_it_counts(number, place.sheet, place.row, language, place.title)


def carried_notes(repeats: Sequence[Repeat], language: str) -> dict[Repeat, str]:
    """Return what 说明 says in rows whose case counts in another row of the workbook."""
    return {
        each: where_it_counts(
            each.number, "" if each.at_sheet == each.sheet else each.at_sheet, each.at_row, language
        )
        for each in repeats
    }
