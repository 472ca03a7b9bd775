from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.periods import HalfMonth
from config.vocabulary import CadenceState
from reports.figures.books import UnbalancedError
from reports.figures.halfmonth_counts import MEASURES
from reports.figures.halfmonth_figures import Rate, summarise
from tests.reports.slow_count import slow_counts
from tests.reports.township import busy_township, case, closed, on_track, overdue, village

H2 = HalfMonth.parse("2026-03H2")
APRIL = date(2026, 4, 1)


def summary(*villages, period=H2, **more):
    return summarise(period, villages, **more)


def counts(*cases):
    total = summary(village("青石村", cases)).totals
    return {name: number for name, number in total.items() if number and name in FLOW_AND_MORE}


FLOW_AND_MORE = (
    *("opening", "new", "resolved", "transferred", "withdrawn", "closing"),
    *("undated", "undated_open", "end_undated", "handed_up", "cohort_resolved"),
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(case(4, "2026-03-15"), {"opening", "closing"}, id="registered on the 15th"),
        pytest.param(case(4, "2026-03-16"), {"new", "closing"}, id="registered on the 16th"),
        pytest.param(case(4, "2026-03-31"), {"new", "closing"}, id="registered on the last day"),
        pytest.param(case(4, "2026-04-01"), set(), id="registered the day after"),
        pytest.param(
            case(4, "2026-03-01", "resolved", "2026-03-15"), set(), id="closed on the day before the period"
        ),
        pytest.param(
            case(4, "2026-03-01", "resolved", "2026-03-16"),
            {"opening", "resolved"},
            id="closed on its first day",
        ),
        pytest.param(
            case(4, "2026-03-20", "resolved", "2026-03-31"),
            {"new", "resolved", "cohort_resolved"},
            id="came and went",
        ),
        pytest.param(
            case(4, "2026-03-20", "resolved", "2026-04-01"), {"new", "closing"}, id="closed the day after"
        ),
        pytest.param(case(4, "2026-03-01", "suspended"), {"opening", "closing"}, id="on hold is still open"),
        pytest.param(
            case(4, "2026-03-01", "transferred", "2026-03-20", destination="outside"),
            {"opening", "transferred"},
            id="to the county",
        ),
        pytest.param(
            case(4, "2026-03-01", "transferred", "2026-03-20", destination="township"),
            {"opening", "closing", "handed_up"},
            id="handed up to the township it stays",
        ),
        pytest.param(
            case(4, "2026-03-01", "withdrawn", "2026-03-20"), {"opening", "withdrawn"}, id="withdrawn"
        ),
        pytest.param(
            case(4, "2026-03-20", "resolved"),
            {"new", "resolved", "cohort_resolved", "end_undated"},
            id="closed without a date counts where it was registered",
        ),
        pytest.param(
            case(4, "2026-03-01", "resolved"), set(), id="closed without a date, registered before: over"
        ),
        pytest.param(
            case(4, "2026-03-20", "resolved", "2026-02-20"),
            {"new", "resolved", "cohort_resolved", "end_undated"},
            id="closed before it was registered",
        ),
    ],
)
def test_where_a_case_counts(row, expected):
    assert counts(row) == dict.fromkeys(expected, 1)


def test_a_row_without_a_date_is_listed_apart():
    cases = [
        case(4, "2026-03-20"),
        case(5),
        case(6, "", "resolved", "2026-03-20"),
        case(7, "", "resolved", "2026-02-20"),
    ]
    assert counts(*cases) == {"new": 1, "closing": 1, "undated": 2, "undated_open": 1}


def test_a_table_without_dates_of_registration_goes_by_acceptance_or_handover():
    found = counts(
        case(4, accepted_date="2026-03-20"),
        case(5, assigned_date="2026-03-21"),
        case(6),
        case(7, "", sheet="信访", accepted_date="2026-03-20"),
        case(8, "2026-03-20", sheet="信访"),
    )
    assert found == {"new": 3, "closing": 3, "undated": 2, "undated_open": 2}


def test_a_row_with_an_unknown_status_is_refused_by_its_place():
    with pytest.raises(UnbalancedError, match=r"青石村\.xlsx/台账:7") as refusal:
        summary(village("青石村", [case(7, "2026-03-20", "lost")]))
    assert refusal.value.code == "unbalanced"


def test_a_row_counts_for_the_village_it_names_if_that_is_one_of_ours():
    register = village(
        "镇信访办", [case(4, "2026-03-20", village="柳树村"), case(5, "2026-03-20", village="外地")]
    )
    found = summary(register, village("柳树村"))
    assert {name: count["new"] for name, count in found.counts.items()} == {"镇信访办": 1, "柳树村": 1}


def test_several_ledgers_of_one_village_are_added_up_and_its_best_report_counts():
    found = summary(
        village("青石村", [case(4, "2026-03-20")], filed=CadenceState.MISSING),
        village("青石村", [case(4, "2026-03-20")], filed=CadenceState.LATE),
    )
    assert found.villages == ("青石村",)
    assert found.counts["青石村"]["new"] == 2
    assert found.filed["青石村"].state is CadenceState.LATE


def test_a_township_without_ledgers_has_a_summary_of_zeros():
    found = summary()
    assert found.villages == ()
    assert not any(found.totals.values())
    assert found.last_year is None


def test_rates_show_what_they_are_made_of():
    found = summary(
        village(
            "青石村",
            [
                case(4, "2026-03-01", "resolved", "2026-03-20", **closed("2026-03-30")),
                case(
                    5, "2026-03-01", "resolved", "2026-03-20", **closed("2026-03-10", late=True, agreed=False)
                ),
                case(6, "2026-03-17", "resolved", "2026-03-20", **closed("", agreed=False)),
                case(7, "2026-03-17", failed_mediation=True, **on_track("2026-04-17")),
                case(8, "2026-03-18", **on_track("2026-04-17")),
            ],
        )
    )
    assert found.rate("cohort") == Rate(1, 3)
    assert found.rate("completion", "青石村") == Rate(3, 5)
    assert found.rate("mediation") == Rate(1, 2)
    assert found.rate("on_time") == Rate(1, 2)  # one has no due date: nobody is blamed for it


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        pytest.param(Rate(14, 18), "77.8", id="one decimal"),
        pytest.param(Rate(1, 16), "6.3", id="half is rounded up"),
        pytest.param(Rate(3, 3), "100.0", id="all"),
        pytest.param(Rate(0, 0), "None", id="nothing to divide by"),
    ],
)
def test_a_rate_is_rounded_as_people_do(rate, percent):
    assert str(rate.percent) == percent


def test_a_case_whose_survey_is_owed_is_closed_and_never_overdue():
    owed = {**overdue(3, "2026-03-28", "SURVEY_5WD"), "survey_owed": True}
    found = summary(village("青石村", [case(4, "2026-03-01", "resolved", "2026-03-20", **owed)])).totals
    assert (found["survey"], found["overdue"], found["resolved"], found["on_time"]) == (1, 0, 1, 1)


def test_a_case_closed_later_is_shown_as_open_then():
    found = summary(village("青石村", [case(4, "2026-03-20", "resolved", "2026-04-01")]))
    assert found.rows["status"].tolist() == ["open"]
    assert found.rows["ended_on"].isna().all()


def test_last_year_is_unknown_where_no_row_was_open_then():
    before = [case(4, "2025-03-20", "resolved", "2025-03-25")]
    assert summary(village("青石村", before)).last_year["new"] == 1
    assert summary(village("青石村", [case(4, "2026-03-20")])).last_year is None


@st.composite
def random_case(draw, row):
    days = st.one_of(st.just(""), st.dates(date(2026, 2, 10), date(2026, 4, 10)).map(str))
    facts = {
        "status": draw(
            st.sampled_from(["open", "resolved", "resolved", "suspended", "withdrawn", "transferred"])
        ),
        "destination": draw(st.sampled_from(["", "township", "outside"])),
        "sheet": draw(st.sampled_from(["台账", "信访"])),
        "village": draw(st.sampled_from(["", "青石村", "柳树村", "外地村"])),
        "risk": draw(st.sampled_from(["", "red", "yellow", "green"])),
        "channel": draw(st.sampled_from(["", "visit", "net", "field_visit"])),
        "category": draw(st.sampled_from(["", "邻里", "医疗"])),
        "satisfaction": draw(st.sampled_from(["", "satisfied", "unsatisfied"])),
        "light": draw(
            st.sampled_from(
                ["on_track", "due_soon", "overdue", "suspended", "closed", "closed_late", "untimed"]
            )
        ),
        "due": draw(st.sampled_from(["", "2026-03-20"])),
    }
    for flag in ("agreed", "failed_mediation", "from_superior", "backlog", "survey_owed", "overdue_township"):
        facts[flag] = draw(st.booleans())
    dates = {
        name: draw(days) for name in ("registered_date", "accepted_date", "assigned_date", "resolved_date")
    }
    return {"row": row, **facts, **dates}


cases_of_a_ledger = st.integers(0, 8).flatmap(
    lambda n: st.tuples(*(random_case(row) for row in range(4, 4 + n)))
)


@settings(max_examples=120, deadline=None)
@given(st.lists(cases_of_a_ledger, min_size=1, max_size=3), st.sampled_from(["2026-03H1", "2026-03H2"]))
def test_figures_equal_a_slow_count_and_balance(ledgers, label):
    names = ("青石村", "柳树村", "青石村")
    sources = [village(name, cases) for name, cases in zip(names, ledgers, strict=False)]
    found = summary(*sources, period=HalfMonth.parse(label))
    expected = slow_counts(sources, HalfMonth.parse(label))
    for name, count in found.counts.items():
        assert {key: value for key, value in count.items() if value} == dict(expected[name])
        balance(count)
    balance(found.totals)
    for measure in MEASURES:
        assert found.totals[measure] == sum(count[measure] for count in found.counts.values())
        assert found.totals[measure] == found.rows[measure].sum()
    for measure in ("new", "handled", "agreed", "failed"):
        assert found.categories[measure].sum() == found.totals[measure]
    before = slow_counts(sources, HalfMonth.parse(label).previous())
    assert found.before["new"] == found.categories["previous"].sum() == sum(c["new"] for c in before.values())
    assert found.trend.loc[label].tolist() == [found.totals["new"], found.totals["resolved"]]


def balance(count):
    came = count["opening"] + count["new"]
    assert came == count["resolved"] + count["transferred"] + count["withdrawn"] + count["closing"]


def test_twelve_villages_agree_with_the_slow_count():
    sources = busy_township()
    expected = slow_counts(sources, H2)
    for name, count in summary(*sources).counts.items():
        assert {key: value for key, value in count.items() if value} == dict(expected[name])
