"""Workbooks that are other than they seem when they are counted before anybody lays them out."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from config.vocabulary import MARK_HEADINGS
from tests.sync.folder.attacks import ROW, with_parts
from tests.sync.folder.books import MAIN, pack, parts, worksheet

KIND = ' t="s"'
TABLE = f'<sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>'


def a_count_behind_a_long_comment(path: Path) -> None:
    with_parts(path, strings=f"<!--{'x' * 40_000}-->{TABLE}")


def a_count_behind_the_word_in_a_comment(path: Path) -> None:
    with_parts(
        path, strings=f'<!-- sst > --><sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    )


def a_count_behind_an_odd_attribute(path: Path) -> None:
    with_parts(path, strings=TABLE.replace("<sst", '<sst a=">"'))


def a_part_that_goes_on_behind_its_size(path: Path) -> None:
    """Write a worksheet whose size and checksum in the directory are those of its harmless beginning."""
    found = parts(worksheet(ROW))
    name, xml = "xl/worksheets/sheet1.xml", worksheet(ROW).encode()
    cut = xml.index(b"</sheetData>")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found[name] = (xml[:cut] + far + xml[cut:]).decode()
    pack(path, found)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        local = book.getinfo(name).header_offset
    entry = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    for at in (local + 14, entry + 16):
        struct.pack_into("<I", data, at, zlib.crc32(xml[:cut]))
        struct.pack_into("<I", data, at + 8, cut)
    path.write_bytes(data)


def a_second_workbook_where_everybody_has_it(path: Path) -> None:
    found = parts(worksheet(ROW))
    theirs = {"own" + name[2:]: text for name, text in found.items() if name.startswith("xl/")}
    found["xl/worksheets/sheet1.xml"] = worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    found["_rels/.rels"] = found["_rels/.rels"].replace("xl/workbook.xml", "own/workbook.xml")
    pack(path, found | theirs)


def a_target_that_leads_elsewhere_for_others(path: Path) -> None:
    found = parts(worksheet(ROW))
    found["xl/xl/worksheets/sheet1.xml"] = worksheet(ROW)
    found["xl/worksheets/sheet1.xml"] = worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    name = "xl/_rels/workbook.xml.rels"
    found[name] = found[name].replace('"worksheets/', '"xl/worksheets/')
    pack(path, found)


def five_hundred_worksheets_of_one_part(path: Path) -> None:
    formats = "".join(f'<row r="{n}"><c r="AAA{n}"/></row>' for n in range(20, 40_000))
    found = parts(worksheet(ROW + formats))
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(2, 500))
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace("</sheets>", sheets + "</sheets>")
    pack(path, found)


def a_worksheet_without_a_relation(path: Path) -> None:
    with_parts(path, book=parts("")["xl/workbook.xml"].replace('r:id="rId1"', 'r:id="rId7"'))


def blanks_behind_a_formula(path: Path) -> None:
    with_parts(path, sheet=worksheet(ROW + f'<row r="2"><c r="A2"><f/>{" " * 400_000}<v>1</v></c></row>'))


def cells_within_an_attribute(path: Path) -> None:
    odd = '<c r="A9" ' * 60_000
    formula = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    with_parts(path, sheet=worksheet(ROW + formula, before=f"<sheetPr codeName='{odd}'/>"))


def a_tag_full_of_kinds(path: Path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 6_000))
    wide = f'<row r="9000"><c {KIND * 200_000}><f>1</f></c></row>'
    table = f'<sst xmlns="{MAIN}" uniqueCount="1"><si><t>{"长" * 32_767}</t></si></sst>'
    with_parts(path, sheet=worksheet(cells + wide), strings=table)


def a_workbook_nested_without_end(path: Path) -> None:
    deep = "<a>" * 3_000_000 + "</a>" * 3_000_000
    with_parts(path, book=parts("")["xl/workbook.xml"].replace("</workbook>", deep + "</workbook>"))


def a_format_of_open_brackets(path: Path) -> None:
    code = "yyyym" + "[" * 1_000_000
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs><xf numFmtId="200"/>'
        "</cellXfs></styleSheet>"
    )
    pack(path, parts(worksheet(ROW), styles=styles))


def cells_of_all_rows_in_the_last(path: Path) -> None:
    """Write rows that hold nothing, and one behind them with the cells of all of them."""
    empty = "".join(f'<row r="{n}"/>' for n in range(2, 30_000))
    cells = "".join(f'<c r="A{n}"><v>46000</v></c>' for n in range(2, 30_000))
    with_parts(path, sheet=worksheet(f'{ROW}{empty}<row r="30000">{cells}</row>'))


def a_copy_of_ours_in_another_order(path: Path) -> None:
    """Write our columns, and 说明 once more to the right of them from the last row to the first."""
    count = 20_000
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["序号", "当事人", *MARK_HEADINGS["zh-CN"].values()])
    sheet.write_row(1, 0, [1, "甲某"])
    for row in range(2, count):
        why, moved = (f"{number}：3月5日登记，期限30日。" for number in (row, count + 1 - row))
        sheet.write_row(row, 0, [row, "甲某", "正常", "2026-04-04", "", "", why, moved])
    book.close()


#: As `tests.sync.folder.attacks.ATTACKS`.
MORE_ATTACKS: dict[Callable[[Path], None], str] = {
    a_count_behind_a_long_comment: "refused",
    a_count_behind_the_word_in_a_comment: "refused",
    a_count_behind_an_odd_attribute: "refused",
    a_part_that_goes_on_behind_its_size: "refused",
    a_second_workbook_where_everybody_has_it: "refused",
    a_target_that_leads_elsewhere_for_others: "read",
    five_hundred_worksheets_of_one_part: "refused",
    a_worksheet_without_a_relation: "refused",
    blanks_behind_a_formula: "read",
    cells_within_an_attribute: "",
    a_tag_full_of_kinds: "refused",
    a_workbook_nested_without_end: "refused",
    a_format_of_open_brackets: "read",
    cells_of_all_rows_in_the_last: "read",
    a_copy_of_ours_in_another_order: "read",
}
