"""What people do to our columns, and to the filter above them."""

import re
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, Mark
from sync.folder.folder_store import FolderStore
from sync.store import Edit, LedgerRef, Notice
from sync.understand import Given, understand
from tests.sync.folder.books import minimal, pack, parts, worksheet
from tests.sync.folder.ours import layout, members
from tests.sync.folder.patch.test_programs import by_libreoffice

REF = LedgerRef("a.xlsx", "a")
SHEET = "xl/worksheets/sheet1.xml"
PEOPLE = ["序号", "登记日期", "当事人", "简要情况", "办理状态"]
HEADINGS = MARK_HEADINGS["zh-CN"]
FIRST = len(PEOPLE)
ROWS = range(2, 8)
SAYS = {
    Mark.LIGHT: "逾期14天",
    Mark.DUE: "2026-03-20",
    Mark.ASKED: "【催办】应于2026年3月20日办结，请承办单位于3月27日前报办理情况。",
    Mark.ADDRESSEE: "包案领导",
    Mark.WHY: "1；2026-03-05登记，15日",
}


def texts(old="", **changed):
    return [
        Edit("台账", row, mark, SAYS[mark] if old else "", changed.get(mark.value, SAYS[mark]))
        for row in ROWS
        for mark in Mark
    ]


@pytest.fixture
def store(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, PEOPLE)
    for row in range(1, 7):
        sheet.write_row(row, 0, [row, "2026-03-05", f"甲{row}某", "争水", "在办"])
    sheet.autofilter(0, 0, 6, FIRST - 1)
    sheet.filter_column(4, "x == 在办")
    book.close()
    found = FolderStore(tmp_path)
    found.write(REF, found.read(REF), texts(), [layout("台账", 1, 2, 7)])
    return found


def change(tmp_path, act):
    """Let a person change the worksheet in another program, which saves it in its own way."""
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    act(book["台账"])
    book.save(tmp_path / "a.xlsx")


def problems(store):
    found = understand(store.read(REF), Given(date(2026, 4, 3))).problems
    return [(problem.code.value, problem.column) for problem in found if "mark" in problem.code.value]


@pytest.mark.parametrize("mark", list(Mark))
@pytest.mark.parametrize("heading", ["我们的灯", "备注"])
def test_a_renamed_column_is_still_ours_and_told(tmp_path, store, mark, heading):
    at = FIRST + list(Mark).index(mark)
    change(tmp_path, lambda sheet: sheet.cell(1, at + 1, heading))
    assert store.read(REF).sheets[0].marks == {mark: at}
    assert problems(store) == [("mark_column_edited", "FGHIJ"[list(Mark).index(mark)])]
    store.write(REF, store.read(REF), texts("x", light="临期", due="2026-04-09"), [layout("台账", 1, 2, 7)])
    rows = store.read(REF).sheets[0].rows
    assert len(rows[0]) == FIRST + 5
    assert rows[0][at] == heading
    assert (rows[1][FIRST], rows[1][FIRST + 1]) == ("临期", "2026-04-09")


def test_all_five_renamed(tmp_path, store):
    def act(sheet):
        for number in range(5):
            sheet.cell(1, FIRST + 1 + number, f"督办{number}")

    change(tmp_path, act)
    assert store.read(REF).sheets[0].marks == {mark: FIRST + at for at, mark in enumerate(Mark)}
    assert len(problems(store)) == 5


def test_a_persons_column_where_ours_was_is_no_column_of_ours(tmp_path, store):
    at = FIRST + 1 + list(Mark).index(Mark.DUE)

    def act(sheet):
        sheet.cell(1, at, "回访人")
        for row in ROWS:
            sheet.cell(row, at, "王五某")

    change(tmp_path, act)
    assert store.read(REF).sheets[0].marks == {}
    assert problems(store) == []
    store.write(REF, store.read(REF), [], [layout("台账", 1, 2, 7)])
    assert store.read(REF).sheets[0].rows[1][at - 1] == "王五某"
    assert store.read(REF).sheets[0].rows[0][-1] == HEADINGS[Mark.DUE]


def test_a_deleted_column_is_back_and_told_once(tmp_path, store):
    change(tmp_path, lambda sheet: sheet.delete_cols(FIRST + 3))
    fresh = FolderStore(tmp_path)
    edits = [edit for edit in texts() if edit.mark is Mark.ASKED]
    fresh.write(REF, fresh.read(REF), edits, [layout("台账", 1, 2, 7)])
    assert fresh.notices(REF) == (Notice("台账", Mark.ASKED, LedgerProblemCode.MARK_RESTORED),)
    fresh.write(REF, fresh.read(REF), [], [layout("台账", 1, 2, 7)])
    assert len(fresh.notices(REF)) == 1
    assert fresh.read(REF).sheets[0].rows[0][-1] == HEADINGS[Mark.ASKED]


def test_a_first_write_tells_nothing(store):
    assert store.notices(REF) == ()


def _copied(sheet):
    for row in range(1, 8):
        for number in range(5):
            sheet.cell(row, FIRST + 7 + number, sheet.cell(row, FIRST + 1 + number).value)


def test_a_copy_of_our_columns_is_told_and_cleared_even_where_nothing_else_changes(tmp_path, store):
    change(tmp_path, _copied)
    assert problems(store) == [("mark_column_doubled", letter) for letter in "LMNOP"]
    store.mend(REF, store.read(REF), [layout("台账", 1, 2, 7)])
    rows = store.read(REF).sheets[0].rows
    assert rows[0] == [*PEOPLE, *HEADINGS.values()]
    assert rows[1][FIRST:] == list(SAYS.values())
    assert problems(store) == []
    saved = (tmp_path / "a.xlsx").stat().st_mtime_ns
    store.mend(REF, store.read(REF), [layout("台账", 1, 2, 7)])
    assert (tmp_path / "a.xlsx").stat().st_mtime_ns == saved


def test_a_copy_that_a_person_wrote_in_stays(tmp_path, store):
    def act(sheet):
        _copied(sheet)
        sheet.cell(3, FIRST + 7, "已电话")

    change(tmp_path, act)
    store.write(REF, store.read(REF), texts("x", light="临期"), [layout("台账", 1, 2, 7)])
    assert store.read(REF).sheets[0].rows[2][FIRST + 6] == "已电话"
    assert problems(store) == [("mark_column_doubled", "L")]


def test_merged_cells_of_ours_are_told(tmp_path, store):
    change(tmp_path, lambda sheet: sheet.merge_cells("F4:G5"))
    assert problems(store) == [("mark_merged", "F4:G5")]


def _filter(tmp_path):
    found = re.search(rb'<autoFilter\s+ref="([^"]*)"', members(tmp_path / "a.xlsx")[SHEET])
    return found[1].decode() if found else None


def test_a_filter_that_ends_before_our_columns_takes_them_in(tmp_path, store):
    assert _filter(tmp_path) == "A1:J7"
    assert b'<filterColumn colId="4">' in members(tmp_path / "a.xlsx")[SHEET]
    store.detach(REF, store.read(REF))
    assert _filter(tmp_path) == "A1:E7"


def _filter_name(tmp_path):
    found = re.search(
        rb'"_xlnm._FilterDatabase"[^>]*>([^<]*)<', members(tmp_path / "a.xlsx")["xl/workbook.xml"]
    )
    return found[1].decode() if found else None


def test_the_name_by_which_other_programs_know_the_filter_goes_with_it(tmp_path, store):
    assert _filter_name(tmp_path) == "台账!$A$1:$J$7"
    change(tmp_path, lambda sheet: None)
    store.detach(REF, store.read(REF))
    assert _filter_name(tmp_path) in ("台账!$A$1:$E$7", "'台账'!$A$1:$E$7")


def _named(tmp_path, reference, more=""):
    """Write a workbook whose filter covers A1:B3 and whose name for it says *reference*."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"/>'
    found = parts(worksheet(rows, after='<autoFilter ref="A1:B3"/>'))
    name = f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{reference}</definedName>'
    book = found["xl/workbook.xml"].replace(
        "</sheets>", f"</sheets><definedNames>{name}{more}</definedNames>"
    )
    return pack(tmp_path / "a.xlsx", found | {"xl/workbook.xml": book})


@pytest.mark.parametrize(
    ("found", "then"),
    [
        pytest.param("台账!$A$1:$B$3", "台账!$A$1:$G$3", id="as the filter"),
        pytest.param("'台账'!A1:B3", "'台账'!A1:G3", id="without dollar signs"),
        pytest.param("&apos;台账&apos;!A$1:B$3 ", "&apos;台账&apos;!A$1:G$3 ", id="written oddly"),
        pytest.param("台账!$A$1:$B$30", "台账!$A$1:$G$30", id="with more rows"),
        pytest.param("台账!$A$2:$B$3", "台账!$A$2:$B$3", id="another place"),
        pytest.param("台账!$A$1:$A$3", "台账!$A$1:$A$3", id="less than the filter"),
        pytest.param("OFFSET(台账!$A$1,0,0)", "OFFSET(台账!$A$1,0,0)", id="no cells"),
    ],
)
@pytest.mark.parametrize("printed", [True, False])
def test_a_name_of_a_filter_comes_back_as_it_was(tmp_path, found, then, printed):
    path = _named(tmp_path, found, '<definedName name="青石">台账!$A$1</definedName>')
    before = members(path)
    store = FolderStore(tmp_path)
    store.printed = printed
    for _ in range(2):
        store.write(
            REF, store.read(REF), [Edit("台账", 2, Mark.LIGHT, "", "正常")], [layout("台账", 1, 2, 2)]
        )
        assert _filter_name(tmp_path) == then
        written = path.read_bytes()
        store.write(REF, store.read(REF), [], [layout("台账", 1, 2, 2)])
        assert path.read_bytes() == written
        store.detach(REF, store.read(REF))
        assert members(path) == before


@pytest.mark.rendering
@pytest.mark.needs("soffice")
def test_libreoffice_filters_our_columns_too(tmp_path, store):
    book = by_libreoffice(tmp_path / "a.xlsx", "fods").read_text("utf-8")
    assert re.findall(r'table:target-range-address="([^"]*)"', book) == ["台账.A1:台账.J7"]


def test_a_filter_saved_anew_by_another_program_is_narrowed_all_the_same(tmp_path, store):
    change(tmp_path, lambda sheet: None)
    store.detach(REF, store.read(REF))
    assert _filter(tmp_path) == "A1:E7"


@pytest.mark.parametrize(
    ("found", "then"),
    [
        pytest.param("A1:C3", "A1:H3", id="up to the last column"),
        pytest.param("A1:D1", "A1:I1", id="over an empty column"),
        pytest.param("C2:H3", "C2:M3", id="over some of them"),
        pytest.param("A1:B3", "A1:B3", id="not as far as our columns"),
        pytest.param("A1", "A1", id="one cell"),
        pytest.param("A1:XFD1", "A1:XFD1", id="over the whole width"),
    ],
)
def test_a_filter_comes_back_as_it_was(tmp_path, found, then):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row><row r="2"/>'
    path = minimal(tmp_path / "a.xlsx", rows, after=f'<autoFilter ref="{found}" />')
    before = members(path)
    store = FolderStore(tmp_path)
    store.write(REF, store.read(REF), [Edit("台账", 2, Mark.LIGHT, "", "正常")], [layout("台账", 1, 2, 2)])
    assert _filter(tmp_path) == then
    store.detach(REF, store.read(REF))
    assert members(path) == before
