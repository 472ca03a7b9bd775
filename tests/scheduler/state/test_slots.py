import threading
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.state.slots import BEFORE, DONE, FAILED, Claim
from tests.scheduler.states import open_another, postgres_url, state_url

__all__ = ["open_another", "postgres_url", "state_url"]

NOW = datetime(2026, 4, 3, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_one_of_many_claims_a_slot(open_another):
    states = [open_another() for _ in range(4)]
    got = []

    def grab(number):
        slots = states[number].slots
        owner = f"owner {number}"
        got.extend(slot for slot in range(20) if slots.claim(Claim("sync", str(slot), owner), NOW, NOW))

    threads = [threading.Thread(target=grab, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(20))


def test_many_programs_that_start_together_make_one_state(open_another):
    salts = []
    threads = [threading.Thread(target=lambda: salts.append(open_another().salt)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(salts) == 4
    assert len(set(salts)) == 1


def test_a_silent_claim_is_taken_by_one_and_a_live_one_by_none(open_another):
    first, second, third = (open_another().slots for _ in range(3))
    first.claim(Claim("remind", "a", "first"), NOW, NOW)
    seen = second.open("remind")[0]
    assert first.beat("remind", "a", "first")
    assert not second.take(seen, "second", NOW)
    silent = second.open("remind")[0]
    assert second.take(silent, "second", NOW)
    assert not third.take(silent, "third", NOW)
    assert not first.beat("remind", "a", "first")
    assert not first.finish(Claim("remind", "a", "first"), NOW)
    assert second.finish(Claim("remind", "a", "second"), NOW)
    assert third.open("remind") == []
    assert not third.claim(Claim("remind", "a", "third"), NOW, NOW)


def test_what_is_given_back_is_there_again_and_says_why(open_another):
    slots = open_another().slots
    slots.claim(Claim("report", "2026-03H2", "first"), NOW, NOW)
    error = {"code": "x", "message": "disk full", "fix": "make room"}
    slots.give_back(Claim("report", "2026-03H2", "first"), attempts=1, retry_at=NOW + HOUR, error=error)
    found = slots.open("report")[0]
    assert (found.owner, found.attempts, found.retry_at, found.error) == ("", 1, NOW + HOUR, error)
    assert slots.failed() == [found]
    assert slots.take(found, "second", NOW)
    slots.finish(Claim("report", "2026-03H2", "second"), NOW)
    assert slots.failed() == []


def test_a_failure_is_told_until_a_later_slot_is_done(open_another):
    slots = open_another().slots
    slots.claim(Claim("sync", "1", "me"), NOW, NOW)
    slots.finish(Claim("sync", "1", "me"), NOW, FAILED, {"code": "x", "message": "m", "fix": "f"})
    assert [record.slot for record in slots.failed()] == ["1"]
    slots.claim(Claim("sync", "2", "me"), NOW + HOUR, NOW + HOUR)
    slots.finish(Claim("sync", "2", "me"), NOW + HOUR)
    assert slots.failed() == []
    assert slots.last_with("sync", DONE).slot == "2"


def test_the_newest_slot_is_by_its_due_moment(open_another):
    slots = open_another().slots
    assert slots.newest("sync") is None
    slots.note("sync", "before", NOW - HOUR, NOW, BEFORE)
    slots.claim(Claim("sync", "later", "me"), NOW + HOUR, NOW + HOUR)
    assert slots.newest("sync").slot == "later"
    assert slots.newest("sync", NOW).slot == "before"
    assert slots.newest("remind") is None


def test_what_a_clock_that_ran_ahead_left_can_be_dropped(open_another):
    slots = open_another().slots
    assert slots.last_moment() is None
    slots.claim(Claim("sync", "now", "me"), NOW, NOW)
    slots.claim(Claim("sync", "2030", "me"), NOW + 1000 * HOUR, NOW + 1000 * HOUR)
    assert slots.last_moment() == NOW + 1000 * HOUR
    assert slots.forget_after(NOW) == 1
    assert [record.slot for record in slots.all()] == ["now"]


@pytest.mark.parametrize("outcome", [DONE, FAILED, BEFORE])
def test_a_closed_slot_is_nobodys_any_more(open_another, outcome):
    slots = open_another().slots
    slots.note("sync", "1", NOW, NOW, outcome)
    assert slots.open("sync") == []
    assert not slots.claim(Claim("sync", "1", "me"), NOW, NOW)
    assert not slots.beat("sync", "1", "")


def test_slots_closed_long_ago_are_dropped_and_open_ones_are_not(open_another):
    slots = open_another().slots
    slots.note("sync", "old", NOW - 1000 * HOUR, NOW - 1000 * HOUR, DONE)
    slots.claim(Claim("report", "old and open", "me"), NOW - 1000 * HOUR, NOW - 1000 * HOUR)
    slots.note("sync", "new", NOW, NOW, DONE)
    assert slots.prune(NOW - HOUR) == 1
    assert [record.slot for record in slots.all()] == ["old and open", "new"]
