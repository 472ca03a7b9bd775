"""The command line: few verbs, each with an example in its ``--help``.

Everything heavy (pandas, the parser, the rules) is imported inside the command that needs it, so that
``duesheet --help`` answers at once.
"""

import sys
from collections.abc import Sequence

from scheduler.cli.app import app
from scheduler.cli.commands import register

register(app)

#: Options that take several names in a row: ``--only 青石村 河口村``.
_MANY = frozenset({"--only", "--resume", "--rules"})


def spread(arguments: Sequence[str]) -> list[str]:
    """Repeat an option that takes several names before each of them; no command with one has arguments."""
    spelled: list[str] = []
    option, names = "", 0
    for argument in arguments:
        if argument.startswith("-"):
            option, names = (argument, 0) if argument in _MANY else ("", 0)
        elif option:
            if names:
                spelled.append(option)
            names += 1
        spelled.append(argument)
    return spelled


def main() -> None:
    """Run the command line."""
    app(args=spread(sys.argv[1:]), prog_name="duesheet")
