"""What to say of a ``township.toml`` that holds something we do not know: key, line and remedy."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from config.errors import ConfigError
from config.loading.toml_lines import line_of, spelled
from config.messages import Message, message
from config.settings import Settings, spreadsheet_id
from config.vocabulary import Role
from config.wrong_values import told_of

#: Roles a township may give headings of its own for.
_HEADING_ROLES = frozenset(Role) - {Role.CATEGORY_TICK, Role.STATUS_TICK, Role.OTHER}


def wrong_value(path: Path, text: str, errors: Sequence[ErrorDetails]) -> ConfigError:
    """Return the error for the first value that is wrong."""
    # An unknown key explains a missing one, so it is told first.
    error = min(errors, key=lambda e: e["type"] != "extra_forbidden")
    where = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return unknown_key(path, text, where)
    name = spelled(where)
    place = f"{path}:{line_of(text, where)}: {name}"
    if error["type"] == "missing":
        return ConfigError(message("settings.missing", place=place, key=where[-1]))
    return ConfigError(message("settings.wrong", place=place, what=told_of(error)))


def unknown_key(path: Path, text: str, where: Sequence[Any]) -> ConfigError:
    """Return the error for a key that its table does not have."""
    model = _model_at(where[:-1])
    known = sorted(set(model.model_fields) - {"base"}) if model else []
    place = f"{path}:{line_of(text, where)}: {spelled(where)}"
    return ConfigError(
        message("settings.unknown_key", place=place),
        fix=_did_you_mean(str(where[-1]), known),
        code="config_unknown_key",
    )


def _model_at(where: Sequence[Any]) -> type[BaseModel] | None:
    """Return the table at *where*: the whole config for (), None for headings, which are no table of ours."""
    if not where:
        return Settings
    field = Settings.model_fields.get(str(where[0]))
    kinds = (*get_args(field.annotation), field.annotation) if field else ()
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def check_names(settings: Settings, path: Path, text: str) -> None:
    """Refuse headings of roles we do not know, a spreadsheet where files are kept, a calendar of no year.

    Raises:
        ConfigError: there is one.
    """
    for role in settings.headers:
        if role not in _HEADING_ROLES:
            place = f"{path}:{line_of(text, ('headers', role))}"
            raise ConfigError(
                message("settings.no_role", place=place, role=role),
                fix=_did_you_mean(role, sorted(_HEADING_ROLES)),
            )
    if spreadsheet_id(settings.summary.to) and not settings.summary_spreadsheet:
        raise ConfigError(message("settings.summary_to", file=path, line=line_of(text, ("summary", "to"))))
    for year in settings.calendar:
        if not re.fullmatch(r"(19|20)\d\d", year):
            raise ConfigError(
                message(
                    "settings.calendar_year", file=path, line=line_of(text, ("calendar", year)), year=year
                )
            )


def _did_you_mean(word: str, known: Sequence[str]) -> Message:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return message("settings.did_you_mean", name=close[0])
    return message("settings.use_one_of", known=", ".join(known))
