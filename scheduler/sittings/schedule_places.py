"""Where 调解排期 lives: a workbook beside 督办总表.xlsx, or a tab of the coordinator's spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from config.errors import LedgerUnavailableError
from config.language import phrases
from config.messages import message
from config.our_tabs.roster_columns import RosterColumn
from config.our_tabs.schedule import ScheduleColumn
from reports.forms.files import put
from scheduler.ledgers.sheet_sittings import is_kept
from scheduler.sittings.new_tabs import new_tabs
from scheduler.township import Township
from sync.grid import Grid
from sync.other_sheets.cell_plan import CellPlan, CellTabs
from sync.other_sheets.roster_sheet import RosterLook, roster_at
from sync.other_sheets.schedule_sheet import ScheduleLook, WantedLine, look_at, tag_text

if TYPE_CHECKING:
    from sync.folder.own_workbook import OwnWorkbook


@dataclass(frozen=True, slots=True)
class ScheduleSeen:
    """One look: what stands there, and what a write rests on; without a roster none is kept there."""

    look: ScheduleLook
    grid: Grid
    roster: RosterLook | None = None


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What a new schedule begins with."""

    salt: str
    lines: Sequence[WantedLine]
    roster: Sequence[Mapping[RosterColumn, str]] = ()


class SchedulePlace(Protocol):
    """Reads and writes the schedule; a folder's workbook or a spreadsheet's tab."""

    def read(self, today: date) -> ScheduleSeen | None:
        """Return what stands there; None when there is none yet.

        Raises:
            LedgerError: it cannot be read, or its headings are gone.
        """
        ...

    def write(self, seen: ScheduleSeen, plans: Sequence[CellPlan]) -> None:
        """Carry *plans* out, whole or not at all.

        Raises:
            LedgerBusyError: somebody has it open.
            LedgerChangedError: it is no longer what was seen.
        """
        ...

    def make(self, new: NewSchedule) -> bool:
        """Make what is not there; False where nothing can be added to what is.

        Raises:
            LedgerError, PublishError: it cannot be made.
        """
        ...

    @property
    def address(self) -> str:
        """Where a person finds it."""
        ...

    @property
    def version(self) -> str:
        """Equal at two passes when nobody changed it between them; "" when nothing tells."""
        ...


class BookPlace:
    """The workbook in the summaries' folder."""

    def __init__(self, folder: Path, township: str, language: str) -> None:
        self._township, self._language = township, language
        self._path = folder / f"{phrases(language, 'schedule')['title']['sheet']}.xlsx"
        self._book: OwnWorkbook | None = None

    @property
    def address(self) -> str:
        """The path."""
        return str(self._path)

    @property
    def version(self) -> str:
        """A hash of what is in it."""
        return self._workbook().version

    def _workbook(self) -> "OwnWorkbook":
        if self._book is None:
            from sync.folder.own_workbook import OwnWorkbook

            self._book = OwnWorkbook(self._path)
        return self._book

    def read(self, today: date) -> ScheduleSeen | None:
        """Read the workbook; one that is open elsewhere is read all the same."""
        grid = self._workbook().read()
        if grid is None:
            return None
        look = look_at(grid, today)
        if look is None:
            raise LedgerUnavailableError(
                message("marking.schedule_headings", file=self._path.name), code="schedule_headings"
            )
        return ScheduleSeen(look, grid, roster_at(grid))

    def write(self, seen: ScheduleSeen, plans: Sequence[CellPlan]) -> None:
        """Patch our cells; people's stay byte for byte."""
        self._workbook().write(seen.grid, plans)

    def make(self, new: NewSchedule) -> bool:
        """Write a new workbook; a worksheet that people took out of theirs does not come back."""
        if self._path.exists():
            return False
        from reports.forms.schedule_book import schedule_book

        rows: list[Mapping[ScheduleColumn, str]] = [
            {**line.texts, ScheduleColumn.KEY: line.key, ScheduleColumn.SEQ: str(number)}
            for number, line in enumerate(new.lines, 1)
        ]
        tag = tag_text(new.salt)
        put(self._path, schedule_book(self._township, self._language, tag, rows, new.roster))
        return True


class TabPlace:
    """Tabs of the coordinator's spreadsheet."""

    def __init__(self, store: CellTabs, spreadsheet: str, township: str, language: str) -> None:
        self._store, self._spreadsheet = store, spreadsheet
        self._township, self._language = township, language
        self._grid: Grid | None = None

    @property
    def address(self) -> str:
        """The spreadsheet's id."""
        return self._spreadsheet

    @property
    def version(self) -> str:
        """As Drive listed it."""
        return self._store.version_of(self._spreadsheet)

    def read(self, today: date) -> ScheduleSeen | None:
        """Read the spreadsheet in one request."""
        self._grid = self._store.read_cells(self._spreadsheet)
        look = look_at(self._grid, today)
        title = phrases(self._language, "schedule")["title"]["sheet"]
        if look is None and title in {sheet.name for sheet in self._grid.sheets}:
            raise LedgerUnavailableError(
                message("marking.schedule_headings", file=title), code="schedule_headings"
            )
        return ScheduleSeen(look, self._grid, roster_at(self._grid)) if look is not None else None

    def write(self, seen: ScheduleSeen, plans: Sequence[CellPlan]) -> None:
        """Send what the tabs want, if they are still as they were seen."""
        self._store.write_cells(self._spreadsheet, seen.grid, plans)

    def make(self, new: NewSchedule) -> bool:
        """Make those tabs that are not there."""
        grid = self._grid or self._store.read_cells(self._spreadsheet)
        tabs = new_tabs(self._township, self._language, new.salt, new.lines, new.roster)
        if new.roster or not any(tab.title in {sheet.name for sheet in grid.sheets} for tab in tabs):
            self._store.make_tabs(self._spreadsheet, grid, tabs)
        return True


def schedule_of(township: Township) -> SchedulePlace | None:
    """Return where the township keeps 调解排期; None while it is off."""
    settings = township.settings
    if not is_kept(township):
        return None
    spreadsheet = settings.summary_spreadsheet
    if spreadsheet and isinstance(township.store, CellTabs):
        return TabPlace(township.store, spreadsheet, settings.township.name, township.language)
    return BookPlace(settings.summary_folder, settings.township.name, township.language)
