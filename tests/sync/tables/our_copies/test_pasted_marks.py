import pytest

from config.vocabulary import MARK_HEADINGS, Mark
from sync.grid import Merge
from sync.mark_headings import mark_of
from sync.tables.our_copies.pasted_marks import pasted_marks

OURS = list(MARK_HEADINGS["zh-CN"].values())
HEAD = ["序号", "登记日期", "当事人", "纠纷类型", "办理状态"]
CASE = [1.0, "2026-03-05", "甲某", "邻里", "在办"]
SAID = ["正常", "2026-04-04", "【催办】请承办单位报送办理情况。", "承办单位", "1：3月5日登记"]


def found(rows, merges=()):
    rows = [[*row, *[""] * (20 - len(row))] for row in rows]
    headed = {}
    for number, row in enumerate(rows):
        here = {at: mark for at, text in enumerate(row) if isinstance(text, str) and (mark := mark_of(text))}
        if here:
            headed[number] = here
    return [
        (block.top, block.bottom, min(block.columns)) for block in pasted_marks(rows, merges, headed, headed)
    ]


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        pytest.param([HEAD + OURS, CASE + SAID], [], id="a table and its columns"),
        pytest.param([HEAD + OURS, CASE + SAID, [], HEAD + OURS, CASE + SAID], [], id="two tables"),
        pytest.param(
            [HEAD + OURS, CASE + SAID, [], [*HEAD, "备注", *OURS], [*CASE, "", *SAID]],
            [],
            id="two, one wider",
        ),
        pytest.param([HEAD + OURS, CASE + SAID, OURS, SAID], [(2, 3, 0)], id="pasted below"),
        pytest.param([OURS, SAID, [], HEAD + OURS, CASE + SAID], [(0, 1, 0)], id="pasted above"),
        pytest.param(
            [HEAD + OURS, [*CASE, *SAID, "", *OURS], [*CASE, *SAID, "", *SAID]],
            [(1, 2, 11)],
            id="beside cases",
        ),
        pytest.param([HEAD + OURS, CASE + SAID, OURS, SAID, [], SAID], [(2, 5, 0)], id="with a gap"),
        pytest.param([HEAD + OURS, CASE + SAID, OURS, SAID, CASE], [(2, 3, 0)], id="people's words below"),
        pytest.param([HEAD + OURS, CASE + SAID, OURS, SAID, HEAD], [(2, 3, 0)], id="people's table below"),
        pytest.param([HEAD + OURS, CASE + SAID, OURS[:1], SAID[:1]], [(2, 3, 0)], id="one column of it"),
        pytest.param([HEAD + OURS, CASE + SAID, OURS], [(2, 2, 0)], id="the headings alone"),
        pytest.param([OURS, SAID, [], [""] * 3 + OURS, [""] * 3 + SAID], [], id="nothing else to go by"),
    ],
)
def test_what_is_a_copy(rows, blocks):
    assert found(rows) == blocks


def test_headings_that_reach_down_into_our_row_stand_beside_ours():
    rows = [HEAD, [""] * 5 + OURS, CASE + SAID, OURS, SAID]
    merges = [Merge(0, column, 1, column) for column in range(5)]
    assert found(rows, merges) == [(3, 4, 0)]
    assert found(rows) == []


def test_what_goes_is_what_says_nothing_but_ours():
    rows = [HEAD + OURS, CASE + SAID, OURS, ["逾期9天", "2026-05-01", SAID[2], "老李", "9：另行处理"]]
    rows = [[*row, *[""] * (10 - len(row))] for row in rows]
    headed = {0: dict(zip(range(5, 10), Mark, strict=True)), 2: dict(enumerate(Mark))}
    assert pasted_marks(rows, [], headed, headed)[0].bottom == 2
    rows[3][3] = "承办单位"
    block = pasted_marks(rows, [], headed, headed)[0]
    assert block.bottom == 3
    assert {column for row, column in block.ours if row == 3} == {0, 2, 3}
