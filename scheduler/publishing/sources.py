"""Every ledger read once for a report, each as it stood at the end of a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from scheduler.ledgers.case_keys import RowKeys
from scheduler.ledgers.copies.content_copies import township_ledgers
from scheduler.ledgers.copies.copied_ledgers import copy_problem
from scheduler.ledgers.doubles import Doubles, double_problems
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.filings import FilingsDesk, filed_for
from scheduler.ledgers.nobodys import is_nobodys, may_be_village
from scheduler.ledgers.reading import defect, log_lines, untimed
from scheduler.publishing.readings import LedgerReading, read_before, read_now
from scheduler.publishing.sheet_ids import noted_sheets, sheet_ids
from scheduler.publishing.sitting_rows import SittingRows
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
    """Read every ledger as it stood at the end of *day*; one that cannot be read counts as it did last.

    Args:
        township: whose ledgers.
        day: the last day that counts.
        folder: where the report will lie; links start there.
        filed: the half-month whose reports are judged; None: nobody asks.

    Raises:
        ConfigError: the ledgers' place cannot be reached.
    """
    desk = FilingsDesk(village.name for village in township.settings.village)
    compiling = _Compiling(township, day, folder, desk, SittingRows.of_township(township))
    found = list(compiling.parts(township_ledgers(township)))
    parts = [compiling.with_copies(part) for part in found]
    if filed is not None:
        parts = [replace(part, filed=_filed(township, desk, part.village, filed)) for part in parts]
    return Sources(tuple(parts), desk)


@dataclass(frozen=True, slots=True)
class _Compiling:
    """The ledgers of one report, read one after the other.

    Attributes:
        copies: of other ledgers, which hold nothing, with what is told of each.
    """

    township: Township
    day: date
    folder: Path
    desk: FilingsDesk
    sittings: SittingRows
    doubles: Doubles = field(default_factory=Doubles)
    copies: list[tuple[Entry, Problem]] = field(default_factory=list[tuple[Entry, Problem]])

    def parts(self, entries: Sequence[Entry]) -> Iterator[VillageCases]:
        """Yield what each ledger holds."""
        for entry in entries:
            try:
                if told := copy_problem(self.township, entry):
                    self.copies.append((entry, told))
                    continue
                reading = read_now(self.township, entry)
                if entry.village is None and self._is_nobodys(reading.ledger):
                    continue
                part = self._counted(entry, reading)
            except LedgerError as error:
                part = self._unread(entry, error)
            except Exception as error:  # noqa: BLE001  a defect of ours in one ledger stops no other
                part = self._unread(entry, defect(entry, error))
            if part.error is not None:
                self.desk.silent(part.village)
            yield part

    def with_copies(self, part: VillageCases) -> VillageCases:
        """Tell of the copies of a ledger among its problems."""
        told = (
            LedgerProblem(entry.ref.ledger_id, problem, entry.ref.title)
            for entry, problem in self.copies
            if entry.copy_of is not None and entry.copy_of.ledger_id == part.ledger
        )
        return replace(part, problems=(*part.problems, *told))

    def _is_nobodys(self, ledger: Ledger) -> bool:
        return is_nobodys(ledger.village, ledger.problems, self.township.villages)

    def _counted(self, entry: Entry, reading: LedgerReading) -> VillageCases:
        """Return what counts of a reading: each case once."""
        township, ref, ledger = self.township, entry.ref, reading.ledger
        elsewhere = self.doubles.repeated(ref.ledger_id, ref.title, reading.prints)
        once = np.array([place is None for place in elsewhere], dtype=bool)
        problems: tuple[Problem, ...] = (
            *ledger.problems,
            *untimed(township, ledger, self.day),
            *double_problems(reading.prints, elsewhere),
        )
        grid = reading.seen.grid if reading.seen is not None else None
        self.desk.add(ledger, log_lines(township, grid) if grid is not None else {})
        self.desk.recall(reading.filed)
        told = self.sittings.of(ledger, self._sheet_keys(reading))
        return VillageCases(
            ledger.village,
            told.cases[once],
            verdicts_at(township, ledger, self.day)[once],
            Filed(CadenceState.NOT_DUE),
            problems=tuple(LedgerProblem(ref.ledger_id, problem) for problem in problems),
            error=reading.error.said(township.language) if reading.error is not None else None,
            ledger=ref.ledger_id,
            links=self._links(ref.ledger_id, reading),
            keys=tuple(np.array(reading.keys, dtype=object)[once]) if reading.keys else (),
            title=ref.title,
            roles=frozenset(role.value for table in ledger.tables for role in table.roles),
            as_of=reading.as_of,
            wants_sitting=tuple(told.wanted[once].tolist()),
        )

    def _sheet_keys(self, reading: LedgerReading) -> Sequence[str]:
        """Return which case each row holds, as 调解排期 calls it; () where that cannot be told."""
        state, salt = self.township.state, self.sittings.sheet.salt
        if state is not None and state.salt == salt:
            return reading.keys
        if reading.seen is None:
            return ()
        sheets = {sheet.name: sheet.rows for sheet in reading.seen.grid.sheets}
        return RowKeys(reading.ledger, sheets, salt).of_cases()

    def _links(self, ledger: str, reading: LedgerReading) -> Mapping[str, str]:
        """Return an address of a row of each worksheet, whose own names a pass noted if they are not read."""
        found, state = sheet_ids(reading.ledger), self.township.state
        if reading.as_of is not None and state is not None:
            found |= noted_sheets(state).get(ledger, {})
        return self.township.store.row_links(ledger, found, self.folder)

    def _unread(self, entry: Entry, error: LedgerError) -> VillageCases:
        """Return what a ledger counted when it was read last; nothing where that is not known."""
        earlier = None if entry.is_gone(error) else read_before(self.township, entry, error)
        if earlier is not None:
            return self._counted(entry, earlier)
        return VillageCases(
            entry.label,
            empty_frame(CASES),
            empty_frame(VERDICTS),
            Filed(CadenceState.MISSING),
            error=error.said(self.township.language),
            ledger=entry.ref.ledger_id,
            title=entry.ref.title,
            is_village=may_be_village(entry.label, self.township.villages),
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
