"""Colours of cells, as a workbook keeps them."""

from datetime import date

import xlsxwriter

from config.vocabulary import LedgerProblemCode
from sync.folder.workbook import read_workbook
from sync.understand import Given, understand

HEADER = ["日期", "姓名", "事由", "处理情况", "经办人"]


def test_the_colours_behind_rows_are_read(tmp_path):
    path = tmp_path / "青石村.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    green, white = book.add_format({"bg_color": "#92D050"}), book.add_format({"bg_color": "#FFFFFF"})
    sheet.write_row(0, 0, HEADER, book.add_format({"bold": True}))
    for row in range(1, 13):
        look = green if row <= 7 else white if row == 8 else None
        sheet.write_row(row, 0, [f"2026-03-{row:02}", f"赵{row}", f"第{row}户院墙滴水", "", "王五"], look)
    book.close()
    grid = read_workbook(path)
    fill = grid.sheets[0].fill
    assert [bool(fill(row, 1)) for row in range(13)] == [False, *[True] * 7, *[False] * 5]
    ledger = understand(grid, Given(date(2026, 4, 3)))
    assert [(p.code, p.count) for p in ledger.problems] == [(LedgerProblemCode.COLOUR_STATUS, 7)]


def test_a_workbook_without_styles_has_no_colours(tmp_path):
    path = tmp_path / "青石村.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("台账").write_row(0, 0, HEADER)
    book.close()
    fill = read_workbook(path).sheets[0].fill
    assert fill(0, 0) == fill(7, 3) == ""
