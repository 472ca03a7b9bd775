"""Where in the text of a TOML file a key is set, and how a key is spelled to a person."""

import re
from collections.abc import Sequence
from typing import Any


def line_of(text: str, where: Sequence[str | int]) -> int:
    """Return the 1-based line of *text* that sets the key at *where*, or the nearest one above it."""
    section: list[str | int] = []
    counts: dict[str, int] = {}
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            name = match[2].strip()
            section = [part.strip("\"' ") for part in name.split(".")]
            if match[1] == "[[":
                section.append(counts.setdefault(name, 0))
                counts[name] += 1
            key = section
        elif match := re.match(r"\s*([A-Za-z0-9_\-\"'.\u4e00-\u9fff]+)\s*=", line):
            key = [*section, *(part.strip("\"' ") for part in match[1].split("."))]
        else:
            continue
        depth = _shared(key, where)
        if depth == len(key) and depth > best_depth:
            best, best_depth = number, depth
    return best


def _shared(key: Sequence[str | int], where: Sequence[str | int]) -> int:
    depth = 0
    for ours, theirs in zip(key, where, strict=False):
        if ours != theirs:
            break
        depth += 1
    return depth


def spelled(where: Sequence[Any]) -> str:
    """Return a key as a person names it: ``village[2].name``."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where]
    return "".join(parts).removeprefix(".")
