"""Workbooks written by hand, part by part, for tests that need every byte."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parts(sheet: str, *, styles: str | None = None) -> dict[str, str]:
    """Return the parts of a workbook of one worksheet, whose XML is *sheet*."""
    style_type = f'<Override PartName="/xl/styles.xml" ContentType="{CONTENT}.styles+xml"/>' if styles else ""
    style_rel = f'<Relationship Id="rId2" Type="{DOC_RELS}/styles" Target="styles.xml"/>' if styles else ""
    found = {
        "[Content_Types].xml": DECLARATION
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>'
        f"{style_type}</Types>",
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PKG_RELS}">'
        f'<Relationship Id="rId1" Type="{DOC_RELS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{DOC_RELS}">'
        '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PKG_RELS}">'
        f'<Relationship Id="rId1" Type="{DOC_RELS}/worksheet" Target="worksheets/sheet1.xml"/>{style_rel}'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    if styles:
        found["xl/styles.xml"] = styles
    return found


def pack(path: Path, members: dict[str, str] | dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Zip *members* into *path*."""
    with zipfile.ZipFile(path, "w", method) as book:
        for name, text in members.items():
            book.writestr(name, text)
    return path


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return worksheet XML around the ``<row>`` elements *rows*."""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def minimal(path: Path, rows: str, *, before: str = "", after: str = "", styles: str | None = None) -> Path:
    """Write the smallest workbook there is, with the ``<row>`` elements *rows*."""
    return pack(path, parts(worksheet(rows, before=before, after=after), styles=styles))
