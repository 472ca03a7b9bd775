from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.calendar import WorkCalendar
from config.tables.service_tables import SchedulePart
from scheduler.serve.timetable import JobName, make_plan

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def calendar():
    return WorkCalendar.build()


def jobs(calendar, zone=ZONE, **lines):
    return {job.name: job for job in make_plan(SchedulePart(**lines), calendar, zone)}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def keys(job, first, last):
    return [slot.key for slot in job.between(at(first), at(last))]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        pytest.param("2026-04-03T00:00", "2026-04-03T23:00", 22, id="a working day: 8:00 to 18:30"),
        pytest.param("2026-04-04T00:00", "2026-04-06T23:00", 0, id="a holiday"),
        pytest.param("2026-05-09T00:00", "2026-05-09T23:00", 22, id="a make-up Saturday"),
        pytest.param("2026-04-03T08:00", "2026-04-03T08:30", 1, id="after one, up to and including the next"),
    ],
)
def test_passes_run_on_working_days(calendar, first, last, count):
    assert len(keys(jobs(calendar)[JobName.SYNC], first, last)) == count


def test_passes_may_run_every_day_and_the_sweep_always_does(calendar):
    every = jobs(calendar, workdays=False)
    assert len(keys(every[JobName.REMIND], "2026-04-01T00:00", "2026-04-30T23:00")) == 30
    assert len(keys(jobs(calendar)[JobName.SWEEP], "2026-04-01T00:00", "2026-04-30T23:00")) == 30


@pytest.mark.parametrize(
    ("period", "due"),
    [
        pytest.param("2026-03H1", "2026-03-16T08:00", id="the day after the 15th"),
        pytest.param("2026-03H2", "2026-04-01T08:00", id="the day after the month's end"),
        pytest.param("2026-09H2", "2026-10-08T08:00", id="after the Golden Week"),
        pytest.param("2026-01H2", "2026-02-02T08:00", id="a month that ends on a Saturday"),
        pytest.param("2026-02H1", "2026-02-24T08:00", id="a half-month that ends on New Year"),
        pytest.param("2026-12H2", "2027-01-04T08:00", id="a year without its notice"),
    ],
)
def test_a_half_month_is_reported_on_the_first_working_day_after_it(calendar, period, due):
    report = jobs(calendar)[JobName.REPORT]
    slots = report.between(at("2026-01-02T00:00"), at("2027-01-31T23:00"))
    assert {slot.key: slot.due for slot in slots}[period] == at(due)
    assert len(slots) == len({slot.key for slot in slots}) == 26


def test_a_report_line_that_names_weekdays_waits_for_one(calendar):
    report = jobs(calendar, report="30 9 * * 5")[JobName.REPORT]
    slots = report.between(at("2026-03-10T00:00"), at("2026-04-15T23:00"))
    assert [(slot.key, slot.due) for slot in slots] == [
        ("2026-03H1", at("2026-03-20T09:30")),
        ("2026-03H2", at("2026-04-03T09:30")),
    ]


def test_a_report_line_of_one_month_reports_every_half_month_of_the_year(calendar):
    report = jobs(calendar, report="0 8 5 1 *", workdays=False)[JobName.REPORT]
    slots = report.between(at("2026-12-31T00:00"), at("2027-01-31T23:00"))
    assert len(slots) == 24
    assert slots[0].key == "2026-01H1"
    assert slots[-1].key == "2026-12H2"


@pytest.mark.parametrize(
    ("month", "due"),
    [
        pytest.param("2026-03", "2026-03-25T08:00", id="a working day"),
        pytest.param("2026-04", "2026-04-24T08:00", id="a Saturday: the Friday before"),
        pytest.param("2026-09", "2026-09-24T08:00", id="the Mid-Autumn festival"),
    ],
)
def test_the_risk_list_comes_on_the_25th_or_the_working_day_before(calendar, month, due):
    risk = jobs(calendar)[JobName.RISK_LIST]
    slots = risk.between(at("2026-01-01T00:00"), at("2026-12-31T23:00"))
    assert {slot.key: slot.due for slot in slots}[month] == at(due)
    assert len(slots) == 12


def test_a_risk_list_of_the_first_may_move_into_the_month_before(calendar):
    risk = jobs(calendar, risk_list="0 8 1 * *")[JobName.RISK_LIST]
    assert keys(risk, "2026-09-30T00:00", "2026-09-30T23:00") == ["2026-10"]


def test_the_quarterly_list_follows_the_quarter(calendar):
    quarterly = jobs(calendar)[JobName.LEAD_OFFICERS]
    slots = quarterly.between(at("2026-01-01T12:00"), at("2026-12-31T23:00"))
    assert [(slot.key, slot.due.date()) for slot in slots] == [
        ("2025Q4", date(2026, 1, 4)),
        ("2026Q1", date(2026, 4, 1)),
        ("2026Q2", date(2026, 7, 1)),
        ("2026Q3", date(2026, 10, 8)),
    ]


def test_the_newest_and_the_next_slot_are_found_far_away(calendar):
    report = jobs(calendar, report="0 8 5 1 *", workdays=False)[JobName.REPORT]
    assert report.newest(at("2026-12-30T00:00")).key == "2025-12H2"
    assert report.next(at("2026-01-06T00:00")).key == "2026-01H1"
    sync = jobs(calendar)[JobName.SYNC]
    assert sync.next(at("2026-09-30T18:30")).due == at("2026-10-08T08:00")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-04-03T10:00", "2026-04-03T10:00", id="in working hours: at once"),
        pytest.param("2026-04-03T06:00", "2026-04-03T08:00", id="at night: in the morning"),
        pytest.param("2026-04-04T10:00", "2026-04-07T08:00", id="on a rest day: the next working day"),
    ],
)
def test_a_late_reminder_waits_for_people_to_be_there(calendar, now, opens):
    remind = jobs(calendar)[JobName.REMIND]
    slot = remind.newest(at("2026-04-02T12:00"))
    assert remind.not_before(slot, at(now)) == at(opens)


def test_a_late_report_waits_for_nobody(calendar):
    report = jobs(calendar)[JobName.REPORT]
    now = at("2026-04-04T03:00")
    assert report.not_before(report.newest(now), now) == now


def test_an_hour_that_the_clocks_leave_out_fires_once(calendar):
    berlin = ZoneInfo("Europe/Berlin")
    sweep = jobs(calendar, berlin, sweep="30 2 * * *")[JobName.SWEEP]
    first = datetime(2026, 3, 28, 12, tzinfo=berlin)
    slots = sweep.between(first, first + timedelta(days=2))
    assert [slot.due.isoformat() for slot in slots] == [
        "2026-03-29T03:30:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]
    assert len({slot.key for slot in slots}) == 2
