"""接访排班 in one pass: who receives when, as the sheet shows it, and what our cells should say."""

from datetime import date

from config.our_tabs.roster_columns import RosterColumn
from rules.cadences.filing_owners import RosterKept
from rules.sittings.roster import RosterLeader
from scheduler.sittings.office_names import leaders_of
from scheduler.sittings.roster_days import (
    RosterDay,
    known_roster,
    note_roster,
    recalled_roster,
    wanted_roster,
)
from scheduler.sittings.sheet_in_hand import SheetInHand
from sync.other_sheets.cell_plan import CellPlan
from sync.other_sheets.roster_sheet import RosterLook, plan_roster, roster_texts


class RosterDesk:
    """The roster, a second page of the sheet."""

    def __init__(self, sheet: SheetInHand) -> None:
        self._sheet, self._township = sheet, sheet.township

    @property
    def leaders(self) -> list[RosterLeader]:
        """Who receives, in the order that settles ties."""
        found = leaders_of(self._township.settings, self._sheet.people, self._township.today)
        return [RosterLeader(name, off) for name, _, off in found]

    @property
    def _look(self) -> RosterLook | None:
        seen = self._sheet.seen
        return seen.roster if seen else None

    @property
    def wanted(self) -> dict[date, str]:
        """Whom our cells should suggest for each day to come."""
        if self._sheet.place is None:
            return {}
        town = self._township
        return wanted_roster(self._look, self.leaders, town.today, town.rules.calendar)

    def days(self) -> list[RosterDay]:
        """Return every day of which it is known who receives."""
        return known_roster(self._look, self.wanted, self.leaders)

    def lines(self) -> list[dict[RosterColumn, str]]:
        """Return our cells of a new roster."""
        language = self._township.language
        return [roster_texts(day, name, language) for day, name in sorted(self.wanted.items())]

    def plan(self) -> CellPlan | None:
        """Return what changes on the roster; None where none is kept."""
        look = self._look
        if look is None or not self.leaders:
            return None
        return plan_roster(look, self.wanted, self._township.today, self._township.language)

    def received(self) -> RosterKept | None:
        """Return who received on which day, by the roster; as it was last seen where nobody touched it."""
        if self._sheet.place is None:
            return None
        if not self._sheet.is_open:
            return recalled_roster(self._township)
        seen = self._sheet.seen
        if seen is None:
            return None
        from scheduler.ledgers.reading import roster_kept

        return roster_kept(self._township, seen.grid)

    def note(self) -> None:
        """Remember what it shows, for passes in which nobody has touched it."""
        if self._township.state is not None:
            note_roster(self._township.state, self.received())
