"""How an office says it: each wording that was found wanting is gone, and a better one stands instead."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from config.messages import area, areas

DOCS = Path(__file__).parents[2] / "docs"

#: What is said today, as the catalogue has it, and what it said before.
WORDS = [
    ("已超{town}规定期限", "已逾镇定"),
    ("已超台账所载期限", "已逾台账"),
    ("已超{town}规定期限和法定期限", "镇定期限和法定期限"),
    ("建议提请{level}协调化解", "建议上交"),
    ("应于{day}前（含当日）{deed}", "应于{day}{deed}"),
    ("期满日{last}为节假日，顺延至{day}", "为节假日，顺延；"),
    ("含{days}调休上班日", "补班"),
    ("不计{holidays}", "扣{holidays}"),
    ("未标注复杂程度，按{matter}期限计算", "未标复杂程度"),
    ("另有：{items}", "另有法定"),
    ("起算日期无法识别", "没有可读的"),
    ("{role}取自“{heading}”栏", "取自相近的"),
    ("启用前登记的存量事项，不催办", "存量（启用前登记）"),
    ("今日（{day}）到期", "期限就在今天"),
    ("报送办理情况", "前报办理情况"),
    ("；请分管领导督办，并列入通报", "，列入通报"),
    ("超过一般期限{days}天", "一般期限已过"),
    ("，宜在{day}前完成", "距办理期限还有当日"),
    ("不具体，请补全年月日", "没有写明是哪一天"),
    ("所写日期不存在", "日历上没有这一天"),
    ("无法识别", "认不出"),
    ("有两种读法", "可以读成两个日子"),
    ("由系统填写，现为人工内容，予以保留；如需恢复，请清空", "督办程序"),
    ("“{sheet}”未设“{suggestion}”栏，“{detail}”无法逐件计时；如需计时，请增设该栏", "没有一栏能证明"),
    ("本文件疑为“{detail}”的副本", "像是另一"),
    ("事项在另一台账", "这一件在另一本"),
    ("未计入上述统计", "上述平衡数"),
    ("登记日期无法识别", "读不出"),
    ("从类型看", "按类别分，"),
    ("居前三位的是：{items}", "居前的是"),
    ("从分布看", "按村（社区）分"),
    ("已明确包案领导", "由包案领导包案"),
    ("办理情况：", "进展："),
    ("抓紧调处", "按期推进办理"),
    ("其余{rest}件见附件", "以上列出"),
    ("逐项核对", "逐处核对"),
    ("使用农历日期", "写的是农历日期"),
    ("台账缺少相应栏目", "台账没有相应的列"),
    ("逾期", "超期"),
    ("正被 WPS、Excel 或 LibreOffice 打开", "open in WPS"),
    ("总体情况", "总体良好"),
]


def catalogue() -> str:
    """All that is said in Chinese today; what is kept to know older texts by stands apart."""
    found: list[str] = []
    for file in (files("config.language") / "zh-CN").iterdir():
        if file.name.endswith(".toml"):
            tables = tomllib.loads(file.read_text("utf-8"))
            found += [
                str(text) for name, table in tables.items() if name != "before" for text in table.values()
            ]
    for name in areas():
        found += [text for entry in area(name).values() for form, text in entry.items() if form[:2] == "zh"]
    return "\n".join(found)


TODAY = catalogue()
PAGES = "\n".join(page.read_text("utf-8") for page in DOCS.glob("*.zh-CN.md"))


@pytest.mark.parametrize(("now", "before"), WORDS)
def test_the_better_wording_stands_and_the_old_one_is_gone(now, before):
    assert now in TODAY
    assert before not in TODAY
    assert before not in PAGES


def test_no_number_stands_apart_from_its_counter():
    apart = re.findall(r".{8}[\u3400-\u9fff] \{(?:count|detail|days|number)\} [件处个天行格本].{4}", TODAY)
    assert apart == []
