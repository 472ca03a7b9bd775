"""Worksheets in single quotes, with rows and cells that say no address, with text in CDATA."""

import re

import pytest

from sync.folder.folder_store import FolderStore
from sync.store import LedgerRef
from tests.sync.folder.books import DOC_RELS, MAIN, pack, parts, worksheet
from tests.sync.folder.ours import edits, layout, members
from tests.sync.folder.patch.container.test_dialect import STYLES, plain_parts

REF = LedgerRef("a.xlsx", "a")


def _single_quoted(text):
    return re.sub(r'="([^"\']*)"', r"='\1'", text)


def test_every_part_in_single_quotes_is_written_and_given_back(tmp_path):
    found = {name: _single_quoted(text) for name, text in plain_parts().items()}
    assert '"' not in "".join(found.values())
    path = pack(tmp_path / "a.xlsx", found)
    before = members(path)
    store = FolderStore(tmp_path)
    wanted = edits("台账", [2, 3], 1)
    store.write(REF, store.read(REF), wanted, [layout("台账", 1, 2, 3)])
    assert [row[2] for row in store.read(REF).sheets[0].rows] == [
        wanted[0].new,
        wanted[5].new,
        wanted[10].new,
    ]
    store.detach(REF, store.read(REF))
    assert members(path) == before


_TEXT = '<c t="inlineStr"><is><t>%s</t></is></c>'
#: Rows or cells without addresses, some of them empty → the rows of 序号 and of the two numbers.
GAPS = {
    "empty rows count": (
        (
            f"<row>{_TEXT % '序号'}{_TEXT % '当事人'}</row><row/><row><c><v>1</v></c></row><row></row>"
            "<row><c><v>2</v></c></row>"
        ),
        (1, 3, 5),
    ),
    "a row that says its number, and those behind it": (
        f'<row r="2">{_TEXT % "序号"}</row><row><c><v>1</v></c></row><row r="9"><c><v>2</v></c></row>',
        (2, 3, 9),
    ),
    "a cell behind one that says its place": (
        (
            f'<row>{_TEXT % "序号"}<c r="C1"/>{_TEXT % "当事人"}</row>'
            '<row><c><v>1</v></c><c r="D2"><v>7</v></c></row><row><c><v>2</v></c></row>'
        ),
        (1, 2, 3),
    ),
    "empty cells count": (
        (
            f"<row>{_TEXT % '序号'}<c/><c></c>{_TEXT % '当事人'}</row><row><c><v>1</v></c></row>"
            "<row><c><v>2</v></c><c/><c/><c><v>7</v></c></row>"
        ),
        (1, 2, 3),
    ),
}


@pytest.mark.parametrize(("rows", "numbers"), GAPS.values(), ids=GAPS)
def test_gaps_without_addresses_are_kept(tmp_path, rows, numbers):
    path = pack(tmp_path / "a.xlsx", parts(worksheet(rows), styles=STYLES))
    before = members(path)
    store = FolderStore(tmp_path)
    found = store.read(REF).sheets[0].rows
    heading, *cases = numbers
    assert [found[number - 1][0] for number in numbers] == ["序号", 1.0, 2.0]
    wanted = edits("台账", cases, heading)
    store.write(REF, store.read(REF), wanted, [layout("台账", heading, cases[0], cases[-1])])
    written = FolderStore(tmp_path).read(REF).sheets[0].rows
    width = len(found[0])
    assert [row[:width] for row in written] == found
    assert written[heading - 1][width:] == [edit.new for edit in wanted if edit.heading]
    for row in cases:
        assert written[row - 1][width:] == [edit.new for edit in wanted if edit.row == row]
    store.detach(REF, store.read(REF))
    assert members(path) == before


def test_cdata_in_the_table_of_strings_is_text(tmp_path):
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    found = parts(worksheet(rows), styles=STYLES)
    relation = f'<Relationship Id="rId9" Type="{DOC_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    name = "xl/_rels/workbook.xml.rels"
    found[name] = found[name].replace("</Relationships>", relation + "</Relationships>")
    found["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><sst xmlns="{MAIN}"><!-- x --><si><t><![CDATA[序<号>&]]></t></si>'
        "<si><t>甲<![CDATA[某]]></t></si></sst>"
    )
    path = pack(tmp_path / "a.xlsx", found)
    before = members(path)
    store = FolderStore(tmp_path)
    assert store.read(REF).sheets[0].rows == [["序<号>&"], ["甲某"]]
    store.write(REF, store.read(REF), edits("台账", [2], 1), [layout("台账", 1, 2, 2)])
    assert FolderStore(tmp_path).read(REF).sheets[0].rows[0][:2] == ["序<号>&", "〔督〕预警"]
    store.detach(REF, store.read(REF))
    assert members(path) == before
