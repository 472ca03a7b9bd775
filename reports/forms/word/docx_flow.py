"""About where annexes end on their pages, so that the next one begins a page or fills one that is half empty.

A program lays text out by its own fonts; what is reckoned here is near enough to see thin pages coming.
Lengths in twips.
"""

from collections.abc import Iterator, Sequence

from reports.content import Part, Row, Table
from reports.forms.word import docx_layout as layout
from reports.forms.word.docx_columns import LINES, fit, is_kept_whole, row_height

#: The height of a landscape page's text.
PAGE = layout.A4[0] - 2 * layout.LANDSCAPE_MARGIN
#: An annex begins on the page before where that is filled to this share at most.
_HALF = 0.55
#: Fonts differ: what is reckoned to fill more of a page may not fit on it.
_SURE = 0.95
_HEAD = layout.LINE + 700
_CAPTION = layout.LINE
_NOTE = 320
#: Rows that should stand below an annex's first header.
_FIRST_ROWS = 6


def begin_pages(annexes: Sequence[Part], charts: Sequence[int], most_rows: int) -> Iterator[bool]:
    """Say of each annex whether it begins a page; the first needs no break, for its section begins one.

    Args:
        annexes: in order, as the paper has them.
        charts: the height of each one's charts, which stand behind its tables.
        most_rows: of a table; the rest is not shown.
    """
    at = 0
    for number, (part, drawn) in enumerate(zip(annexes, charts, strict=True)):
        blocks = [*_blocks(part, most_rows), *([[drawn]] if drawn else [])]
        whole = sum(sum(rows) for rows in blocks) + _HEAD
        room = _SURE * PAGE - at
        first = _HEAD + sum(blocks[0][:_FIRST_ROWS]) if blocks else _HEAD
        joins = number > 0 and (whole <= room or (at <= _HALF * PAGE and first <= room))
        yield number > 0 and not joins
        at = _end(blocks, (at if joins else 0) + _HEAD)


def _blocks(part: Part, most_rows: int) -> Iterator[list[int]]:
    """Yield each table's heights: first the caption with its header, then row by row; short ones whole."""
    for content in part.tables:
        caption = _CAPTION if len(part.tables) > 1 or not content.rows else 0
        if not content.rows:
            yield [caption + _NOTE]
            continue
        rows = list(_rows(content, most_rows))
        notes = _NOTE * (len(content.notes) > 0) * 2 + _NOTE * (len(content.rows) > most_rows)
        heights = [caption + rows[0], *rows[1:], notes]
        sized = fit(content.columns, layout.LANDSCAPE_WIDTH, content.rows[:most_rows])
        yield [sum(heights)] if is_kept_whole(content, sized) else heights


def _rows(content: Table, most_rows: int) -> Iterator[int]:
    widths, size = fit(content.columns, layout.LANDSCAPE_WIDTH, content.rows[:most_rows])
    header: Row = tuple(column.heading for column in content.columns)
    upper = LINES[size] if content.grouped else 0
    yield upper + row_height(header, widths, size)
    for row in (*content.rows[:most_rows], *([content.total] if content.total else [])):
        yield row_height(row, widths, size)


def _end(blocks: Sequence[Sequence[int]], at: int) -> int:
    """Return how far the page is filled on which *blocks* end, when they begin *at*."""
    for block in blocks:
        header = block[0] if len(block) > 1 else 0
        for height in block:
            # Else an annex would begin a page behind one that holds this block alone.
            if at + height > _SURE * PAGE:
                at = header
            at += height
    return min(at, PAGE)
