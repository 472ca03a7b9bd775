"""Headings put together of known parts: 信访登记时间, 要求反馈时间, 拟化解期限.

Which part decides, and in which order the roles are tried, stands in ``config/words/phrases.toml``.
"""

import re
from dataclasses import dataclass
from functools import cache

from config.vocabulary import Role
from config.words import words

#: A heading put together of more characters is a sentence.
LONGEST = 16
#: The lists of what says nothing of the role: {any} stands for all of them.
_SILENT = ("thing", "who", "how", "paper", "link")
_NAMES = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class HeadingPhrases:
    """The patterns of composed headings, in the order in which they are tried."""

    patterns: tuple[tuple[Role, re.Pattern[str]], ...]
    things: re.Pattern[str]
    tail: re.Pattern[str]
    ends: re.Pattern[str]

    def role_of(self, key: str) -> Role | None:
        """Return the role that all parts of *key* together name; None when a part is unknown."""
        if not 2 <= len(key) <= LONGEST or key.isascii():
            return None
        return next((role for role, pattern in self.patterns if pattern.fullmatch(key)), None)

    def is_harmless(self, rest: str) -> bool:
        """Whether what stands beside a name only says what is talked about."""
        return self.things.fullmatch(rest) is not None

    def is_tail(self, rest: str) -> bool:
        """Whether what stands behind a name leaves it the head of the heading."""
        return self.tail.fullmatch(rest) is not None

    def asks_for_end(self, key: str) -> bool:
        """Whether *key*, asked with 是/否, asks for the end of the case: 办结（是/否）."""
        return self.ends.fullmatch(key) is not None


@cache
def heading_phrases() -> HeadingPhrases:
    """Return the patterns, compiled once."""
    table = words("phrases")
    listed = dict(table["words"])
    listed["any"] = [word for name in _SILENT for word in listed[name]]
    groups = {
        name: "(?:" + "|".join(map(re.escape, sorted(set(some), key=len, reverse=True))) + ")"
        for name, some in listed.items()
    }
    return HeadingPhrases(
        tuple(
            (
                Role(role),
                re.compile("|".join(_NAMES.sub(lambda hit: groups[hit[1]], one) for one in patterns)),
            )
            for role, patterns in table["phrases"].items()
        ),
        re.compile(f"{groups['thing']}*"),
        re.compile(
            f"(?:{groups['thing']}|名称|姓名|说明|信息|内容|分类|归类|划分|介绍|简介|摘要|详情|标识|[及和与或、/].*)*"
        ),
        re.compile(f"{groups['thing']}*{groups['end']}"),
    )
