"""What one heading means: by the synonym table, by its known parts, by the longest name inside it.

Likeness never decides: 立案日期 looks more like 结案日期 than like anything else, and would silently turn
every date of a ledger around.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, cast

from config.vocabulary import DATE_ROLES, Role
from config.words import words
from sync.cells.text import tidy
from sync.tables.heading_words.heading_phrases import heading_phrases

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_ENDS_IN_DAY = re.compile("(?:时间|日期|期限|时限)$")
#: What may follow the name of a person or an office in a heading that still asks for that name.
_OF_A_PERSON = re.compile(
    "(?:基本|相关|主要)?(?:姓名|名称|信息|情况|名单|职务|签名|签字|[及和与、/或甲乙].*|单位.*)?$"
)
_EDGES = ":：*＊※。、.·-—_/\\?"


class Grade(IntEnum):
    """How surely a heading names its role; a higher grade wins the role."""

    LATE = 1  # only when nothing better plays the role: 发生时间
    INSIDE = 2  # a name of the role is part of the heading
    GENERIC = 3  # 时间, 编号: means it only beside better headings
    NAME = 4
    TOWNSHIP = 5  # [headers] of township.toml


#: Roles that a person or an office plays.
_NAMED = frozenset(
    {Role.PARTY, Role.PARTY_OTHER, Role.OWNER, Role.LEADER, Role.REPORTER, Role.ORG, Role.MEDIATOR}
)

#: Roles whose heading must be understood whole: a day is one event's, a source one thing's (用地来源), and a
#: number counts one kind of people (参训人数).
_WHOLE = frozenset((*DATE_ROLES, Role.SOURCE, Role.PEOPLE_COUNT))

#: The rank of a heading put together of known parts: after all names that stand in the table.
_COMPOSED = 1000


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading plays, how surely, and its place among the names of that role (0 is best)."""

    role: Role
    grade: Grade
    rank: int = 0


def heading_key(text: str) -> str:
    """Return a heading as the synonym table spells it: without white space, brackets' content, edges."""
    whole = tidy(text)
    bare = _BRACKETS.sub("", whole).strip(_EDGES + "()")
    return (bare or whole.strip("()【】[]")).upper()


@dataclass(frozen=True, slots=True, eq=False)
class HeadingWords:
    """The synonym table, ready for use; each is itself alone, so that what is made of it can be kept."""

    exact: Mapping[str, Match]
    inside: Mapping[str, Sequence[tuple[str, Match]]]  # by their first two characters
    unless: Mapping[Role, tuple[str, ...]]
    private: tuple[str, ...]
    counting: tuple[str, ...]
    yes_no: tuple[str, ...]
    first_time: frozenset[str]
    name_only: frozenset[str]
    fillers: tuple[str, ...]
    heads: frozenset[str]
    other_side: frozenset[str]
    signed: frozenset[str]
    places: tuple[str, ...]
    joined: re.Pattern[str]

    def match(self, key: str) -> Match | None:
        """Return what the heading *key* (see `heading_key`) plays, or None."""
        found = self.exact.get(key)
        if found is not None or not key or len(key) > 30:
            return found
        put_together = _put_together(key)
        if any(word in key for word in self.private):
            # The day of a telephone call is no telephone number, and 是否息访 asks how a case stands.
            is_known = put_together in DATE_ROLES or (put_together is Role.STATUS and key.startswith("是否"))
            return (
                Match(put_together, Grade.NAME, _COMPOSED)
                if put_together and is_known
                else self._before_private(key)
            )
        if put_together is not Role.PEOPLE_COUNT and any(word in key for word in self.counting):
            return None
        if put_together is not None:
            return Match(put_together, Grade.NAME, _COMPOSED)
        best: tuple[bool, int] = (False, 0)
        for at in range(len(key) - 1):
            for name, match in self.inside.get(key[at : at + 2], ()):
                rank = (at + len(name) == len(key), len(name))
                if rank > best and key.startswith(name, at) and self._allowed(name, match.role, key):
                    best, found = rank, match
        return found

    def _allowed(self, name: str, role: Role, key: str) -> bool:
        # A name of two characters says enough only at the end, where Chinese puts the head word.
        if len(name) < 3 and not key.endswith(name):
            return False
        # 暂缓办理时间 is no 办理时间: a day is one event's, and every word of its heading counts.
        if role in _WHOLE and not heading_phrases().is_harmless(key.replace(name, "", 1)):
            return False
        at = key.rfind(name) + len(name)
        if role not in DATE_ROLES and _ENDS_IN_DAY.search(key[at:]):
            return False  # 转至责任单位时间 is a day, whatever else it names
        # 当事人评价 and 责任人意见 name no person: what stands behind a person is what the column holds.
        if role in _NAMED and not _OF_A_PERSON.match(key[at:]):
            return False
        # 调解室面积 is no place: Chinese puts the head word last.
        if role not in _NAMED and not heading_phrases().is_tail(key[at:]):
            return False
        return not any(word in key.replace(name, "") for word in self.unless.get(role, ()))

    def _before_private(self, key: str) -> Match:
        # 包案领导及联系方式 names an official first; the telephone number beside it is not read.
        first = self.exact.get(self.joined.split(key)[0])
        if first is not None and first.role in (Role.LEADER, Role.OWNER, Role.ORG, Role.REPORTER, Role.PARTY):
            return Match(first.role, Grade.INSIDE, first.rank)
        return Match(Role.IGNORED, Grade.NAME)

    def is_yes_no(self, text: str) -> bool:
        """Whether a heading asks a question that 是 or √ answers."""
        whole = tidy(text)
        return any(word in whole for word in self.yes_no)


#: The same few words head the columns of all villages, or stand in the rows where a header is looked for.
@lru_cache(maxsize=2048)
def _put_together(key: str) -> Role | None:
    return heading_phrases().role_of(key)


def heading_words(own: Mapping[str, Sequence[str]] | None = None) -> HeadingWords:
    """Return the synonym table, the township's *own* headings (by role) first."""
    return _with_own(tuple((role, tuple(names)) for role, names in own.items())) if own else _base()


@lru_cache(maxsize=8)
def _with_own(own: Sequence[tuple[str, Sequence[str]]]) -> HeadingWords:
    base = _base()
    exact = dict(base.exact)
    for role, names in own:
        for rank, name in enumerate(names):
            exact[heading_key(name)] = Match(Role(role), Grade.TOWNSHIP, rank)
    return replace(base, exact=exact)


@cache
def _base() -> HeadingWords:
    table = cast("Mapping[str, Mapping[str, Any]]", words("headers"))
    rules = table["rules"]
    exact: dict[str, Match] = {}
    inside: dict[str, Match] = {}
    unless: dict[Role, tuple[str, ...]] = {}
    for spelled, entry in table.items():
        if spelled == "rules":
            continue
        role = Role(spelled)
        unless[role] = tuple(entry.get("unless", ()))
        names = list(entry.get("names", ()))
        names += [event + end for event in entry.get("events", ()) for end in rules["endings"]]
        for grade, spellings in (
            (Grade.NAME, names),
            (Grade.GENERIC, entry.get("generic", ())),
            (Grade.LATE, entry.get("late", ())),
        ):
            for rank, name in enumerate(spellings):
                exact.setdefault(heading_key(name), Match(role, grade, rank))
                if grade is not Grade.GENERIC and len(name) > 1:
                    low = Grade.LATE if grade is Grade.LATE else Grade.INSIDE
                    inside.setdefault(heading_key(name), Match(role, low, rank))
    by_start: dict[str, list[tuple[str, Match]]] = {}
    for name, match in inside.items():
        by_start.setdefault(name[:2], []).append((name, match))
    return HeadingWords(
        exact=exact,
        inside=by_start,
        unless=unless,
        private=tuple(table["ignored"]["inside"]),
        counting=tuple(rules["counting"]),
        yes_no=tuple(rules["yes_no"]),
        first_time=frozenset(heading_key(name) for name in rules["first_time"]),
        name_only=frozenset(rules["name_only"]),
        fillers=tuple(rules["fillers"]),
        heads=frozenset(rules["heads"]),
        other_side=frozenset(rules["other_side"]),
        signed=frozenset(rules["signed"]),
        places=tuple(rules["places"]),
        joined=re.compile(rules["and"]),
    )


_OUTCOMES = (Role.PROGRESS, Role.STATUS, Role.RESULT)
_PERSONS = (Role.PARTY, Role.PARTY_OTHER, Role.OWNER, Role.LEADER, Role.REPORTER)
_AREAS = (Role.VILLAGE, Role.GROUP, Role.GRID)


def resolve(words_: HeadingWords, levels: Sequence[str]) -> Match | None:
    """Return what a column plays whose headings, from the top row to the lowest, are *levels*.

    The lowest one decides when it says enough by itself; 时间 below 办结情况 is 办结时间.
    """
    keys = [heading_key(level) for level in levels if level]
    if not keys:
        return None
    leaf, parents = keys[-1], keys[:-1]
    found = _as_bracketed(words_.match(leaf), leaf, levels[-1], words_)
    found = found or _of_two_lines(words_, levels[-1])
    if found is None and words_.is_yes_no(levels[-1]) and heading_phrases().asks_for_end(leaf):
        return Match(Role.STATUS, Grade.NAME, _COMPOSED)
    if not parents or (found is not None and found.grade >= Grade.NAME):
        return found
    for parent in reversed(parents):
        for stem in (_stem(parent, words_.fillers), parent):
            joined = words_.exact.get(stem + leaf)
            if joined is not None:
                return joined
    below_head = words_.match(leaf + parents[-1]) if parents[-1] in words_.heads else None
    if below_head is not None and below_head.role is not Role.OTHER:
        return below_head
    above = words_.match(parents[-1])
    if above is not None and above.role in _PERSONS and leaf in words_.name_only:
        return above
    if above is not None and found is not None and found.role is Role.REGISTERED_DATE:
        # 时间 below 办理情况 is when it was dealt with; below 领导批示 it is nothing of ours.
        if above.role in _OUTCOMES:
            return Match(Role.RESOLVED_DATE, Grade.LATE, found.rank)
        if above.role in (Role.OTHER, Role.IGNORED):
            return above
    return found


def _of_two_lines(words_: HeadingWords, text: str) -> Match | None:
    """Return what two levels in one cell play: 当事人情况, and 姓名 on its second line."""
    lines = [line for line in text.splitlines() if line.strip()]
    return resolve(words_, lines) if len(lines) > 1 else None


def _as_bracketed(found: Match | None, key: str, text: str, words_: HeadingWords) -> Match | None:
    """Return *found* as brackets behind it narrow it: 当事人（乙方）, 当事人（签字）, 纠纷发生地（村）."""
    inside = [part.strip("()[]【】〔〕") for part in _BRACKETS.findall(tidy(text))]
    if not inside:
        return found
    if found is not None and found.role in (Role.PARTY, Role.PARTY_OTHER):
        if not words_.signed.isdisjoint(inside):
            return replace(found, role=Role.OTHER)
        return found if words_.other_side.isdisjoint(inside) else replace(found, role=Role.PARTY_OTHER)
    if found is None and inside[0] in words_.heads:
        return words_.match(key + inside[0])  # 结案（日期）
    if (found is None or found.role is Role.OTHER) and key.endswith(words_.places):
        areas = (words_.exact.get(part) for one in inside for part in words_.joined.split(one))
        return next((area for area in areas if area is not None and area.role in _AREAS), found)
    return found


def _stem(parent: str, fillers: Sequence[str]) -> str:
    for filler in fillers:
        parent = parent.removesuffix(filler)
    return parent
