"""A ledger whose titles name another village than the config, or than its file, is said to."""

from datetime import date

import pytest

from config.vocabulary import LedgerProblemCode
from sync.grid import Grid, Sheet
from sync.understand import Given, understand

TODAY = date(2026, 4, 3)
HEADER = ["序号", "登记日期", "当事人", "主要内容", "办理状态"]
ROW = ["1", "2026-03-05", "赵大勇", "院墙滴水", "办理中"]


def told(title, config, *titles, header=HEADER, row=ROW):
    """Return the villages that are told of a workbook with one worksheet for each of *titles*."""
    sheets = [
        Sheet(f"{at}月", [*([[text, *[""] * (len(header) - 1)]] if text else []), list(header), list(row)])
        for at, text in enumerate(titles, 1)
    ]
    ledger = understand(Grid(title, tuple(sheets)), Given(TODAY, config))
    return [p.detail for p in ledger.problems if p.code is LedgerProblemCode.VILLAGE_MISMATCH]


@pytest.mark.parametrize(
    ("title", "config", "titles"),
    [
        pytest.param("青石村", "青石村", ["柳树村矛盾纠纷台账（2026年）"], id="titles against both"),
        pytest.param("青石村", None, ["清溪镇柳树村矛盾纠纷台账"], id="titles against the file's name"),
        pytest.param("1AbC", "青石村", ["柳树村信访登记表"], id="a title that is no village"),
        pytest.param("柳树村", "青石村", [""], id="nothing but the file's name against the config"),
        pytest.param("青石村", "青石村", ["柳树村1月台账", "柳树村2月台账"], id="every tab says so"),
        pytest.param("青石村", "青石村", ["柳树村委会矛盾纠纷台账"], id="the committee's name"),
        pytest.param("青石村", "大青石村", ["青石村矛盾纠纷台账"], id="a name within the other"),
        pytest.param("第2村", "第2村", ["第三村矛盾纠纷台账"], id="numbered villages"),
    ],
)
def test_another_village(title, config, titles):
    assert len(told(title, config, *titles)) == 1


@pytest.mark.parametrize(
    ("title", "config", "titles"),
    [
        pytest.param("青石村", "青石村", ["青石村矛盾纠纷台账（2026年）"], id="its own"),
        pytest.param("柳树村", "青石村", ["青石村矛盾纠纷台账"], id="only the file is called otherwise"),
        pytest.param("青石村", "青石村", ["清溪镇矛盾纠纷台账"], id="the township's form"),
        pytest.param("青石村", "青石村", ["矛盾纠纷台账"], id="no village at all"),
        pytest.param("青石村", "青石村", ["青石村委会矛盾纠纷排查台账"], id="its committee"),
        pytest.param("青石村", "青石社区", ["青石村矛盾纠纷台账"], id="a village that became a community"),
        pytest.param("清溪镇青石村", "清溪镇青石村", ["青石村台账"], id="with the township before it"),
        pytest.param("石桥村", "石桥村", ["2026年上半年石桥村矛盾纠纷台账"], id="words before the name"),
        pytest.param("第二村", "第2村", ["第二村矛盾纠纷台账"], id="numerals of either kind"),
        pytest.param("全镇", "镇综治中心", ["柳树村台账", "青石村台账"], id="a tab for each village"),
        pytest.param("联合", "柳树村", ["青石村、柳树村联合调解台账"], id="two villages in one title"),
        pytest.param("青石村", None, ["青石村矛盾纠纷台账"], id="no config"),
        pytest.param("台账", None, ["青石村矛盾纠纷台账"], id="a file that names none"),
    ],
)
def test_the_same_village(title, config, titles):
    assert told(title, config, *titles) == []


def test_a_village_in_a_row_is_no_title():
    header, row = ["村（社区）", *HEADER], ["柳树村", *ROW]
    assert told("青石村", "青石村", "", header=header, row=row) == []


def test_a_ledger_begun_empty_is_told_too():
    assert told("青石村", "青石村", "柳树村矛盾纠纷台账", row=[""] * 5) == ["柳树村"]
