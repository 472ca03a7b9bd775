"""What stands around the rows of a table and holds for them: year, village, family."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Family, Role, RowReason
from sync.cells.text import tidy
from sync.tables.kinds import row_words
from sync.tables.regions import Region
from sync.tables.rows import Rows
from sync.tables.titles import family_in, first_year, listed, month_section, village_in
from sync.tables.view import View


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One worksheet's titles, tab and separators, and its workbook's title.

    Attributes:
        view: the worksheet.
        regions: its tables.
        title: the workbook's title.
        village: whose ledger the workbook is.
        family: what it is where neither titles nor headers say.
    """

    view: View
    regions: tuple[Region, ...]
    title: str
    village: str
    given_family: Family | None

    def titles(self, region: Region) -> tuple[str, ...]:
        """Return what names year and month for *region*, the nearest first."""
        return (self.view.sheet.name, *region.titles[::-1], self.title)

    def family(self, region: Region, roles: frozenset[Role]) -> Family:
        """Return the kind of ledger: by titles, else by headings, else as given, else dispute."""
        for text in (*region.titles, self.view.sheet.name, self.title):
            found = family_in(text)
            if found is not None:
                return found
        headings = tidy("".join(text for texts in region.header.levels.values() for text in texts))
        known = listed("family")

        def says(key: str) -> bool:
            return any(word in headings for word in known[key])

        if says("petition"):
            return Family.PETITION
        if Role.PARTY_OTHER in roles and (Role.AGREEMENT_NO in roles or says("mediator")):
            return Family.MEDIATION
        return Family.DISPUTE if says("dispute") else self.given_family or Family.DISPUTE

    # -- years --

    def years(self, region: Region, rows: Rows) -> NDArray[np.int64]:
        """For each row the year that its month separator, tab, title or file gives; 0 when none does."""
        year, month = first_year(self.titles(region)), 0
        years = np.full(len(rows.reasons), year, dtype=np.int64)
        separators = self._separators(region, rows)
        for place, (offset, found) in enumerate(separators):
            following = [later[1] for _, later in separators[place:]]
            if found[0]:
                year = found[0]
            elif year and month >= 11 and 1 <= found[1] <= 2 and self._goes_on(region, rows, following):
                year += 1  # 一月份 after 十二月份
            month = found[1] or month
            years[offset:] = year
        return years

    def section(self, row: int) -> tuple[int, int] | None:
        """Return (year or 0, month or 0) that the separator in *row* names; None when it names none."""
        columns = self.view.filled(row)
        return month_section(self.view.text(row, columns[0])) if columns else None

    def _separators(self, region: Region, rows: Rows) -> list[tuple[int, tuple[int, int]]]:
        found = [
            (offset, self.section(region.first + offset))
            for offset, reason in enumerate(rows.reasons)
            if reason is RowReason.SECTION_ROW
        ]
        return [(offset, named) for offset, named in found if named is not None]

    def _goes_on(self, region: Region, rows: Rows, following: list[int]) -> bool:
        """Whether a sheet of one year simply goes on into the next: it ends there, early in the year.

        A sheet that is kept village by village begins each with January, in the year of its title.
        """
        villages = self._section_villages(region, rows, "")
        return max(following) <= 3 and not any(villages.values())

    # -- villages --

    def villages(self, region: Region, rows: Rows, is_case: NDArray[np.bool_]) -> list[str]:
        """For each case the village that a separator, the tab, the title or the workbook names."""
        base = village_in(self.view.sheet.name) or self._title_village(region) or self.village
        known = self._section_villages(region, rows, base)
        return list(map(known.__getitem__, rows.sections[is_case].tolist()))

    def _section_villages(self, region: Region, rows: Rows, base: str) -> dict[int, str]:
        """For each separator row the village of the nearest one that names any: 青石村, then 三月份."""
        pattern = row_words().patterns["section.village"]
        known, village = {-1: base}, base
        for offset, reason in enumerate(rows.reasons):
            if reason is RowReason.SECTION_ROW:
                columns = self.view.filled(region.first + offset)
                text = tidy(self.view.text(region.first + offset, columns[0])) if columns else ""
                village = text if pattern.match(text) else village
                known[region.first + offset] = village
        return known

    def _title_village(self, region: Region) -> str:
        """A title's village where one sheet holds several villages' tables; else it may be copied."""
        named = [next(filter(None, map(village_in, one.titles)), "") for one in self.regions]
        if len({name for name in named if name}) < 2:
            return ""
        return named[self.regions.index(region)]
