from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.periods import Day, DayRun, HalfMonth, Month, Quarter, Week, Year, half_months

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("label", "first", "last", "number"),
    [
        pytest.param("2026-03H1", "2026-03-01", "2026-03-15", 5, id="first half"),
        pytest.param("2026-03H2", "2026-03-16", "2026-03-31", 6, id="second half"),
        pytest.param("2026-02H2", "2026-02-16", "2026-02-28", 4, id="February"),
        pytest.param("2028-02H2", "2028-02-16", "2028-02-29", 4, id="leap year"),
        pytest.param("2026-12H2", "2026-12-16", "2026-12-31", 24, id="last of the year"),
    ],
)
def test_a_half_month_has_its_days_and_its_number(label, first, last, number):
    period = HalfMonth.parse(label)
    assert (period.label, str(period.first), str(period.last), period.number) == (label, first, last, number)


def test_the_half_month_before_and_the_one_a_year_ago():
    period = HalfMonth.parse("2026-01H1")
    assert period.previous() == HalfMonth.parse("2025-12H2")
    assert period.last_year() == HalfMonth.parse("2025-01H1")
    assert [p.label for p in period.back(3)] == ["2025-12H1", "2025-12H2", "2026-01H1"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 3, 15), "2026-02H2", id="the 15th is not over"),
        pytest.param(date(2026, 3, 16), "2026-03H1", id="the 16th begins the next"),
        pytest.param(date(2026, 4, 1), "2026-03H2", id="the 1st"),
    ],
)
def test_the_last_finished_half_month_ended_before_today(today, expected):
    assert HalfMonth.last_finished(today).label == expected


@given(days)
def test_every_day_lies_in_the_half_month_it_is_of(day):
    period = HalfMonth.of(day)
    assert period.first <= day <= period.last
    assert HalfMonth.parse(period.label) == period
    assert period.previous().last == period.first - timedelta(days=1)


@given(days)
def test_longer_periods_hold_their_days_and_read_their_own_labels(day):
    for kind in (Month, Quarter, Week, Year):
        period = kind.of(day)
        assert period.first <= day <= period.last
        assert kind.parse(period.label) == period
        assert kind.last_finished(day).last == period.first - timedelta(days=1)
        assert period.next().previous() == period


@pytest.mark.parametrize(
    ("period", "label", "first", "last"),
    [
        pytest.param(
            HalfMonth.of(date(2026, 2, 15)), "2026-02H1", "2026-02-01", "2026-02-15", id="a first half"
        ),
        pytest.param(HalfMonth.of(date(2024, 2, 29)), "2024-02H2", "2024-02-16", "2024-02-29", id="leap day"),
        pytest.param(Month.of(date(2026, 12, 31)), "2026-12", "2026-12-01", "2026-12-31", id="a month"),
        pytest.param(Quarter.of(date(2026, 5, 1)), "2026Q2", "2026-04-01", "2026-06-30", id="a quarter"),
        pytest.param(Quarter.of(date(2026, 12, 31)), "2026Q4", "2026-10-01", "2026-12-31", id="the last"),
        pytest.param(
            Week.of(date(2027, 1, 3)), "2026-W53", "2026-12-28", "2027-01-03", id="a week of two years"
        ),
        pytest.param(Year.of(date(2026, 7, 1)), "2026", "2026-01-01", "2026-12-31", id="a year"),
        pytest.param(Day(date(2026, 3, 25)), "2026-03-25", "2026-03-25", "2026-03-25", id="a day"),
        pytest.param(
            DayRun(date(2026, 3, 25), date(2026, 3, 27)),
            "2026-03-25",
            "2026-03-25",
            "2026-03-27",
            id="some days",
        ),
    ],
)
def test_a_period_is_known_by_its_label_and_has_both_its_ends(period, label, first, last):
    assert (period.label, str(period.first), str(period.last)) == (label, first, last)


def test_a_quarter_is_six_half_months_and_a_year_twenty_four():
    assert [p.label for p in half_months(Quarter.parse("2026q1"))] == [
        *("2026-01H1", "2026-01H2", "2026-02H1", "2026-02H2", "2026-03H1", "2026-03H2")
    ]
    assert len(half_months(Year.parse("2026"))) == 24


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (HalfMonth, "2026-03"),
        (HalfMonth, "2026-13H1"),
        (HalfMonth, "2026-03H3"),
        (HalfMonth, "0000-03H1"),
        (Month, "2026-00"),
        (Quarter, "2026Q5"),
        (Week, "2026-W54"),
        (Year, "26"),
        (Year, ""),
    ],
)
def test_another_spelling_is_refused_with_an_example(kind, text):
    with pytest.raises(ConfigError) as refusal:
        kind.parse(text)
    assert "write it like" in refusal.value.fix
