"""A run by a clock that cannot be right is refused; with a day given it is none of the clock's business."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scheduler.demo import make_township
from scheduler.passes.clock_guard import ClockBehindError, require_sane_clock
from scheduler.township import open_township


@pytest.fixture
def township(tmp_path):
    make_township(tmp_path / "town", date(2026, 4, 3))
    township = open_township(tmp_path / "town", date(2026, 4, 3))
    yield township
    township.state.close()


def at(township, moment):
    return replace(township, now=lambda: moment)


def test_a_clock_of_1970_is_refused(township):
    with pytest.raises(ClockBehindError, match="before this program was made") as told:
        require_sane_clock(at(township, datetime(1970, 1, 1, tzinfo=UTC)))
    assert "--today" in told.value.fix


def test_a_clock_behind_the_last_run_is_refused(township):
    later = datetime(2027, 3, 1, 8, tzinfo=UTC)
    township.state.history.begin("r1", "run", later.date(), later)
    with pytest.raises(ClockBehindError, match="earlier than the last run"):
        require_sane_clock(at(township, datetime(2027, 2, 20, 8, tzinfo=UTC)))
    require_sane_clock(at(township, datetime(2027, 3, 1, 7, 30, tzinfo=UTC)))
    require_sane_clock(at(township, datetime(2027, 3, 2, tzinfo=UTC)))
