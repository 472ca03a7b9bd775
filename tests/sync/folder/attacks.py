"""Workbooks made to hurt: each is refused or harmless, within a gigabyte and a minute."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.sync.folder.books import DOC_RELS, MAIN, PKG_RELS, pack, parts, worksheet

ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>当事人</t></is></c></row>'
)
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a0 "哈哈哈哈哈哈">{_LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def with_parts(path: Path, **changed: str) -> None:
    found = parts(worksheet(ROW))
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "book": "xl/workbook.xml",
        "strings": "xl/sharedStrings.xml",
    }
    pack(path, found | {names[name]: text for name, text in changed.items()})


def _declared(xml: str, entities: str) -> str:
    return xml.replace("?>\n", f"?>\n{entities}", 1)


def entities_in_cells(path: Path) -> None:
    with_parts(path, sheet=_declared(worksheet(ROW.replace("当事人", "&a11;")), ENTITIES))


def entities_in_the_workbook(path: Path) -> None:
    book = parts("")["xl/workbook.xml"].replace('name="台账"', 'name="&a11;"')
    with_parts(path, book=_declared(book, ENTITIES))


def a_file_of_the_machine_in_a_cell(path: Path) -> None:
    with_parts(path, sheet=_declared(worksheet(ROW.replace("当事人", "&a11;")), OUTSIDE))


def entities_in_shared_strings(path: Path) -> None:
    table = f'<?xml version="1.0"?>\n<sst xmlns="{MAIN}"><si><t>&a11;</t></si></sst>'
    with_parts(path, strings=_declared(table, ENTITIES))


def a_bomb_in_a_worksheet(path: Path) -> None:
    with_parts(path, sheet=worksheet(ROW + "<row/>" * (6 << 20)))


def a_bomb_of_many_small_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts(worksheet(ROW)).items():
            book.writestr(name, text)
        for number in range(300):
            book.writestr(f"xl/media/{number}.bin", bytes(1_000))
            book.filelist[-1].file_size = 8 << 20  # what the directory says it unpacks to


def members_that_climb_out(path: Path) -> None:
    found = parts(worksheet(ROW)) | {"../../climbed.txt": "x", "/absolute.txt": "x", "C:\\climbed.txt": "x"}
    pack(path, found)


def relations_that_climb_out(path: Path) -> None:
    found = parts(worksheet(ROW))
    relations = found["xl/_rels/workbook.xml.rels"]
    found["xl/_rels/workbook.xml.rels"] = relations.replace("worksheets/", "../../../../etc/")
    pack(path, found)


def relations_in_a_circle(path: Path) -> None:
    found = parts(worksheet(ROW))
    found["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PKG_RELS}"><Relationship Id="rId1" Type="{DOC_RELS}/drawing" '
        'Target="sheet1.xml"/></Relationships>'
    )
    pack(path, found)


def hostile_names_and_formulas(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("=cmd|'calc'!A1")
    headings = [
        "序号",
        "当事人",
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(1)",
        "<script>alert(1)</script>",
    ]
    sheet.write_row(0, 0, headings)
    cells = [1, "=1+1", "{{7*7}}", "${jndi:x}", "%s%n", "'; DROP TABLE cases; --", "\u202e"]
    sheet.write_row(1, 0, cells)
    book.close()


def the_longest_cells(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["序号", "当事人"])
    for row in range(1, 200):
        sheet.write_row(row, 0, [row, f"{row:05}" + "长" * 32_762])
    book.close()


def all_columns(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    for row in range(4):
        for column in range(16_384):
            sheet.write(row, column, "序号" if row == 0 else row)
    book.close()


def a_thousand_worksheets(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    for number in range(1_000):
        sheet = book.add_worksheet(f"台账{number}")
        sheet.merge_range(0, 0, 0, 2, "台账")
        sheet.write_row(1, 0, ["序号", "当事人", "状态"])
    book.close()


def sixty_four_thousand_formats(path: Path) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="64000">{"<xf/>" * 64_000}</cellXfs></styleSheet>'
    )
    pack(path, parts(worksheet(ROW), styles=styles))


def merges_without_end(path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(2, 60_000))
    with_parts(path, sheet=worksheet(ROW, after=f"<mergeCells>{merges}</mergeCells>"))


def nested_without_end(path: Path) -> None:
    with_parts(path, sheet=worksheet(ROW + "<a>" * 400_000 + "</a>" * 400_000))


def a_count_of_four_thousand_million(path: Path) -> None:
    with_parts(path, strings=f'<sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>')


def cells_that_never_close(path: Path) -> None:
    with_parts(path, sheet=worksheet('<row r="1">' + '<c r="A9" ' * 200_000))


def a_stray_cell_in_the_last_corner(path: Path) -> None:
    with_parts(path, sheet=worksheet(ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def quotes_that_hide_a_stray_cell(path: Path) -> None:
    with_parts(path, sheet=worksheet(ROW + '<row r="9"><c t=">" r="XFD1048576"><v>1</v></c></row>'))


def one_text_in_a_hundred_thousand_cells(path: Path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_000))
    table = f'<sst xmlns="{MAIN}"><si><t>{"长" * 32_767}</t></si></sst>'
    found = parts(worksheet(cells)) | {"xl/sharedStrings.xml": table}
    relation = f'<Relationship Id="rId9" Type="{DOC_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    part = "xl/_rels/workbook.xml.rels"
    found[part] = found[part].replace("</Relationships>", relation + "</Relationships>")
    pack(path, found)


def a_drawing_without_end(path: Path) -> None:
    found = parts(worksheet(ROW))
    found["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PKG_RELS}"><Relationship Id="rId1" Type="{DOC_RELS}/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    found["xl/drawings/drawing1.xml"] = "<a>" * 200_000 + "</a>" * 200_000
    pack(path, found)


def a_zip_in_its_own_middle(path: Path) -> None:
    pack(path, parts(worksheet(ROW)))
    data = path.read_bytes()
    path.write_bytes(data + data)


#: Attack → whether the workbook may be read ("read"), must be refused ("refused"), or either is right ("").
ATTACKS: dict[Callable[[Path], None], str] = {
    entities_in_cells: "",
    entities_in_the_workbook: "refused",
    a_file_of_the_machine_in_a_cell: "",
    entities_in_shared_strings: "",
    a_bomb_in_a_worksheet: "refused",
    a_bomb_of_many_small_parts: "refused",
    members_that_climb_out: "read",
    relations_that_climb_out: "refused",
    relations_in_a_circle: "read",
    hostile_names_and_formulas: "read",
    the_longest_cells: "read",
    all_columns: "read",
    a_thousand_worksheets: "read",
    sixty_four_thousand_formats: "read",
    merges_without_end: "read",
    nested_without_end: "",
    a_count_of_four_thousand_million: "refused",
    cells_that_never_close: "refused",
    a_stray_cell_in_the_last_corner: "refused",
    quotes_that_hide_a_stray_cell: "refused",
    one_text_in_a_hundred_thousand_cells: "refused",
    a_drawing_without_end: "",
    a_zip_in_its_own_middle: "",
}
