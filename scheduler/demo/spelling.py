"""How clerks write a date: eighteen ways, all of which a person reads without asking."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

_DIGITS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_RANGE_DAYS = 3
# 3.1 may be the first or, its zero lost, the tenth; a clerk who writes dots avoids them.
_DOUBTFUL_DAYS = frozenset({1, 2, 3})


class TypedCell(NamedTuple):
    """What stands in a cell: text, a number, a date or nothing; and a date's number format."""

    value: str | float | date | None
    form: str = ""


def spelled(day: date, how: str, until: date | None = None) -> TypedCell:
    """Write *day* in the spelling *how*; a range only where it ends by *until*."""
    if how == "range":
        return _range(day, until)
    return _SPELLINGS[how](day)


def han_number(number: int) -> str:
    """Write 1 to 99 as people say it: 廿 is not used, 二十一 is."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _han(day: date) -> TypedCell:
    return TypedCell(f"{day.year}年{day.month}月{day.day}日")


def _range(day: date, until: date | None) -> TypedCell:
    last = day + timedelta(days=_RANGE_DAYS)
    if until is None or last > until or last.month != day.month:
        return _han(day)
    return TypedCell(f"{day.year}年{day.month}月{day.day}日-{last.day}日")


def _han_numerals(day: date) -> TypedCell:
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return TypedCell(f"{year}年{han_number(day.month)}月{han_number(day.day)}日")


def _month_day(day: date) -> TypedCell:
    return TypedCell(f"{day.month}月{day.day}日")


def _month_dot(day: date) -> TypedCell:
    return _month_day(day) if day.day in _DOUBTFUL_DAYS else TypedCell(f"{day.month}.{day.day}")


_SPELLINGS: Mapping[str, Callable[[date], TypedCell]] = {
    "real": lambda day: TypedCell(day, "yyyy/m/d"),
    "real_han": lambda day: TypedCell(day, 'yyyy"年"m"月"d"日"'),
    "dotted": lambda day: TypedCell(f"{day.year}.{day.month}.{day.day}"),
    "dashed": lambda day: TypedCell(f"{day.year}-{day.month}-{day.day}"),
    "slash": lambda day: TypedCell(f"{day.year}/{day.month}/{day.day}"),
    "iso": lambda day: TypedCell(day.isoformat()),
    "compact": lambda day: TypedCell(f"{day:%Y%m%d}"),
    "short_year": lambda day: TypedCell(f"{day:%y}.{day.month}.{day.day}"),
    "time": lambda day: TypedCell(f"{day.isoformat()} 14:30"),
    "wide": lambda day: TypedCell(f"{day.year}.{day.month}.{day.day}".translate(_WIDE)),
    "han": _han,
    "month_full": lambda day: TypedCell(f"{day.year}年{day.month:02d}月{day.day:02d}日"),
    "han_spaced": lambda day: TypedCell(f"{day.year} 年 {day.month} 月 {day.day} 日"),
    "han_weekday": lambda day: TypedCell(f"{_han(day).value}（星期{_WEEKDAYS[day.weekday()]}）"),
    "han_numerals": _han_numerals,
    "month_day": _month_day,
    "month_dot": _month_dot,
    "month_slash": lambda day: TypedCell(f"{day.month}/{day.day}"),
}
