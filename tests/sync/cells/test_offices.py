import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.offices import read_office


@pytest.mark.parametrize(
    ("cell", "units", "persons"),
    [
        pytest.param("司法所", "司法所", "", id="a unit"),
        pytest.param("自然资源所\n吴九", "自然资源所", "吴九", id="two things in one cell"),
        pytest.param("新桥村调委会 周八", "新桥村调委会", "周八", id="a space between"),
        pytest.param("派出所王五", "派出所", "王五", id="nothing between"),
        pytest.param("镇司法所、派出所", "镇司法所、派出所", "", id="two units"),
        pytest.param("村委会（张三）", "村委会", "", id="a name in brackets"),
        pytest.param("民政", "民政", "", id="short for a unit"),
        pytest.param("张三", "", "张三", id="a person alone"),
        pytest.param("张三丰 13800000000", "", "张三丰、13800000000", id="a person with a number"),
        pytest.param("青石村村支部委员会", "青石村村支部委员会", "", id="a long unit"),
        pytest.param("派出所副所长王小五", "派出所", "副所长王小五", id="title and name"),
        pytest.param("王建会", "", "王建会", id="a name that ends like a unit"),
        pytest.param("司法所 王建会", "司法所", "王建会", id="and beside a unit"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_units_and_persons(cell, units, persons):
    assert read_office(cell) == (units, persons)


@given(st.text())
def test_any_cell_is_read(text):
    read_office(text)
