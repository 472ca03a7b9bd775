import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import Category
from config.words import words
from sync.cells.categories import read_category


@pytest.mark.parametrize("category", list(Category))
def test_a_canonical_name_is_itself(category: Category) -> None:
    assert read_category(category.value) == (category, (), True)
    assert read_category(f"{category.value}纠纷").category is category


VILLAGE_WORDS = {
    "山林土地": "土地 山林 林权 承包 流转 坟地 土地承包 土地承包经营权 土地承包合同纠纷",
    "房屋宅基地": "宅基地 建房 滴水 共墙 房屋 房屋、宅基地 房产宅基地",
    "征地拆迁": "征地 拆迁 补偿 占地 征地补偿 土地征收 土地征收补偿",
    "劳资欠薪": "欠薪 工资 劳资 劳务 拖欠农民工工资 其他劳动争议 劳动合同",
    "合同债务": "借贷 债务 经济纠纷 合同 民间借贷 房屋租赁合同",
    "婚姻家庭": "赡养 抚养 离婚 分家 家庭暴力 婚姻 家庭",
    "损害赔偿": "打架 人身损害 相邻损坏 人身损害赔偿",
    "邻里": "采光 排水 噪音 通行 相邻 邻里 邻里关系 其他（邻里）",
    "道路交通": "道路交通事故 交通事故损害赔偿",
    "医疗": "医疗损害赔偿 医患",
    "环境污染": "环境 养殖污染 噪声污染 生态环境",
    "民生保障": "低保 医保 养老 医疗保险",
    "村务管理": "村务 村务公开 集体资产",
    "消费": "消费 电子商务",
    "物业": "物业 物业服务合同",
    "生产经营": "生产经营 合伙 假种子",
    "其他": "其他 其它 涉法涉诉 建议意见 检举控告",
}


@pytest.mark.parametrize(
    ("word", "category"), [(word, name) for name, listed in VILLAGE_WORDS.items() for word in listed.split()]
)
def test_what_villages_call_it(word: str, category: str) -> None:
    assert read_category(word) == (Category(category), (), True)


@pytest.mark.parametrize("text", ["1.邻里", "①邻里", " 邻 里 ", "邻里纠纷", "（邻里）", "邻里/邻里"])
def test_numbers_brackets_and_blanks_do_not_matter(text: str) -> None:
    assert read_category(text) == (Category.NEIGHBOURS, (), True)


def test_two_categories_in_one_cell_are_a_conflict() -> None:
    assert read_category("邻里、婚姻") == (Category.NEIGHBOURS, (Category.MARRIAGE_FAMILY,), True)


def test_an_unknown_word_is_other_and_said_to_be_unknown() -> None:
    assert read_category("飞碟") == (Category.OTHER, (), False)


@pytest.mark.parametrize("text", ["", " ", "/", "—", "-", "…"])
def test_a_blank_is_no_category(text: str) -> None:
    assert read_category(text).category is None


def test_no_word_stands_for_two_categories() -> None:
    listed = [word for table in words("categories")["categories"].values() for word in table]
    assert len(listed) == len(set(listed))


@given(st.text())
def test_no_text_is_ever_an_exception(text: str) -> None:
    reading = read_category(text)
    assert reading.category not in reading.others
