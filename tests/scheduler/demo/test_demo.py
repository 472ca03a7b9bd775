"""The sample township is believable, the same every time, and possible on any day."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from config.errors import ConfigError
from scheduler.demo import make_township
from scheduler.demo.case_book import Case, NilReport
from scheduler.demo.courses import courses
from scheduler.demo.days import adopted_on, finished_half_months, is_workday, workday_from
from scheduler.demo.ledger_file import entries_of
from scheduler.demo.spelling import han_number, spelled
from scheduler.demo.village import villages

TODAY = date(2026, 11, 22)

any_day = st.dates(date(2024, 1, 1), date(2031, 12, 31))


@pytest.fixture(scope="module")
def township(tmp_path_factory):
    directory = tmp_path_factory.mktemp("township")
    return directory, make_township(directory, TODAY)


def cases_of(today):
    return [e for village in villages() for e in entries_of(village, today) if isinstance(e, Case)]


def working_days_late(case, today):
    due = case.course.extended_to or case.course.due
    held = case.course.held_from
    if held and case.course.held_to:
        due += case.course.held_to - held
    while not is_workday(due):
        due += timedelta(days=1)
    late = 0
    while due < today:
        due = workday_from(due, 1)
        late += due <= today
    return late


def test_twelve_ledgers_open_and_the_config_names_each(township):
    directory, ledgers = township
    assert len(ledgers) == 12
    for ledger in ledgers:
        assert CalamineWorkbook.from_path(str(ledger)).sheet_names
    config = tomllib.loads((directory / "township.toml").read_text("utf-8"))
    assert [entry["ledger"] for entry in config["village"]] == [ledger.name for ledger in ledgers]
    assert config["township"]["adopted_on"] < TODAY - timedelta(days=395)
    assert {entry["family"] for entry in config["village"]} == {"dispute", "petition", "mediation"}


def test_the_same_day_gives_the_same_bytes(township, tmp_path):
    _, first = township
    again = make_township(tmp_path / "again", TODAY)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def header_shape(path, village):
    """Where the header begins, how many rows it has, how wide it is, and how many worksheets there are."""
    book = CalamineWorkbook.from_path(str(path))
    heading = village.column[0].heading
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for number, row in enumerate(rows):
            if heading in row:
                two_rows = any(column.over for column in village.column)
                return (
                    number,
                    row.index(heading),
                    1 + two_rows,
                    len(village.column),
                    len(book.sheet_names) > 2,
                )
    raise AssertionError(name)


def test_the_ledgers_differ_in_shape(township):
    _, ledgers = township
    shapes = {header_shape(path, village) for path, village in zip(ledgers, villages(), strict=True)}
    assert len(shapes) >= 8
    assert len({village.layout for village in villages()}) >= 8


def test_the_town_is_believable():
    cases = cases_of(TODAY)
    assert len(cases) == 380
    assert sum(case.course.ended is not None for case in cases) > 0.7 * len(cases)
    asked = [
        case for case in cases if case.course.outcome in {"open", "handed_up"} and case.course.slip is None
    ]
    overdue = [c for c in asked if working_days_late(c, TODAY) and c.course.registered >= adopted_on(TODAY)]
    assert 18 <= len(overdue) <= 26


@given(today=any_day)
@example(today=date(2028, 2, 29))
@example(today=date(2026, 1, 1))
@example(today=date(2026, 10, 4))
@example(today=date(2026, 2, 18))
@example(today=date(2027, 1, 2))
@settings(max_examples=12, deadline=None)
def test_on_any_day_every_kind_of_case_is_there(today):
    cases = cases_of(today)
    standing = {case.course.outcome for case in cases}
    assert standing == {"open", "resolved", "suspended", "withdrawn", "transferred", "handed_up"}
    live = [c for c in cases if c.course.outcome == "open" and c.course.slip is None]
    late = [working_days_late(case, today) for case in live if case.course.registered >= adopted_on(today)]
    assert {0 < days <= 3 for days in late} == {True, False}
    assert any(4 <= days <= 7 for days in late)
    assert any(days > 7 for days in late)
    assert any(case.course.due < (case.course.ended or today) for case in cases if case.course.ended)
    assert any(case.course.registered < adopted_on(today) for case in live)
    assert any(case.course.slip is not None for case in cases)


def test_the_register_of_mediation_has_sittings_in_every_state():
    cells = [case.sitting for case in cases_of(TODAY) if case.sitting]
    assert cells == [
        "2026年11月18日",
        "2026年11月19日未果",
        "2026年11月22日下午",
        *["2026年11月23日上午"] * 2,
        "2026年11月26日下午",
    ]


@given(today=any_day)
@example(today=date(2026, 2, 14))
@example(today=date(2026, 9, 22))
@settings(max_examples=12, deadline=None)
def test_nothing_has_happened_after_today(today):
    for case in cases_of(today):
        course = case.course
        happened = [course.registered, course.assigned, course.ended, course.held_from, course.held_to]
        happened += [course.approved, case.followed_up]
        assert all(day <= today for day in happened if day is not None)
        assert course.registered <= (course.ended or today)
        assert course.registered <= course.start


@given(today=any_day)
@settings(max_examples=12, deadline=None)
def test_the_nil_village_says_so_and_the_silent_one_says_nothing(today):
    by_name = {village.name: entries_of(village, today) for village in villages()}
    last = finished_half_months(today - timedelta(days=40), today)[-1]
    assert NilReport(last.first, last.last) in by_name["杨柳村"]
    assert by_name["红岩村"] == []


def test_a_township_can_be_written_on_any_day(tmp_path):
    for today in (date(2028, 2, 29), date(2027, 1, 1), date(2026, 10, 3)):
        assert len(make_township(tmp_path, today)) == 12


def test_a_strangers_directory_is_refused(tmp_path):
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError) as refusal:
        make_township(tmp_path, TODAY)
    assert "duesheet demo" in refusal.value.fix
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]
    with pytest.raises(ConfigError):
        make_township(tmp_path / "letters.txt", TODAY)


def test_a_strangers_config_is_refused(tmp_path):
    (tmp_path / "township.toml").write_text("[township]\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        make_township(tmp_path, TODAY)


def test_an_earlier_sample_is_written_anew_without_its_state(tmp_path):
    make_township(tmp_path, TODAY)
    state = tmp_path / ".duesheet" / "state.db"
    state.parent.mkdir()
    state.touch()
    make_township(tmp_path, TODAY + timedelta(days=1))
    assert not state.exists()


def test_a_ledger_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path):
    make_township(tmp_path, TODAY)
    ledger = tmp_path / "ledgers" / villages()[0].ledger
    ledger.unlink()
    ledger.mkdir()
    with pytest.raises(ConfigError) as refusal:
        make_township(tmp_path, TODAY)
    assert "close" in refusal.value.fix


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("dotted", "2026.3.5"),
        ("wide", "２０２６．３．５"),
        ("compact", "20260305"),
        ("short_year", "26.3.5"),
        ("han_weekday", "2026年3月5日（星期四）"),
        ("han_numerals", "二〇二六年三月五日"),
        ("month_full", "2026年03月05日"),
        ("month_dot", "3.5"),
        ("range", "2026年3月5日-8日"),
        ("real", date(2026, 3, 5)),
    ],
)
def test_a_date_is_spelled(how, expected):
    assert spelled(date(2026, 3, 5), how, until=date(2026, 3, 20)).value == expected


def test_a_doubtful_spelling_is_avoided():
    assert spelled(date(2026, 3, 1), "month_dot").value == "3月1日"
    assert spelled(date(2026, 3, 5), "range", until=date(2026, 3, 6)).value == "2026年3月5日"
    assert spelled(date(2026, 3, 30), "range", until=date(2026, 4, 20)).value == "2026年3月30日"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一")]
)
def test_numbers_are_said_in_chinese(number, said):
    assert han_number(number) == said


def test_working_days_know_make_up_saturdays_and_unpublished_years():
    assert workday_from(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert workday_from(date(2026, 2, 24), -1) == date(2026, 2, 14)
    assert is_workday(date(2035, 1, 5))
    assert not is_workday(date(2035, 1, 6))


def test_courses_come_oldest_first():
    from random import Random

    made = courses(villages()[0], TODAY, Random(1))
    assert made == sorted(made, key=lambda course: (course.registered, course.start))
