"""A machine whose clock is ours: it runs a service, is stopped or killed, stays off and comes back."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.calendar import WorkCalendar
from config.tables.service_tables import SchedulePart
from scheduler.serve.lease import Clocks
from scheduler.serve.service import Service, WorkTerms
from scheduler.serve.timetable import make_plan

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar.build()


class PowerCutError(BaseException):
    """The machine is gone in the middle of whatever it did; nothing of ours catches it."""


class World:
    """The time, shared by all machines, and what their jobs did."""

    def __init__(self, start):
        self.now = datetime.fromisoformat(start).replace(tzinfo=ZONE)
        self.ran = []

    def steady(self):
        return self.now.timestamp()

    def counts(self, job):
        return Counter(key for name, key, _, finished in self.ran if name == job and finished)

    def begun(self, job):
        return Counter(key for name, key, _, _ in self.ran if name == job)


class Machine:
    """One service on one state."""

    def __init__(self, world, state, *, name="a", schedule=None, length=timedelta(minutes=2), bodies=None):
        self.world, self.state, self.name, self.length = world, state, name, length
        self.schedule = schedule or SchedulePart()
        self.jobs = make_plan(self.schedule, CALENDAR, ZONE)
        self.bodies = bodies or {}
        self.in_the_middle = lambda shift: None
        self.cut_at = None
        self.starts = 0
        self.start()

    def start(self):
        self.starts += 1
        self.service = Service(
            self.jobs,
            self.state.slots,
            {job.name: self._body for job in self.jobs},
            Clocks(lambda: self.world.now, self.world.steady),
            WorkTerms(f"{self.name}{self.starts}", beats=False),
        )

    def _body(self, shift):
        name, key = shift.slot.job.value, shift.slot.key
        note = [name, key, shift.now, False]
        self.world.ran.append(note)
        self.in_the_middle(shift)
        end = self.world.now + self.length
        if self.cut_at is not None and self.cut_at <= end:
            self.world.now = max(self.world.now, self.cut_at)
            raise PowerCutError
        self.world.now = end
        if name in self.bodies:
            self.bodies[name](shift)
        if shift.stop.is_set():
            return False
        note[3] = True
        return True

    def next_look(self):
        """Return when the service wants to look next."""
        moments = [slot.due for job in self.jobs if (slot := job.next(self.world.now))]
        if self.service.look_again is not None:
            moments.append(self.service.look_again)
        return min(moments)

    def live_until(self, end):
        """Run on; raises PowerCutError when the moment of the cut comes."""
        while self.world.now < end:
            self.service.work_off()
            ahead = max(self.next_look(), self.world.now + timedelta(seconds=1))
            if self.cut_at is not None and self.cut_at <= min(ahead, end):
                self.world.now = max(self.world.now, self.cut_at)
                raise PowerCutError
            self.world.now = min(ahead, end)
