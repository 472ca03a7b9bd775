"""Rows that get their cells at the end are written as those that are taken apart, to the byte."""

import pytest

from config.errors import LayoutUnknownError
from config.vocabulary import Mark
from sync.folder.patch.appended import Appended
from sync.folder.patch.write import patched
from sync.folder.workbook import open_package, read_workbook
from sync.store import Edit, SheetLayout, TableRows
from tests.sync.folder.books import minimal
from tests.sync.folder.patch.test_properties import STYLES

SHEET, ROW = "台账", 12
HEADINGS = "".join(f'<c r="{c}11" t="inlineStr"><is><t>{c}</t></is></c>' for c in "ABC")
#: Rows 12, of which the end is enough.
PLAIN = {
    "as most programs write it": '<row r="12"><c r="A12" s="1"/><c r="C12" s="2"><v>1</v></c></row>',
    "no cell at the edge": '<row r="12"><c r="A12" s="1"><v>2</v></c></row>',
    "a hint of its columns": '<row r="12" spans="1:3"><c r="C12"><f>A1</f><v>7</v></c></row>',
    "a hint that reaches far": '<row r="12" spans="1:99" ht="20"><c r="C12" s="1"><v>1</v></c></row>',
    "a low row": '<row r="12" ht="20" customHeight="1"><c r="C12" s="2"><v>1</v></c></row>',
    "a tall row": '<row r="12" ht="90"><c r="C12" s="2"><v>1</v></c></row>',
    "rich text": '<row r="12"><c r="C12" t="inlineStr"><is><r><rPr><color/></rPr><t>a</t></r></is></c></row>',
}
#: Those that are taken apart.
ODD = {
    "empty": '<row r="12"/>',
    "opened and closed": '<row r="12"></row>',
    "a cell of ours is there, formatted": '<row r="12"><c r="C12"><v>1</v></c><c r="E12" s="2"/></row>',
    "cells without addresses": '<row r="12"><c s="1"><v>1</v></c><c/></row>',
    "blanks in it": '<row r="12"> <c r="A12"/> <c r="B12"><v>1</v></c> </row>',
    "other quotes": "<row r='12' spans='1:3'><c r='A12' s='1'/></row>",
    "a list behind its cells": '<row r="12"><c r="A12" s="1"/><extLst><ext uri="a"/></extLst></row>',
    "a hint with blanks": '<row r="12" spans = "1:3"><c r="A12" s="1"/></row>',
    "a sign that ends no tag": '<row r="12" x="a>b"><c r="A12" s="1"/></row>',
    "no row at all": "",
}
BROKEN = {
    "another row's cell": '<row r="12"><c r="A12"/><c r="B121"/></row>',
    "out of order": '<row r="12"><c r="B12"/><c r="A12"/></row>',
    "twice": '<row r="12"><c r="A12"/><c r="A12"/></row>',
    "text among its cells": '<row r="12"><c r="A12"/>text<c r="B12"/></row>',
    "text behind its cells": '<row r="12"><c r="A12"><v>1</v></c>text</row>',
    "an element behind its cells": '<row r="12"><c r="A12"><v>1</v></c><odd/></row>',
}
TEXTS = {Mark.LIGHT: "正常", Mark.DUE: "2026-03-20", Mark.WHY: "1号：<&>_x0041_"}


def written(tmp_path, row, texts=TEXTS):
    body = f'<row r="11">{HEADINGS}</row>{row}<row r="13"><c r="A13"><v>3</v></c></row>'
    path = minimal(tmp_path / "a.xlsx", body, styles=STYLES)
    grid = read_workbook(path)
    edits = [Edit(SHEET, ROW, mark, "", text) for mark, text in texts.items()]
    package = open_package(path.read_bytes(), "a")
    changes = patched(package, grid, edits, [SheetLayout(SHEET, (TableRows(11, 12, 13),))])
    return {name: b"".join(pieces) for name, pieces in changes.items()}


@pytest.fixture
def taken(monkeypatch):
    """Return a list of the rows that were written at their end alone."""
    numbers, put = [], Appended.put

    def noted(self, number, texts):
        found = put(self, number, texts)
        if found is not None:
            numbers.append(number)
        return found

    monkeypatch.setattr(Appended, "put", noted)
    yield numbers
    monkeypatch.undo()


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in {**PLAIN, **ODD}.items()])
@pytest.mark.parametrize("texts", [TEXTS, {Mark.ASKED: "【催办】请办理"}, {Mark.WHY: "\x00"}, {Mark.DUE: ""}])
def test_both_ways_write_the_same_bytes(tmp_path, monkeypatch, row, texts):
    at_the_end = written(tmp_path, row, texts)
    monkeypatch.setattr(Appended, "put", lambda *_: None)
    assert at_the_end == written(tmp_path, row, texts)


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in PLAIN.items()])
def test_a_plain_row_is_not_taken_apart(tmp_path, taken, row):
    written(tmp_path, row)
    assert taken == [ROW]


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ODD.items()])
def test_an_odd_row_is_taken_apart(tmp_path, taken, row):
    written(tmp_path, row)
    assert taken == []


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in BROKEN.items()])
def test_a_broken_row_is_refused(tmp_path, row):
    with pytest.raises(LayoutUnknownError):
        written(tmp_path, row)


def test_a_cell_beside_the_table_lends_no_look(tmp_path):
    row = '<row r="12" ht="20"><c r="A12" s="1"/></row>'
    sheet = written(tmp_path, row)["xl/worksheets/sheet1.xml"].decode()
    # The ask stands high in its low row; the neighbours on its right take their looks from the table alone.
    assert sheet.count('s="3"') == 4
    assert sheet.count('s="4"') == 1
