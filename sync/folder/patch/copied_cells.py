"""Cells that people copied from our columns: which of them say nothing but our words, and may go."""

from collections.abc import Sequence

from config.vocabulary import Mark
from sync.cells.text import text_at
from sync.folder.patch.placement import Placement, twins_of
from sync.grid import Sheet
from sync.mark_headings import mark_of
from sync.store import TableRows
from sync.tables.our_copies.our_words import is_light, may_say
from sync.tables.our_copies.pasted_marks import is_copied, own_texts

#: 1-based row and 0-based column.
Place = tuple[int, int]


def copies_to_clear(sheet: Sheet, place: Placement, blocks: Sequence[TableRows]) -> set[Place]:
    """Return the cells of copies that go: of a column beside ours that says the same, or pasted elsewhere."""
    found = {(row + 1, column) for block in place.pasted for row, column in block.ours}
    for block in blocks:
        rows = range(block.first_row, block.last_row + 1)
        for mark, column in twins_of(sheet, block.heading_row, place):
            own = place.column(mark, block)
            if own is not None and all(
                _text(sheet, row, column) in ("", _text(sheet, row, own)) for row in rows
            ):
                found |= {(row, column) for row in (block.heading_row, *rows)}
    return found


def written_into(sheet: Sheet, place: Placement) -> set[Place]:
    """Return the cells of columns copied beside ours, or on a worksheet of their own, that are a person's."""
    if _stand_alone(sheet, place):
        return _not_like_ours(sheet, place)
    own = {*place.columns.values(), *(at for here in place.by_heading.values() for at in here.values())}
    twins = {column: found for column, found in place.headed.items() if column not in own}
    if not twins:
        return set()
    said = own_texts(sheet.rows, {column: mark for mark, column in place.columns.items()}, 0)
    return {
        (row, column)
        for column, (heading, marks) in twins.items()
        for row in range(heading, len(sheet.rows) + 1)
        if (text := _text(sheet, row, column)) and not _is_ours(marks, text, said)
    }


def _stand_alone(sheet: Sheet, place: Placement) -> bool:
    """Whether people have nothing beside our headings and words: no table, a copy that somebody pasted."""
    found = False
    for row in range(1, len(sheet.rows) + 1):
        if _says_ours(sheet, place, row):
            found = True
            beside = enumerate(sheet.rows[row - 1])
            if any(value not in ("", None) and column not in place.headed for column, value in beside):
                return False
    return found


def _not_like_ours(sheet: Sheet, place: Placement) -> set[Place]:
    """Return the cells of our columns in the rows that say what we do not."""
    rows = [row for row in range(1, len(sheet.rows) + 1) if not _says_ours(sheet, place, row)]
    return {(row, column) for row in rows for column in place.headed}


def _says_ours(sheet: Sheet, place: Placement, row: int) -> bool:
    """Whether our columns hold our headings in a row, or a light, or where no lights are, what we may say."""
    named = {mark: column for column, (_, marks) in place.headed.items() for mark in marks}
    texts = {mark: text for mark, column in named.items() if (text := _text(sheet, row, column))}
    if not texts or all(mark_of(text) is not None for text in texts.values()):
        return bool(texts)
    if Mark.LIGHT in named:
        return is_light(texts.get(Mark.LIGHT, ""))
    return all(may_say(*one) for one in texts.items())


def _is_ours(marks: set[Mark], text: str, said: dict[Mark, set[str]]) -> bool:
    return any(is_copied(mark, text, said) for mark in marks)


def _text(sheet: Sheet, row: int, column: int) -> str:
    return text_at(sheet.rows[row - 1], column).strip() if row <= len(sheet.rows) else ""
