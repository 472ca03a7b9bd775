"""Signs and clocks that programs and clerks put into one date."""

from datetime import date

import pytest

from config.vocabulary import Role
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param("2026-3.25", "2026-03-25", id="a hyphen and a dot"),
        pytest.param("2026/3.5", "2026-03-05", id="a slash and a dot"),
        pytest.param("2026.3-25", "2026-03-25", id="no month is the 25th"),
        pytest.param("2026.3-5", "NaT", id="March 5, or March to May"),
        pytest.param("2026‐03‐16", "2026-03-16", id="the hyphen U+2010"),
        pytest.param("3·5", "2026-03-05", id="a dot in the middle of the line"),
        pytest.param("2026-03-16T00:00:00+08:00", "2026-03-16", id="the village's own zone"),
        pytest.param("2026-03-16T00:00:00Z", "2026-03-16", id="a zone that is the same day"),
        pytest.param("2026-03-15T16:00:00Z", "NaT", id="a zone that is another day"),
        pytest.param("2026-03-16 星期一 上午", "2026-03-16", id="weekday and time of day"),
        pytest.param("2026-03-16（一）", "2026-03-16", id="a weekday in brackets"),
        pytest.param("三月十六日（一）", "2026-03-16", id="beside Chinese numerals"),
        pytest.param("3月16日（二）", "NaT", id="not that day's weekday"),
        pytest.param("2026-03-16(1)", "NaT", id="a number in brackets is no weekday"),
        pytest.param("Monday, March 16, 2026", "2026-03-16", id="an English weekday"),
        pytest.param("2026-03-16 Tue", "NaT", id="another English weekday"),
        pytest.param("46097.5", "2026-03-16", id="a serial with its time, as text"),
        pytest.param("12345.6", "NaT", id="a number that is no serial"),
        pytest.param("Mon Mar 16 09:30:15 CST 2026", "2026-03-16", id="a program's own, year last"),
        pytest.param("Mon Mar 16 2026 09:30:15 GMT+0800 (中国标准时间)", "2026-03-16", id="a browser's own"),
        pytest.param("Mon Mar 16 09:30:15 UTC 2026", "NaT", id="a clock elsewhere"),
        pytest.param("今年3月16日", "2026-03-16", id="this year"),
        pytest.param("去年3月16日", "NaT", id="last year, of whichever"),
        pytest.param("3.16-18", "2026-03-16", id="two days of one month"),
        pytest.param("3.18-16", "NaT", id="a later day stands before"),
        pytest.param("3.5-8", "NaT", id="May to August, or three days"),
    ],
)
def test_a_day_in_mixed_spelling(cell: str, day: str):
    found = read_dates([cell], Role.REGISTERED_DATE, Dating(date(2026, 4, 3), years=[2026]))
    assert str(found.on[0]) == day
    assert bool(found.code[0]) is (day == "NaT")


def test_a_programs_zero_is_blank():
    found = read_dates(["0000-00-00", "0000-00-00 00:00:00"], Role.RESOLVED_DATE, Dating(date(2026, 4, 3)))
    assert (found.blank.tolist(), found.code.tolist()) == ([True, True], ["", ""])
