"""The layout of an official document: GB/T 9704-2012 (docs/summaries.md#document). Lengths in twips."""

_TWIPS_PER_MM = 1440 / 25.4

#: 22 lines of 28.95 pt make the 225 mm of the text area; 29 pt would push the last line off the page.
LINE = 579
_TITLE_LINE = 700  # 35 pt
#: The character grid: 28 characters of 16 pt in 156 mm, so each is a little narrower; in 1/4096 pt.
CHARACTER_SPACE = round((156 / 25.4 * 72 / 28 - 16) * 4096)
#: 28 characters of 16 pt are wider than 156 mm. The grid tells how Word would narrow them; but programs
#: differ in how they keep to it (LibreOffice breaks lines early), so the body is set off the grid, with
#: the same narrowing and the same line height of its own: 28 by 22 everywhere.
TIGHTER = '<w:spacing w:val="-5"/>'
A4 = (11906, 16838)
TOP, LEFT, RIGHT, BOTTOM = (round(mm * _TWIPS_PER_MM) for mm in (37, 28, 26, 35))
#: The number stands 7 mm below the text area; its own line is 14 pt high.
FOOTER = round((35 - 7) * _TWIPS_PER_MM) - 2 * 14 * 20 // 2
LANDSCAPE_MARGIN = round(20 * _TWIPS_PER_MM)
LANDSCAPE_WIDTH = A4[1] - 2 * LANDSCAPE_MARGIN

#: The fonts the standard names, each with what a machine without it may take instead.
FONTS = {
    "方正小标宋简体": "华文中宋;宋体;SimSun",
    "仿宋_GB2312": "仿宋;FangSong;STFangsong",
    "黑体": "SimHei;Noto Sans CJK SC",
    "楷体_GB2312": "楷体;KaiTi;STKaiti",
    "宋体": "SimSun;Noto Serif CJK SC",
    "Times New Roman": "Liberation Serif",
}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def font(name: str) -> str:
    """Run fonts: *name* for Chinese, Times New Roman for Latin letters and digits."""
    latin = "Times New Roman"
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{name}"/>'


def size(half_points: int) -> str:
    """Font size, for both scripts."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def font_table() -> bytes:
    """Return word/fontTable.xml: names and alternatives; nothing is embedded."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/></w:font>' for name, instead in FONTS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {_W}>{fonts}</w:fonts>'.encode()


def _exact(line: int) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def _style(name: str, style_id: str, paragraph: str, run: str, *, based: bool = True) -> str:
    default = style_id == "Normal"
    mark = ' w:default="1"' if default else ""
    parent = '<w:basedOn w:val="Normal"/>' if based and not default else ""
    return (
        f'<w:style {_W} w:type="paragraph"{mark} w:styleId="{style_id}"><w:name w:val="{name}"/>{parent}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styles() -> tuple[str, ...]:
    """Return the paragraph styles: body 3号仿宋, 一、黑体, （一）楷体, title 2号小标宋."""
    body = _free(_exact(LINE))
    return (
        _style(
            "Normal",
            "Normal",
            body,
            font("仿宋_GB2312") + '<w:color w:val="000000"/>' + TIGHTER + size(32),
        ),
        _style(
            "Title",
            "Title",
            _free(_exact(_TITLE_LINE)) + '<w:jc w:val="center"/>',
            font("方正小标宋简体") + size(44),
        ),
        _style(
            "heading 1",
            "Heading1",
            f'<w:keepNext/>{body}{_TWO_CHARACTERS}<w:outlineLvl w:val="0"/>',
            font("黑体") + size(32),
        ),
        _style(
            "heading 2",
            "Heading2",
            f'<w:keepNext/>{body}<w:outlineLvl w:val="1"/>',
            font("黑体") + size(32),
        ),
        _style("Body Text", "BodyText", f'{body}{_TWO_CHARACTERS}<w:jc w:val="both"/>', ""),
        _style("Table Text", "TableText", _exact_at_least(240), font("宋体") + size(21)),
        _style(
            "Table Title",
            "TableTitle",
            f'<w:keepNext/>{body}<w:jc w:val="center"/>',
            font("黑体") + size(28),
        ),
        _style("Table Note", "TableNote", _exact_at_least(300), font("宋体") + size(21)),
        _style("Page Number Line", "PageNumber", _exact_at_least(280), font("宋体") + size(28)),
    )


def _free(spacing: str) -> str:
    """Set a paragraph off the page's grid."""
    return f'<w:snapToGrid w:val="0"/>{spacing}'


def _exact_at_least(line: int) -> str:
    return _free(f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="atLeast"/>')


def table_grid() -> str:
    """Return the table style: thin black lines."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:style {_W} w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style>"
    )


def section(*, landscape: bool, footers: str = "") -> str:
    """Return a section's properties; *footers* are the references to the page numbers."""
    width, height = (A4[1], A4[0]) if landscape else A4
    orient = ' w:orient="landscape"' if landscape else ""
    if landscape:
        top = left = right = LANDSCAPE_MARGIN
        bottom = LANDSCAPE_MARGIN
        footer = LANDSCAPE_MARGIN // 2
        grid = ""
    else:
        top, left, right, bottom, footer = TOP, LEFT, RIGHT, BOTTOM, FOOTER
        grid = f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CHARACTER_SPACE}"/>'
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" '
        f'w:footer="{footer}" w:gutter="0"/>{grid}</w:sectPr>'
    )


def page_number(*, odd: bool) -> str:
    """Return a footer's XML: — 1 —, odd pages to the right, even ones to the left, one character in."""
    side = "right" if odd else "left"
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    shown = "<w:r><w:t>1</w:t></w:r>"
    field = mark.format("begin") + code + mark.format("separate") + shown + mark.format("end")
    return (
        f'<w:p {_W}><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:{side}Chars="100" w:{side}="280"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{dash.format("— ")}{field}{dash.format(" —")}</w:p>'
    )
