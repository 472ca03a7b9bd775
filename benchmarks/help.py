"""`duesheet --help` against a bare typer app of one command. Bar: at most 1.4 times."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 11
BARE = '''
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "world") -> None:
    """Say hello."""
    print(f"hello {name}")


app()
'''


def seconds(command):
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - started


def medians():
    """Return the median seconds of our help and of the bare program's."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, "utf-8")
        ours = [sys.executable, "-c", "from scheduler.cli import main; main()", "--help"]
        peers = [sys.executable, str(bare), "--help"]
        for command in (ours, peers):
            seconds(command)
        # Taken in turns, so that a busy moment of the machine meets both.
        pairs = [(seconds(ours), seconds(peers)) for _ in range(ROUNDS)]
    return tuple(statistics.median(column) for column in zip(*pairs, strict=True))


def main():
    mine, floor = medians()
    print(f"duesheet --help {mine:.3f} s, bare typer {floor:.3f} s: {mine / floor:.2f} × (bar 1.4 ×)")


if __name__ == "__main__":
    main()
