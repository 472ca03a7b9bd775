"""How a pass grows with the rows of a ledger and with the ledgers of a township: linear within 15 %.

    python benchmarks/growth.py

Each figure is the CPU of a first pass less that of starting up, by row or by ledger; what start-up costs is
measured with one ledger of ten rows. The largest size may take at most 1.15 times the middle one.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.folder_passes import build, measure
from benchmarks.google_passes import say

ROWS, LEDGERS, ROWS_OF_EACH = (1_000, 10_000, 100_000), (12, 50, 200), 100


def first_pass(ledgers: int, rows: int) -> float:
    """Return the CPU seconds of a first pass."""
    with tempfile.TemporaryDirectory() as town:
        return measure("ours", build(Path(town), ledgers, rows), "first")[0]


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or ROWS
    start = first_pass(1, 10)
    by_row = [(first_pass(1, rows) - start) / rows * 1e6 for rows in sizes]
    print(f"start-up {start:.2f} s")
    print("µs a row:", ", ".join(f"{rows:,}: {cost:.0f}" for rows, cost in zip(sizes, by_row, strict=True)))
    many = LEDGERS if not sys.argv[1:] else LEDGERS[:2]
    by_ledger = [(first_pass(ledgers, ROWS_OF_EACH) - start) / ledgers * 1e3 for ledgers in many]
    print("ms a ledger:", ", ".join(f"{n}: {cost:.0f}" for n, cost in zip(many, by_ledger, strict=True)))
    say(
        [
            ("CPU of a row, most rows ÷ the size before", by_row[-1] / by_row[-2], 1.15),
            ("CPU of a ledger, most ledgers ÷ the size before", by_ledger[-1] / by_ledger[-2], 1.15),
        ]
    )


if __name__ == "__main__":
    main()
