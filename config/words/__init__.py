"""How villages spell things: synonyms and row words as data, one TOML file per idea."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def is_set_aside(folder: str) -> bool:
    """Tell whether a folder's name says that what lies in it is kept and no longer used."""
    return any(word in folder.lower() for word in words("context")["folders"]["set_aside"])


@cache
def words(name: str) -> Mapping[str, Any]:
    """Return the tables of ``config/words/<name>.toml``, read once; nobody changes them."""
    return tomllib.loads((files(__package__ or "config.words") / f"{name}.toml").read_text("utf-8"))
