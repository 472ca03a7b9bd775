"""A look after a write is compared with what should be there; any difference is seen."""

from dataclasses import replace
from datetime import date

import pytest

from config.vocabulary import MARK_HEADINGS, Mark
from scheduler.marking.as_written import is_as_written
from sync.grid import Grid, Merge, Sheet
from sync.store import Edit
from sync.understand import Given, understand
from tests.sync.grids import TODAY

HEADINGS = MARK_HEADINGS["zh-CN"]
ROWS = [
    ["青石村矛盾纠纷排查化解台账", "", "", ""],
    ["序号", "登记日期", "纠纷类型", "办理状态"],
    [1.0, date(2026, 3, 2), "邻里", "在办"],
    [2.0, date(2026, 3, 5), "邻里", "在办"],
]
EDITS = [
    *(Edit("台账", 2, mark, "", HEADINGS[mark], heading=True) for mark in Mark),
    *(Edit("台账", row, Mark.LIGHT, "", "正常") for row in (3, 4)),
]


def sheet(rows, **more):
    width = max(map(len, rows))
    return Sheet("台账", [[*row, *[""] * (width - len(row))] for row in rows], sheet_id="0", **more)


def grid(*sheets):
    return Grid("青石村", sheets)


def written(rows):
    """Return the rows with our columns behind them, as a store shows them after the write."""
    lights = {2: "正常", 3: "正常"}
    return [
        [
            *row,
            *(HEADINGS[mark] if n == 1 else lights.get(n, "") if mark is Mark.LIGHT else "" for mark in Mark),
        ]
        for n, row in enumerate(rows)
    ]


BEFORE = grid(sheet(ROWS))
LEDGER = understand(BEFORE, Given(TODAY))


def changed(row, column, value):
    rows = written(ROWS)
    rows[row][column] = value
    return rows


def test_what_was_written_is_there_and_nothing_else():
    assert is_as_written(BEFORE, LEDGER, EDITS, grid(sheet(written(ROWS))))


def test_a_store_that_knows_our_columns_by_their_tags_need_not_have_their_headings():
    marks = {mark: 4 + n for n, mark in enumerate(Mark)}
    assert is_as_written(BEFORE, LEDGER, EDITS, grid(sheet(written(ROWS), marks=marks)))


def test_a_column_of_ours_may_come_back_between_two_of_peoples():
    rows = [
        [*row[:2], extra, *row[2:]]
        for row, extra in zip(ROWS, ("", HEADINGS[Mark.LIGHT], "正常", "正常"), strict=True)
    ]
    edits = [edit for edit in EDITS if edit.mark is Mark.LIGHT]
    assert is_as_written(BEFORE, LEDGER, edits, grid(sheet(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(changed(2, 3, "已办结"), id="a person's cell"),
        pytest.param(changed(3, 4, "临期"), id="a cell of ours"),
        pytest.param(changed(3, 8, "见附页"), id="a person's words in a cell of ours that was blank"),
        pytest.param(changed(0, 3, "2025年"), id="a title"),
        pytest.param([*written(ROWS), [3.0, date(2026, 3, 6)]], id="a new row"),
        pytest.param([written(ROWS)[0], [], *written(ROWS)[1:]], id="a row above"),
        pytest.param(written(ROWS)[:-1], id="a row less"),
        pytest.param([["", *row] for row in written(ROWS)], id="a column before all"),
        pytest.param([*written(ROWS)[:2], *written(ROWS)[:1:-1]], id="rows sorted, lights alike"),
        pytest.param(ROWS, id="nothing was written"),
    ],
)
def test_any_difference_is_seen(rows):
    assert not is_as_written(BEFORE, LEDGER, EDITS, grid(sheet(rows)))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(grid(sheet(written(ROWS)), Sheet("二月", [])), id="a worksheet more"),
        pytest.param(grid(replace(sheet(written(ROWS)), name="三月")), id="renamed"),
        pytest.param(grid(replace(sheet(written(ROWS)), visible=False)), id="hidden"),
        pytest.param(grid(sheet(written(ROWS), merges=(Merge(2, 3, 3, 3),))), id="cells merged"),
    ],
)
def test_a_worksheet_changed_as_a_whole_is_seen(after):
    assert not is_as_written(BEFORE, LEDGER, EDITS, after)


def test_blank_cells_at_the_end_do_not_count():
    rows = [*written(ROWS), ["", None], [""]]
    assert is_as_written(BEFORE, LEDGER, EDITS, grid(sheet(rows)))
