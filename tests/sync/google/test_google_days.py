"""A day is read as the day it is, however it is shown; one that shows all of it costs no further request."""

from datetime import date

import pytest

from tests.google.bench import bench
from tests.google.ranges import letters

MARCH_5, MARCH_1 = 46086, 46082


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def put(work, ref, row, column, value, pattern=None):
    cell = {"userEnteredValue": value}
    if pattern:
        cell["userEnteredFormat"] = {"numberFormat": {"type": "DATE", "pattern": pattern}}
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    fields = "userEnteredValue,userEnteredFormat"
    request = {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}
    work.server.people(ref.ledger_id, [request])


def reads(work):
    """Return what each read was of: a whole look, or the columns whose values it asked for."""
    calls = [call for call in work.server.calls if call.kind == "read"]
    return [call.query["ranges"] if call.path.endswith(":batchGet") else "look" for call in calls]


@pytest.mark.parametrize("pattern", ["yyyy-mm-dd", "yyyy/m/d", "yyyy.m.d", 'yyyy"年"m"月"d"日"'])
def test_a_day_that_shows_its_year_first_costs_one_request(work, pattern):
    ref = work.ledger()
    put(work, ref, 4, 1, {"numberValue": MARCH_5}, pattern)
    assert work.store.read(ref).sheets[0].rows[4][1] == date(2026, 3, 5)
    assert reads(work) == ["look"]


@pytest.mark.parametrize(
    ("locale", "pattern", "shown"),
    [
        ("zh_CN", 'm"月"d"日"', "3月5日"),
        ("zh_CN", 'yyyy"年"m"月"d"日"dddd', "2026年3月5日星期四"),
        ("zh_CN", 'mmmmd"日"', "三月5日"),
        ("zh_CN", "m-d", "3-5"),
        ("zh_CN", "yy-m-d", "26-3-5"),
        ("zh_CN", "yyyy/m/d h:mm", "2026/3/5 0:00"),
        ("en_US", "m/d/yyyy", "3/5/2026"),
        ("en_US", "m/d", "3/5"),
        ("en_US", "d-mmm", "5-Mar"),
        ("en_US", "mmm d, yyyy", "Mar 5, 2026"),
        ("en_US", "dddd, mmmm d, yyyy", "Thursday, March 5, 2026"),
        ("de_DE", "dd.mm.yyyy", "05.03.2026"),
        ("de_DE", "d.m.yy", "5.3.26"),
        ("de_DE", "d. mmmm yyyy", "5. März 2026"),
        ("de_DE", "dddd, d. mmmm", "Donnerstag, 5. März"),
    ],
)
def test_a_day_in_the_forms_of_three_locales(work, locale, pattern, shown):
    ref = work.ledger()
    work.book(ref).locale = locale
    put(work, ref, 4, 1, {"numberValue": MARCH_5}, pattern)
    got = work.store.read(ref).sheets[0].rows[4][1]
    assert work.dump(ref)["sheets"][0]["data"][0]["rowData"][4]["values"][1]["formattedValue"] == shown
    assert (got.year, got.month, got.day) == (2026, 3, 5)
    assert reads(work) in (["look"], ["look", f"'台账'!{letters(1)}:{letters(1)}"])


@pytest.mark.parametrize("text", ["5/3/2026", "3月5日", "3-2-501", "5. März 2026", "3.10", "26-3-5"])
def test_what_was_typed_as_text_stays_text(work, text):
    ref = work.ledger()
    put(work, ref, 4, 1, {"stringValue": text})
    assert work.store.read(ref).sheets[0].rows[4][1] == text


@pytest.mark.parametrize(
    ("locale", "pattern", "expected"),
    [
        ("zh_CN", 'yyyy"年"m"月"', "2026年3月"),
        ("zh_CN", "yyyy-mm", "2026-03"),
        ("en_US", "mmm-yy", "2026-3"),
        ("zh_CN", 'm"月"', "3月"),
    ],
)
def test_a_month_that_shows_no_day_has_none(work, locale, pattern, expected):
    ref = work.ledger()
    work.book(ref).locale = locale
    put(work, ref, 4, 1, {"numberValue": MARCH_1}, pattern)
    assert work.store.read(ref).sheets[0].rows[4][1] == expected


def test_money_is_no_day(work):
    ref = work.ledger()
    for row, amount in enumerate((3.5, 20.5, 0.8, 48.5), 2):
        put(work, ref, row, 1, {"numberValue": amount})
    assert [row[1] for row in work.store.read(ref).sheets[0].rows[2:6]] == ["3.5", 20.5, 0.8, 48.5]
    assert reads(work) == ["look"]


def test_rows_that_people_move_between_the_two_requests_are_read_anew(work):
    ref = work.ledger()
    for row in range(2, 8):
        put(work, ref, row, 1, {"numberValue": MARCH_5 + row}, 'm"月"d"日"')
    put(work, ref, 5, 1, {"stringValue": "3月8日"})
    server = work.server
    answered = server._batch_get
    gap = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}

    def after_an_insert(book, query):
        if reads(work).count("look") == 1:
            server.people(ref.ledger_id, [{"insertDimension": {"range": gap}}])
        return answered(server.world.books[ref.ledger_id], query)

    server._batch_get = after_an_insert
    rows = work.store.read(ref).sheets[0].rows
    assert reads(work).count("look") == 2
    shown = [
        date(2026, 3, 7),
        date(2026, 3, 8),
        date(2026, 3, 9),
        "3月8日",
        date(2026, 3, 11),
        date(2026, 3, 12),
    ]
    assert [row[1] for row in rows[3:9]] == shown
