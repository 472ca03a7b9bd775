"""One date cell's text: which day it spells, or why it spells none.

The reading knows neither the column's role nor the year of the sheet: "3月5日" is March 5 of some year,
and "3月31日前" is March 31 with a word that makes it a bound. `sync.dates` decides what to make of that.
Everything beside the date must be understood, or the cell is refused: a leftover is never dropped.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from config.vocabulary import ProblemCode
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import narrow
from sync.dates.points import SIGN, Point, point_at, range_end
from sync.dates.remarks import beside


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one text spells.

    Attributes:
        start: the day, or the first of a range; None when there is none or the text is refused.
        end: the last day of a range; its year and month may still be 0 (``3月5日-8日``).
        code: why it is refused, "" when it is not.
        hint: the day a person would probably mean although it is refused.
        blank: the cell holds nothing, or a zero that a program left.
        nothing: a dash, a slash or a word for "nothing here".
        said: the words beside the first date.
        said_later: those beside the dates that follow it.
        more: a second date follows in a remark.
        last: the last date that follows.
        bound: the date is said to be a limit (3月31日前).
        planned: the date is said to be a plan (预计3月5日).
        weekday: the weekday written beside it, Monday = 0.
    """

    start: Point | None = None
    end: Point | None = None
    code: str = ""
    hint: Point | None = None
    blank: bool = False
    nothing: bool = False
    said: tuple[str, ...] = ()
    said_later: tuple[str, ...] = ()
    more: bool = False
    last: Point | None = None
    bound: bool = False
    planned: bool = False
    weekday: int | None = None


#: A longer text is a story, whatever dates it tells of.
LONGEST = 100

BLANK = Spelling(blank=True)
NOTHING = Spelling(nothing=True)

_YEAR_LAST = re.compile(f"[0-9]{{1,2}}({SIGN})[0-9]{{1,2}}\\1[0-9]{{4}}(?![0-9])")
_INCOMPLETE = re.compile(
    r"(?:[0-9]{4}|[0-9]{2}年)(?:[-年./。\\−–— ](?:[0-9]{1,2}(?:月份?|[.。])?)?)?"
    "|[0-9]{4}(?:0[1-9]|1[0-2])|[0-9]{1,2}月份?|[0-9]{1,2}[日号]"
)
_PLACEHOLDER = re.compile(r"[-−–—―/\\、._。…~|]+")
_EPOCH = re.compile(
    "(?:0000[-./]00[-./]00|1970[-./年]0?1[-./月]0?1"
    "|1900[-./年]0?1[-./月]0?[01]|1899[-./年]12[-./月]3[01])日?(?:[t ][0-9:.]*)?"
)
_ZERO = re.compile("0+(?:[.:]0+)*")

#: 周四, （四）, Thu; in digits only where a word says that it is a weekday.
_WEEKDAY = re.compile(
    "(?:星期|周|礼拜)([一二三四五六日天1-7])|[(\\[【]([一二三四五六日])[)\\]】]"
    "|(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?(?![a-z])"
)
_WEEKDAYS = ("1234567", "一二三四五六日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
#: Sat Mar 07 09:30:15 CST 2026, Sat Mar 07 2026 09:30:15 GMT+0800: what programs make of a day here.
_PROGRAMS_OWN = (
    "([a-z]{3}) ([a-z]{3}) ([0-9]{1,2}) (?:[0-9:]{8} (?:cst )?)?([0-9]{4})(?: [0-9:]{8} gmt[+]0800.*)?"
)
_TIME = re.compile(
    "[t ]?(?:上午|下午|早上|早|晚上|晚|中午|凌晨)?([0-9]{1,2})"
    "(?::([0-9]{2})(?::[0-9]{2}(?:[.][0-9]+)?)?分?|[时点](?:([0-9]{1,2})分?|半|整|一刻|三刻)?)(?:许|多|左右|前后)?"
    " ?(?:am|pm)?(?![0-9])"
)
_ZONE = re.compile(r"(?P<own>\+08:?00)|z|\+00:?00")
#: By how many hours the village's clock is ahead of the one that Z names.
_OURS_AHEAD = 8
_CLAUSE_END = re.compile(r"[,，;；。!(（\[【]|[.](?![0-9])")
_SIGN = re.compile(r"[:：)）\]】〔〕<>《》\"“”'‘’`、 ]")
_LUNAR_NOTE = re.compile(r"[(（\[【](?:农历|阴历)[^()（）\[\]【】]*[)）\]】]")
# 三月十五 and 廿三 without 日 are how people write the farmers' calendar.
_LUNAR_STYLE = re.compile(
    "月(?:廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?)(?![一二三四五六七八九日号])"
)


@cache
def _said(kind: str) -> tuple[str, ...]:
    return tuple(words("dates")["meaning"][kind])


def read_spelling(text: str) -> Spelling:
    """Return what *text* spells; never raises, whatever it is given.

    Source: docs/reading.md#dates (spellings, refusals; a leftover is refused).
    """
    if len(text.strip()) > LONGEST:
        return refused(ProblemCode.DATE_UNPARSEABLE)
    plain = _plain(text)
    if not plain or _ZERO.fullmatch(plain) or _EPOCH.fullmatch(plain):
        return BLANK
    if _PLACEHOLDER.fullmatch(plain) or plain in _nothing():
        return NOTHING
    reading = _scan(_modern(plain))
    if reading.start is not None and _LUNAR_STYLE.search(_LUNAR_NOTE.sub("", plain)):
        return Spelling(code=ProblemCode.DATE_AMBIGUOUS, hint=reading.start)
    return reading


@cache
def _nothing() -> frozenset[str]:
    return frozenset(word.lower() for word in _said("nothing"))


def _plain(text: str) -> str:
    """Return *text* narrow, in lower case, blanks kept only between two digits, where they separate."""
    plain = narrow(text).strip("'‘’`\"").lower()
    if plain[:3] in _WEEKDAYS[2] and (hit := re.fullmatch(_PROGRAMS_OWN, plain)):
        plain = f"{hit[2]} {hit[3]}, {hit[4]}({hit[1]})"
    plain = plain.removeprefix("今年") if re.match("今年[0-9]", plain) else plain
    return re.sub("(?<![0-9]) | (?![0-9])", "", plain) if " " in plain else plain


def _modern(plain: str) -> str:
    """Return *plain* with 元月 as January and Chinese numerals in digits."""
    return plain if plain.isascii() else with_arabic_numerals(plain.replace("元月", "1月"))


def _scan(text: str) -> Spelling:
    """Read the date of *text* and all the words beside it."""
    if _is_lunar(text):
        return Spelling(code=ProblemCode.DATE_LUNAR)
    if _YEAR_LAST.match(text):
        return Spelling(code=ProblemCode.DATE_AMBIGUOUS, hint=_only_reading(text))
    reading, position = _Walk(text).to_the_end()
    if reading.code or (reading.start is not None and position == len(text)):
        return reading
    # Digits that are left over may belong to the date itself, so that it is not even worth suggesting.
    left_over = re.match("[^0-9一-龥]*[0-9]", text[position:])
    return _refused(text, None if left_over else reading.start)


def _is_lunar(text: str) -> bool:
    rest = _LUNAR_NOTE.sub("", text)
    return any(word in rest for word in _said("lunar")) or re.search("月初[0-9]", rest) is not None


def _refused(text: str, found: Point | None) -> Spelling:
    """Say why a text that is no date is none."""
    if any(word in text for word in _said("vague")):
        return Spelling(code=ProblemCode.DATE_VAGUE)
    if _INCOMPLETE.fullmatch(text):
        return Spelling(code=ProblemCode.DATE_INCOMPLETE)
    return Spelling(code=ProblemCode.DATE_UNPARSEABLE, hint=found)


def _only_reading(text: str) -> Point | None:
    """Return the one day that 25/3/2026 can be; None for 5/3/2026."""
    first, second, year = (int(part) for part in re.findall("[0-9]+", text)[:3])
    readings = {Point(year, month, day) for month, day in ((first, second), (second, first))}
    existing = [point for point in readings if point.exists]
    return existing[0] if len(existing) == 1 else None


class _Walk:
    """One pass over a text: words, the date, its time, its remark. Stops at what it does not know."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.reading = Spelling()
        self.labels_first = True  # words still belong to the first date
        self.has_paused = False  # a comma stood behind the first date

    def to_the_end(self) -> tuple[Spelling, int]:
        """Return the reading and where it stopped."""
        while self.position < len(self.text) and not self.reading.code and self._step():
            pass
        return self.reading, self.position

    def _step(self) -> bool:
        return self._date() or self._clock() or self._weekday() or self._sign() or self._word()

    def _date(self) -> bool:
        hit = point_at(self.text, self.position)
        if hit is None:
            return False
        point, self.position = hit
        if not point.exists:
            self.reading = Spelling(code=ProblemCode.DATE_IMPOSSIBLE)
        elif self.reading.start is None:
            end, after = range_end(self.text, self.position, point)
            self.position = _after_time(self.text, after)
            self.reading = replace(self.reading, start=point, end=end)
            if end is not None and end.month and not end.exists:
                self.reading = Spelling(code=ProblemCode.DATE_IMPOSSIBLE)
        else:
            self.labels_first = False
            self.reading = replace(self.reading, more=True, last=point)
        return True

    def _clock(self) -> bool:
        """A time of day that a weekday parts from its day: 3月7日（星期六）上午9:30."""
        after = _after_time(self.text, self.position) if self.reading.start is not None else self.position
        is_time, self.position = after > self.position, after
        return is_time

    def _weekday(self) -> bool:
        hit = _WEEKDAY.match(self.text, self.position)
        if hit is None:
            return False
        self.position = _after_time(self.text, hit.end())
        said = str(hit[1] or hit[2] or hit[3]).replace("天", "日")
        weekday = next(days.index(said) for days in _WEEKDAYS if said in days)
        if self.reading.weekday not in (None, weekday):
            self.reading = Spelling(code=ProblemCode.DATE_AMBIGUOUS)
        elif self.labels_first:
            self.reading = replace(self.reading, weekday=weekday)
        return True

    def _sign(self) -> bool:
        note = _LUNAR_NOTE.match(self.text, self.position)
        end = None if note else _CLAUSE_END.match(self.text, self.position)
        if end:
            # 2026.3.5收，… : what follows the comma says nothing of the first date.
            self.labels_first = self.labels_first and (self.reading.start is None or not self.reading.said)
            self.has_paused = self.reading.start is not None
        hit = note or end or _SIGN.match(self.text, self.position)
        if hit is None:
            return False
        self.has_paused |= hit[0] == "、" and self.reading.start is not None
        self.position = hit.end()
        return True

    def _word(self) -> bool:
        remark = beside()
        hit = remark.pattern.match(self.text, self.position)
        if hit is None:
            return False
        word, dated = hit[0], self.reading.start is not None
        if word in remark.until and dated and word not in remark.bound:
            return False
        self.position = hit.end()
        if word in remark.closing and self.reading.end is not None:
            return True
        if word in remark.again and self.has_paused:
            self.labels_first = False
        if word in remark.until or (word in remark.bound and dated):
            self.reading = replace(self.reading, bound=True)
        elif word in remark.planned:
            self.reading = replace(self.reading, planned=True)
        elif self.labels_first:
            self.reading = replace(self.reading, said=(*self.reading.said, word))
        else:
            self.reading = replace(self.reading, said_later=(*self.reading.said_later, word))
        return True


def _after_time(text: str, position: int) -> int:
    """Return where a time of day that starts at *position* ends; *position* if there is none."""
    hit = _TIME.match(text, position)
    if hit is None or int(hit[1]) > 24 or int(hit[2] or hit[3] or 0) > 59:
        return position
    zone = _ZONE.match(text, hit.end())
    if zone is None:
        return hit.end()
    # 16:00Z is midnight in the village: whether the program meant that day or the next is not said.
    return zone.end() if zone["own"] or int(hit[1]) + _OURS_AHEAD < 24 else hit.end()


def refused(code: ProblemCode, hint: Point | None = None) -> Spelling:
    """Return the reading of a cell that is refused with *code*."""
    return Spelling(code=code, hint=hint)
