"""The small parts of patching: markup, colours, drawings, worksheets that are not as they should be."""

import zipfile
from pathlib import Path

import pytest

from config.colours import LIGHT_COLOURS
from config.errors import LayoutUnknownError
from sync.folder.patch.container.package import Package
from sync.folder.patch.drawings import objects_of
from sync.folder.patch.looks.conditional_formats import Area, formula_of, our_rules, read_areas, same_cells
from sync.folder.patch.looks.styles import Styles
from sync.folder.patch.markup import changed_attributes, check_well_formed, elements
from sync.folder.patch.worksheet import Worksheet
from tests.sync.folder.books import MAIN, PKG_RELS, pack, parts, worksheet

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def test_attributes_keep_their_order_and_spelling():
    raw = b' a=\'1\'  b = "2" c="x&amp;y"'
    assert changed_attributes(raw, {"b": "3", "d": "<"}) == b' a=\'1\'  b = "3" c="x&amp;y" d="&lt;"'
    assert changed_attributes(raw, {"a": None, "z": None}) == b'  b = "2" c="x&amp;y"'


def test_what_would_not_be_well_formed_is_never_handed_out():
    check_well_formed([b"<a>", memoryview(b"</a>")], "a.xlsx")
    with pytest.raises(LayoutUnknownError, match="well-formed"):
        check_well_formed([b"<a>", b"</b>"], "a.xlsx")


@pytest.mark.parametrize("xml", [b"<a></a></b>", b"<a>", b"<a", b"<a/><b c=1/>"])
def test_what_is_not_nested_is_refused(xml):
    with pytest.raises(LayoutUnknownError, match="nested"):
        list(elements(xml, 0, len(xml), "a.xlsx"))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        pytest.param("<worksheet></worksheet>", "no rows part", id="no rows"),
        pytest.param("<worksheet><sheetData></worksheet>", "cut short", id="rows without end"),
        pytest.param(
            '<worksheet><sheetData><row r="1"></sheetData></worksheet>', "cut short", id="row without end"
        ),
        pytest.param(
            '<worksheet><sheetData><row r="1"><c r="A1"></row></sheetData></worksheet>',
            "cut short",
            id="cell",
        ),
        pytest.param("<worksheet><sheetData>x</sheetData></worksheet>", "unknown way", id="text among rows"),
        pytest.param(
            '<worksheet><sheetData><row r="1"/>x</sheetData></worksheet>', "unknown way", id="text after"
        ),
        pytest.param(
            "<worksheet><cols/><cols/><sheetData/></worksheet>", "two lists", id="two lists of widths"
        ),
    ],
)
def test_worksheets_that_are_not_as_they_should_be_are_refused(xml, words):
    def look():
        found = Worksheet(xml.encode(), "a.xlsx")
        found.rows.peek(1)
        found.spans()

    with pytest.raises(LayoutUnknownError, match=words):
        look()


def test_a_row_keeps_its_extension_list_and_its_white_space():
    xml = '<row r="1">\n <c r="A1"/>\n <extLst><ext/></extLst></row>\n'
    found = Worksheet(worksheet(xml).encode(), "a.xlsx")
    assert found.rows.row(1).xml().decode() == xml


def test_areas():
    assert read_areas("P4:T40 P60 A:A") == [Area(4, 15, 40, 19), Area(60, 15, 60, 15)]
    assert Area(60, 15, 60, 15).reference() == "P60"
    assert same_cells(read_areas("A1:B9"), read_areas("B1:B9 A1:A5 A6:A9"))
    assert not same_cells(read_areas("A1:B9"), read_areas("A1:A9"))


def test_a_persons_rule_with_one_of_our_words_is_not_ours():
    red = next(colour for colour in LIGHT_COLOURS if colour.name == "red")
    ours = formula_of(red, 8, 4).replace("<>", "&lt;&gt;").replace('"', "&quot;")
    rules = [
        'LEFT($H4,2)="逾期"',
        'AND($H4="正常",$I4="on track")',
        ours,
        "",
    ]
    body = "".join(
        f'<cfRule type="expression" dxfId="{number}" priority="{number}"><formula>{rule}</formula></cfRule>'
        for number, rule in enumerate(rules, start=1)
    )
    xml = f'<conditionalFormatting sqref="I4:M9">{body}<cfRule type="top10" priority="9"/>'
    xml += "</conditionalFormatting>"
    data = xml.encode()
    found = our_rules(data, list(elements(data, 0, len(data), "a")), "a")
    assert [(rule.dxf, rule.colour.name, rule.column, rule.row) for rule in found] == [(3, "red", 8, 4)]


def test_where_pictures_and_table_objects_lie(tmp_path: Path):
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col>'
        "<xdr:row>2</xdr:row></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:row>8</xdr:row></xdr:to></xdr:twoCellAnchor>"
        "<xdr:oneCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:row>0</xdr:row></xdr:from>"
        '<xdr:ext cx="1219200" cy="381000"/></xdr:oneCellAnchor><xdr:absoluteAnchor/></xdr:wsDr>'
    )
    rels = "".join(
        f'<Relationship Id="r{kind}" Type="x/{kind}" Target="{target}"/>'
        for kind, target in [("drawing", "../d.xml"), ("table", "../t.xml"), ("comments", "../gone.xml")]
    )
    members = parts(worksheet("")) | {
        "xl/d.xml": drawing,
        "xl/t.xml": f'<table xmlns="{MAIN}" ref="A1:B9"/>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PKG_RELS}">{rels}</Relationships>',
    }
    path = pack(tmp_path / "a.xlsx", members)
    found = objects_of(Package(path.read_bytes(), "a"), "xl/worksheets/sheet1.xml")
    assert found.drawings == (Area(3, 1, 9, 3), Area(1, 5, 3, 7), Area(1, 0, 1, 0))
    assert found.tables == (Area(1, 0, 9, 1),)


def test_parts_are_found_however_the_zip_spells_them(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts(worksheet("")).items():
            book.writestr(name.replace("worksheets/sheet1", "Worksheets/Sheet1"), text)
    package = Package(path.read_bytes(), "a")
    assert package.worksheets == {"台账": "xl/worksheets/sheet1.xml"}
    assert package.read("xl/worksheets/sheet1.xml").startswith(b"<?xml")


def test_styles_that_are_full_or_strange():
    full = Styles(None, "a")
    assert full.quiet(99, wrap=False) == 1  # a format that is not there: as the first
    assert full.is_quiet(1)
    assert not full.is_quiet(0)
    assert not full.is_quiet(77)
    with pytest.raises(LayoutUnknownError, match="no cell format"):
        Styles(b"<styleSheet><cellXfs/></styleSheet>", "a")


def test_no_more_formats_than_programs_can_hold(monkeypatch):
    monkeypatch.setattr("sync.folder.patch.looks.styles.MAX_FORMATS", 1)
    styles = Styles(None, "a")
    assert styles.quiet(0, wrap=True) == 0
    assert not styles.is_changed


@pytest.mark.parametrize(
    ("beside", "low", "expected"),
    [
        pytest.param('<alignment vertical="center"/>', False, ' vertical="center"', id="in the middle"),
        pytest.param('<alignment vertical="top" wrapText="1"/>', False, ' vertical="top"', id="at the top"),
        pytest.param("", False, "", id="at the bottom, where a cell says nothing"),
        pytest.param('<alignment vertical="justify"/>', False, "", id="spread out"),
        pytest.param('<alignment vertical="center"/>', True, ' vertical="top"', id="in a low row"),
    ],
)
def test_our_words_stand_in_their_row_as_the_neighbour_does(beside, low, expected):
    xf = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0">{beside}</xf>'
    xml = b"<styleSheet><cellXfs>" + xf.encode() + b"</cellXfs></styleSheet>"
    styles = Styles(xml, "a")
    styles.quiet(0, wrap=low, from_top=low)
    wrapped = ' wrapText="1"' if low else ""
    assert f'<alignment horizontal="left"{expected}{wrapped}/>'.encode() in styles.xml()
