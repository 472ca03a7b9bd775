"""Answers printed in a cell: the ticked one counts, a box without a tick is no answer."""

import pytest

from sync.cells.categories import read_category
from sync.cells.levels import read_risk
from sync.cells.printed_answers import printed_answer
from sync.cells.statuses import read_status


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        pytest.param("☑已办结 □未办结", ("已办结",), id="box before"),
        pytest.param("已办结☑未办结□", ("已办结",), id="box behind"),
        pytest.param("已办结（√）未办结（ ）", ("已办结",), id="brackets behind"),
        pytest.param("[ ]已办结 [√]未办结", ("未办结",), id="brackets before"),
        pytest.param("○红 ●黄 ○绿", ("黄",), id="circles"),
        pytest.param("□红\n☑黄\n□绿", ("黄",), id="one a line"),
        pytest.param("已办结√ 未办结", ("已办结",), id="nothing beside the other"),
        pytest.param("已办结 √未办结", ("未办结",), id="at the second, apart from the first"),
        pytest.param("在办 办结√", ("办结",), id="at the last"),
        pytest.param("☑邻里 ☑土地 □其他", ("邻里", "土地"), id="two ticked"),
        pytest.param("□是 □否", (), id="none ticked"),
        pytest.param("已办结□", (), id="one box, not ticked"),
        pytest.param("[x]办结 [ ]在办", ("办结",), id="a letter for a tick"),
        pytest.param("办结(v) 在办( )", ("办结",), id="a letter behind"),
        pytest.param("（X）办结（√）在办", ("在办",), id="beside a tick a letter crosses out"),
        pytest.param("[x]办结 [x]在办", ("办结", "在办"), id="two letters"),
        pytest.param("办结[x]", (), id="a lone x may be either"),
        pytest.param("(v)已办结", ("已办结",), id="a lone v is a tick"),
    ],
)
def test_what_is_ticked(text: str, chosen: tuple[str, ...]):
    found = printed_answer(text)
    assert found is not None
    assert found.chosen == chosen


@pytest.mark.parametrize(
    "text", ["已办结", "√", "×", "与赵××达成协议", "二○二六年三月办结", "√ 2026.3.12", "已化解（书面）", ""]
)
def test_what_is_no_printed_answer(text: str):
    assert printed_answer(text) is None


@pytest.mark.parametrize(
    "text", ["已办结□", "□已办结", "□已办结 □未办结", "办结：否", "化解（否）", "☑已办结 ☑未办结"]
)
def test_no_answer_is_never_an_end(text: str):
    assert read_status(text, yes_no=False).status is None


@pytest.mark.parametrize(
    ("text", "status"), [("办结：是", "resolved"), ("☑是 □否", "resolved"), ("是□否☑", "open")]
)
def test_yes_and_no_beside_each_other_are_a_question_of_their_own(text: str, status: str):
    assert read_status(text, yes_no=False).status == status


def test_printed_levels_and_categories():
    assert read_risk("□高 ☑中 □低") == "yellow"
    assert read_risk("红□ 黄☑ 绿□") == "yellow"
    assert read_risk("□红 □黄 □绿") is None
    assert read_category("□劳资欠薪 ☑医疗 □其他") == ("医疗", (), True)
    assert read_category("□劳资欠薪 □医疗").category is None
