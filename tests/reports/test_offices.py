import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.offices import office, offices


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        pytest.param("司法所", "司法所", id="a unit"),
        pytest.param("农业农村服务中心", "农业农村服务中心", id="a long unit"),
        pytest.param("司法所、综治办", "司法所、综治办", id="two units"),
        pytest.param("新桥村调委会\n周八", "新桥村调委会", id="a unit and a person, one below the other"),
        pytest.param("自然资源所 吴九", "自然资源所", id="with a space between"),
        pytest.param("派出所/张三丰", "派出所", id="with a stroke between"),
        pytest.param("派出所（张三丰 13800000000）", "派出所", id="with a name and a number in brackets"),
        pytest.param("民政", "民政", id="a unit's short name"),
        pytest.param("林业", "林业", id="a short name that begins like a surname"),
        pytest.param("妇联", "妇联", id="妇联"),
        pytest.param("各站所", "各站所", id="units in general"),
        pytest.param("张三丰", "", id="a person alone"),
        pytest.param("李莫愁\n13800000000", "", id="a person and a number"),
        pytest.param("王建会", "", id="a person whose name ends like a unit"),
        pytest.param("石门村", "石门村", id="a village that begins like a surname"),
        pytest.param("13800000000", "", id="a number"),
        pytest.param("", "", id="blank"),
        pytest.param("Justice office", "Justice office", id="another script"),
    ],
)
def test_offices_are_named_and_persons_are_not(cell, named):
    assert office(cell) == named


@given(st.text(max_size=30))
def test_nothing_is_named_that_the_cell_does_not_say(cell):
    for part in office(cell).split("、"):
        assert part in cell


def test_a_whole_column_at_once():
    cells = pd.Series(["司法所\n周八", "", "司法所\n周八"], dtype="object")
    assert offices(cells).tolist() == ["司法所", "", "司法所"]
    assert offices(pd.Series([], dtype="object")).tolist() == []
