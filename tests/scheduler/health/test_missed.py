"""A service that is dead for days is told by status and doctor, unless it was told to end."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.demo import make_township
from scheduler.health.standing import read_standing, standing_json
from scheduler.state import SERVICE_NOTE, open_state
from scheduler.township import open_township

LAST = datetime(2026, 3, 27, 10, tzinfo=UTC)


@pytest.fixture
def town(tmp_path):
    folder = tmp_path / "town"
    make_township(folder, datetime(2026, 4, 3, tzinfo=UTC).date())
    state = open_state("sqlite:///.duesheet/state.db", folder)
    for job in ("sync", "remind", "report"):
        state.slots.note(job, f"{job} of before", LAST, LAST, "done")
    state.close()
    return folder


def standing(town, noted):
    township = open_township(town, datetime(2026, 4, 3, tzinfo=UTC).date())
    township.state.note(SERVICE_NOTE, noted)
    object.__setattr__(township, "now", lambda: datetime(2026, 4, 3, 2, tzinfo=UTC).astimezone(LAST.tzinfo))
    found = read_standing(township)
    township.state.close()
    return found


def test_days_without_the_service_are_told(town):
    found = standing(town, "running 2026-03-27T10:00:00+08:00")
    assert {"sync", "remind", "report"} == {slot.job.value for slot in found.missed}
    assert ("report", "2026-03H2") in {(slot.job, slot.key) for slot in found.missed}
    assert not found.is_well
    assert standing_json(found)["missed"]


@pytest.mark.parametrize("noted", ["ended", ""])
def test_a_township_without_a_service_misses_nothing(town, noted):
    assert standing(town, noted).missed == ()


def test_a_pass_under_way_is_not_missed(town):
    state = open_state("sqlite:///.duesheet/state.db", town)
    recent = datetime(2026, 4, 3, 2, tzinfo=UTC) - timedelta(minutes=40)
    for job in ("sync", "remind", "report"):
        state.slots.note(job, "just now", recent, recent, "done")
    state.close()
    assert standing(town, "running x").missed == ()
