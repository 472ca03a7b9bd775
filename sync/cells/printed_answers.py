"""Answers printed in a cell, one of them ticked: ☑已办结 □未办结, 已办结（√）未办结（ ）, 红□ 黄☑ 绿□.

Forms that come from Word are full of them. What is ticked counts; a box without a tick is no answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from config.words import words

_MARKS = words("statuses")["boxes"]
_TICKED = "".join(_MARKS["ticked"])
_EMPTY = "".join(_MARKS["empty"])
_BRACKETED = re.compile(
    rf"[(\[（【〔]\s*(?:(?P<tick>[{re.escape(_TICKED)}])|(?P<cross>[{re.escape(_EMPTY)}])?)\s*[)\]）】〕]"
)
#: An answer says more than a day: √ 3月12日 is no printed one.
_ANSWER = re.compile(r"[^\W\d年月日号]")
_WORD = rf"(?P<word>[^\s{re.escape(_TICKED + _EMPTY)}]+)"
_TOKENS = re.compile(f"(?P<tick>[{re.escape(_TICKED)}])|(?P<empty>[{re.escape(_EMPTY)}])|{_WORD}")
#: Empty ones that are nothing else; a cross is a masked name as well (赵××).
_BOXES = "".join(mark for mark in _EMPTY if mark not in _MARKS["crosses"])
#: 二○二六: a circle that is a zero.
_IN_NUMERAL = re.compile("[一二三四五六七八九〇][○◯]|[○◯][一二三四五六七八九〇]")
#: Between answers; never part of one.
_EDGES = " ,，、;；/|。:：.\t\n"
#: A longer cell tells a story; a sign in it is no box.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """What a cell of printed answers holds.

    Attributes:
        chosen: the answers that are ticked, in their order; () when none is.
        offered: every answer that is printed.
    """

    chosen: tuple[str, ...]
    offered: tuple[str, ...]


@lru_cache(maxsize=2048)
def printed_answer(text: str) -> PrintedAnswer | None:
    """Return the answers printed in *text* and which is ticked; None when it is no such cell."""
    if len(text) > _LONGEST or not any(mark in text for mark in _TICKED + _EMPTY + "([（【〔"):
        return None
    text = _with_ticks(text)
    plain = _BRACKETED.sub(lambda hit: _TICKED[0] if hit["tick"] else _EMPTY[0], text)
    tokens: list[tuple[str, str]] = []
    leaning: dict[int, int] = {}  # a mark that stands at one word and apart from the other, to its side
    for hit in _TOKENS.finditer(plain):
        kind = hit.lastgroup or "word"
        value = hit[0].strip(_EDGES) if kind == "word" else ""
        if value or kind != "word":
            leaning[len(tokens)] = _side(plain, hit.start(), hit.end())
            tokens.append((kind, value))
    offered = tuple(value for kind, value in tokens if kind == "word")
    is_marked = any(kind == "tick" for kind, _ in tokens) or any(box in plain for box in _BOXES)
    if not any(map(_ANSWER.search, offered)) or not is_marked or _IN_NUMERAL.search(text):
        return None
    return PrintedAnswer(_chosen(tokens, leaning), offered)


@cache
def _lettered() -> re.Pattern[str]:
    """A letter that ticks, as keyboards without a tick write it, and an empty box of the kind."""
    return re.compile(
        rf"[(\[（【〔]\s*(?:(?P<letter>[{re.escape(''.join(_MARKS['letters']))}])|)\s*[)\]）】〕]"
    )


def _with_ticks(text: str) -> str:
    """Return *text* with ticks for the letters that tick in it; beside a tick, or alone, an x does not."""
    marks = [hit["letter"] for hit in _lettered().finditer(text)]
    if not any(marks):
        return text
    is_crossed = len(marks) == 1 or any(mark in text for mark in _TICKED)
    none = _MARKS["crossing"] if is_crossed else ()
    return _lettered().sub(
        lambda hit: f"({_TICKED[0]})" if hit["letter"] and hit["letter"] not in none else "()", text
    )


def _side(plain: str, start: int, end: int) -> int:
    """Return -1 or 1 for a mark that only touches the word before or behind it; 0 for any other."""
    touches_before = start > 0 and not plain[start - 1].isspace()
    touches_behind = end < len(plain) and not plain[end].isspace()
    return 0 if touches_before == touches_behind else (1 if touches_behind else -1)


def _chosen(tokens: list[tuple[str, str]], leaning: Mapping[int, int]) -> tuple[str, ...]:
    """Return the words that are ticked: behind the ticks where the cell begins with a box, else before."""
    step = 1 if tokens[0][0] != "word" else -1
    found: list[str] = []
    for at, (kind, _) in enumerate(tokens):
        beside = at + (leaning[at] or step)
        if kind == "tick" and 0 <= beside < len(tokens) and tokens[beside][0] == "word":
            found.append(tokens[beside][1])
    return tuple(found)
