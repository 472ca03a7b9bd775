"""The year of a date without one, row by row as a ledger is kept."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import Role
from sync.dates.dating import Dating
from sync.dates.read_dates import read_dates
from sync.dates.years import ColumnOrder, Known, YearRule, after_at_once, in_order_at_once, year_after

APRIL = date(2026, 4, 3)
NOVEMBER = date(2026, 11, 22)


def years_of(
    *cells: str,
    title: int = 0,
    as_of: date = APRIL,
    role: Role = Role.REGISTERED_DATE,
    registered: str | None = None,
) -> list[str]:
    column = read_dates(
        cells,
        role,
        Dating(
            as_of,
            years=[title] * len(cells),
            registered=None
            if registered is None
            else np.array([registered] * len(cells), dtype="datetime64[D]"),
        ),
    )
    return [str(code) or str(on) for code, on in zip(column.code, column.on, strict=True)]


class TestRegistration:
    def test_the_title_names_the_year(self) -> None:
        assert years_of("3.5", "3.9", title=2025) == ["2025-03-05", "2025-03-09"]

    def test_without_a_title_the_row_before_does(self) -> None:
        assert years_of("2025.3.5", "3.9") == ["2025-03-05", "2025-03-09"]

    def test_without_either_the_day_of_the_look_does(self) -> None:
        assert years_of("3.5") == ["2026-03-05"]

    def test_what_would_be_in_the_future_was_last_year(self) -> None:
        assert years_of("12.28") == ["2025-12-28"]
        assert years_of("12.28", title=2026) == ["2025-12-28"]

    def test_december_goes_on_into_january(self) -> None:
        assert years_of("12.28", "12.30", "1.4", "2.1") == [
            "2025-12-28",
            "2025-12-30",
            "2026-01-04",
            "2026-02-01",
        ]
        assert years_of("2025.12.28", "1.4") == ["2025-12-28", "2026-01-04"]

    def test_a_sheet_of_last_year_that_was_simply_kept_on(self) -> None:
        assert years_of("11.3", "11.20", "12.5", "12.30", "1.4", "1.9", title=2025)[-2:] == [
            "2026-01-04",
            "2026-01-09",
        ]

    def test_two_rows_are_too_few_to_say_which_january(self) -> None:
        assert years_of("12.28", "12.30", "1.4", title=2025)[-1] == "date_ambiguous"

    def test_a_sheet_sorted_by_village_starts_again_in_january_of_its_own_year(self) -> None:
        read = years_of("1.3", "6.5", "12.20", "1.10", "5.2", "11.30", title=2025)
        assert read == ["2025-01-03", "2025-06-05", "2025-12-20", "2025-01-10", "2025-05-02", "2025-11-30"]

    def test_a_year_that_has_not_come_is_never_rolled_into(self) -> None:
        assert (
            years_of("11.3", "11.20", "12.5", "12.30", "1.4", title=2026, as_of=date(2026, 12, 31))[-1]
            == "2026-01-04"
        )

    def test_a_titled_sheet_that_may_go_on_into_the_next_year_is_ambiguous_from_there(self) -> None:
        read = years_of("11.13", "11.20", "12.8", "1.11", "4.1", "4.15", title=2025, as_of=date(2026, 5, 15))
        assert read[:3] == ["2025-11-13", "2025-11-20", "2025-12-08"]
        assert set(read[3:]) == {"date_ambiguous"}

    def test_below_a_row_that_fits_two_years_the_next_rows_fit_them_too(self) -> None:
        read = years_of("2025.9.15", "1.16", "5.16", "2026.5.20", "5.27", as_of=NOVEMBER)
        assert read == ["2025-09-15", "date_ambiguous", "date_ambiguous", "2026-05-20", "2026-05-27"]

    def test_a_first_row_older_than_it_seems_is_ambiguous(self) -> None:
        assert years_of("3.28", "10.11", "12.5", "12.31")[0] == "date_ambiguous"
        assert years_of("11.9", "12.5", "2026.2.10", as_of=date(2027, 3, 20))[:2] == ["date_ambiguous"] * 2
        assert years_of("3.28", "2.5", "12.5", "11.3") == [
            "2026-03-28",
            "2026-02-05",
            "2025-12-05",
            "2025-11-03",
        ]

    def test_newest_first_goes_back_into_december(self) -> None:
        assert years_of("2025.2.5", "2025.1.4", "12.28", as_of=NOVEMBER) == [
            "2025-02-05",
            "2025-01-04",
            "2024-12-28",
        ]

    def test_the_first_row_is_not_dated_against_the_rows_below(self) -> None:
        assert years_of("3.5", "2025.3.8", "2025.3.20", as_of=NOVEMBER)[0] == "date_ambiguous"

    def test_a_jump_that_fits_two_years_is_ambiguous(self) -> None:
        assert years_of("2024.9.15", "2.2", as_of=NOVEMBER)[1] == "date_ambiguous"

    def test_a_late_date_in_a_sheet_kept_in_order_is_a_slip(self) -> None:
        assert years_of("11.3", "11.20", "12.25", title=2026, as_of=NOVEMBER)[-1] == "date_future"

    def test_29_february_exists_in_leap_years_only(self) -> None:
        assert years_of("2.29", title=2024) == ["2024-02-29"]
        assert years_of("2.29", title=2025) == ["date_impossible"]

    def test_a_section_names_another_year(self) -> None:
        column = read_dates(["12.28", "1.4"], Role.REGISTERED_DATE, Dating(APRIL, years=[2025, 2026]))
        assert column.on.astype(str).tolist() == ["2025-12-28", "2026-01-04"]


@pytest.mark.parametrize(
    ("registered", "cell", "title", "expected"),
    [
        pytest.param("2026-03-05", "3.12", 2026, "2026-03-12", id="the same spring"),
        pytest.param("2025-12-20", "1.5", 2025, "2026-01-05", id="December to January"),
        pytest.param("2025-12-20", "1.5", 0, "2026-01-05", id="no title"),
        pytest.param("2025-12-20", "1.5", 2026, "2026-01-05", id="the new year's sheet"),
        pytest.param("2025-12-20", "12.28", 2026, "2025-12-28", id="carried over, ended in December"),
        pytest.param("2026-01-08", "1.15", 2025, "2026-01-15", id="last year's sheet kept on"),
        pytest.param("2026-03-05", "3.1", 2026, "2026-03-01", id="before registration: reported, not moved"),
        pytest.param("2026-03-05", "2.20", 2026, "2026-02-20", id="next February has not come"),
        pytest.param("2025-03-20", "2.20", 2025, "2026-02-20", id="a smaller month is next year's"),
        pytest.param("2025-02-10", "3.5", 2026, "date_ambiguous", id="either March"),
        pytest.param("2026-03-05", "12.28", 2026, "date_future", id="not yet"),
    ],
)
def test_the_end_of_a_case_comes_after_its_registration(
    registered: str, cell: str, title: int, expected: str
) -> None:
    assert years_of(cell, title=title, role=Role.RESOLVED_DATE, registered=registered) == [expected]


@pytest.mark.parametrize(
    ("registered", "cell", "title", "expected"),
    [
        pytest.param("2026-12-20", "1.15", 2026, "2027-01-15", id="a limit in the new year"),
        pytest.param("2026-03-05", "4.20", 2026, "2026-04-20", id="next month"),
        pytest.param("2025-12-20", "12.28", 2026, "date_ambiguous", id="a week later, or a year"),
    ],
)
def test_a_limit_lies_after_registration(registered: str, cell: str, title: int, expected: str) -> None:
    assert years_of(cell, title=title, role=Role.DUE_DATE, registered=registered, as_of=NOVEMBER) == [
        expected
    ]


def test_a_limit_alone_is_the_nearest_such_day_or_ambiguous() -> None:
    assert years_of("12.15", role=Role.DUE_DATE, as_of=NOVEMBER) == ["2026-12-15"]
    assert years_of("1.15", role=Role.DUE_DATE, as_of=NOVEMBER) == ["date_ambiguous"]


def test_an_end_without_registration_does_not_fall_back_a_year() -> None:
    column = read_dates(["12.28"], Role.RESOLVED_DATE, Dating(APRIL))
    assert (column.code[0], column.suggestion[0]) == ("date_future", "2025-12-28")


DAYS = st.dates(date(2024, 6, 1), date(2026, 12, 31))
RULES = st.sampled_from(
    [
        YearRule(APRIL, date(2026, 4, 4), falls_back=True),
        YearRule(APRIL, date(2026, 4, 4), falls_back=False),
        YearRule(NOVEMBER, date(2031, 11, 22), falls_back=False),
    ]
)


@given(
    rows=st.lists(st.tuples(DAYS, st.booleans(), st.sampled_from([0, 2025, 2026])), min_size=1, max_size=12),
    sort=st.booleans(),
    rule=RULES,
)
def test_a_column_read_at_once_equals_the_walk_down_its_rows(
    rows: list[tuple[date, bool, int]], sort: bool, rule: YearRule
) -> None:
    rows = sorted(rows) if sort else rows
    missing = [not whole for _, whole, _ in rows]
    month = np.array([day.month * gone for (day, _, _), gone in zip(rows, missing, strict=True)])
    day_of = np.array([day.day * gone for (day, _, _), gone in zip(rows, missing, strict=True)])
    titles = np.array([title for _, _, title in rows])
    whole = np.array([day if is_whole else None for day, is_whole, _ in rows], dtype="datetime64[D]")
    at_once = in_order_at_once(whole, titles, month, day_of, rule)
    if at_once is None:
        return
    known = [
        Known(day if is_whole else None, day.month * (not is_whole), day.day, title)
        for day, is_whole, title in rows
    ]
    order = ColumnOrder(known, rule)
    for row, fact in enumerate(known):
        on = fact.on or order.year_of(row).on
        assert on is not None
        assert fact.on or at_once[row].astype(object) == on
        order.note(on, fact.title)


@given(registered=DAYS, event=DAYS, title=st.sampled_from([0, 2024, 2025, 2026, 2027]), rule=RULES)
def test_an_event_read_at_once_equals_the_single_question(
    registered: date, event: date, title: int, rule: YearRule
) -> None:
    at_once = after_at_once(
        np.array([registered], dtype="datetime64[D]"),
        np.array([title]),
        np.array([event.month]),
        np.array([event.day]),
        rule,
    )
    if not np.isnat(at_once[0]):
        assert year_after(registered, title, event.month, event.day, rule).on == at_once[0].astype(object)


def test_an_event_of_a_case_without_a_registration_does_not_unsettle_the_others() -> None:
    registered = np.array(["2025-12-20", "NaT", "2025-12-28"], dtype="datetime64[D]")
    column = read_dates(
        ["12.25", "3.1", "1.4"],
        Role.RESOLVED_DATE,
        Dating(APRIL, years=[2025, 2026, 2025], registered=registered),
    )
    assert column.on.astype(str).tolist() == ["2025-12-25", "2026-03-01", "2026-01-04"]


def test_what_follows_a_registration_of_doubtful_year_has_no_year_either() -> None:
    column = read_dates(
        ["4.21", "2026.4.21"],
        Role.RESOLVED_DATE,
        Dating(
            NOVEMBER,
            years=[2025, 2025],
            registered=np.array(["NaT", "NaT"], dtype="datetime64[D]"),
            year_unsure=np.array([True, True]),
        ),
    )
    assert column.code.tolist() == ["date_ambiguous", ""]
