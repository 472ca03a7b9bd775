"""What a run rests on besides its ledgers: days, clock, room, the service's slots, places to write to."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from config.errors import DuesheetError
from config.messages import Message, message
from config.os_reasons import reason_of
from scheduler.health.findings import Finding, Level, finding
from scheduler.health.standing import missed_slots, unwritten
from scheduler.serve.timetable import make_plan
from scheduler.township import Township
from sync.store import TabsForeseeing

#: Next year's notice comes out in November; before that its absence is no news.
_NOTICE_MONTH = 11

#: Below this much room a pass may end in the middle of a write.
_ROOM_MB = 200

#: A clock further from the world's than this gives wrong days around midnight, and refused tokens.
_CLOCK = timedelta(minutes=5)

#: Reads what time a server says it is; None when none could be asked.
ServerTime = Callable[[], datetime | None]


def of_surroundings(township: Township, server_time: ServerTime) -> Iterator[Finding]:
    """Yield what is wrong around the township's ledgers."""
    yield from _calendar(township)
    yield from _clock(township, server_time)
    yield from _disk(township)
    yield from _service(township)
    yield from _outputs(township)


def _calendar(township: Township) -> Iterator[Finding]:
    year, published = township.today.year, township.rules.calendar.published
    if year not in published:
        yield finding("calendar", message("doctor.year_unknown", year=year))
    if township.today.month >= _NOTICE_MONTH and year + 1 not in published:
        yield finding("calendar", message("doctor.next_year", year=year + 1), Level.NOTICE)


def _clock(township: Township, server_time: ServerTime) -> Iterator[Finding]:
    now = township.now()
    there = server_time()
    if there is not None and abs(now - there) > _CLOCK:
        yield finding("clock", message("doctor.clock_server", apart=_apart(now - there)))
    last = township.state.slots.last_moment() if township.state else None
    if last is not None and now < last - timedelta(hours=1):
        yield finding("clock", message("doctor.clock_service", apart=_apart(now - last)))


def _apart(difference: timedelta) -> Message:
    minutes = round(abs(difference).total_seconds() / 60)
    return message("doctor.later" if difference > timedelta() else "doctor.earlier", minutes=minutes)


def _disk(township: Township) -> Iterator[Finding]:
    settings = township.settings
    places = {settings.base, settings.summary_folder}
    if settings.ledger_folder is not None:
        places.add(settings.ledger_folder)
    for place in sorted(places):
        try:
            free = shutil.disk_usage(_existing(place)).free // 1_000_000
        except OSError as error:
            reason = reason_of(error)
            yield finding("disk", message("doctor.no_access", place=place, reason=reason))
            continue
        if free < _ROOM_MB:
            yield finding("disk", message("doctor.little_room", place=place, free=free))


def _existing(place: Path) -> Path:
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _service(township: Township) -> Iterator[Finding]:
    if township.state is None:
        return
    for slot in township.state.slots.failed():
        job = message(f"status.job_{slot.job}")
        what = slot.error["message"] if slot.error else message("status.failed")
        fix = slot.error["fix"] if slot.error else "duesheet status"
        yield finding("service", message("doctor.slot", job=job, slot=slot.slot, what=what, fix=fix))
    jobs = make_plan(township.settings.schedule, township.rules.calendar, township.settings.zone)
    if missed := missed_slots(township.state, jobs, township.now()):
        yield finding("service", message("doctor.missed", count=len(missed)))
    for record in township.state.looks.ledgers():
        if record.paused:
            yield finding("service", message("doctor.paused", village=record.village), Level.NOTICE)


def _outputs(township: Township) -> Iterator[Finding]:
    """Say why the board and the summaries cannot be written, as the last pass found and a look finds now."""
    found: dict[str, DuesheetError] = {}
    if township.state is not None:
        for one in unwritten(township.state):
            found[one["message"]] = DuesheetError(one["message"], fix=one["fix"], code=one["code"])
    if spreadsheet := township.settings.summary_spreadsheet:
        obstacle = _tabs_obstacle(township, spreadsheet)
        found = {"": obstacle} if obstacle is not None else found
    elif not os.access(_existing(township.settings.summary_folder), os.W_OK):
        folder = township.settings.summary_folder
        refused = reason_of(OSError(errno.EACCES, os.strerror(errno.EACCES)))
        told = message("report.not_written", file=folder, reason=refused)
        found[str(folder)] = DuesheetError(told)
    yield from (Finding("summaries", error) for error in found.values())


def _tabs_obstacle(township: Township, spreadsheet: str) -> DuesheetError | None:
    if not isinstance(township.store, TabsForeseeing):
        return DuesheetError(message("report.elsewhere"))
    obstacle = township.store.tabs_obstacle(spreadsheet)
    if obstacle is None:
        return None
    # The store's own remedy speaks of ledgers.
    fix = message("report.check_address") if obstacle.code == "gone" else obstacle.fix_told
    return DuesheetError(message("report.to", what=obstacle.told), fix=fix, code=obstacle.code)
