"""Where a header is: the rows it takes, and the heading of each column on all its levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from config.vocabulary import DATE_ROLES, SITTING_ROLES, Role
from config.words import words as word_file
from sync.cells.levels import read_risk
from sync.cells.text import tidy
from sync.tables.heading_words.headings import Grade, HeadingWords, Match, heading_key, resolve
from sync.tables.kinds import DATE, FILLED, HEADING, LONG, NUMBER, TEXT, row_words
from sync.tables.view import View, merges_within

#: No header of a ledger was ever seen to take more rows.
_TALLEST = 4
#: How many rows of a sheet are searched for headings that are no exact synonyms.
_TOP = 60

#: Roles of which a ledger of cases has several; a roster or a duty list has hardly one.
_CORE = frozenset(
    (
        Role.REGISTERED_DATE,
        Role.ACCEPTED_DATE,
        Role.SUMMARY,
        Role.CATEGORY,
        Role.PROGRESS,
        Role.STATUS,
        Role.RESOLVED_DATE,
        Role.DUE_DATE,
        Role.PARTY,
        Role.SOURCE,
        Role.RESULT,
        Role.RISK_LEVEL,
        Role.SITTING_DATE,
        Role.SITTING_OR_END,
    )
)

#: What is said of one case alone; a table without any of it lists words, not cases.
_OF_ONE_CASE = frozenset((*DATE_ROLES, *SITTING_ROLES, Role.SEQ, Role.CASE_NO, Role.PARTY, Role.SUMMARY))


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found; rows and columns are 0-based.

    Attributes:
        rows: every row of it, from top to bottom.
        levels: for each column with a heading of its own, its texts from top to bottom.
    """

    rows: tuple[int, ...]
    levels: dict[int, tuple[str, ...]]

    @property
    def left(self) -> int:
        """The first column with a heading."""
        return min(self.levels)

    @property
    def right(self) -> int:
        """The last column with a heading."""
        return max(self.levels)


def candidates(view: View, words: HeadingWords) -> list[int]:
    """Return the rows that hold at least three headings, from top to bottom."""
    hits = ((view.kinds & HEADING) > 0).sum(axis=1)
    rows = set(np.flatnonzero(hits >= 3).tolist())
    texts = ((view.kinds[:_TOP] & TEXT) > 0) & ((view.kinds[:_TOP] & LONG) == 0)
    known: dict[str, bool] = {}  # below the header the same words stand in row after row
    for row in np.flatnonzero((texts.sum(axis=1) >= 3) & (hits[:_TOP] < 3)).tolist():
        here = [view.text(row, column) for column in view.filled(row)]
        lacking = 3 - sum(known.get(text, False) for text in here)
        unknown = [text for text in here if text not in known]
        for left, text in zip(range(len(unknown), 0, -1), unknown, strict=True):
            if not 0 < lacking <= left:
                break  # it is one already, or can be none any more
            if text not in known:
                known[text] = words.match(heading_key(text)) is not None
            lacking -= known[text]
        if lacking <= 0:
            rows.add(row)
    return sorted(rows)


def header_at(view: View, row: int, words: HeadingWords) -> Header | None:
    """Return the ledger header that *row* belongs to; None when it is no ledger's."""
    block = _block(view, row, words)
    levels = _levels(view, block)
    parts = _segments(view, levels, block[-1])
    if not parts:
        return None
    matches = {column: resolve(words, texts) for column, texts in levels.items()}
    best = max(parts, key=lambda part: len(_roles(matches, part)))
    columns = list(best)
    played = _roles(matches, best)
    for part in parts:
        extra = _roles(matches, part, Grade.INSIDE, Grade.NAME, Grade.TOWNSHIP) - played
        if part is not best and 2 * len(extra) >= len(part) and _is_near(part, best):
            columns += part
            played |= extra
    chosen = {column: matches[column] for column in columns}
    if not _is_ledger(chosen, [levels[column][-1] for column in columns], words):
        return None
    if _is_form(view, block[-1], columns):
        return None
    return Header(tuple(block), {column: levels[column] for column in sorted(columns)})


def _is_near(part: Sequence[int], best: Sequence[int]) -> bool:
    return part[0] - best[-1] == 2 or best[0] - part[-1] == 2


def _roles(matches: dict[int, Match | None], columns: Sequence[int], *grades: Grade) -> set[Role]:
    found = [matches[column] for column in columns]
    return {
        match.role
        for match in found
        if match is not None and match.role is not Role.OTHER and (not grades or match.grade in grades)
    }


def _is_ledger(matches: dict[int, Match | None], leaves: Sequence[str], words: HeadingWords) -> bool:
    found = [match for match in matches.values() if match is not None]
    roles = {match.role for match in found if match.role not in (Role.OTHER, Role.IGNORED)}
    core = roles & _CORE
    sure = {
        match.role
        for match in found
        if match.role in _CORE and match.grade not in (Grade.GENERIC, Grade.LATE)
    }
    if len(roles) < 3 or len(core) < 2 or not sure:
        return False
    if not roles & _OF_ONE_CASE:
        return False  # lists to choose from: 纠纷类型 | 办理情况 | 信访形式
    keys = [heading_key(leaf) for leaf in leaves]
    if len(roles) * 5 < len(keys):
        return False  # three headings among a hundred unknown ones say nothing
    counts = sum(match is None and _is_count(key) for key, match in zip(keys, matches.values(), strict=True))
    return counts * 5 < len(keys) * 2


def _is_count(key: str) -> bool:
    return row_words().patterns["sheet.statistic_headings"].search(key) is not None


def _is_form(view: View, last: int, columns: Sequence[int]) -> bool:
    """Whether the rows below hold labels too: a card, where labels and values alternate."""
    below = view.kinds[last + 1 : last + 9, min(columns) : max(columns) + 1]
    filled = ((below & FILLED) > 0).sum(axis=1)
    labels = ((below & HEADING) > 0).sum(axis=1)
    return int(((labels * 3 >= filled) & (labels > 0) & (filled > 0)).sum()) >= 3


# -- which rows ---------------------------------------------------------------------------------------


def _block(view: View, row: int, words: HeadingWords) -> list[int]:
    top, bottom = _merged(view, row, row)
    if bottom - top + 1 < _TALLEST and _is_sub_row(view, bottom, words):
        top, bottom = _merged(view, top, bottom + 1)
    if bottom - top + 1 < _TALLEST and _is_group_row(view, top - 1, top, bottom, words):
        top, bottom = _merged(view, top - 1, bottom)
    return list(range(top, bottom + 1))


def _merged(view: View, top: int, bottom: int) -> tuple[int, int]:
    """Widen a block of header rows by the cells merged over several of its rows."""
    for merge in merges_within(view.sheet.merges, top, bottom):
        is_tall = 0 < merge.bottom - merge.top < _TALLEST
        if not is_tall or merge.top >= len(view.rows) or merge.left >= view.width:
            continue
        if merge.right - merge.left > 3 or not _is_label(int(view.kinds[merge.top, merge.left])):
            continue
        low, high = min(top, merge.top), max(bottom, merge.bottom)
        if high - low < _TALLEST and high < len(view.rows):
            top, bottom = low, high
    return top, bottom


def _is_label(kind: int) -> bool:
    return bool(kind & TEXT) and not kind & LONG


def _is_sub_row(view: View, row: int, words: HeadingWords) -> bool:
    """Whether the row below *row* names the parts of its merged headings: 姓名, 电话 below 当事人."""
    below = row + 1
    if below >= len(view.rows):
        return False
    upper, lower = view.filled(row), view.filled(below)
    if not upper or not lower or lower[0] <= upper[0] or lower[-1] > upper[-1] + 8:
        return False
    kinds = view.kinds[below, lower]
    if ((kinds & (NUMBER | DATE | LONG)) > 0).any() or not ((kinds & TEXT) > 0).all():
        return False
    gaps = [column for column in lower if not view.kinds[row, column] & FILLED]
    known = sum(words.match(heading_key(view.text(below, column))) is not None for column in lower)
    ticks = sum(_is_tick_name(view.text(below, column)) for column in lower)
    return bool(gaps) and 2 * max(known, ticks, known + ticks) >= len(lower)


def _is_tick_name(text: str) -> bool:
    from sync.tables.ticks import tick_of

    is_part = heading_key(text) in word_file("dates")["parts"]  # 年, 月, 日 below one date
    return is_part or tick_of(text) is not None or read_risk(text) is not None


def _is_group_row(view: View, above: int, top: int, bottom: int, words: HeadingWords) -> bool:
    """Whether the row *above* names groups of the headings from *top* to *bottom*."""
    if above < 0:
        return False
    upper = view.filled(above)
    if not upper or not all(_is_label(int(view.kinds[above, column])) for column in upper):
        return False
    texts = [tidy(view.text(above, column)) for column in upper]
    if any(":" in text or text.startswith(row_words().starts["unit_row.starts"]) for text in texts):
        return False
    filled = (view.kinds[top : bottom + 1] & FILLED) > 0
    columns = np.flatnonzero(filled.any(axis=0))
    if not len(columns) or upper[0] < columns[0] - 1:
        return False
    over_blank = [column for column in upper if not filled[:, column].any()]
    known = [column for column in upper if words.match(heading_key(view.text(above, column))) is not None]
    if any(column in known for column in over_blank):
        return True
    spans = {
        merge.left: merge.right - merge.left + 1 for merge in merges_within(view.sheet.merges, above, above)
    }
    if len(upper) == 1:
        span = spans.get(upper[0], 1)
        return upper[0] > columns[0] and (bool(known) or span > 1) and span < len(columns) - 1
    return max((spans.get(column, 1) for column in upper), default=1) > 1 or all(
        filled[:, column].any() and not view.kinds[above, min(column + 1, view.width - 1)] & FILLED
        for column in upper
    )


# -- which headings -----------------------------------------------------------------------------------


def _levels(view: View, block: Sequence[int]) -> dict[int, tuple[str, ...]]:
    merges = merges_within(view.sheet.merges, block[0], block[-1])
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in merges:
        for row in range(max(merge.top, block[0]), min(merge.bottom, block[-1]) + 1):
            for column in range(merge.left, min(merge.right, view.width - 1) + 1):
                origin[row, column] = (merge.top, merge.left)
    spread = len(block) > 1 and not any(merge.right > merge.left for merge in merges)
    found: dict[int, tuple[str, ...]] = {}
    for column in range(view.width):
        if column in view.ours:
            continue
        texts, leaf = _column_levels(view, block, column, origin, spread=spread)
        if texts and leaf == column:
            found[column] = texts
    return found


def _column_levels(
    view: View,
    block: Sequence[int],
    column: int,
    origin: dict[tuple[int, int], tuple[int, int]],
    *,
    spread: bool,
) -> tuple[tuple[str, ...], int]:
    texts: list[str] = []
    leaf = -1
    for row in block:
        at = origin.get((row, column), (row, column))
        text = view.text(*at) if at[0] >= block[0] else ""
        if not text and spread and row != block[-1] and view.text(block[-1], column):
            text = _left_of(view, row, column, block[-1])
        elif text:
            leaf = at[1]
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return tuple(texts), leaf


def _left_of(view: View, row: int, column: int, lowest: int) -> str:
    """Return the group name that stands left of a blank cell above a heading."""
    for left in range(column - 1, -1, -1):
        if not view.text(lowest, left):
            return ""
        if view.text(row, left):
            return view.text(row, left)
    return ""


def _segments(view: View, levels: dict[int, tuple[str, ...]], last: int) -> list[list[int]]:
    """Split the headed columns at blank ones: what stands at the side is none of the table."""
    covered = {
        column
        for merge in merges_within(view.sheet.merges, last, last)
        for column in range(merge.left, merge.right + 1)
    }
    below = (view.kinds[last + 1 : last + 51] & FILLED) > 0
    parts: list[list[int]] = []
    for column in sorted(levels):
        if parts:
            between = [c for c in range(parts[-1][-1] + 1, column) if c not in covered and c not in view.ours]
            if all(len(below) and below[:, c].mean() >= 0.2 for c in between):
                parts[-1].append(column)
                continue
        parts.append([column])
    return parts
