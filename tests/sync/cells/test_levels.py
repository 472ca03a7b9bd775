import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import words
from sync.cells.levels import (
    is_from_superior,
    read_channel,
    read_complexity,
    read_count,
    read_first_time,
    read_risk,
    read_satisfaction,
)


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        (word, "red")
        for word in ["红", "红色", "高", "高风险", "红（高风险）", "🔴", "一级", "Ⅰ级", "重大风险"]
    ]
    + [(word, "yellow") for word in ["黄", "黄色", "中", "中风险", "🟡", "二级", "橙色", "Ⅱ级"]]
    + [(word, "green") for word in ["绿", "绿色", "低", "低风险", "🟢", "三级", "蓝色", "绿(低)"]]
    + [(word, None) for word in ["", "/", "红/黄/绿", "□红 □黄 □绿", "一般化"]],
)
def test_risk(text: str, risk: str | None) -> None:
    assert read_risk(text) == risk


@pytest.mark.parametrize(
    ("text", "complexity"),
    [(word, "simple") for word in ("简单", "简易", "不复杂", "简单事项")]
    + [(word, "normal") for word in ("一般", "普通", "一般问题")]
    + [(word, "complex") for word in ("复杂", "疑难", "重点", "重大", "疑难复杂", "重点疑难复杂", "重大疑难")]
    + [(word, None) for word in ("", "/", "简单/复杂")],
)
def test_complexity(text: str, complexity: str | None) -> None:
    assert read_complexity(text) == complexity


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("满意", "satisfied"),
        ("非常满意", "satisfied"),
        ("3月5日回访满意", "satisfied"),
        ("√", "satisfied"),
        ("基本满意", "mostly"),
        ("基本满意。", "mostly"),
        ("一般", "mostly"),
        ("不满意", "unsatisfied"),
        ("电话回访不满意", "unsatisfied"),
        ("不太满意", "unsatisfied"),
        ("否", "unsatisfied"),
        ("其他", "other"),
        ("电话无人接听", "other"),
        ("", None),
        ("/", None),
        ("未回访", None),
    ],
)
def test_satisfaction(text: str, answer: str | None) -> None:
    assert read_satisfaction(text) == answer


CHANNELS = {
    "visit": "来访 访 群众反映 当事人申请 上门",
    "letter": "来信 信 领导信箱",
    "net": "网上信访 网 网络",
    "phone": "来电 电 电话 12345热线 市长热线",
    "screening": "排查 入户排查 网格上报 村组干部发现 大走访 调委会主动调解",
    "superior": "上级交办 县转办 督办 县信访局交办 交办",
    "field_visit": "下访 领导下访",
    "other": "其他来源 公安移交 法院委托 政府部门指定 托梦",
}


@pytest.mark.parametrize(
    ("word", "channel"), [(word, channel) for channel, listed in CHANNELS.items() for word in listed.split()]
)
def test_channel(word: str, channel: str) -> None:
    assert read_channel(word) == channel


def test_a_blank_source_is_no_channel() -> None:
    assert read_channel("") is None
    assert read_channel("/") is None


@pytest.mark.parametrize(
    ("text", "superior"),
    [
        ("上级交办", True),
        ("县转办", True),
        ("督办", True),
        ("来访", False),
        ("镇交办", False),
        ("排查", False),
    ],
)
def test_what_the_county_handed_down(text: str, superior: bool) -> None:
    assert is_from_superior(text) is superior


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("初次", "first"),
        ("初信", "first"),
        ("首次", "first"),
        ("重复", "repeat"),
        ("重访", "repeat"),
        ("", ""),
        ("/", ""),
    ],
)
def test_first_time_or_again(text: str, mark: str) -> None:
    assert read_first_time(text) == mark


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("3人", 3), ("三人", 3), ("两户", 2), ("十二", 12), ("", None), ("3/5", None), ("若干", None)],
)
def test_how_many_people(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("area", ["risk", "complexity", "satisfaction", "channel", "first_time"])
def test_no_word_stands_for_two_levels(area: str) -> None:
    listed = [word for table in words("levels")[area].values() for word in table]
    assert len(listed) == len(set(listed))


@given(st.text())
def test_no_text_is_ever_an_exception(text: str) -> None:
    for reader in (read_risk, read_complexity, read_satisfaction, read_channel, read_first_time, read_count):
        reader(text)
    is_from_superior(text)
