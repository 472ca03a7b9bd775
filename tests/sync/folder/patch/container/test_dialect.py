"""Workbooks whose XML is written in other ways than most programs do: written as well as read."""

import struct
import zipfile

import pytest

from config.errors import LayoutUnknownError, LedgerUnavailableError
from sync.folder.folder_store import FolderStore
from sync.folder.patch.container.dialect import plain, without_asides
from sync.store import LedgerRef
from tests.sync.folder.books import DOC_RELS, MAIN, PKG_RELS, pack, parts, worksheet
from tests.sync.folder.ours import edits, layout, members

REF = LedgerRef("a.xlsx", "a")
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (
    '<row r="1" spans="1:2"><c r="A1" s="1" t="inlineStr"><is><t>序号</t></is></c>'
    '<c r="B1" s="1" t="inlineStr"><is><t>当事人</t></is></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>甲某</t></is></c></row>'
    '<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="inlineStr"><is><t>乙某</t></is></c></row>'
)
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf applyFont="1"/></cellXfs>'
    "</styleSheet>"
)


def plain_parts(rows=ROWS):
    return parts(worksheet(rows, before='<dimension ref="A1:B3"/>'), styles=STYLES)


def prefixed(xml):
    for name in (
        "worksheet",
        "dimension",
        "sheetData",
        "row",
        "c",
        "is",
        "t",
        "v",
        "styleSheet",
        "fonts",
        "font",
    ):
        xml = _with_prefix(xml, name)
    for name in ("fills", "fill", "patternFill", "borders", "border", "cellStyleXfs", "xf", "cellXfs"):
        xml = _with_prefix(xml, name)
    return xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def _with_prefix(xml, name):
    for end in (" ", ">", "/"):
        xml = xml.replace(f"<{name}{end}", f"<x:{name}{end}")
    return xml.replace(f"</{name}>", f"</x:{name}>")


def _changed(*pairs):
    found = plain_parts()
    for old, new in pairs:
        assert old in found[SHEET]
        found[SHEET] = found[SHEET].replace(old, new)
    return found


def _without_addresses(text):
    for name in ("A1", "B1", "A2", "B2", "A3", "B3"):
        text = text.replace(f' r="{name}"', "")
    for row in "123":
        text = text.replace(f'<row r="{row}"', "<row")
    return text


def _encoded(encoding, declared, mark=b""):
    found = {}
    for name, text in plain_parts().items():
        words = text.replace('encoding="UTF-8"', f'encoding="{declared}"')
        found[name] = mark + words.encode(encoding)
    return found


WAYS = {
    "prefixed names": lambda: (
        plain_parts() | {name: prefixed(plain_parts()[name]) for name in (SHEET, "xl/styles.xml")}
    ),
    "no addresses": lambda: plain_parts() | {SHEET: _without_addresses(plain_parts()[SHEET])},
    "single quotes": lambda: plain_parts() | {SHEET: plain_parts()[SHEET].replace('"', "'")},
    "blanks round the equals sign": lambda: _changed(
        ('r="', 'r = "'), ('t="', 't ="'), ('spans="', 'spans= "')
    ),
    "blanks in end tags": lambda: _changed(
        ("</c>", "</c >"), ("</row>", "</row\n>"), ("</sheetData>", "</sheetData >")
    ),
    "comments": lambda: _changed(
        ("<sheetData>", "<!-- a --><sheetData><!-- </c> -->"), ("</row>", "</row><!--<row>-->")
    ),
    "a comment in a row": lambda: _changed(('<c r="B2"', '<!-- x --><c r="B2"')),
    "a comment at the end": lambda: _changed(("</worksheet>", "</worksheet><!-- by x 1.0 -->")),
    "CDATA": lambda: _changed(("<t>甲某</t>", "<t><![CDATA[甲<某></c>]]></t>")),
    "an instruction": lambda: _changed(("<sheetData>", "<?x y?><sheetData>")),
    "UTF-16 with a mark": lambda: _encoded("utf-16-le", "UTF-16", b"\xff\xfe"),
    "UTF-16 the other way round": lambda: _encoded("utf-16-be", "utf-16", b"\xfe\xff"),
    "GB18030": lambda: _encoded("gb18030", "GB18030"),
    "GB2312": lambda: _encoded("gbk", "gb2312"),
    "a UTF-8 mark": lambda: {k: b"\xef\xbb\xbf" + v.encode() for k, v in plain_parts().items()},
    "pretty-printed": lambda: _changed(
        ("<row", "\r\n  <row"), ("<c ", "\r\n    <c "), ("</row>", "\r\n  </row>")
    ),
    "targets with a dot": lambda: (
        plain_parts()
        | {
            "xl/_rels/workbook.xml.rels": plain_parts()["xl/_rels/workbook.xml.rels"].replace(
                'Target="', 'Target="./'
            )
        }
    ),
    "targets from the root": lambda: (
        plain_parts()
        | {
            "xl/_rels/workbook.xml.rels": plain_parts()["xl/_rels/workbook.xml.rels"].replace(
                'Target="', 'Target="/xl/'
            )
        }
    ),
    "targets with two dots": lambda: (
        plain_parts()
        | {
            "xl/_rels/workbook.xml.rels": plain_parts()["xl/_rels/workbook.xml.rels"].replace(
                'Target="', 'Target="../xl/'
            )
        }
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_written_and_given_back(tmp_path, way):
    path = pack(tmp_path / "a.xlsx", WAYS[way]())
    before = members(path)
    store = FolderStore(tmp_path)
    found = store.read(REF).sheets[0].rows
    assert [row[0] for row in found] == ["序号", 1.0, 2.0]
    assert [row[1] for row in found][::2] == ["当事人", "乙某"]
    wanted = edits("台账", [2, 3], 1)
    store.write(REF, store.read(REF), wanted, [layout("台账", 1, 2, 3)])
    written = store.read(REF).sheets[0].rows
    assert [row[:2] for row in written] == found
    assert written[0][2:] == [edit.new for edit in wanted if edit.heading]
    assert written[2][2] == next(edit.new for edit in wanted if edit.row == 3)
    again = path.read_bytes()
    store.write(REF, store.read(REF), [], [layout("台账", 1, 2, 3)])
    assert path.read_bytes() == again
    store.detach(REF, store.read(REF))
    assert members(path) == before


def test_cdata_is_read_as_the_text_it_is(tmp_path):
    pack(tmp_path / "a.xlsx", WAYS["CDATA"]())
    assert FolderStore(tmp_path).read(REF).sheets[0].rows[1][1] == "甲<某></c>"


def test_a_zip_of_64_bits_is_written(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in plain_parts().items():
            with book.open(name, "w", force_zip64=True) as file:
                file.write(text.encode())
    before = members(path)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits("台账", [2, 3], 1), [layout("台账", 1, 2, 3)])
    assert store.read(REF).sheets[0].rows[0][2] == "〔督〕预警"
    store.detach(REF, store.read(REF))
    assert members(path) == before


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        pytest.param(b'<?xml version="1.0" encoding="UTF-16"?><worksheet/>', "utf-16", id="not what it says"),
        pytest.param(
            b'<?xml version="1.0" encoding="klingon"?><worksheet/>', "klingon", id="unknown encoding"
        ),
        pytest.param(b"<!DOCTYPE a><worksheet/>", "DOCTYPE", id="doctype"),
        pytest.param(b"<worksheet><!-- x</worksheet>", "never ends", id="a comment without end"),
        pytest.param(b"<worksheet><!--" * 20_000, "never ends", id="thousands of them"),
        pytest.param(b"<x:worksheet><a/></x:worksheet>", "others bare", id="half prefixed"),
        pytest.param(b"<chartsheet/>", "something else", id="another root"),
        pytest.param(b"", "something else", id="nothing"),
        pytest.param(b"<worksheet><!-- a -->\x0b</worksheet>", "forbids", id="a vertical tab"),
    ],
)
def test_what_could_not_be_given_back_is_refused_with_the_cause(xml, words):
    with pytest.raises(LayoutUnknownError, match=words):
        plain(xml, "worksheet", "a.xlsx")


def test_without_asides_text_is_text():
    assert without_asides(b"<?xml?><a><!-- x --><![CDATA[<b>&]]></a>") == b"<?xml?><a>&lt;b&gt;&amp;</a>"


def test_a_sheet_of_an_unknown_kind_does_not_hide_the_others(tmp_path):
    found = plain_parts()
    relations = found["xl/_rels/workbook.xml.rels"]
    macro = (
        '<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" '
        'Target="macrosheets/sheet1.xml"/></Relationships>'
    )
    found["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", macro)
    book = found["xl/workbook.xml"]
    found["xl/workbook.xml"] = book.replace("<sheets>", '<sheets><sheet name="宏" sheetId="7" r:id="rId7"/>')
    found["xl/macrosheets/sheet1.xml"] = f'<macrosheet xmlns="{MAIN}"/>'
    path = pack(tmp_path / "a.xlsx", found)
    before = members(path)
    store = FolderStore(tmp_path)
    assert [sheet.name for sheet in store.read(REF).sheets] == ["台账"]
    store.write(REF, store.read(REF), edits("台账", [2, 3], 1), [layout("台账", 1, 2, 3)])
    store.detach(REF, store.read(REF))
    assert members(path) == before


def test_what_cannot_be_read_is_refused_in_plain_words(tmp_path):
    found = plain_parts() | {SHEET: worksheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')}
    pack(tmp_path / "a.xlsx", found)
    with pytest.raises(LedgerUnavailableError) as caught:
        FolderStore(tmp_path).read(REF)
    assert "Calamine" not in caught.value.message
    assert "save it as .xlsx" in caught.value.fix


@pytest.mark.parametrize("number", ["abc", "12.0", "1e6", "1e999", "nan", ""])
def test_an_anchor_that_is_no_number_is_passed_over(tmp_path, number):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    found = plain_parts()
    found["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PKG_RELS}"><Relationship Id="rId1" Type="{DOC_RELS}/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    found["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{drawing}"><xdr:oneCellAnchor><xdr:from><xdr:col>{number}</xdr:col>'
        f'<xdr:row>1</xdr:row></xdr:from><xdr:ext cx="{number}" cy="{number}"/></xdr:oneCellAnchor>'
        "</xdr:wsDr>"
    )
    pack(tmp_path / "a.xlsx", found)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits("台账", [2, 3], 1), [layout("台账", 1, 2, 3)])
    assert any("〔督〕预警" in row for row in store.read(REF).sheets[0].rows)


def _with_64_bit_directory(data):
    """Write a zip's directory anew with 64-bit sizes and places, as some exporters always do."""
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    directory, position = b"", start
    for _ in range(count):
        head = bytearray(data[position : position + 46])
        packed, unpacked = struct.unpack_from("<II", head, 20)
        name, extra, comment = struct.unpack_from("<HHH", head, 28)
        offset = struct.unpack_from("<I", head, 42)[0]
        rest = data[position + 46 : position + 46 + name + extra + comment]
        more = struct.pack("<HHQQQ", 1, 24, unpacked, packed, offset)
        struct.pack_into("<II", head, 20, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<H", head, 30, extra + len(more))
        struct.pack_into("<I", head, 42, 0xFFFFFFFF)
        directory += bytes(head) + rest[: name + extra] + more + rest[name + extra :]
        position += 46 + name + extra + comment
    whole = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(directory), 1)
    last = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert position == start + size
    return data[:start] + directory + whole + locator + last


def test_a_directory_of_64_bits_is_written(tmp_path):
    path = pack(tmp_path / "a.xlsx", plain_parts())
    before = members(path)
    path.write_bytes(_with_64_bit_directory(path.read_bytes()))
    assert members(path) == before
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits("台账", [2, 3], 1), [layout("台账", 1, 2, 3)])
    assert store.read(REF).sheets[0].rows[0][2] == "〔督〕预警"
    store.detach(REF, store.read(REF))
    assert members(path) == before
