"""``[marks] print``: what a ledger's printing is with our columns, counted in LibreOffice's pages."""

import openpyxl
import pytest

from sync.folder.folder_store import FolderStore
from sync.store import LedgerRef
from tests.reports.forms.office_pages import page_texts, pdf_of
from tests.sync.folder.ours import edits, layout, members

REF = LedgerRef("a.xlsx", "a")
SHEET, OTHER = "李家'的台账", "名册"
WORKBOOK = "xl/workbook.xml"


def ledger(folder, area=None, rows=40):
    """A village's ledger that prints on one page wide paper, beside a worksheet of another kind."""
    book = openpyxl.Workbook()
    book.active.title = OTHER
    book.active["A1"] = "名册"
    sheet = book.create_sheet(SHEET)
    sheet.append(["序号", "登记日期", "纠纷类别", "办理状态"])
    for number in range(1, rows + 1):
        sheet.append([number, "2026-03-05", "邻里", "在办"])
    if area:
        sheet.print_area = area
    book.save(folder / REF.ledger_id)
    return folder / REF.ledger_id


def opened(folder, *, printed):
    store = FolderStore(folder)
    store.printed = printed
    return store


def mark(store, rows=range(2, 42)):
    store.write(REF, store.read(REF), edits(SHEET, rows, 1), [layout(SHEET, 1, 2, max(rows))])


def pages(path):
    """How many pages LibreOffice prints, and whether a word of ours is on one."""
    found = page_texts(pdf_of(path))
    return len(found), any("督" in text for text in found)


@pytest.mark.rendering
@pytest.mark.needs("soffice", "poppler")
@pytest.mark.parametrize("printed", [True, False], ids=["keep", "without"])
def test_pages_with_our_columns(tmp_path, printed):
    before = pages(ledger(tmp_path))
    mark(opened(tmp_path, printed=printed))
    after = pages(tmp_path / REF.ledger_id)
    if printed:
        assert after[0] > before[0]
        assert after[1]
    else:
        assert after == (before[0], False)


@pytest.mark.rendering
@pytest.mark.needs("soffice", "poppler")
def test_rows_that_come_later_are_printed_too(tmp_path):
    path = ledger(tmp_path)
    mark(opened(tmp_path, printed=False))
    book = openpyxl.load_workbook(path)
    for number in range(41, 200):
        book[SHEET].append([number, "2026-03-06", "邻里", "在办"])
    book.save(path)
    texts = page_texts(pdf_of(path))
    assert "199" in texts[-1]
    assert "督" not in "".join(texts)


def test_by_default_no_other_part_of_the_workbook_changes(tmp_path):
    path = ledger(tmp_path)
    before = members(path)[WORKBOOK]
    mark(FolderStore(tmp_path))
    assert members(path)[WORKBOOK] == before


def test_ours_goes_with_the_columns_and_the_rest_is_as_it_was(tmp_path):
    path = ledger(tmp_path)
    before = members(path)
    store = opened(tmp_path, printed=False)
    mark(store)
    assert openpyxl.load_workbook(path)[SHEET].print_area == "'李家''的台账'!$A$1:$D$1048576"
    store.detach(REF, store.read(REF))
    assert members(path)[WORKBOOK] == before[WORKBOOK]


def test_what_people_set_stays_through_all(tmp_path):
    path = ledger(tmp_path, area="A1:H30")
    before = members(path)[WORKBOOK]
    store = opened(tmp_path, printed=False)
    mark(store)
    assert members(path)[WORKBOOK] == before
    store.detach(REF, store.read(REF))
    assert members(path)[WORKBOOK] == before


def test_other_names_of_the_workbook_stay_beside_ours(tmp_path):
    path = ledger(tmp_path)
    book = openpyxl.load_workbook(path)
    book[SHEET].print_title_rows = "1:1"
    book.save(path)
    before = members(path)[WORKBOOK]
    store = opened(tmp_path, printed=False)
    mark(store)
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert (sheet.print_title_rows, bool(sheet.print_area)) == ("$1:$1", True)
    store.detach(REF, store.read(REF))
    assert members(path)[WORKBOOK] == before


def test_a_second_writing_adds_nothing(tmp_path):
    path = ledger(tmp_path)
    store = opened(tmp_path, printed=False)
    mark(store)
    after = path.read_bytes()
    store.write(REF, store.read(REF), [], [layout(SHEET, 1, 2, 41)])
    assert path.read_bytes() == after


def test_it_is_known_whether_ours_are_printed(tmp_path):
    ledger(tmp_path)
    store = opened(tmp_path, printed=False)
    assert store.prints_ours(REF)
    book = openpyxl.load_workbook(tmp_path / REF.ledger_id)
    for sheet in book:
        sheet.print_area = "A1:D9"
    book.save(tmp_path / REF.ledger_id)
    assert not store.prints_ours(REF)
