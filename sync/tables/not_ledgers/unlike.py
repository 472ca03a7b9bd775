"""Why a worksheet that may be a ledger is none that can be read: turned on its side, or in traditional characters."""  # noqa: E501

import numpy as np

from sync.tables.heading_words.headings import Grade, HeadingWords, heading_key
from sync.tables.kinds import FILLED
from sync.tables.view import View

#: How far down, and how many headings, or characters, make it sure.
_TOP = 40
_LEAST = 4
#: Characters of headings that are written otherwise where simplified ones are the rule.
_TRADITIONAL = frozenset(
    "號記時間當糾紛類簡況辦態結滿責領導單聯係電話訴請調處協議應實際編訪來電報況務質評級險區鎮鄉鄰爭財產債勞資償賠環"
)


def why_unlike(view: View, words: HeadingWords) -> str:
    """Return ``turned``, ``traditional`` or "" for neither; the ending of the problem's text."""
    if is_turned(view, words):
        return "turned"
    written = {sign for row in view.rows[:_TOP] for cell in row if isinstance(cell, str) for sign in cell}
    return "traditional" if len(written & _TRADITIONAL) >= _LEAST else ""


def is_turned(view: View, words: HeadingWords) -> bool:
    """Whether the headings stand one below the other, each with two cells or more beside it."""
    heads: dict[int, set[str]] = {}
    for row in np.flatnonzero((view.kinds[:_TOP] & FILLED).any(axis=1)).tolist():
        columns = view.filled(row)
        first = heading_key(view.text(row, columns[0]))
        match = words.match(first)
        others = [words.match(heading_key(view.text(row, column))) for column in columns[1:]]
        is_lone = all(other is None or other.grade < Grade.NAME for other in others)
        if match is not None and match.grade > Grade.INSIDE and len(others) >= 2 and is_lone:
            heads.setdefault(columns[0], set()).add(first)
    return max(map(len, heads.values()), default=0) >= _LEAST
