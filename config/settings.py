"""``township.toml`` as a whole: what an operator may set. `config.loading.settings_file` reads and checks it.

Paths are relative to the file they stand in.
"""

import re
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field

from config.tables.duty_tables import CalendarPart, PostPart, RungPart, WindowPart
from config.tables.publishing_tables import FormPart, MarksPart, OfficePart, SummaryPart
from config.tables.service_tables import BrakePart, NotifyPart, SchedulePart, ServePart, StatePart
from config.tables.sitting_tables import LeaderPart, MediatorPart, PlacePart, SittingsPart
from config.tables.township_tables import DepartmentPart, GridPart, LedgersPart, TownshipPart, VillagePart
from config.tables.written_values import Names, TomlTable

#: A spreadsheet in place of a folder: its browser address, or its bare id, which is longer than any name.
_SPREADSHEET = re.compile(r"(?:https?://\S*/spreadsheets/d/)([A-Za-z0-9_-]+)\S*|([A-Za-z0-9_-]{40,})")


class Settings(TomlTable):
    """The whole of ``township.toml``.

    Attributes:
        base: the folder the file stands in; relative paths start there.
    """

    township: TownshipPart
    ledgers: LedgersPart = LedgersPart()
    village: list[VillagePart] = Field(default=[])
    headers: dict[str, Names] = Field(default={})
    calendar: dict[str, CalendarPart] = Field(default={})
    rung: list[RungPart] = Field(default=[])
    post: list[PostPart] = Field(default=[])
    window: list[WindowPart] = Field(default=[])
    sittings: SittingsPart | None = None
    mediator: list[MediatorPart] = Field(default=[])
    place: list[PlacePart] = Field(default=[])
    leader: list[LeaderPart] = Field(default=[])
    department: list[DepartmentPart] = Field(default=[])
    grid: list[GridPart] = Field(default=[])
    marks: MarksPart = MarksPart()
    office: OfficePart = OfficePart()
    form: list[FormPart] = Field(default=[])
    summary: SummaryPart = SummaryPart()
    schedule: SchedulePart = SchedulePart()
    brake: BrakePart = BrakePart()
    notify: NotifyPart = NotifyPart()
    serve: ServePart = ServePart()
    state: StatePart = StatePart()
    base: Path = Path()

    @property
    def zone(self) -> tzinfo:
        """The township's time zone."""
        return ZoneInfo(self.township.timezone)

    @property
    def summary_spreadsheet(self) -> str:
        """Return the id of the spreadsheet whose tabs summaries fill; "" when they go to a folder."""
        return spreadsheet_id(self.summary.to) if self.ledgers.store == "google" else ""

    @property
    def summary_folder(self) -> Path:
        """Return where summaries go that are files; beside the config when the others are tabs."""
        default = SummaryPart.model_fields["to"].default
        return self.path(default if self.summary_spreadsheet else self.summary.to)

    @property
    def ledger_folder(self) -> Path | None:
        """Return the folder of the ledgers; None where they are no files."""
        return self.path(self.ledgers.folder) if self.ledgers.store == "folder" else None

    @property
    def office_workbook(self) -> Path | None:
        """Return the office's own workbook, where it is a file: beside the config, else among the ledgers."""
        name = self.ledgers.office
        if name is None or self.ledger_folder is None:
            return None
        among = self.ledger_folder / name
        return among if among.exists() and not self.path(name).exists() else self.path(name)

    def path(self, name: str) -> Path:
        """Return a path of the config, taken from the folder the config stands in."""
        return (self.base / Path(name).expanduser()).resolve()


def spreadsheet_id(place: str) -> str:
    """Return the id of the spreadsheet that *place* names; "" where it names a folder."""
    found = _SPREADSHEET.fullmatch(place.strip())
    return (found[1] or found[2]) if found else ""
