"""The small vocabularies: risk, complexity, satisfaction, channel, first time or again, numbers of people.

Each reader takes the cell as text and returns None when it says nothing of the kind. A whole cell is
looked up first; otherwise the longest word inside it decides, and two words of different meaning decide
nothing (红/黄/绿 printed as a choice that nobody made).
"""

import re
from functools import cache, lru_cache

from config.vocabulary import Channel, Complexity, Risk, Satisfaction
from config.words import words
from sync.cells.numerals import arabic
from sync.cells.printed_answers import printed_answer
from sync.cells.text import tidy


@cache
def _vocabulary(area: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {
        word.upper(): name for name, listed in words("levels")[area].items() for word in map(tidy, listed)
    }
    longest_first = sorted((word for word in meaning if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), meaning


_BREAKS = re.compile(r"[()\[\]【】〔〕{}:。.,;、/|\\□]+")


@lru_cache(maxsize=4096)
def _meaning(area: str, text: str) -> str | None:
    printed = printed_answer(text)
    plain = tidy(text if printed is None else "、".join(printed.chosen)).upper()
    pattern, meaning = _vocabulary(area)
    if plain in meaning:
        return meaning[plain]
    found: set[str] = set()
    for part in _BREAKS.split(plain):
        words_inside = [part] if part in meaning else [hit[0] for hit in pattern.finditer(part)]
        found.update(meaning[word] for word in words_inside)
    return found.pop() if len(found) == 1 else None


def read_risk(text: str) -> Risk | None:
    """Return the matter's risk: 红, 高风险, 一级 and 🔴 are red. Four-grade palettes fold into three."""
    found = _meaning("risk", text)
    return Risk(found) if found else None


def read_complexity(text: str) -> Complexity | None:
    """Return how hard the matter is said to be: 疑难, 重点 and 重大 are complex."""
    found = _meaning("complexity", text)
    return Complexity(found) if found else None


def read_satisfaction(text: str) -> Satisfaction | None:
    """Return the survey's answer; `OTHER` for anything else that is filled in, None for a blank."""
    printed = printed_answer(text)
    plain = tidy(text if printed is None else "、".join(printed.chosen))
    if not plain or re.fullmatch(r"[-—/\\.。_]+|无|未|未回访|未测评|暂无|待回访|待测评", plain):
        return None
    found = _meaning("satisfaction", plain)
    return Satisfaction(found) if found else Satisfaction.OTHER


def read_channel(text: str) -> Channel | None:
    """Return how the case came in; `OTHER` for a word that is none of ours, None for a blank."""
    printed = printed_answer(text)
    plain = tidy(text if printed is None else "、".join(printed.chosen))
    if not re.search(r"\w", plain):
        return None
    found = _meaning("channel", plain)
    return Channel(found) if found else Channel.OTHER


def is_from_superior(text: str) -> bool:
    """Whether the source says that the county or above handed it down, urged it or assigned it."""
    plain = tidy(text)
    listed = words("levels")["from_superior"]
    if any(word in plain for word in listed["unless"]):
        return False
    return any(word in plain for word in listed["words"])


def read_first_time(text: str) -> str:
    """Return "first", "repeat" or "": the 初次/重复 mark, for key figures only."""
    return _meaning("first_time", text) or ""


_PEOPLE = re.compile("([0-9]+)(?:人|名|户|余人|多人)?")


def read_count(text: str) -> int | None:
    """Return a number of people: 3, 3人, 三人; None when the cell gives no single number."""
    plain = tidy(text)
    if hit := _PEOPLE.fullmatch(plain):
        return int(hit[1]) if len(hit[1]) <= 6 else None
    number = arabic(plain.rstrip("人名户").replace("两", "二"))
    return int(number) if number else None
