"""A report asks for no day that is past when it is compiled."""

import re
from datetime import date

import pytest

from config.periods import HalfMonth, Month
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.risk_list import compose_risk_list
from reports.figures.halfmonth_figures import summarise
from reports.forms.word.document import document_bytes
from tests.reports.read_back import document_text
from tests.reports.township import busy_township, case, manner, on_track, village

H2 = HalfMonth.parse("2026-03H2")
ASKED = re.compile(r"(?:(\d+)年)?(\d+)月(\d+)日前")


def small():
    """One case due soon, one in a year's time, both red; the first day is 2 April."""
    return [
        village(
            "青石村",
            [
                case(4, "2026-03-20", case_no="2026-001", risk="red", **on_track("2026-04-02", "due_soon")),
                case(5, "2026-03-21", case_no="2026-002", risk="red", **on_track("2027-03-21")),
            ],
        )
    ]


def written(compiled_on, answer_by, sources):
    said = manner(compiled_on=compiled_on, answer_by=answer_by)
    report = compose(summarise(H2, sources), said)
    return document_text(document_bytes(report))


@pytest.mark.parametrize("sources", [small(), busy_township()], ids=["small", "busy"])
@pytest.mark.parametrize("compiled_on", [date(2026, 4, 1), date(2026, 4, 20), date(2026, 12, 20)])
def test_no_day_is_asked_for_that_is_gone(sources, compiled_on):
    answer_by = compiled_on.replace(day=compiled_on.day + 5)
    listed = compose_risk_list(
        Month.parse("2026-03"),
        date(2026, 3, 31),
        sources,
        manner(compiled_on=compiled_on, answer_by=answer_by),
    )
    for text in (written(compiled_on, answer_by, sources), document_text(document_bytes(listed))):
        asked = [
            date(int(year or compiled_on.year), int(month), int(day))
            for year, month, day in ASKED.findall(text)
        ]
        assert asked
        assert min(asked) >= compiled_on


def test_a_late_report_says_that_the_day_is_gone():
    text = written(date(2026, 4, 20), date(2026, 4, 23), small())
    assert "期限最近的是青石村2026-001，期限4月2日，编制时已过。" in text
    assert "期限4月2日已过，尚未办结的，请责任单位立即办结并书面说明情况。" in text
    assert (
        "对1件临期事项，请责任单位按期办结。其中1件编制时期限已过，尚未办结的，请立即办结并书面说明情况。"
        in text
    )


def test_a_report_of_its_day_asks_for_the_day():
    text = written(date(2026, 4, 1), date(2026, 4, 7), small())
    assert "应于4月2日前（含当日）办结" in text
    assert "已过" not in text
