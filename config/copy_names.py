"""Which names say "a second copy of": of files, of spreadsheets, of worksheets, in Chinese and English."""

import re
import unicodedata
from functools import cache

from config.words import words as words_of


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = words_of("copies")
    after = "|".join(f"(?:{one})" for one in words["after"])
    before = "|".join(f"(?:{one})" for one in words["before"])
    return (
        re.compile(rf"(?:{after})\s*", re.IGNORECASE),
        re.compile(rf"^\s*(?:{before})", re.IGNORECASE),
        re.compile(words["around"]),
    )


def bare_name(name: str) -> str:
    """Return a name as names are compared: NFKC, without quotation marks and blanks at its ends."""
    return _patterns()[2].sub("", unicodedata.normalize("NFKC", name)).strip()


def original_names(name: str) -> list[str]:
    """Return what a copy of this name may be a copy of, the nearest first; [] when it names no copy.

    ``青石村 (2) - 副本`` may be a copy of ``青石村 (2)``, and that one of ``青石村``.
    """
    found: list[str] = []
    waiting = [bare_name(name)]
    while waiting:
        left = waiting.pop(0)
        for shorter in _shorter(left):
            if shorter not in found:
                found.append(shorter)
                waiting.append(shorter)
    return sorted(found, key=len, reverse=True)


def _shorter(name: str) -> list[str]:
    """Return what is left of a name without one sign of a copy, wherever the sign may begin."""
    after, before, _ = _patterns()
    ends = [name[:start] for start in range(1, len(name)) if after.fullmatch(name, start)]
    begins = [name[match.end() :]] if (match := before.match(name)) else []
    return [left for each in (*ends, *begins) if (left := each.strip(" _-.—·:"))]
