from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cron import read_cron


@pytest.mark.parametrize(
    ("line", "times"),
    [
        pytest.param("0 8 * * *", [time(8)], id="every morning"),
        pytest.param("*/30 8-9 * * *", [time(8), time(8, 30), time(9), time(9, 30)], id="each half hour"),
        pytest.param("5,10 0 * * *", [time(0, 5), time(0, 10)], id="a list"),
        pytest.param("50/5 23 * * *", [time(23, 50), time(23, 55)], id="from a minute on"),
    ],
)
def test_times_of_a_day(line, times):
    assert list(read_cron(line).times) == times


@pytest.mark.parametrize(
    ("weekdays", "found"),
    [
        pytest.param("*", {1, 2, 3, 4, 5, 6, 7}, id="every day"),
        pytest.param("1-5", {1, 2, 3, 4, 5}, id="1 is Monday, as in crontab"),
        pytest.param("0", {7}, id="0 is Sunday"),
        pytest.param("7", {7}, id="and so is 7"),
        pytest.param("fri-sun", {5, 6, 7}, id="names, over the end of the week"),
        pytest.param("mon,Wed", {1, 3}, id="a list of names"),
        pytest.param("*/2", {7, 2, 4, 6}, id="every other day, from Sunday on"),
    ],
)
def test_weekdays(weekdays, found):
    assert read_cron(f"0 8 * * {weekdays}").weekdays == found


def test_a_line_falls_on_its_days():
    line = read_cron("0 8 25 * *")
    assert line.falls_on(date(2026, 3, 25))
    assert not line.falls_on(date(2026, 3, 24))
    assert not read_cron("0 8 * feb *").falls_on(date(2026, 3, 25))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("0 8 * *", "five fields"),
        ("60 8 * * *", "minute '60': must be 0 to 59"),
        ("0 24 * * *", "hour"),
        ("0 8 0 * *", "day"),
        ("0 8 * 13 *", "month"),
        ("0 8 * * 8", "weekday"),
        ("0 8 * * someday", "weekday"),
        ("0 18-8 * * *", "backwards"),
        ("*/0 8 * * *", "minute"),
        ("0 8 31 2 *", "never comes"),
        ("0 8 1 * 1", "only one of the two"),
        ("0 ８ * * *", "hour"),
    ],
)
def test_what_is_no_line_says_why(line, says):
    with pytest.raises(ValueError, match=says):
        read_cron(line)


@given(st.text(alphabet="0123456789*/-, abcmontue", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        line = read_cron(text)
    except ValueError:
        return
    assert line.times
    assert line.days
    assert line.weekdays <= set(range(1, 8))
