from datetime import date
from itertools import pairwise

import pytest

from config.periods import HalfMonth, Year, half_months
from reports.composing.year_report import compose_year
from reports.figures.books import FLOW, flow, open_books, totals
from reports.figures.year_flow import said_otherwise, year_flow
from reports.forms.word.document import document_bytes
from reports.inputs import DutyTold
from tests.reports.composing.test_one_number import random_township
from tests.reports.read_back import document_text
from tests.reports.township import case, closed, manner, village

YEAR = Year(2026)
LATE = manner(compiled_on=date(2027, 1, 4), answer_by=date(2027, 1, 7))


@pytest.mark.parametrize("seed", range(20))
def test_a_years_flow_is_the_sum_of_its_half_months(seed):
    books = open_books(random_township(seed))
    found = year_flow(books, YEAR)
    assert [half for half, _ in found.halves] == list(half_months(YEAR))
    for name in ("new", "resolved", "transferred", "withdrawn"):
        assert found.whole[name] == sum(terms[name] for _, terms in found.halves)
    assert found.whole == totals(flow(books, YEAR))
    came, went = found.whole["opening"] + found.whole["new"], sum(found.whole[name] for name in FLOW[2:])
    assert came == went


def test_each_half_month_opens_with_what_the_one_before_left():
    halves = year_flow(open_books(random_township(3)), YEAR).halves
    for (_, before), (_, after) in pairwise(halves):
        assert after["opening"] == before["closing"]


def test_what_was_published_otherwise_is_listed():
    rows = [case(4, "2026-03-18", "resolved", "2026-05-02", **closed("2026-06-01"))]
    found = year_flow(open_books([village("青石村", rows)]), YEAR)
    others = said_otherwise(found, {"2026-03H2": {"new": 0, "closing": 1, "opening": 0}})
    assert [(o.period, o.measure, o.published, o.now) for o in others] == [
        (HalfMonth(2026, 3, 2), "new", 0, 1)
    ]


def test_the_report_says_its_rates_from_the_sums():
    rows = [
        case(
            4,
            "2026-03-18",
            "resolved",
            "2026-05-02",
            category="邻里",
            channel="visit",
            **closed("2026-06-01"),
        ),
        case(5, "2026-04-01", category="医疗", channel="phone"),
    ]
    report, whole = compose_year(YEAR, [village("青石村", rows)], LATE, {"2026-03H2": {"new": 0}})
    text = document_text(document_bytes(report))
    assert whole["new"] == 2
    assert "年初在办0件，全年排查2件，办结1件" in text
    assert "全年办结率50.0%（1/2）" in text
    assert "2026年3月下半月 | 本期新排查 | 0 | 1" in text
    assert "来访 | 1 | 1 | 100.0%（1/1）" in text


def test_meetings_and_receptions_stand_with_how_many_were_owed():
    duties = [
        DutyTold("信访工作例会", 12, 1, (("", "2026-08"),)),
        DutyTold("公开接访（工作日）", 248, 0, tuple(("", f"2026-03-{day:02}") for day in range(2, 14))),
        DutyTold(
            "信访信息月报", 24, 0, (("青石村", "2026-05"), ("白云村", "2026-05"), ("白云村", "2026-06"))
        ),
    ]
    report, _ = compose_year(YEAR, [village("青石村")], LATE, {}, duties)
    text = document_text(document_bytes(report))
    assert "信访工作例会 | 12 | 11 | 1 | 91.7%（11/12） | 2026年8月" in text
    assert "公开接访（工作日） | 248 | 236 | 0 | 95.2%（236/248） | 3月2日、3月3日" in text
    assert "3月9日等12项" in text
    assert "信访信息月报 | 24 | 21 | 0 | 87.5%（21/24） | 青石村（2026年5月）、白云村2次" in text
