"""Every ledger read once for a report, each as it stood at the end of a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from config.errors import LedgerError
from config.frames import CASES, VERDICTS, Problem, empty_frame
from config.periods import Period
from config.vocabulary import CadenceState
from reports.inputs import Filed, LedgerProblem, VillageCases
from rules.asof import as_of
from rules.judge import judge
from scheduler.ledgers.case_keys import RowKeys, placed_cases
from scheduler.ledgers.copied_ledgers import copy_problem
from scheduler.ledgers.doubles import Doubles, double_problems
from scheduler.ledgers.entries import Entry, find_entries
from scheduler.ledgers.filings import FilingsDesk, filed_for
from scheduler.ledgers.reading import defect, look, untimed
from scheduler.township import Township
from sync.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is compiled from.

    Attributes:
        villages: one part for each ledger; a copy of another ledger has none.
        desk: what every village has filed.
    """

    villages: tuple[VillageCases, ...]
    desk: FilingsDesk


def read_sources(township: Township, day: date, folder: Path, filed: Period | None = None) -> Sources:
    """Read every ledger as it stood at the end of *day*.

    Args:
        township: whose ledgers.
        day: the last day that counts.
        folder: where the report will lie; links start there.
        filed: the half-month whose reports are judged; None: nobody asks.

    Raises:
        ConfigError: the ledgers' place cannot be reached.
    """
    desk = FilingsDesk(village.name for village in township.settings.village)
    copies: list[tuple[Entry, Problem]] = []
    found = list(_parts(township, day, folder, desk, copies))
    parts = [_with_copies(part, copies) for part in found]
    if filed is not None:
        parts = [replace(part, filed=_filed(township, desk, part.village, filed)) for part in parts]
    return Sources(tuple(parts), desk)


def _parts(
    township: Township, day: date, folder: Path, desk: FilingsDesk, copies: list[tuple[Entry, Problem]]
) -> Iterator[VillageCases]:
    """Yield what each ledger holds; copies, which hold nothing, go to *copies*."""
    doubles = Doubles()
    for entry in find_entries(township.settings, township.store.list()):
        try:
            if told := copy_problem(township, entry):
                copies.append((entry, told))
                continue
            part = _part(township, entry, day, folder, desk, doubles)
        except LedgerError as error:
            part = _unread(entry, error, township.language)
        except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
            part = _unread(entry, defect(entry, error), township.language)
        if part.error is not None:
            desk.silent(part.village)
        yield part


def _with_copies(part: VillageCases, copies: Sequence[tuple[Entry, Problem]]) -> VillageCases:
    """Tell of the copies of a ledger among its problems."""
    told = (
        LedgerProblem(entry.ref.ledger_id, problem)
        for entry, problem in copies
        if entry.copy_of is not None and entry.copy_of.ledger_id == part.ledger
    )
    return replace(part, problems=(*part.problems, *told))


def _part(
    township: Township, entry: Entry, day: date, folder: Path, desk: FilingsDesk, doubles: Doubles
) -> VillageCases:
    seen = look(township, entry)
    grid, ledger = seen.grid, seen.ledger
    prints = placed_cases(ledger, grid, township.state.salt if township.state is not None else b"")
    elsewhere = doubles.repeated(entry.ref.ledger_id, entry.ref.title, prints)
    again = np.array([place is not None for place in elsewhere], dtype=bool)
    problems: tuple[Problem, ...] = (
        *ledger.problems,
        *untimed(township, ledger, day),
        *double_problems(prints, elsewhere),
    )
    keys: tuple[str, ...] = ()
    if township.state is not None:
        known = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, township.state.salt)
        places = zip(ledger.cases["sheet"].tolist(), ledger.cases["row"].tolist(), strict=True)
        keys = tuple(known.key(sheet, row) for sheet, row in places)
    desk.add(ledger)
    once = ~again
    return VillageCases(
        ledger.village,
        ledger.cases[once],
        verdicts_at(township, ledger, day)[once],
        Filed(CadenceState.NOT_DUE),
        problems=tuple(LedgerProblem(entry.ref.ledger_id, problem) for problem in problems),
        ledger=entry.ref.ledger_id,
        links=township.store.row_links(entry.ref.ledger_id, sheet_ids(ledger), folder),
        keys=tuple(np.array(keys, dtype=object)[once]) if keys else (),
        title=entry.ref.title,
        roles=frozenset(role.value for table in ledger.tables for role in table.roles),
    )


def _unread(entry: Entry, error: LedgerError, language: str) -> VillageCases:
    return VillageCases(
        entry.label,
        empty_frame(CASES),
        empty_frame(VERDICTS),
        Filed(CadenceState.MISSING),
        error=error.said(language),
        ledger=entry.ref.ledger_id,
        title=entry.ref.title,
    )


def _filed(township: Township, desk: FilingsDesk, village: str, period: Period) -> Filed:
    found, dated = filed_for(township.state, desk.filings(village), period, township.today, township.rules)
    return Filed(found.state, judged=dated)


def verdicts_at(township: Township, ledger: Ledger, day: date) -> "pd.DataFrame":
    """Return the verdicts on every case as of the end of *day*; rows that came later have blank ones."""
    then = as_of(ledger.cases, day)
    found = judge(then, ledger.tables, day, township.rules).verdicts
    if len(found) == len(ledger.cases):
        return found
    blank = empty_frame(VERDICTS, len(ledger.cases)).set_axis(ledger.cases.index)
    blank.loc[found.index, list(VERDICTS)] = found[list(VERDICTS)]
    return blank.astype(dict(VERDICTS))


def sheet_ids(ledger: Ledger) -> dict[str, str]:
    """Return the store's own name of every worksheet; "" where it has none but the worksheet's."""
    return {sheet.name: sheet.sheet_id for sheet in ledger.sheets}
