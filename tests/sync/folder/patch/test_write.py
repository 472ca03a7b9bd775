import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from config.errors import LayoutUnknownError, LedgerChangedError
from config.vocabulary import MARK_HEADINGS, Mark
from sync.folder.folder_store import FolderStore
from sync.store import Edit, LedgerRef, SheetLayout, TableRows
from tests.sync.folder.books import MAIN, minimal, pack, parts
from tests.sync.folder.ours import LIGHTS, edits, human_part, layout, members, our_formats, raw_member
from tests.sync.folder.rich import FIRST_ROW, HEADING_ROW, LAST_ROW, SHEET, png, rich

OURS = range(10, 15)
#: The workbook names what its filters cover, and this one ends right before our columns.
PATCHED = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
ROWS = range(FIRST_ROW, LAST_ROW + 1)
REF = LedgerRef("a.xlsx", "a")


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path)


@pytest.fixture
def ledger(tmp_path):
    return rich(tmp_path / "a.xlsx")


def write(store, given, layouts):
    store.write(REF, store.read(REF), given, layouts)
    return store.read(REF)


def adopt(store):
    return write(store, edits(SHEET, ROWS, HEADING_ROW), [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW)])


def test_our_cells_hold_what_was_asked(store, ledger):
    sheet = adopt(store).sheets[0]
    assert sheet.rows[HEADING_ROW - 1][10:15] == list(MARK_HEADINGS["zh-CN"].values())
    assert [row[10] for row in sheet.rows[FIRST_ROW - 1 : LAST_ROW]] == [LIGHTS[n % 9] for n in range(20)]
    assert sheet.rows[FIRST_ROW - 1][14].startswith("1；")


def test_other_parts_are_the_same_bytes_packed_and_unpacked(store, ledger):
    before, old = members(ledger), ledger.read_bytes()
    raw = {name: raw_member(ledger, name) for name in before}
    with zipfile.ZipFile(ledger) as book:
        infos = {info.filename: info for info in book.infolist()}
    adopt(store)
    after = members(ledger)
    assert list(after) == list(before)
    assert {name for name in before if after[name] != before[name]} == PATCHED
    assert ledger.read_bytes() != old
    with zipfile.ZipFile(ledger) as book:
        assert book.testzip() is None
        assert book.comment == "台账".encode()
        for info in book.infolist():
            known = infos[info.filename]
            assert (info.date_time, info.external_attr, info.comment) == (
                known.date_time,
                known.external_attr,
                known.comment,
            )
    assert all(raw_member(ledger, name) == raw[name] for name in before if name not in PATCHED)


def test_the_worksheet_is_the_same_but_for_our_columns(store, ledger):
    before = members(ledger)["xl/worksheets/sheet1.xml"]
    adopt(store)
    after = members(ledger)["xl/worksheets/sheet1.xml"]
    assert human_part(after, OURS) == human_part(before, OURS)
    assert our_formats(after) == [("K5:O24", 6)]
    assert b'<dimension ref="A1:O26"/>' in after
    assert after.count(b"x14:conditionalFormatting ") == before.count(b"x14:conditionalFormatting ")


def test_a_second_write_with_nothing_to_do_does_not_touch_the_file(store, ledger):
    grid = adopt(store)
    before = ledger.stat()
    store.write(REF, grid, [], [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW)])
    assert (ledger.stat().st_mtime_ns, ledger.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert store.requests(REF).write == 1


def test_the_same_edits_again_do_not_touch_the_file(store, ledger):
    adopt(store)
    before = ledger.stat().st_ino
    adopt(store)
    assert ledger.stat().st_ino == before


def test_the_patched_workbook_opens_everywhere(store, ledger):
    adopt(store)
    with pytest.warns(UserWarning, match="extension"):  # sparklines, which openpyxl drops
        book = openpyxl.load_workbook(ledger)
    assert book[SHEET]["K7"].value == "逾期14天"
    assert book[SHEET]["M7"].alignment.wrap_text
    assert not book[SHEET]["O7"].alignment.wrap_text
    assert book[SHEET]["K8"].fill.fill_type is None
    assert book[SHEET]["K4"].fill.start_color.rgb == "FFD9E1F2"
    assert book[SHEET]["K8"].font.name == "仿宋"
    assert book[SHEET]["K8"].number_format == "General"
    assert book[SHEET].column_dimensions["O"].width == 60
    rows = CalamineWorkbook.from_path(str(ledger)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    assert rows[4][7] == 101  # the stored value of people's formula


def test_colours_come_before_validations_and_after_peoples(store, ledger):
    adopt(store)
    xml = members(ledger)["xl/worksheets/sheet1.xml"]
    order = [
        xml.index(tag) for tag in (b"<mergeCells", b'sqref="K5:O24"', b"<dataValidations", b"<hyperlinks")
    ]
    assert order == sorted(order)
    assert xml.rindex(b"<conditionalFormatting", 0, xml.index(b"<dataValidations")) == xml.index(
        b'<conditionalFormatting sqref="K5:O24"'
    )


def test_new_rows_let_the_one_set_of_colours_grow(store, ledger):
    adopt(store)
    write(store, [], [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW + 3)])
    xml = members(ledger)["xl/worksheets/sheet1.xml"]
    assert our_formats(xml) == [("K5:O27", 6)]
    assert members(ledger)["xl/styles.xml"].count(b"FFC6EFCE") == 1


def test_highlight_row_colours_the_whole_row_by_the_same_rules(store, ledger):
    adopt(store)
    write(store, [], [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW, highlight="row")])
    assert our_formats(members(ledger)["xl/worksheets/sheet1.xml"]) == [("A5:O24", 6)]
    write(store, [], [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW)])
    assert our_formats(members(ledger)["xl/worksheets/sheet1.xml"]) == [("K5:O24", 6)]


def test_a_row_below_the_table_is_made_in_order(store, ledger):
    grid = write(store, edits(SHEET, [25, 29]), [layout(SHEET, HEADING_ROW, FIRST_ROW, 29)])
    assert grid.sheets[0].rows[24][10] == "正常"
    assert grid.sheets[0].rows[28][10] == "临期"


def test_headings_are_added_even_when_no_edit_brings_them(store, ledger):
    grid = write(store, [], [layout(SHEET, HEADING_ROW, FIRST_ROW, LAST_ROW, language="en")])
    assert grid.sheets[0].rows[HEADING_ROW - 1][10] == "[due] light"


def test_a_cell_is_emptied_and_its_format_stays(store, ledger):
    adopt(store)
    grid = write(store, [Edit(SHEET, 5, Mark.LIGHT, "正常", "")], [])
    assert grid.sheets[0].rows[4][10] == ""
    assert b'<c r="K5" s=' in members(ledger)["xl/worksheets/sheet1.xml"]


def test_text_of_any_kind_comes_back_as_it_went(tmp_path, store):
    minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row>')
    text = "  <&>\"'\n第二行\t_x0041_ ]]> 𠮷😀  "
    grid = write(store, [Edit("台账", 2, Mark.WHY, "", text + "\x00\x0b\r\ufffe")], [layout("台账", 1, 2, 2)])
    assert grid.sheets[0].rows[1][5] == text


def test_a_formula_of_a_persons_in_our_column_stays(tmp_path, store):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>〔督〕预警</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>〔督〕说明</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>A2&amp;"x"</f><v>1x</v></c></row>'
    )
    path = minimal(tmp_path / "a.xlsx", cells)
    write(store, [Edit("台账", 2, Mark.LIGHT, "1x", "正常")], [layout("台账", 1, 2, 2)])
    assert b'<f>A2&amp;"x"</f>' in members(path)["xl/worksheets/sheet1.xml"]


def test_a_cell_that_is_not_what_the_edit_saw_stops_the_write(tmp_path, store, ledger):
    adopt(store)
    before = ledger.read_bytes()
    with pytest.raises(LedgerChangedError):
        write(store, [Edit(SHEET, 5, Mark.LIGHT, "临期", "逾期1天")], [])
    assert ledger.read_bytes() == before


def test_a_heading_of_ours_in_a_note_makes_no_column(tmp_path, store):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>〔督〕预警</t></is></c></row>'
    )
    minimal(tmp_path / "a.xlsx", cells)
    rows = write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)]).sheets[0].rows
    assert rows[0][1] == "〔督〕预警"
    assert rows[1][:2] == [1.0, "正常"]


def test_two_tables_on_one_sheet_share_columns_and_colours(tmp_path, store):
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row, text in [(1, "序号"), (2, "一"), (5, "编号"), (6, "二"), (7, "三")]
    )
    path = minimal(tmp_path / "a.xlsx", cells)
    layouts = [SheetLayout("台账", (TableRows(1, 2, 2), TableRows(5, 6, 7)))]
    grid = write(store, edits("台账", [2, 6, 7]), layouts)
    assert grid.sheets[0].rows[4][1] == "〔督〕预警"
    assert our_formats(members(path)["xl/worksheets/sheet1.xml"]) == [("B2:F2 B6:F7", 6)]


def test_a_workbook_without_styles_gets_a_style_sheet(tmp_path, store):
    path = minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)])
    assert openpyxl.load_workbook(path)["台账"]["B2"].value == "正常"
    assert b"styles+xml" in members(path)["[Content_Types].xml"]


def test_moved_columns_are_found_by_their_headings(tmp_path, store):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>[due]  why</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>序号</t></is></c><c r="D1" t="inlineStr">'
        '<is><t>〔督〕预警</t></is></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    )
    minimal(tmp_path / "a.xlsx", cells)
    sheet = write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)]).sheets[0]
    assert sheet.rows[0] == [
        "[due]  why",
        "序号",
        "",
        "〔督〕预警",
        "〔督〕办理期限",
        "〔督〕催办提醒",
        "〔督〕督办层级",
    ]
    assert sheet.rows[1][0].startswith("1；自")
    assert sheet.rows[1][3] == "正常"


def test_columns_go_behind_a_picture_that_lies_where_they_would(tmp_path, store):
    for anchor, first in (("B2", 5), ("B90", 1), ("K2", 1)):
        book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
        sheet = book.add_worksheet(SHEET)
        sheet.write_column(0, 0, ["序号", 1, 2])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={SHEET}!$A$2:$A$3"})
        chart.set_size({"width": 200, "height": 100})
        sheet.insert_chart(anchor, chart)
        sheet.insert_image("A50", "p.png", {"image_data": BytesIO(png())})
        book.close()
        grid = write(store, edits(SHEET, [2, 3]), [layout(SHEET, 1, 2, 3)])
        assert grid.sheets[0].rows[0].index("〔督〕预警") == first


def test_no_room_left_of_the_last_column(tmp_path, store):
    minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFB1"><v>1</v></c></row>')
    with pytest.raises(LayoutUnknownError, match="no room"):
        write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)])


def test_a_worksheet_that_is_gone(store, ledger):
    with pytest.raises(LedgerChangedError):
        write(store, edits("旧表", [2]), [])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param(
            '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>', "rows out of order", id="rows out of order"
        ),
        pytest.param(
            '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
            "cells out of order",
            id="cells out of order",
        ),
        pytest.param(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"/>', "out of order", id="one row twice"
        ),
        pytest.param('<row r="1"><c r="A9"><v>1</v></c></row>', "address", id="cell of another row"),
    ],
)
def test_layouts_we_do_not_know_are_refused_and_nothing_is_written(tmp_path, store, rows, words):
    path = minimal(tmp_path / "a.xlsx", rows)
    before = path.read_bytes()
    with pytest.raises(LayoutUnknownError, match=words) as caught:
        write(store, edits("台账", [1]), [layout("台账", 1, 1, 1)])
    assert caught.value.fix
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_self_closed_rows_and_an_empty_sheet_are_opened(tmp_path, store):
    minimal(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="30" customHeight="1"/>'
    )
    assert write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)]).sheets[0].rows[1][1] == "正常"
    pack(tmp_path / "a.xlsx", parts(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'))
    assert write(store, edits("台账", [2]), [layout("台账", 1, 2, 2)]).sheets[0].rows[1][0] == "正常"
