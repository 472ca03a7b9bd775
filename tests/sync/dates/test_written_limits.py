from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import Unit
from sync.dates.dating import Dating
from sync.dates.written_limits import ExtensionColumn, LimitColumn, read_extensions, read_length, read_limits

AS_OF = date(2026, 4, 3)
REGISTERED = "2026-02-10"


def limits(*cells: object, registered: str = REGISTERED, bare_unit: Unit | None = None) -> LimitColumn:
    days = np.array([registered] * len(cells), dtype="datetime64[D]")
    return read_limits(cells, Dating(AS_OF, registered=days), bare_unit=bare_unit)  # type: ignore[arg-type]


def extensions(*cells: object) -> ExtensionColumn:
    days = np.array([REGISTERED] * len(cells), dtype="datetime64[D]")
    return read_extensions(cells, Dating(AS_OF, registered=days))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("15日", 15, "calendar_days"),
        ("15天", 15, "calendar_days"),
        ("十五日内", 15, "calendar_days"),
        ("30个自然日", 30, "calendar_days"),
        ("１５日", 15, "calendar_days"),
        ("15个工作日", 15, "working_days"),
        ("十五个工作日", 15, "working_days"),
        ("15 个工作日内", 15, "working_days"),
        ("自交办之日起15个工作日内办结", 15, "working_days"),
        ("限15日", 15, "calendar_days"),
        ("两个月", 2, "months"),
        ("2个月内", 2, "months"),
        ("二个月", 2, "months"),
        ("一个月", 1, "months"),
        ("半年", 6, "months"),
        ("一年", 12, "months"),
        ("一周", 7, "calendar_days"),
        ("2周内", 14, "calendar_days"),
        ("48小时", 2, "calendar_days"),
        ("立即", 0, "calendar_days"),
        ("当场", 0, "calendar_days"),
        ("当日办结", 0, "calendar_days"),
    ],
)
def test_a_length(text: str, number: int, unit: str) -> None:
    assert read_length(text) == (number, Unit(unit))
    column = limits(text)
    assert (column.days[0], column.unit[0]) == (number, unit)
    assert (column.dates.code[0], column.dates.blank[0]) == ("", False)
    assert np.isnat(column.dates.on[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "3月",
        "15日前",
        "第15日",
        "3月15日",
        "尽快",
        "0日",
        "一个半月",
        "3至5日",
        "15日或20日",
        "100年",
        "36小时",
    ],
)
def test_what_is_no_length(text: str) -> None:
    assert read_length(text) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026.3.20", "2026-03-20"),
        ("3月31日前", "2026-03-31"),
        ("2026年3月31日之前", "2026-03-31"),
        ("预计3月20日", "2026-03-20"),
        (date(2026, 3, 20), "2026-03-20"),
        (46101.0, "2026-03-20"),
        (3.25, "2026-03-25"),
        ("1月15日", "2027-01-15"),
        ("3月底前", "2026-03-31"),
        ("2月底", "2026-02-28"),
        ("1月底前", "2027-01-31"),
        ("2026年12月底", "2026-12-31"),
        ("四月底前办结", "2026-04-30"),
        ("月底前", "2026-02-28"),
        ("15日前", "2026-02-15"),
        ("5日前", "2026-03-05"),
        ("下个月底前", "2026-03-31"),
        ("次月底", "2026-03-31"),
        ("4月10日前上报办理结果", "2026-04-10"),
    ],
)
def test_a_limit_that_is_a_date(cell: object, expected: str) -> None:
    column = limits(cell, registered="2026-02-10")
    assert (str(column.dates.on[0]), column.days[0], column.unit[0]) == (expected, -1, "")


@pytest.mark.parametrize(
    ("cell", "code", "suggestion"),
    [
        ("年底前", "date_vague", "2026-12-31"),
        ("3月中旬前", "date_vague", ""),
        ("尽快", "date_vague", ""),
        ("13月底", "date_vague", ""),
        (15.0, "date_unparseable", ""),
    ],
)
def test_a_limit_that_says_no_day(cell: object, code: str, suggestion: str) -> None:
    column = limits(cell)
    assert (column.dates.code[0], column.dates.suggestion[0]) == (code, suggestion)
    assert (column.days[0], column.dates.blank[0]) == (-1, False)


def test_a_bare_number_counts_what_the_heading_says() -> None:
    column = limits(15.0, "20", "3月20日", bare_unit=Unit.WORKING_DAYS)
    assert column.days.tolist() == [15, 20, -1]
    assert column.unit.tolist() == ["working_days", "working_days", ""]
    assert column.dates.code.tolist() == ["", "", ""]


@pytest.mark.parametrize("cell", ["", None, "/", "—", "无"])
def test_no_limit(cell: object) -> None:
    column = limits(cell)
    assert (column.dates.blank[0], column.dates.code[0], column.days[0]) == (True, "", -1)


@pytest.mark.parametrize(
    ("cell", "on", "days", "unit", "times"),
    [
        ("延期至3月20日", "2026-03-20", -1, "", 1),
        ("同意延期至2026年4月20日", "2026-04-20", -1, "", 1),
        ("2026-05-01", "2026-05-01", -1, "", 1),
        (date(2026, 5, 1), "2026-05-01", -1, "", 1),
        ("第二次延期至2026.4.20", "NaT", -1, "", 2),
        ("延长30日", "NaT", 30, "calendar_days", 1),
        ("延期30天", "NaT", 30, "calendar_days", 1),
        ("延长15个工作日", "NaT", 15, "working_days", 1),
        ("延期1个月", "NaT", 1, "months", 1),
        ("第二次延期30日", "NaT", -1, "", 2),
        ("是", "NaT", -1, "", 1),
        ("√", "NaT", -1, "", 1),
        ("已延期", "NaT", -1, "", 1),
        ("二次延期", "NaT", -1, "", 2),
        ("否", "NaT", -1, "", 0),
        ("不同意", "NaT", -1, "", 0),
        ("", "NaT", -1, "", 0),
        (None, "NaT", -1, "", 0),
        ("/", "NaT", -1, "", 0),
    ],
)
def test_an_extension(cell: object, on: str, days: int, unit: str, times: int) -> None:
    column = extensions(cell)
    assert (str(column.dates.on[0]), column.days[0], column.unit[0], column.times[0]) == (
        on,
        days,
        unit,
        times,
    )
    assert column.dates.code[0] == ""
    assert column.dates.blank[0] == (times == 0)


@pytest.mark.parametrize(("cell", "code"), [("延期至待定", "date_vague"), ("张三丰同意", "date_unparseable")])
def test_an_extension_that_cannot_be_read(cell: str, code: str) -> None:
    assert extensions(cell).dates.code[0] == code


CELLS = st.one_of(st.text(), st.floats(), st.none(), st.dates(), st.booleans(), st.datetimes())


@given(st.lists(CELLS, max_size=5))
def test_no_cell_is_ever_an_exception(cells: list[object]) -> None:
    assert len(limits(*cells).days) == len(extensions(*cells).times) == len(cells)


def test_of_two_extensions_in_one_cell_the_first_holds() -> None:
    known = np.array(["2026-02-10"] * 3, dtype="datetime64[D]")
    cells = ["延至3月25日；再延至4月10日", "延期至3月25日，二次延期至4月10日", "延至3月底前"]
    found = read_extensions(cells, Dating(AS_OF, registered=known))
    assert found.dates.on.astype(str).tolist() == ["2026-03-25", "2026-03-25", "2026-03-31"]
    assert found.times.tolist() == [2, 2, 1]
    assert found.dates.code.tolist() == ["", "", ""]
