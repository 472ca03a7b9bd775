"""The light in words, and the date beside it."""

import pytest

from config.vocabulary import Mark
from tests.rules.sentences.said_texts import SIMPLE, said


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        pytest.param({"registered_date": "2026-03-23"}, "正常", "on track", id="on track"),
        pytest.param(
            {"registered_date": "2026-03-23", "due_date": "2026-03-25"}, "临期", "due soon", id="due soon"
        ),
        pytest.param({"due_date": "2026-03-10"}, "逾期14天", "14 days overdue", id="overdue"),
        pytest.param({"due_date": "2026-03-23"}, "逾期1天", "1 day overdue", id="a day overdue"),
        pytest.param({"status": "suspended"}, "中止", "on hold", id="on hold"),
        pytest.param({"status": "resolved"}, "已办结", "closed", id="closed"),
        pytest.param({"status": "withdrawn"}, "已撤回", "withdrawn", id="withdrawn"),
        pytest.param({"status": "transferred"}, "已移交", "transferred", id="transferred"),
        pytest.param({}, "无法计时", "cannot be timed", id="untimed"),
        pytest.param(
            {"status": "resolved", "due_date": "2026-03-10", "resolved_date": "2026-03-12"},
            "逾期办结",
            "closed late",
            id="closed late",
        ),
    ],
)
def test_the_light_in_words(row, zh, en):
    assert said("2026-03-24", **row)[Mark.LIGHT] == zh
    assert said("2026-03-24", language="en", **row)[Mark.LIGHT] == en


def test_a_soft_limit_that_is_past_says_so_in_words_of_its_own():
    row = {"registered_date": "2026-09-08"}
    texts = said("2026-11-29", "mediation", **row)
    assert texts[Mark.LIGHT] == "超过一般期限52天"
    assert said("2026-11-29", "mediation", language="en", **row)[Mark.LIGHT] == "52 days past the usual limit"
    assert said("2026-10-08", "mediation", **row)[Mark.LIGHT] == "临期"
    assert texts[Mark.ASKED] == "【提醒】请承办单位抓紧调处。"


def test_what_was_not_accepted_was_not_handed_over():
    texts = said("2026-03-24", status="transferred", destination="refused")
    assert (texts[Mark.LIGHT], texts[Mark.WHY]) == ("不予受理", "1：不予受理，不再计时。")


def test_the_date_is_plain():
    assert said("2026-03-24", **SIMPLE)[Mark.DUE] == "2026-03-19"
    assert said("2026-03-24")[Mark.DUE] == ""
    assert said("2026-12-24", registered_date="2026-12-10")[Mark.DUE] == "2027-01-11"
