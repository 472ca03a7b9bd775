"""Which tables of a worksheet are printed together."""

import pytest

from reports.forms.excel.xlsx_print import Block, print_ranges

#: A page of a worksheet this wide holds 600 points of height, near enough.
WIDE = 600 * 770 / 510


def blocks(*heights, cut=()):
    """Tables of ten rows, one below the other; those numbered in *cut* are printed in part."""
    tops = [at * 12 for at in range(len(heights))]
    return [
        Block(top, (top + 1, top + 1), top + (5 if at in cut else 10), top + 10, 9, height)
        for at, (top, height) in enumerate(zip(tops, heights, strict=True))
    ]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        pytest.param(blocks(200, 300), [(0, 99)], id="what fits stands on one page"),
        pytest.param(blocks(400, 300), [(0, 10), (12, 99)], id="what does not fit begins a page"),
        pytest.param(blocks(100, 550), [(0, 99)], id="few lines do not stand alone"),
        pytest.param(blocks(300, 500, cut=[0]), [(0, 5), (12, 99)], id="behind a list that is cut"),
        pytest.param(blocks(300, 250, 200), [(0, 10), (12, 99)], id="a thin page takes one from before"),
        pytest.param(
            blocks(300, 250, 170, 500, cut=[3]),
            [(0, 10), (12, 34), (36, 41)],
            id="a thin page before a cut list, too",
        ),
        pytest.param(blocks(200, 390, 170), [(0, 22), (24, 99)], id="not if that one became thin itself"),
        pytest.param([], [(0, 99)], id="no table at all"),
    ],
)
def test_runs_of_rows_that_are_printed(tables, expected):
    assert list(print_ranges(tables, 99, WIDE)) == expected
