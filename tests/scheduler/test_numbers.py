import pytest

from scheduler.numbers import case_number


@pytest.mark.parametrize("text", ["12", "〔2026〕第3号", "XF2026001", "2026-001", "(2026)人调字第12号", " 7"])
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
        pytest.param("第号", id="no digit"),
        pytest.param("2026-001 宅基地边界与排水沟纠纷", id="a story"),
    ],
)
def test_anything_else_stays_there(text):
    assert case_number(text) == ""
