"""Laying out the rows behind the numbers, so that each number leads to one run of rows."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from reports.content import Behind, Row, RowsBehind

#: First and last row of each number's rows, 0-based.
Ranges = dict[Behind, tuple[int, int]]


def lay_out(evidence: RowsBehind, top: int) -> tuple[Ranges, Iterator[tuple[str, Row]]]:
    """Place every wanted measure's rows below each other from row *top* on.

    Within a measure the rows of one village (or category) stand together, so that a village's number and
    the total alike lead to one range. Sums of neighbours (``opening+new``) get a range of their own.

    Returns:
        the ranges, and the rows to write: the measure's words and the row's values.
    """
    ranges: Ranges = {}
    picked: list[tuple[str, np.ndarray[tuple[int], np.dtype[np.intp]]]] = []
    at = top
    for (measure, by), label in evidence.labels.items():
        rows = np.flatnonzero(evidence.rows[measure].to_numpy())
        if not len(rows):
            continue
        values = evidence.rows[by].to_numpy()[rows].astype(str)
        _, first_seen, number = np.unique(values, return_index=True, return_inverse=True)
        # The order of first appearance: that of the table the numbers stand in.
        order = np.argsort(first_seen[number], kind="stable")
        rows, values = rows[order], values[order]
        edges = [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(rows)]
        for start, stop in pairwise(edges):
            ranges[Behind(measure, by, str(values[start]))] = (at + start, at + stop - 1)
        ranges.setdefault(Behind(measure), (at, at + len(rows) - 1))
        picked.append((label, rows))
        at += len(rows)
    return ranges, ((label, evidence.cells[row]) for label, rows in picked for row in rows.tolist())


def summed(ranges: Ranges, behind: Behind) -> tuple[int, int] | None:
    """Return the rows behind a number or a sum of neighbours; None when there are none."""
    known = [
        found
        for name in behind.measure.split("+")
        if (found := ranges.get(Behind(name, behind.by, behind.value)))
    ]
    return (known[0][0], known[-1][1]) if known else None
