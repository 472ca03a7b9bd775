"""Labels of periods as people read them."""

from datetime import date

import pytest

from config.periods import Day, HalfMonth, Month, Quarter, Week, Year
from config.spoken.period_names import period_name


@pytest.mark.parametrize("window", ["国庆", "国庆期间"])
def test_a_day_of_a_window_is_called_by_it(window):
    assert period_name("2026-10-01", "zh-CN", window) == "国庆期间2026-10-01"
    assert period_name("2026-10-01", "en", "National Day") == "2026-10-01, National Day"


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (HalfMonth(2026, 3, 1), "2026年3月上半月", "2026-03, first half"),
        (HalfMonth(2026, 11, 2), "2026年11月下半月", "2026-11, second half"),
        (Month(2026, 3), "2026年3月", "2026-03"),
        (Quarter(2026, 4), "2026年第4季度", "2026, quarter 4"),
        (Week(2026, 9), "2026年第9周", "2026, week 9"),
        (Year(2026), "2026年", "2026"),
        (Day(date(2026, 3, 25)), "2026-03-25", "2026-03-25"),
    ],
)
def test_each_kind_of_period_has_a_name(period, zh, en):
    assert period_name(period.label, "zh-CN") == zh
    assert period_name(period.label, "en") == en
