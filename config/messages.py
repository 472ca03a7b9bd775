"""The message catalogue: what help, tables, prompts, errors and remedies say, in both languages side by side.

``config/language/messages/<area>.toml`` holds one table for each text:

    [file_gone]
    zh = "{file}：文件不存在。"
    en = "{file}: the file is gone"
    zh_fix = "请放回原处。"                       # an error's remedy
    en_fix = "put it back"
    en_one = "…"                               # where {count} is 1

A text is named by area and name, ``message("folder.file_gone", file=path.name)``, and carries its parameters
until somebody says in which language it is wanted. What is written into ledgers and summaries is in
`config.language`.
"""

import locale
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

from config.language import phrases

#: The languages there are, by the names township.toml uses.
Language = Literal["zh-CN", "en"]

_SHORT: Mapping[str, str] = MappingProxyType({"zh-CN": "zh", "en": "en"})


@dataclass(frozen=True, slots=True)
class Message:
    """One text of the catalogue and what fills it, not yet in a language.

    Attributes:
        key: ``area.name``.
        values: by field; one that is a text itself is said in the same language.
    """

    key: str
    values: Mapping[str, object]

    def said(self, language: str) -> str:
        """Return the text in *language* (``zh-CN`` or ``en``).

        Raises:
            KeyError: the catalogue has no such text, or a field is not filled; a defect of ours.
        """
        return self._filled("", language)

    def remedy(self, language: str) -> str:
        """Return the remedy that belongs to the text; "" when it has none."""
        return self._filled("_fix", language)

    def _filled(self, form: str, language: str) -> str:
        entry = entry_of(self.key)
        short = _SHORT[language]
        template = entry.get(short + form, "" if form else None)
        if template is None:
            raise KeyError(f"{self.key}: {short}")
        if not form and self.values.get("count") == 1:
            template = entry.get(short + "_one", template)
        values = {
            name: value.said(language) if isinstance(value, _SAID) else value
            for name, value in self.values.items()
        }
        return template.format_map(values)


@dataclass(frozen=True, slots=True)
class Remedy:
    """The remedy that belongs to a text, for another text to quote."""

    of: Message

    def said(self, language: str) -> str:
        """Return it in *language*."""
        return self.of.remedy(language)


@dataclass(frozen=True, slots=True)
class Detail:
    """A technical detail: exact in English, and in Chinese what it comes to."""

    exact: str
    gist: Message

    def said(self, language: str) -> str:
        """Return it in *language*."""
        return self.exact if language == "en" else self.gist.said(language)


@dataclass(frozen=True, slots=True)
class Roles:
    """Column roles within a text, by the names of their fields."""

    roles: tuple[str, ...]

    def said(self, language: str) -> str:
        """Return them in *language*."""
        words = phrases(language, "problems")["role"]
        return Listed([words.get(role.partition(":")[0], role) for role in self.roles]).said(language)


@dataclass(frozen=True, slots=True)
class Listed:
    """Names within a text, one after the other."""

    names: Sequence[str]

    def said(self, language: str) -> str:
        """Return them in *language*."""
        return ("、" if language == "zh-CN" else ", ").join(self.names)


#: What fills a text and is said in the same language.
_SAID = Message | Remedy | Detail | Roles | Listed


def message(key: str, /, **values: object) -> Message:
    """Return the text *key* of the catalogue with its fields filled."""
    return Message(key, MappingProxyType(values))


def said(language: str, key: str, /, **values: object) -> str:
    """Return the text *key* in *language* at once."""
    return message(key, **values).said(language)


@cache
def area(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return one area's texts, ``{name: {form: text}}``, read when first asked for."""
    text = (files("config.language") / "messages" / f"{name}.toml").read_text("utf-8")
    entries = cast("dict[str, dict[str, str]]", tomllib.loads(text))
    return MappingProxyType({key: MappingProxyType(entry) for key, entry in entries.items()})


def entry_of(key: str) -> Mapping[str, str]:
    """Return a text's forms: ``zh``, ``en``, and where it has them ``zh_fix``, ``en_fix``, ``en_one``."""
    where, _, name = key.partition(".")
    return area(where)[name]


def areas() -> list[str]:
    """Return the areas there are."""
    folder = files("config.language") / "messages"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def language_of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the person at the terminal: LC_ALL, LC_MESSAGES or LANG, or the system's own."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if told := environment.get(name):
            return "zh-CN" if told.lower().startswith("zh") else "en"
    # Windows has no LANG; "Chinese (Simplified)_China" there.
    system = locale.getlocale()[0] or ""
    return "zh-CN" if system.lower().startswith(("zh", "chinese")) else "en"
