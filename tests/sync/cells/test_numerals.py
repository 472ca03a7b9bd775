import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.numerals import arabic, with_arabic_numerals


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [
        ("五", "5"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("二十三", "23"),
        ("廿", "20"),
        ("廿三", "23"),
        ("卅", "30"),
        ("卅一", "31"),
        ("二〇二六", "2026"),
        ("二○二六", "2026"),
        ("二零二六", "2026"),
        ("二O二六", "2026"),
        ("贰零贰陆", "2026"),
        ("拾贰", "12"),
        ("三〇", "30"),
        ("〇三", "03"),
        ("一十", "10"),
        ("二三", None),
        ("十十", None),
        ("二十廿", None),
        ("三百", None),
        ("二〇二", None),
    ],
)
def test_chinese_numerals(numeral: str, digits: str | None) -> None:
    assert arabic(numeral) == digits


def test_two_digits_side_by_side_are_a_number_only_as_a_year() -> None:
    assert arabic("二六", year=True) == "26"
    assert with_arabic_numerals("二六年三月二三日") == "26年3月二三日"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二六年三月五日（星期四）", "2026年3月5日（星期四）"),
        ("周三", "周三"),
        ("礼拜五", "礼拜五"),
        ("第三次", "第3次"),
        ("3十", "3十"),
        ("abc", "abc"),
    ],
)
def test_numerals_inside_a_text(text: str, expected: str) -> None:
    assert with_arabic_numerals(text) == expected


@given(st.text(alphabet="〇○零一二三四五六七八九十廿卅0o年月日星期周第"))
def test_no_text_is_ever_an_exception(text: str) -> None:
    with_arabic_numerals(text)
