"""Texts of rows that count elsewhere, of cells people typed over, and keys that tell rows apart."""

import numpy as np
import pytest

from config.vocabulary import Mark
from rules.sentences.clauses import packed
from rules.sentences.elsewhere import where_it_counts
from rules.sentences.grammar import is_ours, sitting_part
from rules.sentences.typed import with_typed


@pytest.mark.parametrize(
    ("sheet", "ledger"), [("", ""), ("4月", ""), ("台账", "青石村2027年台账"), ("长" * 60, "名" * 60)]
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_where_a_row_counts_is_said_in_our_words(sheet, ledger, language):
    text = where_it_counts("3，", sheet, 5, language, ledger)
    assert is_ours(Mark.WHY, text)
    assert "，，" not in text
    assert len(text) < 140


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_people_typed_is_told_behind_the_reason(language):
    plain = with_typed("已办结", (), language)
    assert plain == "已办结"
    told = with_typed("已办结", (Mark.DUE, Mark.ASKED), language)
    assert told.startswith("已办结")
    assert len(told) > len(plain)
    assert with_typed("", (Mark.DUE,), language) == ""


def test_a_key_keeps_rows_apart():
    key = packed((np.array([1, 2]), 4), (np.array([3, 3]), 4))
    assert key.tolist() == [19, 35]


@pytest.mark.parametrize("value", [-1, 16])
def test_a_part_that_does_not_fit_is_refused(value):
    with pytest.raises(ValueError, match="does not fit"):
        packed((np.array([value]), 4))


def test_a_key_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="63 bits"):
        packed((np.array([0]), 40), (np.array([0]), 40))


def test_a_reminder_without_a_sitting_has_no_part_of_one():
    assert sitting_part("15日内办结，12月4日到期") == ""
