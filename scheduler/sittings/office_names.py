"""Who mediates where, from the config and from what people wrote in 调解员与场所; and what each is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from config.language import LANGUAGES, phrases
from config.settings import Settings
from config.vocabulary import Half
from rules.sittings.mediators import Mediator, Place, SittingOffice
from scheduler.ledgers.case_keys import keyed
from sync.cells.person_names import names_in
from sync.cells.text import as_text, tidy
from sync.dates.times import read_half, read_sittings
from sync.grid import CellValue
from sync.other_sheets.schedule_sheet import nearest

_HEADING_ROWS = 8


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """An office by keys, and the words for its keys.

    Attributes:
        mediators: key to name, of the config's and the sheet's own.
        places: likewise.
        positions: key to the 1-based place in the config.
        unread: rows of 调解员与场所 that could not be read, 1-based.
    """

    office: SittingOffice
    mediators: Mapping[str, str]
    places: Mapping[str, str]
    positions: Mapping[str, int]
    unread: Sequence[int] = ()


@dataclass(slots=True)
class _Line:
    """What lines of the sheet say of one mediator, over the config."""

    villages: frozenset[str] | None = None
    days: frozenset[int] | None = None
    halves: frozenset[Half] | None = None
    per_day: int | None = None
    off: set[date] = field(default_factory=set[date])


def office_of(
    settings: Settings, people: Sequence[Sequence[CellValue]], salt: bytes, today: date
) -> OfficeNames:
    """Return the township's office; a line of the sheet counts over the config.

    Args:
        settings: ``[[mediator]]`` and ``[[place]]``.
        people: the grid of 调解员与场所; empty when there is none.
        salt: of the keys.
        today: for days without a year.
    """
    read = _People(people, today)
    own = {
        tidy(part.name): Mediator(
            keyed(salt, "mediator", tidy(part.name)),
            villages=frozenset(part.villages),
            days=frozenset(part.days),
            halves=frozenset(map(Half, part.halves)),
            per_day=part.per_day,
            off=frozenset(part.off),
        )
        for part in settings.mediator
    }
    for name, line in read.mediators.items():
        before = own.get(name) or Mediator(keyed(salt, "mediator", name))
        own[name] = replace(
            before,
            villages=before.villages if line.villages is None else line.villages,
            days=before.days if line.days is None else line.days,
            halves=before.halves if line.halves is None else line.halves,
            per_day=before.per_day if line.per_day is None else line.per_day,
            off=before.off | line.off,
        )
    places = [(part.name, part.village, part.rooms) for part in settings.place]
    places = [*(one for one in read.places), *(one for one in places if one[0] not in read.place_names)]
    by_village = {
        village: Place(keyed(salt, "place", tidy(name)), rooms)
        for name, village, rooms in reversed(places)
        if village
    }
    common = next((Place(keyed(salt, "place", tidy(n)), rooms) for n, v, rooms in places if not v), None)
    villages = tuple(village.name for village in settings.village)
    return OfficeNames(
        SittingOffice(tuple(own.values()), by_village, common, villages),
        {mediator.key: name for name, mediator in own.items()},
        {keyed(salt, "place", tidy(name)): name for name, _, _ in places},
        {keyed(salt, "mediator", tidy(part.name)): at for at, part in enumerate(settings.mediator, 1)},
        read.unread,
    )


class _People:
    """The sheet 调解员与场所, read block by block; people's own."""

    def __init__(self, rows: Sequence[Sequence[CellValue]], today: date) -> None:
        self.mediators: dict[str, _Line] = {}
        self.places: list[tuple[str, str | None, int]] = []
        self.leaders: dict[str, tuple[frozenset[str], set[date]]] = {}
        self.unread: list[int] = []
        self._today = today
        found = _heading(rows)
        if found is None:
            return
        heading, columns = found
        for number, cells in enumerate(rows[heading + 1 :], heading + 2):
            texts: dict[str, CellValue] = {
                name: cells[at] if at < len(cells) else "" for name, at in columns.items()
            }
            read = (self._mediator(texts), self._place(texts), self._leader(texts))
            if not all(read):
                self.unread.append(number)

    @property
    def place_names(self) -> frozenset[str]:
        return frozenset(name for name, _, _ in self.places)

    def _mediator(self, texts: Mapping[str, CellValue]) -> bool:
        name = tidy(as_text(texts.get("name", "")))
        if not name:
            return True
        line = self.mediators.setdefault(name, _Line())
        well = self._leave(texts, "off_from", "off_to", line.off)
        if villages := _listed(texts.get("villages", "")):
            line.villages = frozenset(villages)
        if days := as_text(texts.get("days", "")).strip():
            line.days, read = _weekdays(days)
            well = well and read
        if halves := as_text(texts.get("halves", "")).strip():
            half, _ = read_half(halves)
            both = "/" in halves or "全天" in halves or "、" in halves
            line.halves = frozenset(Half) if both else frozenset({half} if half else ())
            well = well and bool(line.halves)
        if per_day := as_text(texts.get("per_day", "")).strip():
            line.per_day = int(per_day) if per_day.isdecimal() and int(per_day) > 0 else None
            well = well and line.per_day is not None
        return well

    def _place(self, texts: Mapping[str, CellValue]) -> bool:
        name = tidy(as_text(texts.get("place", "")))
        if not name:
            return True
        rooms = as_text(texts.get("rooms", "")).strip() or "1"
        village = tidy(as_text(texts.get("place_village", ""))) or None
        if not rooms.isdecimal() or not int(rooms):
            return False
        self.places.append((name, village, int(rooms)))
        return True

    def _leader(self, texts: Mapping[str, CellValue]) -> bool:
        name = tidy(as_text(texts.get("leader", "")))
        if not name:
            return True
        villages, off = self.leaders.setdefault(
            name, (frozenset(_listed(texts.get("leader_villages", ""))), set())
        )
        del villages
        return self._leave(texts, "leader_off_from", "leader_off_to", off)

    def _leave(self, texts: Mapping[str, CellValue], start: str, end: str, off: set[date]) -> bool:
        first, last = (self._day(texts.get(key, "")) for key in (start, end))
        wanted = [as_text(texts.get(key, "")).strip() for key in (start, end)]
        if not any(wanted):
            return True
        first = first or last
        last = last or first
        if first is None or last is None or last < first or (last - first).days > 366:
            return False
        off.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        return all(
            self._day(texts.get(key, "")) or not text for key, text in zip((start, end), wanted, strict=True)
        )

    def _day(self, value: CellValue) -> date | None:
        for one in read_sittings(value).days:
            point = one.point
            if point.year:
                return date(point.year, point.month, point.day)
            return nearest(point.month, point.day, self._today)
        return None


def _heading(rows: Sequence[Sequence[CellValue]]) -> tuple[int, dict[str, int]] | None:
    for number, cells in enumerate(rows[:_HEADING_ROWS]):
        texts = [tidy(as_text(cell)) for cell in cells]
        for language in LANGUAGES:
            words: Any = phrases(language, "schedule")["people"]
            columns = {key: texts.index(tidy(text)) for key, text in words.items() if tidy(text) in texts}
            if "name" in columns:
                return number, columns
    return None


def _listed(value: CellValue) -> tuple[str, ...]:
    return tuple(names_in(as_text(value)) or ())


def _weekdays(text: str) -> tuple[frozenset[int] | None, bool]:
    named = "一二三四五六日"
    plain = tidy(text).replace("天", "日").replace("周", "").replace("星期", "").replace("礼拜", "")
    found = {int(c) for c in plain if c in "1234567"} | {named.index(c) + 1 for c in plain if c in named}
    return (frozenset(found), True) if found else (None, False)


def leaders_of(
    settings: Settings, people: Sequence[Sequence[CellValue]], today: date
) -> list[tuple[str, frozenset[str], frozenset[date]]]:
    """Return the leaders in their order: name, linked villages, days of leave."""
    read = _People(people, today)
    found = {tidy(part.name): (frozenset(part.villages), frozenset(part.off)) for part in settings.leader}
    for name, (villages, off) in read.leaders.items():
        before = found.get(name, (frozenset[str](), frozenset[date]()))
        found[name] = (villages or before[0], before[1] | off)
    return [(name, villages, off) for name, (villages, off) in found.items()]
