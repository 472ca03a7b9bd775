"""The look after our own write says what a whole look says, and is one where anything else came in."""

import pytest

import sync.folder.folder_store
from config.vocabulary import Mark
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from sync.store import Edit, LedgerRef, SheetLayout, TableRows
from tests.sync.folder.books import minimal
from tests.sync.folder.ours import edits, layout

REF = LedgerRef("青石村.xlsx", "青石村")


def case(row, *more):
    cells = f'<c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>在办</t></is></c>'
    return f'<row r="{row}">{cells}{"".join(more)}</row>'


ROWS = "".join(case(row) for row in range(1, 5))
STRANGER = '<c r="{0}" t="inlineStr"><is><t>某人写的</t></is></c>'


@pytest.fixture
def whole_looks(monkeypatch):
    seen = []
    monkeypatch.setattr(
        sync.folder.folder_store,
        "read_workbook",
        lambda path, name="": (seen.append(path), read_workbook(path, name))[1],
    )
    return seen


def compared(store, path):
    """Look again, and compare with a whole look; sheets without what only the package tells."""

    def plain(grid):
        trimmed = [[["" if v is None else v for v in row] for row in sheet.rows] for sheet in grid.sheets]
        return grid.version, [(s.name, s.merges, s.visible) for s in grid.sheets], trimmed

    assert plain(store.read(REF)) == plain(read_workbook(path, REF.ledger_id))


@pytest.mark.parametrize("text", ["逾期14天", 'a<b & "c" > d', "第一行\n第二行", "x_x0041_y", ""])
def test_it_says_what_a_whole_look_says(tmp_path, text):
    path = minimal(tmp_path / REF.ledger_id, ROWS)
    store = FolderStore(tmp_path)
    wanted = [*edits("台账", [2, 3], heading=1)[:-1], Edit("台账", 3, Mark.WHY, "", text)]
    store.write(REF, store.read(REF), wanted, [layout("台账", 1, 2, 4)])
    compared(store, path)
    again = [Edit("台账", 2, Mark.LIGHT, "正常", "临期")]
    store.write(REF, store.read(REF), again, [layout("台账", 1, 2, 4)])
    compared(store, path)


def test_it_reads_the_workbook_as_a_whole_no_second_time(tmp_path, whole_looks):
    minimal(tmp_path / REF.ledger_id, ROWS)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits("台账", [2], heading=1), [layout("台账", 1, 2, 4)])
    store.read(REF)
    assert len(whole_looks) == 1
    store.read(REF)
    assert len(whole_looks) == 2


def test_what_a_person_saves_meanwhile_is_seen(tmp_path, whole_looks):
    path = minimal(tmp_path / REF.ledger_id, ROWS)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits("台账", [2], heading=1), [layout("台账", 1, 2, 4)])
    minimal(path, case(1) + case(2, STRANGER.format("D2")))
    assert store.read(REF).sheets[0].rows[1][3] == "某人写的"
    assert len(whole_looks) == 2


@pytest.mark.parametrize("place", ["C4", "G3"])
def test_a_persons_words_in_our_columns_want_a_whole_look(tmp_path, whole_looks, place):
    number = int(place[1])
    rows = "".join(case(row, STRANGER.format(place)) if row == number else case(row) for row in range(1, 5))
    headings = edits("台账", [2], heading=1)
    path = minimal(tmp_path / REF.ledger_id, ROWS)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), headings, [layout("台账", 1, 2, 4)])
    written = read_workbook(path).sheets[0].rows[0]
    assert len(written) == 7
    # The same workbook with a person's cell among ours: what we wrote before, and that cell.
    xml = rows.replace(case(1), _row_of(path, 1)).replace(case(2), _row_of(path, 2))
    minimal(path, xml)
    store.write(
        REF, store.read(REF), [Edit("台账", 2, Mark.LIGHT, "正常", "临期")], [layout("台账", 1, 2, 4)]
    )
    before = len(whole_looks)
    compared(store, path)
    assert len(whole_looks) == before + 1


def _row_of(path, number):
    from tests.sync.folder.ours import members

    xml = members(path)["xl/worksheets/sheet1.xml"].decode()
    start = xml.index(f'<row r="{number}"')
    return xml[start : xml.index("</row>", start) + len("</row>")]


def test_several_tables_over_one_set_of_our_columns_are_read_again(tmp_path, whole_looks):
    path = minimal(tmp_path / REF.ledger_id, ROWS)
    store = FolderStore(tmp_path)
    blocks = (TableRows(1, 2, 2), TableRows(3, 4, 4))
    wanted = [*edits("台账", [2], heading=1), *edits("台账", [4], heading=3)]
    store.write(REF, store.read(REF), wanted, [SheetLayout("台账", blocks)])
    compared(store, path)
    assert len(whole_looks) == 1
