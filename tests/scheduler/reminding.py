"""One reminder slot worked off in a process of its own, to be killed: a config and a moment."""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.remind.send import send
from scheduler.serve.jobs import Jobs
from scheduler.serve.lease import Clocks
from scheduler.serve.service import Service, WorkTerms
from scheduler.serve.timetable import JobName, make_plan
from scheduler.township import open_township

LEASE = timedelta(seconds=0.5)


def main(config: str, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    town = open_township(Path(config), now.date())
    settings = town.settings
    jobs = [
        job
        for job in make_plan(settings.schedule, town.rules.calendar, settings.zone)
        if job.name == JobName.REMIND
    ]
    service = Service(
        jobs,
        town.state.slots,
        Jobs(town, town.state, lambda: now, send).bodies(),
        Clocks(lambda: now, time.monotonic),
        WorkTerms(str(time.monotonic_ns()), lease=LEASE),
    )
    slots = town.state.slots
    service.work_off()
    while slots.open(JobName.REMIND) or not slots.last_with(JobName.REMIND, "done"):
        time.sleep(0.05)
        service.work_off()
    town.state.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
