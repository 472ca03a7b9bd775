"""Sittings counted in a period, and told once: the table's total and the sentence are the same numbers."""

from dataclasses import replace
from datetime import date

import pytest

from config.frames import WrittenSitting
from config.periods import HalfMonth, Year
from config.vocabulary import Role, SittingOutcome
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.year_report import compose_year
from reports.figures.halfmonth_figures import summarise
from reports.figures.sitting_figures import SITTINGS, sittings_by_village
from tests.reports.township import case, closed, manner, on_track, village

H2 = HalfMonth.parse("2026-03H2")
OPEN = on_track("2026-05-01")


def sat(*days, ahead=False):
    """Return sittings: a day, or a day and how it came out."""
    pairs = [(day, "") if isinstance(day, str) else day for day in days]
    made = (
        WrittenSitting(
            date.fromisoformat(day), None, "", SittingOutcome(outcome), Role.SITTING_DATE, "F", ahead
        )
        for day, outcome in pairs
    )
    return tuple(made)


def counted(*cases, wants=True):
    source = village("青石村", cases)
    source = replace(source, wants_sitting=(wants,) * len(cases))
    summary = summarise(H2, [source])
    found = sittings_by_village(summary.books, summary.rows, H2)
    assert found.sum().to_dict() == found.loc["青石村"].to_dict()
    return tuple(found.loc["青石村"])


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # held agreed failed untold ahead none
        pytest.param({"sittings": ()}, (0, 0, 0, 0, 0, 1), id="an open case without one"),
        pytest.param(
            {"sittings": sat("2026-03-20")}, (1, 0, 0, 1, 0, 0), id="held, nobody wrote how it went"
        ),
        pytest.param({"sittings": sat("2026-03-15")}, (0, 0, 0, 0, 0, 0), id="held before the period"),
        pytest.param({"sittings": sat("2026-03-16", "2026-03-31")}, (2, 0, 0, 2, 0, 0), id="both ends count"),
        pytest.param(
            {"sittings": sat(("2026-03-18", "failed"), ("2026-03-25", "agreed"))},
            (2, 1, 1, 0, 0, 0),
            id="each with its own outcome",
        ),
        pytest.param(
            {"sittings": sat("2026-03-18", "2026-03-25"), "sitting_outcome": "failed"},
            (2, 0, 1, 1, 0, 0),
            id="what the row says is of its last sitting",
        ),
        pytest.param(
            {"sittings": (*sat("2026-03-18"), *sat("2026-04-03")), "sitting_outcome": "failed"},
            (1, 0, 0, 1, 1, 0),
            id="held after the period: ahead of its end, and the row's outcome is that one's",
        ),
        pytest.param(
            {"sittings": sat("2026-04-03", ahead=True)}, (0, 0, 0, 0, 1, 0), id="booked after the period"
        ),
        pytest.param({"sittings": (), "light": "suspended"}, (0, 0, 0, 0, 0, 0), id="on hold"),
        pytest.param({"sittings": (), "backlog": True}, (0, 0, 0, 0, 0, 0), id="from before the adoption"),
    ],
)
def test_of_an_open_case(facts, expected):
    assert counted(case(4, "2026-03-02", **{**OPEN, **facts})) == expected


def test_of_a_case_that_nobody_sits_down_about():
    assert counted(case(4, "2026-03-02", **OPEN), wants=False) == (0,) * 6


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"agreed": True}, (1, 1, 0, 0, 0, 0), id="closed by agreement"),
        pytest.param(
            {"agreed": False, "failed_mediation": True}, (1, 0, 1, 0, 0, 0), id="closed without one"
        ),
        pytest.param({"agreed": False}, (1, 0, 0, 1, 0, 0), id="closed in other words"),
    ],
)
def test_of_a_closed_case(facts, expected):
    ended = {**closed("2026-04-01"), **facts, "sittings": sat("2026-03-20")}
    assert counted(case(4, "2026-03-02", "resolved", "2026-03-20", **ended)) == expected


def tables_of(report):
    return {table.key: table for part in report.parts for table in part.tables}


def test_the_sentence_says_what_the_table_adds_up_to():
    sources = [
        replace(
            village(name, [case(4, "2026-03-02", **OPEN, sittings=days), case(5, "2026-03-02", **OPEN)]),
            wants_sitting=(True, True),
        )
        for name, days in (
            ("青石村", sat(("2026-03-18", "agreed"))),
            ("白云村", (*sat(("2026-03-19", "failed")), *sat("2026-04-09", ahead=True))),
        )
    ]
    report = compose(summarise(H2, sources), manner())
    table = tables_of(report)["sittings"]
    assert table.rows == [("青石村", 1, 1, 0, 0, 0, 1), ("白云村", 1, 0, 1, 0, 1, 1)]
    assert table.total == ("合计", 2, 1, 1, 0, 1, 2)
    told = [p.text for section in report.sections for p in section.paragraphs if "调解会" in p.lead]
    assert told == [
        "本期召开调解会2次，其中达成协议1次，未达成1次，结果未填0次；期末在办事项中已约定调解会1件，尚未约定2件。"
    ]
    year, _ = compose_year(Year.parse("2026"), sources, manner(), {})
    assert tables_of(year)["sittings"].total[1:4] == (2, 1, 1)
    assert "全年召开调解会2次" in "".join(p.text for s in year.sections for p in s.paragraphs)


def test_where_no_ledger_knows_of_sittings_nothing_is_said_of_them():
    report = compose(summarise(H2, [village("青石村", [case(4, "2026-03-02", **OPEN)])]), manner())
    assert "sittings" not in tables_of(report)
    assert "调解会" not in "".join(p.text for s in report.sections for p in s.paragraphs)


def test_the_first_figure_is_the_sum_of_the_next_three():
    assert SITTINGS[:4] == ("sittings_held", "sittings_agreed", "sittings_failed", "sittings_untold")
    days = sat(("2026-03-16", "agreed"), ("2026-03-20", "failed"), "2026-03-24")
    held, agreed, failed, untold, *_ = counted(case(4, "2026-03-02", **OPEN, sittings=days))
    assert held == agreed + failed + untold == 3
