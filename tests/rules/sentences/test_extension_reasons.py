"""What became of an extension, as 说明 says it and as it is reported."""

from dataclasses import replace
from datetime import date

import pytest

from rules.extension_problems import extension_problems
from rules.judge import judge
from tests.rules.rows import cases, rules, table
from tests.rules.sentences.said_texts import SIMPLE, why

PAST = {"extension": "2026-03-01"}
APPROVED = {
    "extension_approver": "钱某乙",
    "extension_approved_on": "2026-03-18",
    "extension_reason": "待鉴定",
}


@pytest.mark.parametrize(
    ("row", "clause"),
    [
        pytest.param({"extension": "2026-04-12", **APPROVED}, "；延期至4月12日。", id="effective"),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_reason": ""},
            "；延期至4月12日；延期未写理由。",
            id="without a reason",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": None},
            "；延期未生效：批准日期缺失或无法识别",
            id="its day left blank",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": "2026-03-24"},
            "；延期未生效：批准日晚于到期日",
            id="too late",
        ),
        pytest.param({"extension": "2026-04-12"}, "；延期未生效：未见批准", id="not approved"),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_times": 2},
            "；延期至4月12日；只认第一次延期",
            id="of two the first",
        ),
        pytest.param({**APPROVED, "extension_times": 2}, "延期未生效：只可延期一次", id="a second one alone"),
        pytest.param({"extension_times": 1, **APPROVED}, "未写明延期至何时", id="no end"),
        pytest.param({"extension": "2026-03-12", **APPROVED}, "不晚于原期限", id="earlier"),
    ],
)
def test_what_became_of_an_extension(row, clause):
    assert clause in why("2026-03-24", **SIMPLE, **row)


def test_a_ledger_without_a_column_for_the_day_gets_the_benefit():
    row = {**SIMPLE, "extension": "2026-04-12", **APPROVED, "extension_approved_on": None}
    text = why("2026-03-24", without=("extension_approved_on",), **row)
    assert "；延期至4月12日；延期未见批准日期，暂按有效计。" in text


def test_who_may_approve_is_said():
    under = replace(rules(), approvers=frozenset({"孙某丙"}))
    text = why("2026-03-24", under=under, **SIMPLE, extension="2026-04-12", **APPROVED)
    assert "延期未生效：批准人不在名单内" in text


def test_a_capped_extension_is_said():
    row = {
        "registered_date": "2026-01-12",
        "accepted_date": "2026-01-12",
        "extension": "2026-12-31",
        **APPROVED,
    }
    row["extension_approved_on"] = "2026-02-10"
    told = "延期至12月31日，按条例最长至4月13日"
    assert told in why("2026-02-11", "petition", under=rules("statute"), **row)
    by_days = {**row, "extension": None, "extension_days": 60}
    told_days = "延期超过条例规定，按条例最长至4月13日"
    assert told_days in why("2026-02-11", "petition", under=rules("statute"), **by_days)
    # The township's own limit moves all the way; what the statute lets it is said all the same.
    both = why("2026-02-11", "petition", assigned_date="2026-01-12", **row)
    assert told in both
    assert "延期至12月31日；" not in both


def test_consent_without_an_end_is_said():
    row = {"registered_date": "2026-01-12", "extension_times": 1, **APPROVED}
    row["extension_approved_on"] = "2026-02-10"
    assert "经同意延期，未写明至何时" in why("2026-02-11", "mediation", **row)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param({"extension": "2026-12-31"}, "extension_capped", id="beyond the statute"),
        pytest.param({"extension": "2026-03-01"}, None, id="within it"),
        pytest.param({**PAST, "extension_approved_on": None}, "extension_ineffective", id="no day"),
        pytest.param({**PAST, "extension_times": 2}, "extension_second", id="of two the first holds"),
        pytest.param({"extension_times": 2}, "extension_second", id="a second one alone"),
    ],
)
def test_what_is_wrong_with_an_extension_is_reported(row, code):
    given = {"registered_date": "2026-01-12", "accepted_date": "2026-01-12", "assigned_date": "2026-01-12"}
    given |= {**APPROVED, "extension_approved_on": "2026-02-10"} | row
    judged = judge(cases({}, given), [table("petition")], date(2026, 2, 11), rules())
    found = [(problem.row, problem.code) for problem in extension_problems(judged)]
    assert found == ([(5, code)] if code else [])
