"""``python -m scheduler.cli``: the same as ``duesheet``."""

from scheduler.cli import main

main()
