"""The command line: few verbs, each with an example in its ``--help``.

Everything heavy (pandas, the parser, the rules) is imported inside the command that needs it, so that
``duesheet --help`` answers at once.
"""

from scheduler.cli.app import app
from scheduler.cli.commands import register

register(app)


def main() -> None:
    """Run the command line."""
    app(prog_name="duesheet")
