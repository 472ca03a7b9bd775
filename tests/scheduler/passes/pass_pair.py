"""A process that runs one pass for each config it reads on stdin; two of them make a pair."""

import sys
from datetime import date
from pathlib import Path

from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import open_township


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        township = open_township(Path(line.strip()), date(2026, 4, 3))
        found = run_pass(township, PassOrder(release=True))
        print(" ".join(outcome.kind.value for outcome in found.outcomes), flush=True)


if __name__ == "__main__":
    main()
