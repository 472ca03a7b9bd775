# ruff: noqa: E501
"""Ledgers under odd titles or none: who quarrels with whom, over what, since when and how it stands."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sync.grid import CellValue, Grid, Sheet

_TITLES = ("", "", "2026年台账", "工作台账", "平安建设工作台账", "综治工作登记表", "三月份", "村级登记表", "民情台账", "网格事件台账", "登记簿", "事项清单", "一季度情况汇总表", "青石村台账", "基层治理台账", "社会治理工作台账", "排查登记表", "化解情况表", "平安法治台账", "月报表", "群众工作台账", "综治中心登记", "村情民意台账", "问题台账", "枫桥式工作台账", "小事台账", "说事登记本", "治保会登记本", "治保工作台账")  # fmt: skip
_TABS = ("Sheet1", "3月", "台账", "明细", "2026", "汇总", "一季度")
_FILES = ("青石村", "青石村2026年", "台账", "3月报表", "工作簿1", "新建表格", "青石村综治")

_SEQ = ("序号", "编号", "序", "")
_DAY = ("登记日期", "发生时间", "日期", "受理时间", "排查时间", "发现时间", "时间", "反映时间", "来访日期")
_WHO = (("当事人",), ("双方当事人",), ("纠纷双方",), ("申请人", "被申请人"), ("当事人姓名",), ("反映人",), ("甲方", "乙方"), ("矛盾双方",), ("信访人",), ("涉及人员",))  # fmt: skip
_WHAT = ("简要情况", "主要内容", "事由", "反映问题", "纠纷情况", "基本情况", "主要诉求", "内容", "情况")
_KIND = ("纠纷类型", "类型", "类别", "矛盾类型", "")
_HOW = ("办理情况", "处理结果", "化解情况", "调处结果", "办理状态", "是否化解", "处理情况", "结果")
_BY = ("责任人", "调解人", "包村干部", "经办人", "承办人", "")
_PEOPLE = ("赵甲", "钱乙", "孙丙", "李丁", "周戊", "吴己", "郑庚", "王辛")
_MATTERS = ("田埂界线争执", "屋檐滴水纠纷", "欠工钱未付", "邻里噪音吵架", "土地承包界限不清", "赡养老人分担争议", "宅基地边界纠纷", "征地补偿面积有争议", "借款不还", "打架赔医药费", "坟地占用矛盾", "排水沟堵塞争吵")  # fmt: skip
_KINDS = ("邻里", "土地", "婚姻家庭", "劳资", "债务", "征地拆迁", "邻里纠纷")
_ENDS = ("已化解", "调解成功", "正在办理", "双方和好", "未化解", "达成协议", "调解中")


def ledgers(count: int, seed: int) -> Iterator[tuple[str, Grid, int]]:
    """Yield *count* workbooks with what they are called, and how many cases each holds."""
    chance = random.Random(seed)
    for _ in range(count):
        title = chance.choice(_TITLES)
        who = chance.choice(_WHO)
        how = chance.choice(_HOW)
        columns = [
            (chance.choice(_SEQ), "seq"),
            (chance.choice(_DAY), "day"),
            *((one, "who") for one in who),
            (chance.choice(_KIND), "kind"),
            (chance.choice(_WHAT), "what"),
            (chance.choice(_BY), "who"),
            (how, "yes" if how == "是否化解" else "how"),
        ]
        columns = [one for one in columns if one[0]]
        rows: list[list[CellValue]] = [[name for name, _ in columns]]
        size = chance.randrange(3, 12)
        for number in range(1, size + 1):
            day = date(2026, 1, 5) + timedelta(days=7 * number)
            rows.append([_cell(kind, number, day, len(who), chance) for _, kind in columns])
        head: list[list[CellValue]] = [[title, *[""] * (len(columns) - 1)]] if title else []
        grid = Grid(chance.choice(_FILES), (Sheet(chance.choice(_TABS), [*head, *rows]),))
        yield (
            f"{title} / {grid.sheets[0].name} / {grid.title}: {' '.join(name for name, _ in columns)}",
            grid,
            size,
        )


def _cell(kind: str, number: int, day: date, parties: int, chance: random.Random) -> CellValue:
    listed = {"kind": _KINDS, "what": _MATTERS, "how": _ENDS, "yes": ("是", "否")}
    if kind in listed:
        return chance.choice(listed[kind])
    if kind == "who":
        return "、".join(chance.sample(_PEOPLE, 1 if parties == 2 else chance.choice((1, 2))))
    return float(number) if kind == "seq" else day
