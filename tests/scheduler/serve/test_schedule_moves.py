"""A schedule, a calendar or a zone that changes under a service: what is done is passed over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.calendar import WorkCalendar
from config.calendars import CalendarYear
from config.tables.service_tables import SchedulePart
from scheduler.serve.lease import Clocks
from scheduler.serve.service import Service, WorkTerms
from scheduler.serve.timetable import JobName, make_plan
from scheduler.state import open_state
from tests.scheduler.year import CALENDAR, ZONE, World

LINES = {
    JobName.SWEEP: ["0 3 * * *", "0 5 * * *", "30 1 * * *"],
    JobName.SYNC: ["*/30 8-18 * * *", "0 9,14 * * *", "15 * * * *"],
    JobName.REMIND: ["0 8 * * *", "0 9 * * *", "30 7 * * *"],
    JobName.REPORT: ["0 8 * * *", "0 9 * * *", "0 7 * * *"],
    JobName.RISK_LIST: ["0 8 25 * *", "0 8 27 * *", "0 8 20 * *"],
    JobName.LEAD_OFFICERS: ["0 8 * * *", "0 10 * * *"],
}
ZONES = [ZONE, ZoneInfo("Asia/Urumqi"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")]
OFF = WorkCalendar.build({2026: CalendarYear(off=(date(2026, 4, 1), date(2026, 4, 2)))})


class Counting:
    """A service that would rather fail than look for ever."""

    def __init__(self, state, world):
        self.state, self.world, self.starts = state, world, 0
        self.ran = []

    def start(self, schedule, zone, calendar):
        self.starts += 1
        claims = 0
        slots = self.state.slots
        plain = slots.claim

        def claim(*args):
            nonlocal claims
            claims += 1
            assert claims < 500, "claims without end"
            return plain(*args)

        slots.claim = claim

        def body(shift):
            self.ran.append((shift.slot.job, shift.slot.key))
            return True

        service = Service(
            jobs := make_plan(schedule, calendar, zone),
            slots,
            {job.name: body for job in jobs},
            Clocks(lambda: self.world.now, self.world.steady),
            WorkTerms(f"a{self.starts}", beats=False),
        )
        try:
            assert service.work_off()
        finally:
            slots.claim = plain


@pytest.fixture
def state(tmp_path):
    state = open_state("sqlite:///state.db", tmp_path)
    yield state
    state.close()


def once_each(ran):
    reports = [key for key in ran if key[0] in {JobName.REPORT, JobName.RISK_LIST, JobName.LEAD_OFFICERS}]
    assert len(reports) == len(set(reports))


@pytest.mark.parametrize(
    ("before", "after", "zone", "calendar"),
    [
        pytest.param({}, {"report": "0 9 * * *"}, ZONE, CALENDAR, id="the report an hour later"),
        pytest.param({}, {"lead_officers": "0 10 * * *"}, ZONE, CALENDAR, id="the quarter's list later"),
        pytest.param(
            {"workdays": False}, {"workdays": True}, ZONE, CALENDAR, id="working days only, from now on"
        ),
        pytest.param({}, {}, ZONE, OFF, id="the day was off after all"),
        pytest.param({}, {}, ZoneInfo("Asia/Urumqi"), CALENDAR, id="a zone further west"),
        pytest.param({}, {"risk_list": "0 8 27 * *"}, ZONE, CALENDAR, id="the 25th becomes the 27th"),
    ],
)
def test_what_is_done_is_not_due_again(state, before, after, zone, calendar):
    world = World("2026-03-20T07:00")
    service = Counting(state, world)
    for moment in ("2026-03-20T07:00", "2026-03-25T08:30", "2026-04-01T08:30"):
        world.now = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        service.start(SchedulePart(**before), ZONE, CALENDAR)
    assert (JobName.REPORT, "2026-03H2") in service.ran
    for hours in (1, 3, 26, 60, 24 * 40):
        world.now = datetime(2026, 4, 1, 8, 30, tzinfo=ZONE) + timedelta(hours=hours)
        service.start(SchedulePart(**after), zone, calendar)
    once_each(service.ran)


schedules = st.fixed_dictionaries(
    {job.value: st.sampled_from(lines) for job, lines in LINES.items()} | {"workdays": st.booleans()}
).map(lambda chosen: SchedulePart(**chosen))
changes = st.tuples(
    st.integers(-72, 24 * 20), schedules, st.sampled_from(ZONES), st.sampled_from([CALENDAR, OFF])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(changes, min_size=2, max_size=6))
def test_whatever_changes_looking_ends(tmp_path_factory, steps):
    state = open_state("sqlite:///state.db", tmp_path_factory.mktemp("state"))
    try:
        world = World("2026-03-20T07:00")
        service = Counting(state, world)
        for hours, schedule, zone, calendar in steps:
            world.now += timedelta(hours=hours)
            service.start(schedule, zone, calendar)
        once_each(service.ran)
    finally:
        state.close()
