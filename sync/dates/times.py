"""One cell that tells of sittings: its days, the half or time of each, and how it came out.

The reading knows no year and no role, as `spellings` does not; `sync.cases.sittings` decides. Several days
in one cell are several sittings: 11月20日未果，12月3日再调.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from math import isfinite

from config.vocabulary import Half, ProblemCode, SittingOutcome
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import narrow, tidy
from sync.dates.points import Point, point_at, range_end
from sync.dates.serials import read_number
from sync.grid import CellValue

#: A longer text is a story, whatever days it tells of.
LONGEST = 120

_WEEKDAY = re.compile("(?:星期|周|礼拜)([一二三四五六日天1-7])")
_CLOCK = re.compile(
    r"[ t]?(?P<hour>[0-9]{1,2})"
    r"(?:[:：](?P<minute>[0-9]{2})(?::[0-9]{2})?|[点时](?P<said>半|[0-9]{1,2}分?|整)?(?:钟)?)(?![0-9])"
)
_DOTTED = re.compile(r"(?P<hour>[0-9]{1,2})[.](?P<minute>[0-9]{2})(?![0-9])")
_TIME_RANGE = re.compile(
    r"[-−–—―~至到]{1,2}(?:上午|下午)?[0-9]{1,2}(?:[:：.][0-9]{2}|[点时](?:半|[0-9]{1,2}分?)?)"
)
#: 11月5日、12日: further days of the same month.
_MORE_DAYS = re.compile(r"[、,，和及/]([0-9]{1,2})[日号]")
_PLACEHOLDER = re.compile(r"[-−–—―/\\、._。…~|×xX]+|0+")
_INCOMPLETE = re.compile(r"(?:[0-9]{4}年?)?[0-9]{1,2}月份?|[0-9]{4}年|[0-9]{1,2}[日号]")
_NOON = 12
#: Nobody is called at three in the morning: such an hour without a half is one of the afternoon.
_EARLIEST_HOUR = 7


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """One day in a cell.

    Attributes:
        point: the day; its year is 0 where none is written.
        half: None where neither half nor time is written.
        time: ``09:30``, or "".
        weekday: written beside it, Monday = 0; None for none.
    """

    point: Point
    half: Half | None = None
    time: str = ""
    outcome: SittingOutcome = SittingOutcome.UNKNOWN
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class SpokenSittings:
    """What one cell says.

    Attributes:
        days: in the order written.
        code: why the cell was refused; "" when it was not. A blank cell and 待定 have neither.
        outcome: of words without a day.
    """

    days: tuple[SpokenDay, ...] = ()
    code: ProblemCode | str = ""
    outcome: SittingOutcome = SittingOutcome.UNKNOWN


NOTHING = SpokenSittings()


def read_sittings(value: CellValue, *, date1904: bool = False) -> SpokenSittings:
    """Return what a cell says of sittings; never raises, whatever it holds."""
    if isinstance(value, datetime):
        return SpokenSittings((_of_clock(Point(value.year, value.month, value.day), value.time()),))
    if isinstance(value, date):
        return SpokenSittings((SpokenDay(Point(value.year, value.month, value.day)),))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_number(float(value), date1904=date1904)
    if isinstance(value, str):
        return read_sitting_text(value)
    return NOTHING


def _of_number(value: float, *, date1904: bool) -> SpokenSittings:
    if not isfinite(value):
        return NOTHING
    found = read_number(float(int(value)) if value > 1000 else value, date1904=date1904)
    if found.start is None:
        return SpokenSittings(code=found.code) if found.code else NOTHING
    minutes = round(value % 1 * 1440) % 1440 if value > 1000 else 0
    return SpokenSittings((_of_clock(found.start, time(minutes // 60, minutes % 60)),))


def _of_clock(point: Point, clock: time) -> SpokenDay:
    if clock == time():
        return SpokenDay(point)
    return SpokenDay(point, Half.AM if clock.hour < _NOON else Half.PM, f"{clock:%H:%M}")


def read_sitting_text(text: str) -> SpokenSittings:
    """Return what a text says of sittings."""
    plain = _plain(text)
    if not plain or _PLACEHOLDER.fullmatch(plain) or tidy(plain).lower() in _set("open", "words"):
        return NOTHING
    if len(plain) > LONGEST:
        return SpokenSittings(code=ProblemCode.DATE_UNPARSEABLE)
    days: list[SpokenDay] = []
    marks = list(_days(plain))
    for number, (point, start, end) in enumerate(marks):
        if not point.exists:
            return SpokenSittings(code=ProblemCode.DATE_IMPOSSIBLE)
        before = plain[:start] if number == 0 else ""
        after = plain[end : marks[number + 1][1] if number + 1 < len(marks) else len(plain)]
        if _is_beside(after, _words("vague", "beside")):
            return SpokenSittings(code=ProblemCode.DATE_VAGUE)
        if not _is_dropped(after):
            days.append(_spoken(point, before, after))
    if not marks:
        return _without_day(plain)
    return SpokenSittings(tuple(days))


def read_half(text: str) -> tuple[Half | None, str]:
    """Return half and time that a text without a day names: 上午, 下午3点, 15:00; "" for none."""
    spoken = _spoken(Point(0, 1, 1), "", _plain(text))
    return spoken.half, spoken.time


def outcome_of(text: str) -> SittingOutcome:
    """Return how a sitting came out, as words tell it; failure before success, for 未达成协议 holds both."""
    plain = tidy(text).lower()
    if any(word in plain for word in _words("outcome", "failed")):
        return SittingOutcome.FAILED
    if any(word in plain for word in _words("outcome", "agreed")):
        return SittingOutcome.AGREED
    return SittingOutcome.UNKNOWN


def is_ongoing(text: str) -> bool:
    """Whether a text says no more than that mediation goes on: 调解中."""
    return tidy(text).lower().strip("!。.") in _words("outcome", "ongoing")


def says_moved(text: str) -> bool:
    """Whether a text says that the sitting is put off: 改期."""
    return any(word in tidy(text).lower() for word in _words("outcome", "moved"))


def says_cancelled(text: str) -> bool:
    """Whether a text says that there will be none: 取消."""
    return any(word in tidy(text).lower() for word in _words("outcome", "cancelled"))


def is_agreement(text: str) -> bool:
    """Whether a text accepts what was suggested: 同意, √."""
    return tidy(text).lower().strip("!。.") in _set("agree", "words")


def read_times(text: str) -> int:
    """Return how often: 第2次, 2次, 两次, 二 are 2; 0 for anything else."""
    hit = re.fullmatch(_times_pattern(), tidy(text))
    if hit is None:
        return 0
    number = with_arabic_numerals(hit[1].replace("两", "二"))
    return int(number) if number.isdecimal() else 0


# -- inside --------------------------------------------------------------------------------------------------


@cache
def _words(table: str, key: str) -> tuple[str, ...]:
    listed: Mapping[str, Sequence[str]] = words("sittings")[table]
    return tuple(sorted(listed[key], key=len, reverse=True))


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(_words(table, key))


@cache
def _times_pattern() -> re.Pattern[str]:
    return re.compile(words("sittings")["times"]["pattern"])


def _plain(text: str) -> str:
    """Return *text* narrow, in lower case, numerals in digits, blanks kept only between two digits."""
    plain = narrow(text).strip("'‘’`\"").lower()
    plain = re.sub("(?<![0-9]) | (?![0-9])", "", plain) if " " in plain else plain
    return plain if plain.isascii() else with_arabic_numerals(plain.replace("元月", "1月"))


def _days(plain: str) -> Iterator[tuple[Point, int, int]]:
    """Yield each day with where it starts and ends; what is a time of day is none."""
    position = 0
    while position < len(plain):
        clock = _after_clock(plain, position)
        hit = None if clock else point_at(plain, position)
        if hit is None:
            position = clock or position + 1
            continue
        point, end = hit
        start = position
        _, position = range_end(plain, end, point)  # 12.3-12.4 is its first day
        more = [(point, start, end)]
        while further := _MORE_DAYS.match(plain, position):
            more.append((point._replace(day=int(further[1])), further.start() + 1, further.end()))
            position = further.end()
        more[-1] = (more[-1][0], more[-1][1], max(position, more[-1][2]))
        yield from more


def _after_clock(plain: str, position: int) -> int:
    """Return where a time of day that starts at *position* ends; 0 if none does."""
    if position and plain[position - 1].isdigit():
        return 0
    half = any(plain.endswith(word, 0, position) for key in ("am", "pm") for word in _words("half", key))
    hit = _CLOCK.match(plain, position) or (_DOTTED.match(plain, position) if half else None)
    if hit is None:
        return 0
    rest = _TIME_RANGE.match(plain, hit.end())
    return rest.end() if rest else hit.end()


def _is_beside(after: str, listed: Sequence[str]) -> bool:
    """Whether a word stands right behind the day: 12月3日前."""
    bare = after.lstrip(")）] 的")
    return any(bare.startswith(word) for word in listed) and not bare.startswith("前往")


def _is_dropped(after: str) -> bool:
    return says_moved(after) or says_cancelled(after)


def _spoken(point: Point, before: str, after: str) -> SpokenDay:
    """Return a day with what the words around it say."""
    weekday = _WEEKDAY.search(after)
    bare = _WEEKDAY.sub("", after)
    said = next(
        (Half(key) for text in (bare, before) for key in ("am", "pm") if _has(text, _words("half", key))),
        None,
    )
    clock = _CLOCK.search(bare) or (_DOTTED.search(bare) if said else None)
    hour = int(clock["hour"]) if clock else -1
    minute = _minute(clock) if clock else 0
    named = "1234567一二三四五六日".index(weekday[1].replace("天", "日")) % 7 if weekday else None
    outcome = outcome_of(after)
    if not 0 <= hour < 24 or minute > 59:
        return SpokenDay(point, said, "", outcome, named)
    if hour < _NOON and (said is Half.PM or (said is None and hour < _EARLIEST_HOUR)):
        hour += _NOON
    half = said if said and hour == _NOON else (Half.AM if hour < _NOON else Half.PM)
    return SpokenDay(point, half, f"{hour:02}:{minute:02}", outcome, named)


def _has(text: str, listed: Sequence[str]) -> bool:
    # am and pm are words of their own, not a part of one.
    return any(
        re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) if word.isascii() else word in text
        for word in listed
    )


def _minute(clock: re.Match[str]) -> int:
    groups = clock.groupdict()
    if groups["minute"]:
        return int(groups["minute"])
    said = groups.get("said") or ""
    if said == "半":
        return 30
    digits = said.rstrip("分")
    return int(digits) if digits.isdigit() else 0


def _without_day(plain: str) -> SpokenSittings:
    outcome = outcome_of(plain)
    if says_cancelled(plain) or says_moved(plain):
        return NOTHING
    if any(word in plain for word in (*_words("vague", "instead"), *_words("vague", "beside"))):
        return SpokenSittings(code=ProblemCode.DATE_VAGUE, outcome=outcome)
    if _INCOMPLETE.fullmatch(plain):
        return SpokenSittings(code=ProblemCode.DATE_INCOMPLETE)
    if outcome:
        return SpokenSittings(outcome=outcome)
    if any(word in plain for word in _words("open", "words") if len(word) > 1):
        return NOTHING
    return SpokenSittings(code=ProblemCode.DATE_UNPARSEABLE)
