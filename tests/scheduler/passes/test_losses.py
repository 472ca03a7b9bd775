"""A ledger that lost its header or its open cases is held until somebody says that it is well so."""

from datetime import date

import pytest

from config.vocabulary import LedgerProblemCode, Mark, OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from tests.scheduler.fake import HEADER, FakeStore
from tests.sync.grids import read, sheet

CODE = LedgerProblemCode.ROWS_LOST
TITLE = ["青石村矛盾纠纷台账（2026年）"]
ROWS = [
    [str(n), f"2026-03-{n + 9:02}", "邻里", f"赵大{n}", "简单", "村委会", "办理中", ""] for n in range(1, 10)
]
ENDED = ["10", "2026-03-20", "邻里", "周大勇", "简单", "村委会", "已办结", "2026-03-22"]


def store(*rows, title=TITLE):
    return FakeStore({"青石村": [list(title), HEADER, *rows]})


def one(township, fake, **more):
    (outcome,) = run_pass(township(fake, **more.pop("town", {})), PassOrder(**more)).outcomes
    return outcome


def lost(outcome):
    return [p.count for p in outcome.problems if p.code is CODE]


def shrink(fake, change):
    fake.edit("青石村", change)


def keep(*numbers):
    return lambda rows: rows.__setitem__(slice(2, None), [r for r in rows[2:] if r[0] in numbers])


def test_all_rows_deleted_hold_the_ledger_until_it_is_released(township):
    fake = store(*ROWS, ENDED)
    one(township, fake)
    shrink(fake, keep())
    for _ in range(2):
        held = one(township, fake)
        assert (held.kind, lost(held)) == (OutcomeKind.HELD, [9])
        assert held.error.code == "held"
        assert (held.counts["cases"], held.counts["open"]) == (10, 9)
    released = one(township, fake, release=True)
    assert (released.kind, lost(released)) == (OutcomeKind.UNCHANGED, [])
    assert one(township, fake).kind is OutcomeKind.UNCHANGED


@pytest.mark.parametrize("count", [9, 1])
def test_a_header_row_deleted_holds_the_ledger_however_few_its_cases(township, count):
    fake = store(*ROWS[:count], ENDED)
    one(township, fake)
    shrink(fake, lambda rows: rows.pop(1))
    held = one(township, fake)
    assert (held.kind, lost(held)) == (OutcomeKind.HELD, [count])


def test_put_back_it_goes_on_as_before(township):
    fake = store(*ROWS, ENDED)
    first = one(township, fake)
    before = [list(line) for line in fake.rows["青石村"]]
    shrink(fake, keep("1"))
    assert one(township, fake).kind is OutcomeKind.HELD
    shrink(fake, lambda rows: rows.__setitem__(slice(None), before))
    back = one(township, fake)
    assert back.kind is OutcomeKind.UNCHANGED
    assert back.counts == first.counts


@pytest.mark.parametrize("numbers", ["123456789", "12345", "2345678910"])
def test_a_few_rows_less_hold_nothing(township, numbers):
    fake = store(*ROWS, ENDED)
    one(township, fake)
    shrink(fake, keep(*numbers))
    assert one(township, fake).kind is not OutcomeKind.HELD


def test_rows_sorted_renumbered_and_settled_are_not_lost(township):
    fake = store(*ROWS, ENDED)
    one(township, fake)

    def change(rows):
        body = rows[:1:-1]
        for number, row in enumerate(body, 1):
            row[0], row[6], row[7] = str(number), "已办结", "2026-04-01"
        rows[2:] = body[1:]

    shrink(fake, change)
    assert one(township, fake).kind is OutcomeKind.WRITTEN


def test_a_ledger_cleared_for_the_new_year_begins_empty(township):
    fake = store(*ROWS, ENDED)
    one(township, fake)

    def change(rows):
        rows[0][0] = "青石村矛盾纠纷台账（2027年）"
        rows[2:] = []

    shrink(fake, change)
    new = one(township, fake, town={"today": date(2027, 1, 8)})
    assert (new.kind, lost(new), new.counts["cases"]) == (OutcomeKind.UNCHANGED, [], 0)


def test_a_new_tab_that_begins_empty_takes_nothing_away(township):
    fake = store(*ROWS, ENDED)
    one(township, fake)
    fake.more["青石村"] = {"4月": [["青石村2026年4月台账"], list(HEADER)]}
    shrink(fake, lambda _rows: None)
    assert one(township, fake).kind is not OutcomeKind.HELD


def test_our_columns_without_a_header_are_no_board_of_ours():
    body = "青石村 | | | \n1 | 2026-03-05 | 赵大勇 | 正常\n2 | 2026-03-06 | 钱二牛 | 正常"
    ledger = read(sheet(body, marks={Mark.LIGHT: 3}))
    assert [p.code for p in ledger.problems] == [LedgerProblemCode.HEADER_LOST]
