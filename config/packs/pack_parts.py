"""What the parts of a rule pack are made of: words in both languages, a source, how a last day rolls."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

#: A key that a pack does not know is an error, never passed over.
STRICT: Mapping[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


class Roll(StrEnum):
    """What happens when the last day is a rest day."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class InLanguages:
    """A word in both languages."""

    __pydantic_config__: ClassVar[Any] = STRICT

    zh: str
    en: str

    def said(self, language: str) -> str:
        """Return it in *language* (``zh-CN`` or ``en``)."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a duty comes from. Only the duty's own clause is quoted."""

    __pydantic_config__: ClassVar[Any] = STRICT

    work: str
    """The instrument or plan."""
    quote: str
    """The clause, as printed."""
    article: str = ""
    """The article, where it has one."""
