"""Workbooks saved by other programs, before us and after us."""

import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from config.colours import LIGHT_COLOURS
from config.vocabulary import MARK_HEADINGS
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from sync.store import LedgerRef
from tests.sync.folder.books import pack
from tests.sync.folder.ours import LIGHTS, edits, human_part, layout, members, our_formats
from tests.sync.folder.rich import FIRST_ROW, HEADING_ROW, LAST_ROW, SHEET, rich

pytestmark = pytest.mark.no_cover

REF = LedgerRef("a.xlsx", "a")
ROWS = range(2, 8)


def plain(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    border = book.add_format({"border": 1})
    for row in range(7):
        sheet.write_row(
            row, 0, ["序号", "当事人", "状态"] if row == 0 else [row, f"甲{row}某", "在办"], border
        )
    sheet.conditional_format("C2:C7", {"type": "duplicate", "format": border})
    book.close()
    return path


def adopt(folder: Path, sheet: str = "台账", rows: range = ROWS, heading: int = 1, last: int = 7) -> None:
    store = FolderStore(folder)
    layouts = [layout(sheet, heading, rows[0], last)]
    store.write(REF, store.read(REF), edits(sheet, rows, heading), layouts)


def by_libreoffice(path: Path, kind: str = "xlsx", filtered: str = "") -> Path:
    """Let LibreOffice open *path* and save it anew beside it."""
    out = path.parent / "out"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind + filtered, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / f"{path.stem}.{kind}"


def by_openpyxl(path: Path) -> Path:
    book = openpyxl.load_workbook(path)
    book.save(path)
    return path


def part(path: Path) -> bytes:
    return members(path)["xl/worksheets/sheet1.xml"]


def test_a_workbook_saved_by_openpyxl_is_patched_and_given_back(tmp_path):
    path = by_openpyxl(plain(tmp_path / "a.xlsx"))
    before = members(path)
    adopt(tmp_path)
    assert human_part(part(path), range(3, 8)) == human_part(before["xl/worksheets/sheet1.xml"], range(3, 8))
    assert read_workbook(path).sheets[0].rows[3][3] == LIGHTS[2]
    FolderStore(tmp_path).detach(REF, FolderStore(tmp_path).read(REF))
    assert human_part(part(path), []) == human_part(before["xl/worksheets/sheet1.xml"], [])


def test_after_openpyxl_saved_our_columns_there_is_still_one_set(tmp_path):
    path = plain(tmp_path / "a.xlsx")
    adopt(tmp_path)
    by_openpyxl(path)
    saved = path.stat().st_ino
    FolderStore(tmp_path).write(REF, read_workbook(path), [], [layout("台账", 1, 2, 7)])
    assert path.stat().st_ino == saved
    FolderStore(tmp_path).write(REF, read_workbook(path), edits("台账", [8]), [layout("台账", 1, 2, 8)])
    assert our_formats(part(path)) == [("D2:H8", len(LIGHT_COLOURS))]
    assert read_workbook(path).sheets[0].rows[0][3:] == list(MARK_HEADINGS["zh-CN"].values())
    FolderStore(tmp_path).detach(REF, read_workbook(path))
    assert our_formats(part(path)) == []
    assert all(len(row) == 3 for row in read_workbook(path).sheets[0].rows)


def test_a_column_inserted_before_ours_moves_the_set_along(tmp_path):
    path = plain(tmp_path / "a.xlsx")
    adopt(tmp_path)
    xml = part(path).decode()
    # As a spreadsheet program would shift it: cells, widths, range and rule formulas one column on.
    for old, new in zip("HGFED", "IHGFE", strict=True):
        for row in range(1, 9):
            xml = xml.replace(f'r="{old}{row}"', f'r="{new}{row}"')
    xml = xml.replace("D2:H7", "E2:I7").replace("$D2", "$E2").replace("A1:H7", "A1:I7")
    for column in range(8, 3, -1):
        xml = xml.replace(f'min="{column}" max="{column}"', f'min="{column + 1}" max="{column + 1}"')
    pack(path, members(path) | {"xl/worksheets/sheet1.xml": xml.encode()})
    saved = path.stat().st_mtime_ns
    adopt(tmp_path)
    assert path.stat().st_mtime_ns == saved
    assert read_workbook(path).sheets[0].rows[1][4] == LIGHTS[0]


def test_rows_pasted_by_people_leave_one_set_again(tmp_path):
    path = plain(tmp_path / "a.xlsx")
    adopt(tmp_path)
    xml = part(path).decode()
    start, end = xml.index('<conditionalFormatting sqref="D2'), xml.rindex("</conditionalFormatting>") + 24
    ours = xml[start:end]
    torn = ours.replace("D2:H7", "D2:H4 D6:H7") + ours.replace("D2:H7", "D5:H5").replace("$D2", "$D5")
    pack(path, members(path) | {"xl/worksheets/sheet1.xml": (xml[:start] + torn + xml[end:]).encode()})
    styles = members(path)["xl/styles.xml"]
    adopt(tmp_path)
    assert our_formats(part(path)) == [("D2:H7", len(LIGHT_COLOURS))]
    assert members(path)["xl/styles.xml"] == styles


@pytest.mark.rendering
@pytest.mark.needs("soffice")
def test_libreoffice_opens_what_we_wrote(tmp_path):
    rich(tmp_path / "a.xlsx")
    adopt(tmp_path, SHEET, range(FIRST_ROW, LAST_ROW + 1), HEADING_ROW, LAST_ROW)
    text = by_libreoffice(tmp_path / "a.xlsx", "csv", ":Text - txt - csv (StarCalc):44,34,76").read_text(
        "utf-8"
    )
    assert "〔督〕预警" in text
    assert "逾期14天" in text


@pytest.mark.rendering
@pytest.mark.needs("soffice")
def test_before_and_after_libreoffice(tmp_path):
    path = plain(tmp_path / "a.xlsx")
    by_libreoffice(path).replace(path)
    before = part(path)
    adopt(tmp_path)
    assert human_part(part(path), range(3, 8)) == human_part(before, range(3, 8))
    by_libreoffice(path).replace(path)
    grid = read_workbook(path)
    assert grid.sheets[0].rows[3][3] == LIGHTS[2]
    saved = path.stat().st_ino
    FolderStore(tmp_path).write(REF, grid, [], [layout("台账", 1, 2, 7)])
    assert path.stat().st_ino == saved
    FolderStore(tmp_path).write(REF, grid, edits("台账", [8]), [layout("台账", 1, 2, 8)])
    assert our_formats(part(path)) == [("D2:H8", len(LIGHT_COLOURS))]
    FolderStore(tmp_path).detach(REF, read_workbook(path))
    assert our_formats(part(path)) == []
    assert b"inlineStr" not in part(path)
