"""What a command prints: a table on a terminal, plain lines in a pipe."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from config.problems import problem_message
from config.vocabulary import OutcomeKind
from scheduler.marking.outcome import totals

if TYPE_CHECKING:
    from scheduler.marking.outcome import Outcome
    from scheduler.passes.one_pass import Pass
    from scheduler.township import Township

_COLOURS = {
    OutcomeKind.WRITTEN: "green",
    OutcomeKind.UNCHANGED: "default",
    OutcomeKind.SKIPPED: "yellow",
    OutcomeKind.PAUSED: "yellow",
    OutcomeKind.HELD: "red",
    OutcomeKind.FAILED: "red",
}

#: How many problems of one ledger are printed; `inspect` shows all of them.
_SHOWN = 5


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
    console = Console()
    right = [
        bool(rows) and all(row[i].strip("-").isdigit() or not row[i] for row in rows)
        for i in range(len(headings))
    ]
    if console.is_terminal:
        table = Table(*headings, box=None, header_style="bold", pad_edge=False)
        for column, flush in zip(table.columns, right, strict=True):
            column.justify = "right" if flush else "left"
        for number, row in enumerate(rows):
            table.add_row(*row, style=colours[number] if colours else None)
        console.print(table)
        return
    widths = [max(cell_len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        cells = (_pad(text, width, flush) for text, width, flush in zip(row, widths, right, strict=True))
        say("  ".join(cells).rstrip())


def _pad(text: str, width: int, flush_right: bool) -> str:
    # A Chinese character is two columns wide, so str.ljust would not line up.
    space = " " * (width - cell_len(text))
    return space + text if flush_right else text + space


def say_outcomes(township: "Township", found: "Pass", *, would: bool, quiet: bool) -> None:
    """Print how each ledger came out, what went wrong with its remedy, and the totals."""
    if not quiet:
        say(f"{township.settings.township.name} · {township.today.isoformat()}")
        headings = (
            "village",
            "ledger",
            "outcome",
            "cases",
            "open",
            "overdue",
            "due soon",
            "edits",
            "problems",
        )
        say_table(
            headings,
            [_row(o, would=would) for o in found.outcomes],
            [_COLOURS[o.kind] for o in found.outcomes],
        )
    for outcome in found.outcomes:
        if outcome.error is not None:
            say(f"{outcome.village}: {outcome.error.message}\n  fix: {outcome.error.fix}")
    if quiet:
        return
    for outcome in found.outcomes:
        for problem in outcome.problems[:_SHOWN]:
            message = problem_message(problem, township.language)
            say(f"{outcome.village} · {outcome.ledger} · {problem.sheet}: {message}")
        if len(outcome.problems) > _SHOWN:
            say(f"  … and {len(outcome.problems) - _SHOWN} more: duesheet inspect {outcome.village}")
    say(_sum(found, would=would))


def _row(outcome: "Outcome", *, would: bool) -> list[str]:
    kind = "would write" if would and outcome.kind is OutcomeKind.WRITTEN else outcome.kind.value
    counts = (str(outcome.counts[name]) for name in ("cases", "open", "overdue", "due_soon"))
    return [
        outcome.village,
        outcome.ledger,
        kind,
        *counts,
        str(len(outcome.edits)),
        str(len(outcome.problems)),
    ]


def _sum(found: "Pass", *, would: bool) -> str:
    counts = totals(found.outcomes)
    kinds = [f"{counts[kind]} {kind.value}" for kind in OutcomeKind if counts[kind]]
    text = ", ".join(kinds)
    if would:
        text = text.replace("written", "to be written")
    return (
        f"{counts['ledgers']} ledgers: {text}; {counts['cases']} cases, {counts['open']} open, "
        f"{counts['overdue']} overdue, {counts['due_soon']} due soon"
    )
