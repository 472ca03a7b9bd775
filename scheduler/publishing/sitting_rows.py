"""What a report says of sittings, row by row: the days of ledger and 调解排期, and who wants one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from config.frames import TableInfo
from config.vocabulary import SITTING_ROLES, Family, Role
from rules.sittings.asks import asks_of
from scheduler.ledgers.sheet_sittings import SheetSittings, is_kept, sheet_sittings
from scheduler.township import Township
from sync.ledger import Ledger


@dataclass(frozen=True, slots=True)
class SittingRows:
    """Says of every row of a ledger which sittings it has, and whether one is wanted.

    Attributes:
        sheet: what 调解排期 holds.
        families: for which sittings are asked; others join by their columns.
        with_sheet: 调解排期 is kept, so that a ledger needs no column of its own.
        exempt: words of categories that nobody sits down about (涉法涉诉).
    """

    sheet: SheetSittings
    families: Collection[Family]
    with_sheet: bool
    exempt: Collection[str]

    @classmethod
    def of_township(cls, township: Township) -> "SittingRows":
        """Read 调解排期, once for a report."""
        from config.tables.sitting_tables import SittingsPart

        part = township.settings.sittings or SittingsPart()
        exempt = {word for ask in asks_of(township.rules.packs) for word in ask.exempt_words}
        return cls(sheet_sittings(township), part.families, is_kept(township), exempt)

    def of(self, ledger: Ledger, keys: Sequence[str]) -> "ToldSittings":
        """Return the cases of a ledger with the sittings of its cells and of 调解排期.

        Args:
            ledger: whose cases.
            keys: which case each is, by the sheet's salt; () where nobody knows.
        """
        cases = ledger.cases
        own = [written or () for written in cases["sittings"].tolist()]
        told = [written or "" for written in self.sheet.beside(own, keys)]
        with_them = cases.assign(sittings=pd.Series(told, index=cases.index, dtype="object"))
        tables = [table.table for table in ledger.tables if self._takes_part(table)]
        exempt = [any(word in text for word in self.exempt) for text in cases["category_raw"].tolist()]
        wanted = cases["table"].isin(tables).to_numpy(dtype=bool) & ~np.array(exempt, dtype=bool)
        return ToldSittings(with_them, wanted)

    def _takes_part(self, table: TableInfo) -> bool:
        wanted = table.family in self.families or Role.SITTING_DATE in table.roles
        return wanted and (self.with_sheet or bool(table.roles & set(SITTING_ROLES)))


@dataclass(frozen=True, slots=True)
class ToldSittings:
    """One ledger's cases with all their sittings.

    Attributes:
        wanted: whether a sitting is wanted for each case as long as it is open; bool, shape (n,).
    """

    cases: pd.DataFrame
    wanted: np.ndarray
