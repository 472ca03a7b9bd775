"""Calendar files of the township, of each village and of each mediator; written only where they change."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from config.language import phrases
from config.spoken.duty_names import DutyNames
from reports.forms.files import PublishError, put
from reports.forms.ics import CalendarEvent, calendar_bytes
from rules.sittings.arrangements import Arrangement, current_row
from scheduler.sittings.ahead.agenda import Agenda, DaysAhead, when
from scheduler.sittings.sitting_lines import line_key
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township

log = logging.getLogger("duesheet")

#: How far ahead the days of reports stand in the calendars.
CALENDAR_AHEAD = timedelta(days=31)

_OURS = b"PRODID:-//duesheet//"


def write_calendars(agenda: Agenda, folder: Path, villages: Sequence[str]) -> list[Path]:
    """Write what changed into *folder* and take away calendars of ours that nobody is in any more.

    Args:
        agenda: of all villages and mediators.
        folder: made where it is missing.
        villages: those that have a calendar of their own; paused and detached ones have none.

    Raises:
        PublishError: the folder cannot be written to.
    """
    township = agenda.township
    settings = township.settings
    zone, name = settings.township.timezone, settings.township.name
    sittings = [(one, _sitting(one, agenda)) for one in agenda.sittings()]
    wanted: dict[str, bytes] = {}
    every = [event for _, event in sittings]
    wanted["township.ics"] = calendar_bytes(name, [*every, *_office(agenda)], zone)
    for village in villages:
        mine = [event for one, event in sittings if one.case.village == village]
        wanted[f"{village}.ics"] = calendar_bytes(village, mine, zone)
    for number, part in enumerate(settings.mediator, 1):
        mine = [event for one, event in sittings if part.name in agenda.names(one)]
        wanted[f"mediator-{number}.ics"] = calendar_bytes(part.name, mine, zone)
    written = [folder / title for title, data in wanted.items() if _put(folder / title, data)]
    for path in folder.glob("*.ics"):
        if path.name not in wanted and _OURS in path.read_bytes():
            path.unlink()
    return written


def refresh_calendars(
    township: Township,
    desk: SittingsDesk,
    cadences: Sequence[Mapping[str, Any]],
    there: Collection[str | None],
) -> None:
    """Write the calendars beside the summaries; what cannot be written is said, and tried by the next run.

    Args:
        township: whose they are.
        desk: settled.
        cadences: what offices owe, as JSON has it.
        there: villages with a ledger that is not paused.
    """
    agenda = Agenda(township, desk, cadences, DaysAhead(township.today, date.max))
    villages = [village.name for village in township.settings.village if village.name in there]
    try:
        write_calendars(agenda, township.settings.summary_folder / "calendars", villages)
    except PublishError as error:
        log.warning("%s; fix: %s", error.message, error.fix)


def _put(path: Path, data: bytes) -> bool:
    if path.exists() and path.read_bytes() == data:
        return False
    put(path, data)
    return True


def _sitting(one: Arrangement, agenda: Agenda) -> CalendarEvent:
    words: Any = phrases(agenda.township.language, "schedule")["agenda"]
    case, booked = one.case, one.booked
    day, half = when(one)
    begins, ends = _hours(half, booked.time if booked else "", agenda)
    row = current_row(one)
    number = row.number if row else one.number
    key = booked.place.key if booked and booked.place else one.proposal.place if one.proposal else ""
    is_open = booked is not None and booked.is_open
    return CalendarEvent(
        f"{line_key(case.key, number)}@duesheet",
        day,
        words["event"].format(village=case.village, row=case.row, category=case.category, number=one.number),
        agenda.desk.place_name(key, case.village) if key else "",
        None if is_open else begins,
        None if is_open else ends,
        case.registered or case.begun or day,
        is_sure=booked is not None,
    )


def _hours(half: str, written: str, agenda: Agenda) -> tuple[time, time]:
    part = agenda.township.settings.sittings
    hours = {"am": part.am if part else "09:00-11:30", "pm": part.pm if part else "14:30-17:00"}[half]
    first, last = (time.fromisoformat(text) for text in hours.split("-"))
    if written:
        first = time.fromisoformat(written)
        last = max(last, first.replace(hour=min(first.hour + 2, 23)))
    return first, last


def _office(agenda: Agenda) -> Iterator[CalendarEvent]:
    words: Any = phrases(agenda.township.language, "schedule")["agenda"]
    meeting = agenda.meeting()
    if not agenda.owes_meeting:
        uid, stamp = f"RISK_LIST_25-{meeting.isoformat()}-1@duesheet", meeting.replace(day=1)
        yield CalendarEvent(uid, meeting, words["meeting_event"], stamp=stamp)
    for one in agenda.roster():
        leader = one.leader or words["named_there"]
        yield CalendarEvent(
            f"DUTY_EVERY_WD-{one.day.isoformat()}-1@duesheet",
            one.day,
            words["duty_event"].format(leader=leader),
            stamp=one.day.replace(day=1),
            is_sure=one.state != "proposed",
        )
    names = agenda.township.duty_names()
    seen: set[tuple[str, str]] = set()
    for cadence in (*agenda.filings(), *agenda.visits()):
        place = str(cadence["duty"]), str(cadence["due"])
        if place in seen:
            continue
        seen.add(place)
        yield _filing(cadence, names)


def _filing(cadence: Mapping[str, Any], names: DutyNames) -> CalendarEvent:
    duty, due = str(cadence["duty"]), date.fromisoformat(str(cadence["due"]))
    return CalendarEvent(
        f"{duty}-{due.isoformat()}-1@duesheet", due, names.to_do(duty), stamp=due.replace(day=1)
    )
