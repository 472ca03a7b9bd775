import datetime as dt
import zipfile
from io import BytesIO

import pytest
import python_calamine
import xlsxwriter

from config.errors import LedgerUnavailableError
from sync.folder.folder_store import FolderStore
from sync.folder.patch.container.package import Package
from sync.folder.workbook import open_package, read_workbook
from sync.grid import Merge
from sync.store import LedgerRef
from tests.sync.folder.books import DOC_RELS, MAIN, PKG_RELS, minimal, pack, parts, worksheet
from tests.sync.folder.ours import edits, layout


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "青石村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    day, clock = book.add_format({"num_format": 'm"月"d"日"'}), book.add_format({"num_format": "h:mm"})
    builtin = book.add_format()
    builtin.set_num_format(58)
    sheet.merge_range("B3:D3", "矛盾纠纷台账")
    sheet.write("B4", "登记日期")
    sheet.write_datetime("B5", dt.date(2026, 3, 5), day)
    sheet.write_number("C5", 3.1)
    sheet.write_number("D5", 46086, builtin)
    sheet.write_datetime("E5", dt.datetime.fromisoformat("2026-03-05 14:30"), clock)
    sheet.write_boolean("F5", True)
    sheet.write_formula("B6", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C6", "=1+1", None, 2)
    sheet.write_formula("D6", "=1+1", None, "")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$C$5:$C$6"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("空")
    book.add_worksheet("藏").hide()
    book.close()
    return path


def test_rows_are_sheet_rows_and_values_keep_their_kind(sample):
    sheet = read_workbook(sample).sheets[0]
    assert sheet.rows[2][1] == "矛盾纠纷台账"
    assert sheet.rows[4] == [
        "",
        dt.date(2026, 3, 5),
        3.1,
        dt.date(2026, 3, 5),
        dt.datetime.fromisoformat("2026-03-05 14:30"),
        True,
    ]
    assert sheet.merges == (Merge(2, 1, 2, 3),)
    assert sheet.rows[5][1] == ""
    assert sheet.rows[5][2] == 2.0


def test_worksheets_only_hidden_ones_marked(sample):
    grid = read_workbook(sample)
    assert [(sheet.name, sheet.visible) for sheet in grid.sheets] == [
        ("台账", True),
        ("空", True),
        ("藏", False),
    ]
    assert grid.title == "青石村"
    assert grid.date1904 is False


def test_number_formats_are_looked_up_on_demand(sample):
    look = read_workbook(sample).sheets[0].number_format
    assert look(4, 1) == 'm"月"d"日"'
    assert look(4, 2) == "General"
    assert look(4, 3) == 'm"月"d"日"'
    assert look(900, 3) == "General"


def test_formulas_without_a_stored_value_are_told(tmp_path):
    cells = (
        '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2"><f>1+1</f><v></v></c>'
        '<c r="C2" t="str"><f>A1</f><v>x</v></c><c r="D2"><f t="shared" si="0"/></c></row>'
    )
    path = minimal(tmp_path / "a.xlsx", cells)
    assert read_workbook(path).sheets[0].formulas_without_value == {(1, 0), (1, 1), (1, 3)}


def test_equal_files_have_equal_versions(sample):
    assert read_workbook(sample).version == read_workbook(sample).version


def test_1904_is_seen(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, dt.date(2026, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    grid = read_workbook(path)
    assert grid.date1904
    assert grid.sheets[0].rows == [[dt.date(2026, 3, 5)]]


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", bytes(40 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("a.xlsx", b"", "0 bytes", id="empty file"),
        pytest.param("a.xlsx", b"PK", "cut short", id="two bytes"),
        pytest.param("a.xlsx", "登记日期,村".encode(), "no .xlsx", id="text under an xlsx name"),
        pytest.param("a.xlsx", OLE, "old-format", id="xls under an xlsx name"),
        pytest.param("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password", id="password"),
        pytest.param("a.xlsx", _bomb(), "unpacks to", id="zip bomb"),
        pytest.param("a.xlsb", b"PK", ".xlsb files", id="xlsb"),
        pytest.param("a.numbers", b"PK", ".numbers files", id="numbers"),
        pytest.param("a.txt", b"", "not a workbook", id="text file"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_remedy(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LedgerUnavailableError) as caught:
        read_workbook(path)
    assert words in caught.value.message
    assert name in caught.value.message
    assert caught.value.fix


def test_a_file_that_is_gone(tmp_path):
    with pytest.raises(LedgerUnavailableError, match="gone"):
        read_workbook(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(PermissionError(13, "denied"), "may not read", id="no permission"),
        pytest.param(OSError(5, "Input/output error"), "cannot be read", id="disk broken"),
    ],
)
def test_a_file_that_cannot_be_opened(sample, monkeypatch, error, words):
    def fail(*given, **more):
        raise error

    monkeypatch.setattr("pathlib.Path.open", fail)
    with pytest.raises(LedgerUnavailableError, match=words):
        read_workbook(sample)


def test_a_file_larger_than_any_ledger(sample, monkeypatch):
    monkeypatch.setattr("sync.folder.workbook.MAX_FILE", 100)
    with pytest.raises(LedgerUnavailableError, match="larger"):
        read_workbook(sample)


def test_a_large_worksheet_is_looked_through_when_its_dimension_lies(tmp_path, monkeypatch):
    monkeypatch.setattr("sync.folder.workbook.SCAN_UP_TO", 10)
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    for dimension in ("", '<dimension ref="A1:XFD1048576"/>'):
        with pytest.raises(LedgerUnavailableError, match="XFD1048576"):
            read_workbook(minimal(tmp_path / "a.xlsx", far, before=dimension))
    honest = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>1+1</f></c></row>'
    sheet = read_workbook(minimal(tmp_path / "a.xlsx", honest, before='<dimension ref="A1:B9"/>')).sheets[0]
    assert sheet.rows == [[1.0]]
    assert sheet.formulas_without_value == frozenset()


def test_a_panic_below_us_is_a_broken_file_and_an_interrupt_is_not(sample, monkeypatch):
    class PanicException(BaseException):
        pass

    class Book:
        @staticmethod
        def from_filelike(file):
            raise Book.error

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Book)
    Book.error = PanicException()
    with pytest.raises(LedgerUnavailableError, match="cannot be read"):
        read_workbook(sample)
    Book.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        read_workbook(sample)


def test_a_file_cut_anywhere_is_refused_never_a_crash(sample, tmp_path):
    data = sample.read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(1, len(data) - 30, 97):
        path.write_bytes(data[:end])
        with pytest.raises(LedgerUnavailableError):
            read_workbook(path)


_LONG = "".join(f'<row r="{row}"><c r="A{row}"><v>{row * 7919}</v></c></row>' for row in range(1, 200))


@pytest.fixture
def by_lzma(tmp_path):
    """A workbook whose parts are packed by another method than everybody's."""
    return pack(tmp_path / "a.xlsx", parts(worksheet(_LONG)), zipfile.ZIP_LZMA)


def test_a_workbook_packed_by_another_method_is_read_and_written(by_lzma):
    store, ref = FolderStore(by_lzma.parent), LedgerRef("a.xlsx", "a")
    store.write(ref, store.read(ref), edits("台账", [2], 1), [layout("台账", 1, 2, 2)])
    sheet = store.read(ref).sheets[0]
    assert any("〔督〕预警" in row for row in sheet.rows)
    assert [row[0] for row in sheet.rows] == [row * 7919 for row in range(1, 200)]


def test_a_damaged_part_of_such_a_workbook_is_refused(by_lzma):
    with zipfile.ZipFile(by_lzma) as book:
        info = book.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(by_lzma.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    data[start + 20 : start + info.compress_size] = b"\xff" * (info.compress_size - 20)
    by_lzma.write_bytes(data)
    with pytest.raises(LedgerUnavailableError) as caught:
        read_workbook(by_lzma)
    assert caught.value.fix


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("readme.txt", "x")
    with pytest.raises(LedgerUnavailableError, match="no workbook"):
        read_workbook(path)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', id="a shared string that is not there"),
        pytest.param('<row r="1"><c r="B0"><v>1</v></c></row>', id="an impossible address"),
        pytest.param('<row r="1"><c r="A1"><v>1</v>', id="cut XML"),
    ],
)
def test_cells_that_make_no_sense_are_refused(tmp_path, cells):
    with pytest.raises(LedgerUnavailableError):
        read_workbook(minimal(tmp_path / "a.xlsx", cells))


def test_a_stray_cell_in_the_last_corner_is_refused_not_allocated(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(LedgerUnavailableError, match="XFD1048576"):
        read_workbook(minimal(tmp_path / "a.xlsx", cells))


def test_formats_in_the_last_corner_cost_nothing(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_workbook(minimal(tmp_path / "a.xlsx", cells)).sheets[0].rows == [[1.0]]


def _with_sheets(path, count, cells):
    """Write a workbook of *count* worksheets that share one part."""
    found = parts(worksheet(cells))
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    book = found["xl/workbook.xml"]
    start, end = book.index("<sheets>") + 8, book.index("</sheets>")
    found["xl/workbook.xml"] = book[:start] + sheets + book[end:]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{DOC_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    found["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PKG_RELS}">{relations}</Relationships>'
    found |= {f"xl/worksheets/sheet{n}.xml": worksheet(cells) for n in range(1, count + 1)}
    return pack(path, found)


def _with_strings(path, table, cells):
    found = parts(worksheet(cells))
    found["xl/sharedStrings.xml"] = table
    relations = found["xl/_rels/workbook.xml.rels"]
    relation = f'<Relationship Id="rId9" Type="{DOC_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    found["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", relation + "</Relationships>")
    return pack(path, found)


def _stray(address):
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{address}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        pytest.param(_stray("XFD1900"), 1, id="the last column"),
        pytest.param(_stray("L1048576"), 1, id="the last row"),
        pytest.param(_stray("ALL30000"), 1, id="far down and far right"),
        pytest.param(_stray("ALL1000"), 20, id="on twenty worksheets together"),
        pytest.param(_stray("XFD1900").replace('"', "'"), 1, id="in single quotes"),
        pytest.param(_stray("XFD1900").replace("<c r", "<c s='0' r"), 1, id="the address behind"),
        pytest.param(
            '<row r="900000"><c r="A900000"><v>1</v></c>' + "<c><v>1</v></c>" * 30 + "</row>",
            1,
            id="no address",
        ),
    ],
)
def test_a_workbook_that_unfolds_too_far_is_refused(tmp_path, cells, count):
    with pytest.raises(LedgerUnavailableError, match="stray cells") as caught:
        read_workbook(_with_sheets(tmp_path / "a.xlsx", count, cells))
    assert "Ctrl\\+End" in caught.value.fix or "Ctrl+End" in caught.value.fix


def test_worksheets_that_together_unpack_to_too_much_are_refused(tmp_path, monkeypatch):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    most = 3 * len(worksheet(cells).encode())
    monkeypatch.setattr("sync.folder.patch.container.extent.MAX_XML", most)
    assert len(read_workbook(_with_sheets(tmp_path / "a.xlsx", 3, cells)).sheets) == 3
    with pytest.raises(LedgerUnavailableError, match="unpack to"):
        read_workbook(_with_sheets(tmp_path / "a.xlsx", 4, cells))


def test_twelve_wide_month_tabs_are_read(tmp_path):
    cells = "".join(f'<row r="{row}"><c r="AF{row}"><v>1</v></c></row>' for row in range(1, 500))
    assert len(read_workbook(_with_sheets(tmp_path / "a.xlsx", 20, cells)).sheets) == 20


@pytest.mark.parametrize("count", ["4294967295", "9" * 5000, "99999"])
def test_a_string_table_that_claims_too_much_is_damaged(tmp_path, count):
    table = f'<sst xmlns="{MAIN}" count="1" uniqueCount="{count}"><si><t>甲某</t></si></sst>'
    path = _with_strings(tmp_path / "a.xlsx", table, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    with pytest.raises(LedgerUnavailableError, match="claims to hold"):
        read_workbook(path)


def test_few_texts_in_many_cells_are_no_lie(tmp_path):
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 5_000))
    table = f'<sst xmlns="{MAIN}" count="4999" uniqueCount="1"><si><t>在办</t></si></sst>'
    assert len(read_workbook(_with_strings(tmp_path / "a.xlsx", table, cells)).sheets[0].rows) == 4_999


def test_one_long_text_in_thousands_of_cells_is_refused(tmp_path):
    strings = f"<si><t>{'长' * 32_767}</t></si><si><t>a</t></si>"
    table = f'<sst xmlns="{MAIN}" count="1" uniqueCount="2">{strings}</sst>'
    long = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3_000))
    with pytest.raises(LedgerUnavailableError, match="of text"):
        read_workbook(_with_strings(tmp_path / "a.xlsx", table, long))
    short = long.replace("<v>0</v>", "<v>1</v>").replace("<v>1</v>", "<v>0</v>", 1)
    assert read_workbook(_with_strings(tmp_path / "a.xlsx", table, short)).sheets[0].rows[2998] == ["a"]


def test_cells_that_never_close_are_refused_at_once(tmp_path):
    for hang in ('<c r="A9" ' * 30_000, '<row r="1"><c r="A1"><f ' * 10_000, '<row r="1" ' * 30_000):
        with pytest.raises(LedgerUnavailableError):
            read_workbook(minimal(tmp_path / "a.xlsx", hang))


def test_two_worksheets_of_one_name_are_refused_by_their_places(tmp_path):
    path = _with_sheets(tmp_path / "a.xlsx", 3, '<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(path) as book:
        found = {info.filename: book.read(info) for info in book.infolist()}
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b'name="3"', b'name="1"')
    pack(path, found)
    with pytest.raises(LedgerUnavailableError, match="worksheets 1 and 3 have the same name"):
        read_workbook(path)


def test_a_part_that_stands_twice_is_refused(tmp_path):
    path = minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr("xl/worksheets/sheet1.xml", worksheet(_stray("XFD1900")))
    with pytest.raises(LedgerUnavailableError, match="twice"):
        read_workbook(path)


def test_cells_are_those_of_the_reader_from_a1_on(tmp_path):
    """Equal texts and days are one object; a number, a truth value and a text stay three."""
    rows = (
        '<row r="3"><c r="C3"><v>1</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="str"><v>1</v></c></row>'
        '<row r="5"><c r="C5" t="str"><v>在办</v></c><c r="E5" t="str"><v>在办</v></c></row>'
    )
    found = read_workbook(minimal(tmp_path / "a.xlsx", rows)).sheets[0].rows
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert found == book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert list(map(type, found[2][2:5])) == [float, bool, str]
    assert found[4][2] is found[4][4]


def test_a_part_that_was_read_is_not_unpacked_again(tmp_path, monkeypatch):
    path = minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    package = open_package(path.read_bytes(), "a")
    part = package.worksheets["台账"]
    known = package.read(part)
    monkeypatch.setattr(Package, "_inflated", None)
    assert package.read(part) == known == b"".join(package.chunks(part, b">"))
