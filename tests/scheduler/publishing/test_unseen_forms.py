"""Forms of counties laid out as nobody foresaw: merged headers, sums across worksheets, WPS spelling."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.scheduler.publishing.test_county_forms import filled, town

__all__ = ["town"]

_CELL = re.compile(rb"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)


def save(town, book, patch=None):
    """Save a template, its parts as *patch* makes them."""
    path = town.settings.base / "县统计表.xlsx"
    book.save(path)
    if patch is not None:
        with zipfile.ZipFile(path) as old:
            parts = {name: patch(name, old.read(name)) for name in old.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name, content in parts.items():
                new.writestr(name, content)
    return path


def values(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def assert_only_cells_changed(before, after, *sheets):
    """Nothing but cells of the worksheets named is otherwise, and no cell's format is."""
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert new.namelist() == old.namelist()
    parts = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert parts == [f"xl/worksheets/sheet{number}.xml" for number in sheets]
    for part in parts:
        assert _CELL.sub(b"", old.read(part)) == _CELL.sub(b"", new.read(part)), part
    assert looks(before) == looks(after)


def looks(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[[cell.style_id for cell in row] for row in sheet] for sheet in book]


def two_storeys():
    """A header of two storeys: each kind of dispute over two columns, the villages' rows written out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "半月统计"
    measures = ["{{new|village={0}}}", "{{resolved|village={0}}}"]
    for row in (
        ["矛盾纠纷分类统计表", *[None] * 6],
        ["填报单位：", "{organ}", None, None, "{period}", None, None],
        ["{category}", "邻里纠纷", None, "医疗纠纷", None, "合计", None],
        [None, "排查", "化解", "排查", "化解", "排查", "化解"],
        ["石桥村", *(one.format("石桥村") for one in measures * 2), "=B5+D5", "=C5+E5"],
        ["柳树村", *(one.format("柳树村") for one in measures * 2), "=B6+D6", "=C6+E6"],
        ["合计", *(f"=SUM({letter}5:{letter}6)" for letter in "BCDEFG")],
    ):
        sheet.append(row)
    for block in ("A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:G3", "E2:G2"):
        sheet.merge_cells(block)
    sheet.conditional_formatting.add("B5:G7", CellIsRule(operator="greaterThan", formula=["9"]))
    sheet.freeze_panes = "B5"
    return book


def test_a_header_of_two_storeys(town):
    path = save(town, two_storeys())
    before, after = path.read_bytes(), filled(town).read_bytes()
    assert values(after)["半月统计"][2:] == [
        ["纠纷类型", "邻里纠纷", None, "医疗纠纷", None, "合计", None],
        [None, "排查", "化解", "排查", "化解", "排查", "化解"],
        ["石桥村", 1, 1, 1, 0, "=B5+D5", "=C5+E5"],
        ["柳树村", 0, 0, 0, 0, "=B6+D6", "=C6+E6"],
        ["合计", *(f"=SUM({letter}5:{letter}6)" for letter in "BCDEFG")],
    ]
    assert values(after)["半月统计"][1][:5] == ["填报单位：", "盐乡人民政府", None, None, "2026年3月下半月"]
    assert_only_cells_changed(before, after, 1)


def two_sheets():
    """A summary of formulas over a worksheet with hidden columns; names, lists of choices, a print area."""
    book = openpyxl.Workbook()
    top, below = book.active, book.create_sheet("分村明细")
    top.title = "汇总"
    for row in (
        ["{township}半月汇总", None],
        ["单位", "{township}"],
        ["排查数", "=SUM(分村明细!C3:C4)"],
        ["红色在办", "=分村明细!D3+分村明细!D4"],
        ["截止", "{last_day}"],
    ):
        top.append(row)
    for row in (
        ["{level}", None, None, "红", "黄", "绿"],
        ["{village}", "编码", "排查", "在办", None, None],
        ["柳树村", "001", "{new}", "{closing}", None, None],
        ["石桥村", "002", None, None, None, None],
        ["合计", None, "=SUM(C3:C4)", "=SUM(D3:D4)", "=SUM(E3:E4)", "=SUM(F3:F4)"],
    ):
        below.append(row)
    below.column_dimensions["B"].hidden = True
    below.column_dimensions["F"].hidden = True
    below["D3"].number_format = '0"件"'
    book.defined_names["合计区"] = DefinedName("合计区", attr_text="分村明细!$C$5:$F$5")
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("G3:G4")
    below.add_data_validation(choice)
    below.print_area = "A1:F5"
    return book


_BELOW = [
    ["风险等级", None, None, "红", "黄", "绿"],
    ["村（社区）", "编码", "排查", "在办", None, None],
    ["柳树村", "001", 1, 0, 0, 1],
    ["石桥村", "002", 2, 2, 0, 0],
    ["合计", None, "=SUM(C3:C4)", "=SUM(D3:D4)", "=SUM(E3:E4)", "=SUM(F3:F4)"],
]


def test_sums_across_worksheets_and_columns_that_nobody_sees(town):
    path = save(town, two_sheets())
    before, after = path.read_bytes(), filled(town).read_bytes()
    found = values(after)
    assert found["汇总"] == [
        ["{township}半月汇总", None],
        ["单位", "盐乡"],
        ["排查数", "=SUM(分村明细!C3:C4)"],
        ["红色在办", "=分村明细!D3+分村明细!D4"],
        ["截止", "2026年3月31日"],
    ]
    assert found["分村明细"] == _BELOW
    assert_only_cells_changed(before, after, 1, 2)


def as_wps(name, content):
    """Spell a part as WPS does: its own namespace, marks in pieces, shared formulas, values of yesterday."""
    if name == "xl/sharedStrings.xml":
        pieces = b"<r><rPr><b/></rPr><t>{clo</t></r><r><t>sing}</t></r><phoneticPr fontId='1'/>"
        return content.replace(b"<si><t>{closing}</t></si>", b"<si>%s</si>" % pieces)
    if name == "xl/workbook.xml":
        return re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcId="144525"/>', content)
    if not name.startswith("xl/worksheets/"):
        return content
    content = content.replace(
        b"<worksheet ",
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        b'<worksheet xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" ',
        1,
    )
    for at, letter in enumerate(b"DEF"):
        formula = b'<f t="shared" ref="D5:F5" si="0">SUM(D3:D4)</f>' if not at else b'<f t="shared" si="0"/>'
        content = re.sub(
            rb'(<c r="%c5"[^>]*>)<f>[^<]*</f><v(?: ?/>|></v>)' % letter,
            rb"\g<1>" + formula + b"<v>7</v>",
            content,
        )
    return re.sub(rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"', content)


def test_a_form_as_wps_writes_it(town):
    path = save(town, two_sheets(), as_wps)
    before, after = path.read_bytes(), filled(town).read_bytes()
    sheet = zipfile.ZipFile(io.BytesIO(before)).read("xl/worksheets/sheet2.xml")
    assert sheet.count(b"<v>7</v>") == 3
    assert b'si="0"/>' in sheet
    found = values(after)["分村明细"]
    assert found[:4] == _BELOW[:4]
    assert [cell for cell in found[4] if cell][:2] == ["合计", "=SUM(C3:C4)"]
    inside = zipfile.ZipFile(io.BytesIO(after)).read("xl/worksheets/sheet2.xml")
    assert b"<v>7</v>" not in inside
    assert inside.count(b"<f") == sheet.count(b"<f")
    assert_only_cells_changed(before, after, 1, 2)


@pytest.mark.parametrize("book", [two_storeys, two_sheets])
def test_the_same_half_month_fills_a_form_with_the_same_bytes(town, book):
    save(town, book())
    assert filled(town).read_bytes() == filled(town).read_bytes()
