"""What titles, tabs and file names say of the rows below them."""

import pytest

from sync.tables.titles import year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025年", 2025),
        ("25年", 2025),
        ("25年12月", 2025),
        ("松林村25年台账", 2025),
        ("二〇二五年度台账", 2025),
        ("台账_202503", 2025),
        ("松林村信访台账（根据2022年《信访工作条例》）", 0),
        ("2026年信访台账（依据《信访工作条例》（2022年））", 2026),
        ("按青石委发〔2024〕12号文件要求", 0),
        ("青石镇〔2025〕矛盾纠纷台账", 2025),
        ("表格样式2019年版", 0),
        ("2022年5月修订", 0),
        ("2024—2026年台账", 0),
        ("近20年来", 0),
        ("满25年以上", 0),
    ],
)
def test_the_year_a_text_names(text: str, year: int):
    assert year_in(text) == year
