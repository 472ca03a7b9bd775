"""Pieces of a .docx body as XML text: paragraphs and tables. Lengths are in twips (1/20 pt) unless named."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

from config.colours import HEADING
from reports.content import Column, ColumnKind, Row, Table, Tone, Value, bare, text_width
from reports.forms.tones import TONE_PAINTS
from reports.forms.word.docx_columns import CELL_MARGIN, fit, is_kept_whole

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_ALIGN = {
    ColumnKind.TEXT: "left",
    ColumnKind.NUMBER: "center",
    ColumnKind.DATE: "center",
    ColumnKind.SHORT: "center",
}
#: Of a table that may break so many rows stay below its header.
_KEPT_BEHIND_HEADER = 3
_IN_CELL = '<w:pStyle w:val="TableText"/>'


def run(text: str, properties: str = "") -> str:
    """A run of text; tabs and line breaks inside it stay."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'


def _printable(text: str) -> str:
    """Drop what XML cannot hold; a ledger's cell may contain anything."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a named style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(content: Table, width: int, most_rows: int) -> str:
    """A bordered table of *width*; its header is repeated on every page, a row never splits.

    Only the first *most_rows* rows are shown; the caller says so.
    """
    widths, size = fit(content.columns, width, content.rows[:most_rows])
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    shown = Table(content.key, content.title, content.columns, content.rows[:most_rows], content.total)
    body = "".join(_rows(shown, widths, size))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(content.title, {chr(34): "&quot;"})}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _rows(content: Table, widths: Sequence[int], size: int) -> Iterator[str]:
    yield from _header(content, widths, size)
    short, last = is_kept_whole(content, (widths, size)), len(content.rows)
    for number, row in enumerate(content.rows, start=1):
        kept = number < (last if short else _KEPT_BEHIND_HEADER)
        # A total without a row above it belongs to nothing.
        kept = kept or (number == last and content.total is not None)
        yield _row(row, content.columns, (widths, size), kept=kept)
    if content.total is not None:
        yield _row(content.total, content.columns, (widths, size), bold=True)


def _header(content: Table, widths: Sequence[int], size: int) -> Iterator[str]:
    headings = [column.heading for column in content.columns]
    if not content.grouped:
        yield _header_row(
            "".join(_head(text, width, size) for text, width in zip(headings, widths, strict=True))
        )
        return
    upper: list[str] = []
    for group, first, last in content.groups():
        if group:
            upper.append(_head(group, sum(widths[first : last + 1]), size, span=last - first + 1))
        else:
            upper.append(_head(headings[first], widths[first], size, merge='<w:vMerge w:val="restart"/>'))
    yield _header_row("".join(upper))
    lower = (
        _head(column.heading, width, size) if column.group else _head("", width, size, merge="<w:vMerge/>")
        for column, width in zip(content.columns, widths, strict=True)
    )
    yield _header_row("".join(lower))


def _header_row(cells: str) -> str:
    # A header alone at a page's foot: some programs then cut its rows off.
    kept = cells.replace(_IN_CELL, f"{_IN_CELL}<w:keepNext/>")
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{kept}</w:tr>"


def _head(text: str, width: int, size: int, *, span: int = 1, merge: str = "") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'{spanned}{merge}<w:shd w:val="clear" w:fill="{HEADING}"/>'
    return _cell(text, _Look(width, size, "center", properties, "<w:b/>"))


def _row(
    row: Row,
    columns: Sequence[Column],
    sized: tuple[Sequence[int], int],
    *,
    bold: bool = False,
    kept: bool = False,
) -> str:
    """A row of values; *kept*: on one page with the next."""
    widths, size = sized
    cells = (
        _value(value, column, width, size, bold=bold)
        for value, column, width in zip(row, columns, widths, strict=True)
    )
    whole = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    return whole.replace(_IN_CELL, f"{_IN_CELL}<w:keepNext/>") if kept else whole


def _value(value: Value, column: Column, width: int, size: int, *, bold: bool) -> str:
    tone = Tone.PLAIN if value is None or isinstance(value, str | int | date) else value.tone
    paint = TONE_PAINTS[tone]
    fill = f'<w:shd w:val="clear" w:fill="{paint.fill}"/>' if paint.fill else ""
    ink = ("<w:b/>" if bold else "") + (f'<w:color w:val="{paint.ink}"/>' if paint.ink else "")
    held = bare(value)
    text = held.isoformat() if isinstance(held, date) else "" if held is None else str(held)
    return _cell(text, _Look(width, size, _ALIGN[column.kind], fill, ink))


class _Look(NamedTuple):
    """How a table's cell looks: width in twips, letters in half-points, and what is in its properties."""

    width: int
    size: int
    align: str
    properties: str
    ink: str


def _cell(text: str, look: _Look) -> str:
    sized = f'{look.ink}<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
    content = paragraph(
        run(text, sized) if text else "", style="TableText", properties=f'<w:jc w:val="{look.align}"/>'
    )
    sized = f'<w:tcW w:w="{look.width}" w:type="dxa"/>{look.properties}'
    return f'<w:tc><w:tcPr>{sized}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def characters(text: str) -> float:
    """Return how many full-width characters *text* takes."""
    return text_width(text) / 2
