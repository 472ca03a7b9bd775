from datetime import date, timedelta

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.calendar import WorkCalendar
from config.calendars import CalendarYear, statutory_days
from config.calendars.generate import FIRST_YEAR, LAST_YEAR, lines
from tests.config.counted_back import working_days_before

CALENDAR = WorkCalendar.build()
NOTICE_2027 = tuple(day for day in statutory_days() if day.year == 2027)

covered = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def one(array) -> date:
    return np.asarray(array).item()


# The worked examples of docs/calendar.md.


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2026-02-13", 2, "2026-02-24", id="a make-up Saturday is day 1, then Spring Festival"),
        pytest.param("2026-02-13", 15, "2026-03-12", id="both make-up Saturdays of February count"),
        pytest.param("2026-04-30", 5, "2026-05-11", id="Labour Day and its make-up Saturday"),
        pytest.param("2026-09-24", 5, "2026-10-09", id="Mid-Autumn and National Day"),
        pytest.param("2026-05-08", 2, "2026-05-11", id="a Saturday that is worked"),
        pytest.param("2026-03-02", 0, "2026-03-02", id="no length, the day itself"),
    ],
)
def test_working_days_are_added(start, days, due):
    assert one(CALENDAR.add_working_days(np.datetime64(start), days)).isoformat() == due


@pytest.mark.parametrize(
    ("day", "next_working", "last_working"),
    [
        pytest.param("2026-02-20", "2026-02-24", "2026-02-14", id="in Spring Festival"),
        pytest.param("2026-04-18", "2026-04-20", "2026-04-17", id="a plain Saturday"),
        pytest.param("2026-05-03", "2026-05-06", "2026-04-30", id="in the Labour Day week"),
        pytest.param("2026-10-04", "2026-10-08", "2026-09-30", id="in the National Day week"),
        pytest.param("2026-04-12", "2026-04-13", "2026-04-10", id="a plain Sunday"),
        pytest.param("2026-02-28", "2026-02-28", "2026-02-28", id="a make-up Saturday stays"),
    ],
)
def test_a_rest_day_rolls(day, next_working, last_working):
    assert one(CALENDAR.roll_forward(np.datetime64(day))).isoformat() == next_working
    assert one(CALENDAR.roll_backward(np.datetime64(day))).isoformat() == last_working


@pytest.mark.parametrize(
    ("day", "n", "before"),
    [
        pytest.param("2026-03-10", 1, "2026-03-09", id="Tuesday to Monday"),
        pytest.param("2026-03-09", 1, "2026-03-06", id="Monday to Friday"),
        pytest.param("2026-10-09", 3, "2026-09-29", id="right after Golden Week"),
        pytest.param("2026-02-28", 3, "2026-02-25", id="due on a make-up Saturday"),
        pytest.param("2026-03-01", 1, "2026-02-27", id="a rest day counts back from the one before"),
        pytest.param("2026-03-01", 0, "2026-03-01", id="none"),
    ],
)
def test_working_days_are_counted_back(day, n, before):
    assert working_days_before(CALENDAR, date.fromisoformat(day), n).isoformat() == before


def test_notice_of_2026_is_the_state_councils():
    off = {"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-23", "2026-06-19", "2026-09-25", "2026-10-07"}
    work = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}
    assert not CALENDAR.is_working(np.array(sorted(off), dtype="M8[D]")).any()
    assert CALENDAR.is_working(np.array(sorted(work), dtype="M8[D]")).all()


def test_every_covered_day_agrees_with_the_published_tables():
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range(23 * 365 + 6)]
    assert days[-1] == date(2026, 12, 31)
    expected = [chinese_calendar.is_workday(day) for day in days]
    assert CALENDAR.is_working(np.array(days, dtype="M8[D]")).tolist() == expected


@given(start=covered, n=st.integers(1, 60))
def test_counting_back_undoes_counting_on(start, n):
    due = CALENDAR.add_working_days(np.datetime64(start), n)
    assert CALENDAR.count_working_days(np.datetime64(start), due) == n
    assert CALENDAR.count_working_days(due, np.datetime64(start)) == -n
    on = working_days_before(CALENDAR, one(due), n - 1)  # day 1, which is the next working day
    assert one(CALENDAR.roll_forward(np.datetime64(start + timedelta(days=1)))) == on


@given(start=covered, n=st.integers(1, 60), later=st.integers(0, 30))
def test_a_later_start_never_gives_an_earlier_day(start, n, later):
    starts = np.array([start, start + timedelta(days=later)], dtype="M8[D]")
    first, second = CALENDAR.add_working_days(starts, n)
    assert first <= second


def test_what_has_no_date_has_no_answer():
    nat = np.datetime64("NaT", "D")
    assert np.isnat(CALENDAR.add_working_days(nat, 3))
    assert np.isnat(CALENDAR.roll_forward(nat))
    assert np.isnat(CALENDAR.roll_backward(nat))
    assert CALENDAR.count_working_days(nat, np.datetime64("2026-01-01")) == 0
    assert not CALENDAR.is_working(nat)
    assert not CALENDAR.is_provisional(nat)


def test_the_ends_of_the_table_are_no_crash():
    ends = np.array(["1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "9999-12-31"], dtype="M8[D]")
    assert np.isnat(CALENDAR.add_working_days(ends, 40)).tolist() == [True, False, True, True, True]
    assert np.isnat(CALENDAR.roll_backward(ends)).tolist() == [True, False, False, True, True]


# A year without its notice.


def test_2027_is_counted_on_statutory_days_and_said_to_be_provisional():
    start = np.datetime64("2026-12-30")
    due = CALENDAR.add_working_days(start, 5)
    assert one(due) == date(2027, 1, 7)  # 12-31, then 1 January is off: 01-04, 05, 06, 07
    assert CALENDAR.touches_provisional(start, due)
    assert CALENDAR.is_provisional(due)
    assert not CALENDAR.touches_provisional(np.datetime64("2026-12-01"), np.datetime64("2026-12-31"))
    assert not CALENDAR.is_working(np.datetime64("2027-02-08"))


def test_years_before_the_tables_are_settled_and_plain():
    assert not CALENDAR.is_provisional(np.datetime64("1999-10-01"))
    assert CALENDAR.is_working(np.datetime64("1999-10-01"))


def test_a_whole_notice_settles_its_year():
    overlay = {2027: CalendarYear(off=NOTICE_2027, work=(date(2027, 2, 13),))}
    calendar = WorkCalendar.build(overlay)
    assert not calendar.is_provisional(np.datetime64("2027-03-01"))
    assert calendar.is_working(np.datetime64("2027-02-13"))
    assert calendar.holidays[date(2027, 2, 8)] == "spring_festival"


def test_local_days_alone_leave_a_year_provisional():
    calendar = WorkCalendar.build({2027: CalendarYear(off=(date(2027, 3, 3),))})
    assert calendar.is_provisional(np.datetime64("2027-03-01"))
    assert not calendar.is_working(np.datetime64("2027-03-03"))
    assert not calendar.is_working(np.datetime64("2027-01-01"))
    assert calendar.holidays[date(2027, 3, 3)] == "local"


def test_the_overlay_lies_over_a_published_year():
    overlay = {2026: CalendarYear(off=(date(2026, 2, 28), date(2026, 3, 3)), work=(date(2026, 10, 7),))}
    calendar = WorkCalendar.build(overlay)
    assert not calendar.is_working(np.datetime64("2026-02-28"))
    assert not calendar.is_working(np.datetime64("2026-03-03"))
    assert calendar.is_working(np.datetime64("2026-10-07"))
    assert date(2026, 10, 7) not in calendar.holidays


def test_statutory_days_are_what_the_generator_makes():
    made = "\n".join(lines())
    assert {day.year for day in statutory_days()} == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert all(day.isoformat() in made for day in statutory_days())


def test_townships_with_the_same_days_off_share_one_calendar():
    def local():
        return {2027: CalendarYear(off=[date(2027, 3, 3)])}

    assert WorkCalendar.build() is WorkCalendar.build({})
    assert WorkCalendar.build(local()) is WorkCalendar.build(local())
    assert WorkCalendar.build(local()) is not WorkCalendar.build()
    with pytest.raises(ValueError, match="read-only"):
        WorkCalendar.build().working[0] = True
