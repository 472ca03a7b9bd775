"""A case in two ledgers counts once, whichever of them lies untouched; like cases of others count each."""

import pytest

from config.errors import ConfigError
from config.vocabulary import LedgerProblemCode, Mark, OutcomeKind
from scheduler.ledgers.entries import find_entries
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from sync.store import LedgerRef
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import OURS, FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "当事人", "简要情况", "复杂程度", "办理状态"]


def case(number, day, party, matter="院墙滴水"):
    return [number, day, "邻里", party, matter, "简单", "办理中"]


SHARED = case("1", "2026-03-01", "赵大勇")
FIRST = case("2", "2026-03-23", "李大牛", "地界不清")
SECOND = case("7", "2026-03-24", "孙富贵", "水沟堵塞")


def store(**ledgers):
    fake = FakeStore({name: [HEADER, *rows] for name, rows in ledgers.items()})
    fake.tells_versions = True
    return fake


def counts(found):
    return [outcome.counts["cases"] for outcome in found.outcomes]


def doubles(found):
    code = LedgerProblemCode.CASE_IN_TWO_LEDGERS
    return [(o.ledger, p.row, p.detail) for o in found.outcomes for p in o.problems if p.code is code]


def cells(fake, name, row):
    head = fake.rows[name][0]
    return {OURS[text]: fake.rows[name][row - 1][at] for at, text in enumerate(head) if text in OURS}


def test_it_counts_in_the_first_and_the_other_row_says_where(township):
    fake = store(甲村=[SHARED, FIRST], 乙村=[SECOND, SHARED])
    found = run_pass(township(fake))
    assert counts(found) == [2, 1]
    assert doubles(found) == [("乙村", 3, "甲村")]
    told = cells(fake, "乙村", 3)
    assert told.pop(Mark.WHY) == "1 计入甲村“台账”第2行"
    assert set(told.values()) == {""}
    assert cells(fake, "甲村", 2)[Mark.LIGHT] == "逾期18天"


def settled(township, fake):
    for _ in range(3):
        found = run_pass(township(fake))
    return found


def test_an_edit_of_the_second_while_the_first_lies_untouched_changes_nothing(township):
    fake = store(甲村=[SHARED, FIRST], 乙村=[SECOND, SHARED])
    settled(township, fake)
    fake.edit("乙村", lambda rows: rows[1].__setitem__(6, "已办结"))
    found = run_pass(township(fake))
    assert counts(found) == [2, 1]
    assert doubles(found) == [("乙村", 3, "甲村")]


def test_deleted_from_the_first_it_counts_in_the_second_that_nobody_touched(township):
    fake = store(甲村=[SHARED, FIRST], 乙村=[SECOND, SHARED])
    settled(township, fake)
    fake.edit("甲村", lambda rows: rows.pop(1))
    found = run_pass(township(fake))
    assert counts(found) == [1, 2]
    assert doubles(found) == []
    assert cells(fake, "乙村", 3)[Mark.LIGHT] == "逾期18天"


@pytest.mark.parametrize("tells_versions", [True, False], ids=["untouched", "read"])
def test_what_moved_within_the_first_is_known_of_the_second_when_the_pass_ends(township, tells_versions):
    fake = store(甲村=[FIRST, SHARED], 乙村=[SECOND, SHARED])
    fake.tells_versions = tells_versions
    town = township(fake)
    settled(township, fake)
    fake.edit("甲村", lambda rows: rows.pop(1))
    found = run_pass(town)
    assert cells(fake, "乙村", 3)[Mark.WHY] == "1 计入甲村“台账”第2行"
    assert [case.counts_at["row"] for case in town.state.looks.elsewhere("乙村")] == [2]
    assert [o.title for o in found.outcomes] == ["甲村", "乙村"]
    assert town.state.looks.ledger("乙村").title == "乙村"
    again = run_pass(township(fake), PassOrder(kind="sweep"))
    assert [(o.kind, len(o.edits)) for o in again.outcomes] == [(OutcomeKind.UNCHANGED, 0)] * 2


def test_an_untouched_pass_tells_the_same_problems(township):
    fake = store(甲村=[case("1", "农历三月初一", "赵大勇")], 乙村=[SECOND, SHARED])
    first = run_pass(township(fake))
    last = settled(township, fake)
    assert [o.requests.read for o in last.outcomes] == [0, 0]
    assert [[p.code for p in o.problems] for o in last.outcomes] == [
        [p.code for p in o.problems] for o in first.outcomes
    ]
    assert len(last.outcomes[0].problems) == 1


@pytest.mark.parametrize(
    ("party", "matter"),
    [("张某", "院墙滴水"), ("赵大勇", "邻里纠纷"), ("张某", "邻里纠纷"), ("群众", "院墙滴水")],
)
def test_masked_names_and_matters_that_say_their_kind_alone_make_no_double(township, party, matter):
    same = case("1", "2026-03-05", party, matter)
    found = run_pass(township(store(甲村=[same, FIRST], 乙村=[same, SECOND])))
    assert counts(found) == [2, 2]
    assert doubles(found) == []


@pytest.mark.parametrize(
    "name", ["青石村 (陈某的冲突副本 2026-03-30)", "“青石村”的副本", "青石村_conflict-20260330-101112"]
)
def test_a_copy_by_any_name_counts_nothing_and_is_not_written(township, name):
    fake = store(**{name: [SHARED, FIRST], "青石村": [SHARED, FIRST]})
    found = run_pass(township(fake))
    assert sum(counts(found)) == 2
    assert {ledger for ledger, _ in fake.written} == {"青石村"}
    (copy,) = (outcome for outcome in found.outcomes if outcome.ledger == name)
    assert copy.kind is OutcomeKind.UNCHANGED
    assert [p.code for p in copy.problems] == [LedgerProblemCode.COPY_OF_LEDGER]


def test_one_ledger_under_two_entries_is_an_error_that_names_both(township):
    part = '[[village]]\nname = "{}"\nledger = "甲.xlsx"\n'
    config = CONFIG + part.format("甲村") + part.format("乙村")
    town = township(store(甲=[FIRST]), config=config)
    with pytest.raises(ConfigError, match=r"甲村.*乙村"):
        find_entries(town.settings, [LedgerRef("甲.xlsx", "甲")])
