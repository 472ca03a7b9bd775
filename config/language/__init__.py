"""The words written into ledgers and summaries: one TOML file per language and area.

``phrases("zh-CN", "rules")`` reads ``config/language/zh-CN/rules.toml``. Areas hold flat tables of
sentences with named ``{fields}``; both languages must hold the same keys with the same fields, which a
test checks.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: The languages there are, by the names township.toml uses.
LANGUAGES = ("zh-CN", "en")


@cache
def phrases(language: str, area: str) -> Mapping[str, Mapping[str, str]]:
    """Return the tables of one area's words, ``{table: {key: sentence}}``."""
    text = (files(__package__ or "config.language") / language / f"{area}.toml").read_text("utf-8")
    return tomllib.loads(text)
