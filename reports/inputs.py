"""What reports are compiled from: plain data, handed over by the scheduler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from config.frames import Problem
from config.vocabulary import CadenceState

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Filed:
    """How a village's report for the period stands (报送情况).

    Attributes:
        state: on time, late, nil, missing or not yet due.
        judged: False where nobody knows when the evidence was first seen, so that being on time
            cannot be told: it then reads 已报送 rather than 按时.
    """

    state: CadenceState
    judged: bool = True


@dataclass(frozen=True, slots=True)
class DutyTold:
    """How a duty of offices was done in a period.

    Attributes:
        title: what people call it.
        owed: how often, by everybody who owes it.
        late: how often it was done after its due day.
        missing: who did not file ("" for the township's office), and the label of the period it was for.
        waiting: who may still do it in time.
        pending: how that is said of them: 尚未报送, 尚未召开.
        windows: of a zero report, by a day's label: what the window is called that it lies in.
    """

    title: str
    owed: int
    late: int
    missing: tuple[tuple[str, str], ...] = ()
    waiting: tuple[str, ...] = ()
    pending: str = ""
    windows: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """A problem and the ledger that it is in.

    Attributes:
        ledger: its id in the store.
        called: what people call it, where no part of the report is of it (a copy, or on the board).
        village: whose it is, likewise.
    """

    ledger: str
    problem: Problem
    called: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class VillageCases:
    """One ledger of one village; several of the same village are added up.

    A row counts for the village its ``village`` cell names, if that is one of the villages given;
    otherwise for ``village``.

    Attributes:
        village: whose ledger it is.
        cases: frame of ``config.frames.CASES`` with the dates as they are, later ones included.
        verdicts: frame of ``config.frames.VERDICTS`` as of the period's last day; same index.
        filed: how its report for the period stands.
        problems: what could not be read in it.
        error: why it could not be read, in words for the reader; None when it could.
        as_of: the day of the earlier reading that counts instead; None: none is needed, or known.
        ledger: its id in the store: a file name, or a spreadsheet's id.
        links: worksheet name to an address of one of its rows, with ``{row}`` in place of the row:
            ``https://…#gid=0&range=A{row}`` or ``../ledgers/青石村.xlsx#'台账'!A{row}``.
        keys: the salted key of each row, in row order; () when the state keeps none.
        title: what people call the ledger; "": by its file name.
        roles: that some column of it plays; a figure without any such column is 未登记.
        wants_sitting: of each row, whether a sitting is to be agreed as long as it is open; () for none.
        is_village: False for a file that cannot be read and is called by its own name: it counts as none.
    """

    village: str
    cases: "pd.DataFrame"
    verdicts: "pd.DataFrame"
    filed: Filed
    problems: tuple[LedgerProblem, ...] = ()
    error: str | None = None
    ledger: str = ""
    links: Mapping[str, str] = field(default_factory=dict[str, str])
    keys: tuple[str, ...] = ()
    title: str = ""
    roles: frozenset[str] = frozenset()
    as_of: date | None = None
    wants_sitting: tuple[bool, ...] = ()
    is_village: bool = True

    @property
    def counts(self) -> bool:
        """Whether it is in the figures, by today's reading or an earlier one."""
        return self.error is None or self.as_of is not None

    @property
    def called(self) -> str:
        """What people call the ledger."""
        return self.title or self.ledger.removesuffix(".xlsx")


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A case as a published summary counted it; no human text.

    Attributes:
        village: the village it counted for.
        ledger: file name or title.
        sheet: worksheet name.
        row: 1-based row at that time.
        registered: date it came onto the books, None when none could be read.
        ended: date it ended, None while open (or when it ended without a date).
        status: as of the period's last day: open, suspended, resolved, withdrawn or transferred.
    """

    village: str
    ledger: str
    sheet: str
    row: int
    registered: date | None
    ended: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Published:
    """What was published for an earlier period; the state keeps it.

    Attributes:
        period: label of the half-month, ``2026-03H1``.
        compiled_on: the day it was compiled.
        totals: each measure's total.
        cases: every case on the books by the period's last day, by salted key.
    """

    period: str
    compiled_on: date
    totals: Mapping[str, int]
    cases: Mapping[str, PublishedCase]
