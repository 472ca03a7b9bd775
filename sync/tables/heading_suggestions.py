"""What a heading that nobody knows may mean: said only where its words and the cells below agree.

A remedy that misleads is worse than none: a clerk who follows it makes silent errors.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from config.vocabulary import DATE_ROLES, Role
from config.words import words
from sync.cells.categories import read_category
from sync.cells.statuses import read_status
from sync.cells.text import tidy
from sync.tables.column_evidence import ColumnEvidence
from sync.tables.heading_words.headings import Match

#: From this share of the cells on, a column is what they look like.
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class SuggestionWords:
    """The words of ``config/words/suggestions.toml``, compiled."""

    hints: tuple[tuple[Role, re.Pattern[str]], ...]
    person: re.Pattern[str]
    joined: re.Pattern[str]
    alike: tuple[frozenset[str], ...]


@cache
def _suggestion_words() -> SuggestionWords:
    table = words("suggestions")
    names = table["names"]
    return SuggestionWords(
        tuple((Role(role), re.compile(pattern)) for role, pattern in table["hints"].items()),
        re.compile(f"[{names['surnames']}](?:某{{1,2}}|[一-龥]{{1,2}}|[XＸ×*]{{1,2}})"),
        re.compile(names["joined"]),
        tuple(map(frozenset, table["slips"]["alike"])),
    )


def suggested_role(
    heading: str, proof: ColumnEvidence, played: Collection[Role], names: Mapping[str, Match]
) -> Role | None:
    """Return the one role that *heading* hints at and its cells look like; None without agreement.

    Args:
        heading: the lowest heading of the column, as written.
        proof: its cells.
        played: the roles that other columns play for sure; none of them is suggested a second time.
        names: every heading that is known, for one that was mistyped.
    """
    key = tidy(heading)
    if not proof.filled or len(key) > 12:
        return None
    hinted = [role for role, pattern in _suggestion_words().hints if pattern.search(key)]
    hinted = hinted or sorted(_one_slip_away(key, names))
    fitting = [role for role in hinted if role not in played and _looks_like(role, proof)]
    return fitting[0] if len(hinted) == 1 and fitting else None


def _one_slip_away(key: str, names: Mapping[str, Match]) -> set[Role]:
    """Return the roles of the names that *key* is, but for one mistyped character: 登计日期.

    Any other character makes another word of it: 核查时间 is no 排查时间.
    """
    if len(key) < 4:
        return set()
    return {match.role for name, match in names.items() if len(name) == len(key) and _is_slip(name, key)} - {
        Role.OTHER,
        Role.IGNORED,
    }


def _is_slip(name: str, key: str) -> bool:
    differing = [pair for pair in zip(name, key, strict=True) if len(set(pair)) > 1]
    return len(differing) == 1 and any(group.issuperset(differing[0]) for group in _suggestion_words().alike)


def looks_important(proof: ColumnEvidence) -> bool:
    """Whether cells look like what a ledger lives on: dates, states or categories."""
    return proof.filled >= 3 and (
        proof.dates >= _MOSTLY or proof.share(_is_state) >= _MOSTLY or proof.share(_is_category) >= _MOSTLY
    )


def _looks_like(role: Role, proof: ColumnEvidence) -> bool:
    if role in DATE_ROLES:
        return proof.dates >= _MOSTLY
    if proof.dates >= _MOSTLY:
        return False
    if role in (Role.PARTY, Role.OWNER):
        return proof.share(_is_person) >= _MOSTLY
    if role is Role.STATUS:
        return proof.share(_is_state) >= _MOSTLY
    if role is Role.CATEGORY:
        return proof.share(_is_category) >= _MOSTLY
    return proof.share(str.isdecimal) < 0.2 and proof.share(_is_person) < _MOSTLY


def _is_person(text: str) -> bool:
    known = _suggestion_words()
    parts = [part for part in known.joined.split(text) if part]
    return bool(parts) and all(known.person.fullmatch(part) for part in parts)


def _is_state(text: str) -> bool:
    return len(text) <= 12 and read_status(text, yes_no=False).status is not None


def _is_category(text: str) -> bool:
    found = read_category(text)
    return found.category is not None and found.known
