"""The annual self-check beside the 24 half-month reports of the same reading."""

import pytest

from config.periods import Year, half_months
from reports.composing.year_report import compose_year
from reports.figures.halfmonth_figures import summarise
from tests.reports.composing.test_one_number import random_township
from tests.reports.figures.test_year_flow import LATE, YEAR

FLOWS = ("new", "resolved", "transferred", "withdrawn")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("year", [YEAR, Year(2025)])
def test_the_year_is_the_sum_of_the_reports_of_its_half_months(seed, year):
    sources = random_township(seed)
    _, whole = compose_year(year, sources, LATE, {})
    reports = [summarise(half, sources).totals for half in half_months(year)]
    assert len(reports) == 24
    assert {name: whole[name] for name in FLOWS} == {
        name: sum(totals[name] for totals in reports) for name in FLOWS
    }
    assert (whole["opening"], whole["closing"]) == (reports[0]["opening"], reports[-1]["closing"])
