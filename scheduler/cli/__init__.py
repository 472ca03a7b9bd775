"""The command line: few verbs, each with an example in its ``--help``.

Everything heavy (pandas, the parser, the rules) is imported inside the command that needs it, so that
``duesheet --help`` answers at once.
"""

import gc
import os
import sys

from scheduler.cli.app import app
from scheduler.cli.commands import register

register(app)


def _with_chinese_names() -> None:
    """Begin anew in UTF-8 where this system's encoding could not even name a file in Chinese.

    A plain C locale, or an old Western one, has Python take file names for ASCII or Latin letters.
    """
    try:
        "镇".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  this very program, anew


def main() -> None:
    """Run the command line."""
    _with_chinese_names()
    # What is loaded from now on stays to the end, and there is little to collect in it.
    gc.set_threshold(200_000, 20, 20)
    try:
        app(prog_name="duesheet")
    finally:
        gc.freeze()  # nor need it be walked once more as the process ends
