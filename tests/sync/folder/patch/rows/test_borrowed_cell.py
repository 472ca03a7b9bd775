"""An empty cell of people's that stood where our columns went is given back as it was."""

import pytest

from config.vocabulary import Mark
from sync.folder.folder_store import FolderStore
from sync.store import Edit, LedgerRef
from tests.sync.folder.books import pack, parts, worksheet
from tests.sync.folder.ours import layout, members
from tests.sync.folder.patch.test_strip import XF, adopt, detach

REF = LedgerRef("a.xlsx", "a")


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path)


EMPTY_CELLS = [
    '<c r="B2" s="1"/>',
    '<c r="B2" s="1" />',
    '<c r="B2" s="1"></c>',
    '<c r="B2" s="1" t="s"/>',
    '<c r="B2" t="s" s="1"></c>',
    '<c r="B2" s="1" t="n" />',
    '<c r="B2" s="1" t="str"><v></v></c>',
    '<c r="B2" s="1"><v/></c>',
    '<c r="B2" s="1" t="inlineStr"/>',
    '<c r="B2"/>',
]


@pytest.mark.parametrize("cell", EMPTY_CELLS)
def test_an_empty_cell_is_given_back_to_the_letter(tmp_path, store, cell):
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c>{cell}</row>'
    path = pack(tmp_path / "a.xlsx", parts(worksheet(rows), styles=XF))
    before = members(path)
    adopt(store, "台账", [2], 1, 2)
    assert store.read(REF).sheets[0].rows[1][1] == "正常"
    for old, new in (("正常", "逾期1天"), ("逾期1天", ""), ("", "临期")):
        edit = Edit("台账", 2, Mark.LIGHT, old, new)
        store.write(REF, store.read(REF), [edit], [layout("台账", 1, 2, 2)])
        assert store.read(REF).sheets[0].rows[1][1] == new
    detach(store)
    assert members(path) == before


@pytest.mark.parametrize("cell", ["<c r='B2' s='1' t='n'/>", '<c s="1" r="B2" t="s"/>', '<c s="1"/>'])
def test_an_empty_cell_in_odd_words_stays_an_empty_cell_with_its_format(tmp_path, store, cell):
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c>{cell}</row>'
    path = pack(tmp_path / "a.xlsx", parts(worksheet(rows), styles=XF))
    adopt(store, "台账", [2], 1, 2)
    assert store.read(REF).sheets[0].rows[1][1] == "正常"
    detach(store)
    assert b'<c r="B2" s="1"/>' in members(path)["xl/worksheets/sheet1.xml"]
    assert store.read(REF).sheets[0].rows[1] == [1.0]
