"""What a command prints: a table on a terminal, plain lines in a pipe."""

import sys
from collections.abc import Sequence


def say(line: str = "") -> None:
    """Print a plain line on stdout."""
    sys.stdout.write(line + "\n")


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]], colours: Sequence[str] = ()) -> None:
    """Print rows under headings: a rich table on a terminal, aligned columns elsewhere.

    Args:
        headings: one per column.
        rows: texts; a column whose every text is a number is set flush right.
        colours: one per row, or none.
    """
    from rich.cells import cell_len
    from rich.console import Console

    console = Console()
    right = [
        bool(rows) and all(row[i].strip("-").isdigit() or not row[i] for row in rows)
        for i in range(len(headings))
    ]
    if console.is_terminal:
        from rich.table import Table

        table = Table(*headings, box=None, header_style="bold", pad_edge=False)
        for column, flush in zip(table.columns, right, strict=True):
            column.justify = "right" if flush else "left"
        for number, row in enumerate(rows):
            table.add_row(*row, style=colours[number] if colours else None)
        console.print(table)
        return
    widths = [max(cell_len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        cells = (
            _pad(text, width - cell_len(text), flush)
            for text, width, flush in zip(row, widths, right, strict=True)
        )
        say("  ".join(cells).rstrip())


def _pad(text: str, free: int, flush_right: bool) -> str:
    # A Chinese character is two columns wide, so str.ljust would not line up.
    space = " " * free
    return space + text if flush_right else text + space
