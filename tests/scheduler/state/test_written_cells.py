from hypothesis import given, settings
from hypothesis import strategies as st

from config.vocabulary import Mark
from scheduler.state.records import WrittenCell
from scheduler.state.written_cells import CellColumns, packed, texts_in, unpacked

TEXT = st.text(max_size=6)
CELLS = st.builds(
    WrittenCell,
    sheet=st.sampled_from(["台账", "2月", '"x\n']),
    row=st.integers(1, 1_000_000),
    mark=st.sampled_from([mark.value for mark in Mark]),
    heading=st.booleans(),
    old=TEXT,
    new=TEXT,
    row_key=st.sampled_from(["k1", "k2", ""]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, max_size=12))
def test_what_was_noted_is_read_back_in_its_order(cells):
    noted = packed(CellColumns.of(cells))
    read = list(unpacked("r1", "甲.xlsx", noted))
    places = [(c.sheet, c.row, c.mark, c.heading, c.old, c.new, c.row_key) for c in cells]
    assert read == [WrittenCell(*place, "r1", "甲.xlsx") for place in places]
    assert set(texts_in(noted)) == {(cell.mark, cell.new) for cell in cells}


def test_a_text_that_many_cells_share_is_kept_once():
    cells = [WrittenCell("台账", row, "light", False, "", "正常", f"k{row}") for row in range(50)]
    assert packed(CellColumns.of(cells)).count("正常") == 1
