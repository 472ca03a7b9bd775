"""How wide the columns of a document's table are, and about how high its rows. Lengths in twips (1/20 pt)."""

from collections.abc import Sequence

from reports.content import Column, ColumnKind, Row, Table, bare, text_width
from reports.forms.word import docx_layout as layout

#: 5号, and 小五 where a wide table would not fit otherwise.
_SIZES = (21, 18)
CELL_MARGIN = 40
#: A line of table text, by its size in half points: fonts are higher than their size.
LINES = {21: 290, 18: 255}
#: A table of so many rows is not broken, unless it is higher than half a landscape page.
_KEPT_WHOLE = 10
_HALF_PAGE = (layout.A4[0] - 2 * layout.LANDSCAPE_MARGIN) // 2


def fit(columns: Sequence[Column], width: int) -> tuple[list[int], int]:
    """Share *width* among the columns; the smaller size (in half points) where the larger would not fit.

    Dates and numbers keep their width, for they must not break; sentences share what is left.
    """
    size = next((size for size in _SIZES if sum(_wanted(columns, size)) <= width), _SIZES[-1])
    wanted = _wanted(columns, size)
    excess = sum(wanted) - width
    texts = [at for at, column in enumerate(columns) if column.kind is ColumnKind.TEXT]
    elastic = sum(wanted[at] for at in texts)
    if excess <= 0:
        return wanted, size
    if elastic - excess < elastic / 2:
        return [one * width // sum(wanted) for one in wanted], size
    for at in texts:
        wanted[at] -= excess * wanted[at] // elastic + 1
    return wanted, size


def _wanted(columns: Sequence[Column], size: int) -> list[int]:
    # A Latin character is half as wide as the font is high; sizes are in half points.
    return [round(column.width * size * 10 / 2) + 2 * CELL_MARGIN for column in columns]


def is_kept_whole(content: Table, sized: tuple[Sequence[int], int]) -> bool:
    """Whether a table stands on one page; *sized*: the columns' widths, and the letters' size."""
    if len(content.rows) > _KEPT_WHOLE:
        return False
    return sum(row_height(row, *sized) for row in content.body) <= _HALF_PAGE


def row_height(row: Row, widths: Sequence[int], size: int) -> int:
    """Return how high a row is, near enough to see thin pages coming."""
    lines = max(
        _lines(str(bare(value) or ""), width - 2 * CELL_MARGIN, size)
        for value, width in zip(row, widths, strict=True)
    )
    return lines * LINES[size] + 10


def _lines(text: str, width: int, size: int) -> int:
    # A Latin character is half as wide as the font is high; sizes are in half points.
    in_line = max(1, width // (size * 5))
    return max(1, -(-text_width(text) // in_line))
