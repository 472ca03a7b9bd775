"""Which roll-ups are due: the working day after the townships' reports, and again when one files later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from config.calendar import WorkCalendar
from config.cron import read_cron
from config.periods import HalfMonth, Month, Year
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.orders import rollup_job
from scheduler.cluster.rollup_job import parse_period, used
from scheduler.cluster.unit_tree import members_of

#: The risk list of a month is of this day, or of the working day before.
_RISK_LIST_DAY = 25
#: Townships compile on the first working day after a half-month, and once more on the second.
_AFTER_REPORTS = 2


def due_periods(now: datetime, cron: str, calendar: WorkCalendar) -> Iterator[tuple[str, str]]:
    """Yield kind and period of the roll-ups that are due by *now*; late counts of the period before too.

    Args:
        now: the moment, in the cluster's zone.
        cron: of the units.
        calendar: working days.
    """
    today = now.date()
    times = read_cron(cron).times
    # Before the hour it is still the day before.
    day = today if now.time() >= times[0] else today - timedelta(days=1)

    def moved(start: date, days: int) -> date:
        return _day(calendar.add_working_days(np.datetime64(start, "D"), days))

    half = HalfMonth.last_finished(day)
    for period in (half, half.previous()):
        if moved(period.last, _AFTER_REPORTS) <= day:
            yield "half-month", period.label
    for month in (Month.of(day), Month.of(day).previous()):
        of_list = month.first.replace(day=_RISK_LIST_DAY)
        listed = _day(calendar.roll_backward(np.datetime64(of_list, "D")))
        if moved(listed, 1) <= day:
            yield "risk-list", month.label
    yield "year", Year.last_finished(day).label
    yield "board", _day(calendar.roll_backward(np.datetime64(day - timedelta(days=1), "D"))).isoformat()


def _day(found: Any) -> date:
    return found.item()


def put_due_rollups(cluster: OpenCluster) -> int:
    """Put the roll-ups in the queue that are due and rest on other counts than when they were compiled.

    A half-month is compiled though nobody has filed, to name who is missing; the others only with counts.

    Returns:
        how many.
    """
    now, state = cluster.now(), cluster.state
    found = 0
    for kind, period in due_periods(now, cluster.settings.cluster.rollup, WorkCalendar.build()):
        filed = state.rollups.filed(kind, period)
        if not filed and kind != "half-month":
            continue
        first = parse_period(kind, period).first
        for unit in cluster.settings.units:
            names = {each.township for each in members_of(cluster, unit, first).members}
            mine = used({name: each for name, each in filed.items() if name in names})
            last = state.rollups.last(unit, kind, period)
            if names and (last is None or last.told.get("used") != mine):
                state.queue.put([rollup_job(unit, kind, period, now)])
                found += 1
    return found
