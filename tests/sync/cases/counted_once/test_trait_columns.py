"""Traits read column by column are those read row by row, and rows left out would not have repeated."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cases.counted_once.repeats import trait_columns
from sync.cases.counted_once.trait_columns import TraitColumns
from sync.grid import Grid
from sync.understand import Given, understand
from tests.sync.cases.counted_once.slow_traits import slow_traits
from tests.sync.grids import TODAY, sheet

HEADER = "序号 | 编号 | 登记日期 | 当事人 | 对方当事人 | 主要内容 | 办理状态 | 备注"
NAMES = st.sampled_from(["赵某", "赵大勇", "钱二牛、孙某", "", "群众", "ＷＡＮＧ Li"])
ROWS = st.tuples(
    st.sampled_from(["1", "2", "第3号", "三", "", "#4"]),
    st.sampled_from(["", "", "〔2026〕第3号", "XF001"]),
    st.sampled_from(["2026-02-05", "@2026-02-05", "2026年2月9日", "", "农历三月"]),
    NAMES,
    NAMES,
    st.sampled_from(["院墙滴水", "邻里纠纷", "院墙滴水（上月结转）", "", "院墙，滴水！"]),
    st.sampled_from(["办理中", "已办结", "上报镇政府", ""]),
    st.sampled_from(["", "上月转", "见卷宗"]),
).map(" | ".join)
TABS = st.lists(st.lists(ROWS, min_size=1, max_size=7), min_size=1, max_size=3)


def grid_of(tabs):
    named = zip(("2月", "3月", "3月 (2)"), tabs, strict=False)
    sheets = (sheet("\n".join([HEADER, *rows]), name=name) for name, rows in named)
    return Grid("青石村2026年台账", tuple(sheets))


@settings(max_examples=40, deadline=None)
@given(tabs=TABS)
def test_columns_tell_what_rows_tell(tabs):
    grid = grid_of(tabs)
    ledger = understand(grid, Given(TODAY))
    columns = trait_columns(ledger, grid)
    told = slow_traits(ledger, grid)
    assert columns.of_rows(range(len(told))) == told
    some = range(0, len(told), 2)
    assert columns.of_rows(some) == [told[at] for at in some]


def test_rows_left_out_would_have_repeated_nothing(monkeypatch):
    every = lambda columns: np.arange(len(columns.rows))  # noqa: E731

    @settings(max_examples=40, deadline=None)
    @given(tabs=TABS)
    def check(tabs):
        grid = grid_of(tabs)
        quick = understand(grid, Given(TODAY))
        with monkeypatch.context() as patch:
            patch.setattr(TraitColumns, "doubtful", every)
            slow = understand(grid, Given(TODAY))
        assert quick.cases.equals(slow.cases)
        assert replace(quick, cases=None) == replace(slow, cases=None)

    check()


def test_few_rows_of_a_long_table_are_looked_at_closely():
    rows = [f"{n} | | 2026-02-{n % 28 + 1:02} | 赵大勇 | | 第{n}户院墙滴水 | 办理中 | " for n in range(300)]
    grid = grid_of([[*rows, rows[7]]])
    ledger = understand(grid, Given(TODAY))
    columns = trait_columns(ledger, grid)
    assert len(ledger.cases) == 300
    assert columns.doubtful().tolist() == []
