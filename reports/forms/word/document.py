"""A report as an official document (.docx): GB/T 9704 layout, native charts, annexes on landscape pages."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml

from reports.content import Chart, Part, Report, Section, Table
from reports.forms.files import put, without_times
from reports.forms.word import docx_layout as layout
from reports.forms.word.docx_chart import chart_part, chart_run
from reports.forms.word.docx_flow import begin_pages
from reports.forms.word.docx_xml import NAMESPACES, characters, paragraph, run, table

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as DocumentObject

MARKER = "duesheet"
#: Rows of one table; a longer list belongs into the workbook.
_MOST_ROWS = 25
_CHART_MM = (200.0, 60.0)
_ROWS_ABOVE_CHART = 7
#: The height of a chart with the room around it, in twips.
_CHART_LINES = 3600


def write_document(report: Report, path: "Path") -> None:
    """Write *report* to *path* as .docx; the same report gives the same bytes.

    Raises:
        PublishError: the file cannot be written.
    """
    put(path, document_bytes(report))


def document_bytes(report: Report) -> bytes:
    """Return *report* as the bytes of a .docx file."""
    document = Document()
    _set_styles(document)
    footers = _set_footers(document)
    maker = _Body(document, report)
    body = f"<w:body {NAMESPACES}>{''.join(maker.pieces(footers))}</w:body>"
    whole = document.element
    whole.replace(whole.body, parse_xml(body))
    _set_properties(document, report)
    packed = io.BytesIO()
    document.save(packed)
    return without_times(packed.getvalue())


class _Body:
    """The text and the annexes, piece by piece."""

    def __init__(self, document: "DocumentObject", report: Report) -> None:
        self._document, self._report = document, report
        self._drawings = 0

    def pieces(self, footers: str) -> Iterator[str]:
        annexes = [part.signed() for part in self._report.parts if part.annex]
        yield from self._head()
        for section in self._report.sections:
            yield from self._section(section, is_last=section is self._report.sections[-1])
        yield from self._annex_note(annexes)
        yield from self._signature()
        if annexes:
            yield paragraph(properties=layout.section(landscape=False, footers=footers))
            drawn = [_CHART_LINES * len(_charts(part)) for part in annexes]
            fresh = begin_pages(annexes, drawn, _MOST_ROWS)
            for number, (part, begins) in enumerate(zip(annexes, fresh, strict=True), start=1):
                yield from self._annex(number, part, fresh=begins)
        yield layout.section(landscape=bool(annexes), footers=footers)

    def _head(self) -> Iterator[str]:
        for line in self._report.title:
            yield paragraph(run(line), style="Title")
        yield paragraph()
        if self._report.addressee:
            yield paragraph(run(self._report.addressee))
        if self._report.opening:
            yield paragraph(run(self._report.opening), style="BodyText")

    def _section(self, section: Section, *, is_last: bool) -> Iterator[str]:
        if section.heading:
            yield paragraph(run(section.heading), style="Heading1")
        for told in section.paragraphs:
            lead = run(told.lead, layout.font("楷体_GB2312")) if told.lead else ""
            # No page bears the signature without words of the report.
            kept = "<w:keepNext/>" if is_last and told is section.paragraphs[-1] else ""
            yield paragraph(lead, run(told.text), style="BodyText", properties=kept)

    def _annex_note(self, annexes: list[Part]) -> Iterator[str]:
        if not annexes:
            return
        yield paragraph(properties="<w:keepNext/>")
        words = self._report.words
        # The first line hangs by the word 附件：, so that the titles stand below each other.
        hang = round(characters(words["annex_one"].split("{", maxsplit=1)[0]))
        for number, part in enumerate(annexes, start=1):
            key = "annex_one" if number == 1 else "annex_next"
            first = f' w:hangingChars="{hang * 100}" w:hanging="{hang * 320}"' if number == 1 else ""
            left = (
                f'<w:keepNext/><w:ind w:leftChars="{(2 + hang) * 100}" w:left="{(2 + hang) * 320}"{first}/>'
            )
            yield paragraph(run(words[key].format(number=number, title=part.annex)), properties=left)

    def _signature(self) -> Iterator[str]:
        office, day = self._report.signature
        if not office:
            return
        yield paragraph(properties="<w:keepNext/>")
        yield paragraph(properties="<w:keepNext/>")
        for text, indent in zip((office, day), _signature_indents(office, day), strict=True):
            right = f'<w:ind w:rightChars="{round(indent * 100)}" w:right="{round(indent * 320)}"/>'
            yield paragraph(run(text), properties=f'<w:keepNext/>{right}<w:jc w:val="right"/>')
        if self._report.contact:
            yield paragraph(run(self._report.contact), style="BodyText")

    def _annex(self, number: int, part: Part, *, fresh: bool) -> Iterator[str]:
        heading = self._report.words["annex_heading"].format(number=number)
        page = "<w:pageBreakBefore/>" if fresh else ""
        yield paragraph(run(heading), style="Heading2", properties=page)
        yield paragraph(run(part.annex), style="Title", properties="<w:keepNext/>")
        for content in part.tables:
            if len(part.tables) > 1 or not content.rows:
                yield paragraph(run(content.title), style="TableTitle")
            yield from self._table(content, layout.LANDSCAPE_WIDTH)
        for chart in _charts(part):
            yield self._chart(chart, *_CHART_MM)

    def _table(self, content: Table, width: int) -> Iterator[str]:
        if not content.rows:
            yield paragraph(run(content.nothing), style="TableNote")
            return
        yield table(content, width, _MOST_ROWS)
        if len(content.rows) > _MOST_ROWS:
            more = self._report.words["more_rows"].format(count=len(content.rows), shown=_MOST_ROWS)
            yield paragraph(run(more), style="TableNote")
        if content.notes:
            yield paragraph(run(self._report.words["note_joint"].join(content.notes)), style="TableNote")

    def _chart(self, chart: Chart, width_mm: float, height_mm: float) -> str:
        self._drawings += 1
        package = self._document.part.package
        name = PackURI(f"/word/charts/chart{self._drawings}.xml")
        part = PackagePart(name, CONTENT_TYPE.DML_CHART, chart_part(chart), package)
        relation = self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        drawing = chart_run(chart, relation, self._drawings, width_mm, height_mm)
        # A line of exact height would cut the chart off.
        free = '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>'
        return paragraph(drawing, properties=free)


def _charts(part: Part) -> tuple[Chart, ...]:
    """Return the charts that are drawn: below a long table one would stand alone on a page."""
    rows = sum(len(content.rows) for content in part.tables)
    return part.charts if rows <= _ROWS_ABOVE_CHART else ()


def _signature_indents(office: str, day: str) -> tuple[float, float]:
    """Right indents of 署名 and 成文日期, in characters.

    The date begins two characters to the right of the office's first one; where it is the longer of the
    two, it keeps two characters from the margin and the office moves left (GB/T 9704, without a seal).
    """
    office_width, day_width = characters(office), characters(day)
    if office_width - day_width >= 2:
        return 2, office_width - day_width
    return day_width + 4 - office_width, 2


def _set_styles(document: "DocumentObject") -> None:
    whole = document.styles.element
    made = [parse_xml(style) for style in (*layout.styles(), layout.table_grid())]
    ids = {style.get(_STYLE_ID) for style in made}
    for style in list(whole):
        is_ours = style.tag.endswith("}style") and style.get(_STYLE_ID) in ids
        if is_ours or style.tag.endswith("}docDefaults"):
            whole.remove(style)
    for style in made:
        whole.append(style)
    for related in document.part.rels.values():
        if related.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            related.target_part._blob = layout.font_table()  # pyright: ignore[reportPrivateUsage]


_STYLE_ID = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId"


def _set_footers(document: "DocumentObject") -> str:
    """Number the pages, odd and even; return the references for the sections."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        element: Any = footer._element  # pyright: ignore[reportPrivateUsage]
        for old in list(element):
            element.remove(old)
        element.append(parse_xml(layout.page_number(odd=odd)))
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    kind = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}type"
    element = section._sectPr  # pyright: ignore[reportPrivateUsage]
    references = [child for child in element if child.tag.endswith("}footerReference")]
    return "".join(
        f'<w:footerReference w:type="{child.get(kind)}" r:id="{child.get(relation)}"/>'
        for child in references
    )


def _set_properties(document: "DocumentObject", report: Report) -> None:
    """Say what the file is; its only date is the day it was compiled."""
    day = report.compiled_on
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    properties = document.core_properties
    properties.title = report.heading
    properties.author = properties.last_modified_by = properties.keywords = MARKER
    properties.language = report.language
    properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1
