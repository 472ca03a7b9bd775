"""Judging 1,000,000 rows with all packs stacked, against the slow twin; and the sentences.

Bar: at least 200 times the row-by-row loop with chinesecalendar (extrapolated from a sample in the same
run). Aims: about 1.5 s for the verdicts, about 5 µs of sentences for each row that has one. The twin of the
tests remembers which days it looked up; here it asks the package each time, as a script would, and the
remembering one is shown beside it.
"""

import random
import sys
import time
from datetime import date
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the twin lives among the tests

from rules.judge import judge
from rules.sentences.mark_texts import marks
from tests.rules import twin
from tests.rules.random_rows import FAMILIES, TABLES, frame_of, random_row
from tests.rules.rows import rules

ROWS = 1_000_000
SAMPLE = 2_000
DISTINCT = 20_000
TODAY = date(2026, 3, 10)


def many(rng):
    """A million rows from some thousand distinct ones, each moved to a start of its own."""
    base = frame_of([random_row(rng) for _ in range(DISTINCT)])
    picked = np.random.default_rng(1).integers(0, DISTINCT, ROWS)
    frame = base.take(picked).reset_index(drop=True)
    shift = np.random.default_rng(2).integers(0, 200, ROWS).astype("timedelta64[D]")
    for name in frame.columns:
        if frame[name].dtype.kind == "M":
            frame[name] = frame[name] - shift
    frame["row"] = np.arange(4, ROWS + 4)
    frame["seq"] = pd.Series([str(number) for number in range(1, ROWS + 1)], dtype=object)
    return frame


def timed(work):
    # One core's own time: neighbours on the machine do not count.
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def main():
    rng = random.Random(1)
    by = rules()
    frame = many(rng)
    best = min(timed(lambda: judge(frame, TABLES, TODAY, by).verdicts)[0] for _ in range(3))

    sample = [random_row(rng) for _ in range(SAMPLE)]
    print(f"judge: {ROWS:,} rows in {best:.2f} s (aim 1.5 s)")
    remembered, _ = timed(lambda: [loop(row) for row in sample])
    with mock.patch.object(twin, "works", twin.works.__wrapped__):
        asked, _ = timed(lambda: [loop(row) for row in sample[:: SAMPLE // 200]])
    slow = asked / 200 * ROWS
    print(f"row by row with chinesecalendar: {slow:,.0f} s; {slow / best:,.0f} × (bar 200 ×)")
    print(f"row by row, every day remembered: {remembered / SAMPLE * ROWS / best:,.0f} ×")

    part = frame.iloc[:: ROWS // 100_000].reset_index(drop=True)
    judged = judge(part, TABLES, TODAY, by)
    seconds = min(timed(lambda: marks(judged, "zh-CN"))[0] for _ in range(3))
    print(f"sentences: {seconds / len(part) * 1e6:.1f} µs a row (aim 5 µs)")


def loop(row):
    return twin.Twin(row, FAMILIES[row["table"]], TODAY, "sichuan_2026", None).verdict()


if __name__ == "__main__":
    main()
