"""``python -m scheduler``: the same as ``duesheet``."""

from scheduler.cli import main

if __name__ == "__main__":
    main()
