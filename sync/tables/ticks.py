"""Designs with one column per answer, ticked with √: 已化解 | 化解中 | 未化解, 婚姻家庭 | 邻里 | 土地."""

from collections.abc import Mapping, Sequence

from config.vocabulary import Played, Role
from sync.cells.categories import read_category
from sync.cells.levels import read_risk
from sync.cells.statuses import read_status
from sync.cells.text import tidy
from sync.tables.column_evidence import ColumnEvidence
from sync.tables.heading_words.headings import Grade, Match, heading_key, heading_words

#: A tick column's heading is a bare word.
_LONGEST = 8


def tick_of(text: str) -> Played | None:
    """Return the tick role a heading would have among others of its kind; None when it names no answer."""
    key = heading_key(text)
    if not 1 < len(key) <= _LONGEST:
        return None
    category = read_category(key)
    if category.category is not None and category.known and not category.others:
        return Played(Role.CATEGORY_TICK, category.category)
    status = read_status(key, yes_no=False)
    if status.status is not None:
        return Played(Role.STATUS_TICK, status.status)
    return None


def tick_columns(
    levels: Mapping[int, Sequence[str]],
    matches: Mapping[int, Match | None],
    evidence: Mapping[int, ColumnEvidence],
) -> dict[int, Played]:
    """Return the columns that are ticked, to what they play.

    A tick column stands among others: two neighbours at least that name statuses, or three that name
    categories (two below a heading of their own), and hold nothing but ticks.
    """
    named = {column: _named(column, texts, matches, evidence) for column, texts in levels.items()}
    found: dict[int, Played] = {}
    for run in _runs(
        [column for column, texts in levels.items() if _is_risk(column, texts, matches)], list(levels)
    ):
        found |= {column: Played(Role.RISK_LEVEL, read_risk(levels[column][-1]) or "") for column in run}
    for run in _runs([column for column, role in named.items() if role], list(levels)):
        for base, least in ((Role.STATUS_TICK, 2), (Role.CATEGORY_TICK, 3)):
            part = {column: played for column in run if (played := named[column]) and played.role is base}
            grouped = {levels[column][0] for column in part if len(levels[column]) > 1}
            if len(part) >= (2 if len(grouped) == 1 else least):
                found |= part
    return found


def _is_risk(column: int, texts: Sequence[str], matches: Mapping[int, Match | None]) -> bool:
    """Whether a column is one colour below a heading of the risk level: 风险等级 over 红 | 黄 | 绿."""
    above = heading_words().match(heading_key(texts[0])) if len(texts) > 1 else None
    is_named = above is not None and above.role is Role.RISK_LEVEL and matches.get(column) in (None, above)
    return is_named and read_risk(texts[-1]) is not None


def _named(
    column: int,
    texts: Sequence[str],
    matches: Mapping[int, Match | None],
    evidence: Mapping[int, ColumnEvidence],
) -> Played | None:
    match = matches.get(column)
    # 化解 or 其他 mean another role elsewhere; a heading that surely plays a role is no tick column.
    if match is not None and match.grade >= Grade.NAME and match.role is not Role.OTHER:
        return None
    proof = evidence.get(column)
    if proof is not None and proof.filled and proof.ticks < 0.6:
        return None
    return tick_of(tidy(texts[-1]))


def _runs(columns: Sequence[int], headed: Sequence[int]) -> list[list[int]]:
    """Group *columns* that are neighbours among the headed ones."""
    place = {column: index for index, column in enumerate(sorted(headed))}
    runs: list[list[int]] = []
    for column in sorted(columns):
        if runs and place[column] - place[runs[-1][-1]] == 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs
