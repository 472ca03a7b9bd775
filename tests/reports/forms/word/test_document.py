import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from config.periods import HalfMonth
from config.vocabulary import CadenceState
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.word.document import _signature_indents, document_bytes
from tests.reports.read_back import document_text
from tests.reports.township import busy_township, case, manner, on_track, overdue, village

H2 = HalfMonth.parse("2026-03H2")
MM = 1440 / 25.4  # twips


def made(*villages, language="zh-CN", **more):
    summary = summarise(H2, villages)
    return document_bytes(compose(summary, manner(language, **more)))


@pytest.fixture(scope="module")
def content():
    return made(*busy_township(rows=8))


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content))


def style_of(document, name):
    return next(style for style in document.styles.element if style.get(qn("w:styleId")) == name)


def test_the_page_is_a4_with_the_margins_of_the_standard(document):
    size, margins = (document.sections[0]._sectPr.find(qn(tag)) for tag in ("w:pgSz", "w:pgMar"))
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == ("11906", "16838")
    found = {side: int(margins.get(qn(f"w:{side}"))) / MM for side in ("top", "left", "right", "bottom")}
    assert found == pytest.approx({"top": 37, "left": 28, "right": 26, "bottom": 35}, abs=0.02)


def test_22_lines_of_28_characters_fill_the_text_area_and_no_more(document):
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert grid.get(qn("w:linePitch")) == "579"
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 * character == pytest.approx(156 / 25.4 * 72, abs=0.1)
    normal = style_of(document, "Normal")
    spacing = normal.find(qn("w:pPr")).find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert 22 * 579 / 20 <= 225 / 25.4 * 72 < 23 * 579 / 20
    tighter = int(normal.find(qn("w:rPr")).find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + tighter) <= 156 / 25.4 * 72 < 29 * (16 + tighter)


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        pytest.param("Normal", "仿宋_GB2312", "32", id="body: 3号 仿宋"),
        pytest.param("Title", "方正小标宋简体", "44", id="title: 2号 小标宋"),
        pytest.param("Heading1", "黑体", "32", id="一、: 3号 黑体"),
        pytest.param("Heading2", "黑体", "32", id="附件1: 3号 黑体"),
        pytest.param("PageNumber", "宋体", "28", id="page number: 4号 宋体"),
    ],
)
def test_fonts_and_sizes(document, style, font, half_points):
    run = style_of(document, style).find(qn("w:rPr"))
    assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert run.find(qn("w:sz")).get(qn("w:val")) == half_points


def test_leads_are_kaiti_and_body_indents_two_characters(document):
    told = next(p for p in document.paragraphs if p.text.startswith("（一）"))
    assert told.runs[0].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "楷体_GB2312"
    indent = style_of(document, "BodyText").find(qn("w:pPr")).find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_every_font_has_one_to_fall_back_on_and_none_is_embedded(content):
    package = zipfile.ZipFile(io.BytesIO(content))
    table = package.read("word/fontTable.xml").decode()
    assert table.count("<w:font ") == table.count("<w:altName ") == 6
    assert not [
        name for name in package.namelist() if "embed" in name.lower() or name.endswith((".ttf", ".odttf"))
    ]


def test_pages_are_numbered_outside_with_dashes(content, document):
    package = zipfile.ZipFile(io.BytesIO(content))
    footers = {
        reference.get(qn("w:type")): document.part.rels[reference.get(qn("r:id"))].target_part.blob.decode()
        for reference in document.sections[0]._sectPr.findall(qn("w:footerReference"))
    }
    assert set(footers) == {"default", "even"}
    assert 'w:jc w:val="right"' in footers["default"]
    assert 'w:jc w:val="left"' in footers["even"]
    for footer in footers.values():
        assert re.sub(r"<[^>]+>", "", footer).strip() == "—  PAGE 1 —"
    assert "evenAndOddHeaders" in package.read("word/settings.xml").decode()


def test_annexes_lie_on_landscape_pages_and_long_ones_begin_them(document):
    assert len(document.sections) == 2
    assert document.sections[1]._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
    headings = [p for p in document.paragraphs if p.style.name == "Heading 2"]
    assert [p.text for p in headings] == ["附件1", "附件2", "附件3", "附件4", "附件5", "附件6"]
    assert [p.paragraph_format.page_break_before for p in headings] == [None, True, True, None, True, True]


def test_short_annexes_share_a_page():
    document = docx.Document(
        io.BytesIO(made(village("青石村", [case(4, "2026-03-17", **on_track("2026-04-16"))])))
    )
    headings = [p for p in document.paragraphs if p.style.name == "Heading 2"]
    begun = [p.paragraph_format.page_break_before for p in headings]
    assert begun == [None, None, True, None, None, None]


def test_table_headers_are_repeated_and_rows_never_split(document):
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_charts_are_native_with_their_numbers_and_a_text_alternative():
    kinds = [case(row, "2026-03-17", category=kind) for row, kind in ((4, "邻里"), (5, "邻里"), (6, "医疗"))]
    package = zipfile.ZipFile(io.BytesIO(made(village("青石村", kinds))))
    chart = package.read("word/charts/chart1.xml").decode()
    assert "<c:barChart>" in chart
    assert "<c:numLit>" in chart
    assert re.search(
        r'<wp:docPr id="1" name="[^"]+" descr="条形图：[^"]+"', package.read("word/document.xml").decode()
    )
    assert "chart+xml" in package.read("[Content_Types].xml").decode()


def test_a_chart_that_would_stand_alone_on_its_page_is_left_to_the_workbook(content):
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "chart" in name]


def test_the_same_report_gives_the_same_bytes(content):
    assert content == made(*busy_township(rows=8))
    package = zipfile.ZipFile(io.BytesIO(content))
    assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-04-01" in package.read("docProps/core.xml")


def test_the_signature_stands_as_the_standard_says():
    # 青石镇 is 3 characters, 2026年4月1日 is 6: the date is longer and keeps 2 from the margin.
    assert _signature_indents("青石镇", "2026年4月1日") == (7.0, 2)
    assert _signature_indents("青石镇社会治安综合治理中心", "2026年4月1日") == (2, 7.0)


def test_sections_in_order(document):
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        *("一、基本情况", "二、主要类型及分布", "三、办理时效情况"),
        *("四、重点疑难事项及包案情况", "五、存在问题", "六、下一步工作"),
    ]


def test_a_nil_half_month_still_lists_what_is_open():
    told = document_text(
        made(
            village(
                "青石村",
                [case(4, "2026-03-01", case_no="2026-004", **on_track("2026-04-15"))],
                filed=CadenceState.NIL,
            ),
            village("柳树村", filed=CadenceState.NIL),
        )
    )
    assert "未新排查出矛盾纠纷，实行零报告" in told
    assert "期末在办1件" in told
    assert "2026-004" in told
    assert "无逾期未办结事项" in told
    assert "继续坚持半月排查" in told


def test_a_silent_village_is_missing_and_no_nil_village():
    told = document_text(
        made(village("青石村", filed=CadenceState.NIL), village("柳树村", filed=CadenceState.MISSING))
    )
    assert "青石村零报告：经全面排查" in told
    assert "柳树村未报送，也未作零报告" in told
    assert "均已按时报送" not in told


def test_a_village_that_only_closed_cases_is_missing_and_it_says_so():
    ended = [case(4, "2026-03-01", "resolved", "2026-03-20")]
    told = document_text(made(village("青石村", ended, filed=CadenceState.MISSING)))
    assert "青石村本期只有办结记录" in told


def test_officials_are_named_only_when_they_may_be():
    late = case(4, "2026-01-05", risk="red", leader="李莫愁", owner="张三丰", **overdue(40, "2026-02-19"))
    assert "李莫愁" not in document_text(made(village("青石村", [late])))
    assert "由李莫愁包案" in document_text(made(village("青石村", [late]), officials=True))


def test_a_ledgers_odd_signs_do_not_break_the_document():
    odd = case(4, "2026-01-05", case_no="<&>\x00\x0b=1", org='"甲"&乙', **overdue(40, "2026-02-19"))
    assert "<&>=1" in document_text(made(village("青石村", [odd])))


def test_a_long_list_refers_to_the_workbook():
    many = [case(row, "2026-03-20", **on_track("2026-04-20")) for row in range(4, 310)]
    assert "共306件，此处列出前25件，其余见工作簿。" in document_text(made(village("青石村", many)))
