import pytest

from sync.cells.form_figures import (
    amount_reader,
    is_yes,
    read_agreement_form,
    read_amount,
    read_fulfilment,
    read_tier,
)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3000", 3000),
        ("3,000元", 3000),
        ("３０００元整", 3000),
        ("1.5万", 15000),
        ("约2万元", 20000),
        ("0.3亿元", 30_000_000),
        ("12.5", 13),
        ("0", 0),
        ("", None),
        ("3000-5000元", None),
        ("无", None),
        ("三千元左右", None),
        ("13800138000", None),
    ],
)
def test_an_amount_is_read_in_yuan_or_not_at_all(text, yuan):
    assert read_amount(text) == yuan


def test_a_heading_says_what_a_bare_number_counts():
    read = amount_reader("涉及金额（万元）")
    assert [read("1.5"), read("15000元"), read("2万元"), read("")] == [15000, 15000, 20000, None]


@pytest.mark.parametrize(
    ("read", "text", "meaning"),
    [
        (read_agreement_form, "口头协议", "oral"),
        (read_agreement_form, "书面", "written"),
        (read_agreement_form, "□口头 ☑书面", "written"),
        (read_agreement_form, "口头/书面", None),
        (read_agreement_form, "已司法确认", "confirmed"),
        (read_fulfilment, "未履行", "not_yet"),
        (read_fulfilment, "已履行", "done"),
        (read_fulfilment, "未履行完毕", "partly"),
        (read_fulfilment, "", None),
        (read_tier, "村级", "village"),
        (read_tier, "街道", "township"),
        (read_tier, "组", "group"),
        (read_tier, "县", None),
    ],
)
def test_words_of_the_forms_are_read_whole(read, text, meaning):
    assert read(text) == meaning


def test_a_court_confirmed_it_where_the_cell_does_not_deny_it():
    assert [is_yes(text) for text in ("是", "（2026）川0101民特3号", "否", "", "未申请", "—")] == [
        *(True, True),
        *(False,) * 4,
    ]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("是", True),
        ("√", True),
        ("1", True),
        ("1件", True),
        ("0", False),
        ("0件", False),
        ("", False),
        ("☑是 □否", True),
        ("□是 ☑否", False),
        ("□是 □否", False),
        ("无", False),
    ],
)
def test_a_yes_is_told_from_a_no_and_from_nothing(text, yes):
    assert is_yes(text) is yes
