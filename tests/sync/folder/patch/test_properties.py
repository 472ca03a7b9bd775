"""Whatever stands in a worksheet: human cells never change, a second write does nothing, detach undoes."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.vocabulary import Mark
from sync.cells.text import as_text
from sync.columns import letters
from sync.folder.folder_store import FolderStore
from sync.folder.patch.markup import escape
from sync.folder.patch.placement import found_marks
from sync.folder.workbook import read_workbook
from sync.mark_headings import mark_of
from sync.store import Edit, LedgerRef, SheetLayout, TableRows
from tests.sync.folder.books import pack, parts, worksheet
from tests.sync.folder.ours import human_part, members

REF = LedgerRef("a.xlsx", "a")
SHEET = "台账"
XF = "<xf/>" + "".join(f'<xf numFmtId="{number}" fillId="1" borderId="0"/>' for number in (14, 31))
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font/></fonts>'
    "<fills><fill/><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    f'<cellXfs count="3">{XF}</cellXfs><dxfs count="0"/></styleSheet>'
)

THEIRS = (
    '<conditionalFormatting sqref="A1:Z9"><cfRule type="expression" priority="1">'
    '<formula>LEFT($A1,2)="逾期"</formula></cfRule></conditionalFormatting>'
)

# What XML can hold; no headings of ours, which would make a column ours.
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).filter(lambda text: mark_of(text) is None)
ours = st.text(max_size=20) | st.sampled_from(["正常", "逾期14天", "_x000A_", " \n<&>\t", "=1+1", ""])


@st.composite
def cells(draw):
    """Return the XML of a cell after its address: attributes and content."""
    style = draw(st.sampled_from(["", ' s="1"', ' s="2"']))
    kind = draw(st.sampled_from(["number", "text", "formula", "blank", "bool"]))
    if kind == "number":
        return f"{style}><v>{draw(st.integers(-99, 99999))}</v></c>"
    if kind == "bool":
        return f'{style} t="b"><v>1</v></c>'
    if kind == "text":
        text = escape(draw(texts)).decode()
        return f'{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if kind == "formula":
        return f"{style}><f>A1+1</f><v>7</v></c>"
    return f"{style}/>"


@st.composite
def sheets(draw, layout):
    """Return worksheet XML; people head each table: our columns alone are a copy that somebody pasted."""
    rows, headed = [], {block.heading_row for block in layout.blocks}
    for row in sorted(draw(st.sets(st.integers(1, 14), max_size=10)) | headed):
        columns = sorted(draw(st.sets(st.integers(row in headed, 9), max_size=6)))
        inside = f'<c r="A{row}" t="inlineStr"><is><t>序号</t></is></c>' if row in headed else ""
        inside += "".join(f'<c r="{letters(column)}{row}"{draw(cells())}' for column in columns)
        more = draw(
            st.sampled_from(["", ' ht="30" customHeight="1"', ' hidden="1"', ' s="2" customFormat="1"'])
        )
        if inside or more:
            rows.append(f'<row r="{row}"{more}>{inside}</row>' if inside else f'<row r="{row}"{more}/>')
    before = draw(
        st.sampled_from(
            [
                "",
                '<cols><col min="1" max="16384" width="9" style="1"/></cols>',
                '<cols><col min="2" max="4" width="20"/><col min="6" max="9" width="3" hidden="1"/></cols>',
            ]
        )
    )
    merge = draw(st.sampled_from(["", '<mergeCells count="1"><mergeCell ref="B1:D2"/></mergeCells>']))
    rule = draw(st.sampled_from(["", THEIRS]))
    return worksheet("".join(rows), before=before, after=merge + rule)


@st.composite
def layouts(draw):
    """Return one or two tables, one below the other."""
    top = draw(st.integers(1, 4))
    blocks = [TableRows(top, top + 1, top + draw(st.integers(1, 5)))]
    if draw(st.booleans()):
        below = blocks[0].last_row + draw(st.integers(1, 3))
        blocks.append(TableRows(below, below + 1, below + draw(st.integers(1, 4))))
    return SheetLayout(SHEET, tuple(blocks), "zh-CN", draw(st.sampled_from(["marks", "row"])))


@st.composite
def changes(draw, layout):
    rows = [row for block in layout.blocks for row in range(block.first_row, block.last_row + 1)]
    wanted = draw(st.dictionaries(st.tuples(st.sampled_from(rows), st.sampled_from(Mark)), ours, max_size=12))
    return [Edit(SHEET, row, mark, "", text) for (row, mark), text in wanted.items()]


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_human_cells_never_change_and_detaching_undoes_all(data):
    adopt_and_detach(data)


@pytest.mark.soak
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_human_cells_never_change_in_thousands_of_sheets(data):
    adopt_and_detach(data)


def held(sheet, edit):
    """Return what our cell holds now."""
    column = found_marks(sheet).columns.get(edit.mark)
    inside = column is not None and edit.row <= len(sheet.rows)
    return as_text(sheet.rows[edit.row - 1][column]) if inside else ""


def adopt_and_detach(data):
    layout = data.draw(layouts())
    xml = data.draw(sheets(layout))
    first, second = data.draw(changes(layout)), data.draw(changes(layout))
    folder = Path(tempfile.mkdtemp())
    try:
        path = pack(folder / "a.xlsx", parts(xml, styles=STYLES))
        before = members(path)
        seen = read_workbook(path).sheets[0].rows
        width = max(map(len, seen), default=0)
        store = FolderStore(folder)
        for wanted in (first, second):
            grid = store.read(REF)
            edits = [replace(edit, old=held(grid.sheets[0], edit)) for edit in wanted]
            store.write(REF, grid, edits, [layout])
            grid = store.read(REF)
            saved = path.stat().st_ino
            store.write(REF, grid, edits, [layout])
            assert path.stat().st_ino == saved
            head = grid.sheets[0].rows[layout.blocks[0].heading_row - 1]
            columns = [index for index, value in enumerate(head) if mark_of(str(value))]
            assert len(columns) == 5
            assert human_part(members(path)["xl/worksheets/sheet1.xml"], columns) == human_part(
                before["xl/worksheets/sheet1.xml"], columns
            )
            for row, found in zip(seen, grid.sheets[0].rows, strict=False):
                assert found[: min(width, columns[0])] == row[: columns[0]]
        store.detach(REF, store.read(REF))
        assert members(path) == before
    finally:
        shutil.rmtree(folder)
