"""``township.toml`` found, read, and checked where it enters.

An unknown key, a wrong type or a missing file is a `ConfigError` that names the key, the line and the remedy.
"""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from config.errors import ConfigError
from config.loading.toml_lines import line_of, spelled
from config.loading.wrong_settings import check_names, unknown_key, wrong_value
from config.messages import Detail, message
from config.os_reasons import reason_of
from config.settings import Settings
from config.wrong_values import toml_error

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIG_NAME = "township.toml"


def find_config(given: Path | None, start: Path) -> Path:
    """Return the config file: *given*, or the nearest ``township.toml`` in *start* or above it.

    Raises:
        ConfigError: there is none.
    """
    if given is not None:
        if given.is_dir():
            given = given / CONFIG_NAME
        if given.is_file():
            return given
        raise ConfigError(message("settings.no_such_config", file=given), code="config_missing")
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(message("settings.no_config", name=CONFIG_NAME, folder=start), code="config_missing")


def load_settings(path: Path) -> Settings:
    """Read and check a config file.

    Raises:
        ConfigError: it cannot be read, or holds something we do not know; names key, line and remedy.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(message("settings.unreadable", file=path, reason=_reason(error))) from error
    settings = read_settings(text, path)
    office = settings.office_workbook
    if office is not None and not office.exists():
        place = f"{path}:{line_of(text, ('ledgers', 'office'))}: ledgers.office"
        raise ConfigError(
            message("settings.office_missing", place=place, office=office), code="office_missing"
        )
    return settings


def read_settings(text: str, path: Path) -> Settings:
    """Check the *text* of a config file that stands at *path*.

    Raises:
        ConfigError: as `load_settings`.
    """
    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(message("settings.too_deep", file=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise toml_error(path, text, error) from error
    if where := _with_nul(values):
        place = f"{path}:{line_of(text, where)}: {spelled(where)}"
        raise ConfigError(message("settings.nul", place=place))
    if "base" in values:
        raise unknown_key(path, text, ("base",))
    try:
        settings = Settings.model_validate({**values, "base": path.resolve().parent})
    except ValidationError as error:
        raise wrong_value(path, text, error.errors(include_url=False)) from error
    check_names(settings, path, text)
    return settings


def _with_nul(value: object) -> tuple[Any, ...]:
    """Return where the first text with a NUL stands, which no file or database takes; () where none does."""
    if isinstance(value, str):
        return ("",) if "\0" in value else ()
    inside: Iterable[tuple[Any, object]] = ()
    if isinstance(value, dict):
        inside = cast("dict[str, object]", value).items()
    elif isinstance(value, list):
        inside = enumerate(cast("list[object]", value))
    for key, one in inside:
        if found := _with_nul(one):
            return (key, *(part for part in found if part != ""))
    return ()


def _reason(error: Exception) -> Detail | str:
    return reason_of(error) if isinstance(error, OSError) else type(error).__name__
