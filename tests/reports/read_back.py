"""Reports read back as text, the way a reader would go through them."""

import io
from html.parser import HTMLParser

import docx
import openpyxl
from docx.table import Table


def workbook_text(content: bytes) -> str:
    """Every worksheet, row by row; links in angle brackets."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"## {sheet.title} ({sheet.sheet_state})")
        for row in sheet.iter_rows():
            cells = [_cell_text(cell) for cell in row]
            if any(cells):
                lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines) + "\n"


def _cell_text(cell) -> str:
    text = "" if cell.value is None else str(cell.value).removesuffix(" 00:00:00")
    if cell.hyperlink is not None:
        text += f" <{cell.hyperlink.location}>"
    return text


def document_text(content: bytes) -> str:
    """Paragraphs with their style, and tables."""
    lines = []
    document = docx.Document(io.BytesIO(content))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["  " + " | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            drawn = block._p.xpath(".//wp:docPr/@descr")
            style = block.style.name if block.style else ""
            lines.append(f"[{style}] {block.text}{''.join(f'<{alt}>' for alt in drawn)}".rstrip())
    return "\n".join(lines) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "svg"):
            self._hidden += 1
        elif tag in ("tr", "p", "h1", "h2", "h3", "caption", "figcaption", "summary", "div", "li"):
            self.lines.append("")
        elif tag in ("td", "th") and self.lines[-1]:
            self.lines[-1] += " | "
        href = dict(attrs).get("href")
        if href and tag == "a":
            self.lines[-1] += f"<{href}>"

    def handle_endtag(self, tag):
        if tag in ("style", "svg"):
            self._hidden -= 1

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.lines.append("") if not self.lines else None
            self.lines[-1] += data.strip()


def page_text_of(html: str) -> str:
    """The page's text, a line per paragraph and per row; links in angle brackets."""
    reader = _Reader()
    reader.feed(html)
    return "\n".join(line for line in reader.lines if line) + "\n"
