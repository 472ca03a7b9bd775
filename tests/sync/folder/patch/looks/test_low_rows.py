"""How our words stand in a row as people sized it: the ask from its beginning, the rest as its neighbours."""

import openpyxl
import pytest
from openpyxl.styles import Alignment

from sync.folder.folder_store import FolderStore
from sync.store import LedgerRef
from tests.sync.folder.ours import edits, layout

REF = LedgerRef("a.xlsx", "a")
SHEET = "台账"


@pytest.mark.parametrize(
    ("height", "ask"),
    [
        pytest.param(None, "center", id="as the program finds fit"),
        pytest.param(18, "top", id="one line"),
        pytest.param(90, "center", id="tall"),
    ],
)
def test_an_ask_in_a_low_row_shows_from_its_beginning(tmp_path, height, ask):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(["序号", "登记日期", "纠纷类别", "办理状态"])
    sheet.append([1, "2026-03-05", "邻里", "在办"])
    for cell in sheet[2]:
        cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[2].height = height
    book.save(tmp_path / REF.ledger_id)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), edits(SHEET, [2], 1), [layout(SHEET, 1, 2, 2)])
    written = openpyxl.load_workbook(tmp_path / REF.ledger_id)[SHEET]
    assert written.row_dimensions[2].height == height
    looks = [written.cell(2, 5 + at).alignment for at in range(5)]
    assert [look.vertical for look in looks] == ["center", "center", ask, "center", "center"]
    assert [bool(look.wrap_text) for look in looks] == [False, False, True, False, False]
