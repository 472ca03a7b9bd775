"""The promises of one pass, each with a test that fails without it."""

from datetime import date, timedelta

import pytest

from config.errors import LedgerBusyError, LedgerUnavailableError
from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, Light, Mark, OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, OURS, FakeStore, row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
LATE = row("1", "2026-03-01")  # simple: due 2026-03-16
SOON = row("2", "2026-03-23")  # simple: due 2026-04-07
DONE = row("3", "2026-03-02", status="已办结", resolved="2026-03-10")


def store(*rows, name="青石村"):
    return FakeStore({name: [TITLE, HEADER, *(rows or (LATE, SOON, DONE))]})


def cell(fake, line, mark, name="青石村"):
    column = fake.rows[name][1].index(MARK_HEADINGS["zh-CN"][mark])
    return fake.rows[name][line - 1][column]


def test_every_case_gets_its_light_beside_it(township):
    fake = store()
    found = run_pass(township(fake))
    assert [outcome.kind for outcome in found.outcomes] == [OutcomeKind.WRITTEN]
    assert cell(fake, 3, Mark.LIGHT) == "逾期18天"
    assert cell(fake, 3, Mark.DUE) == "2026-03-16"
    assert cell(fake, 4, Mark.LIGHT) == "临期"
    assert cell(fake, 5, Mark.LIGHT) == "已办结"
    assert cell(fake, 3, Mark.WHY).startswith("1")
    assert found.outcomes[0].counts == {"cases": 3, "open": 2, "overdue": 1, "due_soon": 1}


def test_no_human_cell_changes(township):
    fake = store()
    before = [list(line) for line in fake.rows["青石村"]]
    run_pass(township(fake))
    assert [line[: len(old)] for line, old in zip(fake.rows["青石村"], before, strict=True)] == before


def test_a_second_run_on_the_same_day_writes_nothing(township):
    fake = store()
    run_pass(township(fake))
    fake.written.clear()
    found = run_pass(township(fake))
    assert fake.written == []
    assert found.outcomes[0].kind is OutcomeKind.UNCHANGED
    assert found.outcomes[0].requests.write == 0


def test_without_its_state_a_second_run_writes_nothing_either(township):
    fake = store()
    run_pass(township(fake))
    fake.written.clear()
    assert run_pass(township(fake, remember=False)).outcomes[0].kind is OutcomeKind.UNCHANGED
    assert fake.written == []


def test_the_next_day_only_what_changed_is_written(township):
    fake = store()
    run_pass(township(fake))
    fake.written.clear()
    run_pass(township(fake, today=TODAY + timedelta(days=1)))
    assert {(edit.row, edit.mark) for _, edit in fake.written} <= {
        (3, Mark.LIGHT),
        (3, Mark.ASKED),
        (3, Mark.ADDRESSEE),
        (4, Mark.LIGHT),
        (4, Mark.ASKED),
        (4, Mark.ADDRESSEE),
    }
    assert cell(fake, 3, Mark.LIGHT) == "逾期19天"


def test_a_row_sorted_away_between_our_read_and_our_write_is_put_right_in_the_same_pass(township):
    fake = store()

    def sort_once(_name):
        fake.before_write = lambda _name: None
        fake.edit("青石村", lambda rows: rows.__setitem__(slice(2, 5), [rows[4], rows[2], rows[3]]))

    fake.before_write = sort_once
    assert run_pass(township(fake)).outcomes[0].kind is OutcomeKind.WRITTEN
    assert [cell(fake, line, Mark.LIGHT) for line in (3, 4, 5)] == ["已办结", "逾期18天", "临期"]


def test_half_a_table_sorted_later_is_put_right_at_the_next_pass(township):
    fake = store()
    run_pass(township(fake))

    def sort_human_part(rows):
        human = len(HEADER)
        rows[2][:human], rows[4][:human] = rows[4][:human], rows[2][:human]

    fake.edit("青石村", sort_human_part)
    run_pass(township(fake))
    assert [cell(fake, line, Mark.LIGHT) for line in (3, 4, 5)] == ["已办结", "临期", "逾期18天"]
    assert cell(fake, 5, Mark.WHY).startswith("1")


def test_a_ledger_that_never_stands_still_fails_with_a_remedy_and_is_not_half_right(township):
    fake = store()
    fake.before_write = lambda name: fake.edit(name, lambda rows: rows[2].__setitem__(4, "复杂"))
    outcome = run_pass(township(fake)).outcomes[0]
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.code == "unsettled"
    assert fake.written == []


def test_one_ledger_that_fails_stops_no_other(township):
    fake = FakeStore({name: [TITLE, HEADER, LATE] for name in ("甲村", "乙村", "丙村")})
    fake.errors["甲村"] = LedgerUnavailableError("甲村: broken", fix="mend it")
    fake.errors["乙村"] = LedgerBusyError("乙村: open in WPS", fix="close it")
    found = run_pass(township(fake))
    kinds = [outcome.kind for outcome in found.outcomes]
    assert kinds == [OutcomeKind.FAILED, OutcomeKind.SKIPPED, OutcomeKind.WRITTEN]
    assert not found.went_well
    assert cell(fake, 3, Mark.LIGHT, "丙村") == "逾期18天"


def test_a_defect_of_ours_in_one_ledger_stops_no_other_and_quotes_no_cell(township):
    fake = FakeStore({name: [TITLE, HEADER, LATE] for name in ("甲村", "乙村")})
    fake.errors["甲村"] = KeyError("张某某的手机")
    found = run_pass(township(fake))
    assert [outcome.kind for outcome in found.outcomes] == [OutcomeKind.FAILED, OutcomeKind.WRITTEN]
    assert found.outcomes[0].error.code == "defect"
    assert "张" not in found.outcomes[0].error.message


def test_a_row_sorted_right_after_our_write_landed_is_put_right_in_the_same_pass(township):
    fake = store()
    real = fake.write

    def write_then_sort(ref, grid, edits, layouts):
        real(ref, grid, edits, layouts)
        fake.write = real

        def sort_human_part(rows):
            human = len(HEADER)
            rows[2][:human], rows[4][:human] = rows[4][:human], rows[2][:human]

        fake.edit("青石村", sort_human_part)

    fake.write = write_then_sort
    assert run_pass(township(fake)).outcomes[0].kind is OutcomeKind.WRITTEN
    assert [cell(fake, line, Mark.LIGHT) for line in (3, 4, 5)] == ["已办结", "临期", "逾期18天"]


def test_a_ledger_open_elsewhere_is_put_off_and_that_is_no_failure(township):
    fake = store()
    fake.errors["青石村"] = LedgerBusyError("青石村: open in WPS", fix="close it")
    assert run_pass(township(fake)).went_well


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        pytest.param(Mark.LIGHT, "已电话联系", id="words over the light"),
        pytest.param(Mark.ADDRESSEE, "王副镇长在办", id="a name over the addressee"),
        pytest.param(Mark.WHY, "情况属实", id="words over the reason"),
        pytest.param(Mark.DUE, "2026-04-30", id="a date that looks like ours"),
        pytest.param(Mark.LIGHT, "正常", id="a light that looks like ours"),
    ],
)
def test_what_a_person_types_into_our_cell_stays_and_is_reported(township, mark, words):
    fake = store()
    run_pass(township(fake))
    column = fake.rows["青石村"][1].index(MARK_HEADINGS["zh-CN"][mark])
    fake.edit("青石村", lambda rows: rows[2].__setitem__(column, words))
    outcome = run_pass(township(fake, today=TODAY + timedelta(days=1))).outcomes[0]
    assert cell(fake, 3, mark) == words
    kept = [problem for problem in outcome.problems if problem.code is LedgerProblemCode.MARK_EDITED]
    assert [(problem.row, problem.detail) for problem in kept] == [(3, mark.value)]


def test_a_case_whose_date_cannot_be_read_is_kept_and_cannot_be_overdue(township):
    fake = store(row("1", "3月中旬"), SOON)
    outcome = run_pass(township(fake)).outcomes[0]
    assert cell(fake, 3, Mark.LIGHT) == "无法计时"
    assert outcome.counts["cases"] == 2
    assert any(problem.cell == "B3" for problem in outcome.problems)


def test_a_check_writes_nothing_and_says_what_a_run_would(township):
    fake = store()
    found = run_pass(township(fake), PassOrder(dry=True))
    assert fake.written == []
    assert found.outcomes[0].kind is OutcomeKind.WRITTEN
    headings = [edit.new for edit in found.outcomes[0].edits if edit.heading]
    assert set(headings) == set(MARK_HEADINGS["zh-CN"].values())
    assert not any(text in OURS for text in fake.rows["青石村"][1])


def many(count):
    return [row(str(number), "2026-03-01") for number in range(1, count + 1)]


def test_the_brake_holds_a_ledger_that_would_turn_red_at_once(township):
    fake = store(*many(21))
    found = run_pass(township(fake))
    assert found.outcomes[0].kind is OutcomeKind.HELD
    assert "--release" in found.outcomes[0].error.fix
    assert fake.written == []
    assert not found.went_well
    assert run_pass(township(fake), PassOrder(release=True)).outcomes[0].kind is OutcomeKind.WRITTEN
    assert run_pass(township(fake, today=TODAY + timedelta(days=1))).outcomes[0].kind is OutcomeKind.WRITTEN


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        pytest.param(many(20), OutcomeKind.WRITTEN, id="as many rows as allowed"),
        pytest.param(
            many(21) + [row(str(n), "2026-04-01") for n in range(30, 114)], OutcomeKind.WRITTEN, id="a fifth"
        ),
        pytest.param(
            many(21) + [row(str(n), "2026-04-01") for n in range(30, 113)],
            OutcomeKind.HELD,
            id="over a fifth",
        ),
    ],
)
def test_where_the_brake_takes_hold(township, rows, kind):
    assert run_pass(township(store(*rows))).outcomes[0].kind is kind


def test_backlog_from_before_the_adoption_does_not_count_towards_the_brake(township):
    config = CONFIG + "adopted_on = 2026-03-10\n"
    fake = store(*many(30))
    assert run_pass(township(fake, config=config)).outcomes[0].kind is OutcomeKind.WRITTEN
    assert cell(fake, 3, Mark.LIGHT) == "逾期18天"
    assert cell(fake, 3, Mark.ADDRESSEE) == ""


def test_a_paused_ledger_is_left_alone_until_it_is_resumed(township):
    fake = store()
    town = township(fake)
    town.state.looks.pause("青石村", "青石村", paused=True)
    assert run_pass(town).outcomes[0].kind is OutcomeKind.PAUSED
    assert fake.written == []
    assert run_pass(town, PassOrder(resume=["青石村"])).outcomes[0].kind is OutcomeKind.WRITTEN


def test_a_copy_of_a_ledger_is_reported_and_not_counted_twice(township):
    rows = [TITLE, HEADER, LATE, SOON]
    fake = FakeStore({"青石村": rows, "青石村 - 副本": rows, "柳树村(1)": [TITLE, HEADER, DONE]})
    found = run_pass(township(fake))
    copy = found.outcomes[-1]  # behind the ledgers that count
    assert copy.counts["cases"] == 0
    assert [problem.code for problem in copy.problems] == [LedgerProblemCode.COPY_OF_LEDGER]
    assert {name for name, _ in fake.written} == {"青石村", "柳树村(1)"}


def test_a_named_ledger_that_is_gone_has_failed(township):
    config = CONFIG + '[[village]]\nname = "大坪村"\nledger = "大坪村.xlsx"\n'
    found = run_pass(township(store(), config=config))
    assert [(outcome.village, outcome.kind) for outcome in found.outcomes] == [
        ("大坪村", OutcomeKind.FAILED),
        ("青石村", OutcomeKind.WRITTEN),
    ]


def test_another_language_rewrites_our_words_and_nothing_else(township):
    fake = store()
    run_pass(township(fake))
    english = CONFIG + 'language = "en"\n'
    assert run_pass(township(fake, config=english)).outcomes[0].kind is OutcomeKind.WRITTEN
    assert fake.rows["青石村"][1][len(HEADER) :] == list(MARK_HEADINGS["en"].values())
    assert fake.rows["青石村"][2][len(HEADER)] == "18 days overdue"


def test_in_november_a_case_that_runs_into_january_is_provisional_and_no_crash(township):
    fake = store(row("1", "2026-11-20", complexity="复杂", status="办理中"))
    run_pass(township(fake, today=date(2026, 12, 25)))
    assert cell(fake, 3, Mark.DUE) == "2026-12-21"
    fake = store(row("1", "2026-12-10", complexity="复杂", status="办理中"))
    outcome = run_pass(township(fake, today=date(2027, 1, 8)), PassOrder(keep_rows=True)).outcomes[0]
    assert cell(fake, 3, Mark.DUE) == "2027-01-11"
    assert "暂定" in cell(fake, 3, Mark.WHY)
    assert outcome.judged.verdicts["light"].tolist() == [Light.DUE_SOON]
