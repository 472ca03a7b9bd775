"""Whatever a file says, or goes wrong in remembering one ledger: the others are done and remembered."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from config.vocabulary import OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.board_desk import BoardDesk
from scheduler.publishing.sources import read_sources
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.state import StateTroubleError
from scheduler.state.last_looks import LastLooks
from tests.scheduler.conftest import TODAY
from tests.scheduler.fake import HEADER, FakeStore, row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
NAMES = ("甲村", "乙村", "丙村")


@pytest.fixture
def fake():
    return FakeStore({name: [TITLE, HEADER, row(name, "2026-03-01")] for name in NAMES})


def breaks(monkeypatch, owner, name, error, when):
    """Let a method raise where *when* says so of its arguments."""
    real = getattr(owner, name)

    def broken(self, *args, **named):
        if when(*args):
            raise error
        return real(self, *args, **named)

    monkeypatch.setattr(owner, name, broken)


@pytest.mark.parametrize(
    ("owner", "name", "error", "when"),
    [
        pytest.param(
            LastLooks,
            "save",
            IntegrityError("INSERT", {}, ValueError()),
            lambda record, rows: record.ledger == "乙村" and rows is not None,
            id="two rows of one key",
        ),
        pytest.param(
            LastLooks,
            "save",
            OverflowError("too large"),
            lambda record, rows: record.ledger == "乙村" and rows is not None,
            id="a number that no column holds",
        ),
        pytest.param(
            SittingsDesk, "add", KeyError("乙村"), lambda ledger, _cases: ledger == "乙村", id="its sittings"
        ),
        pytest.param(
            BoardDesk,
            "add",
            ValueError("乙村"),
            lambda outcome: outcome.ledger == "乙村" and outcome.error is None,
            id="its rows of the board",
        ),
    ],
)
def test_one_ledger_that_cannot_be_remembered_stops_no_other(
    township, fake, monkeypatch, owner, name, error, when
):
    breaks(monkeypatch, owner, name, error, when)
    town = township(fake)
    found = run_pass(town)
    kinds = {outcome.ledger: outcome.kind for outcome in found.outcomes}
    assert kinds == {"甲村": OutcomeKind.WRITTEN, "乙村": OutcomeKind.FAILED, "丙村": OutcomeKind.WRITTEN}
    failed = found.outcomes[1]
    assert (failed.error.code, failed.title) == ("defect", "乙村")
    assert "乙村" in failed.error.said("zh-CN"), "it is named"
    assert failed.edits, "what was written is told"
    assert not found.went_well
    known = {record.ledger: record.outcome for record in town.state.looks.ledgers()}
    assert known == {"甲村": "written", "乙村": "failed", "丙村": "written"}
    assert town.state.history.runs()[0].finished_at is not None


def test_a_state_that_is_gone_is_no_fault_of_a_ledger(township, fake, monkeypatch):
    error = OperationalError("INSERT", {}, ValueError("database or disk is full"))
    breaks(monkeypatch, LastLooks, "save", error, lambda *_: True)
    with pytest.raises(StateTroubleError):
        run_pass(township(fake))


def test_what_goes_wrong_before_a_ledger_is_read_is_its_own_failure_too(township, fake, monkeypatch):
    town = township(fake)
    run_pass(town)
    breaks(monkeypatch, LastLooks, "ledger", ValueError("no JSON"), lambda ledger: ledger == "乙村")
    kinds = [outcome.kind for outcome in run_pass(town).outcomes]
    assert kinds == [OutcomeKind.UNCHANGED, OutcomeKind.FAILED, OutcomeKind.UNCHANGED]


def test_what_goes_wrong_with_one_ledger_leaves_the_report_to_the_others(township, fake, tmp_path):
    fake.errors["乙村"] = ValueError("what a cell says")
    found = {part.ledger: part for part in read_sources(township(fake), TODAY, tmp_path).villages}
    assert {name: len(part.cases) for name, part in found.items()} == {"甲村": 1, "乙村": 0, "丙村": 1}
    assert "乙村" in found["乙村"].error
    assert "what a cell says" not in found["乙村"].error
