"""Which rows below a header are cases, and why the others are none.

Most rows are plainly a case or plainly blank, and whole columns say so at once; only what is left is
looked at row by row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Played, RowReason
from sync.cells.text import tidy
from sync.tables.kinds import DATE, DITTO, FILLED, HEADING, LONG, NIL, SPECIAL, TEXT, row_words
from sync.tables.regions import Region, is_number_row
from sync.tables.signatures import is_signature, may_be_signature
from sync.tables.titles import month_section
from sync.tables.view import View

#: What makes a row a case, once it is filled with more than 无.
_STORY = frozenset(
    ("party", "party_other", "category", "summary", "case_no", "progress", "result", "source", "people_count")
)
#: What a row of column numbers begins with.
_FIRST_NUMBERS = frozenset((0, 1, 2, "0", "1", "2", "(1)", "（1）"))
#: Whose row it is: filled in on a row that reports nothing, too.
_PLACE = frozenset(("village", "group", "grid", "reporter", "owner", "org"))
#: Facts that only cases have; with _STORY, what a pre-numbered row lacks.
_FACTS = frozenset(
    (
        "registered_date",
        "accepted_date",
        "assigned_date",
        "resolved_date",
        "agreement_no",
        "satisfaction",
        "served_date",
        "other",
        "ignored",
    )
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, from its first to its last.

    Attributes:
        reasons: for each row why it is no case; None for a case.
        sections: for each row the 0-based sheet row of the separator above it, -1 when there is none.
    """

    reasons: Sequence[RowReason | None]
    sections: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table by what they say about a row; 0-based."""

    left: int
    right: int
    seq: int | None
    story: list[int]
    facts: list[int]
    remark: list[int]
    status: list[int]
    party: list[int]
    dates: list[int]
    place: list[int]


def rows_of(view: View, region: Region, played: Mapping[int, Played]) -> Rows:
    """Say of every row of *region* whether it is a case; *played* is what its columns play."""
    columns = _columns(view, region, played)
    first, last = region.first, region.last
    kinds = view.kinds[first : last + 1, columns.left : columns.right + 1]
    count = max(0, last - first + 1)
    is_blank = ~(kinds & FILLED).any(axis=1) if count else np.zeros(0, dtype=bool)
    is_plain = _plain(view, region, columns) & ~is_blank
    merged = _continued_by_merge(view, region, columns)
    reader = _RowReader(view, region, columns, merged)
    reasons: list[RowReason | None] = [None] * count
    sections = np.full(count, -1, dtype=np.int64)
    for offset in np.flatnonzero(is_blank).tolist():
        reasons[offset] = RowReason.REPEATED_HEADER if first + offset in region.repeated else RowReason.BLANK
    for offset in np.flatnonzero(~is_plain & ~is_blank).tolist():
        reasons[offset] = reader.reason(first + offset, reasons[offset - 1] if offset else RowReason.BLANK)
        if reasons[offset] is RowReason.SECTION_ROW:
            sections[offset:] = first + offset
    for offset in _signed(view, region, columns, reasons):
        reasons[offset] = RowReason.FOOTER
    return Rows(reasons, sections)


def _signed(view: View, region: Region, columns: _Columns, reasons: Sequence[RowReason | None]) -> list[int]:
    """Return the rows below the last case that hold a signature: 赵某某 2026年3月31日 in any column."""
    found: list[int] = []
    for offset in range(len(reasons) - 1, -1, -1):
        row = region.first + offset
        filled = [c for c in view.filled(row) if columns.left <= c <= columns.right]
        texts = [tidy(view.text(row, column)) for column in filled]
        if may_be_signature(reasons[offset]) and is_signature(texts):
            found.append(offset)
        elif reasons[offset] is None:
            break
    return found


def _columns(view: View, region: Region, played: Mapping[int, Played]) -> _Columns:
    def of(wanted: frozenset[str]) -> list[int]:
        return [column for column, each in played.items() if each.role in wanted]

    seq = of(frozenset(("seq",)))
    story = of(_STORY | {"category_tick"})
    right = min(max(region.header.right, *played, 0), view.width - 1)
    dates = [at for at, each in played.items() if each.role.endswith("_date") and each.role != "due_date"]
    return _Columns(
        region.header.left,
        right,
        seq[0] if seq else None,
        story,
        of(_FACTS),
        of(frozenset(("remark",))),
        of(frozenset(("status",))),
        of(frozenset(("party",))),
        dates,
        of(_PLACE),
    )


def _plain(view: View, region: Region, columns: _Columns) -> NDArray[np.bool_]:
    """Whether a row is a case at first sight: numbered, with two facts at least, and no odd word."""
    body = view.kinds[region.first : region.last + 1]
    table = body[:, columns.left : columns.right + 1]
    story = body[:, columns.story]
    told = (((story & FILLED) > 0) & ((story & (NIL | DITTO)) == 0)).sum(axis=1)
    facts = ((body[:, columns.facts] & FILLED) > 0).sum(axis=1)
    stories = ((story & LONG) > 0).any(axis=1)
    # A story alone beside a date may be a sentence that says nil.
    plain = (told >= 1) & (told + facts >= 2) & ((told > 1) | ~stories)
    plain &= ((table & (TEXT | DATE)) > 0).any(axis=1)  # nothing but numbers counts the columns
    plain &= ~((table & SPECIAL) > 0).any(axis=1)
    plain &= ((table & HEADING) > 0).sum(axis=1) < 3
    if columns.seq is not None:
        plain &= (body[:, columns.seq] & FILLED) > 0
        plain &= ((body[:, columns.seq] & TEXT) == 0) | (told + facts >= 3)
    else:
        plain &= told + facts >= 3
    heads = [region.first - 1, *sorted(region.repeated)]
    for row in {below for head in heads for below in (head, head + 1, head + 2)}:
        # Column numbers and examples stand straight below a header.
        if 0 <= row - region.first < len(plain):
            plain[row - region.first] = False
    for row in _continued_by_merge(view, region, columns):
        plain[row - region.first] = False
    for offset in np.flatnonzero(plain).tolist():
        # The numbers of the columns are printed again on later pages.
        if view.rows[region.first + offset][columns.left] in _FIRST_NUMBERS:
            plain[offset] = False
    return plain


def _continued_by_merge(view: View, region: Region, columns: _Columns) -> frozenset[int]:
    """Return the rows over which the number of the case above is merged."""
    if columns.seq is None:
        return frozenset()
    return frozenset(
        row
        for merge in view.sheet.merges
        if merge.left == merge.right == columns.seq and region.first <= merge.top and merge.bottom > merge.top
        for row in range(merge.top + 1, min(merge.bottom, region.last) + 1)
    )


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads the rows that are not plainly a case or blank."""

    view: View
    region: Region
    columns: _Columns
    merged: frozenset[int]

    def reason(self, row: int, above: RowReason | None) -> RowReason | None:
        """Return why *row* is no case, or None; *above* is what the row above it was."""
        filled = [c for c in self.view.filled(row) if self.columns.left <= c <= self.columns.right]
        if row in self.region.repeated:
            return RowReason.REPEATED_HEADER
        if is_number_row(self.view, row, filled):
            return RowReason.COLUMN_NUMBER_ROW
        texts = {column: tidy(self.view.text(row, column)) for column in filled}
        by_words = self._by_words(row, texts)
        if by_words is not None:
            return by_words
        if self._is_nil(texts):
            return RowReason.NIL_REPORT
        if row in self.merged:
            return RowReason.CONTINUATION_ROW
        return self._by_shape(row, filled, texts, above)

    def _by_words(self, row: int, texts: Mapping[int, str]) -> RowReason | None:
        words = row_words()
        parts = list(texts.values())
        lead = parts[:3]
        if any(
            part in words.exact["example.words"] or part.startswith(words.starts["example.starts"])
            for part in lead
        ):
            return RowReason.EXAMPLE_ROW
        if any(
            texts[column].startswith(words.starts["example.starts"]) and len(texts[column]) <= 6
            for column in self.columns.remark
            if column in texts
        ):
            return RowReason.EXAMPLE_ROW
        if len(set(parts)) <= 2 and any(word in parts[0] for word in words.starts["continued.inside"]):
            return RowReason.REPEATED_HEADER
        if words.patterns["note.pattern"].match(parts[0]) or parts[0].startswith(words.starts["note.starts"]):
            return RowReason.NOTE
        if self._is_footer(texts):
            return RowReason.FOOTER
        if self._is_numbers_only(texts):
            for part in lead:
                if part.startswith(words.starts["total.starts"]):
                    return RowReason.TOTAL
                if part.startswith(words.starts["subtotal.starts"]) or part.split(":")[0].endswith(
                    words.starts["subtotal.ends"]
                ):
                    return RowReason.SUBTOTAL
        return RowReason.SECTION_ROW if self._is_section(row, texts) else None

    def _is_footer(self, texts: Mapping[int, str]) -> bool:
        words = row_words()
        first = next(iter(texts.values()))
        is_first = first.startswith(words.starts["footer.starts"]) or words.patterns["footer.pattern"].match(
            first
        )
        labels = sum(
            part.startswith(words.starts["footer.starts"]) and (":" in part or "(" in part or len(part) <= 5)
            for part in texts.values()
        )
        is_numbered = first.isdecimal()
        return bool(is_first and (":" in first or "(" in first or len(texts) <= 4)) or (
            labels >= 2 and not is_numbered
        )

    def _is_numbers_only(self, texts: Mapping[int, str]) -> bool:
        """Whether a row, but for its first words, holds figures: 12件, 66.7%."""
        rest = [text for column, text in texts.items() if column in self.columns.story][:6]
        figure = row_words().patterns["figures.cell"]
        stories = [text for text in rest if not figure.fullmatch(text)]
        lead = list(texts.values())[:3]
        return len([text for text in stories if text not in lead]) == 0 and all(
            len(text) <= 14 for text in stories
        )

    def _is_section(self, row: int, texts: Mapping[int, str]) -> bool:
        distinct = set(texts.values())
        if len(distinct) != 1:
            return False
        text = distinct.pop()
        if row_words().patterns["nil.dated"].match(text):
            return False
        if month_section(text) is not None:
            return True
        patterns = row_words().patterns
        column = next(iter(texts))
        if patterns["section.village"].match(text):
            # A village alone in its own column is a row prepared for the village, not a separator.
            return column == self.columns.left or row in self.view.wide
        at_edge = column == self.columns.left or row in self.view.wide
        return at_edge and bool(patterns["section.numbered"].match(text)) and len(text) <= 20

    def _is_nil(self, texts: Mapping[int, str]) -> bool:
        words = row_words()
        said = [texts[column] for column in (*self.columns.story, *self.columns.remark) if column in texts]
        others = [column for column in texts if column not in self.columns.story]
        if not said or len(texts) == 1:
            said = list(texts.values()) if len(set(texts.values())) == 1 else said
        if not said:
            said = self._said_elsewhere(texts)
        nil = [text for text in said if is_nil_text(text)]
        dashes = [text for text in said if text in words.exact["nil.dashes"]]
        if not said or len(nil) + len(dashes) < len(said):
            return bool(nil) and self._is_nil_sentence(texts, others)
        return bool(nil) or any(column in self.columns.story for column in texts)

    def _said_elsewhere(self, texts: Mapping[int, str]) -> list[str]:
        """Return words of nothing to report in a row without a story: its date says it, or an odd column."""
        dashes = row_words().exact["nil.dashes"]
        aside = {self.columns.seq, *self.columns.place}
        rest = {column: text for column, text in texts.items() if column not in aside and text not in dashes}
        sentences = [text for text in rest.values() if len(text) >= 4 and is_nil_text(text)]
        if sentences:
            return sentences
        is_bare = len(set(rest.values())) == 1 and any(column in self.columns.dates for column in rest)
        return list(rest.values()) if is_bare else []

    def _is_nil_sentence(self, texts: Mapping[int, str], _others: Sequence[int]) -> bool:
        """Whether one sentence of the row says nil and nobody is named beside it: 3月 | 本月无矛盾纠纷."""
        rest = [
            text
            for column, text in texts.items()
            if column in self.columns.story
            and not is_nil_text(text)
            and text not in row_words().exact["nil.dashes"]
        ]
        return not rest

    def _by_shape(
        self, row: int, filled: Sequence[int], texts: Mapping[int, str], above: RowReason | None
    ) -> RowReason | None:
        kinds = self.view.kinds[row]
        columns = self.columns
        told = [c for c in columns.story if kinds[c] & FILLED]
        facts = [c for c in columns.facts if kinds[c] & FILLED]
        is_numbered = columns.seq is not None and bool(kinds[columns.seq] & FILLED)
        is_numbered = is_numbered and not kinds[columns.seq or 0] & LONG
        is_alone = len(set(texts.values())) == 1
        if (is_alone and row in self.view.wide) or (is_alone and len(filled) > 2 and not is_numbered):
            return RowReason.NOTE if kinds[filled[0]] & LONG else RowReason.SECTION_ROW
        if not told and not facts:
            if is_numbered or columns.seq is None or len(filled) > 1:
                return self._without_facts(row, texts)
            return RowReason.NOTE
        if not is_numbered and columns.seq is not None:
            return self._unnumbered(row, told, facts, above)
        return None

    def _without_facts(self, row: int, texts: Mapping[int, str]) -> RowReason | None:
        told = [texts[column] for column in (*self.columns.remark, *self.columns.status) if column in texts]
        if any(len(text) > 6 for text in told):
            return None  # somebody wrote a case into the remarks, or a story into the status
        seq = self.columns.seq
        if (
            seq is not None
            and seq in texts
            and self.view.kinds[row, seq] & TEXT
            and not re.search("[0-9]", texts[seq])
        ):
            return RowReason.NOTE
        return RowReason.PRENUMBERED_BLANK

    def _unnumbered(
        self, row: int, told: Sequence[int], facts: Sequence[int], above: RowReason | None
    ) -> RowReason | None:
        """A row without its number: the rest of the case above, or a case whose number is missing."""
        kinds = self.view.kinds[row]
        is_dated = any(kinds[column] & FILLED for column in self.columns.dates)
        goes_on = above in (None, RowReason.CONTINUATION_ROW) and not is_dated
        # Somebody named with a story of their own, or a status, is another case.
        is_whole = any(kinds[column] & FILLED for column in self.columns.status) or (
            len(told) > 1 and any(kinds[column] & FILLED for column in self.columns.party)
        )
        if goes_on and len(told) + len(facts) <= 2 and not is_whole:
            return RowReason.CONTINUATION_ROW
        if len(told) + len(facts) == 1 and not is_dated and not is_whole:
            return RowReason.NOTE
        return None


def is_nil_text(text: str) -> bool:
    """Whether a tidied cell says that there was nothing to report: 无, 零报告, 未发现矛盾纠纷."""
    words = row_words()
    if text in words.exact["nil.words"] or words.patterns["nil.dated"].match(text):
        return True
    return words.patterns["nil.pattern"].search(text) is not None and not words.patterns["nil.unless"].search(
        text
    )
