# ruff: noqa: DTZ901  (cells have no time zone)
"""Promises about dates: nothing raises, and nothing is read that the digits do not spell."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.vocabulary import DATE_ROLES, ProblemCode, Role
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates

AS_OF = date(2026, 4, 3)
DATE_CHARACTERS = "0123456789０１２３一二三十廿〇○年月日号.。/-—~至、,， \n()（）收办结前①²元周四五上午:Tt'"
PIECES = [
    *("2026", "2025", "26", "25", "3", "5", "12", "31", "0", "03", "20260305", "260305", "46086"),
    *(".", "-", "/", "。", "、", "—", "~", "至", " ", "\n", ",", "，", "；", "(", "）"),
    *(
        "年",
        "月",
        "日",
        "号",
        "三",
        "十",
        "廿",
        "〇",
        "星期四",
        "周五",
        "上午",
        "14:30",
        "T09:15",
        "9点",
        "①",
    ),
    *("收", "办结", "前", "起", "回访", "未", "Mar", "底", "农历", "预计"),
]
PIECED = st.lists(st.sampled_from(PIECES), min_size=2, max_size=9).map("".join)
CELLS = st.one_of(
    PIECED,
    st.text(),
    st.text(alphabet=DATE_CHARACTERS, max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
CHINESE = dict(zip("〇○零一二三四五六七八九十", [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], strict=True))


def spelled(text: str) -> set[tuple[int, int]]:
    """Slow and obvious: every month and day that neighbouring numbers of *text* could mean, in that order."""
    plain = "".join(
        unicodedata.normalize("NFKC", char) if unicodedata.east_asian_width(char) == "F" else char
        for char in text
    )
    plain = re.sub("[〇○零一二三四五六七八九十廿卅]+", lambda hit: f" {_number(hit[0])} ", plain)
    groups = re.findall("[0-9]+", plain.replace("Mar", " 3 "))
    if "Mar" in text:  # English writes the day first as well
        groups += reversed(groups)
    pairs = {(int(month), int(day)) for month, day in pairwise(groups) if len(month) < 3 and len(day) < 3}
    for group in groups:
        if len(group) in (6, 8):
            pairs.add((int(group[-4:-2]), int(group[-2:])))
        if len(group) == 5:
            serial = date(1899, 12, 30) + timedelta(days=int(group))
            pairs.add((serial.month, serial.day))
    return pairs


def _number(run: str) -> int:
    if len(run) == 4 and "十" not in run:
        return int("".join(str(CHINESE[char]) for char in run)) if set(run) <= set(CHINESE) else 9999
    plain = run.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return int("".join(str(CHINESE[char]) for char in plain))
    if len(tens) > 1 or len(ones) > 1:
        return 9999
    return (CHINESE[tens] if tens else 1) * 10 + (CHINESE[ones] if ones else 0)


@given(
    cells=st.lists(CELLS, max_size=8),
    role=st.sampled_from(DATE_ROLES),
    title=st.sampled_from([0, 2025, 2026]),
)
@example(cells=["9" * 400], role=Role.REGISTERED_DATE, title=0)
@example(cells=[1e308, -1e308, 5e-324], role=Role.DUE_DATE, title=0)
@example(cells=[date.max, date.min, datetime.max, time.max, timedelta.max], role=Role.DUE_DATE, title=0)
def test_no_cell_is_ever_an_exception_and_every_cell_has_one_answer(
    cells: list[object], role: Role, title: int
) -> None:
    column = read_dates(cells, role, Dating(AS_OF, years=[title] * len(cells)))  # type: ignore[arg-type]
    for row in range(len(cells)):
        answers = [not np.isnat(column.on[row]), bool(column.code[row]), bool(column.blank[row])]
        assert answers.count(True) == 1
        assert not column.code[row] or column.code[row] in set(ProblemCode)
        assert not column.suggestion[row] or date.fromisoformat(column.suggestion[row])
        if not np.isnat(column.on[row]):
            assert np.datetime64("2000-01-01") <= column.on[row] <= np.datetime64("2031-04-03")


@settings(max_examples=400)
@given(text=st.text(alphabet=DATE_CHARACTERS, max_size=16))
@example(text="2026.3.1\n5")
@example(text="3.1①")
@example(text="元月1")
def test_nothing_is_read_that_the_digits_do_not_spell(text: str) -> None:
    # Of a range one role takes the beginning, the other the end.
    roles = (Role.REGISTERED_DATE, Role.DUE_DATE)
    days = [read_dates([text], role, Dating(AS_OF)).on[0].astype(object) for role in roles]
    ends = [(day.month, day.day) for day in days if day is not None]
    if not ends:
        return
    possible = spelled(text.replace("元月", "1月"))
    days_only = {int(group) for group in re.findall("[0-9]+", text) if len(group) < 3}
    assert any(end in possible for end in ends)
    assert all(end in possible or end[1] in days_only for end in ends) or not text.isascii()


SPELLINGS = {
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "dashes": lambda day: f"{day.year}-{day.month:02}-{day.day:02}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "words": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "spaced words": lambda day: f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
    "weekday": lambda day: f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）",
    "digits": lambda day: f"{day:%Y%m%d}",
    "six digits": lambda day: f"{day:%y%m%d}",
    "short": lambda day: f"{day:%y}.{day.month}.{day.day}",
    "time": lambda day: f"{day.isoformat()} 14:30:00",
    "iso": lambda day: f"{day.isoformat()}T09:15",
    "numerals": lambda day: f"{chinese_year(day.year)}年{chinese(day.month)}月{chinese(day.day)}日",
    "english": lambda day: f"{day:%b} {day.day}, {day.year}",
    "serial text": lambda day: str((day - date(1899, 12, 30)).days),
    "serial": lambda day: float((day - date(1899, 12, 30)).days),
    "number": lambda day: float(f"{day:%Y%m%d}"),
    "date": lambda day: day,
    "datetime": lambda day: datetime.combine(day, time(16, 45)),
    "without year": lambda day: f"{day.month}月{day.day}日",
    "bare": lambda day: f"{day.month}.{day.day}",
}


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{'零一二三'[tens]}十"
    return head + ("零一二三四五六七八九"[ones] if ones else "")


def chinese_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def full_width(text: object) -> object:
    if not isinstance(text, str):
        return text
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@settings(max_examples=300)
@given(
    day=st.dates(date(2025, 4, 5), date(2026, 4, 3)),
    spelling=st.sampled_from(sorted(SPELLINGS)),
    wide=st.booleans(),
)
def test_every_day_of_the_year_in_every_spelling(day: date, spelling: str, wide: bool) -> None:
    cell = SPELLINGS[spelling](day)
    column = read_dates(
        [full_width(cell) if wide else cell], Role.REGISTERED_DATE, Dating(AS_OF, years=[day.year])
    )
    assert column.on[0].astype(object) == day


@given(
    day=st.dates(date(2025, 4, 5), date(2026, 4, 3)),
    junk=st.text(st.characters(categories=["Lu", "Ll", "Lo", "So", "No", "Nd"]), min_size=1, max_size=3),
    place=st.integers(0, 10),
)
def test_a_strange_sign_in_a_date_never_makes_it_another_day(day: date, junk: str, place: int) -> None:
    text = day.isoformat()
    spoiled = text[:place] + junk + text[place:]
    column = read_dates([spoiled], Role.REGISTERED_DATE, Dating(AS_OF))
    if not np.isnat(column.on[0]) and not re.search("[0-9０-９一二三四五六七八九十零〇]", junk):
        assert column.on[0].astype(object) == day


@given(cells=st.lists(PIECED, max_size=6), times=st.integers(1, 3))
def test_a_full_date_reads_the_same_wherever_it_stands(cells: list[str], times: int) -> None:
    together = read_dates(cells * times, Role.SERVED_DATE, Dating(AS_OF))
    for row, cell in enumerate(cells * times):
        alone = read_dates([cell], Role.SERVED_DATE, Dating(AS_OF))
        if not np.isnat(alone.on[0]) and alone.note[0] == "" and "26" not in cell:
            assert together.on[row] == alone.on[0]


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(text=st.one_of(PIECED, st.text(alphabet=DATE_CHARACTERS, max_size=16)))
def test_long_fuzz_of_what_the_digits_spell(text: str) -> None:
    column = read_dates([text], Role.REGISTERED_DATE, Dating(AS_OF))
    if not np.isnat(column.on[0]):
        day = column.on[0].astype(object)
        assert (day.month, day.day) in spelled(text)
