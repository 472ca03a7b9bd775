"""What a cell shows, as the value that a workbook would hold: text, a number, a tick or a day.

A look asks for texts only, which are a third of the bytes of texts and numbers. A number is taken for one
where its text says all of it, a day where it is written year first; `sync.google.short_days`
asks for the rest.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sync.grid import CellValue

#: As many digits as a number keeps; no zero that would be lost.
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,5}[1-9]")
_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
    r"(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_DECIMALS = re.compile(r"[0-9]+\.([0-9]+)")
_MONTH_AND_DAY = re.compile(r"(?:1[0-2]|[1-9])\.(?:[0-2]?[0-9]|3[01])")
#: The name of a month, which no number need show.
_NAMED = re.compile(r"[A-Za-z\u00c0-\u024f]{3}|[一二三四五六七八九十]月")

_WEEKDAY = r"(?:[ ,，(（]*(?:星期|周|礼拜)[一二三四五六日天][)）]?)?"
_HALF = r"(?: ?(?:上午|下午|[AaPp]\.?[Mm]\.?))? ?"
_TIME = rf"(?:[ T,]*{_HALF}[0-9]{{1,2}}[:时.][0-9]{{2}}分?(?:[:.][0-9]{{2}})?{_HALF})?"
#: What a program may show of a day so that the year, or which number is which, is not to be seen.
_SHORT_OF_A_DAY = re.compile(
    rf"(?![0-9]{{4}}[-/.][0-9]{{1,2}}\Z)[0-9]{{1,4}}([-/.])[0-9]{{1,2}}(?:\1[0-9]{{1,4}})?\.?{_WEEKDAY}{_TIME}"
    rf"|(?:[0-9]{{2,4}}年)?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月[0-9]{{1,2}}[日号]?{_WEEKDAY}{_TIME}"
    r"|(?=.*[A-Za-z\u00c0-\u024f]{3})(?=.*[0-9])(?!.*[0-9]{5})(?!.*\b[0-9]{3}\b)"
    r"[A-Za-z\u00c0-\u024f0-9 ,./:'-]+"
)
_LONGEST = 40

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's dates have no zone)
#: Serial numbers of days in four digits' years that a ledger may speak of.
_SERIALS = (1.0, 73050.0)


class ShownValues(dict[str, CellValue]):
    """The value of each distinct text of one look; filled as texts are met."""

    def __missing__(self, text: str) -> CellValue:
        value = value_of(text)
        self[text] = value
        return value


def value_of(text: str) -> CellValue:
    """Return what a cell that shows *text* holds, as far as the text tells."""
    first = text[:1]
    if first in ("T", "F"):
        return {"TRUE": True, "FALSE": False}.get(text, text)
    if not (first.isdigit() or first == "-") or len(text) > _LONGEST or not first.isascii():
        return text
    if _PLAIN.fullmatch(text):
        return float(text)
    if _FRACTION.fullmatch(text):
        # 3.1 may be a number or a text, and as a day each means something else: see what it is.
        return text if _MONTH_AND_DAY.fullmatch(text) else float(text)
    hit = _DAY.fullmatch(text)
    return _moment(hit) if hit else text


def _moment(hit: re.Match[str]) -> CellValue:
    try:
        day = date(int(hit[1]), int(hit[3] or hit[5]), int(hit[4] or hit[6]))
        if hit[7] is None:
            return day
        return datetime(day.year, day.month, day.day, int(hit[7]), int(hit[8]), int(hit[9] or 0))  # noqa: DTZ001
    except ValueError:
        return hit[0]


class ShortDays(dict[str, bool]):
    """Whether a text may be a day of which it does not show all; filled as texts are met."""

    def __missing__(self, text: str) -> bool:
        found = 3 <= len(text) <= _LONGEST and _may_begin_a_day(text) and _is_short_of_a_day(text.strip())
        self[text] = found
        return found


def _may_begin_a_day(text: str) -> bool:
    # Most cells are names and stories: no pattern need look at them.
    first = text[0]
    return first < "\u0250" or first in "一二三四五六七八九十星周"


def _is_short_of_a_day(text: str) -> bool:
    if _SHORT_OF_A_DAY.fullmatch(text) is None:
        return False
    if _DAY.fullmatch(text) or _DECIMALS.fullmatch(text):
        return _MONTH_AND_DAY.fullmatch(text) is not None
    return True


def columns_in_question(rows: Sequence[Sequence[str]], short: ShortDays) -> list[int]:
    """Return the 0-based columns in which some cell shows less of a day than it may hold."""
    found: list[int] = []
    for column, cells in enumerate(zip_longest(*rows, fillvalue="")):
        texts = set(cells)
        asked = [text for text in texts if short[text]]
        days = [text for text in asked if _DECIMALS.fullmatch(text)]
        # 3.5 beside 20.5 and 0.8 is money, not the fifth of March.
        if len(asked) > len(days) or (days and len(days) > _amounts(texts, short)):
            found.append(column)
    return found


def _amounts(texts: Iterable[str], short: ShortDays) -> int:
    return sum(1 for text in texts if not short[text] and _FRACTION.fullmatch(text))


def value_behind(text: str, behind: object) -> CellValue:
    """Return what a cell holds that shows *text*, by the value that is *behind* it: text or a number.

    A number is a day where the text shows that day and its month: 3月5日, 5/3/2026, 5. März. It stays text
    where the text shows something else, such as a month without a day.
    """
    if isinstance(behind, bool) or not isinstance(behind, int | float):
        return text
    decimals = _DECIMALS.fullmatch(text)
    if decimals and abs(float(text) - behind) < 10.0 ** -len(decimals[1]):
        return float(behind)
    if not _SERIALS[0] <= behind <= _SERIALS[1]:
        return text
    moment = _EPOCH + timedelta(seconds=round(behind * 86400))
    if not _shows(text, moment):
        return f"{moment.year}-{moment.month}" if _hides_only_the_day(text, moment) else text
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date()
    return moment


def _numbers(text: str) -> Counter[int]:
    return Counter(int(number) for number in re.findall("[0-9]+", text))


def _shows(text: str, moment: datetime) -> bool:
    shown = _numbers(text)
    needed = Counter([moment.day] if _NAMED.search(text) else [moment.month, moment.day])
    if needed - shown:
        return False
    half = (moment.hour - 1) % 12 + 1
    known = {moment.year, moment.year % 100, moment.month, moment.hour, half, moment.minute, moment.second}
    return set(shown - needed) <= known


def _hides_only_the_day(text: str, moment: datetime) -> bool:
    return (
        moment.day == 1
        and _NAMED.search(text) is not None
        and set(_numbers(text)) <= {moment.year, moment.year % 100}
    )


def shown_format(text: str) -> str:
    """Return the number format by which a number shows as *text*; General where nothing tells."""
    hit = _DECIMALS.fullmatch(text)
    return f"0.{'0' * len(hit[1])}" if hit else "General"


def agrees(text: str, behind: object) -> bool:
    """Whether *behind* can be what a cell holds that shows *text*; a text is what it shows."""
    return not isinstance(behind, str) or behind.strip() == text.strip()
