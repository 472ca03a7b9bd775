"""``cluster.toml``: many townships on many machines; what an operator may set, checked where it enters.

A township's own config stays what it is. Paths are relative to the file they stand in.
"""

import os
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic import model_validator as _checked
from pydantic_core import PydanticCustomError

from config.cron import read_cron
from config.errors import ConfigError
from config.loading.settings_file import CONFIG_NAME
from config.loading.toml_lines import line_of
from config.messages import message
from config.tables.service_tables import ServePart
from config.tables.written_values import Names, TomlTable
from config.vocabulary import DEFAULT_ZONE
from config.wrong_values import told_of, toml_error

CLUSTER_NAME = "cluster.toml"

#: How many characters a township's short name may have: it stands in every key of the database.
_ID_LENGTH = 64

#: So many folders above a township's config ``cluster.toml`` is looked for.
_DEPTH = 4

Level = Literal["county", "city", "province"]


def _cron(line: str) -> str:
    try:
        read_cron(line)
    except ValueError as error:
        raise PydanticCustomError("cron", "is no cron line") from error
    return line


def _postgres(address: str) -> str:
    if not address.startswith(("postgresql://", "postgresql+psycopg://", "$")):
        raise PydanticCustomError("choice", "must be the address of a PostgreSQL database")
    return address


class ClusterPart(TomlTable):
    """``[cluster]``: the database, where the townships' configs lie, and when units compile."""

    database: Annotated[str, AfterValidator(_postgres)]
    townships: Names = Field(default=[f"townships/*/{CONFIG_NAME}"])
    timezone: str = DEFAULT_ZONE
    language: Literal["zh-CN", "en"] = "zh-CN"
    rollup: Annotated[str, AfterValidator(_cron)] = "0 9 * * *"


class UnitPart(TomlTable):
    """``[[unit]]``: a county, a city or a province, and who belongs to it.

    Attributes:
        of: the unit above; "" at the top.
        townships: short names, or patterns of them.
        to: the folder of its roll-ups.
    """

    name: str
    level: Level
    of: str = ""
    townships: Names = Field(default=[])
    to: str = "rollups"
    formats: list[Literal["xlsx", "docx", "html"]] = Field(default=["xlsx", "docx", "html"])


class AccountPart(TomlTable):
    """``[[account]]``: which of Google's projects a key belongs to, where several keys share one."""

    key: str
    project: str


class SenderPart(TomlTable):
    """``[[township]]``: one on a machine of its own that sends its counts as a signed file."""

    name: str
    of: str
    figures_key: str


class ClusterSettings(TomlTable):
    """One ``cluster.toml``."""

    cluster: ClusterPart
    unit: list[UnitPart] = Field(default=[])
    account: list[AccountPart] = Field(default=[])
    township: list[SenderPart] = Field(default=[])
    serve: ServePart = Field(default=ServePart())
    base: Path

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time in which the units' own jobs are due."""
        return ZoneInfo(self.cluster.timezone)

    @property
    def address(self) -> str:
        """The database's address, out of the environment where the config names a variable."""
        address = self.cluster.database
        return os.environ.get(address[1:], "") if address.startswith("$") else address

    @cached_property
    def units(self) -> dict[str, UnitPart]:
        """Every unit by its name."""
        return {each.name: each for each in self.unit}

    def path(self, name: str) -> Path:
        """Return where *name* lies, as seen from the config."""
        return self.base / name

    def configs(self) -> dict[str, Path]:
        """Return the townships' configs by short name: the folder that each stands in.

        Raises:
            ConfigError: two have the same short name, or one is too long.
        """
        found: dict[str, Path] = {}
        for pattern in self.cluster.townships:
            for path in sorted(self.base.glob(pattern)):
                name = path.parent.name
                if found.get(name, path) != path or len(name) > _ID_LENGTH:
                    raise ConfigError(message("cluster.same_name", name=name), code="cluster_names")
                found[name] = path
        return found

    def unit_of(self, township: str) -> str:
        """Return the unit that a township belongs to by the config; "" for none.

        With one county alone, it is everybody's.
        """
        for sender in self.township:
            if sender.name == township:
                return sender.of
        for unit in self.unit:
            if any(fnmatch(township, pattern) for pattern in unit.townships):
                return unit.name
        counties = [unit.name for unit in self.unit if unit.level == "county"]
        return counties[0] if len(counties) == 1 else ""

    @_checked(mode="after")
    def _units_stand(self) -> Self:
        names = [unit.name for unit in self.unit]
        for unit in self.unit:
            if names.count(unit.name) > 1:
                raise PydanticCustomError("unit", "two units are called alike")
            if unit.of and unit.of not in names:
                raise PydanticCustomError("unit", "a unit belongs to one that is not there")
            above, steps = unit.of, 0
            while above:
                above, steps = next(u.of for u in self.unit if u.name == above), steps + 1
                if steps > len(names):
                    raise PydanticCustomError("unit", "units belong to each other in a circle")
        if any(sender.of not in names for sender in self.township):
            raise PydanticCustomError("unit", "a township belongs to a unit that is not there")
        return self


def load_cluster(path: Path | None, start: Path) -> ClusterSettings:
    """Read and check a cluster's config.

    Args:
        path: the file; None for ``cluster.toml`` in *start*.
        start: where a command stands.

    Raises:
        ConfigError: it cannot be read, or holds something we do not know.
    """
    file = path or start / CLUSTER_NAME
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(message("cluster.no_config", file=file), code="no_cluster") from error
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise toml_error(file, text, error) from error
    try:
        return ClusterSettings.model_validate({**values, "base": file.resolve().parent})
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        raise _wrong(file, text, found["loc"], told_of(found)) from error


def cluster_of(config: Path) -> tuple[ClusterSettings, str] | None:
    """Return the cluster that a township's config belongs to, with its short name there; None for none.

    A command that somebody types for a township then works on the state that its workers share.
    """
    place = config.resolve()
    for folder in place.parents[: _DEPTH + 1]:
        if (folder / CLUSTER_NAME).is_file():
            settings = load_cluster(folder / CLUSTER_NAME, folder)
            for name, path in settings.configs().items():
                if path.resolve() == place:
                    return settings, name
    return None


def _wrong(file: Path, text: str, where: Sequence[str | int], what: object) -> ConfigError:
    name = ".".join(str(part) for part in where) or "cluster.toml"
    place = f"{file}:{line_of(text, where)}: {name}"
    return ConfigError(message("cluster.wrong", place=place, what=what), code="cluster_config")
