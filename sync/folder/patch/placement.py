"""Where our columns stand in a worksheet, and where missing ones go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from config.errors import LayoutUnknownError
from config.messages import message
from config.vocabulary import Mark
from sync.columns import LAST_COLUMN
from sync.folder.patch.drawings import Objects
from sync.grid import CellValue, Sheet
from sync.mark_headings import mark_of
from sync.store import TableRows
from sync.tables.our_copies.pasted_marks import PastedMarks, pasted_marks

#: A heading of ours begins with one of these; everything else need not be tidied to be told apart.
_FIRST = frozenset("〔[ \u3000\t\n\ufeff［")

_BESIDE = 3
_BEYOND = 12


@dataclass(slots=True)
class Placement:
    """Our columns in one worksheet, 0-based.

    Attributes:
        columns: for the worksheet as a whole; the first one where a mark stands twice.
        by_heading: for each 1-based heading row, where its own headings stand.
        headed: for every column under a heading of ours, doubles included, its first 1-based heading row
            and what the headings say.
        new: marks that had no column until now.
        pasted: copies that people pasted beside or below the tables; none of the others stands in one.
    """

    columns: dict[Mark, int]
    by_heading: dict[int, dict[Mark, int]]
    headed: dict[int, tuple[int, set[Mark]]] = field(default_factory=dict[int, tuple[int, set[Mark]]])
    new: frozenset[Mark] = field(default_factory=frozenset[Mark])
    pasted: Sequence[PastedMarks] = ()

    def column(self, mark: Mark, block: TableRows | None) -> int | None:
        """Return where *mark* stands for the rows of *block*; None when it stands nowhere."""
        own = self.by_heading.get(block.heading_row, {}) if block else {}
        return own.get(mark, self.columns.get(mark))


def found_marks(sheet: Sheet) -> Placement:
    """Find our columns by their headings, in whatever row and language they stand.

    A row is a heading row of ours when two of our headings stand in it, or one beside three other cells and
    above or below the others: a person may write one of them in a note.
    """
    found = Placement(dict(sheet.marks), {})
    headed: dict[int, dict[int, Mark]] = {}  # by 0-based row
    sure: set[int] = set()
    headings = _headings(sheet.rows)
    for number, row in enumerate(sheet.rows if headings else ()):
        if headings.keys().isdisjoint(row):
            continue
        here = {column: headings[value] for column, value in enumerate(row) if value in headings}
        headed[number] = here
        if len(here) > 1 or sum(value not in ("", None) for value in row) > _BESIDE:
            sure.add(number)
    certain = {column for row in sure if len(headed[row]) > 1 for column in headed[row]}
    # Beside a table whose columns are known, one heading elsewhere is a person's note.
    sure = {row for row in sure if not certain or not certain.isdisjoint(headed[row])}
    found.pasted = pasted_marks(sheet.rows, sheet.merges, headed, sure)
    sure -= {block.top for block in found.pasted if block.is_headed}
    for column, number, mark in sorted((at, row, mark) for row in sure for at, mark in headed[row].items()):
        found.by_heading.setdefault(number + 1, {}).setdefault(mark, column)
        found.columns.setdefault(mark, column)
        first, marks = found.headed.setdefault(column, (number + 1, set()))
        found.headed[column] = (min(first, number + 1), marks | {mark})
    return found


def _headings(rows: Sequence[Sequence[CellValue]]) -> dict[CellValue, Mark]:
    """Return which of the cells' texts are headings of ours; each distinct one is looked at once."""
    texts = set(chain.from_iterable(rows))
    ours = [text for text in texts if type(text) is str and text and text[0] in _FIRST]
    return {text: mark for text in ours if (mark := mark_of(text)) is not None}


def twins_of(sheet: Sheet, heading_row: int, place: Placement) -> list[tuple[Mark, int]]:
    """Return the columns of a 1-based heading row that say again what another of ours says."""
    own = place.by_heading.get(heading_row, {})
    row = sheet.rows[heading_row - 1] if heading_row <= len(sheet.rows) else ()
    named = ((mark_of(value), column) for column, value in enumerate(row) if type(value) is str and value)
    return [(mark, column) for mark, column in named if mark is not None and own.get(mark, column) != column]


def is_doubled(sheet: Sheet, blocks: Sequence[TableRows]) -> bool:
    """Tell whether a heading row among *blocks* has one of our headings twice."""
    for block in blocks:
        row = sheet.rows[block.heading_row - 1] if block.heading_row <= len(sheet.rows) else ()
        marks = [mark for value in row if type(value) is str and value and (mark := mark_of(value))]
        if len(set(marks)) < len(marks):
            return True
    return False


def restored(sheet: Sheet, blocks: Sequence[TableRows]) -> frozenset[Mark]:
    """Return the marks whose column is gone while others of ours stand: a person deleted it."""
    found = found_marks(sheet)
    is_ours = any(block.heading_row in found.by_heading for block in blocks)
    return frozenset(mark for mark in Mark if mark not in found.columns) if is_ours else frozenset()


def placed(sheet: Sheet, blocks: Sequence[TableRows], objects: Objects, label: str) -> Placement:
    """Return where our columns stand, the missing ones behind everything else.

    Raises:
        LayoutUnknownError: there is no room left of the last column a worksheet can have.
    """
    found = found_marks(sheet)
    missing = [mark for mark in Mark if mark not in found.columns]
    if not missing:
        return found
    start = _first_free(sheet, found, objects)
    top = min((block.heading_row for block in blocks), default=1)
    bottom = max((block.last_row for block in blocks), default=len(sheet.rows))
    start = _beside_drawings(start, len(missing), top, bottom, objects)
    if start + len(missing) - 1 > LAST_COLUMN:
        raise LayoutUnknownError(message("folder.no_columns_left", file=label))
    columns = {**found.columns, **{mark: start + offset for offset, mark in enumerate(missing)}}
    return Placement(columns, found.by_heading, found.headed, frozenset(missing), found.pasted)


def _first_free(sheet: Sheet, found: Placement, objects: Objects) -> int:
    edges = [last_used(sheet.rows), *found.columns.values()]
    edges += [merge.right for merge in sheet.merges]
    edges += [column for _, column in sheet.formulas_without_value]
    edges += [table.right for table in objects.tables]
    # A filter may take in an empty column or two; one over the whole width says nothing.
    if objects.filtered is not None and objects.filtered.right <= max(edges) + _BEYOND:
        edges.append(objects.filtered.right)
    return max(edges) + 1


def last_used(rows: Sequence[Sequence[CellValue]]) -> int:
    """Return the last 0-based column that holds anything, -1 when none does."""
    width = max(map(len, rows), default=0)
    for column in range(width - 1, -1, -1):
        if any(column < len(row) and row[column] not in ("", None) for row in rows):
            return column
    return -1


def _beside_drawings(start: int, width: int, top: int, bottom: int, objects: Objects) -> int:
    beside = sorted(
        (area for area in objects.drawings if area.top <= bottom and area.bottom >= top),
        key=lambda area: area.left,
    )
    for area in beside:
        if area.left < start + width and area.right >= start:
            start = area.right + 1
    return start
