import openpyxl
import pytest

from config.colours import LIGHT_COLOURS
from config.errors import LayoutUnknownError
from config.vocabulary import Mark
from sync.folder.folder_store import FolderStore
from sync.store import Edit, LedgerRef
from tests.sync.folder.books import minimal, pack, parts, worksheet
from tests.sync.folder.ours import edits, human_part, layout, members, our_formats
from tests.sync.folder.rich import FIRST_ROW, HEADING_ROW, LAST_ROW, SHEET, rich

REF = LedgerRef("a.xlsx", "a")
ROWS = range(FIRST_ROW, LAST_ROW + 1)
XF = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1">'
    "<font/></fonts>"
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fillId="2" applyFill="1"><protection locked="0"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path)


def adopt(store, sheet=SHEET, rows=ROWS, heading=HEADING_ROW, last=LAST_ROW, **more):
    layouts = [layout(sheet, heading, rows[0], last, **more)]
    store.write(REF, store.read(REF), edits(sheet, rows, heading), layouts)


def detach(store, keep=()):
    store.detach(REF, store.read(REF), keep)


def test_every_part_of_a_rich_workbook_is_as_it_was(tmp_path, store):
    path = rich(tmp_path / "a.xlsx")
    before = members(path)
    adopt(store)
    detach(store)
    assert members(path) == before


def test_detaching_where_nothing_is_ours_does_not_touch_the_file(tmp_path, store):
    path = rich(tmp_path / "a.xlsx")
    before = path.stat().st_ino
    detach(store)
    assert path.stat().st_ino == before


@pytest.mark.parametrize(
    ("before", "rows", "after"),
    [
        pytest.param(
            "",
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
            "",
            id="bare",
        ),
        pytest.param(
            '<dimension ref="A1:A2"/>',
            '<row r="1" spans="1:1"><c r="A1"><v>1</v></c></row><row r="2" spans="1:1"/>',
            "",
            id="size hints",
        ),
        pytest.param("", '<row r="1"><c r="A1"><v>1</v></c></row>', "", id="a row that was not there"),
        pytest.param(
            "",
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="30" customHeight="1"/>',
            "",
            id="an empty row",
        ),
        pytest.param(
            "",
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/></row>'
            '<row r="2"><c r="A2"><v>1</v></c><c r="C2" s="1"/></row><row r="3"><c r="D3" s="1"/></row>',
            "",
            id="formatted cells where ours go",
        ),
        pytest.param(
            '<cols><col min="1" max="16384" width="9" style="1" customWidth="1"/></cols>',
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            "",
            id="one width for all columns",
        ),
        pytest.param(
            '<cols><col min="1" max="1" width="5"/><col min="2" max="16384" hidden="1" width="0"/></cols>',
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            "",
            id="unused columns folded away",
        ),
        pytest.param(
            '<cols><col min="1" max="1" width="9" style="1"/>'
            '<col min="2" max="16384" width="9" style="1"/></cols>',
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            "",
            id="two alike widths",
        ),
        pytest.param(
            '<cols><col min="1" max="3" width="5"/><col min="4" max="4" width="5"/></cols>',
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            "",
            id="widths that end among ours",
        ),
        pytest.param(
            "",
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            '<conditionalFormatting sqref="A1"><cfRule type="duplicateValues" dxfId="0" priority="3"/>'
            "</conditionalFormatting>"
            '<rowBreaks count="1" manualBreakCount="1"><brk id="1" man="1"/></rowBreaks>',
            id="people's colours",
        ),
    ],
)
def test_a_worksheet_is_as_it_was(tmp_path, store, before, rows, after):
    styles = XF.replace("</styleSheet>", '<dxfs count="1"><dxf><font><b/></font></dxf></dxfs></styleSheet>')
    path = pack(tmp_path / "a.xlsx", parts(worksheet(rows, before=before, after=after), styles=styles))
    found = members(path)
    for _ in range(2):
        adopt(store, "台账", [2], 1, 2)
        assert our_formats(members(path)["xl/worksheets/sheet1.xml"]) == [("B2:F2", len(LIGHT_COLOURS))]
        detach(store)
        assert members(path) == found


def test_columns_folded_away_are_shown_for_us(tmp_path, store):
    path = minimal(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        before='<cols><col min="2" max="16384" hidden="1" width="0"/></cols>',
    )
    adopt(store, "台账", [2], 1, 2)
    sheet = openpyxl.load_workbook(path)["台账"]
    assert [sheet.column_dimensions[letter].hidden for letter in "BCDEF"] == [False] * 5
    assert sheet.column_dimensions["G"].hidden


def test_a_kept_column_stays_as_it_is(tmp_path, store):
    path = rich(tmp_path / "a.xlsx")
    before = members(path)["xl/worksheets/sheet1.xml"]
    adopt(store)
    detach(store, [(SHEET, Mark.WHY)])
    sheet = store.read(REF).sheets[0]
    assert sheet.rows[3][10:] == ["", "", "", "", "〔督〕说明"]
    assert sheet.rows[4][14].startswith("1；")
    after = members(path)["xl/worksheets/sheet1.xml"]
    assert human_part(after, range(10, 15)) == human_part(before, range(10, 15))
    assert our_formats(after) == []


def test_a_persons_formula_among_ours_stays(tmp_path, store):
    path = minimal(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f>A1*2</f><v>2</v></c></row>',
    )
    found = members(path)["xl/worksheets/sheet1.xml"].replace(
        b'<c r="A1"><v>1</v></c>',
        (
            '<c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>〔督〕预警</t></is></c>'
            '<c r="C1" t="inlineStr"><is><t>〔督〕说明</t></is></c>'.encode()
        ),
    )
    pack(path, members(path) | {"xl/worksheets/sheet1.xml": found})
    detach(store)
    assert b"<f>A1*2</f>" in members(path)["xl/worksheets/sheet1.xml"]
    assert "预警".encode() not in members(path)["xl/worksheets/sheet1.xml"]


def test_what_people_wrote_above_or_beside_under_our_words_stays(tmp_path, store):
    path = minimal(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>村名</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>序号</t></is></c>'
        '<c r="B2" t="inlineStr"><is><t>〔督〕预警</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>〔督〕说明</t></is></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c></row>'
        '<row r="9"><c r="A9" t="inlineStr"><is><t>[due] light</t></is></c></row>'
        '<row r="10"><c r="A10"><v>10</v></c></row>',
    )
    detach(store)
    rows = store.read(REF).sheets[0].rows
    assert rows[0] == [1.0, "村名"]
    assert rows[1] == ["序号", ""]
    assert rows[2] == ["", ""]
    assert (rows[8][0], rows[9][0]) == ("[due] light", 10.0)
    assert path.exists()


def test_a_table_object_that_people_drew_over_our_columns_is_refused(tmp_path, store):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("台账")
    columns = [{"header": "序号"}, {"header": "〔督〕预警"}, {"header": "〔督〕说明"}]
    sheet.add_table("A1:C3", {"columns": columns, "data": [[1, "正常", ""], [2, "临期", ""]]})
    book.close()
    before = (tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(LayoutUnknownError, match="table object"):
        detach(store)
    grid = store.read(REF)
    heading = Edit("台账", 1, Mark.LIGHT, "〔督〕预警", "[due] light", heading=True)
    with pytest.raises(LayoutUnknownError, match="table object"):
        store.write(REF, grid, [heading], [layout("台账", 1, 2, 3)])
    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_formats_that_people_took_over_from_us_stay(tmp_path, store):
    path = pack(tmp_path / "a.xlsx", parts(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'), styles=XF))
    adopt(store, "台账", [2], 1, 2)
    found = members(path)
    assert b'<cellXfs count="4">' in found["xl/styles.xml"]
    sheet = found["xl/worksheets/sheet1.xml"].replace(b'<c r="A1">', b'<c r="A1" s="3">')
    pack(path, found | {"xl/worksheets/sheet1.xml": sheet})
    detach(store)
    styles = members(path)["xl/styles.xml"]
    assert b'<cellXfs count="4">' in styles


def _openpyxl(path, *, width=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in (["序号", "当事人", "状态"], [1, "甲某", "在办"], [2, "乙某", "已办结"]):
        sheet.append(row)
    if width is not None:
        sheet.column_dimensions["D"].width = width
    book.save(path)


def _xlsxwriter(path):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    for number, row in enumerate((["序号", "当事人", "状态"], [1, "甲某", "在办"], [2, "乙某", "已办结"])):
        sheet.write_row(number, 0, row)
    book.close()


@pytest.mark.parametrize("make", [_openpyxl, _xlsxwriter])
def test_the_only_cell_format_stays(tmp_path, store, make):
    path = tmp_path / "a.xlsx"
    make(path)
    before = members(path)
    adopt(store, "台账", [2, 3], 1, 3)
    detach(store)
    assert members(path)["xl/styles.xml"] == before["xl/styles.xml"]
    adopt(store, "台账", [2, 3], 1, 3)


def test_a_format_at_the_end_that_our_heading_shared_stays(tmp_path, store):
    heading = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    path = pack(tmp_path / "a.xlsx", parts(worksheet(heading), styles=XF))
    adopt(store, "台账", [2], 1, 2)
    sheet = members(path)["xl/worksheets/sheet1.xml"].replace(b'<c r="A1" s="1">', b'<c r="A1">')
    pack(path, members(path) | {"xl/worksheets/sheet1.xml": sheet})
    detach(store)
    assert members(path)["xl/styles.xml"] == XF.encode()


@pytest.mark.parametrize(
    "styles",
    [
        pytest.param(None, id="no style sheet"),
        pytest.param(XF, id="no list of colours"),
        pytest.param(XF.replace("</styleSheet>", '<dxfs count="0"/></styleSheet>'), id="an empty list"),
        pytest.param(
            XF.replace("</styleSheet>", '<dxfs count="0" /></styleSheet>'), id="a blank before the end"
        ),
        pytest.param(XF.replace("</styleSheet>", "<dxfs></dxfs></styleSheet>"), id="opened and closed"),
        pytest.param(XF.replace("</styleSheet>", "<dxfs/></styleSheet>"), id="without a count"),
        pytest.param(XF.replace("</styleSheet>", "<dxfs>\n</dxfs></styleSheet>"), id="opened over two lines"),
        pytest.param(XF.replace("<xf", "\n  <xf").replace("</cellXfs>", "\n </cellXfs>"), id="indented"),
        pytest.param(XF.replace("</cellXfs>", "</cellXfs\n>"), id="a line's end in an end tag"),
        pytest.param(XF.replace("</cellXfs>", "</cellXfs >"), id="a blank in an end tag"),
        pytest.param(
            XF.replace("</styleSheet>", "<dxfs>\r\n\t<dxf/>\r\n\t<dxf/>\r\n</dxfs></styleSheet>"),
            id="indented colours",
        ),
    ],
)
def test_no_leftovers_in_the_styles(tmp_path, store, styles):
    sheet = worksheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', before='<cols><col min="1" max="9" width="5" /></cols>'
    )
    path = pack(tmp_path / "a.xlsx", parts(sheet, styles=styles))
    before = members(path)
    for _ in range(2):
        adopt(store, "台账", [2], 1, 2)
        assert members(path) != before
        detach(store)
        assert members(path) == before
