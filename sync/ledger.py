"""What was understood of one workbook or spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.frames import Problem, TableInfo
from config.vocabulary import Mark, Played, RowReason, SheetKind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """One header and the rows below it.

    Attributes:
        info: what the rules need to know of it.
        columns: column letters to what the column plays, for every column of the table with a heading,
            ours left out.
        left_out: 1-based row to the reason why it is no case. Every row from ``info.first_row`` to
            ``info.last_row`` is either a case or here.
        marks: our columns as found, 0-based.
        mark_texts: our cells as found, by mark: 1-based row to text (blank ones left out); down to the next
            table, since a case that was deleted may have left its marks below ``info.last_row``.
        mark_headings: the text of the heading cell of each column of ours that was found.
        headings: column letters to the lowest heading of every column, as the village wrote it.
        copy_of: the worksheet whose table this one is a copy of, never written into; "" for an original.
    """

    info: TableInfo
    columns: Mapping[str, Played]
    left_out: Mapping[int, RowReason]
    marks: Mapping[Mark, int]
    mark_texts: Mapping[Mark, Mapping[int, str]]
    mark_headings: Mapping[Mark, str]
    headings: Mapping[str, str] = field(default_factory=dict[str, str])
    copy_of: str = ""

    @property
    def columns_spelled(self) -> dict[str, str]:
        """What columns play, as JSON shows it: ``"A": "seq"``, ``"F": "status_tick:resolved"``."""
        return {letters: played.spelled for letters, played in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that holds the same case as another row of the workbook, and does not count.

    Attributes:
        table: the number of its table.
        number: its own number as shown, else its row.
        at_sheet: where the case counts, and ``at_row``.
    """

    sheet: str
    row: int
    table: int
    number: str
    at_sheet: str
    at_row: int


@dataclass(frozen=True, slots=True)
class UnderstoodSheet:
    """One worksheet and what it is.

    Attributes:
        nil_periods: half-months (``2026-03H2``) or months (``2026-03``) for which it says 零报告.
        cards: the cases of one-case cards, a frame of CASES whose rows are the cards' first ones; listed,
            never marked, and no part of `Ledger.cases`.
        reporting_dates: ISO dates of 填报时间 or nil entries, as evidence of when something was filed.
        sheet_id: how the store addresses it (`sync.grid.Sheet`).
    """

    name: str
    kind: SheetKind
    visible: bool
    tables: tuple[LedgerTable, ...] = ()
    nil_periods: tuple[str, ...] = ()
    reporting_dates: tuple[str, ...] = ()
    cards: "pd.DataFrame | None" = field(default=None, compare=False)
    sheet_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One workbook as understood.

    Attributes:
        title: the grid's title.
        village: whose ledger it is by config, title or file name.
        sheets: in tab order.
        cases: frame of ``config.frames.CASES``, rows of visible worksheets only, each case once.
        problems: in sheet and row order.
        repeats: rows that hold a case of another row; those of copied tables are not here.
        pasted: of the repeats, the rows of CASES that stand in one table with the row that counts.
        traits: of the cases, as far as they were worked out: `sync.cases.counted_once.repeats` knows them.
    """

    title: str
    village: str
    sheets: tuple[UnderstoodSheet, ...]
    cases: "pd.DataFrame"
    problems: tuple[Problem, ...]
    repeats: tuple[Repeat, ...] = ()
    pasted: "pd.DataFrame | None" = field(default=None, compare=False)
    traits: object = field(default=None, compare=False, repr=False)

    @property
    def tables(self) -> tuple[TableInfo, ...]:
        """Every table of the visible worksheets; position equals the ``table`` column of the cases."""
        return tuple(table.info for sheet in self.sheets if sheet.visible for table in sheet.tables)
