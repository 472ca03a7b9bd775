from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from config.frames import CASES, WrittenSitting, empty_frame
from config.periods import HalfMonth
from config.vocabulary import Role, SittingOutcome
from reports.composing.shared_tables.asked_tables import stages_table
from reports.composing.speaking.setting import wording
from reports.figures.halfmonth_figures import summarise
from reports.figures.stages import STAGES, by_office, stage_times, stages_of
from tests.reports.township import case, closed, manner, village

FIRST = date(2026, 1, 1)
COLUMNS = [column for stage, column in STAGES.items() if stage != "mediated"]


def rows_of(*cases):
    frame = empty_frame(CASES, len(cases))
    for at, facts in enumerate(cases):
        for name, value in facts.items():
            if name == "mediated":
                held = WrittenSitting(value, None, "", SittingOutcome.AGREED, Role.SITTING_HELD, "H", False)
                frame.at[at, "sittings"] = (held,)
            else:
                frame.loc[at, name] = pd.Timestamp(value) if isinstance(value, date) else value
    return frame


def day(number):
    return FIRST + timedelta(days=number)


def test_a_stage_lasts_to_the_next_date_there_is():
    case = {
        "registered_date": day(0),
        "assigned_date": day(2),
        "mediated": day(5),
        "resolved_date": day(9),
        "archived_date": day(20),
    }
    times = stage_times(rows_of(case)).days.iloc[0]
    assert dict(times.dropna()) == {"registered": 2, "assigned": 3, "mediated": 4, "resolved": 11, "held": 0}


def test_a_hold_is_taken_out_of_the_stage_it_lies_in():
    case = {
        "registered_date": day(0),
        "assigned_date": day(2),
        "resolved_date": day(30),
        "suspended_from": day(1),
        "suspended_to": day(12),
    }
    times = stage_times(rows_of(case)).days.iloc[0]
    assert (times["registered"], times["assigned"], times["held"]) == (1, 18, 11)


def test_dates_out_of_order_give_no_days_and_are_reported():
    wrong = {"registered_date": day(5), "assigned_date": day(2), "resolved_date": day(9)}
    right = {"registered_date": day(2), "resolved_date": day(9)}
    times = stage_times(rows_of(wrong, right))
    assert times.unordered.tolist() == [True, False]
    assert times.days["registered"].tolist()[1:] == [7]
    assert times.days.iloc[0].drop("held").isna().all()


def test_stages_are_added_up_by_office():
    cases = [
        {"registered_date": day(0), "resolved_date": day(4), "org": "司法所", "owner": "张三丰"},
        {"registered_date": day(0), "resolved_date": day(6), "org": "司法所", "owner": "李莫愁"},
        {"registered_date": day(0), "resolved_date": day(1), "org": "", "owner": "张三丰"},
    ]
    rows = rows_of(*cases)
    found = [(one.office, one.stage, one.cases, one.days) for one in by_office(rows, stage_times(rows))]
    assert found == [("司法所", "registered", 2, 10), ("", "registered", 1, 1)]


def test_the_table_and_the_json_say_the_same():
    ended = [
        case(4, "2026-03-01", "resolved", "2026-03-20", assigned_date="2026-03-05", org="司法所", **closed()),
        case(5, "2026-03-02", "resolved", "2026-03-18", assigned_date="2026-03-20", org="司法所", **closed()),
        case(6, "2026-03-02", org="司法所"),
    ]
    summary = summarise(HalfMonth.parse("2026-03H2"), [village("青石村", ended)])
    found, unordered = stages_of(summary)
    assert [one.as_json() for one in found] == [
        {"office": "司法所", "stage": "registered", "cases": 1, "days": 4},
        {"office": "司法所", "stage": "assigned", "cases": 1, "days": 15},
    ]
    table = stages_table(summary, wording(manner()))
    assert table.rows == [("司法所", "4.0（1件）", "—", "15.0（1件）", "—", "—", "—", "—")]
    assert unordered == 1
    assert "有1件的各环节日期先后颠倒" in table.notes[1]


a_case = st.fixed_dictionaries(
    {},
    optional={
        name: st.integers(0, 60).map(day) for name in (*STAGES.values(), "suspended_from", "suspended_to")
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(a_case, min_size=1, max_size=5))
def test_stages_and_holds_add_up_to_the_whole_way(cases):
    times = stage_times(rows_of(*cases))
    for at, facts in enumerate(cases):
        present = [facts[column] for column in STAGES.values() if column in facts]
        spent = times.days.iloc[at]
        in_stages = int(spent.drop("held").dropna().sum())
        if present != sorted(present):
            assert times.unordered.iloc[at]
            assert spent.drop("held").isna().all()
        elif len(present) > 1:
            assert in_stages + int(spent["held"]) == (present[-1] - present[0]).days
            assert spent.drop("held").notna().sum() == len(present) - 1
            assert (spent.dropna() >= 0).all()
        else:
            assert in_stages == 0
