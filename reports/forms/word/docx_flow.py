"""About where annexes end on their pages, so that the next one begins a page or fills one that is half empty.

A program lays text out by its own fonts; what is reckoned here is near enough to see thin pages coming.
Lengths in twips.
"""

from collections.abc import Iterator, Sequence

from reports.content import Part, Row, Table, bare, text_width
from reports.forms.word import docx_layout as layout
from reports.forms.word.docx_xml import CELL_MARGIN, KEPT_WHOLE, fit

#: The height of a landscape page's text.
PAGE = layout.A4[0] - 2 * layout.LANDSCAPE_MARGIN
#: An annex begins on the page before where that is filled to this share at most.
_HALF = 0.55
#: Fonts differ: what is reckoned to fill more of a page may not fit on it.
_SURE = 0.95
_HEAD = layout.LINE + 700
_CAPTION = layout.LINE
_NOTE = 320
#: A line of table text, by its size in half points: fonts are higher than their size.
_LINE = {21: 290, 18: 255}
#: Rows that should stand below an annex's first header.
_FIRST_ROWS = 6


def begin_pages(annexes: Sequence[Part], charts: Sequence[int], most_rows: int) -> Iterator[bool]:
    """Say of each annex whether it begins a page; the first needs no break, for its section begins one.

    Args:
        annexes: in order.
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
        rows = list(_rows(content.signed(), most_rows))
        notes = _NOTE * (len(content.notes) > 0) * 2 + _NOTE * (len(content.rows) > most_rows)
        heights = [caption + rows[0], *rows[1:], notes]
        yield [sum(heights)] if len(content.rows) <= KEPT_WHOLE else heights


def _rows(content: Table, most_rows: int) -> Iterator[int]:
    widths, size = fit(content.columns, layout.LANDSCAPE_WIDTH)
    header: Row = tuple(column.heading for column in content.columns)
    upper = _LINE[size] if content.grouped else 0
    yield upper + _row(header, widths, size)
    for row in (*content.rows[:most_rows], *([content.total] if content.total else [])):
        yield _row(row, widths, size)


def _row(row: Row, widths: Sequence[int], size: int) -> int:
    lines = max(
        _lines(str(bare(value) or ""), width - 2 * CELL_MARGIN, size)
        for value, width in zip(row, widths, strict=True)
    )
    return lines * _LINE[size] + 10


def _lines(text: str, width: int, size: int) -> int:
    # A Latin character is half as wide as the font is high; sizes are in half points.
    in_line = max(1, width // (size * 5))
    return max(1, -(-text_width(text) // in_line))


def _end(blocks: Sequence[Sequence[int]], at: int) -> int:
    """Return how far the page is filled on which *blocks* end, when they begin *at*."""
    for block in blocks:
        header = block[0] if len(block) > 1 else 0
        for height in block:
            if at + height > PAGE:
                at = header
            at += height
    return min(at, PAGE)
