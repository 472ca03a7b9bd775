"""The command line: few verbs, each with an example in its ``--help``.

Everything heavy (pandas, the parser, the rules) is imported inside the command that needs it, so that
``duesheet --help`` answers at once.
"""

import gc

from scheduler.cli.app import app
from scheduler.cli.commands import register

register(app)


def main() -> None:
    """Run the command line."""
    # What is loaded from now on stays to the end, and there is little to collect in it.
    gc.set_threshold(200_000, 20, 20)
    try:
        app(prog_name="duesheet")
    finally:
        gc.freeze()  # nor need it be walked once more as the process ends
