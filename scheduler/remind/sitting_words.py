"""The digest's block of sittings in words: numbers, places, half-days and rooms; never a name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from config.language import phrases
from scheduler.remind.sitting_notices import NoticeKind, NoticePlace, SittingNotice

#: Lines of one kind that are named; the others are counted.
_NAMED = 10


def sitting_block(notices: Sequence[SittingNotice], today: date, language: str) -> list[str]:
    """Return the block's lines: for each kind a heading with its count, then one line each."""
    say = _Words(today, language)
    text: list[str] = []
    for kind in NoticeKind:
        mine = [one for one in notices if one.kind is kind]
        if mine:
            text.append(say.table[kind].format(count=len(mine)))
            text += [say.line(one) for one in mine[:_NAMED]]
        if len(mine) > _NAMED:
            text.append(say.table[f"{kind}_more"].format(count=len(mine) - _NAMED))
    return text


def sitting_title(township: str, notices: Sequence[SittingNotice], today: date, language: str) -> str:
    """Return the subject of a digest that tells of sittings only."""
    counts = {kind.value: sum(one.kind is kind for one in notices) for kind in NoticeKind}
    words: Any = phrases(language, "reminders")["sittings"]
    return words["title"].format(township=township, day=today.isoformat(), **counts)


class _Words:
    def __init__(self, today: date, language: str) -> None:
        self.table: Any = phrases(language, "reminders")["sittings"]
        self._line: Any = phrases(language, "reminders")["line"]
        self._form: Any = phrases(language, "rules")["form"]
        self._sitting: Any = phrases(language, "rules")["sitting"]
        self._halves: Any = phrases(language, "schedule")["half"]
        self._today = today

    def line(self, one: SittingNotice) -> str:
        if one.kind is NoticeKind.CLASH:
            return self.table["clash_line"].format(
                when=self._when(one),
                one=self._short(one.one),
                other=self._short(one.other or one.one),
                what=self._sitting[one.what],
            )
        place = self._line["place"].format(village=one.one.village, sheet=one.one.sheet, row=one.one.row)
        number = self._line["number"].format(number=one.one.number) if one.one.number else ""
        if one.kind is NoticeKind.OWED:
            key = "owed_line" if one.by else "owed_late"
            by = self._day(one.by) if one.by else ""
            return self.table[key].format(place=place, number=number, day=self._day(one.day), by=by)
        return self.table["line"].format(
            when=self._when(one), place=place, number=number, n=one.count, room=one.room
        )

    def _when(self, one: SittingNotice) -> str:
        day = self.table["today"] if one.day == self._today else self._day(one.day)
        slot = self.table["slot_open"].format(day=day)
        if one.half:
            slot = self.table["slot"].format(day=day, half=self._halves[one.half], time=one.time).strip()
        return self.table["rest"].format(slot=slot) if one.is_rest_day else slot

    def _day(self, day: date) -> str:
        form = "day" if day.year == self._today.year else "full"
        return self._form[form].format(year=day.year, month=day.month, day=day.day)

    def _short(self, place: NoticePlace) -> str:
        key = "case_place" if place.village else "own_place"
        return self.table[key].format(village=place.village, row=place.row)
