"""One hand at a time on a ledger: passes, the service's jobs, undo and detach; in either database."""

from datetime import UTC, datetime
from threading import Event

import pytest

from config.loading.settings_file import read_settings
from config.vocabulary import OutcomeKind, SkipReason
from scheduler.cli.run import status_of
from scheduler.marking import one_hand
from scheduler.marking.detach import detach
from scheduler.marking.outcome import pass_json
from scheduler.marking.undo import undo
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.serve.jobs import Jobs
from scheduler.serve.lease import Shift
from scheduler.serve.timetable import JobName, Slot
from scheduler.township import make_township
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore, row
from tests.scheduler.states import open_another, postgres_url, state_url

__all__ = ["open_another", "postgres_url", "state_url"]

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
NOW = datetime(2026, 4, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def two(open_another, monkeypatch, tmp_path):
    """Return a store of one ledger and two townships on it, as two programs have them."""
    monkeypatch.setattr(one_hand, "PATIENCE_S", 0.0)
    fake = FakeStore({"青石村": [TITLE, HEADER, row("1", "2026-03-01"), row("2", "2026-03-23")]})
    settings = read_settings(CONFIG, tmp_path / "township.toml")
    return fake, *(
        make_township(settings, fake, open_another(), today=TODAY, now=lambda: NOW) for _ in range(2)
    )


def test_a_pass_reads_and_counts_what_another_one_works_on_and_leaves_it_alone(two):
    fake, first, second = two
    with first.state.locks.hold("青石村") as is_mine:
        assert is_mine
        found = run_pass(second)
    (outcome,) = found.outcomes
    assert (outcome.kind, outcome.reason) == (OutcomeKind.SKIPPED, SkipReason.OTHER_RUN)
    assert outcome.counts == {"cases": 2, "open": 2, "overdue": 1, "due_soon": 1}
    assert fake.written == []
    assert status_of(found) == 0, "not a failure"
    told = pass_json(found, TODAY, "zh-CN")["ledgers"][0]
    assert (told["outcome"], told["reason"], told["error"]["code"]) == ("skipped", "other_pass", "other_pass")
    assert told["error"]["message"] == "青石村：另一次运行正在处理这本台账"
    assert second.state.looks.ledger("青石村") is None, "the other run remembers it"
    assert run_pass(second).outcomes[0].kind is OutcomeKind.WRITTEN, "it was given back"


def test_a_job_of_the_service_leaves_it_alone_too(two):
    fake, first, second = two
    jobs = Jobs(second, second.state, lambda: NOW, lambda *_: pytest.fail("nothing to send"))
    shift = Shift(Slot(JobName.SYNC, "2026-04-03T08:00", NOW), NOW, Event(), lambda: None)
    with first.state.locks.hold("青石村"):
        assert jobs.bodies()[JobName.SYNC](shift)
    assert fake.written == []


def test_undo_and_detach_wait_for_a_pass_and_else_change_nothing(two):
    fake, first, second = two
    run = run_pass(first).run
    before = [list(line) for line in fake.rows["青石村"]]
    with first.state.locks.hold("青石村"):
        (taken,) = undo(second, run)
        (detached,) = detach(second, [])
    assert [each.error and each.error.code for each in (taken, detached)] == ["other_pass", "other_pass"]
    assert fake.rows["青石村"] == before
    assert undo(second, run)[0].error is None
    assert detach(second, [])[0].error is None


def test_a_pass_takes_the_lock_of_every_ledger_it_writes(two):
    fake, first, second = two
    taken = []
    fake.before_write = lambda name: taken.append(second.state.locks.take(name))
    run = run_pass(first).run
    undo(first, run)
    run_pass(first, PassOrder(resume=["青石村"]))
    detach(first, [])
    assert taken
    assert not any(taken), "whoever writes has the lock"
    assert second.state.locks.take("青石村"), "and gives it back"


def test_a_ledger_paused_while_a_pass_waited_for_it_is_not_written(two, monkeypatch):
    fake, first, second = two
    real = first.state.locks.take

    def late(ledger):
        detach(second, [])  # and pauses it
        return real(ledger)

    monkeypatch.setattr(first.state.locks, "take", late)
    assert run_pass(first).outcomes[0].kind is OutcomeKind.PAUSED
    assert fake.written == []


def test_check_takes_no_lock(two):
    _fake, first, second = two
    with first.state.locks.hold("青石村"):
        assert run_pass(second, PassOrder(dry=True)).outcomes[0].kind is OutcomeKind.WRITTEN
