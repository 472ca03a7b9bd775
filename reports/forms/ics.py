"""Calendar files: sittings and the office's own days, for any calendar that can subscribe to a file.

The library is loaded only when a calendar is written. The same input gives the same bytes: no event bears a
clock's time, and each is told by a key that stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Calendar

#: China has kept one time since 1991; a calendar written out needs no more history than that.
_FIRST_YEAR = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event.

    Attributes:
        uid: the same as long as it is the same sitting.
        begins: None for an event of the whole day.
        ends: likewise.
        stamp: the day its record was made; no clock's time.
        is_sure: confirmed; else tentative.
    """

    uid: str
    day: date
    summary: str
    place: str = ""
    begins: time | None = None
    ends: time | None = None
    stamp: date = date(2026, 1, 1)
    is_sure: bool = True


def calendar_bytes(name: str, events: Sequence[CalendarEvent], zone: str) -> bytes:
    """Return a calendar called *name*, its events in the order of time and in the township's time zone."""
    from icalendar import Calendar

    calendar = Calendar()
    for key, value in (("PRODID", "-//duesheet//duesheet//ZH"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("X-WR-TIMEZONE", zone)
    _add_zone(calendar, zone)
    for event in sorted(events, key=lambda one: (one.day, one.begins or time(), one.uid)):
        calendar.add_component(_event(event, ZoneInfo(zone)))
    return calendar.to_ical()


def _add_zone(calendar: "Calendar", zone: str) -> None:
    from icalendar import Timezone

    calendar.add_component(
        Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=_FIRST_YEAR, last_date=date(2040, 1, 1))
    )


def _event(event: CalendarEvent, zone: ZoneInfo) -> Any:
    from icalendar import Event

    found = Event()
    found.add("UID", event.uid)
    found.add("DTSTAMP", datetime.combine(event.stamp, time(), ZoneInfo("UTC")))
    found.add("SUMMARY", event.summary)
    if event.begins is None or event.ends is None:
        found.add("DTSTART", event.day)
        found.add("DTEND", event.day + timedelta(days=1))
        found.add("TRANSP", "TRANSPARENT")
    else:
        found.add("DTSTART", datetime.combine(event.day, event.begins, zone))
        found.add("DTEND", datetime.combine(event.day, event.ends, zone))
    if event.place:
        found.add("LOCATION", event.place)
    found.add("STATUS", "CONFIRMED" if event.is_sure else "TENTATIVE")
    return found
