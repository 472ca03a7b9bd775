"""A workbook with everything that people and programs put into one, built by XlsxWriter and by hand."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import xlsxwriter

SHEET = "台账"
HEADING_ROW, FIRST_ROW, LAST_ROW = 4, 5, 24
HEADINGS = [
    "序号",
    "登记日期",
    "当事人",
    "纠纷类型",
    "简要情况",
    "责任单位",
    "办理状态",
    "距今天数",
    "趋势",
    "照片",
]


def png() -> bytes:
    """Return a red square of four pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xff\0\0" * 2 for _ in range(2))
    head = struct.pack(">2I5B", 2, 2, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def rich(path: Path) -> Path:
    """Write the rich workbook to *path*."""
    _by_xlsxwriter(path)
    _by_hand(path)
    return path


def _by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_custom_property("年度", "2026")
    book.define_name("单位", '="司法所"')
    sheet = book.add_worksheet(SHEET)
    title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    heading = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#D9E1F2", "align": "center", "text_wrap": True}
    )
    plain = book.add_format({"border": 1})
    marked = book.add_format({"border": 1, "bg_color": "#FFFF00", "font_name": "仿宋", "num_format": "0.00"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    red = book.add_format({"font_color": "#FF0000", "bold": True})
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "青石村矛盾纠纷排查化解台账", title)
    sheet.write_rich_string(1, 0, "填报单位：", red, "青石村", "（盖章）")
    for column, text in enumerate(HEADINGS):
        sheet.merge_range(2, column, 3, column, text, heading)
    for row in range(FIRST_ROW - 1, LAST_ROW):
        number = row - FIRST_ROW + 2
        look = marked if number % 4 == 0 else plain
        sheet.write_number(row, 0, number, look)
        sheet.write_number(row, 1, 46000 + number, day)
        sheet.write_string(row, 2, f"甲{number}某", look)
        sheet.write_string(row, 3, ("邻里", "山林土地")[number % 2], look)
        sheet.write_string(row, 4, f"因宅基地边界发生争执 第{number}次 & <双方>", look)
        sheet.write_string(row, 5, "司法所", look)
        sheet.write_string(row, 6, "在办", look)
        sheet.write_formula(row, 7, f"=TODAY()-B{row + 1}", look, 100 + number)
        sheet.write_blank(row, 9, None, look)
        sheet.add_sparkline(row, 8, {"range": f"{SHEET}!A5:A24"})
    sheet.write_string(LAST_ROW + 1, 0, "填表人：李四某    审核人：王五某")
    sheet.data_validation(f"G5:G{LAST_ROW}", {"validate": "list", "source": ["在办", "已办结", "中止"]})
    sheet.conditional_format("H5:H24", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("A5:A24", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("G5:G24", {"type": "cell", "criteria": "==", "value": '"在办"', "format": red})
    sheet.write_comment("C5", "已电话联系")
    sheet.write_url("E6", "internal:图!A1", string="见图")
    sheet.insert_image("L30", "p.png", {"image_data": BytesIO(png())})
    sheet.insert_textbox("A30", "说明文字")
    sheet.insert_button("D30", {"caption": "打印"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={SHEET}!$H$5:$H$24"})
    sheet.insert_chart("A40", chart)
    sheet.autofilter(3, 0, LAST_ROW - 1, len(HEADINGS) - 1)
    sheet.freeze_panes(4, 3)
    sheet.set_column("E:E", 40)
    sheet.set_column("C:C", 12, None, {"level": 1})
    sheet.set_row(0, 30)
    sheet.set_row(9, None, None, {"hidden": True})
    sheet.print_area(0, 0, LAST_ROW - 1, 9)
    sheet.repeat_rows(2, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_header("&C矛盾纠纷台账")
    sheet.set_h_pagebreaks([20])
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.protect("", {"format_cells": True, "autofilter": True})
    other = book.add_worksheet("图")
    other.add_table(
        "A1:B3",
        {"name": "统计", "columns": [{"header": "村"}, {"header": "件数"}], "data": [["甲", 1], ["乙", 2]]},
    )
    book.add_chartsheet("图表").set_chart(_pie(book))
    hidden = book.add_worksheet("字典")
    hidden.write_column(0, 0, ["在办", "已办结"])
    hidden.very_hidden()
    book.close()


def _pie(book: xlsxwriter.Workbook) -> object:
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=图!$B$2:$B$3"})
    return pie


#: Parts that XlsxWriter does not make: WPS pictures in cells, printer settings, custom XML, slicers, threads.
EXTRA = {
    "xl/cellimages.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<etc:cellImages '
    'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"></etc:cellImages>',
    "xl/_rels/cellimages.xml.rels": '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    "xl/printerSettings/printerSettings1.bin": "\x01\x02\x00printer",
    "customXml/item1.xml": "<root><a>1</a></root>",
    "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>',
    "xl/slicerCaches/slicerCache1.xml": "<slicerCacheDefinition "
    'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="a" sourceName="b"/>',
    "xl/threadedComments/threadedComment1.xml": "<ThreadedComments "
    'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
    "xl/persons/person.xml": "<personList "
    'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
}
_TYPES = {
    "bin": "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
}


def _by_hand(path: Path) -> None:
    """Add what XlsxWriter cannot make; the zip is written anew with odd dates, orders and methods."""
    with zipfile.ZipFile(path) as book:
        members = {info.filename: book.read(info) for info in book.infolist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    picture = 't="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    first = sheet.index('<c r="J5"')
    sheet = sheet[: sheet.index("/>", first)] + " " + picture + sheet[sheet.index("/>", first) + 2 :]
    sheet = sheet.replace('orientation="landscape"', 'orientation="landscape" r:id="rId99"')
    members["xl/worksheets/sheet1.xml"] = sheet.encode()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    _relate(
        members,
        "xl/worksheets/_rels/sheet1.xml.rels",
        f"{base}printerSettings",
        "../printerSettings/printerSettings1.bin",
    )
    _relate(
        members,
        "xl/_rels/workbook.xml.rels",
        "http://www.wps.cn/officeDocument/2020/cellImage",
        "cellimages.xml",
    )
    _relate(members, "_rels/.rels", f"{base}customXml", "customXml/item1.xml")
    types = members["[Content_Types].xml"].decode()
    extra = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    members["[Content_Types].xml"] = types.replace("<Override", extra + "<Override", 1).encode()
    members |= {name: text.encode("latin-1") for name, text in EXTRA.items()}
    with zipfile.ZipFile(path, "w") as book:
        for number, (name, body) in enumerate(members.items()):
            info = zipfile.ZipInfo(name, (2024, 5, 1 + number % 28, 8, 30, 2))
            info.compress_type = zipfile.ZIP_STORED if number % 5 == 4 else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.comment = b"x" if number == 3 else b""
            book.writestr(info, body, compresslevel=9)
        book.comment = "台账".encode()


def _relate(members: dict[str, bytes], part: str, kind: str, target: str) -> None:
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"/></Relationships>'
    members[part] = members[part].replace(b"</Relationships>", relation.encode())
