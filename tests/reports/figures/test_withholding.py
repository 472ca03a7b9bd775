"""Small counts: nobody works one out from what is shown, by row, by column or by both."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.withholding import SMALL, withhold

tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=2, max_size=3
    )
)


def with_totals(rows):
    table = [[*row, sum(row)] for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def small_of(rows):
    return {(r, c) for r, row in enumerate(rows) for c, number in enumerate(row) if 0 < number < SMALL}


def values_of(rows, hidden):
    """Small cell → every value that fits all that is shown; rows and columns, totals and all."""
    table = with_totals(rows)
    height, width = len(table), len(table[0])
    bound = max(max(row) for row in table) + 2
    found = {place: set() for place in small_of(rows)}

    def choices(r, c):
        if (r, c) in hidden.small:
            return range(1, SMALL)
        return range(bound) if (r, c) in hidden.all else (table[r][c],)

    def fill(at, filled):
        if all(len(values) > 1 for values in found.values()):
            return
        r, c = divmod(at, width)
        if r == height:
            for (row, column), values in found.items():
                values.add(filled[row][column])
            return
        for value in choices(r, c):
            filled[r][c] = value
            if c == width - 1 and sum(filled[r][:-1]) != value:
                continue
            if r == height - 1 and sum(filled[row][c] for row in range(r)) != value:
                continue
            fill(at + 1, filled)

    fill(0, [[0] * width for _ in table])
    return found


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([[1, 5], [7, 9]], id="one alone"),
        pytest.param([[1, 1, 5], [4, 8, 9]], id="two ones in a row, whose sum says so"),
        pytest.param([[2, 2], [2, 2]], id="all twos"),
        pytest.param([[1, 9, 9], [9, 9, 2], [9, 9, 9]], id="far apart"),
        pytest.param([[1, 0], [0, 0]], id="nothing else"),
        pytest.param([[1, 4, 6]], id="one row only"),
    ],
)
def test_no_small_count_can_be_worked_out(rows):
    hidden = withhold(rows)
    assert hidden.all
    for place, values in values_of(rows, hidden).items():
        assert len(values) > 1, f"{place} is {values}; withheld: {sorted(hidden.all)}"


@settings(max_examples=40, deadline=None)
@given(tables)
def test_of_no_table_a_small_count_can_be_worked_out(rows):
    hidden = withhold(rows)
    assert small_of(rows) <= hidden.all
    assert (len(rows), len(rows[0])) not in hidden.all
    for place, values in values_of(rows, hidden).items():
        assert len(values) > 1, f"{place} is {values}; withheld: {sorted(hidden.all)}"


def test_a_table_without_small_counts_is_shown_as_it_is():
    assert not withhold([[3, 0], [12, 7]]).all
    assert not withhold([]).all


def test_a_city_of_two_hundred_parts_hides_no_more_than_it_must():
    dice = random.Random(3)
    rows = [
        [dice.choice((1, 2)) if dice.random() < 0.1 else dice.randrange(20, 90) for _ in range(17)]
        for _ in range(200)
    ]
    found = withhold(rows)
    assert found.small == small_of(rows)
    # Each lies in a ring of four: itself, one in its row, one in its column, and the one across.
    assert 0 < len(found.beside) <= 3 * len(found.small)
    assert all(row < 200 and column < 17 for row, column in found.beside), "no total goes"
