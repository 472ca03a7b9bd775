"""How wide the columns of a document's table are, and about how high its rows. Lengths in twips (1/20 pt)."""

import re
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
#: A word that must not be broken, and how much wider than a digit a capital is.
_WORD, _CAPITAL = re.compile(r"[!-~]+"), 0.5
#: A machine without the fonts named takes others, up to so much wider.
_WIDER = 1.25
_HALF_PAGE = (layout.A4[0] - 2 * layout.LANDSCAPE_MARGIN) // 2


def fit(columns: Sequence[Column], width: int, rows: Sequence[Row] = ()) -> tuple[list[int], int]:
    """Share *width* among the columns; the smaller size (in half points) where the larger would not fit.

    Dates and numbers keep their width, for they must not break; sentences share what is left, but no number
    of a case in *rows* is broken for a sentence's sake.
    """
    size = next((size for size in _SIZES if sum(_wanted(columns, size)) <= width), _SIZES[-1])
    wanted = _wanted(columns, size)
    full = list(wanted)
    excess = sum(wanted) - width
    texts = [at for at, column in enumerate(columns) if column.kind is ColumnKind.TEXT]
    elastic = sum(wanted[at] for at in texts)
    if excess <= 0:
        return wanted, size
    if elastic - excess < elastic / 2:
        wanted = [one * width // sum(wanted) for one in wanted]
    else:
        for at in texts:
            wanted[at] -= excess * wanted[at] // elastic + 1
    least = {at: min(_unbroken(at, rows, size), full[at]) for at in texts}
    for at in texts:
        giver = max(texts, key=lambda other: wanted[other] - least[other])
        given = max(0, min(least[at] - wanted[at], wanted[giver] - least[giver]))
        wanted[at] += given
        wanted[giver] -= given
    return wanted, size


def _unbroken(at: int, rows: Sequence[Row], size: int) -> int:
    """Return how wide a column is in which no word of Latin letters and digits is broken."""
    words = {word for row in rows for word in _WORD.findall(str(bare(row[at]) or ""))}
    widest = max((len(word) + _CAPITAL * sum(map(str.isupper, word)) for word in words), default=0)
    return round(_WIDER * widest * size * 5) + 2 * CELL_MARGIN


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
