"""The ledger as it stood at the end of a past day (docs/summaries.md)."""

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from rules.asof import as_of
from tests.rules.rows import cases

END = date(2026, 3, 31)


def then(**row):
    """Return one case as of 31 March; None when it was not there yet."""
    frame = as_of(cases({"registered_date": "2026-03-05", **row}), END)
    return None if frame.empty else frame.iloc[0]


@pytest.mark.parametrize(
    ("row", "status"),
    [
        pytest.param({"status": "resolved", "resolved_date": "2026-03-31"}, "resolved", id="on the last day"),
        pytest.param({"status": "resolved", "resolved_date": "2026-04-01"}, "open", id="the day after"),
        pytest.param({"status": "resolved"}, "resolved", id="closed, nobody knows when"),
        pytest.param({"status": "withdrawn", "resolved_date": "2026-04-01"}, "open", id="withdrawn later"),
        pytest.param(
            {"status": "transferred", "destination": "outside", "resolved_date": "2026-04-01"},
            "open",
            id="passed on later",
        ),
        pytest.param({"status": "transferred", "destination": "outside"}, "transferred", id="without a date"),
        pytest.param({"status": "suspended"}, "open", id="on hold, undated: open in past periods"),
        pytest.param({"status": "suspended", "suspended_from": "2026-03-20"}, "suspended", id="dated hold"),
        pytest.param({"status": "suspended", "suspended_from": "2026-04-02"}, "open", id="held later"),
        pytest.param(
            {"status": "open", "suspended_from": "2026-03-20", "suspended_to": "2026-04-09"},
            "suspended",
            id="held then, lifted since",
        ),
        pytest.param(
            {"status": "resolved", "resolved_date": "2026-04-20", "suspended_from": "2026-03-20"},
            "suspended",
            id="held then, closed since",
        ),
        pytest.param(
            {"status": "open", "suspended_from": "2026-03-10", "suspended_to": "2026-03-20"},
            "open",
            id="hold over by then",
        ),
    ],
)
def test_where_it_stood(row, status):
    found = then(**row)
    assert found["status"] == status
    assert found["destination"] == ("" if status != "transferred" else "outside")


@pytest.mark.parametrize(
    ("row", "there"),
    [
        pytest.param({"registered_date": "2026-03-31"}, True, id="registered on the last day"),
        pytest.param({"registered_date": "2026-04-01"}, False, id="registered later"),
        pytest.param({"registered_date": None}, True, id="nobody knows when"),
        pytest.param({"registered_date": None, "accepted_date": "2026-04-01"}, False, id="accepted later"),
        pytest.param({"registered_date": None, "assigned_date": "2026-04-01"}, False, id="handed over later"),
    ],
)
def test_who_was_there(row, there):
    assert (then(**row) is not None) == there


def test_later_events_are_undone_and_limits_stay():
    row = {
        "accepted_date": "2026-04-01",
        "assigned_date": "2026-03-06",
        "due_date": "2026-04-20",
        "extension": "2026-05-10",
        "extension_approved_on": "2026-03-20",
        "review_requested_date": "2026-04-02",
        "review_open": True,
        "returned_date": "2026-04-03",
        "returned": True,
        "served_date": "2026-04-03",
        "has_served_date": True,
        "last_contact_date": "2026-04-03",
    }
    found = then(**row)
    assert pd.isna(found["accepted_date"])
    assert pd.isna(found["review_requested_date"])
    assert pd.isna(found["returned_date"])
    assert pd.isna(found["last_contact_date"])
    assert found["assigned_date"] == pd.Timestamp("2026-03-06")
    assert found["due_date"] == pd.Timestamp("2026-04-20")
    assert found["extension"] == pd.Timestamp("2026-05-10")
    assert not found["review_open"]
    assert not found["returned"]
    assert not found["has_served_date"]
    # An earlier contact may well have been: it is never held against the office.
    assert found["contacted"]


def test_an_extension_approved_later_was_none_then():
    found = then(
        extension="2026-05-10", extension_days=30, extension_times=1, extension_approved_on="2026-04-02"
    )
    assert pd.isna(found["extension"])
    assert pd.isna(found["extension_days"])
    assert found["extension_times"] == 0


def test_the_survey_of_a_case_closed_later_was_not_done_then():
    row = {"status": "resolved", "resolved_date": "2026-04-01", "satisfaction": "satisfied", "agreed": True}
    found = then(**row)
    assert found["satisfaction"] == ""
    assert not found["agreed"]
    done = {"status": "resolved", "resolved_date": "2026-03-20", "satisfaction": "satisfied"}
    assert then(**done)["satisfaction"] == "satisfied"
    assert then(**done, followup_date="2026-04-02")["satisfaction"] == ""


def test_a_review_decided_since_was_open_then():
    row = {"status": "resolved", "resolved_date": "2026-03-06", "review_requested_date": "2026-03-10"}
    assert then(**row, review_decided_date="2026-04-02")["review_open"]
    assert not then(**row, review_decided_date="2026-03-20")["review_open"]


def test_cases_are_never_changed():
    frame = cases({"registered_date": "2026-03-05", "status": "resolved", "resolved_date": "2026-04-01"})
    before = frame.copy(deep=True)
    found = as_of(frame, END)
    assert_frame_equal(frame, before)
    assert found.dtypes.equals(frame.dtypes)
    assert as_of(found, END).equals(found)
