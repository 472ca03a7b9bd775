from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.cells.text import as_text, narrow, tidy


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("0012", "0012"),
        (3.0, "3"),
        (3.5, "3.5"),
        (12, "12"),
        (True, "TRUE"),
        (False, "FALSE"),
        (float("nan"), ""),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5), "2026-03-05"),  # noqa: DTZ001
        (datetime(2026, 3, 5, 14, 30), "2026-03-05 14:30:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_as_a_person_sees_it(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("登 记\n日 期", "登记日期"),
        ("（ＮＯ．）", "(NO.)"),
        ("\ufeff序号\u200b", "序号"),
        ("村\u3000居", "村居"),
        ("①", "1"),
    ],
)
def test_tidy_takes_away_the_accidents_of_typing(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２６．３．５", "2026.3.5"),
        ("3.1①", "3.1①"),
        ("3.1²", "3.1²"),
        ("a\n\tb\u3000c", "a b c"),
        ("3⽉", "3月"),
    ],
)
def test_narrow_makes_no_digit_out_of_a_footnote(text: str, expected: str) -> None:
    assert narrow(text) == expected


@given(st.text())
@example("R¸")
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert narrow(narrow(text)) == narrow(text)
