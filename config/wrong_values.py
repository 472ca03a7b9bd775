"""What is wrong with a value or a line of a TOML file, in the words of the catalogue."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic_core import ErrorDetails

from config.errors import ConfigError
from config.messages import Detail, message

#: Characters of a Chinese keyboard that stand where TOML wants another.
_FULL_WIDTH: Mapping[str, str] = MappingProxyType(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "＂": '"',
        "＝": "=",
        "［": "[",
        "］": "]",
        "【": "[",
        "】": "]",
        "，": ",",
    }
)

_PLACE = re.compile(r"line (\d+)")

#: How the checks of a value are called, and what to say of them; the first that begins alike counts.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "zone": "zone",
        "file_name": "file_name",
        "date": "date",
        "cron": "cron",
        "choice": "choice",
        "window": "window",
        "literal": "choice",
        "bool": "bool",
        "int": "number",
        "float": "number",
        "string_type": "text",
        "list": "list",
        "dict": "section",
        "model": "section",
        "greater": "range",
        "less": "range",
    }
)


def toml_error(path: Path, text: str, error: tomllib.TOMLDecodeError) -> ConfigError:
    """Return the error for a file that is no TOML; a full-width character or a backslash is named."""
    found = _PLACE.search(str(error))
    lines = text.splitlines() or [""]
    number = min(int(found.group(1)), len(lines)) if found else len(lines)
    line = lines[number - 1].partition("#")[0]
    outside = re.sub(r"\"[^\"]*\"|'[^']*'", "", line)
    for character, ascii_one in _FULL_WIDTH.items():
        if character in outside:
            told = message("settings.full_width", file=path, line=number, wrong=character, right=ascii_one)
            return ConfigError(told)
    if "\\" in line and '"' in line:
        return ConfigError(message("settings.backslash", file=path, line=number))
    detail = Detail(str(error), message("settings.toml_line", line=number))
    return ConfigError(message("settings.toml", file=path, what=detail))


def told_of(error: ErrorDetails) -> Detail:
    """Return what is wrong with one value: the library's words in English, ours in Chinese."""
    exact = re.sub(r"^Input should be", "must be", error["msg"])
    name = next((value for kind, value in _KINDS.items() if error["type"].startswith(kind)), "other")
    context = error.get("ctx", {})
    known = str(context.get("known") or context.get("expected") or "").replace(" or ", ", ")
    gist = (
        message("settings.kind_choice", known=known) if name == "choice" else message(f"settings.kind_{name}")
    )
    return Detail(exact, gist)
