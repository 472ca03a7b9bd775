import pytest

from sync.cases.counted_once.traits import Traits, agree, is_telling, names_somebody, own_number


@pytest.mark.parametrize(
    "text", ["赵大勇", "赵大勇、钱二牛", "青石砖厂", "欧阳建国", "张某与李大成", "孙富贵等5人", "Wang Li"]
)
def test_a_name_names_somebody(text):
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "赵某",
        "赵某某",
        "李×",
        "王**",
        "张XX",
        "某公司",
        "张女士",
        "老李",
        "小王",
        "群众",
        "村民",
        "双方",
        "张某、李某",
        "甲",
        "匿名",
        "王家",
    ],
)
def test_a_masked_name_is_nobody(text):
    assert not names_somebody(text)


@pytest.mark.parametrize("text", ["院墙滴水", "因排水沟改道发生纠纷", "宅基地边界纠纷", "树枝伸过院墙"])
def test_a_matter_tells(text):
    assert is_telling(text)


@pytest.mark.parametrize(
    "text", ["", "邻里纠纷", "土地纠纷", "婚姻家庭矛盾", "双方发生口角", "因宅基地产生的纠纷", "其他"]
)
def test_a_matter_that_says_its_kind_alone_tells_nothing(text):
    assert not is_telling(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("3", ""), ("003", ""), ("第3号", ""), ("三", ""), ("No.12", ""), ("", ""), ("十五", "")),
        *(("〔2026〕第3号", "2026第3号"), ("XF2026001", "xf2026001"), ("2026-001", "2026001")),
    ],
)
def test_a_bare_count_is_no_number(text, number):
    assert own_number(text) == number


def test_a_blank_speaks_against_nothing_and_a_difference_does():
    one = Traits(number="1", day="2026-03-05", party="赵大勇", first="赵", matter="院墙", is_named=True)
    assert agree(one, Traits(number="1"))
    assert agree(one, Traits(number="1", party="赵某", first="赵"))
    assert not agree(one, Traits(number="1", party="钱某", first="钱"))
    assert not agree(one, Traits(number="1", day="2026-03-06"))
    assert not agree(one, Traits(number="1", matter="水沟"))
    assert not agree(one, Traits(number="1", party="赵大猛", first="赵", is_named=True))
