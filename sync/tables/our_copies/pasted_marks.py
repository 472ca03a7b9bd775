"""Copies of our columns that people pasted where no table has them: beside one, below one, on another tab.

A row with headings of ours is one of a table's when people's headings stand beside them. Where others are
headed elsewhere, with no people's headings beside, somebody pasted a copy: what it says is nobody's word, and
it grows stale. It reaches down as far as its cells say what we could have written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.vocabulary import Mark
from sync.cells.text import as_text, text_at, tidy
from sync.grid import CellValue, Merge
from sync.mark_headings import headings_of, mark_of
from sync.tables.heading_words.headings import heading_key, heading_words
from sync.tables.our_copies.our_words import is_light, may_say
from sync.tables.our_copies.unheaded_copies import OursThere, unheaded_copies

#: So many empty rows a copy may have between two that say something.
_GAP = 5

#: More rows than this with headings of ours are no slip of the hand.
_MOST = 200

#: Where headings of ours stand: 0-based row → 0-based column → which.
Headed = Mapping[int, Mapping[int, Mark]]
Rows = Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class PastedMarks:
    """One pasted copy; rows and columns are 0-based, both ends included.

    Attributes:
        top: the row of its headings.
        bottom: its last row.
        columns: what each of its columns is a copy of.
        ours: its cells that say nothing but our words, as (row, column): the others a person wrote in.
        is_headed: whether it has headings; one without is nothing but the cells of *ours*.
    """

    top: int
    bottom: int
    columns: Mapping[int, Mark]
    ours: frozenset[tuple[int, int]] = field(default_factory=frozenset[tuple[int, int]])
    is_headed: bool = True

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        if not self.is_headed:
            return (row, column) in self.ours
        return self.top <= row <= self.bottom and column in self.columns


def pasted_marks(
    rows: Rows, merges: Sequence[Merge], headed: Headed, sure: Collection[int]
) -> list[PastedMarks]:
    """Return the pasted copies on a worksheet, from top to bottom.

    Args:
        rows: its cells.
        merges: its merged blocks.
        headed: every row that has a heading of ours.
        sure: those rows of them that hold more than a heading of ours in a person's note.

    A single heading is one of a copy only where a text of ours follows.
    """
    if not sure or len(headed) > _MOST:
        return []
    places = {frozenset(columns) for columns in headed.values()}
    found, own = ([], min(sure)) if len(places) < 2 else _headed_copies(rows, merges, headed, sure)
    tops = {block.top for block in found}
    known = {column for row in sure if row not in tops for column in headed[row]}
    columns: dict[Mark, int] = {}
    for column, mark in sorted(headed[own].items()):
        columns.setdefault(mark, column)
    for cells in unheaded_copies(OursThere(rows, own, columns, known)) if own in sure else ():
        left = {at: mark for at, mark in cells.items() if not any(block.holds(*at) for block in found)}
        if left:
            found.append(_unheaded(left))
    return found


def _unheaded(cells: Mapping[tuple[int, int], Mark]) -> PastedMarks:
    lines = [row for row, _ in cells]
    columns = {column: mark for (_, column), mark in cells.items()}
    return PastedMarks(min(lines), max(lines), columns, frozenset(cells), is_headed=False)


def _headed_copies(
    rows: Rows, merges: Sequence[Merge], headed: Headed, sure: Collection[int]
) -> tuple[list[PastedMarks], int]:
    """Return the copies that have headings, and the row of our own headings."""
    beside = {row: _headings_beside(rows, merges, row, headed[row]) for row in headed}
    own = max(sorted(sure), key=lambda row: beside[row])
    if not beside[own]:
        return [], own
    said = own_texts(rows, headed[own], own)
    found = [
        _reaching_down(rows, row, headed[row], said)
        for row in sorted(headed)
        if headed[row].keys() != headed[own].keys() and 2 * beside[row] < beside[own]
    ]
    return [block for block in found if block.bottom > block.top or len(block.columns) > 1], own


def own_texts(rows: Rows, columns: Mapping[int, Mark], heading: int) -> dict[Mark, set[str]]:
    """Return what our columns say below their 0-based *heading* row."""
    said: dict[Mark, set[str]] = {}
    for column, mark in columns.items():
        said.setdefault(mark, set()).update(
            text for row in rows[heading + 1 :] if (text := text_at(row, column).strip())
        )
    return said


def is_copied(mark: Mark, text: str, said: Mapping[Mark, Collection[str]]) -> bool:
    """Whether a text in a copy is nothing but ours: a heading, what our own column says, or a light."""
    return text in said.get(mark, ()) or text in headings_of(mark) or (mark is Mark.LIGHT and is_light(text))


def _headings_beside(rows: Rows, merges: Sequence[Merge], row: int, ours: Mapping[int, Mark]) -> int:
    """Return how many people's headings stand in a row, or reach into it from a merged cell above."""
    known = heading_words().exact
    texts = [as_text(value) for column, value in enumerate(rows[row]) if column not in ours]
    texts += [
        text_at(rows[merge.top], merge.left)
        for merge in merges
        if merge.top < row <= merge.bottom and merge.top < len(rows)
    ]
    return sum(heading_key(tidy(text)) in known for text in texts if text)


def _reaching_down(
    rows: Rows, top: int, columns: Mapping[int, Mark], said: Mapping[Mark, Collection[str]]
) -> PastedMarks:
    bottom = top
    # A heading of ours alone may be a person's note: what follows has to be ours for certain.
    like_ours = _is_like_ours if len(columns) > 1 else is_copied
    for row in range(top + 1, len(rows)):
        texts = list(_texts(rows[row], columns))
        if row - bottom > _GAP or not all(like_ours(mark, text, said) for _, mark, text in texts):
            break
        if texts:
            bottom = row
    ours = {
        (row, column)
        for row in range(top, bottom + 1)
        for column, mark, text in _texts(rows[row], columns)
        if is_copied(mark, text, said)
    }
    return PastedMarks(top, bottom, columns, frozenset(ours))


def _is_like_ours(mark: Mark, text: str, said: Mapping[Mark, Collection[str]]) -> bool:
    return text in said.get(mark, ()) or (mark_of(text) is None and may_say(mark, text))


def _texts(row: Sequence[CellValue], columns: Mapping[int, Mark]) -> Iterator[tuple[int, Mark, str]]:
    for column, mark in columns.items():
        if text := text_at(row, column).strip():
            yield column, mark, text
