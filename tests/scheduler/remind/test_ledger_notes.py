"""Digest and log tell of ledgers that wait for their village to close them, and of gone ones."""

import logging
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from config.errors import LedgerBusyError
from scheduler.passes.one_pass import run_pass
from scheduler.remind.channels import Arrival
from scheduler.serve.jobs import Jobs
from scheduler.serve.lease import Shift
from scheduler.serve.timetable import JobName, Slot
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row

DESK = """
[notify]
urls = ["json://desk"]
[[post]]
post = "handler"
village = "乙村"
notify = ["json://yi"]
[brake]
rows = 99
"""
ROWS = [HEADER, row("1", "2026-03-02")]
FRIDAY, TUESDAY, WEDNESDAY = date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 8)  # 4–6 April: a holiday


class Open(FakeStore):
    """A store whose ledgers may be open in a program of people's: only writing waits."""

    def __init__(self, ledgers):
        super().__init__(ledgers)
        self.open = set()

    def write(self, ref, grid, edits, layouts):
        if ref.ledger_id in self.open:
            raise LedgerBusyError(f"{ref.title}: open elsewhere", fix="close it")
        super().write(ref, grid, edits, layouts)


@pytest.fixture
def morning(township):
    """Return what runs the digest's job on a day: the channels' messages, by channel."""

    def run(store, today):
        town = township(store, today=today, config=CONFIG + DESK)
        moment = datetime(today.year, today.month, today.day, 0, 0, tzinfo=UTC)
        sent = {}

        def send(url, title, lines):
            sent[url] = [title, *lines]
            return Arrival.SENT

        jobs = Jobs(town, town.state, lambda: moment, send)
        slot = Slot(JobName.REMIND, today.isoformat(), moment)
        shift = Shift(slot=slot, now=moment, stop=threading.Event(), progress=lambda: None)
        assert jobs.bodies()[JobName.REMIND](shift)
        town.state.close()
        return sent

    return run


def about(sent, channel, word):
    return [line for line in sent.get(channel, ()) if word in line]


def test_a_ledger_that_stays_open_is_told_to_its_village_after_two_working_days(morning):
    store = Open({"甲村": ROWS, "乙村": ROWS})
    store.open = {"乙村"}
    assert not about(morning(store, FRIDAY), "json://yi", "一直被打开")
    assert not about(morning(store, TUESDAY), "json://yi", "一直被打开")
    sent = morning(store, WEDNESDAY)
    (line,) = about(sent, "json://yi", "一直被打开")
    assert "乙村" in line
    assert "4月3日" in line
    assert not about(sent, "json://desk", "一直被打开")
    store.open = set()
    assert not about(morning(store, WEDNESDAY + timedelta(days=1)), "json://yi", "一直被打开")


def test_closed_in_between_the_days_are_counted_anew(morning):
    store = Open({"甲村": ROWS, "乙村": ROWS})
    store.open = {"乙村"}
    morning(store, FRIDAY)
    store.open = set()
    morning(store, TUESDAY)
    store.open = {"乙村"}
    assert not about(morning(store, WEDNESDAY), "json://yi", "一直被打开")


def test_a_ledger_that_is_gone_is_told_in_digest_and_log_for_seven_days(morning, caplog):
    store = Open({"甲村": ROWS, "乙村": [HEADER, row("7", "2026-03-11", category="医疗")]})
    morning(store, FRIDAY)
    for kept in (store.rows, store.versions, store.cost):
        kept["丙村"] = kept.pop("乙村")  # renamed
    with caplog.at_level(logging.WARNING, "duesheet"):
        (line,) = about(morning(store, TUESDAY), "json://yi", "不在原处")
    assert "4月7日" in line
    assert "丙村" in line
    assert any("no longer there since 2026-04-07; likely 丙村" in record.message for record in caplog.records)
    assert about(morning(store, TUESDAY + timedelta(days=7)), "json://yi", "不在原处")
    caplog.clear()
    assert not about(morning(store, TUESDAY + timedelta(days=8)), "json://yi", "不在原处")
    assert not any("no longer there" in record.message for record in caplog.records)


def test_with_nothing_else_to_say_the_digest_is_about_the_ledgers(morning, township):
    closed = [HEADER, row("1", "2026-03-02", status="已办结", resolved="2026-03-05")]
    store = Open({"甲村": closed, "乙村": closed})
    morning(store, FRIDAY)
    store.hidden = {"乙村"}
    found = run_pass(township(store, today=TUESDAY))
    assert [gone.title for gone in found.gone] == ["乙村"]
    sent = morning(store, TUESDAY)
    title, *lines = sent["json://yi"]
    assert "督办提醒" in title
    assert any("不在原处" in line for line in lines)
