"""Headings put together of known parts: 信访登记时间, 要求反馈时间, 拟化解期限.

Which part decides, and in which order the roles are tried, stands in ``config/words/phrases.toml``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

from config.vocabulary import Role
from config.words import words

#: A heading put together of more characters is a sentence.
LONGEST = 16
#: The lists of what says nothing of the role: {any} stands for all of them.
_SILENT = ("thing", "who", "how", "paper", "link")
_NAMES = re.compile(r"\{([a-z]+)\}")
#: A group of a pattern without another inside: how it begins, what is in it, how often it stands.
_GROUP = re.compile(r"\((\?(?::|<?[=!]))?([^()]*)\)([*?+]?)")
#: What a pattern without groups may do without, or leaves a choice of characters in.
_OPEN = re.compile(r"\[[^\[\]]*\][*?+]?|\{[a-z]+\}[*?]|.[*?]")
_LITERAL = re.compile("[\u4e00-\u9fff]+")
#: Stands for what says nothing of what a heading must hold; characters from here on for choices that do.
_NOTHING, _CHOICE = "\x00", "\ue000"
#: What a pattern has as written, in a class of characters, or with a mark behind its last one.
_WRITTEN = re.compile(r"(?P<before>\[)?(?P<text>[^\x00()\[\]|*+?:!<=]+)(?P<open>[*+?])?")


_NO_LIST: frozenset[str] = frozenset()


class _Asked(NamedTuple):
    """What a heading must hold one of: these texts, or a word of these lists."""

    texts: tuple[str, ...]
    lists: frozenset[str]

    def is_in(self, key: str, held: frozenset[str]) -> bool:
        """Whether *key*, which holds a word of each list in *held*, has it."""
        return not self.lists.isdisjoint(held) or any(text in key for text in self.texts)


def _asked(source: str) -> list[_Asked]:
    """Return all that a pattern asks for, as far as it is plain."""
    choices: list[str] = []

    def open_up(group: re.Match[str]) -> str:
        begins, inside, count = group.groups()
        if begins != "?:" or count in ("*", "?"):
            return _NOTHING
        if "|" not in inside:
            return inside
        choices.append(inside)
        return chr(ord(_CHOICE) + len(choices) - 1)

    count = 1
    while count:
        source, count = _GROUP.subn(open_up, source)
    if "|" in source:
        return _one_of(source)
    asked = [_Asked((text,), _NO_LIST) if text else _Asked((), lists) for text, lists in _plain(source)]
    asked += [
        each
        for at, inside in enumerate(choices)
        if chr(ord(_CHOICE) + at) in source
        for each in _one_of(inside)
    ]
    return asked


def _plain(source: str) -> list[tuple[str, frozenset[str]]]:
    """Return each text and list that a pattern without groups has at least once."""
    left = _OPEN.sub(_NOTHING, source)
    texts = _LITERAL.findall(_NAMES.sub(_NOTHING, left))
    return [
        *((text, _NO_LIST) for text in texts),
        *(("", frozenset((name,))) for name in _NAMES.findall(left)),
    ]


def _one_of(choice: str) -> list[_Asked]:
    """Return what at least one of some alternatives asks for; [] where one of them asks for nothing plain."""
    firsts = [next(iter(_plain(each)), None) for each in choice.split("|")]
    told = [each for each in firsts if each is not None]
    if len(told) < len(firsts):
        return []
    texts = tuple(text for text, _ in told if text)
    return [_Asked(texts, frozenset(chain.from_iterable(lists for _, lists in told)))]


class _Phrase:
    """One pattern, compiled once a heading has all that it asks for: most ledgers need few of them."""

    def __init__(self, source: str, groups: Mapping[str, str]) -> None:
        self._source, self._groups = source, groups
        self._asked = _asked(source)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_NAMES.sub(lambda hit: self._groups[hit[1]], self._source))

    def may_cover(self, key: str, held: frozenset[str]) -> bool:
        """Whether *key*, which holds a word of each list in *held*, has all that it asks for."""
        return all(each.is_in(key, held) for each in self._asked)

    def covers(self, key: str) -> bool:
        """Whether it covers *key* from end to end."""
        return self._pattern.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class HeadingPhrases:
    """The patterns of composed headings, in the order in which they are tried."""

    patterns: tuple[tuple[Role, tuple[_Phrase, ...]], ...]
    pieces: frozenset[str]  # all that a composed heading can be put together of
    lists: Mapping[str, Sequence[str]]  # the names of those that hold a word
    things: re.Pattern[str]
    tail: re.Pattern[str]
    ends: re.Pattern[str]

    def role_of(self, key: str) -> Role | None:
        """Return the role that all parts of *key* together name; None when a part is unknown."""
        if not 2 <= len(key) <= LONGEST or key.isascii() or not self._is_composed(key):
            return None
        size = len(key)
        parts = {key[start:end] for start in range(size) for end in range(start + 1, size + 1)}
        held = frozenset(name for part in parts for name in self.lists.get(part, ()))
        asked = ((role, one) for role, some in self.patterns for one in some if one.may_cover(key, held))
        return next((role for role, one in asked if one.covers(key)), None)

    def _is_composed(self, key: str) -> bool:
        """Whether *key* can be cut into pieces; no pattern need be looked at for what cannot."""
        ends = {0}
        for start in range(len(key)):
            if start in ends:
                ends.update(end for end in range(start + 1, len(key) + 1) if key[start:end] in self.pieces)
        return len(key) in ends

    def is_harmless(self, rest: str) -> bool:
        """Whether what stands beside a name only says what is talked about."""
        return self.things.fullmatch(rest) is not None

    def is_tail(self, rest: str) -> bool:
        """Whether what stands behind a name leaves it the head of the heading."""
        return self.tail.fullmatch(rest) is not None

    def asks_for_end(self, key: str) -> bool:
        """Whether *key*, asked with 是/否, asks for the end of the case: 办结（是/否）."""
        return self.ends.fullmatch(key) is not None


def _pieces(source: str) -> set[str]:
    """Return what stands in a pattern as written: it covers nothing but such pieces and words of lists."""
    found: set[str] = set()
    for hit in _WRITTEN.finditer(_NAMES.sub("\x00", source)):
        text, is_open = hit["text"], hit["open"] is not None
        # A mark behind its last character is about that one alone; a class stands for each of its own.
        found |= {text[:-1], text[-1]} if is_open and len(text) > 1 else {text}
        found |= set(text) if hit["before"] else set[str]()
    return found


@cache
def heading_phrases() -> HeadingPhrases:
    """Return the patterns; each is compiled when it is first needed."""
    table = words("phrases")
    listed = dict(table["words"])
    listed["any"] = [word for name in _SILENT for word in listed[name]]
    groups = {
        name: "(?:" + "|".join(map(re.escape, sorted(set(some), key=len, reverse=True))) + ")"
        for name, some in listed.items()
    }
    lists: dict[str, list[str]] = {}
    for name, some in listed.items():
        for word in some:
            lists.setdefault(word, []).append(name)
    sources = [one for patterns in table["phrases"].values() for one in patterns]
    return HeadingPhrases(
        tuple(
            (Role(role), tuple(_Phrase(one, groups) for one in patterns))
            for role, patterns in table["phrases"].items()
        ),
        frozenset((*lists, *chain.from_iterable(map(_pieces, sources)))),
        lists,
        re.compile(f"{groups['thing']}*"),
        re.compile(
            f"(?:{groups['thing']}|名称|姓名|说明|信息|内容|分类|归类|划分|介绍|简介|摘要|详情|标识|[及和与或、/].*)*"
        ),
        re.compile(f"{groups['thing']}*{groups['end']}"),
    )
