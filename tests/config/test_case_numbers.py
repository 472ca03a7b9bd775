import pytest

from config.case_numbers import case_number

NUMBERS = [
    "12",
    "〔2026〕第3号",
    "XF2026001",
    "2026-001",
    "(2026)人调字第12号",
    " 7 ",
    "2026年第3号",
    "青信访〔2026〕3号",
]
NUMBERS += ["2026年第3号", "青信访〔2026〕3号", "河口村-007", "青石镇2026-3", "川0603民初12号", "A-1"]
NUMBERS += ["一", "十二", "（三）", "二十一、", "3.1", "（2026）第０５号", "综治办2026/12"]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_may_leave_the_ledger(text):
    assert case_number(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="blank"),
        pytest.param("张某甲", id="a name"),
        pytest.param("3号张某甲", id="a number and a name"),
        pytest.param("13800000000", id="a phone"),
        pytest.param("138-0000-0000", id="a phone with dashes"),
        pytest.param("510000199001010000", id="an identity number"),
        pytest.param("51000019900101000X", id="an identity number that ends in X"),
        pytest.param("+86 138 0000 0000", id="a phone with its country"),
        pytest.param("电话13800000000", id="a phone with its word"),
        pytest.param("2号 张某甲", id="a name after a space"),
        pytest.param("张三2026", id="a name and a year"),
        pytest.param("第号", id="no digit"),
        pytest.param("2026-001 宅基地边界与排水沟纠纷", id="a story"),
    ],
)
def test_anything_else_stays_there(text):
    assert case_number(text) == ""


@pytest.mark.parametrize(
    "text",
    ["〔2026〕云人调字第22号", "(2026)川0603民初12号", "云人调字〔2026〕22号", "〔2026〕盐信访字第3号"],
)
def test_an_official_number_may_be_repeated(text):
    assert case_number(text) == text


@pytest.mark.parametrize("text", ["张三丰〔2026〕第3号楼", "2026年张三丰来访3次", "〔2026〕张三丰2号"])
def test_a_name_beside_a_year_is_no_number(text):
    assert case_number(text) == ""
