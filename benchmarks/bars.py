"""Every bar of speed in one table: what was measured in this run, and what is allowed.

    python benchmarks/bars.py

Takes a quarter of an hour. Each part can be run by itself: google_passes, folder_passes, help, growth.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import folder_passes, google_passes
from benchmarks import help as help_bench


def main() -> None:
    shared = google_passes.scenarios()
    print(google_passes.table(shared))
    few = folder_passes.scenarios(folder_passes.LEDGERS, folder_passes.ROWS)
    print(folder_passes.table(few))
    many = folder_passes.scenarios(1, folder_passes.MANY, ("first", "same"))
    print(folder_passes.table(many, ("first", "same")))
    mine, floor = help_bench.medians()
    google_passes.say(
        [
            *google_passes.bars(shared),
            *folder_passes.bars(few, many),
            ("--help × a bare typer program", mine / floor, 1.4),
        ]
    )


if __name__ == "__main__":
    main()
