"""A pass over a folder with one bad workbook in it, against the same pass without: what the bad one costs.

    python benchmarks/bad_file.py

Twelve ledgers of 400 rows; a first pass each, a process of its own. The bar is 1.2 × the CPU time.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.folder_passes import LEDGERS, ROWS, build
from benchmarks.google_passes import compile_all, say
from tests.sync.folder import attacks

BAR = 1.2
BAD: tuple[Callable[[Path], None], ...] = (
    attacks.cells_that_never_close,
    attacks.a_stray_cell_in_the_last_corner,
    attacks.a_bomb_in_a_worksheet,
    attacks.a_count_of_four_thousand_million,
)


def first_pass(bad: Callable[[Path], None] | None) -> float:
    """Return the CPU seconds of a first pass over good ledgers and, where given, a bad one."""
    with tempfile.TemporaryDirectory() as town:
        config = build(Path(town), LEDGERS, ROWS)
        if bad is not None:
            path = config.parent / "ledgers" / "坏村.xlsx"
            path.write_bytes((config.parent / "ledgers" / "第000村.xlsx").read_bytes())
            bad(path)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "duesheet", "run", "--release", "--json", "-c", str(config)]
        root = str(Path(__file__).parents[1])
        done = subprocess.run([*command, "--today", "2026-04-03"], capture_output=True, text=True, cwd=root)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        outcomes = [ledger["outcome"] for ledger in json.loads(done.stdout)["ledgers"]]
        if outcomes.count("written") != LEDGERS:
            raise SystemExit(f"only {outcomes.count('written')} of {LEDGERS} good ledgers were written")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    compile_all()
    first_pass(None)
    good = first_pass(None)
    print(f"without a bad file: {good:.2f} s of CPU")
    say([(f"{bad.__name__}: CPU × without", first_pass(bad) / good, BAR) for bad in BAD])


if __name__ == "__main__":
    main()
