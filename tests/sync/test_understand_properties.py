"""Whatever a sheet holds, understanding it never raises, and every row of a table is accounted for."""

import datetime as dt
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.frames import CASES
from config.spoken.problems import problem_message
from config.vocabulary import Status
from sync.grid import Grid, Merge, Sheet
from sync.inspection import describe
from sync.understand import Given, understand

TODAY = dt.date(2026, 4, 3)

_HEADINGS = """
序号 编号 登记日期 排查时间 时间 村（社区） 单位 当事人 姓名 纠纷类型 类型 简要情况 风险等级 复杂程度
责任单位⏎责任人 交办日期 办理期限 延期 办理情况 办理状态 是否办结 已化解 化解中 未化解 邻里 土地
办结日期 调解日期 处理结果 满意度 回访日期 备注 联系电话 稳控责任人 涉及金额 〔督〕预警 〔督〕说明
[due]⏎light ) .split(
"""
_CELLS = """
无 / — 同上 〃 零报告 本月无矛盾纠纷 示例 合计 小计 一月份 2026年3月 注：按月填报 填表人：甲
审核人：乙 （续表） √ × 是 否 已办结 未办结 已化解 在办 中止 撤回 移交县法院 上报镇 2026.3.5 3月5日
3.5 20260305 2026年13月5日 5/3/2026 待定 3月12日调解成功 15日 15个工作日 3月底前 延期至4月1日 邻里
土地、婚姻 红 黄 绿 高 简单 复杂 疑难 来访 上级交办 满意 不满意 青石村
青石村矛盾纠纷排查调解台账（2026年） 信访事项登记台账 填报时间：2026年4月1日 1 2 3 =
"""
# ⏎ stands for a line break inside a heading.
HEADINGS = tuple(word.replace("⏎", "\n") for word in _HEADINGS.split())
CELLS = tuple(_CELLS.split())

texts = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(CELLS),
    st.text(max_size=12),
    st.text(string.digits + "年月日./-、至到", max_size=12),
)
numbers = st.one_of(
    st.integers(-5, 60).map(float),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([46086.0, 20260305.0, 3.5, 3.1, 0.0, 1e300]),
    st.integers(0, 10**20),
)
cells = st.one_of(
    st.just(""),
    texts,
    numbers,
    st.none(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@st.composite
def merges(draw: st.DrawFn) -> Merge:
    top, left = draw(st.integers(0, 14)), draw(st.integers(0, 12))
    return Merge(top, left, top + draw(st.integers(0, 6)), left + draw(st.integers(0, 6)))


@st.composite
def messy_sheets(draw: st.DrawFn, name: str = "表") -> Sheet:
    width = draw(st.integers(0, 10))
    row = st.lists(cells, min_size=width, max_size=width)
    header = st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width)
    rows = draw(st.lists(st.one_of(row, row, header), max_size=14))
    return Sheet(
        name,
        rows,
        visible=draw(st.booleans()),
        merges=tuple(draw(st.lists(merges(), max_size=4))),
        formulas_without_value=frozenset(
            draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2))
        ),
    )


@st.composite
def ledger_sheets(draw: st.DrawFn, name: str = "台账") -> Sheet:
    """A header that is one, above rows of anything."""
    head = [
        "序号",
        "登记日期",
        "村（社区）",
        "当事人",
        "纠纷类型",
        "简要情况",
        "办理期限",
        "办理情况",
        "办结日期",
        "备注",
    ]
    body = st.lists(st.one_of(st.just(""), cells), min_size=len(head), max_size=len(head))
    title = draw(st.sampled_from(["青石村2026年矛盾纠纷台账", "", "信访台账"]))
    rows = [[title] + [""] * 9, head, *draw(st.lists(st.one_of(body, body, st.just(head)), max_size=12))]
    return Sheet(name, rows, merges=tuple(draw(st.lists(merges(), max_size=3))))


def check(grid: Grid) -> None:
    ledger = understand(grid, Given(TODAY))
    assert list(ledger.cases.columns) == list(CASES)
    assert {name: str(dtype) for name, dtype in ledger.cases.dtypes.items()} == dict(CASES)
    assert set(ledger.cases["status"]) <= set(Status)
    by_sheet = {sheet.name: sheet for sheet in ledger.sheets}
    seen: set[tuple[str, int]] = set()
    for number, info in enumerate(ledger.tables):
        assert info.table == number
        own = ledger.cases[ledger.cases["table"] == number]
        rows = own["row"].tolist()
        assert rows == sorted(set(rows))
        table = by_sheet[info.sheet].tables[[t.info.table for t in by_sheet[info.sheet].tables].index(number)]
        again = (
            [] if ledger.pasted is None else ledger.pasted["row"][ledger.pasted["table"] == number].tolist()
        )
        assert sorted([*rows, *again, *table.left_out]) == list(range(info.first_row, info.last_row + 1))
        assert not seen & {(info.sheet, row) for row in rows}
        seen |= {(info.sheet, row) for row in rows}
    assert len(seen) == len(ledger.cases)
    for problem in ledger.problems:
        assert problem_message(problem)
        assert problem_message(problem, "en")
    described = describe(ledger, "甲.xlsx")
    assert list(described["sheets"]) == [sheet.name for sheet in grid.sheets]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(sheets=st.tuples(messy_sheets("表一"), messy_sheets("表二")), title=st.text(max_size=8))
def test_any_cells_are_read_without_raising(sheets: tuple[Sheet, Sheet], title: str):
    check(Grid(title, sheets))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(sheet=ledger_sheets())
def test_any_rows_below_a_header_are_accounted_for(sheet: Sheet):
    check(Grid("青石村", (sheet,)))
