"""A ledger nobody touched since it was judged today costs nothing, and still counts everywhere."""

import threading
from datetime import timedelta

import pytest

from config.errors import LedgerBusyError
from config.vocabulary import LedgerProblemCode, Mark, OutcomeKind
from scheduler.marking.outcome import pass_json
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.passes.pass_watch import TakingRows
from sync.store import Notice
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore, row
from tests.scheduler.ledgers.test_filings import NIL, SIGNED, screening, signed
from tests.scheduler.publishing.test_board_desk import lines

TITLE = ["2026年矛盾纠纷排查化解台账"]
LATE = row("1", "2026-03-01")
SOON = row("2", "2026-03-23")
OLD = row("1", "2026-03-10")
LOG = [["青石村三日签字报"], ["序号", "日期", "签字人"], ["1", "2026-03-30", "某甲"]]


class Listing(FakeStore):
    """A store whose listing tells versions."""

    def __init__(self, ledgers):
        super().__init__({name: [TITLE, HEADER, *rows] for name, rows in ledgers.items()})
        self.tells_versions = True

    def reads(self):
        return {name: cost.read for name, cost in self.cost.items() if name in self.rows}


def settled(township, fake, **how):
    """Run until there is nothing left to look at: the second pass looks at what the first one wrote."""
    run_pass(township(fake, **how))
    run_pass(township(fake, **how))
    for cost in fake.cost.values():
        cost.read = cost.write = 0
    return fake


def test_after_one_fresh_look_at_our_own_write_an_untouched_ledger_costs_nothing(township):
    fake = Listing({"甲村": [LATE, SOON]})
    reads = []
    for _ in range(4):
        (outcome,) = run_pass(township(fake)).outcomes
        reads.append((outcome.kind, outcome.requests.read))
    assert [count for _, count in reads] == [2, 1, 0, 0]
    assert {kind for kind, _ in reads[1:]} == {OutcomeKind.UNCHANGED}
    assert outcome.counts == {"cases": 2, "open": 2, "overdue": 1, "due_soon": 1}


def test_a_folder_whose_listing_tells_nothing_is_always_looked_at(township):
    fake = Listing({"甲村": [LATE]})
    fake.tells_versions = False
    settled(township, fake)
    run_pass(township(fake))
    assert fake.reads() == {"甲村": 1}


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"release": True}, id="a brake released"),
        pytest.param({"resume": ["甲村"]}, id="a village resumed"),
        pytest.param({"kind": "sweep"}, id="the nightly sweep trusts nobody"),
        pytest.param({"dry": True}, id="a check"),
    ],
)
def test_some_passes_look_all_the_same(township, how):
    fake = settled(township, Listing({"甲村": [LATE]}))
    run_pass(township(fake), PassOrder(**how))
    assert fake.reads() == {"甲村": 1}


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"today": TODAY + timedelta(days=1)}, id="another day"),
        pytest.param({"config": CONFIG + "adopted_on = 2026-03-10\n"}, id="other rules"),
    ],
)
def test_what_a_ledger_is_judged_by_changed(township, how):
    fake = settled(township, Listing({"甲村": [LATE]}))
    run_pass(township(fake, **how))
    assert fake.reads()["甲村"] > 0


def test_only_the_ledger_that_somebody_edited_is_looked_at(township):
    fake = settled(township, Listing({"甲村": [LATE], "乙村": [row("7", "2026-03-02")]}))
    fake.edit("乙村", lambda rows: rows[2].__setitem__(4, "复杂"))
    run_pass(township(fake))
    assert fake.reads() == {"甲村": 0, "乙村": 2}


def test_an_edit_between_the_listing_and_our_look_is_not_missed_later(township):
    fake = settled(township, Listing({"甲村": [LATE]}))
    fake.edit("甲村", lambda rows: rows[2].__setitem__(4, "复杂"))
    listed = fake.list()
    fake.edit("甲村", lambda rows: rows[2].__setitem__(4, "简单"))
    fake.list, real = (lambda: listed), fake.list
    run_pass(township(fake))
    fake.list = real
    run_pass(township(fake))
    assert fake.reads()["甲村"] == 2


def test_a_ledger_that_failed_or_is_held_is_looked_at_again(township):
    fake = settled(township, Listing({"甲村": [LATE]}))
    fake.errors["甲村"] = LedgerBusyError("甲村: open", fix="close it")
    fake.versions["甲村"] += 1
    run_pass(township(fake))
    fake.errors.clear()
    run_pass(township(fake))
    assert fake.reads() == {"甲村": 1}


def test_json_shows_the_remembered_verdicts_without_their_sentences(township):
    fake = Listing({"甲村": [LATE, SOON]})
    first = run_pass(township(fake), PassOrder(keep_rows=True))
    settled(township, fake)
    found = run_pass(township(fake), PassOrder(keep_rows=True))
    then, now = (pass_json(each, TODAY, "zh-CN")["ledgers"][0] for each in (first, found))
    assert now["requests"] == {"read": 0, "write": 0, "drive": 0}
    silent = {"reminder": "", "why": ""}
    # A row's own 村 is a person's word; the state knows the ledger's village.
    assert now["verdicts"] == [verdict | silent for verdict in then["verdicts"]]
    assert {verdict["days_overdue"] for verdict in now["verdicts"]} == {18, 0}


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        pytest.param([row("1", "2026-03-20")], "on_time", id="rows"),
        pytest.param([OLD, NIL], "nil", id="a nil report"),
        pytest.param([OLD], "missing", id="silence"),
    ],
)
def test_what_an_untouched_village_filed_stays_as_it_was(township, rows, state):
    fake = settled(township, Listing({"甲村": rows}))
    town = township(fake)
    assert screening(run_pass(town)) == {"甲村": state}
    assert fake.reads() == {"甲村": 0}
    seen = town.state.filings.find("HALF_MONTH_SCREEN", "甲村", "2026-03H2")
    assert (seen.first_seen is None) == (state == "missing")


def test_a_report_taken_back_from_one_of_two_ledgers_is_missed_though_the_other_is_untouched(township):
    config = CONFIG + '[[village]]\nname = "甲村"\nledger = ["甲村", "甲村信访"]\n'
    fake = Listing({"甲村": [OLD], "甲村信访": [row("1", "2026-03-20")]})
    settled(township, fake, config=config)
    assert screening(run_pass(township(fake, config=config))) == {"甲村": "on_time"}
    fake.edit("甲村信访", lambda rows: rows[2].__setitem__(1, "2026-03-02"))
    assert screening(run_pass(township(fake, config=config))) == {"甲村": "missing"}
    assert fake.reads()["甲村"] == 0


def test_the_log_sheet_of_an_untouched_village_still_proves_its_duty(township):
    fake = Listing({"甲村": [OLD]})
    fake.more["甲村"] = {"三日签字报": LOG}
    settled(township, fake, config=SIGNED)
    assert signed(run_pass(township(fake, config=SIGNED))) == ["on_time"]
    assert fake.reads() == {"甲村": 0}


def test_an_untouched_ledger_keeps_its_rows_on_a_board_made_anew(township):
    fake = settled(township, Listing({"甲村": [LATE], "乙村": [SOON]}))
    town = township(fake)
    assert run_pass(town).board == ()
    fake.edit("乙村", lambda rows: rows[2].__setitem__(4, "复杂"))
    assert run_pass(town).board
    assert fake.reads()["甲村"] == 0
    assert lines(town, "甲村", "逾期18天")


def test_backlog_and_owed_surveys_of_an_untouched_ledger_stay_in_their_own_lists(township):
    config = CONFIG + "adopted_on = 2026-03-10\n"
    header = [*HEADER, "满意度测评"]
    fake = Listing({"甲村": [], "乙村": [SOON]})
    done = row("3", "2026-03-12", status="已办结", resolved="2026-03-20")
    fake.rows["甲村"] = [TITLE, header, [*LATE, ""], [*done, "待测评"]]
    settled(township, fake, config=config)
    town = township(fake, config=config)
    path = town.settings.path("summaries") / "督办总表.xlsx"
    path.unlink()
    run_pass(township(fake, config=config), PassOrder(kind="sweep"))
    before = without_people(lines(town, "甲村"))
    path.unlink()
    run_pass(town)
    assert fake.reads()["甲村"] == 1
    assert without_people(lines(town, "甲村")) == before


def without_people(shown):
    """Leave out the office, which is a person's word and not remembered, and how a number is called."""
    return [line.replace("村委会", "").replace("序号", "") for line in shown]


class Gentle(Listing):
    """A store that mends colours, tells what it put right, and can be stopped."""

    def __init__(self, ledgers):
        super().__init__(ledgers)
        self.mended = []
        self.news = []
        self.stopped = threading.Event()
        self.went_on = False

    def mend(self, ref, grid, layouts):
        assert grid.version == self.versions[ref.ledger_id]
        self.mended.append((ref.ledger_id, [layout.sheet for layout in layouts]))

    def notices(self, _ref):
        return tuple(self.news)

    def write(self, ref, grid, edits, layouts):
        super().write(ref, grid, edits, layouts)
        self.news.append(Notice("台账", Mark.DUE))

    def stop(self):
        self.stopped.set()

    def go_on(self):
        self.went_on = True


def test_colours_are_mended_where_no_cell_needs_writing_and_never_by_a_check(township):
    fake = Gentle({"甲村": [LATE]})
    run_pass(township(fake), PassOrder(dry=True))
    assert fake.mended == []
    run_pass(township(fake))
    assert fake.mended == [("甲村", ["台账"])]


def test_what_a_store_put_right_is_said_once(township):
    fake = Gentle({"甲村": [LATE]})
    said = [
        [(p.code, p.sheet, p.detail) for p in run_pass(township(fake)).outcomes[0].problems] for _ in range(2)
    ]
    assert said == [[(LedgerProblemCode.MARK_RESTORED, "台账", "〔督〕办理期限")], []]


def test_a_pass_that_is_stopped_stops_the_store_and_leaves_it_usable(township):
    fake = Gentle({"甲村": [LATE], "乙村": [SOON]})
    stop = threading.Event()

    def wait_for_an_answer(ref):
        stop.set()
        assert fake.stopped.wait(10)
        raise LedgerBusyError(f"{ref.title}: stopped", fix="nothing to do")

    fake.read = wait_for_an_answer
    found = run_pass(township(fake), stop=stop)
    assert found.interrupted
    assert {outcome.kind for outcome in found.outcomes} == {OutcomeKind.SKIPPED}
    assert fake.went_on


def test_ctrl_c_stops_the_store_too(township):
    fake = Gentle({"甲村": [LATE], "乙村": [SOON]})

    def interrupt(_outcome):
        raise KeyboardInterrupt

    def read(ref):
        if ref.ledger_id == "乙村":
            assert fake.stopped.wait(10)
            raise LedgerBusyError("乙村: stopped", fix="nothing to do")
        return real(ref)

    real, fake.read = fake.read, read
    found = run_pass(township(fake), watch=TakingRows(interrupt))
    assert found.interrupted
    assert [outcome.kind for outcome in found.outcomes] == [OutcomeKind.WRITTEN, OutcomeKind.SKIPPED]
