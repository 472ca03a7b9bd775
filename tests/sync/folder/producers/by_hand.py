"""The small ledger as Apache POI writes it, part by part: with a worksheet in memory, and streaming its rows.

POI stands behind most web exports. Debian has it (libapache-poi-java 4.0.1 in Debian 12), but not in a
state to write a workbook: its schema archive lacks the compiled type system, so that ``new XSSFWorkbook()``
ends with NoClassDefFoundError, and a Java machine of 44 MB would be fetched for nothing. So these are written
by hand: what POI does is that the zip is streamed (sizes follow the data), numbers have a decimal point and a
kind, attributes go by the alphabet, streamed rows stand on lines of their own, and their empty cells are
opened and closed.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.sync.folder.books import CONTENT, DOC_RELS, MAIN, PKG_RELS

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="0"/><fonts count="1"><font><sz val="11.0"/>'
    '<color indexed="8"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="darkGray"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="true"/></cellXfs>'
    '<dxfs count="0"/></styleSheet>'
)
#: So many empty cells with a border stand behind the last heading.
_BORDERED = 3
Row = list[object]


class _Stream(io.BytesIO):
    """What cannot be gone back in: the zip then gives sizes behind the data."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation


def in_memory(path: Path, title: str, rows: list[Row], widths: list[int]) -> None:
    """Write a ledger whose texts stand in a table of strings."""
    texts: dict[str, int] = {}

    def cell(place: str, value: object) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" s="1" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        return f'<c r="{place}" s="1" t="n"><v>{float(str(value))}</v></c>'

    data = _rows([[title], *rows], cell, "", lambda place: f'<c r="{place}" s="1"/>')
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    table = f'{HEAD}<sst count="{len(texts)}" uniqueCount="{len(texts)}" xmlns="{MAIN}">{strings}</sst>'
    _pack(path, _sheet(data, rows, widths), table)


def streamed(path: Path, title: str, rows: list[Row], widths: list[int]) -> None:
    """Write a ledger row by row, its texts in the cells."""

    def cell(place: str, value: object) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" s="1" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{place}" s="1" t="n"><v>{float(str(value))}</v></c>'

    data = _rows([[title], *rows], cell, "\n", lambda place: f'<c r="{place}" s="1"></c>')
    _pack(path, _sheet(data, rows, widths), f'{HEAD}<sst count="0" uniqueCount="0" xmlns="{MAIN}"/>')


def _rows(rows: list[Row], cell: Callable[[str, object], str], line: str, blank: Callable[[str], str]) -> str:
    """Return the rows; each has a few empty cells with a border where our columns go."""
    width = max(map(len, rows))
    out = ""
    for number, row in enumerate(rows, start=1):
        places = [f"{chr(65 + column)}{number}" for column in range(width + _BORDERED)]
        values = [*row, *[""] * (width + _BORDERED - len(row))]
        cells = (
            blank(at) if value == "" else cell(at, value) for at, value in zip(places, values, strict=True)
        )
        out += f'<row r="{number}">{line}{"".join(cells)}</row>{line}'
    return out


def _sheet(data: str, rows: list[Row], widths: list[int]) -> str:
    last = chr(64 + len(rows[0]))
    formatted = chr(64 + len(rows[0]) + _BORDERED)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{float(width)}" customWidth="true"/>'
        for at, width in enumerate(widths, start=1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:{formatted}{len(rows) + 1}"/><sheetViews>'
        '<sheetView workbookViewId="0" tabSelected="true"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15.0"/>'
        f"<cols>{columns}</cols><sheetData>{data}</sheetData>"
        f'<autoFilter ref="A2:{last}{len(rows) + 1}"/>'
        f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
        '<pageMargins bottom="0.75" footer="0.3" header="0.3" left="0.7" right="0.7" top="0.75"/></worksheet>'
    )


def _pack(path: Path, sheet: str, strings: str) -> None:
    kinds = (("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings"))
    override = "".join(
        f'<Override ContentType="{CONTENT}.{kind}+xml" PartName="/xl/{name}.xml"/>' for name, kind in kinds
    )
    relations = (("sharedStrings", "sharedStrings"), ("styles", "styles"), ("worksheet", "worksheets/sheet1"))
    named = "".join(
        f'<Relationship Id="rId{at}" Target="{target}.xml" Type="{DOC_RELS}/{kind}"/>'
        for at, (kind, target) in enumerate(relations, start=1)
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>'
        f'<Default ContentType="application/xml" Extension="xml"/>{override}'
        f'<Override ContentType="{CONTENT}.worksheet+xml" PartName="/xl/worksheets/sheet1.xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PKG_RELS}"><Relationship Id="rId1" '
        f'Target="xl/workbook.xml" Type="{DOC_RELS}/officeDocument"/></Relationships>',
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOC_RELS}">'
        '<workbookPr date1904="false"/><bookViews><workbookView activeTab="0"/></bookViews>'
        '<sheets><sheet name="台账" r:id="rId3" sheetId="1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PKG_RELS}">{named}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    out = _Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    path.write_bytes(out.getvalue())
