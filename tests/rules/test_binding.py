"""Which duties bind which rows, and what is said of a ledger that cannot show them."""

from dataclasses import replace
from datetime import date

import pytest

from config.vocabulary import LedgerProblemCode
from rules.binding import untimed_duties
from rules.judge import judge
from tests.rules.rows import cases, rules, table

TODAY = date(2026, 3, 24)


def missed(*tables, under=None, today=TODAY):
    return [problem.detail for problem in untimed_duties(tables, under or rules(), today)]


@pytest.mark.parametrize(
    ("family", "without", "duties"),
    [
        pytest.param("petition", ["assigned_date"], ["HANDOVER_2WD"], id="no 交办日期"),
        pytest.param("petition", ["satisfaction"], [], id="a 回访 column will do for the survey"),
        pytest.param("petition", ["satisfaction", "followup_date"], ["SURVEY_5WD"], id="neither"),
        pytest.param("petition", ["accepted_date"], ["STATUTE_NOTICE_15D"], id="no 受理日期"),
        pytest.param("dispute", ["last_contact_date"], ["LEADER_CONTACT_M"], id="no 最近沟通日期"),
        pytest.param(
            "dispute", ["assigned_date", "satisfaction", "followup_date", "accepted_date"], [], id="not bound"
        ),
        pytest.param(
            "petition", ["returned_date", "review_requested_date", "due_date"], [], id="optional ones"
        ),
        pytest.param("dispute", ["last_contact_date", "leader"], [], id="no 包案领导 either"),
        pytest.param("mediation", ["followup_date", "satisfaction", "last_contact_date"], [], id="mediation"),
    ],
)
def test_a_duty_without_a_column_is_named(family, without, duties):
    assert missed(table(family, without=without)) == duties


def test_it_is_named_once_for_a_ledger():
    tables = [table("petition", number=number, without=["assigned_date"]) for number in range(12)]
    (problem,) = untimed_duties(tables, rules(), TODAY)
    assert (problem.code, problem.sheet, problem.row) == (LedgerProblemCode.DUTY_WITHOUT_COLUMN, "台账", 0)


def test_only_duties_that_are_valid_are_named():
    ledger = table("petition", without=["accepted_date"])
    assert missed(ledger, today=date(2020, 1, 1)) == []
    packs = tuple(
        replace(pack, duty=tuple(replace(each, valid_to=date(2026, 1, 1)) for each in pack.duty))
        for pack in rules().packs
    )
    assert missed(ledger, under=replace(rules(), packs=packs)) == []


def test_nothing_is_late_where_nobody_can_see_that_a_case_is_over():
    late = {"complexity": "simple", "registered_date": "2025-03-05"}
    tables = [replace(table(number=0), ends_seen=False), table(number=1)]
    judged = judge(cases(late | {"table": 0}, late | {"table": 1}), tables, TODAY, rules()).verdicts
    assert judged["light"].tolist() == ["untimed", "overdue"]
    assert judged["duty"].tolist() == ["", "SIMPLE_15D"]
