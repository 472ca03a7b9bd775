"""Whose ledgers these are: the township, its villages, departments and grids."""

from typing import Annotated, Literal

from pydantic import Field

from config.tables.written_values import Day, FileName, Names, TomlTable, Zone, one_of
from config.vocabulary import DEFAULT_ZONE, Family


class TownshipPart(TomlTable):
    """``[township]``: whose ledgers these are, and which rules hold."""

    name: FileName = Field(min_length=1, max_length=60)
    timezone: Zone = DEFAULT_ZONE
    language: Literal["zh-CN", "en"] = "zh-CN"
    rules: list[str] = Field(default=["sichuan_2026", "statute", "mediation"], min_length=1)
    adopted_on: Day | None = None
    escalate_backlog: bool = False
    approvers: list[str] = Field(default=[])
    acknowledged_days: int = Field(default=3, ge=0)
    cadences: list[str] = Field(default=[])


class LedgersPart(TomlTable):
    """``[ledgers]``: where they live."""

    store: Literal["folder", "google"] = "folder"
    folder: str = "ledgers"
    office: str | None = None
    exclude: Names = Field(default=[])
    credentials: Names = Field(default=[])
    drive_folder: str | None = None
    endpoint: str | None = None


class VillagePart(TomlTable):
    """``[[village]]``: one village and its ledgers."""

    name: str = Field(min_length=1)
    ledger: Names = Field(min_length=1)
    family: Annotated[Family, one_of(Family)] | None = None
    ends: Literal["open"] | None = None


class DepartmentPart(TomlTable):
    """``[[department]]``: a department that owes reports; it files by lines of the office's workbook."""

    name: str = Field(min_length=1)


class GridPart(TomlTable):
    """``[[grid]]``: a grid that keeps a daily log, and the village it lies in."""

    name: str = Field(min_length=1)
    village: str = ""
